// A programme drafts each wave once and in good time, for those who are there, and never again what somebody cancelled.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { ChangedMeanwhile, NotFound } from '../../src/application/errors.js';
import type { CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import type { LocalTime } from '../../src/domain/calendar/local-date.js';
import { year13V1 } from '../../src/domain/waves/programmes/leavers-v1.js';
import type { WavePoint } from '../../src/domain/waves/programme.js';
import { aLeaver, keepTrust, scheduler } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
const cohort = 'y13-2026' as CohortId;

beforeEach(async () => {
  opened = await openTestTools({ now: new Date('2026-09-23T10:00:00Z') });
  application = createApplication(opened.tools);
  await keepTrust(opened.tools, [aLeaver(0), aLeaver(1)]);
});
afterEach(() => opened.close());

const waves = async () => (await opened.tools.store.waves.list('every-school', 50)).map((wave) => wave);
const point = (id: WavePoint['id']): WavePoint => {
  const found = year13V1.points.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no point ${id}.`);
  return found;
};

describe('drafting', () => {
  it('makes a wave three weeks before its day, with all that a person needs to confirm it', async () => {
    await application.waves.advanceWaves();
    expect(await waves()).toEqual([]);
    opened.setClock(new Date('2026-09-24T10:00:00Z'));
    await application.waves.advanceWaves();
    const [wave] = await waves();
    expect(wave).toEqual({
      ...{ id: expect.any(String), title: 'Year 13, 2026: arrival check', cohortId: cohort, state: 'draft' },
      ...{ schoolIds: ['northgate', 'southgate'], questionnaire: { name: 'arrival-check', version: 4 } },
      steps: [
        { id: 'i', kind: 'invitation', on: '2026-10-15', at: '10:00' },
        { id: 'r1', kind: 'reminder', on: '2026-10-26', at: '10:00' },
        { id: 'r2', kind: 'reminder', on: '2026-11-09', at: '10:00' },
        { id: 'l', kind: 'last', on: '2026-11-25', at: '10:00' },
        { id: 'p', kind: 'phone', on: '2026-11-30', at: '10:00' },
      ],
      ...{ closesOn: '2026-12-16', createdBy: 'programme', revision: 1 },
      origin: {
        ...{ key: 'y13-2026:arrival-0', programmeId: 'y13', version: 1, standsIn: false, leftOut: [] },
        moves: [{ step: 'r1', from: '2026-10-24', because: ['a Saturday', 'a Sunday'] }],
      },
    });
    const { eligible, wave: shown } = await application.waves.dryRun(scheduler, wave?.id ?? '');
    const confirmed = await application.waves.confirmWave(scheduler, {
      ...{ waveId: shown.id, revision: shown.revision, typedCount: eligible },
    });
    expect([eligible, confirmed]).toEqual([2, { kind: 'confirmed' }]);
  });

  it('makes one wave, however many clocks tick', async () => {
    opened.setClock(new Date('2026-10-01T10:00:00Z'));
    await Promise.all([1, 2, 3, 4].map(() => createApplication(opened.tools).waves.advanceWaves()));
    await application.waves.advanceWaves();
    expect((await waves()).map(({ origin }) => origin?.key)).toEqual(['y13-2026:arrival-0']);
  });

  it('leaves alone what a person cancelled, whatever version follows', async () => {
    opened.setClock(new Date('2026-10-01T10:00:00Z'));
    await application.waves.advanceWaves();
    const [wave] = await waves();
    await application.waves.changeWaveState(scheduler, {
      ...{ waveId: wave?.id ?? '', revision: 1, move: 'cancel' },
    });
    const change = { kind: 'point', point: { ...point('arrival'), anchor: '10-20' } } as const;
    await application.waves.changeProgramme(scheduler, { id: 'y13', version: 1, change });
    await application.waves.advanceWaves();
    expect((await waves()).map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('waits for people, and gives those who come in late their wave within two weeks of its day', async () => {
    opened.setClock(new Date('2027-04-12T10:00:00Z'));
    const late = aLeaver(7, { cohortId: 'y11-2026' as CohortId, schoolId: 'southgate' as SchoolId });
    await opened.tools.store.alumni.writeRows([{ row: 'late-1', kind: 'new', alumnus: late, recordDue: false }]);
    await application.waves.advanceWaves();
    const made = (await waves()).map(({ cohortId, schoolIds, steps }) => [cohortId, schoolIds, steps[0]?.on]);
    expect(made.toSorted()).toEqual([
      ['y11-2026', ['southgate'], '2027-04-12'],
      [cohort, ['northgate', 'southgate'], '2027-04-12'],
    ]);
    opened.setClock(new Date('2027-04-16T10:00:00Z'));
    await keepTrust(opened.tools, [aLeaver(9, { cohortId: 'y13-2025' as CohortId })]);
    await application.waves.advanceWaves();
    expect(await waves()).toHaveLength(2);
  });
});

describe('a programme', () => {
  it('changes by new versions, one after the other, each in the audit', async () => {
    const moved = { ...point('arrival'), anchor: '10-20' };
    const change = { kind: 'point', point: moved } as const;
    expect(await application.waves.changeProgramme(scheduler, { id: 'y13', version: 1, change })).toEqual({
      ...{ kind: 'changed', version: 2 },
    });
    await expect(application.waves.changeProgramme(scheduler, { id: 'y13', version: 1, change })).rejects.toThrow(
      ChangedMeanwhile,
    );
    const [newest, first] = await application.waves.showProgramme('y13');
    expect([newest.version, newest.madeBy, newest.points.find(({ id }) => id === 'arrival')]).toEqual([
      ...[2, scheduler.staffId, moved],
    ]);
    expect(first).toEqual(year13V1);
    await application.governance.appendAudit();
    const rows = await opened.tools.store.auditEvents.about('programme:y13');
    expect(rows.map(({ act, reason }) => [act, reason])).toEqual([['programme.point-changed', 'version 2: arrival']]);
  });

  it('makes one next version when two people press at once', async () => {
    const change = { kind: 'cohort', cohortId: cohort, on: false } as const;
    const both = await Promise.allSettled(
      [1, 2].map(() => application.waves.changeProgramme(scheduler, { id: 'y13', version: 1, change })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await application.waves.showProgramme('y13')).toHaveLength(2);
  });

  it('drafts nothing for a cohort that is turned off, and again once it is on', async () => {
    opened.setClock(new Date('2026-10-01T10:00:00Z'));
    const turn = (version: number, on: boolean) =>
      application.waves.changeProgramme(scheduler, {
        ...{ id: 'y13', version, change: { kind: 'cohort', cohortId: cohort, on } },
      });
    await turn(1, false);
    await application.waves.advanceWaves();
    expect(await waves()).toEqual([]);
    await turn(2, true);
    await application.waves.advanceWaves();
    expect((await waves()).map(({ origin }) => origin?.version)).toEqual([3]);
  });

  it('refuses a point that could not be a wave and unknown programmes', async () => {
    const steps = [
      { id: 'i', afterDays: 0, at: '10:00' as LocalTime },
      { id: 'r1', afterDays: 3, at: '23:00' as LocalTime },
    ] as const;
    const change = { kind: 'point', point: { ...point('arrival'), steps } } as const;
    expect(await application.waves.changeProgramme(scheduler, { id: 'y13', version: 1, change })).toEqual({
      kind: 'refused',
      problems: [
        { problem: 'too-soon', step: 'r1' },
        { problem: 'outside-hours', step: 'r1' },
      ],
    });
    await expect(application.waves.showProgramme('y12')).rejects.toThrow(NotFound);
  });
});
