// Agenda with its Mongo backend on a shared connection: as Onward runs it (jobs/runner.ts), with two processes, and the
// traps of the library that Onward's use of it depends on.
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db('libraries_agenda');

let timersAtFirst = 0; // the test runner's own
beforeAll(async () => {
  timersAtFirst = timers();
  await client.connect();
  await database.dropDatabase();
});
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
  // After each run Agenda keeps a timer of half the lock's life, which nothing ends early and for which a process waits.
  await until(() => timers() <= timersAtFirst);
});

const until = async (what: () => boolean | Promise<boolean>): Promise<boolean> => {
  const end = Date.now() + 50_000;
  while (!(await what()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  return what();
};

describe('two Agenda instances on one database', () => {
  it('run each job once between them, and a recurring one again and again', async () => {
    const ran: number[] = [];
    let ticks = 0;
    const problems: unknown[] = [];
    const instances = ['first', 'second'].map((name) => {
      const agenda = new Agenda({
        backend: new MongoBackend({ mongo: database }),
        name,
        processEvery: 100,
        defaultLockLimit: 10,
        defaultLockLifetime: lockLifetime,
      });
      agenda.on('error', (error: unknown) => problems.push(error));
      agenda.define<{ n: number }>('once', (job) => {
        ran.push(job.attrs.data.n);
      });
      agenda.define('tick', () => {
        ticks += 1;
      });
      return agenda;
    });
    try {
      for (const agenda of instances) await agenda.start();
      for (let n = 0; n < 30; n += 1) await instances[n % 2]?.now('once', { n });
      for (const agenda of instances) {
        await agenda
          .create('tick', { key: 'tick' })
          .repeatEvery('1 second')
          .unique({ 'data.key': 'tick' }, { insertOnly: true })
          .save();
      }
      expect((await until(() => ran.length >= 30 && ticks >= 2)) || { ran: ran.length, ticks }).toBe(true);
    } finally {
      for (const agenda of instances) {
        await agenda.drain();
        await agenda.stop();
      }
    }
    expect(ran.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(problems).toEqual([]);
    const jobs = database.collection('agendaJobs');
    expect(await jobs.countDocuments({ name: 'tick' })).toBe(1);
    expect((await jobs.indexes()).map(({ name }) => name)).toContain('findAndLockNextJobIndex');
    expect(await database.command({ validate: 'agendaJobs' })).toMatchObject({ valid: true });
  });
});

const lockLifetime = 3_000; // long enough for a busy machine to renew in time

/** A process of its own that runs one job of Onward's runner; see the file it starts. */
const startProcess = (name: string): ChildProcess =>
  fork(path.join(process.cwd(), 'test/embedded/libraries/runner-process.mjs'), {
    execArgv: [],
    env: {
      ...process.env,
      RUNNER: JSON.stringify({
        ...{ uri: process.env['ONWARD_TEST_MONGODB_URI'] ?? '', database: 'libraries_runner', name, lockLifetime },
      }),
    },
  });
const gone = async (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

interface Run {
  readonly by: string;
  readonly began: Date;
  readonly ended?: Date;
}

describe('two processes with the runner of Onward', () => {
  const runner = client.db('libraries_runner');
  const jobs = runner.collection('agendaJobs');
  const runs = runner.collection<Run>('runs');
  const rounds = async (): Promise<Run[]> =>
    runs
      .find({ by: { $not: /ready/ } })
      .sort({ began: 1 })
      .toArray();
  const ready = async (): Promise<number> => runs.countDocuments({ by: /ready/ });

  it('register a job once (trap 3), never run it twice at once though it outlasts its lock (5), and give it over', async () => {
    await runner.dropDatabase();
    const processes = ['one', 'two'].map(startProcess);
    try {
      // Both start in the same moment; the run that one begins goes on for twice the lock's life, and no other begins.
      expect(await until(async () => (await ready()) === 2 && (await rounds()).length > 0)).toBe(true);
      const both = Date.now();
      expect(await until(() => Date.now() - both > 2 * lockLifetime)).toBe(true);
      const [running, ...more] = await rounds();
      expect([await jobs.countDocuments({}), more]).toEqual([1, []]);
      // A third one that registers the same job while it runs leaves lock and history as they are.
      const before = await jobs.findOne({});
      processes.push(startProcess('three'));
      expect(await until(async () => (await ready()) === 3)).toBe(true);
      const after = await jobs.findOne({});
      expect([before?.['lockedAt'] instanceof Date, after?.['lockedAt'] instanceof Date]).toEqual([true, true]);
      expect(after?.['lastRunAt']).toEqual(before?.['lastRunAt']);

      // The one that runs it is killed; another goes on when the lock's life is over, not before.
      const killedAt = new Date();
      processes[['one', 'two', 'three'].indexOf(running?.by ?? '')]?.kill('SIGKILL');
      expect(await until(async () => (await rounds()).length > 1)).toBe(true);
      for (const each of processes) each.send('stop', () => undefined);
      await Promise.all(processes.map(gone));
      const all = await rounds();
      expect(all[1]?.by === running?.by).toBe(false);
      // The killed one's run has no end: what it held was free when the lock's life was over.
      const together = all.filter((run, n) => (all[n + 1]?.began ?? Infinity) < (run.ended ?? killedAt));
      expect(together).toEqual([]);
      // Nothing stays locked after an orderly stop (trap 4).
      expect(await jobs.countDocuments({ lockedAt: { $ne: null } })).toBe(0);
    } finally {
      for (const each of processes) each.kill('SIGKILL');
      await Promise.all(processes.map(gone));
      await runner.dropDatabase();
    }
  }, 120_000);
});

describe('the traps of Agenda', () => {
  it('1 and 4: a lock limit keeps the rest free, and what drain leaves locked is freed by the update of the runner', async () => {
    const name = 'limited';
    const backend = new MongoBackend({ mongo: database, collection: 'limitedJobs' });
    const agenda = new Agenda({
      ...{
        backend,
        name,
        processEvery: 50,
        defaultConcurrency: 1,
        defaultLockLimit: 5,
        lockLimit: 5,
        defaultLockLifetime: lockLifetime,
      },
    });
    const jobs = database.collection('limitedJobs');
    let ran = 0;
    let most = 0;
    agenda.define('slow', async () => {
      ran += 1;
      most = Math.max(most, await jobs.countDocuments({ lockedAt: { $ne: null } }));
      await new Promise((resolve) => setTimeout(resolve, 40));
    });
    await agenda.ready;
    await Promise.all(Array.from({ length: 60 }, async () => agenda.now('slow')));
    try {
      await agenda.start();
      expect(await until(() => ran >= 8)).toBe(true);
    } finally {
      await agenda.drain(50_000);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(10); // five, and those just ending whose locks are not yet away; without a limit all sixty
    const unlock = () =>
      jobs.updateMany(
        {
          ...{ lastModifiedBy: name, lockedAt: { $ne: null } },
          $or: [{ lastRunAt: null }, { $expr: { $lt: ['$lastRunAt', '$lockedAt'] } }],
        },
        { $unset: { lockedAt: true } },
      );
    // A scan that was under way may still lock something.
    expect(
      await until(async () => (await unlock(), await jobs.countDocuments({ lockedAt: { $ne: null } })) === 0),
    ).toBe(true);
    expect(await jobs.countDocuments({ lastRunAt: null })).toBeGreaterThan(0); // they wait for the next process
    await agenda.stop();
  }, 120_000);
});
