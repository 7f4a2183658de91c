// What the measurement of Insight asks: Onward's web application as in life, in a process of its own, which also counts its tables when
// it is told to, so that its memory is that of pages and counting together.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import session from 'express-session';
import { createApplication, type AppSettings } from '../../src/application/index.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { refusingMailer } from '../../src/mail/index.js';
import { fieldVault, keyRing, passwords, signer } from '../../src/security/index.js';
import { connect, createStore } from '../../src/store/index.js';
import { createWebApp } from '../../src/web/app.js';
import { liveWaves } from '../../src/web/live-waves.js';

export interface InsightServerTask {
  readonly uri: string;
  readonly folder: string;
  readonly root: string;
  readonly settings: AppSettings;
}
/** What the server says: where it listens, how long counting took and how much memory it has had at most, in MiB. */
export type InsightSaid =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'counted'; readonly tables: number; readonly ms: number; readonly mib: number };

/** Who signs in, and as what. */
export const benchPassword = 'seven green kettles at noon';
export const benchStaff = { team: 'reviewer', leaders: 'network-leader' } as const;

const task = JSON.parse(process.argv[2] ?? '') as InsightServerTask;
const silent = { info: () => undefined, warn: () => undefined, error: (line: string) => console.error(line) };
const connection = await connect(task.uri, 'bench');
const store = createStore(connection);
const keys = keyRing(Buffer.from(task.root, 'base64'));
const clock = { now: () => new Date() };
let ids = 0;
const application = createApplication({
  ...{ store, clock, settings: task.settings, log: silent, machine: 'bench', passwords: passwords() },
  newId: () => `${process.pid.toString(36)}-${(ids += 1).toString(36)}`,
  ...{ vault: fieldVault(keys), signer: signer(keys) },
  mailer: refusingMailer('The measurement sends nothing.'),
  ...{ files: filesFolder(task.folder), memory: sendingMemory(task.folder) },
});
for (const [name, role] of Object.entries(benchStaff)) {
  const added = await application.governance.addStaff(
    { staffId: 'bench' as StaffId, role: 'administrator', schools: 'every-school' },
    { email: `${name}@bench.example`, name, role, schools: 'every-school' },
  );
  if (added.kind === 'added')
    await application.governance.acceptStaffInvitation(path.basename(added.path), benchPassword);
}
const app = createWebApp({
  ...{ application, settings: task.settings, clock, log: silent, production: true },
  sessionStore: new session.MemoryStore(),
  sessionSecret: 'only for the measurement',
  live: liveWaves(application, silent),
});

const peakMib = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1_024;
const say = (said: InsightSaid): void => void process.send?.(said);
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') say({ kind: 'ready', port: address.port });
});
server.keepAliveTimeout = 600_000; // a page that takes seconds must not end the connection on which the next was asked for
process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  void (async () => {
    const began = performance.now();
    let tables = 0;
    for (let counted = 1; counted > 0; tables += counted) ({ counted } = await application.insight.recountDue(60));
    say({ kind: 'counted', tables, ms: performance.now() - began, mib: peakMib() });
  })();
});
