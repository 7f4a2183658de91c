// What stands on the one sheet of paper for governors (Y16)?
// Three findings, what stands beside them, what is uncertain, and one decision that is asked for, with who takes it. Frozen by its day:
// what was printed can be printed again for ever, and is never changed; it can be laid beside what the figures read today.
import type { Stage } from '../alumni/cohort.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Finding } from './cited-figure.js';
import type { Kept } from './kept-change.js';

/** So many findings stand on it. */
export const findingsOnPage = 3;

/** One sheet, as it was frozen. */
export interface OnePage extends Kept {
  /** Whose, as it was called then. */
  readonly name: string;
  readonly stage: Stage;
  readonly on: LocalDate;
  readonly findings: readonly Finding[];
  readonly asked: string;
  readonly owner: string;
  /** The version of the set of measures. */
  readonly measures: number;
  readonly countedAt?: Date;
}

/** Which of its findings read otherwise today, with what they say now; null where one is shown no more. */
export const readsToday = (
  { findings }: Pick<OnePage, 'findings'>,
  today: readonly Finding[],
): readonly { readonly title: string; readonly now: string | null }[] =>
  findings.flatMap(({ key, title, said }) => {
    const measure = key.slice(0, key.indexOf(':'));
    const now = today.find((one) => one.key.startsWith(`${measure}:`))?.said ?? null;
    return now === said ? [] : [{ title, now }];
  });
