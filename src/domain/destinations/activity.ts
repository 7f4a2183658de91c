// What kinds of activity are there, and what does each mean to people and to rules?
// One table for the words on screen, for what a month in it is worth to a ruleset, and for what it can go along with.
// Where situations and plans come in, they are translated here and nowhere else. Facts: domain reference, sections 2.1
// and 2.2; that a deferred place counts for nothing is unverified there (section 9, line 11).
import type { PlannedActivity } from '../alumni/alumnus.js';

/** What somebody can be doing. */
export const activities = [
  'university',
  'further-education',
  'apprenticeship',
  'employment',
  'training',
  'gap-year',
  'deferred-place',
  'looking-for-work',
  'not-in-education-or-work',
  'other',
  'not-said',
] as const;
export type Activity = (typeof activities)[number];

/**
 * What a month in it shows. `nothing-known`: the statement says nothing about the month.
 * `none`: known not to be in education or work; `other`: known, and counted by no rule.
 */
export type Worth = 'education' | 'employment' | 'apprenticeship' | 'other' | 'none' | 'nothing-known';

/**
 * What it can go along with. `full-time-place`: one at a time, unless it is the same place. `work`: beside anything but
 * `nothing`. `nothing`: neither of the two. `year-out`: beside work. `open`: beside anything.
 */
export type Company = 'full-time-place' | 'work' | 'nothing' | 'year-out' | 'open';

interface ActivityFacts {
  /** Staff wording, to stand in a sentence or alone. */
  readonly words: string;
  readonly worth: Worth;
  readonly company: Company;
}

/** What each activity is called and counts as. */
export const activityFacts: Readonly<Record<Activity, ActivityFacts>> = {
  university: { words: 'University', worth: 'education', company: 'full-time-place' },
  'further-education': { words: 'College or sixth form', worth: 'education', company: 'full-time-place' },
  apprenticeship: { words: 'Apprenticeship', worth: 'apprenticeship', company: 'full-time-place' },
  employment: { words: 'Work', worth: 'employment', company: 'work' },
  training: { words: 'Training', worth: 'education', company: 'full-time-place' },
  'gap-year': { words: 'Gap year', worth: 'none', company: 'year-out' },
  'deferred-place': { words: 'Deferred place', worth: 'nothing-known', company: 'open' },
  'looking-for-work': { words: 'Looking for work or a place', worth: 'none', company: 'nothing' },
  'not-in-education-or-work': { words: 'Not in education or work', worth: 'none', company: 'nothing' },
  other: { words: 'Something else', worth: 'other', company: 'open' },
  'not-said': { words: 'Preferred not to say', worth: 'nothing-known', company: 'open' },
};

/** The activity of a plan; null where nothing was decided. */
export const activityOfPlan: Readonly<Record<PlannedActivity, Activity | null>> = {
  university: 'university',
  apprenticeship: 'apprenticeship',
  employment: 'employment',
  'further-education': 'further-education',
  training: 'training',
  'gap-year': 'gap-year',
  other: 'other',
  undecided: null,
};

interface SituationFacts {
  readonly activity: Activity;
  /** The exact situation reveals something about the person and stands only in the sealed part (requirement P5). */
  readonly sealed?: boolean;
}

/** The codes of the question `situation` in questionnaires. */
export const situations: Readonly<Record<string, SituationFacts>> = {
  university: { activity: 'university' },
  college: { activity: 'further-education' },
  apprenticeship: { activity: 'apprenticeship' },
  work: { activity: 'employment' },
  training: { activity: 'training' },
  caring: { activity: 'not-in-education-or-work', sealed: true },
  looking: { activity: 'looking-for-work' },
  'gap-year': { activity: 'gap-year' },
  deferred: { activity: 'deferred-place' },
  other: { activity: 'other' },
  'rather-not-say': { activity: 'not-said' },
};
