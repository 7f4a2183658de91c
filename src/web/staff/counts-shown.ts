// How is a count shown to who sees nobody's name (requirement Q13)? Under eight it is hidden, and everything else is rounded to
// five, so that what is hidden cannot be worked out from sums, schools or steps beside it. Who sees names sees every number.
import type { StaffRole } from '../../domain/alumni/alumnus.js';
import { disclosed } from '../../domain/statistics/disclosure.js';
import { mayOpen } from '../access.js';
import { format } from '../format.js';

/** What a page leaves out for who sees counts and nobody's name. */
export interface Sees {
  readonly names: boolean;
}
export const seesOf = (role: StaffRole): Sees => ({ names: mayOpen(role, '/staff/people') });

/** A count in figures, for tables and sums: `1,204`, `fewer than 8`. */
export type Count = (value: number) => string;
export const countFor =
  ({ names }: Sees): Count =>
  (value) => {
    if (names) return format.number(value);
    const shown = disclosed(value);
    return shown === null ? 'fewer than 8' : format.number(shown);
  };

/** A count in a sentence: `one answer`, `fewer than eight answers`, `15 answers`. */
export const countOfFor =
  ({ names }: Sees) =>
  (value: number, one: string, many: string): string => {
    const shown = names ? value : disclosed(value);
    return shown === null ? `fewer than eight ${many}` : format.countOf(shown, one, many);
  };

/** Said on every page where counts are not what they are. */
export const roundedNote = ({ names }: Sees): string | null =>
  names ? null : 'Counts here are rounded to five, and those under eight are hidden, because you see nobody’s name.';
