// A database that was restored from a copy sends nothing until a person has looked, and then nothing twice (requirement E10,
// decision R10; row 18 of the fault table): yesterday's copy, put back while a wave was half sent.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { whyNotSend } from '../../src/domain/waves/restore-guard.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { sendingMemory } from '../../src/files/index.js';
import { takenInLog } from '../../src/mail/index.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { report } from '../support/fault-report.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;
const people = 12;

beforeEach(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port, 2) });
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

async function sendUntil<T>(ask: () => Promise<T>, hoped: (answer: T) => boolean): Promise<void> {
  const stopping = new AbortController();
  const times = { ...senderTimes, idleMs: 20 };
  const sender = createApplication(tools).waves.runSender({ signal: stopping.signal, times });
  try {
    await eventually(ask, hoped);
  } finally {
    stopping.abort();
    await sender;
  }
}
const statesOf = async (wave: WaveId): Promise<Record<string, number>> => {
  const states: Record<string, number> = {};
  for await (const { state } of tools.store.messages.each(wave)) states[state] = (states[state] ?? 0) + 1;
  return states;
};
const waiting = async () => (await application.waves.showSending()).machines;

/** Every document as it stands, and a way to put it all back, as a restored copy does. */
async function copy(): Promise<() => Promise<void>> {
  const { db } = opened.connection;
  const names = ['waves', 'invitations', 'messages', 'sendingguard', 'alumni', 'suppressions', 'breakers'];
  const kept = await Promise.all(
    names.map(async (name) => [name, (await db?.collection(name).find({}).toArray()) ?? []] as const),
  );
  return async () => {
    for (const [name, documents] of kept) {
      await db?.collection(name).deleteMany({});
      if (documents.length > 0) await db?.collection(name).insertMany(documents);
    }
  };
}

describe('row 18: a copy put back while a wave was half sent', () => {
  it('sends nothing until somebody has looked, then repeats nothing that left', async () => {
    await keepTrust(
      tools,
      Array.from({ length: people }, (_, n) => aLeaver(n)),
    );
    const wave = await confirmedWave(application, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    await application.waves.advanceWaves();
    await sendUntil(waiting, (machines) => machines.length === 0); // this machine and this database know each other
    const putBack = await copy(); // before anything was queued
    await application.waves.queueDueMessages();
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === people,
    );
    const sent = sink.accepted.length;

    await putBack();
    await application.waves.queueDueMessages();
    await sendUntil(waiting, (machines) => machines.length === 1);
    expect((await waiting()).map(({ why, name }) => [why, name])).toEqual([['behind', 'test machine']]);
    expect([sink.accepted.length, await statesOf(wave)]).toEqual([sent, { planned: people }]);
    const beforeArmed = sink.accepted.length - sent;

    const armed = await application.waves.armSending(scheduler, { restored: true, reason: 'Disk was lost' });
    expect(armed).toEqual({ machines: 1, unsure: people });
    await application.waves.queueDueMessages();
    // The mail server's own log tells of eight of the twelve.
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-log-'));
    const log = path.join(folder, 'mail.log');
    const lines = sink.accepted
      .slice(0, 8)
      .flatMap(({ messageId }, n) => [
        `Nov  3 10:00:01 relay postfix/cleanup[11]: 4ABC${n}DEF0: message-id=${messageId}`,
        `Nov  3 10:00:02 relay postfix/smtp[12]: 4ABC${n}DEF0: to=<someone>, dsn=2.0.0, status=sent (250 2.0.0 Ok)`,
      ]);
    writeFileSync(
      log,
      `${lines.join('\n')}\nNov 3 10:00:03 relay postfix/smtp[12]: 4XYZ0DEF0: status=sent <a@b.example>\n`,
    );
    expect(await application.waves.takeInRelayLog(takenInLog(log))).toEqual({ named: 9, ours: 8 });
    rmSync(folder, { recursive: true });
    expect(await statesOf(wave)).toEqual({ accepted: 8, unknown: 4 });

    // It sends again: the reminder, to everybody who has not answered, the unknown ones among them (requirement E7).
    opened.setClock(new Date('2026-11-12T10:00:00Z'));
    await application.waves.queueDueMessages();
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === 8 + people,
    );
    const ids = sink.accepted.map(({ messageId }) => messageId);
    expect([new Set(ids).size, ids.length]).toEqual([ids.length, 2 * people]);
    report(
      '18',
      '0 mails until re-armed, none repeated, the rest unknown',
      `${beforeArmed} before, ${ids.length - new Set(ids).size} repeated, 4 unknown`,
    );
  });
});

describe('a machine', () => {
  it('that never sent waits for a person where the database has been sent from, and goes on with what waits', async () => {
    await keepTrust(
      tools,
      Array.from({ length: 3 }, (_, n) => aLeaver(n)),
    );
    const wave = await confirmedWave(application);
    await application.waves.advanceWaves();
    await application.waves.queueDueMessages();
    await tools.store.sendingGuard.open('another machine’s');
    await sendUntil(waiting, (machines) => machines.length === 1);
    expect([(await waiting())[0]?.why, await statesOf(wave)]).toEqual(['no-memory', { planned: 3 }]);
    const stopping = new AbortController();
    const sender = createApplication(tools).waves.runSender({ signal: stopping.signal });
    await application.waves.armSending(scheduler, { restored: false, reason: 'A second machine' });
    await eventually(
      () => statesOf(wave),
      ({ accepted }) => accepted === 3,
    );
    stopping.abort();
    await sender;
    expect(await waiting()).toEqual([]);
    await application.governance.appendAudit();
    expect(await tools.store.auditEvents.about('sending')).toMatchObject([
      { act: 'sending.armed', reason: 'A second machine' },
    ]);
  });

  it('keeps what it remembers whole, and takes a damaged file for none', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-memory-'));
    const memory = sendingMemory(folder);
    expect(memory.read()).toBeNull();
    memory.begin({ epoch: 'one', sent: 0, acts: 0 });
    memory.begin({ epoch: 'two', sent: 0, acts: 0 });
    expect(memory.read()).toEqual({ epoch: 'one', sent: 0, acts: 0 });
    memory.write({ epoch: 'one', sent: 3, acts: 2 });
    expect(sendingMemory(folder).read()).toEqual({ epoch: 'one', sent: 3, acts: 2 });
    writeFileSync(path.join(folder, 'sending-memory.json'), '{}');
    expect(memory.read()).toBeNull();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [{ epoch: 'a', sent: 5, acts: 5 }, { epoch: 'a', sent: 5, acts: 5 }, null],
    [{ epoch: 'a', sent: 9, acts: 9 }, { epoch: 'a', sent: 5, acts: 5 }, null],
    [{ epoch: 'a', sent: 4, acts: 9 }, { epoch: 'a', sent: 5, acts: 5 }, 'behind'],
    [{ epoch: 'a', sent: 9, acts: 4 }, { epoch: 'a', sent: 5, acts: 5 }, 'behind'],
    [{ epoch: 'b', sent: 9, acts: 9 }, { epoch: 'a', sent: 5, acts: 5 }, 'other-database'],
    [{ epoch: 'a', sent: 0, acts: 0 }, null, 'no-memory'],
  ])('of a database at %j remembers %j: %s', (database, memory, why) => {
    expect(whyNotSend(database, memory)).toBe(why);
  });
});
