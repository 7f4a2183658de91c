// Who is in a wave's audience, with real other waves, stops and schools beside it; and that the sums always agree.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { ContactPoint, School } from '../../src/domain/alumni/alumnus.js';
import type { CohortId } from '../../src/domain/alumni/ids.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import { contactKey } from '../../src/application/waves/sending/contact-slots.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { invitationId, type Invitation } from '../../src/domain/waves/invitation.js';
import { messageId } from '../../src/domain/waves/message.js';
import { usualPacing } from '../../src/domain/waves/pacing.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler, schools } from '../support/a-trust.js';
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

/** The address of person n. */
function ownOf(n: number): ContactPoint {
  const [own] = aLeaver(n).contactPoints;
  if (own === undefined) throw new Error('The leaver has no address.');
  return own;
}

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

    const wave = await draft();
    const run = await application.waves.dryRun(scheduler, wave);
    expect(run.exclusions).toEqual({
      'once-a-year': 1,
      'asked-often': 1,
      'answered-recently': 1,
      'before-joining': 1,
      objected: 1,
    });
    const { people } = await application.waves.listCandidates(scheduler, wave);
    expect(people.map(({ id }) => id)).toEqual([0, 2, 4].map((n) => aLeaver(n).id));
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

describe('a dry run', () => {
  it('adds up by school, says when the last leaves and why, and names a page at a time', async () => {
    const own = ownOf(0);
    const at = (n: number, value: string) => aLeaver(n, { contactPoints: [{ ...own, value }] });
    await keepTrust(tools, [
      ...Array.from({ length: 30 }, (_, n) => at(n, `avery${n}@gmail.com`)),
      at(30, 'twins@example.org'),
      at(31, 'twins@example.org'),
      aLeaver(32, { state: 'has-died' }),
    ]);
    const paced = createApplication({
      ...tools,
      settings: { ...tools.settings, pacing: { ...usualPacing, gmailPerDay: 12 } },
    });
    const wave = await draft();
    const run = await paced.waves.dryRun(scheduler, wave);
    expect([run.candidates, run.eligible, run.exclusions]).toEqual([33, 32, { 'has-died': 1 }]);
    expect(run.bySchool.map(({ school, sums }) => [school.id, sums.candidates, sums.eligible])).toEqual([
      ['northgate', 17, 16],
      ['southgate', 16, 16],
    ]);
    expect(run.steps).toEqual([
      {
        step: run.wave.steps[0],
        forecast: {
          messages: 32,
          firstAt: new Date('2026-11-03T10:00:00Z'), // its nine o'clock has passed
          lastAt: new Date('2026-11-05T09:00:01Z'), // 12 on the 3rd, 12 on the 4th, six at ten a second
          limit: { lane: 'gmail', per: 'day', most: 12 },
          others: 0,
        },
        atOnce: true,
        held: { people: 1, until: new Date('2026-11-04T09:15:00Z') },
        late: null,
        relay: null,
      },
    ]);
    const first = await paced.waves.listCandidates(scheduler, wave);
    const second = await paced.waves.listCandidates(scheduler, wave, { after: first.next ?? '' });
    expect([first.people.length, second.people.length, second.next]).toEqual([25, 7, null]);
    expect(new Set([...first.people, ...second.people].map(({ id }) => id)).size).toBe(32);
    const leader = { ...scheduler, role: 'school-leader', schools: [schools[1] ?? ''] } as typeof scheduler;
    expect((await paced.waves.listCandidates(leader, wave)).people).toHaveLength(16);
    expect((await paced.waves.listCandidates(scheduler, wave, { reason: 'has-died' })).people).toHaveLength(1);
  });

  it('counts whoever was written to of late, and agrees with the freezing', async () => {
    await keepTrust(
      tools,
      Array.from({ length: 6 }, (_, n) => aLeaver(n, n === 5 ? { state: 'deferred' } : {})),
    );
    const key = contactKey(tools.signer, 'avery0@example.org');
    const slots = [
      { message: messageId('w0' as WaveId, aLeaver(99).id, 'i', 1), at: new Date('2026-11-02T20:00:00Z') },
    ];
    await tools.store.contactSlots.replace([{ key, slots, revision: 0, lookAt: new Date('2026-12-01T00:00:00Z') }]);
    const wave = await confirmedWave(application);
    const run = await application.waves.dryRun(scheduler, wave);
    // Free at 20:15 on the 3rd, after contact hours.
    expect(run.steps[0]?.held).toEqual({ people: 1, until: new Date('2026-11-04T09:00:00Z') });
    await application.waves.advanceWaves();
    const byState = await tools.store.invitations.countByState(wave);
    expect(byState).toEqual({ invited: run.eligible, excluded: run.candidates - run.eligible });
    expect([run.eligible, run.exclusions]).toEqual([5, { deferred: 1 }]);
  });

  it('names those who are reached by telephone only, and freezes them so, where the wave has a call step', async () => {
    const own = ownOf(0);
    const number = { ...own, number: 2, kind: 'mobile', value: '+447700900123' } as const;
    await keepTrust(tools, [
      aLeaver(0),
      aLeaver(1, { contactPoints: [number] }),
      aLeaver(2, { contactPoints: [own, { ...number, value: '+447700900124' }] }), // the address is on the list
      aLeaver(3, { contactPoints: [{ ...number, owner: 'parent' }] }),
    ]);
    const key = suppressionKey(tools.signer, own.value);
    await tools.store.suppressions.addAddress(key, 'bounced', new Date('2026-10-01T09:00:00Z'));
    const lost = await application.waves.draftWave(scheduler, aPlan());
    const without = await application.waves.dryRun(scheduler, lost.kind === 'drafted' ? lost.waveId : '');
    expect([without.eligible, without.byTelephone, without.exclusions]).toEqual([
      0,
      0,
      { suppressed: 2, 'no-own-address': 2 },
    ]);

    await tools.store.alumni.replace(
      aLeaver(0, { contactPoints: [{ ...own, value: 'new@example.org' }], revision: 2 }),
      [],
    );
    const wave = await confirmedWave(application, aPlan({ i: '2026-11-03', p: '2026-11-24' }));
    const run = await application.waves.dryRun(scheduler, wave);
    expect([run.candidates, run.eligible, run.byTelephone, run.exclusions]).toEqual([4, 1, 2, { 'no-own-address': 1 }]);
    expect(run.bySchool.map(({ sums }) => [sums.candidates, sums.eligible, sums.byTelephone])).toEqual([
      [2, 1, 1],
      [2, 0, 1],
    ]);
    const named = await application.waves.listCandidates(scheduler, wave, { reason: 'by-telephone' });
    expect(named.people.map(({ id }) => id)).toEqual([aLeaver(1).id, aLeaver(2).id]);

    await application.waves.advanceWaves();
    await application.waves.refreshProgress();
    const { funnel } = await application.waves.showWave(scheduler, wave);
    expect(funnel).toMatchObject({ candidates: 4, invited: 3, byTelephone: 2, excluded: 1 });
    const frozen = await application.waves.listByTelephone(scheduler, { waveId: wave });
    expect(frozen.people.map(({ id }) => id)).toEqual([aLeaver(1).id, aLeaver(2).id]);
    expect(await application.waves.queueDueMessages()).toBe(1);

    opened.setClock(new Date('2026-11-23T12:00:00Z'));
    await application.calls.openCalls();
    expect((await application.calls.listCalls(scheduler)).count).toBe(0);
    opened.setClock(new Date('2026-11-24T12:00:00Z'));
    await application.calls.openCalls();
    await application.calls.openCalls();
    const { due } = await application.calls.listCalls(scheduler);
    expect(due.map(({ call }) => call.alumnusId).sort()).toEqual([aLeaver(1).id, aLeaver(2).id]);
  });

  it('rings those too when the call step comes into a wave that is under way, and nobody who asked us to stop', async () => {
    const number = { ...ownOf(0), number: 2, kind: 'mobile', value: '+447700900123' } as const;
    await keepTrust(tools, [
      aLeaver(0),
      aLeaver(1, { contactPoints: [number] }),
      aLeaver(2, { contactPoints: [{ ...number, owner: 'parent' }] }),
      aLeaver(3, { contactPoints: [number], state: 'restricted' }),
    ]);
    const wave = await confirmedWave(application, aPlan({ i: '2026-11-03' }));
    await application.waves.advanceWaves();
    expect(await tools.store.invitations.countByState(wave)).toEqual({ invited: 1, excluded: 3 });
    const { wave: stands } = await application.waves.showWave(scheduler, wave);
    const step = { stepId: 'p', on: localDate('2026-11-24'), at: '09:00' as LocalTime } as const;
    await application.waves.addStep(scheduler, { waveId: wave, revision: stands.revision, ...step });
    opened.setClock(new Date('2026-11-24T12:00:00Z'));
    await Promise.all([application.waves.completeFollowUps(), application.waves.completeFollowUps()]);
    await application.waves.refreshProgress();
    const { funnel } = await application.waves.showWave(scheduler, wave);
    expect(funnel).toMatchObject({ candidates: 4, invited: 2, byTelephone: 1, excluded: 2 });
    await application.calls.openCalls();
    expect((await application.calls.listCalls(scheduler)).due.map(({ call }) => call.alumnusId)).toContain(
      aLeaver(1).id,
    );
  });

  it('may be confirmed where nobody can be written to but somebody can be rung, by the number who are', async () => {
    const number = { ...ownOf(0), number: 2, kind: 'mobile', value: '+447700900123' } as const;
    await keepTrust(tools, [aLeaver(0, { contactPoints: [number] }), aLeaver(1, { contactPoints: [] })]);
    const wave = await confirmedWave(application, aPlan({ i: '2026-11-03', p: '2026-11-24' }));
    await application.waves.advanceWaves();
    expect(await tools.store.invitations.countByState(wave)).toEqual({ invited: 1, excluded: 1 });
    expect(await application.waves.queueDueMessages()).toBe(0);
    opened.setClock(new Date('2026-11-24T12:00:00Z'));
    await application.calls.openCalls();
    expect((await application.calls.listCalls(scheduler)).due.map(({ call }) => call.alumnusId)).toEqual([
      aLeaver(0).id,
    ]);
  });

  it('shows one person’s mail after the other, step by step, and nobody else’s', async () => {
    await keepTrust(tools, [aLeaver(0), aLeaver(1, { state: 'has-died' }), aLeaver(2)]);
    const wave = await draft();
    const first = await application.waves.previewMail(scheduler, wave, 'i');
    expect([first.to?.address, first.stand]).toEqual(['avery0@example.org', 'to-come']);
    opened.setClock(new Date('2026-11-04T10:00:00Z')); // nobody confirmed it
    expect((await application.waves.previewMail(scheduler, wave, 'i')).stand).toBe('was-due');
    const next = await application.waves.previewMail(scheduler, wave, 'i', undefined, { after: first.to?.id ?? '' });
    expect(next.to?.address).toBe('avery2@example.org');
    const end = await application.waves.previewMail(scheduler, wave, 'i', undefined, { after: next.to?.id ?? '' });
    expect(end.to).toBeNull();
    const named = await application.waves.previewMail(scheduler, wave, 'i', undefined, { person: aLeaver(2).id });
    expect(named.to?.address).toBe('avery2@example.org');
    const leader = { ...scheduler, role: 'school-leader', schools: [schools[1] ?? ''] } as typeof scheduler;
    expect(
      (await application.waves.previewMail(leader, wave, 'i', undefined, { person: aLeaver(2).id })).to,
    ).toBeNull();
  });
});
