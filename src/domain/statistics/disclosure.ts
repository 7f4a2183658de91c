// What may a count or a share tell to who sees nobody's name?
// The one place that decides (requirements P10 and Q13; domain reference, section 8.6). A policy belongs to an audience: the
// team that sees names sees every number; leaders see counts to the nearest five and none under eight, and a share only where
// at least 23 people stand under it and neither its yes nor its no is small. Of parts of a shown whole never one alone is hidden.

/** `team`: sees people by name. `leaders`: see counts of their schools or of the trust. */
export type Audience = 'team' | 'leaders';

/** Groups with fewer people than this are not told apart to leaders (requirement Q13). */
export const leastGroup = 6;

/** The least count that rounds to ten. Under six must be hidden; seven beside six, both rounded to five, would tell of one. */
export const leastShown = 8;

/** Counts of sensitive reasons under this are hidden from everybody (domain reference, section 5.2, rule 3), so many people together. */
export const leastSensitive = 10;

/** Whether so few say something sensitive that nobody may be told how many. */
export const isFewSensitive = ({ yes }: { readonly yes: number }): boolean => yes > 0 && yes < leastSensitive;

/** Shares are shown where at least this many stand under the line (requirement P10). */
export const leastForShare = 23;

/** A count as leaders see it: null under eight, which is hidden, else to the nearest five. */
export const disclosed = (count: number): number | null =>
  count === 0 ? 0 : count < leastShown ? null : Math.round(count / 5) * 5;

/** A count as somebody sees it; null where it is hidden. */
export const countSeen = (count: number, audience: Audience): number | null =>
  audience === 'team' ? count : disclosed(count);

/** Whether a count by itself would tell of the people in it. */
export const isSmall = (count: number): boolean => count > 0 && count < leastShown;

/** Why a share is not shown: too few people stand under it, or those of one side are so few that it would tell of them. */
export type Withheld = 'too-few' | 'small-side';

/** Whether somebody may see `yes` of `of` as a share: null where they may. A method may need more people than the policy. */
export function withheld(
  { yes, of }: { readonly yes: number; readonly of: number },
  audience: Audience,
  least = leastForShare,
): Withheld | null {
  if (of === 0) return 'too-few';
  if (audience === 'team') return null;
  if (of < least) return 'too-few';
  return isSmall(yes) || isSmall(of - yes) ? 'small-side' : null;
}

/**
 * Which of the parts of a whole are to be hidden, given those that are hidden by themselves: where it is one alone, the
 * smallest of the others with it, since the whole would tell it. `sizes` are of all parts; nothing is added where no whole is shown.
 */
export function withComplement(
  hidden: ReadonlySet<string>,
  sizes: Readonly<Record<string, number>>,
): ReadonlySet<string> {
  if (hidden.size !== 1) return hidden;
  const next = Object.entries(sizes)
    .filter(([name, size]) => !hidden.has(name) && size > 0)
    .sort(([, a], [, b]) => a - b)[0]?.[0];
  return next === undefined ? hidden : new Set([...hidden, next]);
}

/**
 * Counts of which those from one to five are hidden (null), with as many others as keep them from being worked out by sums.
 * Each sum is a whole followed by its parts. The first whole of all is shown unless it is small itself, and then nothing is.
 */
export function hideSmall<K extends string>(
  counts: Readonly<Record<K, number>>,
  sums: readonly (readonly K[])[],
): Readonly<Record<K, number | null>> {
  const names = Object.keys(counts) as K[];
  const hidden = new Set(names.filter((name) => counts[name] > 0 && counts[name] < leastGroup));
  const whole = sums[0]?.[0];
  if (whole !== undefined && hidden.has(whole)) names.forEach((name) => hidden.add(name));
  for (let more = true; more;) {
    more = false;
    for (const cells of sums) {
      if (cells.filter((cell) => hidden.has(cell)).length !== 1) continue;
      const others = cells.filter((cell) => !hidden.has(cell) && cell !== whole);
      const smallest = others.sort((a, b) => counts[a] - counts[b])[0];
      if (smallest === undefined) continue;
      hidden.add(smallest);
      more = true;
    }
  }
  return Object.fromEntries(names.map((name) => [name, hidden.has(name) ? null : counts[name]])) as Record<
    K,
    number | null
  >;
}
