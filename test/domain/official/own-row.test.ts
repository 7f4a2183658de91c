import { describe, expect, it } from '@jest/globals';
import { ownCells, ownRow, rowForLeaders, summed, type OwnRow } from '../../../src/domain/official/own-row.js';

it('makes the official row of results, and its identities hold', () => {
  const row = ownRow([
    { verdict: 'met', by: 'education', now: 'university', count: 40 },
    { verdict: 'met', by: 'education', now: 'further-education', count: 12 },
    { verdict: 'met', by: 'combination', now: 'employment', count: 3 },
    { verdict: 'met', by: 'apprenticeship', now: 'apprenticeship', count: 5 },
    { verdict: 'met', by: 'employment', now: 'employment', count: 15 },
    { verdict: 'missed', now: 'looking-for-work', count: 14 },
    { verdict: 'not-known', count: 6 },
    { verdict: 'still-possible', now: 'university', count: 2 },
  ]);
  expect(row).toEqual({
    ...{ cohort: 97, overall: 75, education: 55, he: 40, fe: 12, other_edu: 3, appren: 5, all_work: 15 },
    ...{ all_notsust: 14, all_unknown: 6, open: 2 },
  });
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
