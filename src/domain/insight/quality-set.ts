// Which measures of quality does the trust look at?
// A visible set, chosen by the trust in versions that never change; every page and file names the version that it shows (Y15). The
// order is that of time, the same in every version, so that choosing ranks nothing.
import type { StaffId } from '../alumni/ids.js';
import { qualityMeasures, type QualityMeasure } from './reports.js';

/** One version of the set. */
export interface QualitySet {
  /** From 1. */
  readonly version: number;
  readonly measures: readonly QualityMeasure[];
  /** Null for the one that comes with the product. */
  readonly chosen: { readonly by: StaffId; readonly at: Date } | null;
}

/** What is looked at until the trust chooses: all. */
export const firstSet: QualitySet = { version: 1, measures: qualityMeasures, chosen: null };

/** The next version with these measures; null where they are the same, none, or not all known. */
export function nextSet(now: QualitySet, measures: readonly string[], chosen: QualitySet['chosen']): QualitySet | null {
  const wanted = qualityMeasures.filter((measure) => measures.includes(measure));
  if (wanted.length === 0 || measures.some((measure) => !(wanted as readonly string[]).includes(measure))) return null;
  if (wanted.join() === now.measures.join()) return null;
  return { version: now.version + 1, measures: wanted, chosen };
}
