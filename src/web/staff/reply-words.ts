// What replies are called on screen: what they are, by what they were matched, what became of them, why something cannot
// be done (Y24).
import type { Dealt } from '../../application/replies/deal-with-reply.js';
import type { ReplyRow } from '../../application/replies/look-at-replies.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { ReplyOutcome } from '../../domain/waves/reply.js';
import { nameOnScreen } from './person-header.js';

/** What became of a reply. */
export const outcomeWords: Readonly<Record<ReplyOutcome, string>> = {
  told: 'Recorded what they told us',
  address: 'Changed their address',
  stop: 'Stopped writing to them',
  'not-theirs': 'Address is not theirs',
  'has-died': 'Recorded that they have died',
  call: 'Asked for a call',
  answered: 'Answered',
  nothing: 'Nothing to do',
};
/** For what a reply is read. */
export const purposeWords = {
  'deal-with-reply': 'To deal with this reply',
  'support-person': 'To support this person',
  'answer-request': 'To answer a request about their data',
} as const;
/** How what they told us stands. */
export const standings = {
  there: 'Still there',
  finished: 'Finished',
  'left-early': 'Left early',
  'did-not-start': 'Had a place, did not start',
} as const;
/** Why a press did nothing, and beside which field that is said. */
export const refusals: Readonly<
  Record<Extract<Dealt, { kind: 'refused' }>['why'], readonly [field: string, message: string]>
> = {
  nobody: ['', 'Say first whose reply this is'],
  'not-an-address': ['address', 'Enter one email address, for example avery@example.org'],
  'no-address': [
    '',
    'No mail may go to the address of this reply, or it is none of theirs. Change their address first',
  ],
  'no-answer': ['answer', 'Choose the answer to send'],
  'cannot-be-rung': ['', 'They cannot be rung: there is no number that may be used. Their page says why'],
  'dealt-with': ['', 'Somebody else dealt with this reply'],
};

/** The person’s name, or that there is none. */
export const who = (person: Alumnus | null): string =>
  person === null ? 'Not matched to anybody' : nameOnScreen(person);

/** By what the reply is known to be theirs. */
export function howMatched({ mail, person }: ReplyRow): string {
  if (mail.forged === true) return 'Names a message that is not ours';
  if (person === null) return 'By nothing';
  const sender = mail.channel === 'text' ? 'By the number alone' : 'By the sender’s address alone';
  const words = { name: 'By our own message', sender, staff: 'By a member of staff' };
  return words[mail.matchedBy ?? 'name'];
}

/** What it is, or what became of it. */
export const stateTag = ({ mail, stopped }: ReplyRow) =>
  mail.queue === 'done'
    ? { tone: 'quiet', text: outcomeWords[mail.done?.how ?? 'nothing'] }
    : mail.stopAsked === true
      ? stopped
        ? { tone: 'good', text: 'Said stop; stopped' }
        : { tone: 'careful', text: 'Says stop: needs your press' }
      : mail.about === 'report'
        ? { tone: 'note', text: 'A report nobody could tell' }
        : { tone: 'note', text: mail.channel === 'text' ? 'Reply by text' : 'Reply' };
