// Years of months for tests of rules, one letter a month from August: E education, W work, A apprenticeship, B education
// and work, N known to be in neither, ? not known, . still ahead.
import type { LocalDate, LocalMonth } from '../../../src/domain/calendar/local-date.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import type { MonthKnowledge, MonthWorth, Ruleset } from '../../../src/domain/destinations/sustained/ruleset.js';

export const leftOn: LocalDate = localDate('2026-07-17');

const worths: Readonly<Record<string, MonthWorth>> = {
  E: ['education'],
  W: ['employment'],
  A: ['apprenticeship'],
  B: ['education', 'employment'],
  N: ['none'],
};

/** The worth of each month, taken as it is. */
export const worthsOf = (letters: string): readonly MonthWorth[] => Array.from(letters, (one) => worths[one] ?? []);

/** What is known of the months; what the letters leave out at the end is not known. */
export const yearOf = (ruleset: Ruleset, letters: string): readonly MonthKnowledge[] =>
  ruleset.months(leftOn).map((month: LocalMonth, place): MonthKnowledge => {
    const letter = letters[place] ?? '?';
    const worth = worths[letter] ?? [];
    const state = worth.length > 0 ? 'known' : letter === '.' ? 'ahead' : 'not-known';
    return { month, state, worth, goesOn: worth, because: '' };
  });

/** Every word of that length over the letters. */
export const patterns = (alphabet: string, length: number): readonly string[] =>
  length === 0
    ? ['']
    : patterns(alphabet, length - 1).flatMap((start) => Array.from(alphabet, (letter) => start + letter));
