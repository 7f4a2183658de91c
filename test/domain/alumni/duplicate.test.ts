// What speaks for two records being one person's, and what does not.
import { describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../../src/domain/alumni/alumnus.js';
import { matchOf, pairId } from '../../../src/domain/alumni/duplicate.js';
import type { AlumnusId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { familyLikeness, givenLikeness } from '../../../src/domain/alumni/names-alike.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { aLeaver } from '../../support/a-trust.js';
import fc from '../../support/properties.js';

const born = localDate('2008-03-04');
const person = (n: number, given: string, family: string, more: Partial<Alumnus> = {}): Alumnus =>
  aLeaver(n, { name: { given, family }, dateOfBirth: born, schoolId: 'northgate' as SchoolId, ...more });
const findings = (one: Alumnus, other: Alumnus) => matchOf(one, other)?.reasons.map(({ finding }) => finding);

describe('names', () => {
  it.each([
    ['Testperson', 'testperson', 'same'],
    ["O'Testperson", 'OTestperson', 'same'],
    ['Test-Person', 'Person', 'alike'],
    ['Testperson', 'Testpersen', 'alike'],
    ['Testperson', 'Tsetperson', 'alike'],
    ['Testperson', 'Otherperson', 'different'],
  ] as const)('family %s and %s are %s', (one, other, likeness) => {
    expect([familyLikeness(one, other), familyLikeness(other, one)]).toEqual([likeness, likeness]);
  });

  it.each([
    ['Katherine', 'Kate', 'alike'],
    ['William', 'Bill', 'alike'],
    ['Sam', 'Samira', 'alike'],
    ['Zoë', 'Zoe', 'same'],
    ['Avery Jo', 'Avery', 'alike'],
    ['Avery', 'Blake', 'different'],
    ['Jo', 'Jonathan', 'different'], // two letters begin too many names
  ] as const)('given %s and %s are %s', (one, other, likeness) => {
    expect([givenLikeness(one, other), givenLikeness(other, one)]).toEqual([likeness, likeness]);
  });
});

describe('a match', () => {
  it('is very likely with name, birth date, school, cohort and address', () => {
    const address = aLeaver(1).contactPoints;
    const match = matchOf(
      person(1, 'Avery', 'Testperson'),
      person(2, 'Avery', 'Testperson', { contactPoints: address }),
    );
    expect([match?.likely, match?.score]).toEqual(['very-likely', 18]);
    expect(match?.reasons[0]).toEqual({ finding: 'same-birth-date', points: 5 });
  });

  it('is found after a change of family name where a number says so', () => {
    const one = person(1, 'Avery', 'Testperson', { uln: '1000000078' });
    expect(matchOf(one, person(2, 'Avery', 'Otherperson', { uln: '1000000078' }))?.likely).toBe('very-likely');
    expect(matchOf(person(1, 'Avery', 'Testperson'), person(2, 'Avery', 'Otherperson'))).toBeNull();
  });

  it('is found by the former pupil number, and says so', () => {
    const one = person(1, 'Avery', 'Testperson', { upn: 'A801200005001', dateOfBirth: localDate('2008-04-03') });
    const other = person(2, 'Avery', 'Testperson', { upn: 'B801200005002', formerUpn: 'A801200005001' });
    expect(findings(one, other)).toEqual(
      expect.arrayContaining(['former-upn', 'birth-date-swapped', 'same-given-name', 'same-family-name']),
    );
  });

  it('is not made of twins, nor of two people with one name and different numbers', () => {
    const parent = aLeaver(1).contactPoints.map((point) => ({ ...point, owner: 'parent' as const }));
    expect(
      matchOf(
        person(1, 'Avery', 'Testperson', { contactPoints: parent }),
        person(2, 'Blake', 'Testperson', { contactPoints: parent }),
      ),
    ).toBeNull();
    expect(
      matchOf(
        person(1, 'Avery', 'Testperson', { uln: '1000000078' }),
        person(2, 'Avery', 'Testperson', { uln: '1000000043' }),
      ),
    ).toBeNull();
  });

  it('is the same whichever comes first', () => {
    const names = fc.constantFrom('Avery', 'Averie', 'Blake', 'Kate', 'Katherine');
    const days = fc.constantFrom('2008-03-04', '2008-04-03', '2007-01-02').map(localDate);
    const someone = (n: number) =>
      fc
        .record({ given: names, family: fc.constantFrom('Testperson', 'Test-Person', 'Other'), dateOfBirth: days })
        .map(({ given, family, dateOfBirth }) => person(n, given, family, { dateOfBirth }));
    fc.assert(
      fc.property(someone(1), someone(2), (one, other) => {
        expect(matchOf(other, one)).toEqual(matchOf(one, other));
        expect(pairId(one.id, other.id)).toBe(pairId(other.id, one.id));
      }),
    );
  });

  it('has an id that names both', () => {
    expect(pairId('b-2' as AlumnusId, 'a-1' as AlumnusId)).toBe('a-1~b-2');
  });
});
