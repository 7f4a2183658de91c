// The fields in which somebody guesses: for each figure a whole number of 100, and where the form has them the ends of a range.
import { z } from 'zod';
import { guessables, type Guessable } from '../domain/insight/guessable.js';
import type { GuessedShare } from '../domain/insight/guess-sheet.js';
import type { FieldErrors } from './form.js';

type Field = Guessable | `${Guessable}-low` | `${Guessable}-high`;

const number = z.string().trim().max(4).default('');
const fieldsOf = (names: readonly Field[]) =>
  Object.fromEntries(names.map((name) => [name, number])) as Record<Field, typeof number>;

/** A field a figure. */
export const guessFields = fieldsOf(guessables) as Record<Guessable, typeof number>;
/** Three fields a figure. */
export const rangeFields = fieldsOf(guessables.flatMap((key) => [key, `${key}-low`, `${key}-high`] as const));

const isPercent = (text: string): boolean => /^\d{1,3}$/.test(text) && Number(text) <= 100;

export interface ReadGuesses {
  readonly shares: Readonly<Partial<Record<Guessable, GuessedShare>>>;
  readonly errors: FieldErrors;
}

/** What was guessed of these figures; a figure left empty is left out. */
export function readGuesses(
  form: Readonly<Partial<Record<Field, string>>>,
  figures: readonly Guessable[],
): ReadGuesses {
  const shares: Partial<Record<Guessable, GuessedShare>> = {};
  const errors: Record<string, string> = {};
  for (const key of figures) {
    const [of100 = '', low = '', high = ''] = [form[key], form[`${key}-low`], form[`${key}-high`]];
    if (of100 === '' && low === '' && high === '') continue;
    if (!isPercent(of100)) errors[key] = 'Enter a whole number from 0 to 100';
    else if (low === '' && high === '') shares[key] = { of100: Number(of100) };
    else if (!isPercent(low) || !isPercent(high)) errors[`${key}-low`] = 'Enter both ends, from 0 to 100';
    else if (Number(low) > Number(of100) || Number(of100) > Number(high)) {
      errors[`${key}-low`] = 'The guess must lie between both ends';
    } else shares[key] = { of100: Number(of100), low: Number(low), high: Number(high) };
  }
  return { shares, errors };
}
