import { describe, expect, it } from '@jest/globals';
import type { StaffId } from '../../../src/domain/alumni/ids.js';
import {
  differenceSentences,
  noDifference,
  valueWords,
  withFigure,
  type Difference,
} from '../../../src/domain/official/difference.js';
import type { OfficialFigure } from '../../../src/domain/official/figure.js';
import {
  isShown,
  noVersions,
  shownOf,
  withShown,
  withTakenBack,
  type OfficialImportId,
  type OfficialVersions,
} from '../../../src/domain/official/versions.js';

const [first, second, third] = ['a1', 'b2', 'c3'] as readonly string[] as readonly [
  OfficialImportId,
  OfficialImportId,
  OfficialImportId,
];
const who = { at: new Date('2026-11-03T10:00:00Z'), by: 'tester' as StaffId };
const y2023 = { kind: 'institution', leavers: 2023 } as const;
const y2022 = { kind: 'institution', leavers: 2022 } as const;
const must = (versions: OfficialVersions | null): OfficialVersions => {
  if (versions === null) throw new Error('The pointer did not move.');
  return versions;
};

describe('versions', () => {
  const one = must(withShown(noVersions('16-18-destinations'), [y2022, y2023], first, who));
  const two = must(withShown(one, [y2023], second, who));

  it('show the latest of each slice and leave the others', () => {
    expect([shownOf(two, y2022), shownOf(two, y2023)]).toEqual([first, second]);
    expect([isShown(two, [y2023], second), isShown(two, [y2022, y2023], first)]).toEqual([true, false]);
    expect(withShown(two, [y2023], second, who)).toBeNull();
  });

  it('go back to what was replaced, and to nothing from the first', () => {
    const back = must(withTakenBack(two, second, who));
    expect([shownOf(back, y2022), shownOf(back, y2023)]).toEqual([first, first]);
    expect(withTakenBack(back, second, who)).toBeNull();
    const none = must(withTakenBack(back, first, who));
    expect(none.shown).toEqual([]);
    expect(none.acts.map(({ act, importId }) => `${act} ${importId}`)).toEqual([
      'shown a1',
      'shown b2',
      'taken-back b2',
      'taken-back a1',
    ]);
  });

  it('go back slice by slice when something newer stands on one of them', () => {
    const three = must(withShown(two, [y2022, y2023], third, who));
    const back = must(withTakenBack(three, third, who));
    expect([shownOf(back, y2022), shownOf(back, y2023)]).toEqual([first, second]);
  });

  it('can show an earlier one again, and go back from there', () => {
    const again = must(withShown(two, [y2022, y2023], first, who));
    expect(isShown(again, [y2022, y2023], first)).toBe(true);
    const back = must(withTakenBack(again, first, who));
    expect(shownOf(back, y2023)).toBe(second);
  });
});

describe('what changed', () => {
  const figure = (values: OfficialFigure['values'], name = 'Northgate Academy'): OfficialFigure => ({
    ...{ place: { kind: 'institution', code: 'estab:9994001', name }, leavers: 2023, release: 'revised', about: {} },
    ...{ unit: 'percent', values, line: 2 },
  });

  it('is told by figures and cells, signs included', () => {
    let difference: Difference = noDifference;
    difference = withFigure(difference, figure({ cohort: 84, overall: 82 }), { cohort: 84, overall: 82 }, true);
    difference = withFigure(difference, figure({ cohort: 84, overall: 84 }), { cohort: 84, overall: 'SUPP' }, true);
    difference = withFigure(difference, figure({ cohort: 9 }, 'Elsewhere'), { cohort: 8 }, false);
    difference = withFigure(difference, figure({ cohort: 7 }, 'New school'), null, false);
    expect(difference).toMatchObject({ same: 1, changed: 2, added: 1, gone: 0 });
    expect(difference.ours).toMatchObject([{ cell: 'overall', before: 'SUPP', after: 84 }]);
    expect(difference.first.map(({ name }) => name)).toEqual(['Northgate Academy', 'Elsewhere']);
    expect(differenceSentences(difference)).toEqual([
      '2 figures changed, 1 are new, 0 are gone, and 1 are as before.',
      '“Sustained” of Northgate Academy went from hidden by the publisher (SUPP) to 84 %.',
    ]);
  });

  it('is said where nothing did, and where our schools are not among it', () => {
    expect(differenceSentences({ ...noDifference, same: 3 })).toEqual([
      'All 3 figures are as before.',
      'Nothing changed for the schools of the trust.',
    ]);
    expect(differenceSentences({ ...noDifference, changed: 1 })[1]).toBe(
      'Nothing of the schools of the trust is among them.',
    );
  });

  it.each([
    [82, 'percent', 'overall', '82 %'],
    [1204, 'percent', 'cohort', '1,204'],
    [57, 'count', 'overall', '57'],
    [21400, 'count', 'earnings_median', '£21,400'],
    ['', 'count', 'he', 'left blank'],
    ['low', 'percent', 'he', 'more than none, less than half a per cent (low)'],
  ] as const)('says %j in %s of %s as %j', (value, unit, cell, words) => {
    expect(valueWords(value, unit, cell)).toBe(words);
  });
});
