// What stands in a person's history: acts, messages, answers, and mail that came back about them or from them.
import type { HistoryRow } from '../../application/destinations/show-history.js';
import type { ReplyRow } from '../../application/replies/look-at-replies.js';
import { contactChannels, personStates } from '../../domain/alumni/alumnus.js';
import { capital, format } from '../format.js';
import { channelWords, stateChoices } from './contact-words.js';
import { purposeWords } from './told-view.js';
import { returnedWords, stepWords } from './wave-words.js';

const actWords: Readonly<Record<string, string>> = {
  'conflict.decided': 'Decided between two statements',
  'conflict.reopened': 'Opened a decision again',
  'conflict.looked-at-again': 'Took a second look at a decision',
  'place.coded': 'Said which place a statement means',
  'place.uncoded': 'Took back which place a statement means',
  'subject.coded': 'Said which subject a statement means',
  'subject.uncoded': 'Took back which subject a statement means',
  'reason.coded': 'Said which reasons somebody’s own words give',
  'reason.uncoded': 'Took back which reasons somebody’s own words give',
  'sealed-answer.read': 'Read a sealed answer',
  'contact.answered': 'Gave contact details',
  'contact.changed-as-told': 'Changed an address, as they told us',
  'contact.once-a-year': 'Asked for one survey a year at most',
  'plan.changed': 'Changed their plan or results',
  'reply.read': 'Read their reply',
  'reply.matched': 'Matched a reply to them',
  'claim.noted-by-staff': 'Recorded what they know of them',
  'claim.recorded-from-reply': 'Recorded what a reply told us',
  'suppression.lifted': 'Let mail go to them again',
  'suppression.lifted-as-asked': 'Let mail go to them again, as they asked',
  'answers.sent': 'Sent their answers',
  'message.accepted': 'Wrote to them',
  'message.unknown': 'Wrote to them, fate not known',
  'contact.added-themselves': 'Gave another address or number',
  'contact.said-whose': 'Said whose an address or number is',
  'contact.not-to-use': 'Asked us not to use an address or number',
  'contact.as-usual': 'Let us write as often as usual again',
  'person.name-to-use': 'Said which name to use',
  'person.allowed': 'Changed what we may do with their answers',
  'contact.not-theirs': 'Said that an address is not theirs',
  'contact.bounced': 'Noted that mail to an address came back',
  'person.has-died': 'Recorded that they have died; nothing more is sent',
  'person.cannot-answer': 'Recorded that they cannot answer; nothing more is sent',
  'person.objected': 'Recorded that they asked us to stop',
  'person.unsubscribed': 'Stopped our messages',
  'contact.wrong-number': 'Marked a number as wrong',
  'contact.no-calls': 'Noted that they want no calls',
  'call.asked-for': 'Asked for a call to them',
  'people.merged': 'Said that two records are theirs; they are one now',
  'people.merge-undone': 'Took back that two records are theirs',
  'people.kept-apart': 'Said that a record like theirs is another person’s',
  'people.open-again': 'Took back that a record like theirs is another person’s',
  'rules.deferred-until': 'Changed the month until which their place is deferred',
  'rules.never-family': 'Family is never to be contacted',
  'rules.family-again': 'Took back that family is never to be contacted',
  'rules.proxy-agreed': 'They agreed that somebody may answer for them',
  'rules.no-proxy': 'Nobody may answer for them any more',
  'rules.every-way': 'Every way to reach them may be used again',
  'rules.once-a-year': 'One survey a year at most',
  'rules.as-often-as-others': 'Asked as often as others again',
  'rules.basic-details-only': 'The local authority is told no more than the basic details',
  'rules.all-details': 'Took back that the local authority is told no more than the basic details',
  'rules.place': 'Changed where they are',
  'rules.language': 'Changed the language of mail to them',
};
/** `rules.state-deferred`, `rules.not-by-mail-text`. */
function ruleWords(act: string): string | undefined {
  const state = personStates.find((each) => act === `rules.state-${each}`);
  if (state !== undefined) return `Where they stand: ${stateChoices[state].text}`;
  const ways = act.startsWith('rules.not-by-') ? act.slice('rules.not-by-'.length).split('-') : [];
  const named = contactChannels.filter((way) => ways.includes(way)).map((way) => channelWords[way].toLowerCase());
  return named.length === 0 ? undefined : `Do not use: ${named.join(', ')}`;
}

/** `Written to: First reminder of “Year 13, 2026: arrival check”`. */
const historyWords = ({ act, step, wave }: HistoryRow): string => {
  const words = actWords[act] ?? ruleWords(act) ?? capital(act.replace(/[.-]/g, ' '));
  return step === undefined ? words : `${words}: ${stepWords[step]}${wave === undefined ? '' : ` of “${wave}”`}`;
};
const purposes: Readonly<Record<string, string>> = {
  ...purposeWords,
  'deal-with-reply': 'To deal with the reply',
};

/** A mail from them or about them: an answer of their own leads to its page. */
function mailCells({ id, at, about, class: found, matchedBy }: ReplyRow['mail'], mayRead: boolean) {
  const isReply = about === 'reply';
  const what = isReply ? 'Answered our mail' : `Mail came back: ${returnedWords[found] ?? found}`;
  const sure = isReply && matchedBy === 'sender' ? 'By the sender’s address alone' : null;
  return [
    format.dateTime(at),
    isReply ? 'The person' : 'A mail server',
    about !== undefined && mayRead ? { text: what, href: `/staff/replies/${id}` } : what,
    sure,
  ];
}
const reasonOf = (reason: string | undefined): string | null =>
  reason === undefined ? null : (purposes[reason] ?? reason);

/** The rows of the table, newest first. What a mail says is not among them; a reply leads to its page. */
export const historyRows = (acts: readonly HistoryRow[], mails: readonly ReplyRow['mail'][], mayRead: boolean) =>
  [
    ...acts.map((act) => ({
      at: act.at,
      cells: [format.dateTime(act.at), act.who, historyWords(act), reasonOf(act.reason)],
    })),
    ...mails.map((mail) => ({ at: mail.at, cells: mailCells(mail, mayRead) })),
  ]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .map(({ cells }) => cells);
