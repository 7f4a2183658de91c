// kill -9 of workers in the middle of texts: nobody gets one twice, nobody is forgotten, and what is unknown is listed and
// bounded by what a killed worker had under way (requirement E8). The provider's own log is the oracle.
// One round of the worst points by default; FAULT_ROUNDS asks for so many.
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { createApplication } from '../../../src/application/index.js';
import { usualThresholds } from '../../../src/domain/waves/breakers.js';
import { localDate, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { fieldVault, keyRing, signer } from '../../../src/security/index.js';
import { databaseTime } from '../../../src/store/index.js';
import { httpTexts } from '../../../src/texts/index.js';
import { eventually } from '../../support/a-trust.js';
import { testDatabaseUri } from '../../support/database.js';
import { killedTimes } from '../../support/sending.js';
import { invite, openWave, waveId } from '../../support/survey.js';
import { startTextProvider } from '../../support/text-provider.js';
import { openTestTools } from '../../support/tools.js';

const rounds = Math.max(1, Number(process.env['FAULT_ROUNDS'] ?? '0'));
const people = 60;
const connections = 4;
const now = '2026-11-10T10:00:00Z';
const unknownAfterMs = 1_500;
const points = [
  { point: 'after-lease', nth: 1 },
  { point: 'before-text', nth: 5 },
  { point: 'before-intent', nth: 3 },
  { point: 'after-intent', nth: 2 },
  { point: 'after-text', nth: 4 },
  { point: 'before-settle', nth: 3 },
] as const;

const gone = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));

async function round(): Promise<void> {
  const provider = await startTextProvider();
  const base = await openTestTools({
    now: new Date(now),
    settings: { breakers: { ...usualThresholds, unknown: 10_000 } },
  });
  const root = randomBytes(32);
  const keys = keyRing(root);
  const tools = {
    ...base.tools,
    ...{ vault: fieldVault(keys), signer: signer(keys) },
    texts: httpTexts({ url: provider.url, apiKey: 'key', from: 'Trust', connections }),
  };
  const application = createApplication(tools);
  const clockMovedByMs = Date.parse(now) - (await databaseTime(base.connection)).getTime();
  const memoryFolder = mkdtempSync(path.join(tmpdir(), 'onward-faults-'));
  const running = new Set<ChildProcess>();
  const startWorker = (killAt?: (typeof points)[number]): ChildProcess => {
    const order = {
      ...{
        uri: testDatabaseUri(),
        databaseName: base.connection.name,
        smtpPort: 9,
        textUrl: provider.url,
        clockMovedByMs,
      },
      ...{
        root: root.toString('base64'),
        settings: tools.settings,
        memoryFolder,
        connections,
        times: killedTimes,
        unknownAfterMs,
      },
      ...(killAt === undefined ? {} : { killAt }),
    };
    const child = fork(path.join(process.cwd(), 'test/support/whole-worker.mjs'), [JSON.stringify(order)], {
      execArgv: [],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  try {
    await openWave(tools, {
      startedAt: new Date('2026-11-03T09:00:00Z'),
      steps: [
        { id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime },
        { id: 't', kind: 'text', on: localDate('2026-11-10'), at: '09:00' as LocalTime },
      ],
    });
    for (let n = 0; n < people; n += 1) {
      const value = `+4477009${String(n).padStart(5, '0')}`;
      const addedOn = localDate('2026-07-01');
      await invite(tools, `a${n}`, {
        contactPoints: [{ number: 2, kind: 'mobile', value, owner: 'self', state: 'usable', addedOn }],
      });
    }
    await base.connection
      .collection('invitations')
      .updateMany({}, { $set: { nextStep: 't', nextDueAt: new Date('2026-11-10T09:00:00Z') } });
    await application.waves.queueDueMessages();

    for (const killAt of points) {
      expect([killAt.point, await gone(startWorker(killAt))]).toEqual([killAt.point, 'SIGKILL']);
    }
    startWorker();
    startWorker();
    const open = { channel: 'text', state: { $in: ['planned', 'leased', 'sending', 'deferred'] } };
    const messages = base.connection.collection('messages');
    await eventually(
      () => messages.countDocuments(open),
      (count) => count === 0,
      60_000,
    );
    const states = await messages
      .aggregate<{ _id: string; n: number }>([
        { $match: { channel: 'text' } },
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ])
      .toArray();
    const count = Object.fromEntries(states.map(({ _id, n }) => [_id, n]));
    expect((count['accepted'] ?? 0) + (count['unknown'] ?? 0)).toBe(people);
    expect(count['unknown'] ?? 0).toBeLessThanOrEqual(points.length * connections);
    // The oracle: nobody twice, and everybody who is accepted was really there.
    const reached = provider.received.map(({ reference }) => reference);
    expect(new Set(reached).size).toBe(reached.length);
    const accepted = await messages.find({ channel: 'text', state: 'accepted' }).toArray();
    expect(accepted.filter(({ _id }) => !reached.includes(String(_id)))).toEqual([]);
    const listed = await tools.store.messages.unknown('every-school', waveId, people);
    expect(listed).toHaveLength(count['unknown'] ?? 0);
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await provider.close();
    await base.close();
    rmSync(memoryFolder, { recursive: true, force: true });
  }
}

it(
  `keeps every text once through kills at ${points.length} points, ${rounds} time(s)`,
  async () => {
    for (let n = 0; n < rounds; n += 1) await round();
  },
  180_000 * rounds,
);
