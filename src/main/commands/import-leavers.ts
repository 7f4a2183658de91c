import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import type { ImportKind, PeopleImport } from '../../domain/alumni/import.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { systemClock } from '../clock.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { commandLine, withApplication, type DataOptions } from './open.js';

interface ImportOptions extends DataOptions {
  readonly preview: boolean;
  readonly json?: boolean;
}

/** What the file did or would do, and its problems as they stand on the import's page. */
function report({ fileName, found, done, problems, ignoredHeadings, notes }: PeopleImport, written: boolean): string {
  const counts = written ? done : found;
  return [
    `${fileName}: ${counts.new + counts.changed + counts.unchanged + counts.problems} rows. ${written ? 'Imported' : 'Preview; nothing was saved'}.`,
    `  new people            ${counts.new}`,
    `  people with changes   ${counts.changed}`,
    `  already recorded so   ${counts.unchanged}`,
    `  rows with problems    ${counts.problems}`,
    ...(ignoredHeadings.length === 0 ? [] : [`Headings left aside: ${ignoredHeadings.join(', ')}.`]),
    ...notes,
    ...problems.map(({ line, why, remedy }) => `Row ${line}: ${why}; ${remedy}. Nothing of this row was saved.`),
    '',
  ].join('\n');
}

interface PlansOptions extends ImportOptions {
  readonly source: 'school' | 'ucas';
  readonly asOf?: string;
}

/** `onward import leavers`: the same rules as the page (decision R18); problems are named by line, reason and remedy. */
export const importLeavers = (file: string, options: ImportOptions): Promise<void> =>
  bringIn(file, options, { of: 'leavers' });

/** `onward import plans`: plans and results as of a day, today where none is given (Y5). */
export async function importPlans(file: string, options: PlansOptions): Promise<void> {
  const today = londonDate(systemClock().now());
  const asOf = options.asOf === undefined ? today : parseLocalDate(options.asOf);
  if (asOf === null || asOf > today)
    throw new InputProblem('Give the day of the file, for example --as-of 2026-08-13.');
  await bringIn(file, options, { of: 'plans', source: options.source, asOf });
}

async function bringIn(file: string, options: ImportOptions, kind: ImportKind): Promise<void> {
  const source = path.resolve(callersFolder, file);
  if (!existsSync(source)) throw new InputProblem(`There is no file ${source}.`);
  await withApplication(options, async (application) => {
    const summary = await application.alumni.importFile({
      viewer: commandLine,
      stream: createReadStream(source),
      fileName: path.basename(source),
      kind,
      commit: !options.preview,
    });
    if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else if (summary.kind === 'read') process.stdout.write(report(summary.import, summary.written));
    if (summary.kind === 'refused') throw new InputProblem(`${path.basename(source)} was not imported. ${summary.why}`);
  });
}
