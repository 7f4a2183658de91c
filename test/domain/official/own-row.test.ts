import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { merge, spellOf } from '../../../src/domain/destinations/spell.js';
import { studiedIn } from '../../../src/domain/destinations/studied.js';
import { ownCells, ownRow, rowForLeaders, summed, type OwnRow } from '../../../src/domain/official/own-row.js';
import { aClaim } from '../destinations/a-claim.js';

it('makes the official row of results, and its identities hold', () => {
  const row = ownRow([
    { verdict: 'met', by: 'education', studied: 'u', count: 40 },
    { verdict: 'met', by: 'education', studied: 'f', count: 12 },
    { verdict: 'met', by: 'education', studied: 't', count: 1 },
    { verdict: 'met', by: 'combination', count: 2 },
    { verdict: 'met', by: 'apprenticeship', count: 5 },
    { verdict: 'met', by: 'employment', count: 15 },
    { verdict: 'missed', count: 14 },
    { verdict: 'not-known', count: 6 },
    { verdict: 'still-possible', count: 2 },
  ]);
  expect(row).toEqual({
    ...{ cohort: 97, overall: 75, education: 55, he: 40, fe: 12, other_edu: 3, appren: 5, all_work: 15 },
    ...{ all_notsust: 14, all_unknown: 6, open: 2 },
  });
});

it('tells education by where it was for most of October to March, whatever came after', () => {
  const studied = (...told: readonly Parameters<typeof aClaim>[0][]) =>
    studiedIn({
      spells: merge(told.flatMap((one, at) => spellOf(aClaim({ knownOn: '2027-11-03', ...one, id: `w${at}` })) ?? [])),
      leftOn: localDate('2026-07-17'),
    });
  const college = { activity: 'further-education', provider: 'Millrace College (invented)' } as const;
  const training = { activity: 'training', provider: 'Fernhill Training (invented)' } as const;
  const work = { activity: 'employment', employer: 'Fairmile Foods (invented)', from: '2027-06' } as const;
  expect(studied({ to: '2027-05', ended: 'left-early' }, work)).toBe('u');
  expect(studied({ ...college, to: '2027-06', ended: 'finished' }, { from: '2027-09' })).toBe('f');
  // Two universities together are more than one college.
  expect(
    studied(
      { to: '2026-11' },
      { provider: 'Aston University', from: '2026-12', to: '2027-01' },
      { ...college, from: '2027-02' },
    ),
  ).toBe('u');
  expect(studied({ to: '2026-12' }, { ...college, from: '2027-01' })).toBe('f');
  expect(studied({ ...college, to: '2026-12' }, { from: '2027-01' })).toBe('u');
  expect(studied({ ...training, from: '2026-10' }, { from: '2027-02' })).toBe('t');
  expect(studied(college, {})).toBe('u');
  expect(studied({ standing: 'placed' }, work)).toBeNull();
  expect(studied({ from: '2027-04' }, { ...college, from: '2026-08', to: '2026-09' })).toBeNull();
});

describe('the row for leaders', () => {
  it('hides small counts and what would give them away', () => {
    const shown = rowForLeaders(
      summed({ he: 40, fe: 3, other_edu: 9, appren: 8, all_work: 15, all_notsust: 14, all_unknown: 6 }),
    );
    expect(shown).toMatchObject({ cohort: 95, he: 40, fe: null, other_edu: null, education: 52 });
  });

  it('of a cohort of fewer than six says nothing', () => {
    expect(Object.values(rowForLeaders(summed({ he: 5 })))).toEqual(ownCells.map(() => null));
  });

  it('never lets a hidden count be worked out from the sums, in every small world', () => {
    const sums: readonly (readonly (keyof OwnRow)[])[] = [
      ['cohort', 'overall', 'all_notsust', 'all_unknown', 'open'],
      ['overall', 'education', 'appren', 'all_work'],
      ['education', 'he', 'fe', 'other_edu'],
    ];
    const small = [0, 2, 7, 30];
    let worlds = 0;
    for (const he of small)
      for (const fe of small)
        for (const other_edu of small)
          for (const appren of small)
            for (const all_work of small)
              for (const all_notsust of small)
                for (const all_unknown of small)
                  for (const open of [0, 3]) {
                    const row = summed({ he, fe, other_edu, appren, all_work, all_notsust, all_unknown, open });
                    const shown = rowForLeaders(row);
                    worlds += 1;
                    // What an attacker can fill in from sums in which one alone is missing, again and again.
                    const known = new Set(ownCells.filter((cell) => shown[cell] !== null));
                    const hidden = ownCells.length - known.size;
                    for (let more = true; more;) {
                      more = false;
                      for (const cells of sums) {
                        const missing = cells.filter((cell) => !known.has(cell));
                        if (missing.length !== 1 || missing[0] === undefined) continue;
                        known.add(missing[0]);
                        more = true;
                      }
                    }
                    const small5 = ownCells.some((cell) => row[cell] > 0 && row[cell] < 6 && shown[cell] !== null);
                    if (ownCells.length - known.size !== hidden || small5)
                      throw new Error(JSON.stringify({ row, shown }));
                  }
    expect(worlds).toBe(4 ** 7 * 2);
  });
});
