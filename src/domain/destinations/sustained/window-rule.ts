// How many months of a window must be spent in education, in work, or in a mix, and how many in a row in an apprenticeship?
// A rule of this kind is a handful of numbers, so that two that differ in a number are two lists of settings.
import { countInWords } from '../words.js';
import { longestRun, type MonthRule } from './month-rule.js';
import type { Category, MonthWorth } from './ruleset.js';

/** The numbers of a rule over a window of months. */
export interface WindowSettings {
  /** Places in August to July, 0 to 11, both included. */
  readonly window: { readonly first: number; readonly last: number };
  readonly educationMonths: number;
  readonly employmentMonths: number;
  /** How many months of the window a mix of education and work must cover. */
  readonly combinationMonths: number;
  /** Anywhere in August to July. */
  readonly apprenticeshipMonthsInARow: number;
  /** Whether a month of an apprenticeship that falls short counts as a month of work. */
  readonly apprenticeshipIsEmployment: boolean;
  /** Which counts where more than one is met, the first before the others. */
  readonly ranking: readonly Category[];
}

/** "all six", "at least five of the six". */
const share = (needed: number, of: number): string =>
  needed === of ? `all ${countInWords(of)}` : `at least ${countInWords(needed)} of the ${countInWords(of)}`;

/** The rule that these numbers make. */
export function windowRule(settings: WindowSettings): MonthRule {
  const { window, ranking } = settings;
  const length = window.last - window.first + 1;
  const isWork = (worth: MonthWorth): boolean =>
    worth.includes('employment') || (settings.apprenticeshipIsEmployment && worth.includes('apprenticeship'));
  const isEither = (worth: MonthWorth): boolean => worth.includes('education') || isWork(worth);
  const inARow = countInWords(settings.apprenticeshipMonthsInARow);
  return {
    monthCount: 12,
    window,
    counts: isEither,
    categoryMet: (year) => {
      const inside = year.slice(window.first, window.last + 1);
      const count = (counts: (worth: MonthWorth) => boolean): number => inside.filter(counts).length;
      const met: Readonly<Record<Category, () => boolean>> = {
        apprenticeship: () =>
          longestRun(year.map((worth) => worth.includes('apprenticeship'))) >= settings.apprenticeshipMonthsInARow,
        education: () => count((worth) => worth.includes('education')) >= settings.educationMonths,
        employment: () => count(isWork) >= settings.employmentMonths,
        combination: () => count(isEither) >= settings.combinationMonths,
      };
      return ranking.find((category) => met[category]()) ?? null;
    },
    met: {
      apprenticeship: () => `In an apprenticeship for ${inARow} months in a row between August and July.`,
      education: (name) => `In education in ${share(settings.educationMonths, length)} months from ${name}.`,
      employment: (name) => `In work in ${share(settings.employmentMonths, length)} months from ${name}.`,
      combination: (name) =>
        `In education or work in ${share(settings.combinationMonths, length)} months from ${name}.`,
    },
    missed: (months, name) => {
      const empty = months.filter(({ state, worth }) => state === 'known' && !isEither(worth)).length;
      return `Not in education or work in ${countInWords(empty)} of the ${countInWords(length)} months from ${name}, and not ${inARow} months in a row in an apprenticeship.`;
    },
    elsewhere: 'It turns on months of a possible apprenticeship about which nothing is known.',
  };
}
