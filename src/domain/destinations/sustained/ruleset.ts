// What is a ruleset, and what does it look at?
// A published ruleset is data with a function, a name and a version, and never changes (architecture, section 1, line 7;
// decision R16). It looks at calendar months: each is known (with what it is worth), not known, or still ahead as of a
// day. A month nobody spoke about is "not known", never "none"; the running month is still ahead until somebody has.
import { monthOf, type LocalDate, type LocalMonth } from '../../calendar/local-date.js';
import { activityFacts, type Worth } from '../activity.js';
import type { Spell } from '../spell.js';
import { activityInWords, monthInWords } from '../words.js';

/** What a rule can say of a destination. */
export const verdicts = ['met', 'missed', 'still-possible', 'not-known'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a rule can be met by. */
export const categories = ['apprenticeship', 'education', 'employment', 'combination'] as const;
export type Category = (typeof categories)[number];

/** What counted in one month of the window, and why. */
export interface MonthFinding {
  readonly month: LocalMonth;
  readonly finding: 'education' | 'employment' | 'apprenticeship' | 'other' | 'none' | 'not-known' | 'ahead';
  readonly because: string;
}

/** The last month in which this can begin and still meet the rule, if it goes on to the end. */
export interface LastStart {
  readonly route: 'education' | 'employment' | 'apprenticeship';
  readonly month: LocalMonth;
}

/** A ruleset’s verdict on one person. */
export interface SustainedResult {
  readonly ruleset: { readonly name: string; readonly version: number };
  readonly verdict: Verdict;
  readonly category?: Category;
  readonly months: readonly MonthFinding[];
  /** One sentence in plain English. */
  readonly because: string;
  /** While still possible; empty otherwise. */
  readonly lastStarts: readonly LastStart[];
  readonly asOf: LocalDate;
}

/** Whose months, and as of which day. */
export interface RulesetInput {
  readonly spells: readonly Spell[];
  readonly leftOn: LocalDate;
  readonly asOf: LocalDate;
}

/** Where a part of a rule is written. */
export interface RuleSource {
  readonly document: string;
  readonly section: string;
  /** What stands there, in our words. */
  readonly says: string;
}

/** What a published ruleset is called and rests on. */
export interface RulesetWords {
  readonly name: string;
  readonly version: number;
  /** It judges whoever left on this day or later; absent: whoever left at any time. */
  readonly from?: LocalDate;
  /** As staff read it (Y24). */
  readonly title: string;
  readonly source: string;
  readonly sections: readonly RuleSource[];
  /** What of it has not been checked against the official text, each in a sentence. Empty when all has. */
  readonly unverified: readonly string[];
}

/** A published way to say whether a destination lasted; a change is a new version. */
export interface Ruleset extends RulesetWords {
  /** The months looked at, from August of the destination year. */
  readonly months: (leftOn: LocalDate) => readonly LocalMonth[];
  /** What these months meet, taken as they are; null when they meet nothing. */
  readonly categoryMet: (year: readonly MonthWorth[]) => Category | null;
  /** The verdict on the months that `months` gives. */
  readonly judgeMonths: (year: readonly MonthKnowledge[], asOf: LocalDate) => SustainedResult;
  readonly judge: (input: RulesetInput) => SustainedResult;
}

/** Everything that a known month is worth; nothing where it is not known. */
export type MonthWorth = readonly Exclude<Worth, 'nothing-known'>[];

/** What one month is worth: everything known of it, or why nothing is. */
export interface MonthKnowledge {
  readonly month: LocalMonth;
  readonly state: 'known' | 'not-known' | 'ahead';
  /** Empty unless known. */
  readonly worth: MonthWorth;
  /** What of it had not ended when last heard of, and so may go on in the months after. */
  readonly goesOn: MonthWorth;
  readonly because: string;
}

const worthOf = (spells: readonly Spell[]): MonthWorth =>
  [...new Set(spells.map((spell) => activityFacts[spell.activity].worth))].filter((one) => one !== 'nothing-known');

function whyOpen(month: LocalMonth, spells: readonly Spell[], ahead: boolean): string {
  if (ahead) return 'Still ahead.';
  const before = spells
    .filter((spell) => spell.standing === 'began' && spell.lastKnown < month)
    .sort((one, other) => (one.lastKnown < other.lastKnown ? -1 : 1))
    .at(-1);
  if (before === undefined) return 'Nobody has told us about this month.';
  const last = `${activityInWords(before)} until ${monthInWords(before.lastKnown)}`;
  return before.to === null ? `Last heard of: ${last}.` : `${last}; we have not been told what came then.`;
}

/** What the spells say about each of the months, as of the day. */
export function monthKnowledge(
  spells: readonly Spell[],
  months: readonly LocalMonth[],
  asOf: LocalDate,
): readonly MonthKnowledge[] {
  return months.map((month) => {
    const there = spells.filter(
      (spell) => spell.standing === 'began' && spell.from <= month && month <= spell.lastKnown,
    );
    const worth = worthOf(there);
    if (worth.length > 0) {
      const goesOn = worthOf(there.filter(({ to, lastKnown }) => to === null || lastKnown > month));
      return { month, state: 'known', worth, goesOn, because: `${there.map(activityInWords).join('; and ')}.` };
    }
    const ahead = month >= monthOf(asOf);
    const because = whyOpen(month, spells, ahead);
    return { month, state: ahead ? 'ahead' : 'not-known', worth: [], goesOn: [], because };
  });
}
