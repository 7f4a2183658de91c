// The six-month meter (M3): where does somebody stand under a rule, and until when can it still be met?
// At risk is who can still meet it, but not if everything goes on as it was last heard of. The last day is the last of the
// month in which something can begin: a month counts when somebody was there on any day of it (unverified, said beside
// every verdict).
import { addMonths, lastDayOf, monthOf, type LocalDate, type LocalMonth } from '../../calendar/local-date.js';
import { rulesets, rulesetsFor } from './catalogue.js';
import { ownRuleName } from './own-rule.js';
import {
  monthKnowledge,
  type LastStart,
  type MonthKnowledge,
  type MonthWorth,
  type Ruleset,
  type RulesetInput,
  type SustainedResult,
} from './ruleset.js';

/** Where somebody stands under one ruleset. */
export interface Meter {
  readonly result: SustainedResult;
  /** It can still be met, but not by going on as last heard of. */
  readonly atRisk: boolean;
  /** The last day on which each can begin, or begin again, and still count. */
  readonly lastDays: readonly { readonly route: LastStart['route']; readonly day: LocalDate }[];
  /** The latest of them; null when nothing that begins could count any more, or nothing need. */
  readonly until: LocalDate | null;
}

/** The months as they would be if what was last heard of went on. */
function goingOn(year: readonly MonthKnowledge[]): readonly MonthWorth[] {
  let last: MonthWorth = [];
  return year.map(({ state, worth, goesOn }) => {
    if (state !== 'known') return last;
    last = goesOn;
    return worth;
  });
}

/** The meter on months that are given month by month. */
export function meterOfMonths(ruleset: Ruleset, year: readonly MonthKnowledge[], asOf: LocalDate): Meter {
  const result = ruleset.judgeMonths(year, asOf);
  const lastDays = result.lastStarts.map(({ route, month }) => ({ route, day: lastDayOf(month) }));
  return {
    result,
    atRisk: result.verdict === 'still-possible' && ruleset.categoryMet(goingOn(year)) === null,
    lastDays,
    until: lastDays.reduce<LocalDate | null>((last, { day }) => (last === null || day > last ? day : last), null),
  };
}

/** The meter on what is known of somebody. */
export const meterOf = (ruleset: Ruleset, { spells, leftOn, asOf }: RulesetInput): Meter =>
  meterOfMonths(ruleset, monthKnowledge(spells, ruleset.months(leftOn), asOf), asOf);

/** Behind all places in the catalogue that there will be. */
const ownPlaces = 1_000;

/** The ruleset's place in the catalogue, which never changes; of the trust's later versions, one by their version. */
const placeOf = ({ name, version }: Pick<Ruleset, 'name' | 'version'>): number =>
  name === ownRuleName && version > 1
    ? ownPlaces + version
    : rulesets.findIndex((each) => each.name === name && each.version === version) + 1;

/**
 * The number under which lists find who is at risk by the ruleset and can still meet it until the month: the ruleset's place and
 * the months since 2000. Small, because everybody's row holds some (R16).
 */
export const riskNumber = (ruleset: Pick<Ruleset, 'name' | 'version'>, until: LocalMonth): number =>
  placeOf(ruleset) * 10_000 + (Number(until.slice(0, 4)) - 2000) * 12 + Number(until.slice(5));

/** A rule looks at most this many months ahead. */
const mostMonths = 17;

/** The numbers of who can still meet the ruleset on the day, by the month until which they can, the nearest first. */
export const riskNumbersFrom = (
  ruleset: Pick<Ruleset, 'name' | 'version'>,
  today: LocalDate,
): readonly { readonly number: number; readonly until: LocalMonth }[] =>
  Array.from({ length: mostMonths }, (_, place) => {
    const until = addMonths(monthOf(today), place);
    return { number: riskNumber(ruleset, until), until };
  });

/** The numbers under which somebody is listed: one a ruleset by which they are at risk and which they can still meet. */
export const risksOf = (known: RulesetInput): readonly number[] =>
  rulesetsFor(known.leftOn)
    .map((ruleset) => meterOf(ruleset, known))
    .flatMap(({ result, atRisk, until }) =>
      atRisk && until !== null ? [riskNumber(result.ruleset, monthOf(until))] : [],
    );
