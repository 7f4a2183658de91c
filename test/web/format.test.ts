// Dates and numbers as pages write them (look.md, sections 4 and 6), London time on both sides of the change of clocks.
import { describe, expect, it } from '@jest/globals';
import { localDate, localMonth } from '../../src/domain/calendar/local-date.js';
import { format } from '../../src/web/format.js';

describe('format', () => {
  it.each([
    ['2026-11-03T09:00:00Z', 'Tuesday 3 November, 09:00'],
    ['2026-07-01T23:30:00Z', 'Thursday 2 July, 00:30'],
    ['2026-10-25T00:30:00Z', 'Sunday 25 October, 01:30'],
    ['2026-10-25T01:30:00Z', 'Sunday 25 October, 01:30'],
  ])('writes the instant %s as %s', (instant, words) => {
    expect(format.dateTime(new Date(instant))).toBe(words);
  });

  it('writes days and months', () => {
    expect(format.date(localDate('2026-11-03'))).toBe('3 November 2026');
    expect(format.day(new Date('2026-06-30T23:30:00Z'))).toBe('1 July 2026');
    expect(format.month(localMonth('2026-10'))).toBe('October 2026');
    expect(format.shortMonth(localMonth('2026-10'))).toBe('Oct');
  });

  it.each([
    [0, 'no answers'],
    [1, 'one answer'],
    [10, 'ten answers'],
    [11, '11 answers'],
    [1204, '1,204 answers'],
  ])('counts %d in words up to ten', (count, words) => {
    expect(format.countOf(count, 'answer', 'answers')).toBe(words);
  });

  it('begins a sentence with a capital', () => {
    expect([format.capital('one answer'), format.capital('')]).toEqual(['One answer', '']);
  });

  it('writes shares, and a dash where there is nothing to share', () => {
    expect([format.percent(62, 100), format.percent(1, 3), format.percent(0, 0)]).toEqual(['62 %', '33 %', '–']);
  });
});
