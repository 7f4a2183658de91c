// In which era of inspection was a judgement made? Judgements of different eras are never put on one scale: Ofsted says that old and new
// are not comparable (domain reference, section 3.11). Which era the first nine days of November 2025 belong to is unverified.
import type { LocalDate } from '../calendar/local-date.js';

export const ofstedEras = ['graded', 'no-overall-grade', 'report-card'] as const;
export type OfstedEra = (typeof ofstedEras)[number];

/** The era of a day; the first days of November 2025 are counted with the one before. */
export const ofstedEraOf = (day: LocalDate): OfstedEra =>
  day < '2024-09-01' ? 'graded' : day < '2025-11-10' ? 'no-overall-grade' : 'report-card';
