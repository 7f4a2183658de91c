// M3 on a synthetic population of 6,000 leavers whose whole year is known: what the meter said of each in every month, by what had been
// heard by then, against how the year ended. And the trust's own rule as settings: each version by exhausting patterns.
import { describe, expect, it } from '@jest/globals';
import { firstDayOf, lastDayOf, localDate, parseLocalDate } from '../../../src/domain/calendar/local-date.js';
import {
  findRuleset,
  publishOwnRules,
  rulesets,
  rulesetsFor,
} from '../../../src/domain/destinations/sustained/catalogue.js';
import { dfe1618v1 } from '../../../src/domain/destinations/sustained/dfe-1618-v1.js';
import { meterOf, meterOfMonths, riskNumber, risksOf } from '../../../src/domain/destinations/sustained/meter.js';
import {
  ownRuleset,
  ownRuleText,
  readOwnRules,
  type OwnRule,
} from '../../../src/domain/destinations/sustained/own-rule.js';
import { monthOf } from '../../../src/domain/calendar/local-date.js';
import { leftOn, patterns, worthsOf, yearOf } from './a-year.js';

/** The same numbers in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Monthly chances to go on in the same; else one of the others. */
const stays: Readonly<Record<string, number>> = { E: 0.97, W: 0.93, A: 0.975, N: 0.8 };
const begins = 'EEEEEWWANN';

/** A year of twelve months, and which of three waves somebody answers: in October, January and April. */
function aLife(next: () => number): { readonly letters: string; readonly answers: readonly boolean[] } {
  let now = begins.charAt(Math.floor(next() * begins.length));
  const letters = Array.from({ length: 12 }, () => {
    if (next() > (stays[now] ?? 0)) now = 'EWAN'.replace(now, '').charAt(Math.floor(next() * 3));
    return now;
  }).join('');
  return { letters, answers: [next() < 0.75, next() < 0.6, next() < 0.6] };
}

/** What had been heard by the beginning of the month: everything until the last wave that they answered by then. */
function heardBy({ letters, answers }: ReturnType<typeof aLife>, place: number): string {
  const waves = [2, 5, 8]; // the first month that is not told any more
  const until = Math.max(0, ...waves.filter((wave, at) => answers[at] === true && wave < place));
  return Array.from(letters, (letter, at) => (at < until ? letter : at < place ? '?' : '.')).join('');
}

const next = chance(7);
const population = Array.from({ length: 6_000 }, () => aLife(next));
const isMet = (letters: string): boolean => dfe1618v1.categoryMet(worthsOf(letters)) !== null;
const months = dfe1618v1.months(leftOn);

describe('the meter on 6,000 years that are known whole', () => {
  // Many heard the same: each is judged once.
  const judged = new Map<string, Pick<ReturnType<typeof meterOfMonths>, 'result' | 'atRisk' | 'until'>>();
  const meterAt = (heard: string, place: number) => {
    const asOf = firstDayOf(months[place] ?? monthOf(leftOn));
    const meter = judged.get(heard) ?? meterOfMonths(dfe1618v1, yearOf(dfe1618v1, heard), asOf);
    judged.set(heard, meter); // how many months lie ahead says which month it is
    return meter;
  };
  const said = [...months.keys()].flatMap((place) =>
    population.map((life) => {
      const { result, atRisk, until } = meterAt(heardBy(life, place), place);
      return { place, life, verdict: result.verdict, atRisk, until, met: isMet(life.letters) };
    }),
  );
  const shareMet = (rows: readonly { readonly met: boolean }[]): number =>
    rows.filter(({ met }) => met).length / rows.length;

  it('never takes back a verdict: of those called met all ended so, of those called missed nobody', () => {
    const met = said.filter(({ verdict }) => verdict === 'met');
    const missed = said.filter(({ verdict }) => verdict === 'missed');
    expect([met.length > 1_000, missed.length > 1_000]).toEqual([true, true]);
    expect([shareMet(met), shareMet(missed)]).toEqual([1, 0]);
  });

  it('“still possible” is worth something: in every month more of those not at risk ended met than of those at risk', () => {
    for (const place of months.keys()) {
      const possible = said.filter((row) => row.place === place && row.verdict === 'still-possible');
      const risky = possible.filter(({ atRisk }) => atRisk);
      const safe = possible.filter(({ atRisk }) => !atRisk);
      if (risky.length < 100 || safe.length < 100) continue;
      expect([place, shareMet(safe) - shareMet(risky) > 0.2]).toEqual([place, true]);
      // Neither is certain: it is a list of whom to help, not a forecast.
      expect([place, shareMet(safe) < 1, shareMet(risky) > 0]).toEqual([place, true, true]);
    }
  });

  it('turns out met as often as this, month by month (the calibration that is published beside it)', () => {
    const table = months.flatMap((month, place) =>
      [false, true].flatMap((risk) => {
        const rows = said.filter(
          (row) => row.place === place && row.verdict === 'still-possible' && row.atRisk === risk,
        );
        return rows.length < 100
          ? []
          : [`${month} ${risk ? 'at risk' : 'on track'}: ${Math.round(shareMet(rows) * 100)}% of ${rows.length}`];
      }),
    );
    expect(table).toMatchInlineSnapshot(`
     [
       "2026-11 on track: 94% of 3829",
       "2026-11 at risk: 40% of 651",
       "2026-12 on track: 94% of 3829",
       "2026-12 at risk: 40% of 651",
       "2027-01 on track: 94% of 3829",
       "2027-01 at risk: 40% of 651",
       "2027-02 on track: 96% of 4656",
       "2027-02 at risk: 21% of 701",
       "2027-03 on track: 96% of 1891",
       "2027-03 at risk: 13% of 438",
       "2027-04 at risk: 13% of 419",
       "2027-05 at risk: 18% of 158",
       "2027-06 at risk: 18% of 158",
     ]
    `);
  });

  it('holds to its last day: who was on the road to nothing and began nothing by it did not end met', () => {
    const late = said.filter(({ place, life, verdict, atRisk, until }) => {
      if (verdict !== 'still-possible' || !atRisk || until === null) return false;
      const heard = heardBy(life, place);
      if (heard.includes('?')) return false; // something that nobody told could count too
      const last = months.indexOf(monthOf(until));
      return /^N*$/.test(life.letters.slice(place, last + 1)) && heard.endsWith('.');
    });
    expect(late.every(({ met }) => !met)).toBe(true);
    expect(
      said
        .filter(({ until }) => until !== null)
        .every(({ until, place }) => until !== null && until >= lastDayOf(months[place] ?? ('2026-08' as never))),
    ).toBe(true);
  });
});

describe('the trust’s own rule as settings', () => {
  const read = (...texts: readonly string[]) => readOwnRules(texts, parseLocalDate);
  const texts = [
    '2026-09-01 Oct-Mar education=6 work=5 mix=6 apprenticeship=6',
    '2027-09-01 Sep-Jul education=8 work=7 mix=9 apprenticeship=10',
  ];
  const rules = (): readonly OwnRule[] => {
    const all = read(...texts);
    if (!all.ok) throw new Error(all.why);
    return all.rules;
  };

  it('reads versions in order, and writes them as they were', () => {
    expect(rules().map(ownRuleText)).toEqual(texts);
    expect(rules().map(({ version, from }) => [version, from])).toEqual([
      [2, '2026-09-01'],
      [3, '2027-09-01'],
    ]);
  });

  it.each([
    ['2026-09-01 Oct-Mar education=7 work=5 mix=6 apprenticeship=6', 'version 2 must ask for 1 to 6 months'],
    ['2026-09-01 Mar-Oct education=1 work=1 mix=1 apprenticeship=1', 'version 2 must end after it begins'],
    ['2026-02-30 Oct-Mar education=1 work=1 mix=1 apprenticeship=1', 'version 2 must be written as'],
    ['six months', 'version 2 must be written as'],
    [`${texts[1] ?? ''};${texts[0] ?? ''}`, 'version 3 must begin after the one before it'],
  ])('refuses %s', (text, why) => {
    const all = read(...text.split(';'));
    expect(all.ok ? '' : all.why).toContain(why);
  });

  it('is met exactly when its numbers say so: every pattern of there or not, and of four kinds over six months', () => {
    const count = (letters: string, which: string): number =>
      Array.from(letters).filter((one) => which.includes(one)).length;
    for (const rule of rules()) {
      const ruleset = ownRuleset(rule);
      const says = (letters: string): boolean => {
        const inside = letters.slice(rule.window.first, rule.window.last + 1);
        return (
          letters.includes('A'.repeat(rule.apprenticeship)) ||
          count(inside, 'EB') >= rule.education ||
          count(inside, 'WAB') >= rule.work ||
          count(inside, 'EWAB') >= rule.mix
        );
      };
      const all = [
        ...Array.from('EWA').flatMap((letter) => patterns(`${letter}N`, 12)),
        ...patterns('EWAN', 6).flatMap((six) =>
          ['N', 'E', 'A'].map((around) => `${around}${around}${six}`.padEnd(12, around)),
        ),
      ];
      const wrong = all.filter((letters) => (ruleset.categoryMet(worthsOf(letters)) !== null) !== says(letters));
      expect(wrong).toEqual([]);
      expect(ruleset.source).toBe('The trust’s own settings; no official measure');
    }
  });

  it('judges everybody by the version of their own day, is found by name, and is listed under a number of its own', () => {
    publishOwnRules(rules());
    const own = (left: string) =>
      rulesetsFor(localDate(left)).flatMap(({ name, version }) => (name === 'trust-own' ? [version] : []));
    expect([own('2026-07-17'), own('2026-09-01'), own('2028-07-17')]).toEqual([[1], [2], [3]]);
    expect([findRuleset('trust-own')?.version, findRuleset('trust-own@2')?.version]).toEqual([3, 2]);
    const numbers = rulesets.map((ruleset) => riskNumber(ruleset, '2027-03' as never));
    expect(new Set(numbers).size).toBe(rulesets.length);
    const known = { spells: [], leftOn: localDate('2028-07-17'), asOf: localDate('2028-11-24') };
    expect(rulesetsFor(known.leftOn).map((ruleset) => meterOf(ruleset, known).result.ruleset.version)).toContain(3);
    expect(risksOf(known)).toEqual([]);
    publishOwnRules([]);
    expect(rulesets.filter(({ name }) => name === 'trust-own')).toHaveLength(1);
  });
});
