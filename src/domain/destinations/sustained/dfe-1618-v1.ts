// Was the destination sustained by the Department for Education's 16-18 measure? Version 1 of our statement of it.
// Education in all of October to March of the destination year; or employment in five of those six months; or a
// combination of the two; or an apprenticeship for any six consecutive months from August to July.
// Sources: DfE, Explore Education Statistics, "16-18 destination measures 2023/24" (destination year; apprenticeships)
// and "Longer term destinations" methodology 2019/20 (the two windows and the combination), as held in the domain
// reference, sections 2.1 to 2.3. What could not be checked there is a named setting below and said beside every verdict.
import type { LocalMonth } from '../../calendar/local-date.js';
import { countInWords, monthInWords, monthsInWords } from '../words.js';
import { destinationYearOf, monthsOfDestinationYear } from './destination-year.js';
import {
  monthKnowledge,
  type Category,
  type LastStart,
  type MonthFinding,
  type MonthKnowledge,
  type Ruleset,
  type SustainedResult,
} from './ruleset.js';

interface Settings {
  readonly window: { readonly first: number; readonly last: number };
  readonly educationMonths: number;
  readonly employmentMonths: number;
  readonly apprenticeshipMonthsInARow: number;
  readonly combinationMonths: number;
  readonly apprenticeshipIsEmployment: boolean;
  readonly ranking: readonly Category[];
}

const settings: Settings = {
  /** Places in August to July of the window October to March: the third to the eighth month. */
  window: { first: 2, last: 7 },
  educationMonths: 6,
  employmentMonths: 5,
  apprenticeshipMonthsInARow: 6,
  /** Unverified: how many of the six a mix of education and employment must cover. The stricter reading. */
  combinationMonths: 6,
  /** Unverified: that a month of an apprenticeship that falls short is counted as employment. */
  apprenticeshipIsEmployment: true,
  /** Unverified: which category counts where more than one is met. */
  ranking: ['apprenticeship', 'education', 'employment', 'combination'],
};

type Worth = MonthKnowledge['worth'];
const isEmployment = (worth: Worth): boolean =>
  worth.includes('employment') || (settings.apprenticeshipIsEmployment && worth.includes('apprenticeship'));

function longestRun(months: readonly boolean[]): number {
  let longest = 0;
  let run = 0;
  for (const there of months) {
    run = there ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The category met by these twelve months, August to July, taken as they are; null when none is. */
export function categoryMet(year: readonly Worth[]): Category | null {
  const window = year.slice(settings.window.first, settings.window.last + 1);
  const count = (counts: (worth: Worth) => boolean): number => window.filter(counts).length;
  const met: Readonly<Record<Category, boolean>> = {
    apprenticeship:
      longestRun(year.map((worth) => worth.includes('apprenticeship'))) >= settings.apprenticeshipMonthsInARow,
    education: count((worth) => worth.includes('education')) >= settings.educationMonths,
    employment: count(isEmployment) >= settings.employmentMonths,
    combination: count((worth) => worth.includes('education') || isEmployment(worth)) >= settings.combinationMonths,
  };
  return settings.ranking.find((category) => met[category]) ?? null;
}

const routes = ['education', 'employment', 'apprenticeship'] as const;
type Route = (typeof routes)[number];

/** The year with the chosen open months filled by the route, and those not chosen left empty. */
const filled = (year: readonly MonthKnowledge[], route: Route, fill: (month: MonthKnowledge) => boolean) =>
  year.map((month): Worth => (month.state === 'known' ? month.worth : fill(month) ? [route] : []));

const canBeMet = (year: readonly MonthKnowledge[], fill: (month: MonthKnowledge) => boolean): boolean =>
  routes.some((route) => categoryMet(filled(year, route, fill)) !== null);

function lastStart(year: readonly MonthKnowledge[], route: Route): LastStart | null {
  const starts = year.filter((month) => month.state === 'ahead').map(({ month }) => month);
  const month = starts.findLast(
    (start) => categoryMet(filled(year, route, (one) => one.state === 'ahead' && one.month >= start)) !== null,
  );
  return month === undefined ? null : { route, month };
}

const findingOf = ({ month, state, worth, because }: MonthKnowledge): MonthFinding => {
  const order = ['apprenticeship', 'education', 'employment', 'other', 'none'] as const;
  return { month, because, finding: state === 'known' ? (order.find((one) => worth.includes(one)) ?? 'none') : state };
};

const inWindow = <T>(year: readonly T[]): readonly T[] => year.slice(settings.window.first, settings.window.last + 1);
const monthsIn = (year: readonly MonthKnowledge[], state: MonthKnowledge['state']): readonly LocalMonth[] =>
  year.filter((month) => month.state === state).map(({ month }) => month);

const metBy: Readonly<Record<Category, (window: string) => string>> = {
  apprenticeship: () => 'In an apprenticeship for six months in a row between August and July.',
  education: (window) => `In education in all six months from ${window}.`,
  employment: (window) => `In work in at least five of the six months from ${window}.`,
  combination: (window) => `In education or work in all six months from ${window}.`,
};

function sentence(year: readonly MonthKnowledge[], result: Pick<SustainedResult, 'verdict' | 'category'>): string {
  const window = inWindow(year);
  const [first, last] = [window[0]?.month, window.at(-1)?.month];
  if (first === undefined || last === undefined) return '';
  const name = `${monthInWords(first)} to ${monthInWords(last)}`;
  const counting = window.filter(({ worth }) => worth.includes('education') || isEmployment(worth)).length;
  const unknown = monthsIn(window, 'not-known');
  if (result.category !== undefined) return metBy[result.category](name);
  if (result.verdict === 'missed') {
    const empty = window.filter(
      ({ state, worth }) => state === 'known' && !worth.includes('education') && !isEmployment(worth),
    );
    return `Not in education or work in ${countInWords(empty.length)} of the six months from ${name}, and not six months in a row in an apprenticeship.`;
  }
  if (result.verdict === 'still-possible') {
    const open = unknown.length > 0 ? `; nothing is known about ${monthsInWords(unknown)}` : '';
    return `So far ${counting === 0 ? 'none' : countInWords(counting)} of the six months from ${name} ${counting < 2 ? 'counts' : 'count'}${open}.`;
  }
  if (window.every(({ state }) => state !== 'known')) {
    return `Nothing is known about ${name}${window.some(({ state }) => state === 'ahead') ? ' so far' : ''}.`;
  }
  return unknown.length > 0
    ? `It turns on ${monthsInWords(unknown)}, about which nothing is known.`
    : 'It turns on months of a possible apprenticeship about which nothing is known.';
}

function verdictOf(year: readonly MonthKnowledge[]): SustainedResult['verdict'] {
  if (!canBeMet(year, () => true)) return 'missed';
  const heard = year.some(({ state }) => state === 'known');
  const needsWhatIsAhead = !canBeMet(year, ({ state }) => state === 'not-known');
  return heard && (needsWhatIsAhead || canBeMet(year, ({ state }) => state === 'ahead'))
    ? 'still-possible'
    : 'not-known';
}

/** The 16-18 sustained destination measure, as far as its published descriptions have been checked. */
export const dfe1618v1: Ruleset = {
  name: 'dfe-1618',
  version: 1,
  title: 'DfE six-month rule',
  source: 'Department for Education, 16-18 destination measures 2023/24 and Longer term destinations 2019/20',
  unverified: [
    'How many of the six months a mix of education and work must cover: we ask for all six.',
    'Which category counts where more than one is met: we take apprenticeship, education, work, then a mix.',
    'That an apprenticeship that falls short of six months in a row counts as work month by month.',
    'That training counts as education, that a month counts when somebody was there on any day of it, and that a deferred place does not count.',
  ],
  judge: ({ spells, leftOn, asOf }) => {
    const year = monthKnowledge(spells, monthsOfDestinationYear(destinationYearOf(leftOn)), asOf);
    const category = categoryMet(year.map(({ worth }) => worth));
    const outcome = category === null ? { verdict: verdictOf(year) } : { verdict: 'met' as const, category };
    return {
      ruleset: { name: 'dfe-1618', version: 1 },
      ...outcome,
      months: year.map(findingOf),
      because: sentence(year, outcome),
      lastStarts:
        outcome.verdict === 'still-possible'
          ? routes.map((route) => lastStart(year, route)).filter((start) => start !== null)
          : [],
      asOf,
    };
  },
};
