import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  firstDayOf,
  lastDayOf,
  localDate,
  localMonth,
  type LocalMonth,
} from '../../../src/domain/calendar/local-date.js';
import type { Activity } from '../../../src/domain/destinations/activity.js';
import type { ClaimId } from '../../../src/domain/destinations/claim.js';
import type { Spell } from '../../../src/domain/destinations/spell.js';
import { rulesetNamed, rulesets } from '../../../src/domain/destinations/sustained/catalogue.js';
import {
  monthsOfDestinationYear,
  referenceDateOf,
} from '../../../src/domain/destinations/sustained/destination-year.js';
import { dfe1618v1 } from '../../../src/domain/destinations/sustained/dfe-1618-v1.js';

const leftOn = localDate('2026-07-17');
const year = monthsOfDestinationYear(2026);
const AFTER = localDate('2027-09-15');

const inMonth = (activity: Activity, month: LocalMonth): Spell => ({
  activity,
  from: month,
  to: month,
  lastKnown: month,
  standing: 'began',
  claimIds: ['c' as ClaimId],
});
const from = (activity: Activity, first: string, last: string): Spell => ({
  ...inMonth(activity, localMonth(first)),
  to: null,
  lastKnown: localMonth(last),
});

/** E education, W work, A apprenticeship, N known to be neither, ? not known or ahead: one letter a month from August. */
const activityOf = { E: 'university', W: 'employment', A: 'apprenticeship', N: 'looking-for-work' } as const;
const spellsOf = (letters: string): readonly Spell[] =>
  Array.from(letters).flatMap((letter, place) => {
    const month = year[place];
    const activity = letter === '?' ? undefined : activityOf[letter as keyof typeof activityOf];
    return month === undefined || activity === undefined ? [] : [inMonth(activity, month)];
  });
const judge = (letters: string, asOf = AFTER) => dfe1618v1.judge({ spells: spellsOf(letters), leftOn, asOf });

/** The rule in one statement, on twelve letters without a question mark. */
const naive = (letters: string): boolean => {
  const window = letters.slice(2, 8);
  const work = Array.from(window).filter((letter) => 'WA'.includes(letter)).length;
  return /A{6}/.test(letters) || /^E{6}$/.test(window) || work >= 5 || /^[EWA]{6}$/.test(window);
};

const patterns = (alphabet: string, length: number): readonly string[] =>
  length === 0
    ? ['']
    : patterns(alphabet, length - 1).flatMap((start) => Array.from(alphabet).map((letter) => start + letter));

/** Whether any filling of the question marks meets the rule. */
const naivePossible = (letters: string): boolean => {
  const at = letters.indexOf('?');
  if (at < 0) return naive(letters);
  return Array.from('AEWN').some((letter) => naivePossible(letters.slice(0, at) + letter + letters.slice(at + 1)));
};

describe('the measure, by exhausting month patterns', () => {
  it('October to March in education, work, an apprenticeship or neither: 4 to the 6th', () => {
    const wrong = patterns('EWAN', 6).filter(
      (window) => (judge(`NN${window}NNNN`).verdict === 'met') !== naive(`NN${window}NNNN`),
    );
    expect(wrong).toEqual([]);
  });

  it('an apprenticeship or not in each month of August to July: 2 to the 12th', () => {
    const all = patterns('AN', 12);
    expect(all.filter((letters) => (judge(letters).verdict === 'met') !== naive(letters))).toEqual([]);
    expect(all.filter((letters) => judge(letters).category === 'apprenticeship').length).toBe(
      all.filter((letters) => /A{6}/.test(letters)).length,
    );
  });

  it('with months not known after the year is over: met or missed only when no filling could change it', () => {
    const wrong = patterns('EWN?', 6).filter((window) => {
      const letters = `NN${window}NNNN`;
      const certain = naive(letters.replaceAll('?', 'N'));
      const possible = naivePossible(letters);
      return judge(letters).verdict !== (certain ? 'met' : possible ? 'not-known' : 'missed');
    });
    expect(wrong).toEqual([]);
  });

  it('in every month of the year so far: still possible exactly while what is ahead can still meet it', () => {
    const wrong = year.flatMap((month, place) =>
      patterns('EWAN', Math.min(place, 6)).flatMap((known) => {
        const letters = known.padStart(place, 'N').padEnd(12, '?');
        const expected = naive(letters.replaceAll('?', 'N'))
          ? 'met'
          : naivePossible(letters)
            ? 'still-possible'
            : 'missed';
        const verdict = judge(letters, addDays(firstDayOf(month), 14)).verdict;
        return verdict === (place === 0 ? 'not-known' : expected) ? [] : [`${letters} ${verdict}`];
      }),
    );
    expect(wrong).toEqual([]);
  }, 60_000);
});

describe('the last start that can still count', () => {
  it('is right for every beginning and every day of the year: starting then meets it, a month later does not', () => {
    const letter = { education: 'E', employment: 'W', apprenticeship: 'A' } as const;
    const wrong = patterns('EWAN', 5).flatMap((known) => {
      const letters = `NN${known}`.padEnd(12, '?');
      const result = judge(letters, localDate('2027-03-10'));
      const meets = (route: keyof typeof letter, start: number): boolean =>
        naive(
          Array.from(letters)
            .map((one, place) => (one !== '?' ? one : place >= start ? letter[route] : 'N'))
            .join(''),
        );
      return (['education', 'employment', 'apprenticeship'] as const).filter((route) => {
        const starts = [7, 8, 9, 10, 11].filter((start) => meets(route, start));
        const given = result.lastStarts.find((start) => start.route === route)?.month;
        const expected = result.verdict === 'still-possible' ? year[starts.at(-1) ?? -1] : undefined;
        return given !== expected;
      });
    });
    expect(wrong).toEqual([]);
  });

  it('on 24 November, after two months without either', () => {
    expect(judge('NNN?????????', localDate('2026-11-24'))).toMatchObject({
      verdict: 'still-possible',
      because: 'So far none of the six months from October 2026 to March 2027 counts.',
      lastStarts: [
        { route: 'employment', month: '2026-11' },
        { route: 'apprenticeship', month: '2027-02' },
      ],
    });
  });
});

describe('with real dates', () => {
  it('two of six months so far: still possible', () => {
    const result = dfe1618v1.judge({
      spells: [{ ...from('university', '2026-09', '2026-11'), provider: 'University of Leeds' }],
      leftOn,
      asOf: localDate('2026-11-24'),
    });
    expect(result).toEqual({
      ruleset: { name: 'dfe-1618', version: 1 },
      verdict: 'still-possible',
      because: 'So far two of the six months from October 2026 to March 2027 count.',
      lastStarts: [
        { route: 'education', month: '2026-12' },
        { route: 'employment', month: '2026-12' },
        { route: 'apprenticeship', month: '2027-02' },
      ],
      months: [
        { month: '2026-08', finding: 'not-known', because: 'Nobody has told us about this month.' },
        ...['2026-09', '2026-10', '2026-11'].map((month) => ({
          month,
          finding: 'education',
          because: 'University of Leeds.',
        })),
        ...['2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06', '2027-07'].map((month) => ({
          month,
          finding: 'ahead',
          because: 'Still ahead.',
        })),
      ],
      asOf: '2026-11-24',
    });
  });

  it.each([
    [
      'all six at university',
      [from('university', '2026-09', '2027-03')],
      'met',
      'In education in all six months from October 2026 to March 2027.',
    ],
    [
      'five months of work',
      [from('employment', '2026-10', '2027-02')],
      'met',
      'In work in at least five of the six months from October 2026 to March 2027.',
    ],
    [
      'college, then work',
      [from('further-education', '2026-10', '2026-12'), from('employment', '2027-01', '2027-03')],
      'met',
      'In education or work in all six months from October 2026 to March 2027.',
    ],
    [
      'an apprenticeship from February',
      [from('apprenticeship', '2027-02', '2027-07')],
      'met',
      'In an apprenticeship for six months in a row between August and July.',
    ],
    [
      'looking for work in October and November',
      [from('looking-for-work', '2026-10', '2026-11'), from('employment', '2026-12', '2027-07')],
      'missed',
      'Not in education or work in two of the six months from October 2026 to March 2027, and not six months in a row in an apprenticeship.',
    ],
    [
      'last heard of in November',
      [from('university', '2026-09', '2026-11')],
      'not-known',
      'It turns on December 2026, January 2027, February 2027 and March 2027, about which nothing is known.',
    ],
    [
      'a place alone',
      [{ ...from('university', '2026-09', '2026-09'), standing: 'placed' as const }],
      'not-known',
      'Nothing is known about October 2026 to March 2027.',
    ],
    [
      'a deferred place',
      [{ ...from('deferred-place', '2027-09', '2027-09'), standing: 'placed' as const }],
      'not-known',
      'Nothing is known about October 2026 to March 2027.',
    ],
    [
      'something else of their own',
      [from('other', '2026-09', '2027-07')],
      'missed',
      'Not in education or work in six of the six months from October 2026 to March 2027, and not six months in a row in an apprenticeship.',
    ],
  ])('%s, looked at in September 2027', (_name, spells, verdict, because) => {
    const result = dfe1618v1.judge({ spells, leftOn, asOf: AFTER });
    expect([result.verdict, result.because]).toEqual([verdict, because]);
  });

  it('counts study beside work for both, and takes education first', () => {
    const spells = [from('university', '2026-09', '2027-03'), from('employment', '2026-09', '2027-03')];
    expect(dfe1618v1.judge({ spells, leftOn, asOf: AFTER })).toMatchObject({ verdict: 'met', category: 'education' });
  });

  it('nobody heard of: not known, also while months are ahead', () => {
    expect(judge('????????????', localDate('2026-11-24'))).toMatchObject({
      verdict: 'not-known',
      because: 'Nothing is known about October 2026 to March 2027 so far.',
      lastStarts: [],
    });
  });

  it('who leaves in August belongs to the year that ends, who leaves in September to the next', () => {
    expect([referenceDateOf(localDate('2026-08-31')), referenceDateOf(localDate('2026-09-01'))]).toEqual([
      '2027-03-31',
      '2028-03-31',
    ]);
    expect([year[0], year.at(-1)]).toEqual(['2026-08', '2027-07']);
    expect(lastDayOf(localMonth('2027-03'))).toBe('2027-03-31');
  });
});

describe('the catalogue', () => {
  it('names each ruleset and version once and finds it again', () => {
    const names = rulesets.map(({ name, version }) => `${name}@${version}`);
    expect(names).toEqual([...new Set(names)]);
    expect(rulesetNamed({ name: 'dfe-1618', version: 1 })).toBe(dfe1618v1);
    expect(rulesetNamed({ name: 'dfe-1618', version: 2 })).toBeUndefined();
    expect(dfe1618v1.unverified).toHaveLength(4);
  });
});
