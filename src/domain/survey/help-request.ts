// What is a request for help, by when does somebody reply, and how does it end (Y7)?
// Somebody said that the trust may contact them. It has an owner, a day by which they get a reply, what was offered, and an end;
// one a person is open at a time, to which what is said meanwhile is added, by whoever holds the link. It stands apart from their answers: whoever helps does not read those.
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

/** What was said while the request was open already. */
export interface FurtherWords {
  /** Names them, so that one flag is raised for them. */
  readonly id: string;
  readonly at: Date;
  readonly by: SessionMark;
  readonly way: HelpWay;
  /** The day that they were promised. */
  readonly replyBy: LocalDate;
  /** Sealed; absent where they wrote none. */
  readonly about?: string;
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
  /** What was said since, oldest first; absent where nothing was, and once wiped. */
  readonly further?: readonly FurtherWords[];
  readonly owner: StaffId;
  readonly replyBy: LocalDate;
  readonly state: 'open' | 'closed';
  /** What was offered and done; the first is the reply. */
  readonly steps: readonly CareStep[];
  /** When somebody first replied to what was said last. */
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

/** How often something can be added to one request. */
export const mostFurther = 50;

/** The day that was promised last, to that session where one is given; null where it has not asked, or has its reply. */
export function promisedTo(
  { askedBy, further = [], replyBy, repliedAt }: HelpRequest,
  session?: SessionMark,
): LocalDate | null {
  const said = [{ by: askedBy, replyBy }, ...further].filter(({ by }) => session === undefined || by === session);
  return repliedAt === undefined ? (said.at(-1)?.replyBy ?? null) : null;
}

/** The ways in which they asked to be reached, the one said last first. */
export const waysAskedFor = ({ way, further = [] }: Pick<HelpRequest, 'way' | 'further'>): readonly HelpWay[] => [
  ...new Set([way, ...further.map((each) => each.way)].toReversed()),
];

/**
 * The open request with something more said: it waits for a reply again, and its owner is told again. Who was waiting keeps the
 * day that they were promised; who had their reply is promised a new one.
 * @param lateAt from when a reply to the words is late
 */
export function withFurther(
  held: HelpRequest,
  { words, worries, lateAt }: { readonly words: FurtherWords; readonly worries: boolean; readonly lateAt: Date },
): HelpRequest {
  const { repliedAt, ...rest } = held;
  const waited = repliedAt === undefined;
  return {
    ...rest,
    further: [...(held.further ?? []), words],
    replyBy: waited ? held.replyBy : words.replyBy,
    lateAt: waited ? (held.lateAt ?? lateAt) : lateAt,
    tell: [...new Set([...(held.tell ?? []), held.owner])],
    ...(worries ? { toLook: true } : {}),
    revision: held.revision + 1,
  };
}
