// A questionnaire's data dictionary as a file: the rows of the page, one a code, under the names of their fields.
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { dictionaryOf } from '../../domain/survey/dictionary.js';
import { csvLine } from '../../files/index.js';

/** The dictionary as CSV, its first line the names of the columns. */
export function dictionaryCsv(published: PublishedQuestionnaire): string {
  const rows = dictionaryOf(published);
  const cell = (value: string | number | boolean): string | number =>
    typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
  const lines = rows.map((row) => csvLine(Object.values(row).map(cell)));
  return [csvLine(Object.keys(rows[0] ?? {})), ...lines].join('');
}
