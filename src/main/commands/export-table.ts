import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { callersFolder } from '../package-root.js';
import { commandLine, needData, withApplication, type DataOptions } from './open.js';

interface TableOptions extends DataOptions {
  readonly format: 'csv' | 'xlsx';
  readonly cohort?: string;
  readonly school?: string;
  readonly out: string;
}

/** `onward export table`: one whole table to a file, with how far it has come on the screen. */
export async function exportTableFile(table: string, options: TableOptions): Promise<void> {
  needData(options);
  await withApplication(options, async (application) => {
    const file = path.resolve(callersFolder, options.out);
    const rows = application.destinations.exportTable(commandLine, {
      ...{ table, format: options.format },
      filter: {
        ...(options.cohort === undefined ? {} : { cohortId: options.cohort as CohortId }),
        ...(options.school === undefined ? {} : { schoolId: options.school as SchoolId }),
      },
      onProgress: (people) => {
        process.stderr.write(`Read: ${people.toLocaleString('en-GB')} people\n`);
        return Promise.resolve();
      },
    });
    await pipeline(rows, createWriteStream(file, { mode: 0o600 }));
    process.stderr.write(`Written: ${file}\n`);
  });
}
