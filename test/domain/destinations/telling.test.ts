// What is counted of what somebody told: from answers to the sealed neighbour of the row; and the steps between months, on
// histories that are known and on simulated ones.
import { describe, expect, it } from '@jest/globals';
import type { AlumnusId, CohortId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { addMonths, localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { claimsFromResponse } from '../../../src/domain/destinations/claim-from-response.js';
import type { ClaimDetail, ClaimId } from '../../../src/domain/destinations/claim.js';
import { stepsOf } from '../../../src/domain/destinations/recall.js';
import { buildRecord } from '../../../src/domain/destinations/rebuild-record.js';
import type { Spell } from '../../../src/domain/destinations/spell.js';
import { mayTell, tellingOf, type Telling } from '../../../src/domain/destinations/telling.js';
import { ratioOf } from '../../../src/domain/statistics/proportion.js';
import { drawnBlock, type Answers } from '../../../src/domain/survey/definition.js';
import { randomFrom } from '../../../src/main/sample/random.js';
import { nameLists } from '../../../src/reference/index.js';
import { aClaim, placedAtAston } from './a-claim.js';

const month = (text: string) => ({ month: text, about: false });
const atLeeds: Answers = {
  ...{ situation: 'university', since: month('2026-09'), provider: 'University of Leeds', 'as-planned': 'yes' },
  'still-there': 'yes',
};
const leftLeeds: Answers = {
  ...atLeeds,
  ...{ 'still-there': 'left-early', 'left-in': month('2027-01'), 'plan-story': 'started-and-left' },
};

/** What is told by answers on days, and by what reviewers read in them. */
function told(
  answers: readonly (readonly [on: string, Answers])[],
  coded: Readonly<Record<string, ClaimDetail>> = {},
): Telling | null {
  const made = answers.flatMap(([on, given], place) =>
    claimsFromResponse({
      ...{ responseId: `w${place + 1}:a`, revision: 1, answers: given, knownOn: localDate(on), planned: 'university' },
    }),
  );
  const record = buildRecord(
    {
      ...{ id: 'a' as AlumnusId, schoolId: 'northgate' as SchoolId, cohortId: 'y13-2026' as CohortId },
      ...{ leftOn: localDate('2026-07-17'), claims: made.map(({ claim }) => claim), decisions: [], revision: 1 },
    },
    localDate('2028-09-01'),
  );
  const details = new Map(made.flatMap(({ claim, detail }) => (detail === null ? [] : [[claim.id, detail] as const])));
  for (const [id, detail] of Object.entries(coded)) details.set(id as ClaimId, detail);
  return tellingOf(record, details, nameLists);
}

describe('what somebody told', () => {
  it('is why they left, how they paid and how the place suited them, with the chance of being asked', () => {
    const answers: Answers = {
      ...leftLeeds,
      ...{ reasons: ['money', 'belonging'], 'reasons-money': ['FIN/M1'], 'reasons-belonging': ['BEL/B1'] },
      ...{ 'main-reason': 'money', payment: 'student-loan', 'right-place': '2' },
      ...{ 'three-more': 'yes', [drawnBlock]: 'living', belong: '1', 'travel-works': '4', 'home-works': 'dont-know' },
      ...{ 'lives-in': 'LS2', 'lives-with': 'students', 'looks-after': 'no' },
    };
    expect(told([['2027-04-20', answers]])).toEqual({
      reasons: [
        {
          ...{ opening: 'started-and-left', period: 'spring', provider: '10007795' },
          ...{ main: 'FIN', codes: ['BEL/B1', 'FIN/M1'] },
        },
      ],
      payment: 'student-loan',
      home: { 'lives-in': 'LS2', 'lives-with': 'students', 'looks-after': 'no' },
      ratings: { 'right-place': 2, belong: 1, 'travel-works': 4 },
      asked: 0.333,
      recall: {
        seam: { steps: 0, changes: 0 },
        within: { steps: 5, changes: 1 },
        events: [
          { kind: 'began', month: 9, delay: 7, how: 'stated' },
          { kind: 'left', month: 1, delay: 3, how: 'reason' },
        ],
      },
    });
  });

  it('rates the first place alone, and knows who was asked twice', () => {
    const block = (name: string, more: Answers): Answers => ({ ...atLeeds, [drawnBlock]: name, ...more });
    const twice = told([
      ['2027-04-20', block('living', { belong: '5' })],
      ['2027-11-10', block('means', { 'money-enough': '2' })],
    ]);
    expect(twice).toMatchObject({ ratings: { belong: 5, 'money-enough': 2 }, asked: 0.556 });
    const job = {
      situation: 'work',
      employer: 'Acme',
      since: month('2027-08'),
      'still-there': 'yes',
      'right-place': '1',
    };
    const moved = told([
      ['2027-04-20', { ...atLeeds, 'right-place': '4' }],
      ['2027-11-10', job],
    ]);
    expect(moved?.ratings).toEqual({ 'right-place': 4 });
  });

  it('is what a reviewer read in their own words, and says where nobody has read them yet', () => {
    const words = { ...leftLeeds, reasons: ['something-else'], 'reason-words': 'Invented words.' };
    expect(told([['2027-04-20', words]])?.reasons).toMatchObject([{ codes: ['UNK/U3'], words: 'waiting' }]);
    const coded = { 'w1:a:1:a~coded': { reasons: ['FIN/M4'] } };
    expect(told([['2027-04-20', words]], coded)?.reasons).toMatchObject([
      { codes: ['FIN/M4'], main: 'FIN', words: 'coded' },
    ]);
  });

  it('keeps the openings apart, and of each what was told last', () => {
    const form = { plan: 'university', 'ruled-out': ['apprenticeship'], reasons: ['choice'], payment: 'family' };
    const first = { ...leftLeeds, reasons: ['money'] };
    const later = { ...leftLeeds, reasons: ['health'] };
    const found = told([
      ['2026-06-01', form],
      ['2027-02-01', first],
      ['2027-11-10', later],
    ]);
    expect(found?.reasons?.map(({ opening, period, main }) => [opening, period, main])).toEqual([
      ['never-applied', 'before', 'FIT'],
      ['started-and-left', 'second', 'HEA'],
    ]);
    expect(found?.payment).toBe('family');
  });

  it('is nothing where only files speak', () => {
    expect(mayTell({ claims: [placedAtAston] })).toBe(false);
    expect(mayTell({ claims: [placedAtAston, aClaim({})] })).toBe(true);
  });
});

describe('steps from month to month', () => {
  const answeredOn = (...days: readonly string[]) =>
    days.map((day, place) => aClaim({ id: `w${place}:a:1:a`, knownOn: day }));
  const spell = (from: string, lastKnown: string, ended: boolean): Spell => ({
    ...{ activity: 'employment', from: localMonth(from), lastKnown: localMonth(lastKnown), standing: 'began' },
    ...{ to: ended ? localMonth(lastKnown) : null, claimIds: [] },
  });

  it('lie at a seam where an answer was given in the earlier month, and nowhere after the last', () => {
    const claims = answeredOn('2026-11-10', '2027-04-14');
    const spells = [spell('2026-09', '2026-11', true), spell('2026-12', '2027-04', false)];
    expect(stepsOf({ claims, spells })).toEqual({ seam: { steps: 1, changes: 1 }, within: { steps: 6, changes: 0 } });
    expect(stepsOf({ claims: [placedAtAston], spells })).toMatchObject({ within: { steps: 0 } });
    // A month that nobody told of is no step.
    const gap = [spell('2026-09', '2026-10', false), spell('2027-01', '2027-04', false)];
    expect(stepsOf({ claims, spells: gap })).toEqual({
      seam: { steps: 0, changes: 0 },
      within: { steps: 4, changes: 0 },
    });
  });

  /** Histories of two years with a change in a month by chance, asked after 8 and 20 months; some changes slip to the seam. */
  function simulated(slips: number) {
    const random = randomFrom(41);
    const all = { seam: { yes: 0, of: 0 }, within: { yes: 0, of: 0 } };
    const start = localMonth('2024-09');
    const claims = answeredOn('2025-05-10', '2026-05-10');
    for (let person = 0; person < 700; person += 1) {
      const ends = new Set<number>();
      for (let at = 0; at < 20; at += 1) {
        if (random.chance(0.06)) ends.add(at > 8 && random.chance(slips) ? 8 : at);
      }
      const bounds = [...[...ends].sort((a, b) => a - b), 20];
      const spells = bounds.map((end, place) => {
        const from = place === 0 ? 0 : (bounds[place - 1] ?? 0) + 1;
        return spell(addMonths(start, from), addMonths(start, end), end < 20);
      });
      const { seam, within } = stepsOf({ claims, spells: spells.filter(({ from, lastKnown }) => from <= lastKnown) });
      for (const [into, found] of [[all.seam, seam] as const, [all.within, within] as const]) {
        into.yes += found.changes;
        into.of += found.steps;
      }
    }
    return ratioOf(all.seam, all.within);
  }

  it('show no pile where memory is perfect, and one where changes slip to the seam', () => {
    const perfect = simulated(0);
    const slipping = simulated(0.4);
    expect([(perfect?.low ?? 9) < 1, (perfect?.high ?? 0) > 1]).toEqual([true, true]);
    expect(slipping?.low).toBeGreaterThan(2);
  });
});
