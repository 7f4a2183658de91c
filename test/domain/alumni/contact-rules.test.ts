// What staff say about contacting somebody: what may be said by whom, what is kept, and what the audit names.
import { describe, expect, it } from '@jest/globals';
import type { Alumnus, StaffRole } from '../../../src/domain/alumni/alumnus.js';
import {
  mayChangeState,
  rulesChanged,
  rulesOf,
  rulesProblem,
  withRules,
  type GivenRules,
} from '../../../src/domain/alumni/contact-rules.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { aLeaver } from '../../support/a-trust.js';

const on = localDate('2026-11-03');
const nothing: GivenRules = { state: 'usual', neverFamily: false, proxyAgreed: false, notBy: [], onceAYear: false };
const everything: GivenRules = {
  state: 'deferred',
  deferredUntil: localMonth('2027-09'),
  neverFamily: false,
  proxyAgreed: true,
  notBy: ['phone', 'mail'],
  onceAYear: true,
  timeZone: 'America/Toronto',
  language: 'ar',
};

describe('the rules of a person', () => {
  it('come back as they were kept, with the day on which each was said', () => {
    const kept = withRules(aLeaver(1), everything, on);
    expect(rulesOf(kept)).toEqual({ ...everything, notBy: ['mail', 'phone'] });
    expect(kept.contactRules?.proxyAgreedOn).toBe(on);
    expect(kept.onceAYearSince).toBe(on);
    const later = withRules(kept, { ...everything, timeZone: 'Asia/Tokyo' }, localDate('2027-01-10'));
    expect([later.contactRules?.proxyAgreedOn, later.onceAYearSince]).toEqual([on, on]);
  });

  it('leave nothing behind when they are taken back', () => {
    const person = aLeaver(1);
    expect(withRules(withRules(person, everything, on), nothing, on)).toEqual(person);
    const usual = withRules(aLeaver(1), { ...nothing, deferredUntil: localMonth('2027-09') }, on);
    expect(usual.deferredUntil).toBeUndefined(); // a month means nothing without the state
  });

  it('are refused where they make no sense', () => {
    const { deferredUntil: _month, ...noMonth } = everything;
    expect(rulesProblem(aLeaver(1), noMonth, 'scheduler')).toBe('month-missing');
    expect(rulesProblem(aLeaver(1), { ...nothing, neverFamily: true, proxyAgreed: true }, 'scheduler')).toBe(
      'family-and-proxy',
    );
    expect(rulesProblem(aLeaver(1), everything, 'school-leader')).toBeNull();
  });

  it.each([
    ['usual', 'repeating-year', 'school-leader', true],
    ['cannot-answer', 'usual', 'reviewer', true],
    ['usual', 'restricted', 'scheduler', false],
    ['restricted', 'usual', 'scheduler', false],
    ['restricted', 'usual', 'administrator', true],
    ['has-died', 'usual', 'reviewer', false],
    ['has-died', 'usual', 'administrator', true],
    ['usual', 'has-died', 'administrator', false], // has an act of its own, which stops everything at once
    ['has-died', 'has-died', 'school-leader', true],
  ] satisfies [Alumnus['state'], Alumnus['state'], StaffRole, boolean][])(
    'from %s to %s by a %s: %s',
    (from, to, role, expected) => {
      expect(mayChangeState(from, to, role)).toBe(expected);
    },
  );

  it('are named in the audit one by one', () => {
    expect(rulesChanged(nothing, nothing)).toEqual([]);
    expect(rulesChanged(nothing, everything)).toEqual([
      ...['rules.state-deferred', 'rules.deferred-until', 'rules.proxy-agreed', 'rules.not-by-phone-mail'],
      ...['rules.once-a-year', 'rules.place', 'rules.language'],
    ]);
    expect(rulesChanged({ ...nothing, neverFamily: true, notBy: ['text'] }, nothing)).toEqual([
      'rules.family-again',
      'rules.every-way',
    ]);
  });
});
