// How does a rule over months become a verdict?
// Rules differ in what they ask of the months; what follows from months that are not known or still ahead is the same for
// all: met when what is known meets it, missed when nothing that could come would, otherwise still possible or not known.
import { addMonths, type LocalDate, type LocalMonth } from '../../calendar/local-date.js';
import { countInWords, monthInWords, monthsInWords } from '../words.js';
import { destinationYearOf } from './destination-year.js';
import {
  monthKnowledge,
  type Category,
  type LastStart,
  type MonthFinding,
  type MonthKnowledge,
  type MonthWorth,
  type Ruleset,
  type RulesetWords,
  type SustainedResult,
} from './ruleset.js';

/** What a rule asks of months, and how it says what came of it. */
export interface MonthRule {
  /** How many months are looked at, from August of the destination year. */
  readonly monthCount: number;
  /** The months that its sentences speak of, as places from August; both included. */
  readonly window: { readonly first: number; readonly last: number };
  /** Whether a month counts towards it, for the sentence. */
  readonly counts: (worth: MonthWorth) => boolean;
  readonly categoryMet: (year: readonly MonthWorth[]) => Category | null;
  readonly met: Readonly<Record<Category, (window: string) => string>>;
  readonly missed: (window: readonly MonthKnowledge[], name: string) => string;
  /** Said when the rule turns on months outside the window. */
  readonly elsewhere: string;
}

const routes = ['education', 'employment', 'apprenticeship'] as const;
type Route = (typeof routes)[number];
type Fill = (month: MonthKnowledge) => boolean;

/** The longest unbroken run of months for which it holds. */
export function longestRun(months: readonly boolean[]): number {
  let longest = 0;
  let run = 0;
  for (const there of months) {
    run = there ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The months with the chosen open ones filled by the route, and those not chosen left empty. */
const filled = (year: readonly MonthKnowledge[], route: Route, fill: Fill): readonly MonthWorth[] =>
  year.map((month) => (month.state === 'known' ? month.worth : fill(month) ? [route] : []));

/** Filling by one route at a time is enough for every published rule; tests hold it by trying every filling. */
const canBeMet = (rule: MonthRule, year: readonly MonthKnowledge[], fill: Fill): boolean =>
  routes.some((route) => rule.categoryMet(filled(year, route, fill)) !== null);

function lastStart(rule: MonthRule, year: readonly MonthKnowledge[], route: Route): LastStart | null {
  const starts = year.filter(({ state }) => state === 'ahead').map(({ month }) => month);
  const fromStart = (start: LocalMonth) =>
    filled(year, route, ({ state, month }) => state === 'ahead' && month >= start);
  const month = starts.findLast((start) => rule.categoryMet(fromStart(start)) !== null);
  return month === undefined ? null : { route, month };
}

function verdictOf(rule: MonthRule, year: readonly MonthKnowledge[]): SustainedResult['verdict'] {
  if (!canBeMet(rule, year, () => true)) return 'missed';
  const heard = year.some(({ state }) => state === 'known');
  const needsWhatIsAhead = !canBeMet(rule, year, ({ state }) => state === 'not-known');
  return heard && (needsWhatIsAhead || canBeMet(rule, year, ({ state }) => state === 'ahead'))
    ? 'still-possible'
    : 'not-known';
}

const order = ['apprenticeship', 'education', 'employment', 'other', 'none'] as const;
const findingOf = ({ month, state, worth, because }: MonthKnowledge): MonthFinding => ({
  ...{ month, because },
  finding: state === 'known' ? (order.find((one) => worth.includes(one)) ?? 'none') : state,
});

function sentence(
  rule: MonthRule,
  year: readonly MonthKnowledge[],
  { verdict, category }: Pick<SustainedResult, 'verdict' | 'category'>,
): string {
  const window = year.slice(rule.window.first, rule.window.last + 1);
  const [first, last] = [window[0]?.month, window.at(-1)?.month];
  if (first === undefined || last === undefined) return '';
  const name = `${monthInWords(first)} to ${monthInWords(last)}`;
  if (category !== undefined) return rule.met[category](name);
  if (verdict === 'missed') return rule.missed(window, name);
  const unknown = window.filter(({ state }) => state === 'not-known').map(({ month }) => month);
  if (verdict === 'still-possible') {
    const counting = window.filter(({ worth }) => rule.counts(worth)).length;
    const open = unknown.length > 0 ? `; nothing is known about ${monthsInWords(unknown)}` : '';
    const so = counting === 0 ? 'none' : countInWords(counting);
    return `So far ${so} of the ${countInWords(window.length)} months from ${name} ${counting < 2 ? 'counts' : 'count'}${open}.`;
  }
  if (window.every(({ state }) => state !== 'known')) {
    return `Nothing is known about ${name}${window.some(({ state }) => state === 'ahead') ? ' so far' : ''}.`;
  }
  return unknown.length > 0 ? `It turns on ${monthsInWords(unknown)}, about which nothing is known.` : rule.elsewhere;
}

/** The ruleset that judges by the rule. */
export function rulesetOf(words: RulesetWords, rule: MonthRule): Ruleset {
  const months = (leftOn: LocalDate): readonly LocalMonth[] => {
    const august = `${destinationYearOf(leftOn)}-08` as LocalMonth;
    return Array.from({ length: rule.monthCount }, (_, place) => addMonths(august, place));
  };
  const judgeMonths: Ruleset['judgeMonths'] = (year, asOf) => {
    const category = rule.categoryMet(year.map(({ worth }) => worth));
    const outcome = category === null ? { verdict: verdictOf(rule, year) } : { verdict: 'met' as const, category };
    return {
      ruleset: { name: words.name, version: words.version },
      ...outcome,
      months: year.map(findingOf),
      because: sentence(rule, year, outcome),
      lastStarts:
        outcome.verdict === 'still-possible'
          ? routes.map((route) => lastStart(rule, year, route)).filter((start) => start !== null)
          : [],
      asOf,
    };
  };
  return {
    ...words,
    months,
    categoryMet: rule.categoryMet,
    judgeMonths,
    judge: ({ spells, leftOn, asOf }) => judgeMonths(monthKnowledge(spells, months(leftOn), asOf), asOf),
  };
}
