import { describe, expect, it } from '@jest/globals';
import { placeKey, readOwnHeadings } from '../../../src/domain/alumni/own-headings.js';
import { seenKeys } from '../../../src/domain/alumni/seen-keys.js';
import { shelvedName } from '../../../src/domain/alumni/dropped-file.js';
import type { SchoolId } from '../../../src/domain/alumni/ids.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';

describe('what somebody says of headings', () => {
  it('is kept by heading, the later word counting, with what is left aside', () => {
    const said = [
      { heading: 'Nachname', field: 'givenName' },
      { heading: 'NACH-NAME', field: 'familyName' },
      { heading: 'Klasse', field: '' },
      { heading: ' ', field: 'upn' },
    ];
    expect(readOwnHeadings('leavers', said)).toEqual({
      ok: true,
      headings: [
        { heading: 'NACH-NAME', field: 'familyName' },
        { heading: 'Klasse', field: '' },
      ],
    });
  });

  it('is refused for a column that there is not, and for two headings of one column', () => {
    expect(readOwnHeadings('plans', [{ heading: 'X', field: 'school' }])).toMatchObject({ ok: false, heading: 'X' });
    expect(readOwnHeadings('leavers', [{ heading: 'X', field: 'toString' }])).toMatchObject({
      ok: false,
      heading: 'X',
    });
    expect(
      readOwnHeadings('leavers', [
        { heading: 'One', field: 'upn' },
        { heading: 'Two', field: 'upn' },
      ]),
    ).toEqual({ ok: false, heading: 'Two', why: 'Two headings cannot both be UPN' });
  });

  it('stands under the folder’s own path', () => {
    expect(placeKey({ school: 'north' as SchoolId, of: 'plans' })).toBe('north/plans');
    expect(shelvedName(localDate('2026-11-03'), 'abcdef0123456789', 'export.csv')).toBe(
      '2026-11-03-abcdef01-export.csv',
    );
  });
});

describe('keys that were seen', () => {
  it('are found with their first line, and none is taken for another, over several tables', () => {
    const seen = seenKeys();
    const keys = Array.from({ length: 60_000 }, (_, n) => [`upn A${String(n).padStart(12, '0')}`, `uln ${n}`]).flat();
    const tooEarly = keys.filter((key, place) => {
      const known = seen.lineOf(key);
      seen.note(key, place + 2);
      return known !== undefined;
    });
    expect(tooEarly).toEqual([]);
    seen.note(keys[0] ?? '', 999);
    const lost = keys.filter((key, place) => seen.lineOf(key) !== place + 2);
    expect(lost).toEqual([]);
    expect(seen.lineOf('upn A999999999999')).toBeUndefined();
    expect(seen.lineOf('')).toBeUndefined();
  });
});
