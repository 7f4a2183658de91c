// How are the cells of one row read so that everything wrong with it is told at once?
// A reader gives the meaning of a cell or null, and gathers a problem wherever a text could not be read
// (requirement W7; words of look.md, section 6). Empty cells mean nothing and are no problem by themselves.
import type { LocalDate } from '../calendar/local-date.js';
import type { IdentifierCheck } from './identifiers.js';
import { notAName, readDay, tidy } from './leaver-cells.js';
import type { RowProblem } from './leaver-fields.js';

/** How a day is written in a file. */
export const dayRemedy = 'write it as 2026-07-17 or 17/07/2026';

/** Reads the cells of one row and gathers its problems. */
export interface RowReader<Field extends string> {
  readonly problems: readonly RowProblem[];
  readonly isEmpty: (field: Field) => boolean;
  /** Adds a problem and gives null, so that a reading can end with it. */
  readonly refuse: (field: Field, why: string, remedy: string) => null;
  /** Reads with a function that gives null for what it cannot read; `what` is what the text should have been. */
  readonly cell: <T>(field: Field, read: (text: string) => T | null, what: string, remedy: string) => T | null;
  readonly day: (field: Field) => LocalDate | null;
  /** A day on which something was said or seen: not later than the last day given. */
  readonly dayUntil: (field: Field, last: LocalDate) => LocalDate | null;
  /** Words of at most 200 characters. */
  readonly words: (field: Field) => string | null;
  /** A name; an empty cell is a problem where it is needed. */
  readonly name: (field: Field, need: 'needed' | 'optional') => string | null;
  readonly identifier: (
    field: Field,
    what: string,
    form: string,
    check: (text: string) => IdentifierCheck,
  ) => string | null;
}

const nameRemedies = {
  formula: ['begins like a spreadsheet formula', 'names do not begin with =, +, -, @ or a tab; write the name itself'],
  'too-long': ['is longer than 100 characters', 'shorten it'],
  'no-letter': ['holds no letter', 'write the name itself'],
  'odd-characters': ['holds characters that names do not have', 'write the name itself'],
} as const;

/** A reader over one row's texts, by the names that its columns have on screen. */
export function rowReader<Field extends string>(
  names: Readonly<Record<Field, string>>,
  texts: Readonly<Partial<Record<Field, string>>>,
): RowReader<Field> {
  const problems: RowProblem[] = [];
  const textOf = (field: Field): string => texts[field]?.trim() ?? '';

  const refuse: RowReader<Field>['refuse'] = (field, why, remedy) => {
    problems.push({ field: names[field], why, remedy });
    return null;
  };
  const cell: RowReader<Field>['cell'] = (field, read, what, remedy) => {
    const text = textOf(field);
    if (text === '') return null;
    return read(text) ?? refuse(field, `${names[field]} reads "${text.slice(0, 60)}", which is not ${what}`, remedy);
  };
  const day: RowReader<Field>['day'] = (field) => cell(field, readDay, 'a day', dayRemedy);
  return {
    problems,
    isEmpty: (field) => textOf(field) === '',
    refuse,
    cell,
    day,
    dayUntil: (field, last) => {
      const read = day(field);
      return read !== null && read > last
        ? refuse(field, `${names[field]} ${read} is still to come`, 'give the day on which it was recorded')
        : read;
    },
    words: (field) => {
      const text = tidy(texts[field] ?? '');
      if (text.length > 200) return refuse(field, `${names[field]} is longer than 200 characters`, 'shorten it');
      return text === '' ? null : text;
    },
    name: (field, need) => {
      const text = texts[field] ?? '';
      if (textOf(field) === '' && !text.includes('\t')) {
        return need === 'optional' ? null : refuse(field, `${names[field]} is empty`, 'fill it in');
      }
      const fault = notAName(text);
      if (fault === null) return tidy(text);
      return refuse(field, `${names[field]} ${nameRemedies[fault][0]}`, nameRemedies[fault][1]);
    },
    identifier: (field, what, form, check) => {
      const text = textOf(field);
      if (text === '') return null;
      const result = check(text);
      if (result.ok) return result.value;
      const shown = `the ${what} ${text.slice(0, 30)}`;
      switch (result.why) {
        case 'shape':
          return refuse(field, `${shown} is not made like one`, form);
        case 'placeholder':
          return refuse(field, `${shown} stands for "not yet known"`, 'leave the cell empty');
        case 'check-digit':
          return refuse(field, `${shown} has the wrong last digit`, 'look for a digit that was mistyped or swapped');
        case 'check-letter':
          return refuse(
            field,
            `${shown} has the wrong check letter`,
            `with these digits it would begin with ${result.expected}`,
          );
      }
    },
  };
}
