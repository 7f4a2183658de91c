import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { commandLine, needData, withApplication, type DataOptions } from './open.js';

interface ExportOptions extends DataOptions {
  readonly cohort?: string;
  readonly school?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `onward export destinations`: CSV (or one JSON object a line) to a file or the screen. */
export async function exportDestinations(options: ExportOptions): Promise<void> {
  needData(options);
  await withApplication(options, async (application, { store }) => {
    const counts = await store.alumni.countByCohort('every-school');
    mustBeAmong('cohort', options.cohort, new Set(counts.map(({ cohortId }) => cohortId)));
    mustBeAmong('school', options.school, new Set((await store.schools.all()).map(({ id }) => id)));
    const filter = {
      ...(options.cohort === undefined ? {} : { cohortId: options.cohort as CohortId }),
      ...(options.school === undefined ? {} : { schoolId: options.school as SchoolId }),
    };
    const rows =
      options.json === true
        ? linesOf(application.destinations.exportDestinations(commandLine, filter))
        : application.destinations.exportTable(commandLine, { table: 'destinations', format: 'csv', filter });
    if (options.out === undefined) {
      await pipeline(rows, process.stdout, { end: false }).catch((error: unknown) => {
        // Whoever reads the rows has enough of them, such as `head`.
        if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
      });
      return;
    }
    const file = path.resolve(callersFolder, options.out);
    await pipeline(rows, createWriteStream(file, { mode: 0o600 }));
    process.stderr.write(`Written: ${file}\n`);
  });
}

/** A cohort or school that was mistyped is no empty table. */
function mustBeAmong(what: string, given: string | undefined, known: ReadonlySet<string>): void {
  if (given === undefined || known.has(given)) return;
  throw new InputProblem(`No such ${what}: ${given}. Known: ${[...known].sort().join(', ') || 'none yet'}.`);
}

async function* linesOf(rows: AsyncIterable<object>): AsyncIterable<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
