// What of "Useful now" is shown on a day, what somebody should look at, and which addresses may stand there (Y13).
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { isDue, isShown, parseLink, usefulBySection, usefulSections } from '../../../src/domain/survey/useful-now.js';
import { promotionIn } from '../../../src/domain/waves/letters/promotion.js';
import { startingUseful } from '../../../src/reference/index.js';
import { readingAge } from '../../support/readability.js';

const checkedOn = localDate('2026-05-01');

describe('an entry', () => {
  it.each([
    ['2026-05-01', true, false],
    ['2026-10-01', true, false],
    ['2026-10-02', true, true], // hidden within a month
    ['2026-10-31', true, true],
    ['2026-11-01', false, true],
  ])('that was looked at on 1 May 2026 is on %s shown: %s, due: %s', (today, shown, due) => {
    expect([isShown({ checkedOn }, localDate(today)), isDue({ checkedOn }, localDate(today))]).toEqual([shown, due]);
  });

  it('that nobody ever looked at is never shown', () => {
    expect([isShown({}, checkedOn), isDue({}, checkedOn)]).toEqual([false, true]);
  });
});

describe('the list that comes along', () => {
  it('shows nothing before somebody has looked, and then every section, in one order for all', () => {
    expect(usefulBySection(startingUseful, checkedOn)).toEqual([]);
    const looked = startingUseful.map((entry) => ({ ...entry, checkedOn }));
    expect(usefulBySection(looked, checkedOn).map(({ section }) => section)).toEqual([...usefulSections]);
  });

  it('names who publishes each, advertises nothing, and reads plainly', () => {
    expect(new Set(startingUseful.map(({ id }) => id)).size).toBe(startingUseful.length);
    for (const { title, text, source, link } of startingUseful) {
      expect([title, promotionIn(`${title}. ${text}`), source.length > 0, parseLink(link)]).toEqual([
        title,
        [],
        true,
        link,
      ]);
    }
    expect(readingAge(startingUseful.map(({ text }) => text))).toBeLessThanOrEqual(13);
  });
});

it.each([
  ['https://www.gov.uk/student-finance?step=1#top', true],
  ['  https://carers.org  ', true],
  ['http://www.gov.uk/student-finance', false],
  ['https://avery:secret@example.org/', false],
  ['https://localhost/', false],
  ['javascript:alert(1)', false],
  ['https://example.org/"onclick=', false],
  [`https://example.org/${'a'.repeat(300)}`, false],
])('the address %s may stand there: %s', (typed, may) => expect(parseLink(typed) !== null).toBe(may));
