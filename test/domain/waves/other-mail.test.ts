// How much mail of a wave is still to leave, for the forecast of another one.
import { describe, expect, it } from '@jest/globals';
import { localDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { openingsOf } from '../../../src/domain/waves/contact-hours.js';
import { mailToCome } from '../../../src/domain/waves/other-mail.js';
import { knownDays } from '../../../src/reference/index.js';
import type { SchoolProgress, StepId, Wave, WaveProgress } from '../../../src/domain/waves/wave.js';

const now = new Date('2026-11-10T12:00:00Z');
const hours = { from: '09:00' as LocalTime, to: '19:00' as LocalTime };
const openings = openingsOf([], hours, knownDays);
const step = (id: StepId, on: string) =>
  ({ id, kind: 'reminder', on: localDate(on), at: '09:00' as LocalTime }) as Wave['steps'][number];
const aWave = (given: Partial<Wave> = {}): Wave =>
  ({
    steps: [step('i', '2026-11-03'), step('r1', '2026-11-12'), step('t', '2026-11-20'), step('p', '2026-12-01')],
    closesOn: localDate('2026-12-11'),
    freezing: {
      ...{ position: 'z', candidates: 120, invited: 100, excluded: 20, done: true },
      lanes: [
        { lane: 'gmail', count: 60 },
        { lane: 'example.org', count: 40 },
      ],
    },
    ...given,
  }) as Wave;
const progressOf = (given: Partial<SchoolProgress>): WaveProgress => ({
  asOf: now,
  schools: [
    { ...{ candidates: 120, exclusions: {}, accepted: 0, invitations: {}, steps: {} }, ...given } as SchoolProgress,
  ],
});

describe('the mail of a wave that is still to leave', () => {
  it('is everybody at each step, before anything was counted', () => {
    const found = mailToCome(aWave(), new Date('2026-11-01T12:00:00Z'), openings);
    expect(found.map(({ at, byLane }) => [at.toISOString(), Object.fromEntries(byLane)])).toEqual([
      ['2026-11-03T09:00:00.000Z', { gmail: 60, 'example.org': 40 }],
      ['2026-11-12T09:00:00.000Z', { gmail: 60, 'example.org': 40 }],
    ]);
  });

  it('is what waits of a step that has begun, and of a later one those who have not answered', () => {
    const progress = progressOf({
      invitations: { invited: 40, started: 10, completed: 45, stopped: 5 },
      steps: { i: { accepted: 80, planned: 15, deferred: 5 } },
    });
    const saturday = mailToCome(aWave({ progress }), new Date('2026-11-14T12:00:00Z'), openings);
    expect(saturday[0]?.at).toEqual(new Date('2026-11-16T09:00:00Z'));
    const found = mailToCome(aWave({ progress }), now, openings);
    expect(found.map(({ at, byLane }) => [at.toISOString(), Object.fromEntries(byLane)])).toEqual([
      ['2026-11-10T09:00:00.000Z', { gmail: 12, 'example.org': 8 }],
      ['2026-11-12T09:00:00.000Z', { gmail: 30, 'example.org': 20 }],
    ]);
  });

  it('is none for who is reached by telephone only, nor once all have answered, nor once the window is over', () => {
    const progress = progressOf({
      ...{ invitations: { invited: 10, completed: 100 }, byTelephone: 10 },
      steps: { i: { accepted: 100 } },
    });
    expect(mailToCome(aWave({ progress }), now, openings)).toEqual([]);
    expect(mailToCome(aWave(), new Date('2026-12-12T00:00:00Z'), openings)).toEqual([]);
    expect(mailToCome(aWave({ freezing: undefined } as never), now, openings)).toEqual([]);
  });
});
