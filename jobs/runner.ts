// How do the jobs tick? This is the only file that knows Agenda.
// Agenda is a doorbell (requirement E16): recurring ticks without payload, each registered once by name, a limit on what
// one process locks, short locks that a long run renews, drained on stop. Correctness never rests on its locks.
import { randomBytes } from 'node:crypto';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { faultOf } from '../src/application/fault.js';
import type { Application, Log } from '../src/application/index.js';
import type { Every, Job } from './job.js';
import { jobs as everyJob } from './registry.js';

const collectionName = 'agendaJobs';
const timezone = 'Europe/London';
const usualLockLifetime = 10_000; // a tick whose process dies holds up the next one for no longer (E16: a minute at most)
const pollEvery = 1_000;
const drainWithin = 25_000; // requirement F4
const settleAfterDrain = 300; // a scan under way may still lock something
const silentIntervals = 3;
const usualWatchEvery = 15_000;

type Database = Extract<ConstructorParameters<typeof MongoBackend>[0], { mongo: unknown }>['mongo'];

export interface RunningJobs {
  /** Ends the ticks: what runs may finish in the time given, what was locked and not begun is given back. Never throws. */
  readonly stop: (withinMs?: number) => Promise<void>;
}

export interface JobsOptions {
  /** The connection that everything else uses; it stays open. */
  readonly connection: { readonly db?: Database | undefined };
  readonly application: Application;
  readonly log: Log;
  readonly jobs?: readonly Job[];
  /** Unlike that of any other process. */
  readonly processName?: string;
  /** Milliseconds; Agenda keeps a timer of half of it after each run, for which a short-lived process would wait. */
  readonly lockLifetime?: number;
  /** Milliseconds between two looks for jobs that have fallen silent. */
  readonly watchEvery?: number;
}

/** What Agenda is told: milliseconds, or five fields of a cron line. */
const intervalOf = (every: Every): number | string =>
  'seconds' in every
    ? every.seconds * 1_000
    : `${Number(every.dailyAt.slice(3))} ${Number(every.dailyAt.slice(0, 2))} * * *`;

const longestSilence = (every: Every): number =>
  silentIntervals * ('seconds' in every ? Math.max(every.seconds * 1_000, pollEvery) : 24 * 3_600_000);

/** Registers every job and begins to tick. */
export async function startJobs({
  connection: { db },
  application,
  log,
  jobs = everyJob,
  processName = `${process.pid}-${randomBytes(4).toString('hex')}`,
  lockLifetime = usualLockLifetime,
  watchEvery = usualWatchEvery,
}: JobsOptions): Promise<RunningJobs> {
  if (db === undefined) throw new Error('Jobs need an open connection.');
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db, collection: collectionName }),
    name: processName, // the unlocking after drain goes by it
    processEvery: pollEvery,
    maxConcurrency: jobs.length,
    lockLimit: jobs.length, // without one, everything due is locked before anything runs
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: lockLifetime,
  });
  agenda.on('error', (error: unknown) => log.error('The job clock failed.', { why: faultOf(error) }));
  await agenda.ready;

  const collection = db.collection(collectionName);
  // Agenda upserts without a unique key of its own: two processes that start together would register twice.
  await collection.createIndex(
    { name: 1, 'data.key': 1 },
    { unique: true, partialFilterExpression: { 'data.key': { $exists: true } } },
    {},
  );

  const lastSeen = new Map(jobs.map((job) => [job.name, performance.now()]));
  for (const job of jobs) {
    agenda.define(
      job.name,
      async (tick) => {
        // A long run keeps its lock; without this, another process would begin the same beside it.
        const holding = setInterval(() => {
          tick.touch().catch((error: unknown) => log.warn('A job could not keep its lock.', { why: faultOf(error) }));
        }, lockLifetime / 3);
        try {
          await job.run(application);
        } catch (error) {
          log.error('A job failed and is tried again at its next tick.', { job: job.name, why: faultOf(error) });
        } finally {
          clearInterval(holding);
        }
      },
      { concurrency: 1, lockLimit: 1, lockLifetime },
    );
    await register(agenda, job);
    // A changed interval is a targeted write: saving the job again would wipe the lock of one that runs.
    await collection.updateOne(
      { name: job.name, 'data.key': job.name, repeatInterval: { $ne: intervalOf(job.every) } },
      { $set: { repeatInterval: intervalOf(job.every) } },
    );
  }
  await agenda.start();
  const watchdog = watch(collection, jobs, lastSeen, log, watchEvery);

  return {
    stop: async (withinMs = drainWithin) => {
      clearInterval(watchdog);
      try {
        const { running } = await agenda.drain(Math.min(withinMs, drainWithin));
        if (running > 0)
          log.warn('Jobs were still running when time was up; their locks end by themselves.', { running });
        await new Promise((resolve) => setTimeout(resolve, settleAfterDrain));
        await giveBack(collection, processName);
      } catch (error) {
        // Without the database nothing can be given back; the stop goes on.
        log.warn('The job clock could not end in order; its locks end by themselves.', { why: faultOf(error) });
      }
    },
  };
}

/** Inserted once; a job that is there already keeps its lock and its history. */
async function register(agenda: Agenda, job: Job): Promise<void> {
  try {
    await agenda
      .create(job.name, { key: job.name })
      .repeatEvery(intervalOf(job.every), { timezone })
      .unique({ 'data.key': job.name }, { insertOnly: true })
      .save();
  } catch (error) {
    // Another process registered it in the same moment.
    if ((error as { readonly code?: unknown }).code !== 11_000) throw error;
  }
}

/** Unlocks what this process locked and did not begin. */
const giveBack = (collection: ReturnType<Database['collection']>, processName: string): Promise<unknown> =>
  collection.updateMany(
    {
      lastModifiedBy: processName,
      lockedAt: { $ne: null },
      $or: [{ lastRunAt: null }, { $expr: { $lt: ['$lastRunAt', '$lockedAt'] } }],
    },
    { $unset: { lockedAt: true } },
  );

/** Says so when no process ran a job for three of its intervals (requirement E16). */
function watch(
  collection: ReturnType<Database['collection']>,
  jobs: readonly Job[],
  lastSeen: Map<string, number>,
  log: Log,
  watchEvery: number,
): NodeJS.Timeout {
  const runs = new Map<string, number>();
  const look = async (): Promise<void> => {
    const rows = await collection
      .find({ 'data.key': { $exists: true } }, { projection: { name: 1, lastRunAt: 1 } })
      .toArray();
    for (const row of rows) {
      const name = String(row['name']);
      const ran = row['lastRunAt'] instanceof Date ? row['lastRunAt'].getTime() : 0;
      if (ran === runs.get(name)) continue;
      runs.set(name, ran);
      lastSeen.set(name, performance.now());
    }
    for (const job of jobs) {
      const silentFor = performance.now() - (lastSeen.get(job.name) ?? 0);
      if (silentFor > longestSilence(job.every)) {
        log.error('A job has been silent for three of its intervals.', { job: job.name, ms: Math.round(silentFor) });
      }
    }
  };
  return setInterval(() => {
    look().catch((error: unknown) => log.warn('The watch over jobs could not look.', { why: faultOf(error) }));
  }, watchEvery).unref();
}
