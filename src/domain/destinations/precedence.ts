// Whom does the record follow until a reviewer has decided?
// A visible table with a version: lower ranks first, and of one rank the later statement (feature 8). What says that
// somebody was or was not there goes before a place that was only entered. It only says what
// stands meanwhile; the conflict stays open until a person rules. The order is the trust's own, not an official one.
import type { Claim, ClaimSource } from './claim.js';

interface Precedence {
  readonly version: number;
  readonly ranks: readonly { readonly source: ClaimSource; readonly rank: number; readonly because: string }[];
}

/** Whose word goes first, in the version in force. */
export const precedence: Precedence = {
  version: 2,
  ranks: [
    { source: 'survey', rank: 1, because: 'a later statement by the person' },
    { source: 'phone', rank: 1, because: 'a later statement by the person' },
    { source: 'reply', rank: 1, because: 'a later statement by the person' },
    { source: 'proxy', rank: 2, because: 'somebody answering for the person' },
    { source: 'local-authority', rank: 3, because: 'a check by the local authority' },
    { source: 'ucas', rank: 4, because: 'a place recorded by UCAS, which does not show that it was taken up' },
    { source: 'school', rank: 5, because: 'a place recorded by the school, which does not show that it was taken up' },
    { source: 'staff-note', rank: 6, because: 'a note by staff' },
  ],
};

const entryOf = (source: ClaimSource) => precedence.ranks.find((entry) => entry.source === source);
const rankOf = (source: ClaimSource): number => entryOf(source)?.rank ?? precedence.ranks.length + 1;

/** The one of the two that the record follows meanwhile. Each order of the two gives the same answer. */
export function preferred(one: Claim, other: Claim): Claim {
  if ((one.standing === 'placed') !== (other.standing === 'placed')) return one.standing === 'placed' ? other : one;
  if (rankOf(one.source) !== rankOf(other.source)) return rankOf(one.source) < rankOf(other.source) ? one : other;
  if (one.knownOn !== other.knownOn) return one.knownOn > other.knownOn ? one : other;
  return one.id > other.id ? one : other;
}

/** Why it goes first, in words that follow "The record follows …". */
export const whyPreferred = (source: ClaimSource): string => entryOf(source)?.because ?? 'the later statement';
