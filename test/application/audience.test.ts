// Who is in a wave's audience, with real other waves, stops and schools beside it; and that the sums always agree.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { School } from '../../src/domain/alumni/alumnus.js';
import type { CohortId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { invitationId, type Invitation } from '../../src/domain/waves/invitation.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, keepTrust, scheduler } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeEach(async () => {
  opened = await openTestTools();
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(() => opened.close());

async function draft(): Promise<WaveId> {
  const drafted = await application.waves.draftWave(scheduler, aPlan());
  if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted.problems));
  return drafted.waveId;
}

/** An invitation of person n in an earlier wave, whose last message was due on the day. */
const earlier = (n: number, wave: string, lastDueOn: string, given: Partial<Invitation> = {}): Invitation => ({
  id: invitationId(wave as WaveId, aLeaver(n).id),
  waveId: wave as WaveId,
  alumnusId: aLeaver(n).id,
  schoolId: aLeaver(n).schoolId,
  cohortId: 'y13-2026' as CohortId,
  questionnaire: { name: 'destination-check', version: 1 },
  state: 'stopped',
  stop: 'wave-ended',
  lastDueAt: new Date(`${lastDueOn}T09:00:00Z`),
  ...given,
});

describe('an audience', () => {
  it('knows what the other waves, the stops and the school have to do with it', async () => {
    const yearly = { onceAYearSince: localDate('2026-07-01') };
    await keepTrust(tools, [
      aLeaver(0),
      aLeaver(1, yearly), // written to in June
      aLeaver(2, yearly), // never written to
      aLeaver(3), // four waves within the year
      aLeaver(4), // three, and one before
      aLeaver(5), // answered on 25 October
      aLeaver(6, { permissions: [], leftOn: localDate('2020-08-31') }),
      aLeaver(7),
    ]);
    const waves = ['w1', 'w2', 'w3', 'w4'];
    await tools.store.invitations.insertNew([
      earlier(1, 'w1', '2026-06-05'),
      ...waves.map((wave, place) => earlier(3, wave, `2026-0${place + 3}-01`)),
      ...waves.map((wave, place) => earlier(4, wave, place === 0 ? '2025-11-02' : `2026-0${place + 3}-01`)),
      earlier(5, 'w4', '2026-10-15', { state: 'completed', completedAt: new Date('2026-10-25T12:00:00Z') }),
    ]);
    await application.waves.stopPerson({ alumnusId: aLeaver(7).id, reason: 'objected', actor: { kind: 'alumnus' } });

    const run = await application.waves.dryRun(scheduler, await draft());
    expect(run.exclusions).toEqual({
      'once-a-year': 1,
      'asked-often': 1,
      'answered-recently': 1,
      'before-joining': 1,
      objected: 1,
    });
    expect(run.names.map(({ id }) => id)).toEqual([0, 2, 4].map((n) => aLeaver(n).id));
  });

  it('takes in the leavers from before once the school’s own day is put right', async () => {
    await keepTrust(tools, [aLeaver(0, { permissions: [] })]);
    const [school] = await tools.store.schools.all();
    const joined = (on: string): Promise<void> =>
      tools.store.schools.save({ ...(school as School), joinedTrustOn: localDate(on) });
    await joined('2026-09-01');
    const wave = await draft();
    expect((await application.waves.dryRun(scheduler, wave)).exclusions).toEqual({ 'before-joining': 1 });
    await joined('2026-07-17');
    expect((await application.waves.dryRun(scheduler, wave)).eligible).toBe(1);
  });
});
