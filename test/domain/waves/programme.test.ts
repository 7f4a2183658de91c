// When the standing plans write, and that a plan laid out by them always holds.
import { describe, expect, it } from '@jest/globals';
import { contactDayFrom, notesBetween, quietReason } from '../../../src/domain/calendar/contact-days.js';
import { addDays, localDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { checkContactPlan } from '../../../src/domain/waves/contact-plan.js';
import { layOut } from '../../../src/domain/waves/lay-out.js';
import {
  anchorDay,
  draftDay,
  occurrencesOf,
  occurrenceTitle,
  questionnaireFor,
  type Occurrence,
} from '../../../src/domain/waves/programme.js';
import { year11V1, year13V1 } from '../../../src/domain/waves/programmes/leavers-v1.js';
import { knownDays } from '../../../src/reference/index.js';
import fc from '../../support/properties.js';

const hours = { from: '09:00' as LocalTime, to: '19:00' as LocalTime };
const today = localDate('2026-01-01');
const known = { days: knownDays, hours, today };

describe('days of contact', () => {
  it.each([
    ['2026-11-03', null],
    ['2026-11-07', 'a Saturday'],
    ['2026-12-24', 'within 24 December to 2 January'],
    ['2026-12-28', 'within 24 December to 2 January'],
    ['2027-01-02', 'within 24 December to 2 January'],
    ['2027-01-04', null],
    ['2027-03-26', 'a bank holiday'],
    ['2027-08-12', 'A-level results day (unverified)'],
    ['2027-06-18', 'in the main exam weeks (unverified)'],
    ['2027-10-11', 'Yom Kippur'],
    ['2027-02-10', null], // Ramadan is a note, not a block
    ['2035-12-25', 'within 24 December to 2 January'], // without any list
  ])('%s: %s', (date, reason) => expect(quietReason(localDate(date), knownDays)).toBe(reason));

  it('come after all that stands in the way, each reason once', () => {
    expect(contactDayFrom(localDate('2026-12-25'), knownDays)).toEqual({
      day: '2027-01-04',
      because: ['within 24 December to 2 January', 'a Sunday'],
    });
    expect(contactDayFrom(localDate('2026-11-03'), knownDays)).toEqual({ day: '2026-11-03', because: [] });
  });

  it('know what falls between two days', () => {
    const notes = notesBetween(localDate('2027-03-01'), localDate('2027-04-01'), knownDays);
    expect(notes.map(({ name }) => name)).toEqual(['Ramadan']);
  });
});

describe('a programme', () => {
  it('is anchored to the measure, not to months since leaving', () => {
    const of = occurrencesOf(year13V1, 2026).map(({ key, anchor }) => [key, anchor]);
    expect(of.slice(0, 4)).toEqual([
      ['y13-2026:start-0', '2026-09-07'],
      ['y13-2026:arrival-0', '2026-10-15'],
      ['y13-2026:sustained-0', '2027-04-01'],
      ['y13-2026:yearly-1', '2027-10-15'],
    ]);
    expect(of.slice(-1)).toEqual([['y13-2026:ten-10', '2036-10-15']]);
    expect(of).toHaveLength(13);
    const [, year11] = occurrencesOf(year11V1, 2026);
    expect([year11?.key, year11?.anchor]).toEqual(['y11-2026:situation-0', '2026-11-01']);
  });

  it('drafts three weeks ahead, leaves out what is turned off, and names each wave', () => {
    const [start] = occurrencesOf(year13V1, 2026);
    if (start === undefined) throw new Error('There is a start check.');
    expect(draftDay(start, year13V1)).toBe('2026-08-17');
    const off = { ...year13V1, points: year13V1.points.map((point) => ({ ...point, on: point.id === 'yearly' })) };
    expect(occurrencesOf(off, 2026).map(occurrenceTitle).slice(0, 2)).toEqual([
      'Year 13, 2026: yearly check, 1 year on',
      'Year 13, 2026: yearly check, 2 years on',
    ]);
  });

  it('asks what its point names, the newest version, or says that another stands in', () => {
    const published = [
      { name: 'destination-check', version: 1 },
      { name: 'arrival-check', version: 2 },
      { name: 'arrival-check', version: 10 },
    ];
    expect(questionnaireFor('arrival-check', published)).toEqual({ ref: published[2], standsIn: false });
    expect(questionnaireFor('start-check', published)).toEqual({ ref: published[0], standsIn: true });
    expect(questionnaireFor('start-check', [])).toBeNull();
  });
});

describe('laid out', () => {
  const occurrence = (day: string, steps: Record<string, number>, closesAfterDays = 60): Occurrence => ({
    ...{ key: 'k', programmeId: 'y13', version: 1, cohortId: 'y13-2026' as Occurrence['cohortId'], years: 0 },
    anchor: localDate(day),
    point: {
      ...{ id: 'arrival', on: true, anchor: day.slice(5), years: [0], because: '', asks: 'x', closesAfterDays },
      steps: Object.entries(steps).map(([id, afterDays]) => ({ id: id as 'i', afterDays, at: '10:00' as LocalTime })),
    },
  });

  it('explains each step that does not stand where it was planned', () => {
    const plan = layOut(occurrence('2026-11-29', { i: 0, r1: 7, r2: 26, l: 33, p: 36 }), known);
    expect(plan.steps.map(({ id, on }) => [id, on])).toEqual([
      ['i', '2026-11-30'],
      ['r1', '2026-12-07'],
      ['r2', '2027-01-04'],
      ['l', '2027-01-11'],
      ['p', '2027-01-12'],
    ]);
    expect(plan.moves).toEqual([
      { step: 'i', from: '2026-11-29', because: ['a Sunday'] },
      { step: 'r1', from: '2026-12-06', because: ['less than a week after the message before it'] },
      { step: 'r2', from: '2026-12-25', because: ['within 24 December to 2 January', 'a Sunday'] },
      { step: 'l', from: '2027-01-01', because: ['less than a week after the message before it'] },
      { step: 'p', from: '2027-01-04', because: ['before the last message has left'] },
    ]);
    expect(plan.closesOn).toBe('2027-01-28');
  });

  it('moves a time into contact hours and says so', () => {
    const late = { ...known, hours: { from: '11:00' as LocalTime, to: '19:00' as LocalTime } };
    const plan = layOut(occurrence('2026-11-03', { i: 0 }), late);
    expect(plan.steps[0]?.at).toBe('11:00');
    expect(plan.moves).toEqual([
      {
        ...{ step: 'i', from: '2026-11-03' },
        because: ['outside contact hours at 10:00, so that it leaves at 11:00'],
      },
    ]);
  });

  it('begins today where its day is past, and leaves out what would outlive the links', () => {
    const plan = layOut(occurrence('2026-10-15', { i: 0, p: 105 }, 106), { ...known, today: localDate('2026-10-20') });
    expect(plan.steps[0]?.on).toBe('2026-10-20');
    expect(plan.moves[0]).toEqual({ step: 'i', from: '2026-10-15', because: ['past'] });
    const longer = layOut(occurrence('2027-03-09', { i: 0, r1: 106 }), known); // both lie on quiet days
    expect(longer.steps.map(({ id }) => id)).toEqual(['i', 'r1']);
    const tooLong = layOut(occurrence('2027-03-12', { i: 0, r1: 106 + 57 }), known);
    expect(tooLong.leftOut.map(({ step, because }) => [step, because.at(-1)])).toEqual([
      ['r1', 'after the last day for which links may stay open'],
    ]);
  });

  it('always holds: every point of every cohort makes a plan that can be confirmed, on days of contact', () => {
    const all = [2024, 2025, 2026, 2027, 2028].flatMap((year) => [
      ...occurrencesOf(year11V1, year),
      ...occurrencesOf(year13V1, year),
    ]);
    for (const each of all) {
      const { steps, closesOn } = layOut(each, known);
      const first = steps[0]?.on ?? each.anchor;
      expect([each.key, checkContactPlan({ steps, closesOn }, { today: first, hours })]).toEqual([each.key, []]);
      expect(steps.map(({ on }) => quietReason(on, knownDays))).toEqual(steps.map(() => null));
    }
    const anyDay = fc.integer({ min: 0, max: 1_000 }).map((days) => addDays(today, days));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 20 }), (anchor, late) => {
        const now = addDays(anchor, late);
        for (const point of [...year11V1.points, ...year13V1.points]) {
          const { steps, closesOn } = layOut({ point, anchor }, { ...known, today: now });
          expect(checkContactPlan({ steps, closesOn }, { today: now, hours })).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('the day of an anchor is that of the academic year it names', () => {
  expect(anchorDay('04-01', 2026, 0)).toBe('2027-04-01');
  expect(anchorDay('10-15', 2026, 5)).toBe('2031-10-15');
  expect(anchorDay('08-31', 2026, 0)).toBe('2027-08-31');
  expect(anchorDay('09-01', 2026, 0)).toBe('2026-09-01');
});
