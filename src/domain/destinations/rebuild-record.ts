// How do claims and decisions become spells, conflicts and results?
// One pure function of what was said, what was decided and the day: the order in which it came makes no difference, and
// doing it again gives the same. While a conflict is open the record follows the claim that goes first by the table
// of sources and leaves the rest out; a decision says which stands (decision R16; architecture, walk 3).
import type { LocalDate } from '../calendar/local-date.js';
import { firstSaidAs, standingClaims, type Claim, type ClaimId } from './claim.js';
import { disagreements, isSettled, type Disagreement } from './conflict.js';
import { preferred } from './precedence.js';
import { codedClaims } from './review-task.js';
import type { Conflict, Decision, DestinationRecord, Ruling } from './record.js';
import { merge, overlap, spellOf, without, type Spell } from './spell.js';
import { leadingRuleset } from './sustained/catalogue.js';

/**
 * What became of a claim. `waits`: an open conflict keeps (part of) it out meanwhile; `undated`: it names no month that
 * could count; `settled`: a place about which a later statement says what became of it.
 */
export type ClaimEffect = 'counts' | 'replaced' | 'set-aside' | 'not-taken-up' | 'settled' | 'waits' | 'undated';

/** The ruling that counts for the conflict: the latest one, none when it was opened again. */
export function rulingOn(conflictId: string, decisions: readonly Decision[]): Decision | null {
  const latest = decisions
    .filter((decision) => decision.conflictId === conflictId)
    .reduce<Decision | null>((last, one) => (last === null || one.at >= last.at ? one : last), null);
  return latest === null || latest.ruling.kind === 'reopen' ? null : latest;
}

const loserOf = (found: Disagreement, ruling: Ruling): ClaimId | null =>
  ruling.kind === 'accept' ? (found.claimIds.find((id) => id !== ruling.claimId) ?? null) : null;

interface Settlement {
  readonly conflicts: readonly Conflict[];
  readonly spells: readonly Spell[];
  /** By the claim's own id. */
  readonly effects: ReadonlyMap<ClaimId, ClaimEffect>;
}

interface Rulings {
  readonly conflicts: readonly Conflict[];
  readonly setAside: ReadonlySet<ClaimId>;
  readonly notTakenUp: ReadonlySet<ClaimId>;
}

function applyRulings(claims: readonly Claim[], decisions: readonly Decision[]): Rulings {
  const setAside = new Set<ClaimId>();
  const notTakenUp = new Set<ClaimId>();
  const found = disagreements(claims).map((one) => ({ ...one, ruling: rulingOn(one.id, decisions)?.ruling ?? null }));
  for (const one of found) {
    const loser = one.ruling === null ? null : loserOf(one, one.ruling);
    if (loser !== null) setAside.add(loser);
    if (one.ruling?.kind === 'both' && one.ruling.notTakenUp !== undefined) notTakenUp.add(one.ruling.notTakenUp);
  }
  const gone = (id: ClaimId): boolean => setAside.has(id) || notTakenUp.has(id);
  return {
    setAside,
    notTakenUp,
    conflicts: found
      .filter((one) => one.ruling !== null || !one.claimIds.some(gone))
      .map(({ id, kind, claimIds, since, ruling }) => ({
        id,
        kind,
        claimIds,
        state: ruling === null ? 'open' : 'decided',
        openedOn: since,
      })),
  };
}

/** What an open conflict leaves of the spell of the claim that goes second: the months that the other does not speak of. */
function leftBeside(parts: readonly Spell[], kind: Conflict['kind'], first: Claim): readonly Spell[] {
  const other = spellOf(first);
  if (kind === 'dates-disagree' || other === null) return [];
  return parts.flatMap((part) =>
    part.standing === 'placed' || overlap(part, other).length === 0
      ? [part]
      : without(part, other.from, other.lastKnown),
  );
}

/** What stands of the claims under the decisions. */
export function settle(claims: readonly Claim[], decisions: readonly Decision[]): Settlement {
  const { conflicts, setAside, notTakenUp } = applyRulings(claims, decisions);
  const standing = standingClaims(claims);
  const lasting = new Map(standing.map((claim) => [firstSaidAs(claim, claims), claim]));
  const counted = [...lasting].filter(([id]) => !setAside.has(id)).map(([, claim]) => claim);
  const effects = new Map<ClaimId, ClaimEffect>(claims.map((claim) => [claim.id, 'replaced']));
  const spells = [...lasting].flatMap(([id, claim]) => {
    const note = (effect: ClaimEffect, parts: readonly Spell[] = []): readonly Spell[] => {
      effects.set(claim.id, effect);
      return parts;
    };
    if (setAside.has(id)) return note('set-aside');
    if (notTakenUp.has(id)) return note('not-taken-up');
    if (claim.standing === 'did-not-start' || claim.standing === 'planned') return note('counts');
    if (claim.standing === 'placed' && isSettled(claim, counted)) return note('settled');
    const spell = spellOf(claim);
    if (spell === null) return note('undated');
    const ahead = conflicts.flatMap((conflict) => {
      const otherId = conflict.claimIds.find((one) => one !== id);
      const other = otherId === undefined ? undefined : lasting.get(otherId);
      if (conflict.state !== 'open' || !conflict.claimIds.includes(id) || other === undefined) return [];
      return preferred(claim, other) === claim ? [] : [{ kind: conflict.kind, other }];
    });
    const parts = ahead.reduce<readonly Spell[]>((left, { kind, other }) => leftBeside(left, kind, other), [spell]);
    return note(ahead.length > 0 ? 'waits' : 'counts', parts);
  });
  return { conflicts, spells: merge(spells), effects };
}

type RecordFacts = Pick<
  DestinationRecord,
  | 'id'
  | 'schoolId'
  | 'cohortId'
  | 'leftOn'
  | 'claims'
  | 'decisions'
  | 'revision'
  | 'knownAs'
  | 'codings'
  | 'secondLooks'
>;

/** The whole record, from what was said and decided, as of the day. */
export function buildRecord(facts: RecordFacts, asOf: LocalDate): DestinationRecord {
  const { spells, conflicts } = settle(codedClaims(facts), facts.decisions);
  return {
    ...facts,
    spells,
    conflicts,
    asOf,
    results: [leadingRuleset(facts.cohortId).judge({ spells, leftOn: facts.leftOn, asOf })],
  };
}
