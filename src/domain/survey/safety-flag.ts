// What becomes of words that may mean that somebody is not safe (Y8, requirement P6)?
// A flag says that a person should look; it decides nothing. Under 18, or of unknown age, it goes to the safeguarding lead. From
// 18 on it goes to the adult route, with the person's yes, unless life is at risk. Unread for one working day it goes on to the
// deputy, and a working day later to the administrators. What was said is sealed, and wiped at the latest after two years (P5).
import type { AlumnusId, SchoolId, StaffId } from '../alumni/ids.js';
import { ageOn, type LocalDate } from '../calendar/local-date.js';
import type { Worry } from './worrying-words.js';

export type SafetyFlagId = string & { readonly __safetyFlagId: true };

/** Where the words stood. `staff`: a member of staff heard or read them. */
export type FlagSource = 'survey' | 'leaving-form' | 'help-request' | 'reply' | 'staff';

/** `asks-first`: the person was asked whether it may be passed on, and has not said; `kept-back`: they said no, or nothing. */
export type FlagState = 'asks-first' | 'kept-back' | 'open' | 'closed';

/** How it ended. */
export const flagOutcomes = ['spoke-with-them', 'passed-on', 'no-concern', 'not-reached'] as const;
export type FlagOutcome = (typeof flagOutcomes)[number];

/** Who looks at it: the lead for under 18 and unknown age, the adult route from 18 on. */
export type CareRoute = 'lead' | 'adultRoute';

/** One thing that was done; what it says is sealed. */
export interface CareStep {
  readonly at: Date;
  readonly by: StaffId;
  readonly said: string;
}

export interface SafetyFlag {
  readonly id: SafetyFlagId;
  /** Names what was said, so that the same words make one flag: `survey:` and the response, a sent number. */
  readonly source: string;
  readonly from: FlagSource;
  /** Absent for words that are nobody's we know. */
  readonly alumnusId?: AlumnusId;
  readonly schoolId?: SchoolId;
  readonly worry: Worry;
  readonly route: CareRoute;
  readonly raisedAt: Date;
  /** A member of staff who raised it; absent where words of the list did. */
  readonly raisedBy?: StaffId;
  readonly state: FlagState;
  /** Sealed; absent once wiped. */
  readonly words?: string;
  /** Then words and notes are wiped; absent once they are. */
  readonly wordsUntil?: Date;
  /** Those who were told, who alone may read it. */
  readonly told: readonly StaffId[];
  /** Those of them whose mail is still to be written. */
  readonly tell?: readonly StaffId[];
  /** Unread until then, it goes on to others; absent once it was read, or nobody is left to tell. */
  readonly goesOnAt?: Date;
  /** How often it has gone on. */
  readonly wentOn: number;
  readonly readAt?: Date;
  readonly steps: readonly CareStep[];
  readonly outcome?: FlagOutcome;
  readonly closedAt?: Date;
  readonly revision: number;
}

/** Longest note of a step, in characters. */
export const longestStep = 2_000;
/** Things that can be noted about one flag or request. */
export const mostSteps = 50;

/** Whose task somebody of that age is on the day. */
export const routeOf = (born: LocalDate | undefined, on: LocalDate): CareRoute =>
  born !== undefined && ageOn(born, on) >= 18 ? 'adultRoute' : 'lead';

/** Whether the person must say yes before anybody reads it. */
export const needsTheirYes = (route: CareRoute, worry: Worry): boolean => route === 'adultRoute' && worry === 'harm';

const day = 86_400_000;
/** A question whether it may be passed on is open for this long. */
const askedFor = 30 * day;
/** Words are kept at most two years, and half a year once all is done (requirement P5). */
const keptAtMost = 730 * day;
const keptAfterwards = 183 * day;

/** Until when the words are kept, from when they were said and how the flag stands. */
export const wordsUntil = (
  raisedAt: Date,
  { asks, closedAt }: { readonly asks?: boolean; readonly closedAt?: Date },
): Date => {
  const atMost = raisedAt.getTime() + (asks === true ? askedFor : keptAtMost);
  return new Date(closedAt === undefined ? atMost : Math.min(atMost, closedAt.getTime() + keptAfterwards));
};
