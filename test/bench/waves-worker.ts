// One process of the measurement of waves, told by its parent what to be: a worker that sends as in life, or the yardstick,
// a plain pool of nodemailer that composes and sends the same mail and records nothing.
import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import { createApplication, type AppSettings } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { createMailer } from '../../src/mail/index.js';
import { databaseClock } from '../../src/main/clock.js';
import { fieldVault, keyRing, passwords, signer } from '../../src/security/index.js';
import { connect, createStore, databaseTime } from '../../src/store/index.js';

export interface WorkerTask {
  readonly kind: 'worker';
  readonly uri: string;
  readonly port: number;
  readonly folder: string;
  readonly root: string;
  readonly settings: AppSettings;
  readonly connections: number;
  readonly clockMovedByMs: number;
}
export interface PoolTask {
  readonly kind: 'pool';
  readonly port: number;
  readonly connections: number;
  readonly mails: number;
  readonly html: string;
  readonly text: string;
}

/** The most memory this process ever had, in MB. */
const peak = (): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024);

async function work(task: WorkerTask): Promise<void> {
  const stopping = new AbortController();
  process.on('message', () => stopping.abort());
  process.on('disconnect', () => process.exit(0));
  const connection = await connect(task.uri, 'bench');
  const keys = keyRing(Buffer.from(task.root, 'base64'));
  const mailer = createMailer({
    ...{ host: '127.0.0.1', port: task.port, secure: false, name: 'onward.example', connections: task.connections },
  });
  let ids = 0;
  const { waves } = createApplication({
    store: createStore(connection),
    clock: await databaseClock(() => databaseTime(connection), task.clockMovedByMs),
    newId: () => `${process.pid.toString(36)}-${(ids += 1).toString(36)}`,
    vault: fieldVault(keys),
    signer: signer(keys),
    passwords: passwords(),
    mailer,
    files: filesFolder(task.folder),
    memory: sendingMemory(task.folder),
    machine: 'bench',
    settings: task.settings,
    log: { info: () => undefined, warn: () => undefined, error: (line, why) => console.error(line, why) },
  });
  process.send?.('ready');
  await waves.runSender({
    signal: stopping.signal,
    times: { ...senderTimes, idleMs: 100, leaseMs: 5_000, renewMs: 1_500 },
  });
  await mailer.close();
  await connection.close();
  process.send?.({ peak: peak() }, () => process.exit(0));
}

async function pool({ port, connections, mails, html, text }: PoolTask): Promise<void> {
  const transport = nodemailer.createTransport({
    ...{ pool: true, host: '127.0.0.1', port, ignoreTLS: true, maxConnections: connections, maxMessages: Infinity },
  });
  process.send?.('ready');
  const began = performance.now();
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < mails) {
      const n = (next += 1);
      await transport.sendMail({
        ...{ from: 'alumni@trust.example', to: `person${n}@example.org`, subject: 'One minute: how are things going?' },
        ...{ text: text.replaceAll('NUMBER', String(n)), html: html.replaceAll('NUMBER', String(n)) },
        messageId: `<pool-${n}-${process.pid}@trust.example>`,
      });
    }
  };
  await Promise.all(Array.from({ length: 2 * connections }, line));
  const ms = performance.now() - began;
  transport.close();
  process.send?.({ ms, peak: peak() }, () => process.exit(0));
}

process.once('message', (task: WorkerTask | PoolTask) => {
  void (task.kind === 'worker' ? work(task) : pool(task));
});
