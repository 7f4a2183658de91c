import { openLog } from '../log.js';
import { start } from '../start.js';
import { settingsFor, type DataOptions } from './open.js';
import { untilTold } from './until-told.js';

const stopWithinMs = 30_000; // decision R25

/** `onward start`: until told to stop. */
export async function runStart(options: DataOptions): Promise<void> {
  const config = settingsFor(options);
  const running = await start({ config, log: openLog(config.logLevel) });
  process.stdout.write(`Onward is ready on ${running.url}/staff with ${running.database.described}.\n`);
  if (config.smtp === null && config.http === null) {
    process.stdout.write(
      'No mail leaves: no relay is set. Set SMTP_HOST, MAIL_FROM_ADDRESS, TRUST_NAME and TRUST_POSTAL_ADDRESS (see .env.example).\n',
    );
  }
  await untilTold(running.stop, stopWithinMs);
}
