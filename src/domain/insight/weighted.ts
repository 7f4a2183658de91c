// What would a share be if every school and every plan had been heard of alike?
// Raked over schools and plans to all people who are counted (domain reference, section 7.2); not given where the weights leave
// fewer than thirty people's worth. Whoever keeps silent for a reason of their own stays unknown: the bounds say how much that is.
import { wilson, type Interval } from '../statistics/proportion.js';
import { effectiveSize, trimmedWeights } from '../statistics/weighting.js';
import type { QualityCounts } from './quality.js';

/** The people of one school and plan. */
export interface WeighedPart {
  readonly school: string;
  readonly group: string;
  readonly counts: QualityCounts;
}

export interface WeightedShare {
  readonly share: number;
  readonly interval: Interval;
  /** For how many people of equal weight those who are known stand. */
  readonly effective: number;
}

/** Fewer are refused. */
const leastEffective = 30;

/** People by category, as shares of those in a category of which anybody is known. */
function targetsOf(
  parts: readonly WeighedPart[],
  by: 'school' | 'group',
  total: number,
): Readonly<Record<string, number>> {
  const heard = new Set(parts.filter(({ counts }) => counts.yes + counts.no > 0).map((part) => part[by]));
  const within = parts.filter((part) => heard.has(part[by]));
  const people = within.reduce((sum, { counts }) => sum + counts.people, 0);
  const targets: Record<string, number> = {};
  for (const part of within) {
    targets[part[by]] = (targets[part[by]] ?? 0) + (part.counts.people / people) * total;
  }
  return targets;
}

/** The weighted share; null where the weights leave too few. */
export function weightedShare(parts: readonly WeighedPart[]): WeightedShare | null {
  const known = parts.filter(({ counts }) => counts.yes + counts.no > 0);
  const cells = known.map(({ school, group, counts }) => ({ at: [school, group], count: counts.yes + counts.no }));
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const weights = trimmedWeights(cells, [targetsOf(parts, 'school', total), targetsOf(parts, 'group', total)]);
  const effective = effectiveSize(cells, weights);
  if (effective < leastEffective) return null;
  const sum = (value: (counts: QualityCounts) => number): number =>
    known.reduce((so, { counts }, place) => so + (weights[place] ?? 0) * value(counts), 0);
  const share = sum(({ yes }) => yes) / sum(({ yes, no }) => yes + no);
  return { share, effective, interval: wilson({ yes: share * effective, of: effective }) };
}
