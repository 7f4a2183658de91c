// kill -9 of workers at fourteen named points and of the database in the middle, during one wave of 600 (rows 7 and 8 of
// the fault table): nobody is forgotten, nobody gets a message twice, and what is unknown is listed and bounded (E8).
// One round with the six worst points by default; FAULT_ROUNDS asks for so many rounds with all of them. The mailbox keeps a message before it answers 250 (decision R25).
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createApplication } from '../../../src/application/index.js';
import { usualThresholds } from '../../../src/domain/waves/breakers.js';
import { openEmbedded } from '../../../src/embedded/host.js';
import { readMaildir, startMailbox } from '../../../src/mail/index.js';
import { fieldVault, keyRing, signer } from '../../../src/security/index.js';
import { connect, createStore, databaseTime } from '../../../src/store/index.js';
import { aLeaver, confirmedWave, eventually, keepTrust } from '../../support/a-trust.js';
import { report } from '../../support/fault-report.js';
import { killedTimes } from '../../support/sending.js';
import { openTestTools } from '../../support/tools.js';

const asked = Number(process.env['FAULT_ROUNDS'] ?? '0');
const rounds = Math.max(1, asked);
const people = 600;
const connections = 5;
const unknownAfterMs = 1_500;
/** In the order in which a wave comes to them. */
const everyPoint = [
  { point: 'after-freezing', nth: 1 },
  { point: 'before-invitations', nth: 1 },
  { point: 'after-invitations', nth: 1 },
  { point: 'after-wave-change', nth: 1 },
  { point: 'before-wave-change', nth: 1 },
  { point: 'before-messages', nth: 1 },
  { point: 'after-messages', nth: 1 },
  { point: 'after-advance', nth: 1 },
  { point: 'after-lease', nth: 2 },
  { point: 'before-intent', nth: 9 },
  { point: 'after-intent', nth: 9 },
  { point: 'after-send', nth: 14 },
  // Most ends are written with the next intent; those written alone are few.
  { point: 'before-settle', nth: 4 },
  { point: 'after-settle', nth: 4 },
] as const;
const worst = ['after-invitations', 'after-messages', 'after-lease', 'after-intent', 'after-send', 'before-settle'];
const points = everyPoint.filter(({ point }) => asked > 0 || worst.includes(point));

const gone = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));

async function round(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-faults-'));
  const database = await openEmbedded({ dataFolder: path.join(folder, 'data') });
  const mailbox = await startMailbox({
    folder: path.join(folder, 'mail'),
    host: '127.0.0.1',
    smtpPort: 0,
    httpPort: 0,
  });
  const root = randomBytes(32);
  const keys = keyRing(root);
  const databaseName = 'faults';
  const connection = await connect(database.uri, databaseName);
  const store = createStore(connection);
  const clockMovedByMs = Date.parse('2026-11-03T10:00:00Z') - (await databaseTime(connection)).getTime();
  await store.prepare();
  // So many kills leave more unknown than a trust would let pass (Q1).
  const base = await openTestTools({ settings: { breakers: { ...usualThresholds, unknown: 10_000 } } });
  const { settings } = base.tools;
  const application = createApplication({ ...base.tools, store, vault: fieldVault(keys), signer: signer(keys) });
  const running = new Set<ChildProcess>();
  const startWorker = (killAt?: (typeof everyPoint)[number]): ChildProcess => {
    const order = {
      ...{
        uri: database.uri,
        databaseName,
        smtpPort: mailbox.smtpPort,
        root: root.toString('base64'),
        settings,
        clockMovedByMs,
      },
      ...{
        memoryFolder: folder,
        connections,
        times: killedTimes,
        unknownAfterMs,
        ...(killAt === undefined ? {} : { killAt }),
      },
    };
    const child = fork(path.join(process.cwd(), 'test/support/whole-worker.mjs'), [JSON.stringify(order)], {
      execArgv: [],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  try {
    await keepTrust(
      { store },
      Array.from({ length: people }, (_, n) => aLeaver(n)),
    );
    const wave = await confirmedWave(application);

    for (const killAt of points)
      expect([killAt.point, await gone(startWorker(killAt))]).toEqual([killAt.point, 'SIGKILL']);

    const workers = [startWorker(), startWorker()];
    const acceptedBefore = (await readMaildir(path.join(folder, 'mail'))).length;
    await eventually(
      async () => (await readMaildir(path.join(folder, 'mail'))).length,
      (arrived) => arrived > acceptedBefore + 20,
    );
    process.kill(database.pid ?? 0, 'SIGKILL');
    await eventually(
      async () => {
        try {
          return await store.messages.anyOpen(wave);
        } catch {
          return true; // the database is just coming back
        }
      },
      (open) => !open,
      60_000,
    );
    for (const worker of workers) worker.send('stop');
    await Promise.all(workers.map(gone));

    const states: Record<string, number> = {};
    const byState = new Map<string, Set<string>>();
    for await (const { _id, state } of store.messages.each(wave)) {
      states[state] = (states[state] ?? 0) + 1;
      byState.set(state, (byState.get(state) ?? new Set()).add(_id));
    }
    const letters = await readMaildir(path.join(folder, 'mail'));
    const ids = letters.map((letter) => letter.messageId);
    const accepted = states['accepted'] ?? 0;
    const unknown = states['unknown'] ?? 0;
    // Everybody has one message, and each message one named state.
    expect({ ...states, unknown: 0, accepted: accepted + unknown }).toEqual({ unknown: 0, accepted: people });
    expect(await store.invitations.countByState(wave)).toEqual({ invited: people });
    // Nobody got it twice; all that the relay took and we heard of is accepted; the rest of what arrived is unknown.
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(letters.map((letter) => letter.to)).size).toBe(ids.length);
    expect(letters.length).toBeGreaterThanOrEqual(accepted);
    expect(letters.length).toBeLessThanOrEqual(accepted + unknown);
    // Only kills while messages are under way can leave unknown ones, each at most as many as there are connections.
    const killsWhileSending = points.filter(({ point }) => /intent|send|settle|lease/.test(point)).length;
    expect(unknown).toBeLessThanOrEqual(killsWhileSending * connections);
    expect(await store.messages.unknown('every-school', wave, people)).toHaveLength(unknown);
    report(
      '8',
      '0 lost, 0 twice at each named point',
      `${points.length} points and the database killed, ${people} people: 0, 0, ${unknown} unknown`,
    );
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await base.close();
    await connection.close();
    await mailbox.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a wave of 600 whose workers and database are killed', () => {
  it.each(Array.from({ length: rounds }, (_, place) => place + 1))(
    'round %i: all accounted for, none twice, unknown ones listed',
    round,
    180_000,
  );
});
