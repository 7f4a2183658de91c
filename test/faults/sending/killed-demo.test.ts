// kill -9 of the whole running system (rows 7 and 8 of the fault table): the real `onward demo`, 600 leavers imported from a
// file, a wave confirmed for them, and at random instants of freezing, queueing and sending the main process, the worker,
// the embedded database and then all of them at once are killed. Nobody is forgotten, nobody gets a message twice, what is
// unknown is bounded (E8). One round by default; FAULT_ROUNDS asks for so many. The mailbox keeps a message before it
// answers 250 (decision R25), so its folder is the witness.
import { randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { Application, Tools } from '../../../src/application/index.js';
import { cohortId } from '../../../src/domain/alumni/cohort.js';
import type { SchoolId } from '../../../src/domain/alumni/ids.js';
import { academicYearOf } from '../../../src/domain/calendar/academic-year.js';
import { addDays, type LocalTime } from '../../../src/domain/calendar/local-date.js';
import { londonDate } from '../../../src/domain/calendar/london-time.js';
import type { Message } from '../../../src/domain/waves/message.js';
import type { WaveId } from '../../../src/domain/waves/wave.js';
import { readMaildir } from '../../../src/mail/index.js';
import { systemClock } from '../../../src/main/clock.js';
import { compose } from '../../../src/main/compose.js';
import { readConfig } from '../../../src/main/config.js';
import { openDatabase } from '../../../src/main/database.js';
import { confirmedWave, eventually, scheduler } from '../../support/a-trust.js';
import { full } from '../../support/fault-report.js';
import { processesWith, runOnward, startOnward, type Program } from '../../support/onward.js';

const rounds = Math.max(1, Number(process.env['FAULT_ROUNDS'] ?? '0'));
const people = 600;
const connections = 5; // of the demonstration's one worker: the default of SMTP_CONNECTIONS
const today = londonDate(new Date());
const summer = academicYearOf(today) - 1;
const cohort = cohortId('y11', summer); // the sample trust has none of Year 11
const parts = ['main', 'worker', 'database', 'all'] as const;
type Part = (typeof parts)[number];
/** In a round: each of them, or by default the database and all at once, which is what takes least and hurts most. */
const inTurn: readonly Part[] = full ? parts : ['database', 'all'];

const leaversFile = (): string =>
  [
    'School,Forename,Surname,DOB,Leaving date,Year group,Email,Email owner,Basis,Basis evidence,Basis recorded on',
    ...Array.from({ length: people }, (_, n) =>
      [
        ...['Northgate Academy (invented)', 'Avery', `Testperson ${'abcdefghij'[n % 10] ?? ''}${n}`],
        ...[`${summer - 16}-0${1 + (n % 9)}-1${n % 10}`, `${summer}-07-17`, 'Year 11', `avery${n}@example.org`, 'self'],
        ...['consent', 'Leaving form', `${summer}-06-15`],
      ].join(','),
    ),
    '',
  ].join('\n');

interface Attached {
  readonly application: Application;
  readonly tools: Tools;
  readonly connection: Connection;
}

/** The use cases beside the running demonstration, for one piece of work (decision R21). */
async function attached<T>(data: string, work: (attached: Attached) => Promise<T>): Promise<T> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const config = readConfig({ CONTACT_HOURS: '00:00-23:59', SECOND_PERSON_ABOVE: '0' }, data, { dataFolder: data });
  const database = await openDatabase(config, log);
  try {
    const { connection } = database;
    return await work({ ...(await compose(config, connection, systemClock(), log)), connection });
  } finally {
    await database.close();
  }
}

/** As if hours had passed while nothing ran: what the dead held has lapsed, and what was put off is due (E6, E17). */
const passTime = (data: string): Promise<void> =>
  attached(data, async ({ application, connection }) => {
    const messages = connection.collection('messages');
    const before = new Date(Date.now() - 3_600_000);
    await messages.updateMany({ leaseUntil: { $exists: true } }, { $set: { leaseUntil: before } });
    await messages.updateMany({ state: 'sending' }, { $set: { sendingAt: before } });
    await messages.updateMany({ readyAt: { $gt: before } }, { $set: { readyAt: before } });
    await application.waves.reapMessages();
  });

/** So many unknown ones pause the wave by itself (requirement E11); a person has looked and lets it run again. */
const resume = (data: string, waveId: WaveId): Promise<void> =>
  attached(data, async ({ application }) => {
    const { wave } = await application.waves.showWave(scheduler, waveId);
    if (wave.state !== 'paused') return;
    await application.waves.changeWaveState(scheduler, { waveId, revision: wave.revision, move: 'resume' });
  });

const startDemo = async (data: string, folder: string): Promise<Program> => {
  const demo = startOnward(['demo', '--data', data, '--port', '0'], { folder });
  await demo.says('Onward is ready', 100_000); // on a busy machine too
  return demo;
};

const letterCount = (data: string): number => readdirSync(path.join(data, 'mailbox/new')).length;

/** The processes of the demonstration in the folder that live. */
function pidsOf(part: Part, data: string): readonly number[] {
  const main = processesWith('cli.js demo', data);
  const worker = processesWith('main/worker.js').filter(({ parent }) => main.some(({ pid }) => pid === parent));
  const database = processesWith('embedded/child.js', data);
  const chosen = { main, worker, database, all: [...main, ...worker, ...database] }[part];
  return chosen.map(({ pid }) => pid);
}

/** Imports the people by the command line, and confirms a wave whose invitation is due at once. */
async function bringInAndConfirm(data: string, folder: string): Promise<WaveId> {
  writeFileSync(path.join(folder, 'leavers.csv'), leaversFile());
  const imported = await runOnward(['import', 'leavers', 'leavers.csv', '--data', data, '--json'], { folder });
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  return attached(data, ({ application }) =>
    confirmedWave(application, {
      title: 'Leavers of Year 11',
      cohortId: cohort,
      schoolIds: ['northgate' as SchoolId],
      questionnaire: { name: 'destination-check', version: 1 },
      steps: [{ id: 'i', kind: 'invitation', on: today, at: '00:00' as LocalTime }],
      closesOn: addDays(today, 30),
    }),
  );
}

/** Every message of the wave by its state, as addresses. */
const addressesByState = (data: string, wave: WaveId) =>
  attached(data, async ({ tools: { store } }) => {
    const found: Pick<Message, 'state' | 'alumnusId'>[] = [];
    for await (const message of store.messages.each(wave)) found.push(message);
    const persons = await store.alumni.findMany(found.flatMap(({ alumnusId }) => alumnusId ?? []));
    const byState: Record<string, string[]> = {};
    for (const { state, alumnusId } of found) {
      const person = alumnusId === undefined ? undefined : persons.get(alumnusId);
      (byState[state] ??= []).push(person?.contactPoints[0]?.value ?? '');
    }
    return {
      byState,
      invitations: await store.invitations.countByState(wave),
      unknown: await store.messages.unknown('every-school', wave, people),
    };
  });

const shuffled = <T>(all: readonly T[]): readonly T[] =>
  all
    .map((one) => [randomInt(1 << 30), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

async function round(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-faults-'));
  const data = path.join(folder, 'demo');
  const killed: string[] = [];
  try {
    let demo = await startDemo(data, folder);
    const wave = await bringInAndConfirm(data, folder);
    for (const [place, part] of shuffled(inTurn).entries()) {
      // The first falls anywhere from freezing on, the others while messages leave.
      if (place > 0) {
        const enough = letterCount(data) + randomInt(1, 60);
        await eventually(
          () => letterCount(data),
          (letters) => letters >= enough,
          100_000,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, randomInt(place === 0 ? 7_000 : 60)));
      // What was killed before may be coming back just now.
      const pids = await eventually(
        () => pidsOf(part, data),
        ({ length }) => length === (part === 'all' ? 3 : 1),
      );
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      killed.push(`${part} at ${letterCount(data)}`);
      if (part === 'main' || part === 'all') {
        await demo.ended;
        demo = await startDemo(data, folder);
      }
    }
    demo.signal('SIGINT');
    await demo.ended;
    await passTime(data);
    await resume(data, wave);
    demo = await startDemo(data, folder);
    // Looked at from outside first: asking the database all the time would slow the sending.
    await eventually(
      () => letterCount(data),
      (letters) => letters >= people - parts.length * connections,
      200_000,
    );
    await attached(data, ({ tools: { store } }) =>
      eventually(
        () => store.messages.anyOpen(wave),
        (open) => !open,
        100_000,
      ),
    );
    demo.signal('SIGINT');
    await demo.ended;

    const { byState, invitations, unknown } = await addressesByState(data, wave);
    const accepted = new Set(byState['accepted']);
    const lost = new Set(byState['unknown']);
    const letters = await readMaildir(path.join(data, 'mailbox'));
    const reached = new Set(letters.map((letter) => /<(.*)>/.exec(letter.to)?.[1] ?? letter.to));
    process.stdout.write(
      `killed ${killed.join(', ')}: ${accepted.size} accepted, ${lost.size} unknown, ${letters.length} letters\n`,
    );
    // Everybody has one message, and each message one named state.
    expect(invitations).toEqual({ invited: people });
    expect(Object.keys(byState).filter((state) => state !== 'unknown')).toEqual(['accepted']);
    expect([accepted.size + lost.size, new Set([...accepted, ...lost]).size]).toEqual([people, people]);
    expect(unknown).toHaveLength(lost.size);
    expect(lost.size).toBeLessThanOrEqual(parts.length * connections);
    // Nobody got it twice; what was accepted is there; what is there beyond that is of unknown fate.
    expect(new Set(letters.map((letter) => letter.messageId)).size).toBe(letters.length);
    expect(reached.size).toBe(letters.length);
    expect([...accepted].filter((address) => !reached.has(address))).toEqual([]);
    expect([...reached].filter((address) => !accepted.has(address) && !lost.has(address))).toEqual([]);
  } finally {
    for (const pid of pidsOf('all', data)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the demonstration, killed in parts and whole while a wave leaves', () => {
  it.each(Array.from({ length: rounds }, (_, place) => place + 1))(
    'round %i: all accounted for, none twice, unknown ones bounded',
    round,
    600_000,
  );
});
