import { describe, expect, it } from '@jest/globals';
import type { ContactPoint } from '../../../src/domain/alumni/alumnus.js';
import {
  isUsable,
  ownAddresses,
  parseEmailAddress,
  parseMobile,
  withContact,
} from '../../../src/domain/alumni/contact-point.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';

const today = localDate('2026-11-03');
const point = (number: number, rest: Partial<ContactPoint> = {}): ContactPoint => ({
  number,
  kind: 'email',
  value: `avery${number}@example.org`,
  owner: 'self',
  state: 'usable',
  addedOn: localDate('2026-06-15'),
  ...rest,
});

it.each([
  [' Avery.Testperson@Example.ORG ', 'avery.testperson@example.org'],
  ["o'test+tag@sub.example.org", "o'test+tag@sub.example.org"],
  [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  [`${'a'.repeat(65)}@example.org`, null],
  [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.org`, null],
  ['"a b"@example.org', null],
  ['a@b@example.org', null],
  ['a@example.org, b@example.org', null],
  ['Avery <a@example.org>', null],
  ['a@example.org\r\nBcc: b@example.org', null],
  ['.a@example.org', null],
  ['a..b@example.org', null],
  ['a@-example.org', null],
  ['a@localhost', null],
  ['á@example.org', null],
  ['', null],
])('reads the address %j', (text, expected) => {
  expect(parseEmailAddress(text)).toBe(expected);
});

it.each([
  ['07700 900123', '+447700900123'],
  ['(07700) 900-123', '+447700900123'],
  ['+44 7700 900123', '+447700900123'],
  ['0044 7700 900123', '+447700900123'],
  ['+353 85 012 3456', '+353850123456'],
  ['٠٧٧٠٠ ٩٠٠١٢٣', '+447700900123'], // as an Arabic keyboard writes it
  ['01632 960123', null],
  ['07700 90012', null],
  ['=07700900123', null],
  ['none', null],
])('reads the number %j', (text, expected) => {
  expect(parseMobile(text)).toBe(expected);
});

describe('points that may be used', () => {
  it.each([
    [{}, true],
    [{ usableUntil: today }, true],
    [{ usableUntil: localDate('2026-11-02') }, false],
    [{ state: 'bounced' }, false],
    [{ state: 'stopped' }, false],
  ] as const)('%j', (rest, expected) => {
    expect(isUsable(point(1, rest), today)).toBe(expected);
  });

  it('are the person’s own, confirmed ones first, then the newest', () => {
    const points = [
      point(1),
      point(2, { confirmedOn: today }),
      point(3),
      point(4, { owner: 'parent' }),
      point(5, { owner: 'shared' }),
      point(6, { owner: 'unknown' }),
      point(7, { kind: 'mobile' }),
      point(8, { state: 'bounced' }),
    ];
    expect(ownAddresses(points, today).map(({ number }) => number)).toEqual([2, 3, 1]);
  });
});

describe('hearing of an address', () => {
  it('adds a new one with the number after the highest', () => {
    const known = [point(1), point(4)];
    expect(withContact(known, { kind: 'email', value: 'new@example.org', usableUntil: today }, today)).toEqual([
      ...known,
      {
        number: 5,
        kind: 'email',
        value: 'new@example.org',
        owner: 'unknown',
        state: 'usable',
        usableUntil: today,
        addedOn: today,
      },
    ]);
  });

  it('keeps one that is known, stopped or not, and learns whose it is', () => {
    const known = [point(1, { owner: 'unknown', state: 'stopped' })];
    expect(withContact(known, { kind: 'email', value: 'avery1@example.org' }, today)).toBe(known);
    expect(withContact(known, { kind: 'email', value: 'avery1@example.org', owner: 'parent' }, today)).toEqual([
      point(1, { owner: 'parent', state: 'stopped' }),
    ]);
  });

  it('does not unsay what the person confirmed', () => {
    const known = [point(1, { confirmedOn: today })];
    expect(withContact(known, { kind: 'email', value: 'avery1@example.org', owner: 'parent' }, today)).toBe(known);
  });
});
