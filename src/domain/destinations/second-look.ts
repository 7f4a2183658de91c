// Which decisions does a second reviewer look at, and do the two agree?
// A sample, by the conflict's own id, so that nobody chooses what is looked at and every machine chooses the same. The
// second does not see what the first decided. Where they differ the conflict is open again.
import type { ConflictId } from './conflict.js';
import { rulingOn } from './rebuild-record.js';
import type { Decision, DestinationRecord, Ruling } from './record.js';

/** One decision in so many is looked at again. */
export const oneIn = 10;

/** A number from the text that spreads evenly (FNV-1a, 32 bits). */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Whether the person's conflict is in the sample. */
export const isSampled = (recordId: string, conflictId: ConflictId): boolean =>
  spread(`${recordId}/${conflictId}`) % oneIn === 0;

/** Whether two rulings say the same. */
export const sameRuling = (one: Ruling, other: Ruling): boolean =>
  one.kind === other.kind &&
  (one.kind !== 'accept' || (other.kind === 'accept' && one.claimId === other.claimId)) &&
  (one.kind !== 'both' || (other.kind === 'both' && one.notTakenUp === other.notTakenUp));

/** How many decisions there were about the conflict so far, opening it again among them. */
export const turnOf = (conflictId: ConflictId, decisions: readonly Decision[]): number =>
  decisions.filter((one) => one.conflictId === conflictId).length;

/** The decisions of the sample that nobody has looked at since they were made, and that still count. */
export function secondLooksDue({
  id,
  conflicts,
  decisions,
  secondLooks = [],
}: Pick<DestinationRecord, 'id' | 'conflicts' | 'decisions' | 'secondLooks'>): readonly Decision[] {
  return conflicts.flatMap((conflict) => {
    const decision = conflict.state === 'decided' ? rulingOn(conflict.id, decisions) : null;
    if (decision === null || !isSampled(id, conflict.id)) return [];
    const looked = secondLooks.some(
      (look) => look.conflictId === conflict.id && look.turn === turnOf(conflict.id, decisions),
    );
    return looked ? [] : [decision];
  });
}
