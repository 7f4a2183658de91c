// `onward relay-log read`: which messages of unknown fate did leave, by the mail server's own log (requirement E7).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { takenInLog } from '../../mail/index.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { withApplication, type DataOptions } from './open.js';

/** Reads the log; a second time changes nothing. */
export async function readRelayLog(file: string, options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const log = path.resolve(callersFolder, file);
  if (!existsSync(log)) throw new InputProblem(`There is no file ${log}.`);
  await withApplication(options, async (application) => {
    const read = await application.waves.takeInRelayLog(takenInLog(log));
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(read)}\n`
        : `${read.named} messages in the log were taken by the mail server, ${read.ours} of them from here. Those of unknown fate are accepted now.\n`,
    );
  });
}
