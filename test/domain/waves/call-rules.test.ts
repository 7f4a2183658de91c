// Who may be rung at which number, when, and when next. Days of November 2026: the 3rd is a Tuesday, the 7th a Saturday.
import { describe, expect, it } from '@jest/globals';
import type { Alumnus, ContactPoint } from '../../../src/domain/alumni/alumnus.js';
import { takesTexts } from '../../../src/domain/alumni/contact-point.js';
import { isTimeZone, zonesOf } from '../../../src/domain/alumni/number-places.js';
import type { QuietPeriod } from '../../../src/domain/calendar/contact-days.js';
import { localDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { callOutcomes, endAfter, type CallAttempt } from '../../../src/domain/waves/call.js';
import {
  daysForCall,
  mayRingAt,
  movedIntoCallHours,
  nextCallAt,
  wallTime,
} from '../../../src/domain/waves/call-times.js';
import { mayAnswerForThem, reachByNumber } from '../../../src/domain/waves/reach-by-number.js';
import { aLeaver } from '../../support/a-trust.js';

const on = localDate('2026-11-03');
const mobile = (given: Partial<ContactPoint> = {}): ContactPoint => ({
  number: 2,
  kind: 'mobile',
  value: '+447700900123',
  owner: 'self',
  state: 'usable',
  addedOn: localDate('2026-07-01'),
  ...given,
});
const person = (given: Partial<Alumnus> = {}): Alumnus => aLeaver(1, { contactPoints: [mobile()], ...given });
const judged = (given: Partial<Alumnus>, channel: 'text' | 'phone' = 'phone', suppressed: readonly string[] = []) => {
  const verdict = reachByNumber(person(given), channel, {
    on,
    publicTaskMonths: 18,
    isSuppressed: (number) => suppressed.includes(number),
    stopRecorded: false,
  });
  return verdict.kind === 'may' ? verdict.number.value : verdict.reason;
};
const consent = (channels?: ('mail' | 'text' | 'phone')[]): Alumnus['permissions'] => [
  {
    purpose: 'destination-survey',
    basis: 'consent',
    ...(channels === undefined ? {} : { channels }),
    evidence: 'Leaving form',
    recordedOn: localDate('2026-07-01'),
    wording: 'form 1',
  },
];

describe('whose number may be used', () => {
  it.each([
    ['their own', {}, '+447700900123'],
    ['a parent’s', { contactPoints: [mobile({ owner: 'parent' })] }, 'no-own-number'],
    ['one shared at home', { contactPoints: [mobile({ owner: 'shared' })] }, 'no-own-number'],
    ['of which nobody knows whose it is', { contactPoints: [mobile({ owner: 'unknown' })] }, 'no-own-number'],
    ['one that was wrong', { contactPoints: [mobile({ state: 'stopped' })] }, 'no-own-number'],
    ['their own, but they have died', { state: 'has-died' }, 'has-died'],
    ['their own, but they cannot answer', { state: 'cannot-answer' }, 'cannot-answer'],
    ['their own, but they said stop', { objectedOn: on }, 'objected'],
    ['their own, but no calls', { contactRules: { notBy: ['phone'] } }, 'asked-not-to'],
    ['their own, with a no to texts only', { contactRules: { notBy: ['text'] } }, '+447700900123'],
    ['with consent that names no way: mail alone', { permissions: consent() }, 'no-basis'],
    ['with consent to texts only', { permissions: consent(['mail', 'text']) }, 'no-basis'],
    ['with consent to calls', { permissions: consent(['phone']) }, '+447700900123'],
  ] satisfies [string, Partial<Alumnus>, string][])('%s', (_name, given, expected) => {
    expect(judged(given)).toBe(expected);
  });

  it('nobody is rung from the day on which their school left the trust', () => {
    const verdict = (leftTrustOn: string) =>
      reachByNumber(person(), 'phone', {
        ...{ on, publicTaskMonths: 18, isSuppressed: () => false, stopRecorded: false },
        leftTrustOn: localDate(leftTrustOn),
      });
    expect(verdict(on)).toEqual({ kind: 'may-not', reason: 'school-left' });
    expect(verdict('2027-08-31').kind).toBe('may');
  });

  it('goes on to the next of their own where one is suppressed, the confirmed one first', () => {
    const two = [mobile(), mobile({ number: 3, value: '+447700900456', confirmedOn: on })];
    expect(judged({ contactPoints: two })).toBe('+447700900456');
    expect(judged({ contactPoints: two }, 'phone', ['+447700900456'])).toBe('+447700900123');
    expect(
      judged(
        { contactPoints: two },
        'phone',
        two.map(({ value }) => value),
      ),
    ).toBe('suppressed');
  });

  it('takes texts only at mobile numbers of the United Kingdom', () => {
    const numbers = [
      '+447700900123',
      '+447624123456',
      '+447012345678',
      '+447612345678',
      '+441632960123',
      '+33612345678',
    ];
    expect(numbers.map(takesTexts)).toEqual([true, true, false, false, false, false]);
    expect(judged({ contactPoints: [mobile({ value: '+33612345678' })] }, 'text')).toBe('no-own-number');
    expect(judged({ contactPoints: [mobile({ value: '+33612345678' })] }, 'phone')).toBe('+33612345678');
  });
});

describe('who may answer for somebody', () => {
  it.each([
    ['17, nothing agreed', { dateOfBirth: localDate('2008-11-04') }, true],
    ['18 today', { dateOfBirth: localDate('2008-11-03') }, false],
    ['18, agreed', { dateOfBirth: localDate('2008-01-01'), contactRules: { proxyAgreedOn: on } }, true],
    ['17, never family', { dateOfBirth: localDate('2009-01-01'), contactRules: { neverFamily: true } }, false],
    ['agreed, but never family', { contactRules: { neverFamily: true, proxyAgreedOn: on } }, false],
    ['of unknown age', {}, false],
  ] satisfies [string, Partial<Alumnus>, boolean][])('%s', (_name, given, expected) => {
    expect(mayAnswerForThem(person(given), on)).toBe(expected);
  });
});

const hours = { from: '10:00' as LocalTime, to: '20:00' as LocalTime };
const holidays = new Set([localDate('2026-11-09')]);
const results: QuietPeriod = {
  kind: 'results',
  name: 'results day',
  first: localDate('2026-11-10'),
  last: localDate('2026-11-11'),
  unverified: false,
};
const days = { bankHolidays: holidays, quiet: [] };
const place = (...zones: string[]) => ({ zones, rules: { hours, attempts: 3, gapHours: 20 }, days });
const utc = (text: string): Date => new Date(`2026-11-${text}:00Z`);
const tried = (text: string, outcome: CallAttempt['outcome'] = 'no-answer') => ({ at: utc(text), outcome });

describe('when somebody is rung', () => {
  it('on the clock of every place where they may be', () => {
    const ring = (text: string, ...zones: string[]): boolean => mayRingAt(utc(text), zones, hours, days);
    expect(ring('03T10:00', 'Europe/London')).toBe(true);
    expect(ring('03T09:59', 'Europe/London')).toBe(false);
    expect(ring('03T20:00', 'Europe/London')).toBe(false);
    expect(ring('03T10:00', 'America/Toronto')).toBe(false); // five in the morning there
    expect(ring('03T15:00', 'America/St_Johns', 'America/Los_Angeles')).toBe(false);
    expect(ring('03T19:00', 'America/St_Johns', 'America/Los_Angeles')).toBe(true);
    expect(ring('07T12:00', 'Europe/London')).toBe(false); // a Saturday
    expect(ring('09T12:00', 'Europe/London')).toBe(false); // a bank holiday
    expect(ring('03T12:00')).toBe(false); // nobody knows where
  });

  it('knows where a number is, unless the person said where they are', () => {
    expect(zonesOf({}, '+447700900123')).toEqual(['Europe/London']);
    expect(zonesOf({}, '+353861234567')).toEqual(['Europe/Dublin']);
    expect(zonesOf({}, '+12025550123')).toEqual(['America/St_Johns', 'America/Los_Angeles']);
    expect(zonesOf({}, '+99912345678')).toEqual([]);
    expect(zonesOf({ contactRules: { timeZone: 'Asia/Tokyo' } }, '+447700900123')).toEqual(['Asia/Tokyo']);
    expect(['Asia/Tokyo', 'Nowhere/Town', ''].map(isTimeZone)).toEqual([true, false, false]);
  });

  it('moves a moment to the next good one, over weekend and holiday', () => {
    expect(movedIntoCallHours(utc('03T12:10'), place('Europe/London'))).toEqual(utc('03T12:10'));
    expect(movedIntoCallHours(utc('06T20:05'), place('Europe/London'))).toEqual(utc('10T10:00'));
    expect(movedIntoCallHours(utc('03T12:00'), place())).toBeNull();
  });

  it('keeps clear of quiet days, unless they asked for the call', () => {
    const from = (asked: boolean) =>
      movedIntoCallHours(utc('06T20:05'), {
        ...place('Europe/London'),
        days: daysForCall({ ...days, quiet: [results] }, asked),
      });
    expect([from(false), from(true)]).toEqual([utc('12T10:00'), utc('10T10:00')]);
    const exams = { ...results, kind: 'exams' as const, last: localDate('2026-12-18') };
    const after = movedIntoCallHours(utc('10T12:00'), { ...place('Europe/London'), days: { ...days, quiet: [exams] } });
    expect(after).toEqual(new Date('2026-12-21T10:00:00Z'));
  });

  it('goes round the parts of the day, a gap apart, the evening first', () => {
    const where = place('Europe/London');
    const times = [utc('03T10:00')];
    for (let n = 1; n < 4; n += 1) {
      const next = nextCallAt(
        times.map((at) => ({ at, outcome: 'no-answer' as const })),
        times.at(-1) ?? utc('03T10:00'),
        where,
      );
      times.push(next ?? utc('01T00:00'));
    }
    // Tuesday morning, Wednesday evening, Thursday afternoon when the gap ends, then the evening again, least tried.
    expect(times.map((at) => at.toISOString().slice(8, 16))).toEqual(['03T10:00', '04T17:00', '05T13:00', '06T17:00']);
  });

  it('prefers the part in which somebody was reached before', () => {
    const before = [tried('03T10:00', 'call-back'), tried('04T18:00'), tried('05T13:00')];
    expect(nextCallAt(before, utc('05T13:05'), place('Europe/London'))).toEqual(utc('06T10:00'));
  });

  it('tells the wall time of a place', () => {
    expect(wallTime(utc('03T02:05'), 'America/Toronto')).toEqual({ date: '2026-11-02', time: '21:05' });
  });
});

describe('what an outcome ends', () => {
  const attempts = (...outcomes: CallAttempt['outcome'][]) =>
    outcomes.map((outcome, place) => ({ number: place + 1, outcome }) as CallAttempt);

  it('is the whole call, but for a call back, no answer within the cap, and a wrong number where there is another', () => {
    const ends = Object.fromEntries(
      callOutcomes.map((outcome) => [outcome, endAfter(outcome, attempts(outcome), 3, true)]),
    );
    expect(ends).toEqual({
      answered: 'answered',
      proxy: 'proxy',
      'call-back': null,
      'no-answer': null,
      voicemail: null,
      'wrong-number': null,
      'refused-calls': 'refused-calls',
      'refused-all': 'refused-all',
      'has-died': 'has-died',
      'cannot-answer': 'cannot-answer',
    });
    expect(endAfter('wrong-number', attempts('wrong-number'), 3, false)).toBe('no-number');
  });

  it('counts only attempts at which nobody was reached towards the most', () => {
    expect(endAfter('no-answer', attempts('no-answer', 'call-back', 'no-answer'), 3, true)).toBeNull();
    expect(endAfter('voicemail', attempts('no-answer', 'no-answer', 'voicemail'), 3, true)).toBe('attempts-used');
  });
});
