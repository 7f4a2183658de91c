// What must hold of every job, and what starting, running and stopping them leaves in the database (requirement E16).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { Job } from '../../jobs/job.js';
import { jobs } from '../../jobs/registry.js';
import { startJobs } from '../../jobs/runner.js';
import { createApplication, type Application } from '../../src/application/index.js';
import { eventually } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let connection: Connection;
let application: Application;

beforeAll(async () => {
  opened = await openTestTools();
  connection = opened.connection;
  application = createApplication(opened.tools);
});
afterAll(() => opened.close());

const lockLifetime = 3_000; // long enough for a busy machine; Agenda waits for half of it at the end
const rows = () => connection.collection('agendaJobs').find({}).toArray();

describe('every job', () => {
  it.each(jobs)('$name stays out of the hour that clocks change, and its name says what it does', (job: Job) => {
    expect(job.name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    if ('dailyAt' in job.every) expect(job.every.dailyAt).not.toMatch(/^01:/);
    else expect(job.every.seconds).toBeGreaterThanOrEqual(1);
  });

  it('has a name of its own', () => {
    expect(new Set(jobs.map((job) => job.name)).size).toBe(jobs.length);
  });

  it.each(jobs)('$name does no harm when it runs twice, and twice at once, on an empty database', async (job: Job) => {
    await Promise.all([job.run(application), job.run(application)]);
    await job.run(application);
    expect(opened.logged).toEqual([]);
  });
});

describe('the job clock', () => {
  it('registers each job once, whoever starts at the same time, and carries nothing', async () => {
    const { log } = opened.tools;
    const started = await Promise.all(
      ['one', 'two'].map((processName) => startJobs({ connection, application, log, processName, lockLifetime })),
    );
    const stored = await eventually(rows, (found) => found.every((row) => row['lastRunAt'] instanceof Date));
    expect(stored.map((row) => String(row['name'])).sort()).toEqual(jobs.map((job) => job.name).sort());
    for (const row of stored) {
      expect(row['data']).toEqual({ key: String(row['name']) });
      expect(row['repeatTimezone']).toBe('Europe/London');
    }
    await Promise.all(started.map((each) => each.stop()));
    expect((await rows()).filter((row) => row['lockedAt'] instanceof Date)).toEqual([]);
    const [before] = await rows();

    // A third process finds them, keeps their history, and takes over a changed interval.
    const [first = jobs[0]] = jobs;
    if (first === undefined) throw new Error('There are no jobs.');
    const slower: Job = { ...first, every: { seconds: 3_600 } };
    const third = await startJobs({ connection, application, log, processName: 'three', jobs: [slower], lockLifetime });
    await third.stop();
    const after = (await rows()).find((row) => row['name'] === slower.name);
    expect(after?.['repeatInterval']).toBe(3_600_000);
    expect(await rows()).toHaveLength(jobs.length);
    expect(before?.['lastRunAt']).toBeInstanceOf(Date);
    expect(opened.logged).toEqual([]);
  });

  it('says so when a job has been silent for three of its intervals, and of no other', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const job = (name: string, seconds: number, run: Job['run']): Job => ({ name, every: { seconds }, run });
    const running = await startJobs({
      ...{ connection, application, log: opened.tools.log, processName: 'watched', lockLifetime, watchEvery: 100 },
      jobs: [job('hangs-for-ever', 1, () => held), job('runs-now-and-then', 30, () => Promise.resolve())],
    });
    const alarms = () => opened.logged.filter((line) => line.includes('silent for three'));
    expect((await eventually(alarms, (lines) => lines.length > 0))[0]).toContain('hangs-for-ever');
    release();
    await running.stop();
    expect(alarms().filter((line) => !line.includes('hangs-for-ever'))).toEqual([]);
  });

  it('goes on after a job failed, and lets one that runs finish before it stops', async () => {
    let runs = 0;
    let finished = 0;
    const failing: Job = {
      name: 'fails-at-first',
      every: { seconds: 1 },
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('invented failure');
        await new Promise((resolve) => setTimeout(resolve, 300));
        finished += 1;
      },
    };
    const running = await startJobs({
      connection,
      application,
      log: opened.tools.log,
      processName: 'four',
      jobs: [failing],
      lockLifetime,
    });
    await eventually(
      () => runs,
      (count) => count >= 2,
    );
    await running.stop();
    expect(finished).toBe(runs - 1);
    expect(opened.logged.filter((line) => line.includes('A job failed'))).toHaveLength(1);
  });
});
