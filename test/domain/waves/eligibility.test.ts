// Who may be written to, and why not: every reason with its fixture, and the days on which each begins and ends.
import { describe, expect, it } from '@jest/globals';
import { personStates, type Alumnus } from '../../../src/domain/alumni/alumnus.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import {
  eligibility,
  nothingElsewhere,
  type Circumstances,
  type Eligibility,
  type NumberSteps,
} from '../../../src/domain/waves/eligibility.js';
import { exclusionReasons } from '../../../src/domain/waves/invitation.js';
import { aLeaver } from '../../support/a-trust.js';

const usual: Circumstances = {
  on: localDate('2026-11-03'),
  publicTaskMonths: 12,
  keeping: { withoutConsentMonths: 40, withConsentMonths: 124 },
  mostWavesAYear: 4,
  joinedTrustOn: localDate('2020-09-01'),
  isSuppressed: () => false,
  stopRecorded: false,
  ...nothingElsewhere,
};
const [own] = aLeaver(0).contactPoints;
if (own === undefined) throw new Error('The leaver has no address.');
const [ground] = aLeaver(0).permissions;
if (ground === undefined) throw new Error('The leaver has no permission.');
const consent = { ...ground, basis: 'consent', until: localDate('2040-01-01') } as const;
const longTask = { ...ground, until: localDate('2040-01-01') };
const afterLeaving = { ...usual, joinedTrustOn: localDate('2026-09-01') };
const yearly = { onceAYearSince: localDate('2026-07-01') };

type Row = readonly [string, Partial<Alumnus>, Partial<Circumstances>];
const excluded: readonly (readonly [...Row, string])[] = [
  ['has died', { state: 'has-died' }, {}, 'has-died'],
  ['cannot answer', { state: 'cannot-answer' }, {}, 'cannot-answer'],
  ['restricted', { state: 'restricted' }, {}, 'restricted'],
  ['objected', { objectedOn: localDate('2026-10-01') }, {}, 'objected'],
  ['stop recorded beside the record', {}, { stopRecorded: true }, 'objected'],
  ['asked us not to write by email', { contactRules: { notBy: ['mail', 'text'] } }, {}, 'asked-not-to'],
  ['stayed with us', { state: 'stayed-with-us' }, {}, 'stayed-with-us'],
  ['repeats the year', { state: 'repeating-year' }, {}, 'repeating-year'],
  ['deferred until later', { state: 'deferred', deferredUntil: localMonth('2027-09') }, {}, 'deferred'],
  ['deferred until this month', { state: 'deferred', deferredUntil: localMonth('2026-11') }, {}, 'deferred'],
  ['deferred, nobody knows until when', { state: 'deferred' }, {}, 'deferred'],
  ['left before the school joined', { permissions: [] }, afterLeaving, 'before-joining'],
  [
    'left before it joined, ground recorded too late',
    { permissions: [{ ...ground, recordedOn: localDate('2026-11-04') }] },
    afterLeaving,
    'before-joining',
  ],
  ['the school left the trust on that day', {}, { leftTrustOn: localDate('2026-11-03') }, 'school-left'],
  ['kept too long', { permissions: [longTask] }, { on: localDate('2029-11-18') }, 'keeping-period-over'],
  ['kept too long with consent', { permissions: [consent] }, { on: localDate('2036-11-18') }, 'keeping-period-over'],
  [
    'kept too long, consent withdrawn',
    { permissions: [{ ...consent, withdrawnOn: localDate('2028-01-01') }, longTask] },
    { on: localDate('2029-11-18') },
    'keeping-period-over',
  ],
  ['no basis left', {}, { on: localDate('2027-11-03') }, 'no-basis'],
  ['withdrawn', { permissions: [{ ...ground, withdrawnOn: localDate('2026-10-01') }] }, {}, 'no-basis'],
  ['a parent’s address only', { contactPoints: [{ ...own, owner: 'parent' }] }, {}, 'no-own-address'],
  ['a shared address only', { contactPoints: [{ ...own, owner: 'shared' }] }, {}, 'no-own-address'],
  ['nobody knows whose', { contactPoints: [{ ...own, owner: 'unknown' }] }, {}, 'no-own-address'],
  ['bounced', { contactPoints: [{ ...own, state: 'bounced' }] }, {}, 'no-own-address'],
  ['lapsed', { contactPoints: [{ ...own, usableUntil: localDate('2026-11-02') }] }, {}, 'no-own-address'],
  ['suppressed', {}, { isSuppressed: () => true }, 'suppressed'],
  ['once a year, written to in January', yearly, { lastWrittenOn: localDate('2026-01-08') }, 'once-a-year'],
  ['in another wave', {}, { inAnotherWave: true }, 'in-another-wave'],
  ['answered recently', {}, { answeredRecently: true }, 'answered-recently'],
  ['asked four times', {}, { wavesLastYear: 4 }, 'asked-often'],
];

const eligible: readonly Row[] = [
  ['usual', {}, {}],
  ['asked us not to ring', { contactRules: { notBy: ['phone'] } }, {}],
  ['left mid-course: those are asked too', { state: 'left-mid-course', leftOn: localDate('2026-02-13') }, {}],
  ['on the last day of an address', { contactPoints: [{ ...own, usableUntil: usual.on }] }, {}],
  ['once a deferred place has begun', { state: 'deferred', deferredUntil: localMonth('2026-10') }, {}],
  ['left before the school joined, with a recorded ground', {}, afterLeaving],
  ['left on the day on which the school joined', { permissions: [] }, { joinedTrustOn: localDate('2026-07-17') }],
  ['on the last day of keeping', { permissions: [longTask] }, { on: localDate('2029-11-17') }],
  ['on the last day of keeping with consent', { permissions: [consent] }, { on: localDate('2036-11-17') }],
  ['once a year, for the first time', yearly, {}],
  ['once a year, and a year is nearly over', yearly, { lastWrittenOn: localDate('2026-01-07') }],
  ['asked three times', {}, { wavesLastYear: 3 }],
];

const number = { ...own, number: 7, kind: 'mobile', value: '+447700900123' } as const;
const dead = { ...own, state: 'bounced' } as const;
const calls: NumberSteps = { ways: ['phone'], isSuppressed: () => false, isDead: () => false };
const noAddress: Eligibility = { kind: 'excluded', reason: 'no-own-address' };
const byPhoneAlone = { ...consent, channels: ['phone'] } as const;
const rung: readonly Row[] = [
  ['a number and no address', { contactPoints: [number] }, {}],
  ['a number and an address that mail came back from', { contactPoints: [dead, number] }, {}],
  ['a number and a parent’s address', { contactPoints: [{ ...own, owner: 'parent' }, number] }, {}],
  [
    'a number and an address that is on the list because mail came back',
    { contactPoints: [own, number] },
    { isSuppressed: (value) => value === own.value, byNumber: { ...calls, isDead: (value) => value === own.value } },
  ],
  ['consent to calls alone', { permissions: [byPhoneAlone], contactPoints: [own, number] }, {}],
  [
    'consent to calls alone, long after leaving',
    { permissions: [byPhoneAlone], contactPoints: [number] },
    { on: localDate('2030-01-08') },
  ],
];
const notRung: readonly (readonly [...Row, string])[] = [
  ['a parent’s number', { contactPoints: [{ ...number, owner: 'parent' }] }, {}, 'no-own-address'],
  ['nobody knows whose number', { contactPoints: [{ ...number, owner: 'unknown' }] }, {}, 'no-own-address'],
  [
    'the number is suppressed',
    { contactPoints: [number] },
    { byNumber: { ...calls, isSuppressed: (value) => value === number.value } },
    'no-own-address',
  ],
  ['asked us not to ring', { contactPoints: [number], contactRules: { notBy: ['phone'] } }, {}, 'no-own-address'],
  ['asked us not to write', { contactPoints: [own, number], contactRules: { notBy: ['mail'] } }, {}, 'asked-not-to'],
  ['consent to mail alone', { permissions: [consent], contactPoints: [number] }, {}, 'no-own-address'],
  [
    'an address that was put on the list by hand',
    { contactPoints: [own, number] },
    { isSuppressed: (value) => value === own.value },
    'suppressed',
  ],
  [
    'one address dead, another stopped',
    { contactPoints: [own, { ...own, number: 2, value: 'second@example.org' }, number] },
    { isSuppressed: () => true, byNumber: { ...calls, isDead: (value) => value === own.value } },
    'suppressed',
  ],
  ['objected', { contactPoints: [number], objectedOn: localDate('2026-10-01') }, {}, 'objected'],
  ['in another wave', { contactPoints: [number] }, { inAnotherWave: true }, 'in-another-wave'],
  ['asked four times', { contactPoints: [number] }, { wavesLastYear: 4 }, 'asked-often'],
];

const judged = (person: Partial<Alumnus>, circumstances: Partial<Circumstances>) =>
  eligibility(aLeaver(0, person), { ...usual, ...circumstances });

describe('eligibility', () => {
  it.each(excluded)('%s: excluded', (_name, person, circumstances, reason) => {
    expect(judged(person, circumstances)).toEqual({ kind: 'excluded', reason });
  });

  it.each(eligible)('%s: written to', (_name, person, circumstances) => {
    expect(judged(person, circumstances).kind).toBe('eligible');
  });

  it.each(rung)('by telephone only, where the wave has a call step: %s', (_name, person, circumstances) => {
    expect(judged(person, { byNumber: calls, ...circumstances })).toEqual({ kind: 'by-telephone' });
    const { byNumber: _with, ...without } = circumstances;
    expect(judged(person, without).kind).toBe('excluded');
  });

  it.each(notRung)('nobody is rung: %s', (_name, person, circumstances, reason) => {
    expect(judged(person, { byNumber: calls, ...circumstances })).toEqual({ kind: 'excluded', reason });
  });

  const both = { ...calls, ways: ['text', 'phone'] } as const;
  const texts = { ...calls, ways: ['text'] } as const;
  const byTextAlone = { ...byPhoneAlone, channels: ['text'] } as const;
  it.each<readonly [string, Partial<Alumnus>, NumberSteps, Eligibility]>([
    ['a number for both', {}, both, { kind: 'by-telephone', byText: true }],
    ['a wave with texts alone', {}, texts, { kind: 'by-telephone', byText: true }],
    ['consent to texts alone', { permissions: [byTextAlone] }, both, { kind: 'by-telephone', byText: true }],
    ['consent to calls alone', { permissions: [byPhoneAlone] }, both, { kind: 'by-telephone' }],
    [
      'consent to calls, a wave with texts',
      { permissions: [byPhoneAlone] },
      texts,
      { kind: 'excluded', reason: 'no-basis' },
    ],
    ['asked for no texts', { contactRules: { notBy: ['text'] } }, both, { kind: 'by-telephone' }],
    ['a number abroad, a wave with texts', { contactPoints: [{ ...number, value: '+33612345678' }] }, texts, noAddress],
    ['a parent’s number', { contactPoints: [{ ...number, owner: 'parent' }] }, both, noAddress],
    ['the number is stopped', {}, { ...both, isSuppressed: () => true }, noAddress],
  ])('who is texted where no mail reaches them: %s', (_name, person, byNumber, verdict) => {
    expect(judged({ contactPoints: [number], ...person }, { byNumber })).toEqual(verdict);
  });

  it('writes to whoever has an address, and rings them only later', () => {
    const person = { contactPoints: [own, number] };
    expect(judged(person, { byNumber: calls })).toEqual({ kind: 'eligible', address: own });
    expect(judged(person, { byNumber: both })).toEqual({ kind: 'eligible', address: own, byText: true });
  });

  it('has a row for each reason and each state of a person', () => {
    expect(new Set(excluded.map(([, , , reason]) => reason))).toEqual(new Set(exclusionReasons));
    const states = [...excluded, ...eligible].map(([, person]) => person.state ?? 'usual');
    expect(new Set(states)).toEqual(new Set(personStates));
  });

  it('names the first reason where several hold', () => {
    const several = { state: 'has-died', objectedOn: localDate('2026-10-01'), contactPoints: [] } as const;
    expect(judged(several, { wavesLastYear: 9 })).toEqual({ kind: 'excluded', reason: 'has-died' });
  });

  it('takes the next own address where the first is suppressed', () => {
    const second = { ...own, number: 2, value: 'second@example.org' };
    const isSuppressed = (address: string): boolean => address === second.value;
    expect(judged({ contactPoints: [own, second] }, { isSuppressed })).toEqual({ kind: 'eligible', address: own });
  });
});
