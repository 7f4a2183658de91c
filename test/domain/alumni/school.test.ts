import { expect, it } from '@jest/globals';
import { readSchoolForm, shortNameOf } from '../../../src/domain/alumni/school.js';

it('makes the short name from the name', () => {
  expect([shortNameOf('St Avery’s C.E. School (invented)'), shortNameOf('Ysgol Brân'), shortNameOf('!!')]).toEqual([
    'st-averys-ce-school-invented',
    'ysgol-bran',
    '',
  ]);
});

it('reads a good form', () => {
  const form = { name: ' North  School ', urn: ' 999101 ', laestab: '9994101', joinedTrustOn: '2015-09-01' };
  const school = {
    id: 'north-school',
    name: 'North School',
    urn: '999101',
    laestab: '999/4101',
    joinedTrustOn: '2015-09-01',
  };
  expect(readSchoolForm(form)).toEqual({ ok: true, school });
});

it('tells everything that is to be put right', () => {
  expect(readSchoolForm({ name: ' ', urn: '12345', laestab: '12/345', joinedTrustOn: '2015-02-30' })).toEqual({
    ok: false,
    errors: {
      name: 'Enter the name of the school',
      urn: 'Enter the URN, which has six digits',
      laestab: 'Enter the DfE number, for example 123/4567',
      joinedTrustOn: 'Enter the day on which the school joined, for example 2018-09-01',
    },
  });
});
