// Row 15: two job clocks start at the same moment, run and stop, again and again. The recurring job goes on within two of its
// intervals every time, and the database never holds it twice (requirement E16).
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { Job } from '../../../jobs/job.js';
import { startJobs } from '../../../jobs/runner.js';
import { createApplication } from '../../../src/application/index.js';
import { connect } from '../../../src/store/index.js';
import { eventually } from '../../support/a-trust.js';
import { testDatabaseUri } from '../../support/database.js';
import { full, report } from '../../support/fault-report.js';
import { openTestTools } from '../../support/tools.js';

const rounds = full ? 100 : 2;
const intervalMs = 1_000;

let opened: Awaited<ReturnType<typeof openTestTools>>;
let connections: readonly Connection[];
beforeAll(async () => {
  opened = await openTestTools();
  // As two processes have them.
  connections = await Promise.all(['one', 'two'].map(() => connect(testDatabaseUri(), opened.connection.name)));
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await opened.close();
});

it(
  `row 15: a job of every second, started twice at once ${rounds} times, goes on each time and stands once`,
  async () => {
    const application = createApplication(opened.tools);
    const { log } = opened.tools;
    let runs = 0;
    const job: Job = {
      name: 'ticks-on',
      every: { seconds: intervalMs / 1_000 },
      run: () => {
        runs += 1;
        return Promise.resolve();
      },
    };
    let slowest = 0;
    for (let round = 0; round < rounds; round += 1) {
      const before = runs;
      const started = await Promise.all(
        connections.map((connection, place) =>
          startJobs({ connection, application, log, processName: `clock ${place}`, jobs: [job], lockLifetime: 3_000 }),
        ),
      );
      const began = performance.now();
      await eventually(
        () => runs,
        (count) => count > before,
      );
      slowest = Math.max(slowest, performance.now() - began);
      expect(await opened.connection.collection('agendaJobs').countDocuments({})).toBe(1);
      await Promise.all(started.map((each) => each.stop()));
    }
    expect(opened.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    report(
      '15',
      'runs again ≤ 2 intervals, 1 document',
      `${rounds} starts, slowest ${Math.round(slowest)} ms of ${2 * intervalMs}`,
    );
    if (full) expect(slowest).toBeLessThanOrEqual(2 * intervalMs);
  },
  full ? 900_000 : 60_000,
);
