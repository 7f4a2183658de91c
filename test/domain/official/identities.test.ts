import { describe, expect, it } from '@jest/globals';
import type { FigureUnit, OfficialFigure } from '../../../src/domain/official/figure.js';
import { checkIdentities, withOutcomes } from '../../../src/domain/official/identities.js';
import type { PlaceKind } from '../../../src/domain/official/place.js';

const figure = (
  kind: PlaceKind,
  unit: FigureUnit,
  values: OfficialFigure['values'],
  about: OfficialFigure['about'] = {},
): OfficialFigure => ({
  place: { kind, code: 'x:1', name: 'A place' },
  leavers: 2023,
  release: 'revised',
  about,
  unit,
  values,
  line: 2,
});

/** David Game College, 2022/23, level 3, provisional (domain reference, section 3.1). */
const published = {
  ...{ cohort: 84, overall: 57, education: 48, he: 47, fe: 1, other_edu: 0, appren: 0, all_work: 9 },
  ...{ all_notsust: 3, all_unknown: 24 },
};
const outcomes = (given: OfficialFigure) =>
  Object.fromEntries(checkIdentities('16-18-destinations', given).map(({ name, outcome }) => [name, outcome]));

describe('counts', () => {
  it('of a school hold exactly', () => {
    expect(outcomes(figure('institution', 'count', published))).toEqual({
      overall: 'holds',
      education: 'holds',
      cohort: 'holds',
    });
  });

  it.each(['overall', 'education', 'cohort'] as const)('of a school are broken by one in %s', (cell) => {
    const found = outcomes(figure('institution', 'count', { ...published, [cell]: published[cell] + 1 }));
    expect(found[cell]).toBe('broken');
  });

  it('say by how much', () => {
    const broken = checkIdentities('16-18-destinations', figure('institution', 'count', { ...published, cohort: 90 }));
    expect(broken).toContainEqual({ name: 'cohort', outcome: 'broken', sum: 84, total: 90 });
  });

  it.each([
    ['authority', {}, 0],
    ['authority', { students: 'Disadvantaged' }, 5],
    ['region', { students: 'Sex: Female' }, 5],
    ['nation', {}, 2],
    ['institution', { students: 'Disadvantaged' }, 0],
  ] as const)('of a %s about %j may differ by %d in the cohort', (kind, about, most) => {
    const off = (by: number) => outcomes(figure(kind, 'count', { ...published, cohort: 84 + by }, about))['cohort'];
    expect([off(most), off(-most), off(most + 1), off(-most - 1)]).toEqual(['holds', 'holds', 'broken', 'broken']);
  });

  it('of the country are exact but for the cohort', () => {
    expect(outcomes(figure('nation', 'count', { ...published, overall: 58, cohort: 85 }))['overall']).toBe('broken');
  });

  it('with a sign in place of a number cannot be checked', () => {
    expect(outcomes(figure('institution', 'count', { ...published, he: 'SUPP', all_unknown: '' }))).toEqual({
      overall: 'holds',
      education: 'not-checkable',
      cohort: 'not-checkable',
    });
  });

  it('of fewer than six students must be hidden, but none may be said', () => {
    const hidden = {
      cohort: 5,
      overall: 'c',
      education: 'c',
      appren: 0,
      all_work: 'c',
      all_notsust: 'c',
      all_unknown: 'c',
    };
    expect(outcomes(figure('institution', 'count', hidden))['small-cohort']).toBe('holds');
    expect(outcomes(figure('institution', 'count', { ...hidden, all_work: 2 }))['small-cohort']).toBe('broken');
    expect(outcomes(figure('institution', 'count', { ...hidden, cohort: 6 }))['small-cohort']).toBeUndefined();
    expect(outcomes(figure('authority', 'count', { ...hidden, all_work: 2 }))['small-cohort']).toBeUndefined();
  });
});

describe('percentages', () => {
  /** National, state mainstream, 2020/21 (domain reference, section 3.1). */
  const national = {
    ...{ cohort: 542_787, overall: 79.4, education: 51.9, he: 35.7, fe: 13.1, other_edu: 3.1, appren: 6.4 },
    ...{ all_work: 21.1, all_notsust: 15.4, notsust: 5.9, notsust_ben: 5.8, only_ben: 3.7, all_unknown: 5.1 },
  };

  it('of one decimal place hold as far as their rounding reaches', () => {
    expect(outcomes(figure('nation', 'percent', national))).toEqual({
      overall: 'holds',
      education: 'holds',
      'not-sustained': 'holds',
      cohort: 'holds',
    });
    expect(outcomes(figure('nation', 'percent', { ...national, all_unknown: 5.3 }))['cohort']).toBe('holds');
    expect(outcomes(figure('nation', 'percent', { ...national, all_unknown: 5.5 }))['cohort']).toBe('broken');
  });

  it('in whole per cents give 99, 100 or 101', () => {
    const of = (unknown: number) =>
      outcomes(figure('institution', 'percent', { overall: 76, all_notsust: 11, all_unknown: unknown }))['cohort'];
    expect([of(11), of(12), of(13), of(14), of(15)]).toEqual(['broken', 'holds', 'holds', 'holds', 'broken']);
  });

  it('never break an identity by their rounding alone', () => {
    for (let cohort = 6; cohort <= 60; cohort += 1) {
      for (let a = 0; a <= cohort; a += 1) {
        for (let b = 0; a + b <= cohort; b += Math.max(1, Math.floor(cohort / 7))) {
          const share = (count: number) => Math.round((count / cohort) * 100);
          const values = {
            ...{ cohort, overall: share(a), education: share(Math.floor(a / 2)), appren: share(a - Math.floor(a / 2)) },
            ...{ all_work: share(0), all_notsust: share(b), all_unknown: share(cohort - a - b) },
          };
          expect(outcomes(figure('institution', 'percent', values))).toMatchObject({
            overall: 'holds',
            cohort: 'holds',
          });
        }
      }
    }
  });
});

it('knows that key stage 4 and longer-term education have other kinds, and progression its own sum', () => {
  const ks4 = { education: 89.3, fe: 36.1, ssf: 39.1, sfc: 13.3, other_edu: 0.8 };
  expect(checkIdentities('ks4-destinations', figure('nation', 'percent', ks4))).toContainEqual({
    name: 'education',
    outcome: 'holds',
  });
  const progressed = { cohort: 417, progressed: 48, degree: 39, htech: 9, appren: 0 };
  expect(checkIdentities('progression', figure('institution', 'percent', progressed))).toEqual([
    { name: 'progressed', outcome: 'holds' },
  ]);
  expect(checkIdentities('leo-graduates', figure('provider', 'count', { cohort: 4 }))).toEqual([]);
});

it('counts what held, what did not, and what could not be checked', () => {
  const one = checkIdentities('16-18-destinations', figure('institution', 'count', published));
  const other = checkIdentities(
    '16-18-destinations',
    figure('institution', 'count', { ...published, he: 'SUPP', cohort: 1 }),
  );
  expect(withOutcomes(withOutcomes({}, one), other)).toEqual({
    overall: { holds: 2, broken: 0, notCheckable: 0 },
    education: { holds: 1, broken: 0, notCheckable: 1 },
    cohort: { holds: 1, broken: 1, notCheckable: 0 },
    'small-cohort': { holds: 0, broken: 1, notCheckable: 0 },
  });
});
