// A process that sends mail: its own loop over the outbox (decision R1), started by src/main/workers.ts. It ends when
// told to, and when the process that started it is gone, so that nothing sends unwatched.
import { faultOf } from '../application/fault.js';
import { openLog } from './log.js';
import { connect, databaseTime } from '../store/index.js';
import { compose } from './compose.js';
import { databaseClock } from './clock.js';
import type { WorkerOrder } from './workers.js';

async function run(order: WorkerOrder): Promise<void> {
  const log = openLog(order.config.logLevel, order.logFile);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.on('message', stop); // any word after the order means: finish and go
  process.on('disconnect', stop);
  const connection = await connect(order.databaseUri, order.config.databaseName);
  const clock = await databaseClock(() => databaseTime(connection), order.clockMovedByMs);
  const { tools, application } = await compose(order.config, connection, clock, log);
  log.info('sending');
  await Promise.all([
    application.waves.runSender({ signal: stopping.signal }),
    application.waves.runTextSender({ signal: stopping.signal }),
  ]);
  await tools.mailer.close();
  await connection.close();
  log.info('sending has ended');
}

process.on('SIGINT', () => undefined); // Ctrl-C reaches every process at once; the one that started this one decides
process.on('SIGTERM', () => undefined);
process.once('message', (order: WorkerOrder) => {
  run(order).then(
    () => process.exit(0),
    (error: unknown) => {
      openLog('error', order.logFile).error('a worker failed', {
        error: faultOf(error),
      });
      process.exit(1);
    },
  );
});
