// A number under which a school stood before, and what made it end (domain reference, section 3.10). Days are included.
import type { LocalDate } from '../calendar/local-date.js';

/** What made a number end. */
export const numberChanges = ['conversion', 'rebrokering', 'merger', 'split', 'other'] as const;
export type NumberChange = (typeof numberChanges)[number];

/** A number that a school of the trust, or one that became part of it, had before. */
export interface FormerNumber {
  readonly urn: string;
  /** Absent where it was the same as now. */
  readonly laestab?: string;
  /** Its name then, where it was another. */
  readonly name?: string;
  /** The last day on which it stood. */
  readonly until: LocalDate;
  readonly how: NumberChange;
}

/** Whether figures under the number are of the same pupils as the school's own: one school went on as one. */
export const isSameSchool = ({ how }: FormerNumber): boolean => how !== 'merger' && how !== 'split';
