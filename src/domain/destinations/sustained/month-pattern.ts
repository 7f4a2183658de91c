// What do months mean that somebody wrote down to try a rule?
// One word or letter a month, from August of the destination year. A month of which nothing is known lies ahead when it is
// not past by the day that the row is looked at; what is known of a month after that day cannot be.
import { monthOf, type LocalDate, type LocalMonth } from '../../calendar/local-date.js';
import type { RowProblem } from '../../alumni/leaver-fields.js';
import { plain } from '../../alumni/leaver-cells.js';
import { monthInWords } from '../words.js';
import type { MonthKnowledge, MonthWorth, Ruleset } from './ruleset.js';

interface MonthWord {
  /** The letter that stands for it in a row of letters. */
  readonly letter: string;
  readonly words: readonly string[];
  /** Null: nothing is known. */
  readonly worth: MonthWorth | null;
  readonly because: string;
}

/** What may be written for a month. */
export const monthWords: readonly MonthWord[] = [
  { letter: 'E', words: ['education', 'learning', 'study'], worth: ['education'], because: 'Education.' },
  { letter: 'W', words: ['work', 'employment'], worth: ['employment'], because: 'Work.' },
  { letter: 'A', words: ['apprenticeship'], worth: ['apprenticeship'], because: 'Apprenticeship.' },
  {
    letter: 'B',
    words: ['both', 'educationandwork'],
    worth: ['education', 'employment'],
    because: 'Education; and work.',
  },
  { letter: 'O', words: ['other'], worth: ['other'], because: 'Something else.' },
  { letter: 'N', words: ['none', 'neither'], worth: ['none'], because: 'Not in education or work.' },
  { letter: '?', words: ['unknown', 'notknown', ''], worth: null, because: 'Nothing is known.' },
];

const wordOf = (text: string): MonthWord | undefined =>
  monthWords.find(({ letter, words }) => text.trim().toUpperCase() === letter || words.includes(plain(text)));

const known = monthWords.map(({ letter, words: [word] }) => `${letter} (${word ?? ''})`).join(', ');

/** One row to be judged: whose year, as of which day, and the months as they were written, from August on. */
export interface MonthPattern {
  readonly leftOn: LocalDate;
  /** The last day on which anything could be known; after the last month looked at when the year is over. */
  readonly asOf: LocalDate;
  readonly months: readonly string[];
}

/** The months of the ruleset's year, or what of the row cannot be read. Months left out at the end are not known. */
export function readMonthPattern(
  ruleset: Ruleset,
  { leftOn, asOf, months }: MonthPattern,
): { readonly year: readonly MonthKnowledge[]; readonly problems: readonly RowProblem[] } {
  const looked = ruleset.months(leftOn);
  const problems: RowProblem[] = [];
  const lost = months.slice(looked.length).some((text) => wordOf(text)?.worth !== null);
  if (lost) {
    const why = `there are ${months.length} months, and ${ruleset.name} looks at ${looked.length}`;
    problems.push({ field: 'months', why, remedy: 'leave out what comes after' });
  }
  const year = looked.map((month: LocalMonth, place): MonthKnowledge => {
    const text = months[place] ?? '';
    const word = wordOf(text);
    const late = month > monthOf(asOf);
    if (word === undefined) {
      const why = `"${text.slice(0, 40)}" is not known as a month`;
      problems.push({ field: monthInWords(month), why, remedy: `write one of ${known}` });
    } else if (late && word.worth !== null) {
      const why = `${monthInWords(month)} comes after the day ${asOf} by which it is judged`;
      problems.push({ field: monthInWords(month), why, remedy: 'leave it empty, or give a later day' });
    }
    const worth = word?.worth ?? null;
    if (worth !== null) return { month, state: 'known', worth, goesOn: worth, because: word?.because ?? '' };
    const ahead = month >= monthOf(asOf);
    const because = ahead ? 'Still ahead.' : 'Nothing is known.';
    return { month, state: ahead ? 'ahead' : 'not-known', worth: [], goesOn: [], because };
  });
  return { year, problems };
}
