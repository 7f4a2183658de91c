// What is a request for help, by when does somebody reply, and how does it end (Y7)?
// Somebody said that the trust may contact them. It has an owner, a day by which they get a reply, what was offered, and an end;
// one a person is open at a time. It stands apart from their answers: whoever helps does not read those.
import type { AlumnusId, SchoolId, StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { SessionMark } from './response.js';
import type { CareStep } from './safety-flag.js';

export type HelpRequestId = string & { readonly __helpRequestId: true };

/** How they would like to be reached; `at-school`: in person, for who is still there. */
export const helpWays = ['at-school', 'mail', 'phone'] as const;
export type HelpWay = (typeof helpWays)[number];

/** How it can end. */
export const helpOutcomes = ['helped', 'passed-on', 'not-reached', 'not-wanted'] as const;
export type HelpOutcome = (typeof helpOutcomes)[number];

/** A reply that is still to be put into the outbox: which step, and to which of the person's addresses. */
export interface ReplyToSend {
  readonly step: number;
  readonly addressNumber: number;
}

export interface HelpRequest {
  readonly id: HelpRequestId;
  readonly alumnusId: AlumnusId;
  readonly schoolId: SchoolId;
  readonly askedAt: Date;
  /** The session that asked, which alone sees that it did. */
  readonly askedBy: SessionMark;
  readonly way: HelpWay;
  /** Sealed: what it is about, in their own words; absent where they wrote none, and once wiped. */
  readonly about?: string;
  readonly owner: StaffId;
  readonly replyBy: LocalDate;
  readonly state: 'open' | 'closed';
  /** What was offered and done; the first is the reply. */
  readonly steps: readonly CareStep[];
  /** When somebody first replied. */
  readonly repliedAt?: Date;
  readonly outcome?: HelpOutcome;
  readonly closedAt?: Date;
  /** Then what was said is wiped; absent once it is. */
  readonly wordsUntil?: Date;
  /** What was said is still to be looked through (Y8); absent once it was. */
  readonly toLook?: true;
  /** Those whose mail is still to be written. */
  readonly tell?: readonly StaffId[];
  readonly toSend?: readonly ReplyToSend[];
  /** Without a reply until then, the owner and the administrators are told; absent once they were, or somebody replied. */
  readonly lateAt?: Date;
  readonly revision: number;
}

/** Whether somebody waits longer than they were promised. */
export const isLate = (
  { state, repliedAt, replyBy }: Pick<HelpRequest, 'state' | 'repliedAt' | 'replyBy'>,
  today: LocalDate,
) => state === 'open' && repliedAt === undefined && replyBy < today;

/** The longest text of a request or a reply, in characters. */
export const longestHelpText = 2_000;
