// One process with the runner of Onward and one job that writes down when it runs, and goes on until the process is told to
// stop. Started by agenda.test.ts.
import console from 'node:console';
import process from 'node:process';
import mongoose from 'mongoose';
import { startJobs } from '../../../dist/jobs/runner.js';

const { uri, database, name, lockLifetime } = JSON.parse(process.env.RUNNER);
const connection = await mongoose.createConnection(`${uri}${database}`).asPromise();
const runs = connection.collection('runs');

const told = new Promise((resolve) => process.once('message', resolve));
const tick = async () => {
  const { insertedId } = await runs.insertOne({ by: name, began: new Date() });
  await told;
  await runs.updateOne({ _id: insertedId }, { $set: { ended: new Date() } });
};
const log = { debug: () => undefined, info: () => undefined, warn: console.error, error: console.error };
const jobs = await startJobs({
  ...{ connection, application: {}, log, processName: name, lockLifetime },
  jobs: [{ name: 'write-down', every: { seconds: 1 }, run: tick }],
});
await runs.insertOne({ by: `${name}, ready`, began: new Date(), ended: new Date() });
await told;
await jobs.stop();
await connection.close();
process.exit(0);
