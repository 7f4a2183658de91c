// The first walk of the README, end to end: draft, dry run, confirm, freeze, queue, send over real SMTP, remind, close.
// Every job runs twice; the relay's own log is believed, not ours.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { invitationId } from '../../src/domain/waves/invitation.js';
import { funnelOf } from '../../src/domain/waves/progress.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeEach(async () => {
  sink = await startSmtpSink();
  const mailer = mailerTo(sink.port, 3);
  opened = await openTestTools({ mailer });
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

const twice = async (job: () => Promise<unknown>): Promise<void> => {
  await job();
  await job();
};

async function planAndQueue(): Promise<void> {
  await twice(application.waves.advanceWaves);
  await twice(application.waves.queueDueMessages);
}

async function sendAll(wave: WaveId): Promise<void> {
  const stopping = new AbortController();
  const senders = [1, 2].map(() => application.waves.runSender({ signal: stopping.signal }));
  await eventually(
    () => tools.store.messages.anyOpen(wave),
    (open) => !open,
  );
  stopping.abort();
  await Promise.all(senders);
}

const funnel = async (wave: WaveId) => {
  await application.waves.refreshProgress();
  return funnelOf((await tools.store.waves.find('every-school', wave))?.progress?.schools ?? []);
};

describe('a wave goes out', () => {
  it('writes to everyone once, reminds those who have not answered, and accounts for all', async () => {
    const away = { contactPoints: aLeaver(1).contactPoints.map((point) => ({ ...point, owner: 'parent' as const })) };
    const people = [
      ...Array.from({ length: 20 }, (_, n) => aLeaver(n)),
      aLeaver(20, { state: 'has-died' }),
      aLeaver(21, { state: 'stayed-with-us' }),
      aLeaver(22, { permissions: [], leftOn: localDate('2024-07-17') }),
      aLeaver(23, away),
    ];
    await keepTrust(tools, people);
    const plan = aPlan({ i: '2026-11-03', r1: '2026-11-12', l: '2026-11-20' });
    const wave = await confirmedWave(application, plan);
    await planAndQueue();
    await sendAll(wave);

    expect(sink.accepted.map((mail) => mail.to).sort()).toEqual(
      Array.from({ length: 20 }, (_, n) => `avery${n}@example.org`).sort(),
    );
    expect(new Set(sink.accepted.map((mail) => mail.messageId)).size).toBe(20);
    const [first] = sink.accepted;
    expect(first?.raw).toContain('Subject: One minute: how are things going?');
    expect(first?.raw).toMatch(/^List-Unsubscribe: <http:\/\/127\.0\.0\.1:3000\/u\/[^>]+>, <mailto:/m);
    expect(first?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(first?.raw).toContain('Content-Type: multipart/alternative');

    expect(await funnel(wave)).toEqual({
      candidates: 24,
      byTelephone: 0,
      excluded: 4,
      exclusions: { 'has-died': 1, 'stayed-with-us': 1, 'no-basis': 1, 'no-own-address': 1 },
      invited: 20,
      accepted: 20,
      started: 0,
      completed: 0,
      stopped: 0,
      messages: { accepted: 20 },
      steps: { i: { accepted: 20 } },
      groups: { unknown: { invited: 20, completed: 0 } },
      answered: {},
      held: 0,
      stuck: 0,
    });

    // One answers, one says stop by the link in their mail; the others are reminded.
    await tools.store.invitations.markCompleted(invitationId(wave, aLeaver(0).id), tools.clock.now());
    const token = /\/u\/(\S+?)>/.exec(sink.accepted.find((mail) => mail.to === 'avery1@example.org')?.raw ?? '')?.[1];
    const stop = { token: token ?? '', scope: 'all' } as const;
    expect(await application.waves.unsubscribe(stop)).toEqual({ kind: 'done' });
    expect(await application.waves.unsubscribe(stop)).toEqual({ kind: 'done' });
    expect((await tools.store.alumni.find('every-school', aLeaver(1).id))?.objectedOn).toBe('2026-11-03');

    opened.setClock(new Date('2026-11-12T09:00:30Z'));
    await planAndQueue();
    await sendAll(wave);
    expect(
      sink.accepted
        .slice(20)
        .map((mail) => mail.to)
        .sort(),
    ).toEqual(Array.from({ length: 18 }, (_, n) => `avery${n + 2}@example.org`).sort());

    opened.setClock(new Date('2026-12-12T00:00:00Z'));
    await planAndQueue();
    const closed = await tools.store.waves.find('every-school', wave);
    expect(closed?.state).toBe('closed');
    const end = funnelOf(closed?.progress?.schools ?? []);
    expect({ ...end.steps, invited: end.invited, completed: end.completed, stopped: end.stopped }).toEqual({
      i: { accepted: 20 },
      r1: { accepted: 18 },
      invited: 20,
      completed: 1,
      stopped: 1,
    });
    expect(sink.accepted).toHaveLength(38);
    expect(new Set(sink.accepted.map((mail) => mail.messageId)).size).toBe(38);
  });

  it('does not start more than a day late until somebody says so', async () => {
    await keepTrust(tools, [aLeaver(0)]);
    const wave = await confirmedWave(application);
    opened.setClock(new Date('2026-11-04T09:00:01Z'));
    await planAndQueue();
    expect(await tools.store.messages.anyOpen(wave)).toBe(false);
    const { wave: waiting, waitsForStart } = await application.waves.showWave(scheduler, wave);
    expect(waitsForStart).toBe(true);
    await application.waves.startLate(scheduler, { waveId: wave, revision: waiting.revision });
    await planAndQueue();
    await sendAll(wave);
    expect(sink.accepted.map((mail) => mail.to)).toEqual(['avery0@example.org']);
  });
});
