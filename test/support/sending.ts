// A wave, its workers as processes of their own, and a relay that keeps its own log: what every row of sending is run with.
// The log of the relay is the oracle; `account` checks the invariants I1 to I6 of the fault table against the database.
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type AppSettings, type Tools } from '../../src/application/index.js';
import type { SenderTimes } from '../../src/application/waves/sending/sender-times.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { usualThresholds } from '../../src/domain/waves/breakers.js';
import type { Message } from '../../src/domain/waves/message.js';
import { openMessageStates } from '../../src/domain/waves/message.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { fieldVault, keyRing, signer } from '../../src/security/index.js';
import { databaseTime } from '../../src/store/index.js';
import { aLeaver, aPlan, confirmedWave, keepTrust } from './a-trust.js';
import { testDatabaseUri } from './database.js';
import { startSmtpSink, type SmtpSink } from './smtp-sink.js';
import { openTestTools } from './tools.js';

/** Everything quicker than in life, so that a test need not wait. */
export const quickTimes: SenderTimes = {
  ...{ leaseMs: 2_000, renewMs: 500, intentWaitMs: 2, settleWaitMs: 3, endWaitMs: 20 },
  ...{ idleMs: 50, unreachableMs: 200, probeMs: 300, batch: 50 },
};

/** The same for workers that are killed: what they held is free again soon. */
export const killedTimes: SenderTimes = { ...quickTimes, leaseMs: 1_000, renewMs: 300 };

export interface WorkerOrder {
  /** Kills itself when it comes to the point for the nth time. */
  readonly killAt?: { readonly point: string; readonly nth: number };
  /** The machine's own clock is wrong by so much, and jumps by as much again every so often. */
  readonly clockWrongByMs?: number;
  readonly clockJumpsEveryMs?: number;
  readonly times?: Partial<SenderTimes>;
  readonly unknownAfterMs?: number;
  /** After so long its event loop stands still for so long. */
  readonly blockAfterMs?: number;
  readonly blockForMs?: number;
  /** Sends only, without planning and queueing. */
  readonly sendsOnly?: boolean;
  /** Plans and queues without sending. */
  readonly plansOnly?: boolean;
}

export interface Sending {
  readonly sink: SmtpSink;
  readonly tools: Tools;
  readonly connection: Connection;
  readonly application: Application;
  readonly wave: WaveId;
  /** Starts a worker in a process of its own. */
  readonly startWorker: (order?: WorkerOrder) => ChildProcess;
  readonly workers: ReadonlySet<ChildProcess>;
  /** Every line that a worker or the test's own use cases logged, as JSON. */
  readonly logged: readonly string[];
  /** Lets every worker finish and go. */
  readonly stopWorkers: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const gone = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.signalCode)
    : new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));

/** Confirms a wave to so many people; their messages are queued unless `queued` is false. */
export async function openSending(given: {
  readonly people: number;
  readonly person?: (n: number) => Partial<Alumnus>;
  readonly settings?: Partial<AppSettings>;
  readonly connections?: number;
  readonly queued?: boolean;
  /** The moment at which the workers begin; the wave is due on 3 November 2026, 09:00. */
  readonly now?: Date;
}): Promise<Sending> {
  const { people, person = () => ({}), connections = 5, queued = true } = given;
  const sink = await startSmtpSink();
  // Faults on purpose leave more unknown than a trust would let pass (Q1).
  const settings = { breakers: { ...usualThresholds, unknown: 1_000_000 }, ...given.settings };
  const opened = await openTestTools({ settings, ...(given.now === undefined ? {} : { now: given.now }) });
  const root = randomBytes(32);
  const keys = keyRing(root);
  const tools: Tools = { ...opened.tools, vault: fieldVault(keys), signer: signer(keys) };
  const application = createApplication(tools);
  await keepTrust(
    tools,
    Array.from({ length: people }, (_, n) => aLeaver(n, person(n))),
  );
  const wave = await confirmedWave(application, aPlan());
  if (queued) {
    await application.waves.advanceWaves();
    await application.waves.queueDueMessages();
  }
  const memoryFolder = mkdtempSync(path.join(tmpdir(), 'onward-faults-'));
  // As if it were the test's moment, by the database's clock (decision R9).
  const clockMovedByMs = tools.clock.now().getTime() - (await databaseTime(opened.connection)).getTime();
  const workers = new Set<ChildProcess>();
  const logged: string[] = [];
  const startWorker = (order: WorkerOrder = {}): ChildProcess => {
    const whole = {
      ...{ uri: testDatabaseUri(), databaseName: opened.connection.name, smtpPort: sink.port },
      ...{ root: root.toString('base64'), settings: tools.settings, clockMovedByMs, connections },
      memoryFolder,
      ...{ unknownAfterMs: 1_500, ...order, times: { ...quickTimes, ...order.times } },
    };
    const child = fork(path.join(process.cwd(), 'test/support/whole-worker.mjs'), [JSON.stringify(whole)], {
      execArgv: [],
    });
    workers.add(child);
    child.once('exit', () => workers.delete(child));
    child.on('message', (line) => logged.push(JSON.stringify(line)));
    return child;
  };
  const stopWorkers = async (): Promise<void> => {
    const all = [...workers];
    for (const worker of all) worker.send('stop');
    await Promise.all(all.map(gone));
  };
  return {
    ...{ sink, tools, application, wave, startWorker, workers, logged, stopWorkers },
    connection: opened.connection,
    close: async () => {
      for (const worker of workers) worker.kill('SIGKILL');
      await Promise.all([...workers].map(gone));
      await sink.close();
      await opened.close();
      rmSync(memoryFolder, { recursive: true, force: true });
    },
  };
}

/** How the messages of a wave ended, by state. */
export interface Account {
  readonly states: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly unknown: number;
}

/**
 * Checks I1 to I6 when a wave has been sent: each Message-ID at most once with the relay, every accepted message there,
 * every one there accepted or unknown, one message for everybody, nothing open, and no secret of a link in any log line.
 */
export async function account(
  { sink, tools, wave, logged }: Pick<Sending, 'sink' | 'tools' | 'wave' | 'logged'>,
  people: number,
): Promise<Account> {
  const byState = new Map<string, Set<string>>();
  let messages = 0;
  for await (const { _id, state } of tools.store.messages.each(wave)) {
    messages += 1;
    byState.set(state, (byState.get(state) ?? new Set()).add(_id.replaceAll(':', '_')));
  }
  const of = (state: Message['state']): ReadonlySet<string> => byState.get(state) ?? new Set();
  const arrived = sink.accepted.map(({ messageId }) => /^<([^.]+)\./.exec(messageId)?.[1] ?? messageId);
  expect(new Set(arrived).size).toBe(arrived.length); // I1
  const there = new Set(arrived);
  expect([...of('accepted')].filter((id) => !there.has(id))).toEqual([]); // I2
  expect(arrived.filter((id) => !of('accepted').has(id) && !of('unknown').has(id))).toEqual([]); // I3
  const invitations = await tools.store.invitations.countByState(wave);
  expect([messages, Object.values(invitations).reduce((sum, count) => sum + count, 0)]).toEqual([people, people]); // I4
  expect(openMessageStates.filter((state) => of(state).size > 0)).toEqual([]); // I5
  const secrets = sink.accepted.flatMap(
    ({ raw }) => /\/s\/[\w.-]*\.([\w-]{43})/.exec(raw.replace(/=\r\n/g, ''))?.[1] ?? [],
  );
  const lines = logged.join('\n');
  expect([secrets.length, secrets.filter((secret) => lines.includes(secret))]).toEqual([arrived.length, []]); // I6
  expect(await tools.store.messages.countUnknown(wave)).toBe(of('unknown').size); // every one is listed
  return {
    states: Object.fromEntries([...byState].map(([state, ids]) => [state, ids.size])),
    accepted: of('accepted').size,
    unknown: of('unknown').size,
  };
}
