// Whether a plan holds, which moves are allowed, and when messages are due: table by table.
import { describe, expect, it } from '@jest/globals';
import { localDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { leavesFrom, openingsOf } from '../../../src/domain/waves/contact-hours.js';
import { checkContactPlan, kindOfStep, suggestedPlan } from '../../../src/domain/waves/contact-plan.js';
import { dueMoment, isLateStart, stepAfter, windowEnd } from '../../../src/domain/waves/due-messages.js';
import { funnelOf, openMessages } from '../../../src/domain/waves/progress.js';
import { movesFrom, stateAfter, waveMoves } from '../../../src/domain/waves/transitions.js';
import { waveStates, type Step, type StepId } from '../../../src/domain/waves/wave.js';
import { knownDays } from '../../../src/reference/index.js';
import { schools } from '../../support/a-trust.js';

const hours = { from: '09:00' as LocalTime, to: '19:00' as LocalTime };
const step = (id: StepId, on: string, at = '09:00'): Step => ({
  ...{ id, kind: kindOfStep[id], on: localDate(on), at: at as LocalTime },
});

describe('a contact plan', () => {
  const today = localDate('2026-11-03');
  const closesOn = localDate('2026-12-11');
  const check = (...steps: readonly Step[]) =>
    checkContactPlan({ steps, closesOn }, { today, hours }).map(({ problem, step: id }) => [problem, id]);

  it.each([
    ['one step today', [step('i', '2026-11-03')], []],
    ['a week apart', [step('i', '2026-11-03'), step('r1', '2026-11-10')], []],
    ['on the last day', [step('i', '2026-12-11', '18:59')], []],
    ['no step', [], [['no-invitation', undefined]]],
    ['no invitation', [step('r1', '2026-11-03')], [['no-invitation', undefined]]],
    ['six days apart', [step('i', '2026-11-03'), step('r1', '2026-11-09')], [['too-soon', 'r1']]],
    [
      'wrong order',
      [step('i', '2026-11-03'), step('l', '2026-11-12'), step('r1', '2026-11-20')],
      [['out-of-order', 'r1']],
    ],
    [
      'a text between mails, calls soon after the last',
      [step('i', '2026-11-03'), step('t', '2026-11-10'), step('l', '2026-11-17'), step('p', '2026-11-18')],
      [],
    ],
    [
      'a text within a week',
      [step('i', '2026-11-03'), step('r1', '2026-11-10'), step('t', '2026-11-12')],
      [['too-soon', 't']],
    ],
    [
      'calls before the last mail',
      [step('i', '2026-11-03'), step('p', '2026-11-10'), step('l', '2026-11-17')],
      [['out-of-order', 'l']],
    ],
    ['calls on the day of the last', [step('i', '2026-11-03'), step('p', '2026-11-03')], [['out-of-order', 'p']]],
    [
      'a step twice',
      [step('i', '2026-11-03'), step('t', '2026-11-10'), step('t', '2026-11-17')],
      [['out-of-order', 't']],
    ],
    [
      'mail out of order around a text',
      [step('i', '2026-11-03'), step('l', '2026-11-10'), step('t', '2026-11-17'), step('r1', '2026-11-24')],
      [['out-of-order', 'r1']],
    ],
    ['a text first', [step('t', '2026-11-03')], [['no-invitation', undefined]]],
    ['yesterday', [step('i', '2026-11-02')], [['before-today', 'i']]],
    ['after closing', [step('i', '2026-12-12')], [['after-close', 'i']]],
    ['in the hour that clocks change', [step('i', '2026-11-03', '01:30')], [['outside-hours', 'i']]],
    ['when hours end', [step('i', '2026-11-03', '19:00')], [['outside-hours', 'i']]],
  ] as const)('%s', (_name, steps, problems) => expect(check(...steps)).toEqual(problems));

  it.each(['01:00', '01:59'])('never stands at %s, in the hour that clocks change', (at) => {
    const always = { from: '00:00' as LocalTime, to: '23:59' as LocalTime };
    const plan = { steps: [step('i', '2026-11-03', at)], closesOn };
    expect(checkContactPlan(plan, { today, hours: always })).toEqual([{ problem: 'clock-change-hour', step: 'i' }]);
  });

  it('may not stay open for longer than its links', () => {
    const long = { steps: [step('i', '2026-11-03')], closesOn: localDate('2027-02-18') };
    expect(checkContactPlan(long, { today, hours })).toEqual([{ problem: 'closes-too-late' }]);
    expect(checkContactPlan({ ...long, closesOn: localDate('2027-02-17') }, { today, hours })).toEqual([]);
  });

  it.each(['2026-11-03', '2026-12-23', '2027-03-20', '2027-08-28'])('suggested on %s holds', (on) => {
    const plan = suggestedPlan({ date: localDate(on), time: '10:00' as LocalTime }, hours, knownDays);
    expect(plan.steps.map(({ id }) => id)).toEqual(['i', 'r1', 'r2', 'l']);
    expect(checkContactPlan(plan, { today: localDate(on), hours })).toEqual([]);
  });

  it.each([
    ['2026-11-03', '08:30', '00:00', '23:59', ['00:00', '09:00', '09:00', '09:00']], // so that it leaves at once
    ['2026-11-03', '09:00', '00:00', '23:59', ['09:00', '09:00', '09:00', '09:00']],
    ['2026-11-07', '08:30', '00:00', '23:59', ['09:00', '09:00', '09:00', '09:00']], // a Saturday: not today
    ['2026-11-03', '08:30', '09:00', '19:00', ['09:00', '09:00', '09:00', '09:00']],
    ['2026-11-03', '18:00', '10:00', '20:00', ['10:00', '10:00', '10:00', '10:00']],
  ])('suggested on %s at %s with contact from %s to %s stands at %j', (on, at, from, to, times) => {
    const plan = suggestedPlan(
      { date: localDate(on), time: at as LocalTime },
      { from: from as LocalTime, to: to as LocalTime },
      knownDays,
    );
    expect(plan.steps.map((one) => one.at)).toEqual(times);
  });

  it('suggested for today begins on a Saturday too, and reminds on days on which people are written to', () => {
    const now = { date: localDate('2026-11-28'), time: '10:00' as LocalTime };
    const days = suggestedPlan(now, hours, knownDays, true).steps.map(({ on }) => on);
    expect(days).toEqual(['2026-11-28', '2026-12-08', '2026-12-18', '2027-01-04']);
  });
});

describe('contact hours', () => {
  it.each([
    ['2026-11-03T08:59:59Z', '2026-11-03T09:00:00Z'],
    ['2026-11-03T09:00:00Z', '2026-11-03T09:00:00Z'],
    ['2026-11-03T18:59:59Z', '2026-11-03T18:59:59Z'],
    ['2026-11-03T19:00:00Z', '2026-11-04T09:00:00Z'],
    ['2026-10-24T20:00:00Z', '2026-10-25T09:00:00Z'], // the night in which clocks go back
    ['2027-03-27T20:00:00Z', '2027-03-28T08:00:00Z'], // and forward
  ])('%s may leave at %s', (at, leaves) => {
    const everyDay = { hours, isQuiet: () => false };
    expect(leavesFrom(new Date(at), everyDay)).toEqual(new Date(leaves));
  });

  it('never end where they begin when they began', () => {
    const always = { from: '00:00' as LocalTime, to: '00:00' as LocalTime };
    const night = new Date('2026-11-03T03:00:00Z');
    expect(leavesFrom(night, openingsOf([], always, knownDays))).toEqual(night);
  });

  it.each([
    ['2026-11-03T10:00:00Z', '2026-11-03T10:00:00Z'],
    ['2026-11-06T19:00:00Z', '2026-11-09T09:00:00Z'], // Friday evening
    ['2026-11-08T10:00:00Z', '2026-11-09T09:00:00Z'],
    ['2026-11-14T10:00:00Z', '2026-11-14T10:00:00Z'], // a Saturday on which a step stands
    ['2026-11-13T20:00:00Z', '2026-11-14T09:00:00Z'],
    ['2026-12-23T19:30:00Z', '2027-01-04T09:00:00Z'],
  ])('with quiet days: what is ready at %s leaves at %s', (at, leaves) => {
    const openings = openingsOf([step('i', '2026-11-14')], hours, knownDays);
    expect(leavesFrom(new Date(at), openings)).toEqual(new Date(leaves));
    // Senders ask the same of every moment, and let it go then.
    expect(leavesFrom(new Date(leaves), openings)).toEqual(new Date(leaves));
  });

  it('that are the whole day begin again at midnight after a quiet day', () => {
    const always = { from: '09:00' as LocalTime, to: '09:00' as LocalTime };
    const openings = openingsOf([], always, knownDays);
    expect(leavesFrom(new Date('2026-11-08T10:00:00Z'), openings)).toEqual(new Date('2026-11-09T00:00:00Z'));
  });
});

describe('due messages', () => {
  it.each([
    [undefined, '2026-11-12T09:00:00Z'],
    ['2026-11-03T09:00:00Z', '2026-11-12T09:00:00Z'],
    ['2026-11-09T15:00:00Z', '2026-11-16T09:00:00Z'], // the one before was late: a week after it
    ['2026-11-08T15:00:00Z', '2026-11-16T09:00:00Z'], // a week after it is a Sunday
  ])('after one that was due at %s, at %s', (previous, due) => {
    const before = previous === undefined ? undefined : new Date(previous);
    const reminder = step('r1', '2026-11-12');
    expect(dueMoment(reminder, before, openingsOf([reminder], hours, knownDays))).toEqual(new Date(due));
  });

  it('follow the order of the plan, and end with the window', () => {
    const steps = [step('i', '2026-11-03'), step('l', '2026-11-12')];
    expect(stepAfter(steps, 'i')).toEqual(steps[1]);
    expect(stepAfter(steps, 'l')).toBeNull();
    expect(stepAfter(steps, 'r1')).toBeNull();
    const long = [...steps, step('t', '2026-11-20'), step('p', '2026-11-27')];
    expect(stepAfter(long, 'l')).toEqual(long[2]);
    expect(stepAfter(long, 't')).toBeNull(); // calls wait for nobody's invitation
    expect(windowEnd({ closesOn: localDate('2026-10-24') })).toEqual(new Date('2026-10-24T23:00:00Z'));
    expect(isLateStart({ steps }, new Date('2026-11-04T09:00:00Z'))).toBe(false);
    expect(isLateStart({ steps }, new Date('2026-11-04T09:00:01Z'))).toBe(true);
  });

  it('begins with the text, if with anything, where no mail reaches anybody on the list', () => {
    const frozen = { position: 'a', candidates: 2, invited: 2, excluded: 0, lanes: [], done: true };
    const late = new Date('2026-11-11T09:00:01Z');
    const withText = [step('i', '2026-11-03'), step('t', '2026-11-10')];
    expect(isLateStart({ steps: withText, freezing: frozen }, new Date('2026-11-11T09:00:00Z'))).toBe(false);
    expect(isLateStart({ steps: withText, freezing: frozen }, late)).toBe(true);
    expect(isLateStart({ steps: withText.slice(0, 1), freezing: frozen }, late)).toBe(false);
    const written = { ...frozen, lanes: [{ lane: 'example.org', count: 1 }] };
    expect(isLateStart({ steps: withText, freezing: written }, new Date('2026-11-05T09:00:00Z'))).toBe(true);
  });
});

describe('moves of a wave', () => {
  // Every pair of a state and a move; what is not named here is refused.
  const allowed: Readonly<Record<string, string>> = {
    'draft confirm': 'confirmed',
    'draft cancel': 'cancelled',
    'confirmed freeze': 'freezing',
    'confirmed cancel': 'cancelled',
    'freezing run': 'running',
    'freezing cancel': 'cancelled',
    'running pause': 'paused',
    'running close': 'closing',
    'running cancel': 'cancelled',
    'paused resume': 'running',
    'paused close': 'closing',
    'paused cancel': 'cancelled',
    'closing finish': 'closed',
  };
  const pairs = waveStates.flatMap((state) => waveMoves.map((move) => [state, move] as const));

  it.each(pairs)('%s, %s', (state, move) => {
    const after = allowed[`${state} ${move}`] ?? null;
    expect(stateAfter(state, move)).toBe(after);
    expect(movesFrom(state).includes(move)).toBe(after !== null);
  });

  it('lead from a draft to every state, and out of every state but the last two', () => {
    const reached = new Set<string>(['draft']);
    for (const from of reached) {
      for (const move of waveMoves) reached.add(allowed[`${from} ${move}`] ?? from);
    }
    expect([...reached].sort()).toEqual([...waveStates].sort());
    expect(waveStates.filter((state) => movesFrom(state).length === 0)).toEqual(['closed', 'cancelled']);
  });
});

describe('progress', () => {
  it('adds schools up, and the sums agree', () => {
    const [north, south] = schools;
    if (north === undefined || south === undefined) throw new Error('There are two schools.');
    const one = {
      ...{ schoolId: north, candidates: 5, accepted: 3, exclusions: { deferred: 1 } },
      ...{ invitations: { invited: 2, started: 1, completed: 1 }, steps: { i: { accepted: 3, planned: 1 } } },
      ...{ answered: { i: 1 }, groups: { university: { invited: 4, completed: 1 } }, held: 1 },
    };
    const two = {
      ...{ schoolId: south, candidates: 2, accepted: 1, exclusions: { deferred: 1 } },
      ...{ invitations: { stopped: 1 }, steps: { i: { accepted: 1 }, r1: { unknown: 1 } } },
      groups: { university: { invited: 1, completed: 0 } },
    };
    const sum = funnelOf([one, two]);
    expect(sum).toEqual({
      ...{ candidates: 7, excluded: 2, exclusions: { deferred: 2 }, invited: 5, byTelephone: 0, accepted: 4 },
      ...{ started: 2, completed: 1, stopped: 1, messages: { accepted: 4, planned: 1, unknown: 1 } },
      steps: { i: { accepted: 4, planned: 1 }, r1: { unknown: 1 } },
      ...{ answered: { i: 1 }, groups: { university: { invited: 5, completed: 1 } }, held: 1, stuck: 0 },
    });
    expect(sum.invited + sum.excluded).toBe(sum.candidates);
    expect(openMessages(sum.messages)).toBe(1);
  });
});
