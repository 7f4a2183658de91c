import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { callersFolder } from '../package-root.js';
import { commandLine, withApplication, type DataOptions } from './open.js';

interface ExportOptions extends DataOptions {
  readonly cohort?: string;
  readonly school?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `onward export destinations`: CSV (or one JSON object a line) to a file or the screen. */
export async function exportDestinations(options: ExportOptions): Promise<void> {
  await withApplication(options, async (application) => {
    const filter = {
      ...(options.cohort === undefined ? {} : { cohortId: options.cohort as CohortId }),
      ...(options.school === undefined ? {} : { schoolId: options.school as SchoolId }),
    };
    const rows =
      options.json === true
        ? linesOf(application.destinations.exportDestinations(commandLine, filter))
        : application.destinations.exportDestinationsCsv(commandLine, filter);
    if (options.out === undefined) {
      await pipeline(rows, process.stdout, { end: false });
      return;
    }
    const file = path.resolve(callersFolder, options.out);
    await pipeline(rows, createWriteStream(file, { mode: 0o600 }));
    process.stderr.write(`Written: ${file}\n`);
  });
}

async function* linesOf(rows: AsyncIterable<object>): AsyncIterable<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
