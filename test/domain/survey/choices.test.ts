// What somebody changes about how we reach them, and what they allow: each change once, and back again.
import { describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../../src/domain/alumni/alumnus.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { allowedOn, withChange, type Change } from '../../../src/domain/survey/choices.js';
import { contactAnswers, withContactAnswers } from '../../../src/domain/survey/contact-answers.js';
import { aLeaver } from '../../support/a-trust.js';

const on = localDate('2026-11-03');
const person = aLeaver(1, { dateOfBirth: localDate('2008-02-29') });

/** After these changes in turn; each is made twice, and the second time changes nothing. */
const after = (...changes: readonly Change[]): Alumnus =>
  changes.reduce<Alumnus>((before, change) => {
    const next = withChange(before, change, on);
    if (next !== null) expect(withChange(next, change, on)).toBeNull();
    return next ?? before;
  }, person);

describe('contact points', () => {
  it('are added with whose they are, and used again when they are given again', () => {
    const contact = { kind: 'email', value: 'new@example.org', owner: 'self' } as const;
    const added = after({ kind: 'add', contact });
    expect(added.contactPoints.at(-1)).toEqual({ number: 2, ...contact, state: 'usable', addedOn: on });
    const again = after({ kind: 'add', contact }, { kind: 'stop-using', number: 2 }, { kind: 'add', contact });
    expect(again.contactPoints).toEqual(added.contactPoints);
  });

  it('that are somebody else’s are confirmed no more', () => {
    const [point] = person.contactPoints;
    if (point === undefined) throw new Error('No address.');
    const confirmed = { ...person, contactPoints: [{ ...point, confirmedOn: on }] };
    expect(withChange(confirmed, { kind: 'owner', number: 1, owner: 'parent' }, on)?.contactPoints).toEqual([
      { ...point, owner: 'parent' },
    ]);
    expect(withChange(confirmed, { kind: 'owner', number: 1, owner: 'self' }, on)).toBeNull();
    expect(withChange(confirmed, { kind: 'owner', number: 7, owner: 'shared' }, on)).toBeNull();
  });
});

it('the name to use is kept beside the one on record, and taken away', () => {
  expect(after({ kind: 'name', toUse: 'Robin' }).name).toEqual({ ...person.name, toUse: 'Robin' });
  expect(after({ kind: 'name', toUse: 'Robin' }, { kind: 'name', toUse: '' }).name).toEqual(person.name);
});

it('once a year becomes as usual again', () => {
  const yearly = { ...person, onceAYearSince: on };
  expect(withChange(yearly, { kind: 'as-usual' }, on)).toEqual({ ...person, revision: 2 });
});

describe('what they allow', () => {
  const words = { evidence: 'Choices page, w:a, now', wording: 'permissions 1' } as const;

  it('is three permissions apart, each with its day, its words and what shows it', () => {
    const said = after({ kind: 'allow', grants: { quote: true, chat: false }, ...words });
    expect(allowedOn(said, on)).toEqual(['quote']);
    expect(said.permissions.slice(1)).toEqual([
      { purpose: 'quote', basis: 'consent', ...words, recordedOn: on, ageAtCollection: 18 },
    ]);
  });

  it('ends on the day it is taken back, and what is not named stays', () => {
    const both = after({ kind: 'allow', grants: { quote: true, 'official-records': true }, ...words });
    const back = withChange(both, { kind: 'allow', grants: { quote: false }, ...words }, localDate('2027-01-05'));
    expect(back === null ? [] : allowedOn(back, localDate('2027-01-05'))).toEqual(['official-records']);
    expect(back?.permissions.find(({ purpose }) => purpose === 'quote')?.withdrawnOn).toBe('2027-01-05');
    expect(back === null ? [] : allowedOn(back, localDate('2027-01-04'))).toEqual(['official-records', 'quote']);
  });

  it('is not touched by a no to being written to, nor is that by it', () => {
    const said = { evidence: 'Survey answer r, sent 1', wording: 'yearly-check 2', on };
    const answers = { 'may-link': 'yes', 'may-chat': 'no', 'keep-in-touch': 'no' } as const;
    const next = withContactAnswers(person, contactAnswers(answers, on), said);
    expect(next?.objectedOn).toBe(on);
    expect(next === null ? [] : allowedOn(next, on)).toEqual(['official-records']);
    expect(next === null ? next : withContactAnswers(next, contactAnswers(answers, on), said)).toBeNull();
    const yes = withContactAnswers(person, contactAnswers({ 'keep-in-touch': 'three-years' }, on), said);
    expect(yes?.permissions.at(-1)).toMatchObject({ purpose: 'destination-survey', until: '2029-11-03' });
    expect(contactAnswers({ 'keep-in-touch': 'ten-years' }, on).until).toBe('2036-11-03');
  });
});

it('once a year is said in the contact update too, once, and taken back by the other answer', () => {
  const said = { evidence: 'Survey answer r, sent 1', wording: 'contact-update 2', on };
  const yearly = contactAnswers({ 'keep-in-touch': 'ten-years', 'how-often': 'year' }, on);
  const next = withContactAnswers(person, yearly, said);
  expect(next?.onceAYearSince).toBe(on);
  expect(next === null ? next : withContactAnswers(next, yearly, { ...said, on: localDate('2027-01-05') })).toBeNull();
  const usual = contactAnswers({ 'how-often': 'usual' }, on);
  expect(next === null ? next : withContactAnswers(next, usual, said)).not.toHaveProperty('onceAYearSince');
  expect(withContactAnswers(person, usual, said)).toBeNull();
  expect(next === null ? next : withContactAnswers(next, contactAnswers({}, on), said)).toBeNull(); // nothing said, nothing changes
});

it('an address by whose link they answered is confirmed, unless they say whose else it is', () => {
  const said = { evidence: 'Survey answer r, sent 1', wording: 'yearly-check 2', on, cameBy: 1 };
  const next = withContactAnswers(person, contactAnswers({}, on), said);
  expect(next?.contactPoints[0]?.confirmedOn).toBe(on);
  expect(next === null ? next : withContactAnswers(next, contactAnswers({}, on), said)).toBeNull();
  const [point] = person.contactPoints;
  const shared = { email: point?.value ?? '', 'email-owner': 'shared' };
  const other = withContactAnswers(person, contactAnswers(shared, on), said);
  expect(other?.contactPoints[0]).toMatchObject({ owner: 'shared' });
  expect(other?.contactPoints[0]).not.toHaveProperty('confirmedOn');
});
