// Each ruleset against one statement of it, written here on letters and without looking at its code, by exhausting patterns
// of months. A star in the letters is a month that could be anything: then the statement says whether the rule can be met.
import { describe, expect, it } from '@jest/globals';
import { daysBetween, firstDayOf, lastDayOf, localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { findRuleset, leadingRuleset, rulesets } from '../../../src/domain/destinations/sustained/catalogue.js';
import { meterOfMonths, riskNumber } from '../../../src/domain/destinations/sustained/meter.js';
import type { Ruleset } from '../../../src/domain/destinations/sustained/ruleset.js';
import type { CohortId } from '../../../src/domain/alumni/ids.js';
import { leftOn, patterns, worthsOf, yearOf } from './a-year.js';

const window = (letters: string): string => letters.slice(2, 8);
const count = (letters: string, which: string): number =>
  Array.from(letters).filter((one) => which.includes(one)).length;

/** The rules, a statement each. */
const statements: Readonly<Record<string, (letters: string) => boolean>> = {
  'dfe-1618@1': (all) =>
    /[A*]{6}/.test(all) || count(window(all), 'EB*') === 6 || count(window(all), 'WAB*') >= 5 || !/N/.test(window(all)),
  'dfe-ks4@1': (all) =>
    /[A*]{6}/.test(all) || count(window(all), 'EB*') === 6 || count(window(all), 'WAB*') >= 5 || !/N/.test(window(all)),
  'fe-obsm@1': (all) => /^([EAB*]*[WAB*]*|[WAB*]*[EAB*]*)$/.test(window(all)),
  'fft-181@1': (all) => /[EB*]{6}|[WB*]{6}|[A*]{6}/.test(all),
  'trust-own@1': (all) => count(all.slice(1, 12), 'EWAB*') >= 9 || /[A*]{9}/.test(all),
};
const each = rulesets.map((ruleset) => {
  const key = `${ruleset.name}@${ruleset.version}`;
  return { key, ruleset, says: statements[key] ?? (() => false) };
});

const met = (ruleset: Ruleset, letters: string): boolean => ruleset.categoryMet(worthsOf(letters)) !== null;
const length = (ruleset: Ruleset): number => ruleset.months(leftOn).length;

describe.each(each)('$key', ({ ruleset, says }) => {
  const whole = length(ruleset);

  it('is met exactly when its statement says so: October to March in any of five ways, 5 to the 6th', () => {
    const wrong = patterns('EWABN', 6)
      .flatMap((six) => ['N', 'E', 'A'].map((around) => `${around}${around}${six}`.padEnd(whole, around)))
      .filter((letters) => met(ruleset, letters) !== says(letters));
    expect(wrong).toEqual([]);
  });

  it('is met exactly when its statement says so: there or not in every month, 2 to the 12th and 2 to the 17th', () => {
    const wrong = Array.from('EWA').flatMap((letter) =>
      patterns(`${letter}N`, whole).filter((letters) => met(ruleset, letters) !== says(letters)),
    );
    expect(wrong).toEqual([]);
  });

  it('once the year is over, is met or missed only where months not known could not change it', () => {
    const wrong = patterns('EWAN?', 6)
      .flatMap((six) => ['N', '?'].map((around) => `${around}${around}${six}`.padEnd(whole, around)))
      .filter((letters) => {
        const expected = says(letters.replaceAll('?', 'N'))
          ? 'met'
          : says(letters.replaceAll('?', '*'))
            ? 'not-known'
            : 'missed';
        return ruleset.judgeMonths(yearOf(ruleset, letters), localDate('2028-02-01')).verdict !== expected;
      });
    expect(wrong).toEqual([]);
  });

  it('in every month of the year: verdict, last days and risk are what the statement says of every beginning', () => {
    const months = ruleset.months(leftOn);
    const wrong: string[] = [];
    for (const [place, month] of months.entries()) {
      for (const before of patterns('EWAN?', Math.min(place, 3))) {
        for (const earlier of ['N', 'E', '?']) {
          const letters = before.padStart(place, earlier).padEnd(whole, '.');
          const asOf = firstDayOf(month);
          const { result, atRisk, lastDays, until } = meterOfMonths(ruleset, yearOf(ruleset, letters), asOf);
          const certain = says(letters.replaceAll(/[?.]/g, 'N'));
          const possible = says(letters.replaceAll(/[?.]/g, '*'));
          const turnsOnTime =
            !says(letters.replaceAll('?', '*').replaceAll('.', 'N')) ||
            says(letters.replaceAll('?', 'N').replaceAll('.', '*'));
          const heard = /[EWAN]/.test(letters);
          const verdict = certain
            ? 'met'
            : !possible
              ? 'missed'
              : heard && turnsOnTime
                ? 'still-possible'
                : 'not-known';
          const expected = (['education', 'employment', 'apprenticeship'] as const).flatMap((route, at) => {
            const starting = (start: number) =>
              Array.from(letters, (one, i) => (one === '?' || (one === '.' && i < start) ? 'N' : one))
                .join('')
                .replaceAll('.', 'EWA'[at] ?? '');
            const starts = [...months.keys()].filter((start) => start >= place && says(starting(start)));
            const last = months[starts.at(-1) ?? -1];
            return last === undefined || verdict !== 'still-possible' ? [] : [{ route, day: lastDayOf(last) }];
          });
          let last = 'N';
          const onward = Array.from(letters, (one) => ('?.'.includes(one) ? last : (last = one))).join('');
          const risk = verdict === 'still-possible' && !says(onward);
          const latest =
            expected
              .map(({ day }) => day)
              .sort()
              .at(-1) ?? null;
          const same = JSON.stringify([verdict, expected, risk, latest]);
          if (JSON.stringify([result.verdict, lastDays, atRisk, until]) !== same) wrong.push(`${letters} ${same}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('explains every month in words, and says something whatever the months', () => {
    for (const letters of ['?'.repeat(whole), '.'.repeat(whole), 'NN'.padEnd(whole, 'E'), 'N'.repeat(whole), 'EEEW?WN'])
      expect(ruleset.judgeMonths(yearOf(ruleset, letters), localDate('2026-11-24')).because).toMatch(/^[A-Z].*\.$/);
    expect(
      ruleset.sections.every(({ document, section, says: words }) => [document, section, words].every(Boolean)),
    ).toBe(true);
  });
});

describe('the further-education rule, by the examples of its source', () => {
  const ruleset = findRuleset('fe-obsm');
  it.each([
    ['two of learning and four of work', '??EEWWWW????', 'met', 'combination'],
    ['two of learning, two of work, two of learning', '??EEWWEE????', 'missed', undefined],
  ])('%s', (_name, letters, verdict, category) => {
    if (ruleset === undefined) throw new Error('not published');
    const result = ruleset.judgeMonths(yearOf(ruleset, letters), localDate('2027-09-01'));
    expect([result.verdict, result.category]).toEqual([verdict, category]);
  });
});

describe('181 days', () => {
  it('are six whole months, whichever they are and in leap years too', () => {
    for (const year of [2026, 2027]) {
      const months = findRuleset('fft-181')?.months(localDate(`${year}-07-17`)) ?? [];
      for (const [place, first] of months.entries()) {
        const days = (count: number): number => {
          const last = months[place + count - 1];
          return last === undefined ? Number.NaN : daysBetween(firstDayOf(first), lastDayOf(last)) + 1;
        };
        if (place + 6 <= months.length) expect([days(6) >= 181, days(5) >= 181]).toEqual([true, false]);
      }
    }
  });
});

describe('the registry', () => {
  it('finds a ruleset by name and version, the newest by name alone, and nothing else', () => {
    for (const { key, ruleset } of each) {
      expect([findRuleset(key), findRuleset(ruleset.name)]).toEqual([ruleset, ruleset]);
    }
    expect(['dfe', 'dfe-1618@9', 'dfe-1618@', '', '../x'].map(findRuleset)).toEqual(Array(5).fill(undefined));
    expect(Object.keys(statements)).toEqual(each.map(({ key }) => key));
  });

  it('judges leavers of Year 11 by the key stage 4 measure first, everybody else by the 16-18 one', () => {
    const names = ['y11-2026', 'y13-2026', 'other'].map((id) => leadingRuleset(id as CohortId).name);
    expect(names).toEqual(['dfe-ks4', 'dfe-1618', 'dfe-1618']);
  });

  it('gives lists a number of its own for every ruleset and month', () => {
    const months = ['2026-08', '2026-12', '2027-01', '2049-12'] as const;
    const numbers = rulesets.flatMap((ruleset) => months.map((month) => riskNumber(ruleset, localMonth(month))));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.slice(0, 3)).toEqual([10_320, 10_324, 10_325]);
  });
});
