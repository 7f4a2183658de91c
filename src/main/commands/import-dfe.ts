import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { differenceSentences } from '../../domain/official/difference.js';
import { leaversWords, readYear } from '../../domain/official/figure.js';
import { identityNames, identityWords } from '../../domain/official/identities.js';
import { measureFacts } from '../../domain/official/measure.js';
import type { OfficialImport } from '../../domain/official/official-import.js';
import { placeKindWords } from '../../domain/official/place.js';
import type { OfficialSummary } from '../../application/official/import-official.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { commandLine, withApplication, type DataOptions } from './open.js';

interface ImportOptions extends DataOptions {
  readonly dryRun: boolean;
  readonly published?: string;
  readonly leavers?: string;
  readonly json?: boolean;
}

const outcomeWords = {
  written: 'Imported and shown',
  already: 'Shown already; nothing changed',
  'dry-run': 'Dry run; nothing was saved',
} as const satisfies Readonly<Record<Extract<OfficialSummary, { kind: 'read' }>['outcome'], string>>;

function report(
  { fileName, measure, format, found, slices, identities, broken, problems, ...rest }: OfficialImport,
  outcome: keyof typeof outcomeWords,
): string {
  const checked = identityNames.flatMap((name) => {
    const counts = identities[name];
    return counts === undefined
      ? []
      : [
          `  ${identityWords[name]}: holds ${counts.holds}, does not ${counts.broken}, not checkable ${counts.notCheckable}`,
        ];
  });
  return [
    `${fileName}: ${measureFacts[measure].title}, layout ${format}. ${outcomeWords[outcome]}.`,
    `  lines ${found.lines}, figures ${found.figures}, lines with problems ${found.problems}`,
    ...slices.map(
      ({ kind, leavers, figures }) => `  ${placeKindWords[kind]}, ${leaversWords(leavers)}: ${figures} figures`,
    ),
    ...(checked.length === 0 ? ['No identity is defined for this measure.'] : ['Identities:', ...checked]),
    ...broken.map(
      ({ line, name, identity, sum, total }) =>
        `Line ${line} (${name}) does not add up: ${identity}, ${sum} against ${total}. It is kept as published.`,
    ),
    ...(rest.difference === null ? [] : differenceSentences(rest.difference)),
    ...rest.notes,
    ...(rest.ignoredHeadings.length === 0 ? [] : [`Headings left aside: ${rest.ignoredHeadings.join(', ')}.`]),
    ...problems.map(
      ({ line, field, why, remedy }) =>
        `Line ${line}${field === '' ? '' : `, ${field}`}: ${why}; ${remedy}. Nothing of this line was saved.`,
    ),
    '',
  ].join('\n');
}

/** `onward import dfe`: any official file by its headings; what was stopped in the middle is finished first (decision R18). */
export async function importDfe(file: string, options: ImportOptions): Promise<void> {
  const source = path.resolve(callersFolder, file);
  if (!existsSync(source)) throw new InputProblem(`There is no file ${source}.`);
  const publishedOn = options.published === undefined ? undefined : parseLocalDate(options.published);
  if (publishedOn === null)
    throw new InputProblem('Give the day of publication as year, month and day, such as 2026-10-15.');
  const leaversGiven = options.leavers === undefined ? undefined : readYear(options.leavers);
  if (leaversGiven === null) throw new InputProblem('Give the leavers’ year as two years, such as 2023/24.');
  await withApplication(options, async (application) => {
    const summary = await application.official.importOfficial({
      viewer: commandLine,
      stream: createReadStream(source),
      fileName: path.basename(source),
      dryRun: options.dryRun,
      publishedOn,
      leaversGiven,
    });
    if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else if (summary.kind === 'read') process.stdout.write(report(summary.import, summary.outcome));
    if (summary.kind === 'refused') throw new InputProblem(`${path.basename(source)} was not imported. ${summary.why}`);
  });
}
