// A plan that changes while it is under way never sends anything twice and forgets nobody; a big wave takes two people.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { ChangedMeanwhile } from '../../src/application/errors.js';
import { openingsFor } from '../../src/application/waves/openings.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { leavesFrom } from '../../src/domain/waves/contact-hours.js';
import { arming } from '../../src/domain/waves/second-person.js';
import type { StepId, WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
const ten = '10:00' as LocalTime;
const another = { ...scheduler, staffId: 'another' as StaffId };

beforeEach(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port, 3), settings: { secondPersonAbove: 5 } });
  application = createApplication(opened.tools);
  await keepTrust(
    opened.tools,
    Array.from({ length: 4 }, (_, n) => aLeaver(n)),
  );
});
afterEach(async () => {
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

const find = async (id: WaveId) => {
  const wave = await opened.tools.store.waves.find('every-school', id);
  if (wave === null) throw new Error('There is no such wave.');
  return wave;
};
const move = async (id: WaveId, stepId: StepId, on: string) =>
  application.waves.moveStep(scheduler, {
    ...{ waveId: id, revision: (await find(id)).revision, stepId, on: localDate(on), at: ten },
  });

/** Queues twice and sends what is due at ten on the day; gives how many mails have arrived in all. */
async function sendOn(id: WaveId, day: string): Promise<number> {
  opened.setClock(new Date(`${day}T10:00:00Z`));
  await application.waves.queueDueMessages();
  await createApplication(opened.tools).waves.queueDueMessages();
  const stopping = new AbortController();
  const sender = application.waves.runSender({ signal: stopping.signal });
  await eventually(
    () => opened.tools.store.messages.anyOpen(id),
    (open) => !open,
  );
  stopping.abort();
  await sender;
  return sink.accepted.length;
}
const running = async (steps: Partial<Record<StepId, string>>): Promise<WaveId> => {
  const id = await confirmedWave(application, aPlan(steps));
  await application.waves.advanceWaves();
  return id;
};
/** How often each message arrived: every one once, or something was sent twice. */
const arrivals = (): readonly number[] => {
  const counts = new Map<string, number>();
  for (const { from } of sink.accepted) counts.set(from, (counts.get(from) ?? 0) + 1);
  return [...new Set(counts.values())];
};

describe('moving a step', () => {
  it('back and forth around the sending sends nothing twice', async () => {
    const id = await running({ i: '2026-11-03', r1: '2026-11-12', l: '2026-11-23' });
    expect(await sendOn(id, '2026-11-03')).toBe(4);
    await move(id, 'r1', '2026-11-16');
    expect(await sendOn(id, '2026-11-12')).toBe(4);
    await move(id, 'r1', '2026-11-13');
    expect(await sendOn(id, '2026-11-13')).toBe(8);
    expect(await move(id, 'r1', '2026-11-16')).toEqual({ kind: 'refused', why: 'already-begun' });
    await move(id, 'l', '2026-11-30');
    await move(id, 'l', '2026-11-23');
    expect(await sendOn(id, '2026-11-23')).toBe(12);
    expect(await sendOn(id, '2026-11-30')).toBe(12);
    expect(arrivals()).toEqual([1]);
  });
});

describe('a day on which calls begin', () => {
  it('is none on which mail leaves, if it is a quiet one', async () => {
    const wave = await find(await running({ i: '2026-11-03', t: '2026-11-14', p: '2026-11-21' }));
    const leaves = (at: string) => leavesFrom(new Date(at), openingsFor(opened.tools.settings, wave)).toISOString();
    expect(leaves('2026-11-14T10:00:00Z')).toBe('2026-11-14T10:00:00.000Z');
    expect(leaves('2026-11-21T10:00:00Z')).toBe('2026-11-23T09:00:00.000Z');
  });
});

describe('adding a step', () => {
  const add = async (id: WaveId, stepId: StepId, on: string) =>
    application.waves.addStep(scheduler, {
      ...{ waveId: id, revision: (await find(id)).revision, stepId, on: localDate(on), at: ten },
    });

  it('reaches those who had the last one, and those who wait for a later one, once each', async () => {
    const id = await running({ i: '2026-11-03', l: '2026-11-23' });
    await sendOn(id, '2026-11-03');
    expect(await add(id, 'r1', '2026-11-12')).toEqual({ kind: 'changed' });
    expect(await sendOn(id, '2026-11-12')).toBe(8);
    expect(await sendOn(id, '2026-11-23')).toBe(12);
    expect(await add(id, 't', '2026-12-01')).toEqual({ kind: 'changed' });
    opened.setClock(new Date('2026-12-01T10:00:00Z'));
    const waiting = await opened.tools.store.invitations.dueIn(id, ['t'], opened.tools.clock.now(), 10);
    expect(waiting).toHaveLength(4);
    expect(arrivals()).toEqual([1]);
  });

  it('does no harm when what follows from it is done again, even after the step was sent', async () => {
    const id = await running({ i: '2026-11-03' });
    await sendOn(id, '2026-11-03');
    await add(id, 'r1', '2026-11-12');
    await sendOn(id, '2026-11-12');
    await opened.connection
      .collection<{ _id: string }>('waves')
      .updateOne({ _id: id }, { $set: { followUps: [{ id: 'again', kind: 'plan-grew' }] } });
    await application.waves.completeFollowUps();
    expect(await sendOn(id, '2026-11-30')).toBe(8);
    expect(arrivals()).toEqual([1]);
  });

  it.each([
    ['the last one', { i: '2026-11-03' }, { i: '2026-11-03', r1: '2026-11-12' }],
    ['a later one', { i: '2026-11-03', l: '2026-11-23' }, { i: '2026-11-03', r1: '2026-11-12', l: '2026-11-23' }],
  ] as const)(
    'reaches those whom a planner that knew the old plan moves on past it: %s',
    async (_name, before, after) => {
      const id = await running(before);
      const { invitations } = opened.tools.store;
      let goOn = (): void => undefined;
      let reach = (): void => undefined;
      const reached = new Promise<void>((resolve) => (reach = resolve));
      const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
      const slow = createApplication({
        ...opened.tools,
        store: {
          ...opened.tools.store,
          invitations: {
            ...invitations,
            advance: async (advances) => {
              reach();
              await mayGoOn;
              await invitations.advance(advances);
            },
          },
        },
      });
      const planning = slow.waves.queueDueMessages();
      await reached;
      expect(await add(id, 'r1', '2026-11-12')).toEqual({ kind: 'changed' });
      goOn();
      await planning;
      const next = async () =>
        (await invitations.page('every-school', id, { state: 'invited', limit: 10 })).map((each) => each.nextStep);
      expect(await next()).not.toContain('r1');
      opened.setClock(new Date('2026-11-03T10:04:59Z'));
      await application.waves.completeFollowUps();
      expect(await next()).not.toContain('r1');
      opened.setClock(new Date('2026-11-03T10:05:00Z'));
      await application.waves.completeFollowUps();
      await application.waves.completeFollowUps();
      expect(await next()).toEqual(['r1', 'r1', 'r1', 'r1']);
      expect(await opened.tools.store.waves.withFollowUps(10)).toEqual([]);
      let sent = 0;
      for (const day of Object.values(after)) expect(await sendOn(id, day)).toBe((sent += 4));
      expect(arrivals()).toEqual([1]);
    },
  );

  it('is refused for what is there, what has begun, what is too near, and on an old page; it is in the audit', async () => {
    const id = await running({ i: '2026-11-03', r1: '2026-11-12' });
    expect(await add(id, 'r1', '2026-11-20')).toEqual({ kind: 'refused', why: 'not-new' });
    await sendOn(id, '2026-11-12');
    expect(await add(id, 'l', '2026-11-12')).toEqual({ kind: 'refused', why: 'not-later' });
    expect(await add(id, 'l', '2026-11-15')).toEqual({
      ...{ kind: 'refused', why: 'plan', problems: [{ problem: 'too-soon', step: 'l' }] },
    });
    await add(id, 'l', '2026-11-20');
    const old = { waveId: id, revision: 1, stepId: 'p' as const, on: localDate('2026-11-25'), at: ten };
    await expect(application.waves.addStep(scheduler, old)).rejects.toThrow(ChangedMeanwhile);
    await application.governance.appendAudit();
    const acts = (await opened.tools.store.auditEvents.about(`wave:${id}`)).map(({ act }) => act);
    expect(acts).toContain('wave.step-added');
  });
});

describe('more time', () => {
  const extend = async (id: WaveId, closesOn: string) =>
    application.waves.extendWindow(scheduler, {
      ...{ waveId: id, revision: (await find(id)).revision, closesOn: localDate(closesOn) },
    });

  it('lets what would have come too late leave after all, and ends with the life of the links', async () => {
    const id = await running({ i: '2026-11-03', l: '2026-12-11' });
    // So late that the last message would fall after the close.
    opened.setClock(new Date('2026-12-10T09:00:00Z'));
    await application.waves.startLate(scheduler, { waveId: id, revision: (await find(id)).revision });
    expect(await sendOn(id, '2026-12-10')).toBe(4);
    const [before] = await opened.tools.store.invitations.nextDue('every-school', id, 10);
    expect(before).toBeUndefined();
    expect(await extend(id, '2027-02-18')).toEqual({
      ...{ kind: 'refused', why: 'plan', problems: [{ problem: 'closes-too-late' }] },
    });
    expect(await extend(id, '2026-12-11')).toEqual({ kind: 'refused', why: 'not-later' });
    expect(await extend(id, '2027-01-20')).toEqual({ kind: 'changed' });
    expect(await sendOn(id, '2026-12-17')).toBe(8);
    expect(arrivals()).toEqual([1]);
    opened.setClock(new Date('2027-01-20T23:00:00Z'));
    await application.waves.advanceWaves();
    expect((await find(id)).state).toBe('running');
    opened.setClock(new Date('2027-01-21T00:00:00Z'));
    await application.waves.advanceWaves();
    expect(['closing', 'closed']).toContain((await find(id)).state);
  });
});

describe('a big wave', () => {
  it.each([
    [5, 'planner', null, 'planner', 'confirms'],
    [6, 'planner', null, 'planner', 'puts-forward'],
    [6, 'planner', 'planner', 'planner', 'needs-another'],
    [6, 'planner', 'planner', 'other', 'confirms'],
    [6, 'planner', null, 'other', 'confirms'],
    [6, null, null, 'one', 'puts-forward'],
    [6, null, 'one', 'one', 'needs-another'],
    [6, null, 'one', 'other', 'confirms'],
  ] as const)('of %s people, planned by %s, put forward by %s: %s %s', (people, planner, put, presser, arms) => {
    const given = { planner: planner as StaffId | null, putForwardBy: put as StaffId | null };
    expect(arming({ people, above: 5, ...given, presser: presser as StaffId })).toBe(arms);
    expect(arming({ people, above: 0, ...given, presser: presser as StaffId })).toBe('confirms');
  });

  it('is put forward by one and confirmed by another, one of several who press at once', async () => {
    await keepTrust(
      opened.tools,
      Array.from({ length: 8 }, (_, n) => aLeaver(n)),
    );
    const drafted = await application.waves.draftWave(scheduler, aPlan());
    if (drafted.kind === 'refused') throw new Error('The plan was refused.');
    const press = async (viewer = scheduler) =>
      application.waves.confirmWave(viewer, {
        ...{ waveId: drafted.waveId, revision: (await find(drafted.waveId)).revision, typedCount: 8 },
      });
    expect(await press()).toEqual({ kind: 'put-forward' });
    expect(await press()).toEqual({ kind: 'refused', why: 'needs-another' });
    await move(drafted.waveId, 'i', '2026-11-04'); // another plan: agreed to by nobody
    expect((await find(drafted.waveId)).putForward).toBeUndefined();
    expect(await press()).toEqual({ kind: 'put-forward' });
    const pressed = await Promise.allSettled([press(another), press(another)]);
    expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { state, putForward, confirmedBy } = await find(drafted.waveId);
    expect([state, putForward?.by, confirmedBy]).toEqual(['confirmed', scheduler.staffId, another.staffId]);
  });
});
