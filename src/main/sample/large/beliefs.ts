// What staff of the large demonstration believe before they see a figure (Y14): what is usual and what is widely said, the same whatever the
// seed made true. Where something else was planted the software finds a surprise, and nowhere is it told which.
import type { GuessedShare, GuessRole } from '../../../domain/insight/guess-sheet.js';
import type { Guessable } from '../../../domain/insight/guessable.js';
import { guessAround } from '../guesses.js';
import { randomFrom } from '../random.js';
import { believedToLeave, usuallyLeave, usuallyNeverStart, type PlantedTruths } from './truths.js';

/** What one person guesses. */
interface PlannedGuess {
  readonly role: GuessRole;
  readonly shares: Readonly<Partial<Record<Guessable, GuessedShare>>>;
}

/** One sheet with all that is guessed on it. */
interface PlannedSheet {
  readonly title: string;
  /** The place of the school; null for the whole trust. */
  readonly place: number | null;
  readonly figures: readonly Guessable[];
  readonly guesses: readonly PlannedGuess[];
}

const inPercent = (share: number): number => Math.round(share * 100);

/** Around which share of 100 people guess. */
const believed = {
  'stays-university': 100 - inPercent(usuallyLeave.university ?? 0),
  'stays-apprenticeship': 100 - inPercent(believedToLeave),
  'did-not-start': inPercent(usuallyNeverStart),
} as const satisfies Readonly<Partial<Record<Guessable, number>>>;
type Believed = keyof typeof believed;

const staffOfTrust = 24;
const staffOfSchool = 11;

/** One sheet of the trust, one of the school whose places are not taken up, and one of a school of which nothing is planted. */
export function plannedSheets(seed: number, truths: PlantedTruths): readonly PlannedSheet[] {
  const random = randomFrom(seed ^ 0x90e55);
  const { schools, barrier, improving, notStarting } = truths;
  const guessesOf = (people: number, figures: readonly Believed[]): readonly PlannedGuess[] =>
    Array.from({ length: people }, () => ({
      role: 'teacher',
      shares: Object.fromEntries(figures.map((key) => [key, { of100: guessAround(random, believed[key]) }])),
    }));
  const ofTrust: readonly Believed[] = ['stays-university', 'stays-apprenticeship', 'did-not-start'];
  const ofSchool: readonly Believed[] = ['did-not-start'];
  const planted = [barrier, improving, notStarting].map(({ place }) => place);
  const usual = [...schools.keys()].filter((place) => !planted.includes(place));
  const elsewhere = random.pick(usual as [number, ...number[]]);
  return [
    {
      title: 'Staff of all schools (sample)',
      place: null,
      figures: ofTrust,
      guesses: guessesOf(staffOfTrust, ofTrust),
    },
    ...[notStarting.place, elsewhere].map((place): PlannedSheet => ({
      title: `Staff of ${schools[place]?.school.name ?? ''}`,
      ...{ place, figures: ofSchool, guesses: guessesOf(staffOfSchool, ofSchool) },
    })),
  ];
}
