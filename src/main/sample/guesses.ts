// What teachers, parents and students of the invented trust guessed before they saw the figures (Y14): one sheet that was unsealed, and
// one that is still sealed. Guesses go in by the code as at a meeting; what the figures say of them is not written here.
import type { Application } from '../../application/index.js';
import type { CohortId, StaffId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Guess, GuessRole } from '../../domain/insight/guess-sheet.js';
import type { Guessable } from '../../domain/insight/guessable.js';
import { randomFrom, type Random } from './random.js';

const host: Viewer = { staffId: 'sample' as StaffId, role: 'administrator', schools: 'every-school' };

/** How many of each role guess, and around which share of 100; students are nearer to it than those who taught them. */
const halls: readonly {
  readonly role: GuessRole;
  readonly people: number;
  readonly around: Readonly<Partial<Record<Guessable, number>>>;
}[] = [
  {
    role: 'teacher',
    people: 14,
    around: { kept: 82, sustained: 94, 'left-early': 6, 'stays-university': 96, fit: 85 },
  },
  { role: 'parent', people: 9, around: { kept: 75, sustained: 90, 'left-early': 8, 'stays-university': 94, fit: 75 } },
  {
    role: 'student',
    people: 17,
    around: { kept: 68, sustained: 84, 'left-early': 15, 'stays-university': 86, fit: 72 },
  },
];

/** A guess some points from the share. */
export const guessAround = (random: Random, share: number): number =>
  Math.min(100, Math.max(0, share + random.below(13) - 6));

/** Sends guesses by the code as at a meeting, each from a browser of its own. */
export async function guessByCode(
  { insight }: Pick<Application, 'insight'>,
  code: string,
  guesses: readonly Pick<Guess, 'role' | 'shares'>[],
): Promise<void> {
  for (const guess of guesses) {
    const sheet = await insight.sheetByCode(code);
    if (sheet === null) return;
    await insight.takeGuess(sheet.code, { ...guess, ticket: sheet.ticket, mark: sheet.mark });
  }
}

/** Opens both sheets of the leavers of the summer, lets people guess, and unseals the first. */
export async function loadSampleGuesses(
  { insight }: Pick<Application, 'insight'>,
  { seed, cohort }: { readonly seed: number; readonly cohort: CohortId },
): Promise<void> {
  const random = randomFrom(seed + 14);
  const figures: readonly Guessable[] = ['kept', 'sustained', 'left-early', 'stays-university', 'fit'];
  for (const title of ['Staff meeting and parents’ evening (sample)', 'Governors, autumn meeting (sample)']) {
    const id = await insight.openGuessSheet(host, { title, school: '', cohort, figures });
    if (id === null) return;
    const { code } = await insight.showGuessSheet(host, id);
    const guesses = halls.flatMap(({ role, people, around }) =>
      Array.from({ length: people }, () => ({
        role,
        shares: Object.fromEntries(figures.map((key) => [key, { of100: guessAround(random, around[key] ?? 50) }])),
      })),
    );
    await guessByCode({ insight }, code ?? '', guesses);
    if (title.startsWith('Staff')) await insight.unsealGuessSheet(host, id);
  }
}
