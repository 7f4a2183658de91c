// A school's numbers over the years: conversion, merger, split and rebrokering, and the traps of published lists.
import { describe, expect, it } from '@jest/globals';
import type { School } from '../../../src/domain/alumni/alumnus.js';
import { isSameSchool } from '../../../src/domain/alumni/former-number.js';
import type { SchoolId } from '../../../src/domain/alumni/ids.js';
import {
  withFormerNumber,
  withMembership,
  withNewNumber,
  withoutFormerNumber,
  type NumberTexts,
} from '../../../src/domain/alumni/school-lineage.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { codesOfSchool, presentCodes } from '../../../src/domain/official/place.js';

const today = localDate('2026-11-03');
const north: School = {
  ...{ id: 'north' as SchoolId, name: 'North School', urn: '900001', laestab: '999/4001' },
  joinedTrustOn: localDate('2019-09-01'),
};
const south: School = { ...north, id: 'south' as SchoolId, name: 'South School', urn: '900002', laestab: '999/4002' };
const both = [north, south];
const texts = (given: Partial<NumberTexts>): NumberTexts => ({
  ...{ urn: '800001', laestab: '', name: '', on: '2019-08-31', how: 'conversion' },
  ...given,
});
const kept = (result: ReturnType<typeof withFormerNumber>): School => {
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.school;
};

describe('a conversion', () => {
  it('keeps the former number with its last day', () => {
    const school = kept(withNewNumber(north, texts({ urn: '900009', on: '2025-09-01' }), both, today));
    expect([school.urn, school.laestab, school.formerNumbers]).toEqual([
      '900009',
      '999/4001',
      [{ urn: '900001', until: '2025-08-31', how: 'conversion' }],
    ]);
    expect(codesOfSchool(school)).toEqual(['estab:9994001', 'urn:900009', 'urn:900001']);
    expect(presentCodes(school)).toEqual(['estab:9994001', 'urn:900009']);
  });

  it('with another DfE number and name keeps those too', () => {
    const more = { urn: '900009', laestab: '9994099', name: 'North Academy', on: '2025-09-01' };
    const school = kept(withNewNumber(north, texts(more), both, today));
    expect(school).toMatchObject({ name: 'North Academy', laestab: '999/4099' });
    expect(school.formerNumbers).toEqual([
      { urn: '900001', laestab: '999/4001', name: 'North School', until: '2025-08-31', how: 'conversion' },
    ]);
    expect(codesOfSchool(school)).toContain('estab:9994001');
  });
});

describe('a merger and a split', () => {
  it('two schools become one: both numbers stand under it, and neither is its own row', () => {
    const one = kept(withFormerNumber(north, texts({ how: 'merger' }), both, today));
    const two = kept(withFormerNumber(one, texts({ urn: '800002', how: 'merger', on: '2020-08-31' }), both, today));
    expect(two.formerNumbers?.map(({ urn }) => urn)).toEqual(['800002', '800001']); // the latest first
    expect(two.formerNumbers?.some(isSameSchool)).toBe(false);
  });

  it('one number may stand under the two schools that a split made, and under no other two', () => {
    const first = kept(withFormerNumber(north, texts({ how: 'split' }), both, today));
    const schools = [first, south];
    expect(withFormerNumber(south, texts({ how: 'conversion' }), schools, today)).toMatchObject({
      ...{ ok: false, errors: { urn: 'This URN stands under North School; say that it was split' } },
    });
    expect(withFormerNumber(south, texts({ how: 'split' }), schools, today).ok).toBe(true);
  });
});

describe('traps', () => {
  it.each([
    ['a link held backwards', { urn: '900002' }, { urn: 'This is the present URN of South School' }],
    ['a circle', { urn: '900001' }, { urn: 'This is the school’s present URN' }],
    ['a proposed number', { on: '2027-09-01' }, { on: 'Enter a day that is over: proposed numbers may still change' }],
    ['no day', { on: '2019-02-30' }, { on: 'Enter the day, for example 2018-08-31' }],
    ['no reason', { how: '' }, { how: 'Choose what happened' }],
    ['a short number', { urn: '8000' }, { urn: 'Enter the URN, which has six digits' }],
  ] as const)('%s is refused', (_what, given, errors) => {
    expect(withFormerNumber(north, texts(given), both, today)).toEqual({ ok: false, errors });
  });

  it('the same number twice is refused, and taking it out leaves the school as it was', () => {
    const once = kept(withFormerNumber(north, texts({}), both, today));
    expect(withFormerNumber(once, texts({}), both, today)).toEqual({
      ...{ ok: false, errors: { urn: 'This URN is in the list already' } },
    });
    expect(withoutFormerNumber(once, '800001')).toEqual(north);
  });
});

it('a school leaves after it joined, and may come back', () => {
  const never = { specialMeasuresOn: '', receivedUnder: ' ', outcode: '' };
  const days = { joinedTrustOn: '2019-09-01', leftTrustOn: '2026-08-31' };
  const left = withMembership(north, { ...never, ...days, outcode: 'ls2 9jt' });
  expect(left).toEqual({ ok: true, school: { ...north, leftTrustOn: '2026-08-31', outcode: 'LS2' } });
  const form = { ...never, joinedTrustOn: '2019-09-01', leftTrustOn: '2018-08-31' };
  expect(withMembership(north, { ...form, leftTrustOn: '', outcode: 'Leeds' })).toMatchObject({
    ...{ ok: false, errors: { outcode: expect.stringContaining('LS2') as unknown } },
  });
  expect(withMembership(north, form)).toEqual({
    ...{ ok: false, errors: { leftTrustOn: 'The school cannot leave before it joined' } },
  });
  expect(withMembership({ ...north, leftTrustOn: localDate('2026-08-31') }, { ...form, leftTrustOn: '' })).toEqual({
    ...{ ok: true, school: north },
  });
});

it('was put in special measures on a day, which may be taken out again', () => {
  const form = { joinedTrustOn: '2019-09-01', leftTrustOn: '', receivedUnder: '', outcode: '' };
  const judged = withMembership(north, { ...form, specialMeasuresOn: '2018-03-14' });
  expect(judged).toEqual({ ok: true, school: { ...north, specialMeasuresOn: '2018-03-14' } });
  expect(judged.ok && withMembership(judged.school, { ...form, specialMeasuresOn: '' })).toEqual({
    ...{ ok: true, school: north },
  });
  expect(withMembership(north, { ...form, specialMeasuresOn: 'March' })).toEqual({
    ...{ ok: false, errors: { specialMeasuresOn: 'Enter the day of the report, or leave it empty' } },
  });
});
