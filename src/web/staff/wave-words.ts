// What the states, steps, reasons and problems of waves are called on screen (Y24; look.md, section 6).
import type { UsedUp } from '../../application/waves/sending/day-limit.js';
import type { HaltReason } from '../../domain/waves/breakers.js';
import type { CallEnd } from '../../domain/waves/call.js';
import type { PlanProblem } from '../../domain/waves/contact-plan.js';
import type { ExclusionReason } from '../../domain/waves/invitation.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import type { StepId, WaveState } from '../../domain/waves/wave.js';
import { format } from '../format.js';

export const stepWords: Readonly<Record<StepId, string>> = {
  i: 'Invitation',
  r1: 'First reminder',
  r2: 'Second reminder',
  l: 'Last message',
  t: 'Text message',
  p: 'Calls begin',
};

/** What a step is for, beside its day. */
export const stepHints: Readonly<Partial<Record<StepId, string>>> = {
  t: 'To mobile numbers of their own that may be texted, also where no mail reaches the person. On any day after the invitation, a week or more from the messages before and after it.',
  p: 'From this day on people without an answer are on the list of calls. After every message.',
};

export const stateTags: Readonly<
  Record<WaveState, { readonly tone: 'good' | 'careful' | 'note' | 'quiet'; readonly text: string }>
> = {
  draft: { tone: 'careful', text: 'Draft' },
  confirmed: { tone: 'note', text: 'Confirmed' },
  freezing: { tone: 'note', text: 'Making the list' },
  running: { tone: 'good', text: 'Running' },
  paused: { tone: 'careful', text: 'Paused' },
  closing: { tone: 'note', text: 'Closing' },
  closed: { tone: 'quiet', text: 'Closed' },
  cancelled: { tone: 'quiet', text: 'Cancelled' },
};

/** Who of a cohort is not written to: left out for a reason, or texted or rung instead. */
export type NotWrittenTo = ExclusionReason | 'by-telephone';

export const reasonWords: Readonly<Record<NotWrittenTo, string>> = {
  'by-telephone': 'By telephone only',
  'has-died': 'Has died',
  'cannot-answer': 'Cannot answer',
  restricted: 'Use of their record is restricted',
  objected: 'Asked us to stop',
  'asked-not-to': 'Asked us not to write by email',
  'stayed-with-us': 'Stayed with us',
  'repeating-year': 'Repeating the year with us',
  deferred: 'Place deferred, not begun yet',
  'before-joining': 'Left before the school joined, no ground recorded',
  'school-left': 'Their school has left the trust',
  'keeping-period-over': 'We may not use their details any more',
  'no-basis': 'No recorded ground for writing on that day',
  'no-own-address': 'No usable address of their own',
  suppressed: 'Their address must not be mailed',
  'once-a-year': 'Asked to hear once a year',
  'in-another-wave': 'Already in another wave',
  'answered-recently': 'Answered in the last two weeks',
  'asked-often': 'Asked often enough in the last twelve months',
};

/** Receiving domains that share a lane; others are called by their domain. */
export const laneWords: Readonly<Record<string, string>> = {
  gmail: 'Gmail',
  microsoft: 'Outlook, Hotmail and Live',
  yahoo: 'Yahoo and AOL',
  icloud: 'iCloud',
};

/** A limit that is used up for today. */
export const usedUpWords = ({ lane, most }: UsedUp): string => {
  const who = lane === null ? 'The mail server' : (laneWords[lane] ?? lane);
  const what = most === null ? 'takes no more today' : `takes ${format.number(most)} a day, and has them`;
  return `${who} ${what}`;
};

/** The same in few words, for the list of who did what. */
const haltReasonWords: Readonly<Record<HaltReason, string>> = {
  policy: 'Refused because of us',
  unknown: 'Fate not known',
  'hard-bounces': 'Addresses that do not exist',
  complaints: 'Called spam',
  content: 'Refused for what it says',
};

/** What stands beside an act as its reason: a person's words, or what the program wrote, in words. */
export function actReason(act: WaveAct, reason: string): string {
  if (act === 'wave.drafted') return 'By the standing plan';
  const found = act === 'wave.halted' ? /^([a-z-]+)(: .*)?$/.exec(reason) : null;
  const words = haltReasonWords[found?.[1] as HaltReason] as string | undefined;
  return words === undefined ? reason : `${words}${found?.[2] ?? ''}`;
}

/** Why a wave was paused by itself, and what to do (requirement E11). `n` of the last `of` messages. */
export const haltWords: Readonly<
  Record<HaltReason, (n: number, of: number) => { readonly happened: string; readonly doThis: string }>
> = {
  policy: (n, of) => ({
    happened: `${n} of the last ${of} messages were refused because of us: the sending domain or the mail server, not the people.`,
    doThis:
      'Ask whoever looks after the trust’s domain about SPF, DKIM, DMARC and lists of senders of spam. Resume when it is mended.',
  }),
  unknown: (n) => ({
    happened: `The fate of ${n} messages is not known: we began to send them and the mail server’s answer never came.`,
    doThis:
      'Ask whoever runs the mail server whether it was in trouble, and decide about the messages below. Then resume.',
  }),
  'hard-bounces': (n, of) => ({
    happened: `${n} of the last ${of} messages went to addresses that do not exist.`,
    doThis:
      'Check where these addresses came from, such as an old import. They are not written to again. Resume when you are content with the rest.',
  }),
  complaints: (n, of) => ({
    happened: `${n} of ${of} messages that were accepted were called spam. Mail servers turn us away when it is more.`,
    doThis: 'Read the mail as its readers would: is it clear who writes, and why? Resume when you are content with it.',
  }),
  content: () => ({
    happened: 'A message was refused because of what it says or how large it is.',
    doThis: 'Look at the preview of the step and at what the mail server said. Resume when it is mended.',
  }),
};

/** States of messages, in the order in which they are shown. */
export const messageWords: Readonly<Record<string, string>> = {
  planned: 'waiting',
  leased: 'about to leave',
  sending: 'leaving now',
  deferred: 'put off by the mail server',
  accepted: 'accepted',
  rejected: 'refused',
  unknown: 'of unknown fate',
  suppressed: 'held back',
  cancelled: 'cancelled',
  expired: 'too late',
};

/** Calls that wait, and how the others ended, in the order in which they are shown. */
export const callWords: Readonly<Record<'waiting' | CallEnd, string>> = {
  waiting: 'to be rung',
  answered: 'answered',
  proxy: 'answered by somebody for them',
  'attempts-used': 'not reached',
  'no-number': 'without a right number',
  'refused-calls': 'want no more calls',
  'refused-all': 'want nothing more',
  'has-died': 'died',
  'cannot-answer': 'cannot answer',
  stopped: 'not to be rung any more',
  merged: 'rung under another record',
  'wave-ended': 'not rung before it closed',
};

/** Kinds of mail that came back, in the order in which they are shown. */
export const returnedWords: Readonly<Record<string, string>> = {
  hard: 'no such address',
  soft: 'not reached',
  full: 'mailbox full',
  throttle: 'too fast for the receiver',
  policy: 'refused because of us',
  content: 'refused because of what it says',
  complaint: 'complaints',
  'auto-reply': 'automatic answers',
  unclassified: 'for a person to read',
};

export const problemWords: Readonly<Record<PlanProblem, string>> = {
  'no-invitation': 'Enter the day of the invitation',
  'out-of-order': 'Enter a day after that of the step before',
  'too-soon': 'Leave at least a week between two messages',
  'before-today': 'Enter today or a later day',
  'after-close': 'Enter a day before the wave closes',
  'outside-hours': 'Enter a time within contact hours',
  'clock-change-hour': 'Enter a time before 01:00 or from 02:00: between them clocks change twice a year',
  'closes-too-late': 'Close the wave within 106 days of the invitation: links may not stay open for longer',
};

/** Groups by what they planned when they left, by what people call them. */
export const groupWords: Readonly<Record<string, string>> = {
  university: 'Planned university',
  apprenticeship: 'Planned an apprenticeship',
  employment: 'Planned work',
  'further-education': 'Planned further education',
  training: 'Planned training',
  'gap-year': 'Planned a gap year',
  other: 'Planned something else',
  undecided: 'Undecided',
  unknown: 'Plan not known',
};

/** Every act that is written about a wave. */
export const actWords: Readonly<Record<WaveAct, string>> = {
  'wave.drafted': 'Drafted it',
  'wave.confirmed': 'Confirmed it',
  'wave.started-late': 'Let it start late',
  'wave.step-moved': 'Moved a step',
  'wave.step-added': 'Added a step',
  'wave.extended': 'Kept it open longer',
  'wave.off-quiet-days': 'Moved it off quiet days',
  'wave.letters-taken-over': 'Let it take over newer letters',
  'wave.put-forward': 'Put it forward for a second person',
  'wave.paused': 'Paused it',
  'wave.resumed': 'Resumed it',
  'wave.closed': 'Closed it',
  'wave.cancelled': 'Cancelled it',
  'wave.halted': 'Paused it by itself',
  'message.leave': 'Left a message of unknown fate as it is',
  'message.send-again': 'Sent a message of unknown fate again',
  'messages.leave': 'Left several messages of unknown fate as they are',
  'messages.send-again': 'Sent several messages of unknown fate again',
};
