import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import type { LeaversImport } from '../../domain/alumni/import.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { commandLine, withApplication, type DataOptions } from './open.js';

interface ImportOptions extends DataOptions {
  readonly preview: boolean;
  readonly json?: boolean;
}

/** What the file did or would do, and its problems as they stand on the import's page. */
function report({ fileName, found, done, problems, ignoredHeadings }: LeaversImport, written: boolean): string {
  const counts = written ? done : found;
  return [
    `${fileName}: ${counts.new + counts.changed + counts.unchanged + counts.problems} rows. ${written ? 'Imported' : 'Preview; nothing was saved'}.`,
    `  new people            ${counts.new}`,
    `  people with changes   ${counts.changed}`,
    `  already recorded so   ${counts.unchanged}`,
    `  rows with problems    ${counts.problems}`,
    ...(ignoredHeadings.length === 0 ? [] : [`Headings left aside: ${ignoredHeadings.join(', ')}.`]),
    ...problems.map(({ line, why, remedy }) => `Row ${line}: ${why}; ${remedy}. Nothing of this row was saved.`),
    '',
  ].join('\n');
}

/** `onward import leavers`: the same rules as the page (decision R18); problems are named by line, reason and remedy. */
export async function importLeavers(file: string, options: ImportOptions): Promise<void> {
  const source = path.resolve(callersFolder, file);
  if (!existsSync(source)) throw new InputProblem(`There is no file ${source}.`);
  await withApplication(options, async (application) => {
    const summary = await application.alumni.importLeavers({
      viewer: commandLine,
      stream: createReadStream(source),
      fileName: path.basename(source),
      commit: !options.preview,
    });
    if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else if (summary.kind === 'read') process.stdout.write(report(summary.import, summary.written));
    if (summary.kind === 'refused') throw new InputProblem(`${path.basename(source)} was not imported. ${summary.why}`);
  });
}
