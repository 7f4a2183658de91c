// What stands in the report beside a file that was put aside, in plain text: what became of it and what to do. Lines, fields and
// reasons; no name and no number of anybody.
import type { Dropped } from '../../domain/alumni/dropped-file.js';
import type { ImportCounts, PeopleImport } from '../../domain/alumni/import.js';

/** Why a file is not written unseen although files are. */
export const tooMuchToDo = 'More than one row in five has a problem, so nothing was written before somebody looks.';

const sums = (counts: ImportCounts): readonly string[] => [
  `New people: ${counts.new}`,
  `People with changes: ${counts.changed}`,
  `Already recorded so: ${counts.unchanged}`,
  `Rows with problems: ${counts.problems}`,
];

/** The report on a file that is done with here. */
export function reportOf(file: Dropped, found: PeopleImport | null, baseUrl: string): string {
  const page = `${baseUrl}/staff/imports/${file.importId}`;
  const head = `${file.fileName}, taken on ${file.takenAt.toISOString()}`;
  if (file.state === 'refused' || found === null) {
    const why = file.why ?? 'Its import is gone.';
    const remedy = 'Nothing of it was saved. Put it right and put it into the folder again.';
    return [head, '', `Refused: ${why}`, remedy, ''].join('\n');
  }
  const written = found.state === 'done';
  const happened = written
    ? 'Imported.'
    : found.state === 'discarded'
      ? 'Discarded by a member of staff. Nothing of it was saved.'
      : `Read. It waits for a member of staff: ${page}`;
  return [
    ...[head, '', happened, ...(file.why === undefined ? [] : [file.why]), ''],
    ...sums(written ? found.done : found.found),
    ...found.ignoredHeadings.map((heading) => `Heading left aside: ${heading}`),
    ...found.notes,
    ...found.problems.map(({ line, field }) => `Row ${line}: ${field === '' ? 'the row' : field} has a problem`),
    ...(found.problems.length === 0 ? [] : [`All problems, and what to do: ${page}/problems.csv`]),
    '',
  ].join('\n');
}

/** The report on a file whose content came before. */
export const sameAgain = ({ fileName, takenAt }: Dropped): string =>
  [
    `The same content came on ${takenAt.toISOString()} as ${fileName}.`,
    'It was not read again, and nothing was changed.',
    '',
  ].join('\n');
