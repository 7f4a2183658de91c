// What do all things that staff keep together on the pages of Insight have in common?
// Each is one document with a version: a change is one guarded write of the next version, with who and when, so that of two people
// who change it at once only one can and the other is told. What was done is added, never taken away.
import type { SchoolId, StaffId } from '../alumni/ids.js';

/** Whose it is: a school’s, or the whole trust’s. */
export type Place = SchoolId | 'trust';

/** One thing that was done, with who and when. */
export interface KeptStep {
  readonly at: Date;
  /** Absent where the detector did it. */
  readonly by?: StaffId;
  /** What was done, such as `decided`. */
  readonly act: string;
  /** What they wrote with it. */
  readonly words?: string;
}

/** What every kept document holds. */
export interface Kept {
  readonly id: string;
  readonly place: Place;
  readonly openedAt: Date;
  readonly steps: readonly KeptStep[];
  /** From 1. */
  readonly version: number;
}

/** Steps of one document after which it takes no more. */
export const mostSteps = 200;
/** The longest text of one field, in characters. */
export const longestText = 1_000;

/** The next version of the document, with what was done added. */
export const stepped = <T extends Kept>(kept: T, step: KeptStep, change: Partial<T>): T => ({
  ...kept,
  ...change,
  steps: [...kept.steps, step],
  version: kept.version + 1,
});

/** Words that say who people are where a text should say what stops them (Y19). */
const whoTheyAre =
  /\b(?:muslims?|islam(?:ic)?|christians?|catholics?|jew(?:s|ish)?|hindus?|sikhs?|buddhists?|religio(?:n|us)|faiths?|ethnic(?:ity|ities)?|asians?|african?s?|caribbeans?|gyps(?:y|ies)|roma|travellers?|refugees?|immigrants?|pakistani|bangladeshi|indian|arabs?|race|racial)\b/i;

/** Whether a text names who people are. Only hints and evidence are held to it; who gains and loses by a decision may be named. */
export const saysWhoTheyAre = (text: string): boolean => whoTheyAre.test(text);
