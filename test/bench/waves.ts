// A wave from its confirmation to its last mail: how fast people are frozen and their messages planned (goal a of the
// performance figures), how fast they are sent beside a plain pool of nodemailer with the same mail in the same rounds (goal
// b), and the memory of a worker. `--kill` kills two workers every few seconds, then accounts for everybody.
// --people in all, --workers, --connections of each worker, --rounds.
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApplication, type AppSettings } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import { cohortId } from '../../src/domain/alumni/cohort.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { openEmbedded } from '../../src/embedded/host.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { refusingMailer } from '../../src/mail/index.js';
import { readConfig } from '../../src/main/config.js';
import { workerNodeOptions } from '../../src/main/workers.js';
import { fieldVault, keyRing, passwords, signer } from '../../src/security/index.js';
import { connect, createStore, databaseTime } from '../../src/store/index.js';
import type { PoolTask, WorkerTask } from './waves-worker.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string', default: '15000' },
    workers: { type: 'string', default: '2' },
    connections: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    kill: { type: 'boolean', default: false },
  },
});
const workers = Number(values.workers);
const connections = Number(values.connections);
const rounds = values.kill ? 1 : Number(values.rounds);
const people = Math.floor(Number(values.people) / rounds);
const now = '2026-11-03T10:00:00Z';

const folder = mkdtempSync(path.join(tmpdir(), 'onward-bench-'));
const database = await openEmbedded({ dataFolder: path.join(folder, 'data') });
const connection = await connect(database.uri, 'bench');
const store = createStore(connection);
await store.prepare();
const root = randomBytes(32);
const keys = keyRing(root);
const settings: AppSettings = {
  ...readConfig(
    { CONTACT_HOURS: '00:00-23:59', MAIL_PACING: 'off', STOP_AT_UNKNOWN: '1000000', SECOND_PERSON_ABOVE: '0' },
    folder,
  ).app,
};
const clockMovedByMs = Date.parse(now) - (await databaseTime(connection)).getTime();
let ids = 0;
const { waves } = createApplication({
  store,
  clock: { now: () => new Date(Date.now() + clockMovedByMs) },
  newId: () => `b${(ids += 1).toString(36).padStart(5, '0')}`,
  vault: fieldVault(keys),
  signer: signer(keys),
  passwords: passwords(),
  mailer: refusingMailer('The measurement sends by its workers.'),
  files: filesFolder(folder),
  memory: sendingMemory(folder),
  machine: 'bench',
  settings,
  log: { info: () => undefined, warn: () => undefined, error: (line, why) => console.error(line, why) },
});

const heard = <T>(child: ChildProcess): Promise<T> => new Promise((resolve) => child.once('message', resolve));
const childFile = (name: string): string => path.join(import.meta.dirname, name);
const sink = fork(childFile('waves-sink.js'), [path.join(folder, 'sink.log')]);
const { port } = await heard<{ readonly port: number }>(sink);
const askSink = (
  word: string,
): Promise<{ readonly taken: number; readonly different: number; readonly ms: number }> => {
  const answer = heard<{ readonly taken: number; readonly different: number; readonly ms: number }>(sink);
  sink.send(word);
  return answer;
};
const startChild = async (task: WorkerTask | PoolTask): Promise<ChildProcess> => {
  const child = fork(childFile('waves-worker.js'), [], { execArgv: workerNodeOptions });
  child.send(task);
  await heard(child);
  return child;
};
const startWorker = (): Promise<ChildProcess> =>
  startChild({
    ...{ kind: 'worker', uri: database.uri, port, folder, root: root.toString('base64') },
    ...{ settings, connections, clockMovedByMs },
  });

const viewer: Viewer = { staffId: 'bench' as StaffId, role: 'scheduler', schools: 'every-school' };
const schoolId = 'northgate' as SchoolId;
await store.schools.save({
  ...{ id: schoolId, name: 'Northgate Academy (invented)', urn: '900001', laestab: '9994001' },
  joinedTrustOn: localDate('2020-09-01'),
});

/** Keeps the people of one round, in a cohort of their own. */
async function keepPeople(year: number): Promise<ReturnType<typeof cohortId>> {
  const cohort = cohortId('y13', year);
  for (let from = 0; from < people; from += 1_000) {
    await store.alumni.writeRows(
      Array.from({ length: Math.min(1_000, people - from) }, (_, k) => {
        const n = from + k;
        const row = `y${year}-${n.toString(36).padStart(5, '0')}`;
        const alumnus = {
          ...{ id: row, schoolId, cohortId: cohort, leftOn: localDate('2026-07-17'), state: 'usual', revision: 1 },
          name: { given: `Avery${n}`, family: 'Testperson' },
          contactPoints: [
            {
              ...{ number: 1, kind: 'email', value: `avery${n}.${year}@example.org`, owner: 'self', state: 'usable' },
              addedOn: localDate('2026-07-01'),
            },
          ],
          permissions: [
            {
              ...{ purpose: 'destination-survey', basis: 'public-task', evidence: 'Notice', wording: 'notice 1' },
              recordedOn: localDate('2026-07-01'),
            },
          ],
        } as unknown as Alumnus;
        return { row, kind: 'new' as const, alumnus, recordDue: false };
      }),
    );
  }
  return cohort;
}

/** Freezes and plans a wave; gives people a second for both. */
async function plan(
  year: number,
): Promise<{ readonly wave: WaveId; readonly frozen: number; readonly planned: number }> {
  const drafted = await waves.draftWave(viewer, {
    ...{ title: `Round ${year}`, cohortId: await keepPeople(year), schoolIds: [schoolId] },
    questionnaire: { name: 'destination-check', version: 1 },
    steps: [{ id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime }],
    closesOn: localDate('2026-12-11'),
  });
  if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted));
  const { wave } = await waves.showWave(viewer, drafted.waveId);
  const confirmed = await waves.confirmWave(viewer, {
    ...{ waveId: drafted.waveId, revision: wave.revision, typedCount: people },
  });
  if (confirmed.kind !== 'confirmed') throw new Error(JSON.stringify(confirmed));
  const began = performance.now();
  // A tick gives way when something else is due; the next one goes on from there.
  while ((await store.waves.find('every-school', drafted.waveId))?.state !== 'running') await waves.advanceWaves();
  const between = performance.now();
  await waves.queueDueMessages();
  const ended = performance.now();
  return {
    wave: drafted.waveId,
    frozen: (1_000 * people) / (between - began),
    planned: (1_000 * people) / (ended - began),
  };
}

const statesOf = async (wave: WaveId): Promise<Record<string, number>> => {
  const states: Record<string, number> = {};
  for await (const { state } of store.messages.each(wave)) states[state] = (states[state] ?? 0) + 1;
  return states;
};
const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const spread = (all: readonly number[], digits = 0): string =>
  `${median(all).toFixed(digits)} (${Math.min(...all).toFixed(digits)} to ${Math.max(...all).toFixed(digits)})`;

say(`${cpus()[0]?.model ?? ''}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''}; the embedded database`);
let failed = false;
const goal = (name: string, measured: string, must: string, met: boolean): void => {
  failed ||= !met;
  say(`${name.padEnd(34)} ${measured.padEnd(28)} must ${must.padEnd(12)} ${met ? 'met' : 'MISSED'}`);
};

if (values.kill) {
  const { wave, frozen } = await plan(2026);
  say(`${people} people frozen at ${Math.round(frozen)} a second`);
  const running = new Set<ChildProcess>();
  const start = async (): Promise<void> => {
    const child = await startWorker();
    running.add(child);
    child.once('exit', () => running.delete(child));
  };
  await Promise.all(Array.from({ length: workers }, start));
  let killed = 0;
  const began = performance.now();
  while (await store.messages.anyOpen(wave)) {
    await pause(randomInt(2_000, 5_000));
    await waves.reapMessages(3_000);
    if ((await askSink('count')).taken >= people) continue;
    for (const child of [...running].sort(() => randomInt(3) - 1).slice(0, 2)) {
      child.kill('SIGKILL');
      killed += 1;
      await start();
    }
  }
  const seconds = (performance.now() - began) / 1_000;
  for (const child of running) child.send('stop');
  const states = await statesOf(wave);
  const { taken, different } = await askSink('count');
  const { accepted = 0, unknown = 0 } = states;
  say(`${killed} workers killed in ${seconds.toFixed(0)} s; the mail server took ${taken}; ${JSON.stringify(states)}`);
  goal('accounted for', String(accepted + unknown), String(people), accepted + unknown === people);
  goal('taken twice', String(taken - different), '0', taken === different);
  goal('unknown, all listed', String(unknown), `<= ${killed * connections}`, unknown <= killed * connections);
  goal('accepted but not taken', String(Math.max(0, accepted - taken)), '0', accepted <= taken);
} else {
  const [frozen, planned, sent, beside, ratios, memory]: number[][] = [[], [], [], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const planning = await plan(2000 + round);
    frozen?.push(planning.frozen);
    planned?.push(planning.planned);
    await askSink('begin');
    const children = await Promise.all(Array.from({ length: workers }, startWorker));
    while (await store.messages.anyOpen(planning.wave)) await pause(20);
    const took = await askSink('count');
    const peaks = children.map((child) => heard<{ readonly peak: number }>(child));
    for (const child of children) child.send('stop');
    memory?.push(...(await Promise.all(peaks)).map(({ peak }) => peak));
    const states = await statesOf(planning.wave);
    if (states['accepted'] !== people || took.different !== people || took.taken !== people) {
      say(`GUARD FAILED: ${JSON.stringify({ states, took })}`);
      failed = true;
    }
    const rate = (1_000 * people) / took.ms;
    const { mail } = await waves.previewMail(viewer, planning.wave, 'i');
    const pool = await startChild({
      ...{ kind: 'pool', port, connections: workers * connections, mails: Math.min(people, 6_000) },
      ...{ html: mail.html, text: mail.text },
    });
    const { ms } = await heard<{ readonly ms: number }>(pool);
    const poolRate = (1_000 * Math.min(people, 6_000)) / ms;
    sent?.push(rate);
    beside?.push(poolRate);
    ratios?.push(rate / poolRate);
  }
  goal('(a) people frozen a second', spread(frozen ?? []), '>= 8000', median(frozen ?? []) >= 8_000);
  say(`${'    frozen and planned a second'.padEnd(34)} ${spread(planned ?? [])}`);
  say(`${'(b) mails a second'.padEnd(34)} ${spread(sent ?? [])}, pool of nodemailer ${spread(beside ?? [])}`);
  goal('    of a plain pool, all recorded', spread(ratios ?? [], 2), '>= 0.5', median(ratios ?? []) >= 0.5);
  goal('(b2) memory of a worker, MB', spread(memory ?? []), '<= 180', Math.max(...(memory ?? [])) <= 180);
}

sink.disconnect();
await connection.close();
await database.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
