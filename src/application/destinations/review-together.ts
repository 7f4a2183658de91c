// How are many conflicts decided in one act, and undone in one?
// For each person chosen: what goes first by the order of sources stands. The preview shows each; what changed between
// preview and pressing is left alone and named. Each record is one guarded write with its audit intents; the act is found
// again by its number, so that undoing opens exactly what it decided and nobody has decided anew since.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Claim, ClaimId } from '../../domain/destinations/claim.js';
import { firstSaidAs, standingClaims } from '../../domain/destinations/claim.js';
import { precedence, preferred } from '../../domain/destinations/precedence.js';
import { rulingOn } from '../../domain/destinations/rebuild-record.js';
import type { Conflict, Decision, DestinationRecord } from '../../domain/destinations/record.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';

/** At most so many people in one act: what a person can read through. */
export const mostTogether = 50;

/** One conflict as it would be decided. */
interface Proposal {
  readonly conflict: Conflict;
  readonly stands: Claim;
  readonly setAside: Claim;
}

/** A person whose conflicts would be decided. */
export interface TogetherRow {
  readonly alumnus: Alumnus;
  readonly revision: number;
  readonly proposals: readonly Proposal[];
}

function proposalsFor(record: DestinationRecord): readonly Proposal[] {
  const lasting = new Map(standingClaims(record.claims).map((claim) => [firstSaidAs(claim, record.claims), claim]));
  return record.conflicts.flatMap((conflict) => {
    const [one, other] = conflict.claimIds.map((id) => lasting.get(id));
    if (conflict.state !== 'open' || one === undefined || other === undefined) return [];
    const stands = preferred(one, other);
    return [{ conflict, stands, setAside: stands === one ? other : one }];
  });
}

/** What deciding for these people would do. Others than the viewer's, and people without an open conflict, are left out. */
export const previewTogether =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, ids: readonly AlumnusId[]): Promise<readonly TogetherRow[]> => {
    const chosen = [...new Set(ids)].slice(0, mostTogether);
    const records = await store.destinationRecords.findMany(viewer.schools, chosen);
    const people = await store.alumni.findMany([...records.keys()]);
    return chosen.flatMap((id): readonly TogetherRow[] => {
      const [record, alumnus] = [records.get(id), people.get(id)];
      const proposals = record === undefined ? [] : proposalsFor(record);
      return record === undefined || alumnus === undefined || proposals.length === 0
        ? []
        : [{ alumnus, revision: record.revision, proposals }];
    });
  };

interface Together {
  readonly batch: string;
  readonly decided: readonly AlumnusId[];
  /** Their records changed since the preview, or have no open conflict any more. */
  readonly leftAlone: readonly AlumnusId[];
}

/** Decides for each person whose record still has the revision of the preview. */
export const decideTogether =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (
    viewer: Viewer,
    items: readonly { readonly id: AlumnusId; readonly revision: number }[],
  ): Promise<Together> => {
    const batch = newId();
    const decided: AlumnusId[] = [];
    const chosen = items.slice(0, mostTogether);
    for (const { id, revision } of chosen) {
      const alumnus = await store.alumni.find(viewer.schools, id);
      if (alumnus === null) continue;
      const at = clock.now();
      const written = { decided: false };
      await changeRecord({ store, clock, vault })(alumnus, (held) => {
        const proposals = held.revision === revision ? proposalsFor(held) : [];
        written.decided = proposals.length > 0;
        if (!written.decided) return null;
        const reason = `By the order of sources, version ${precedence.version}, for several people at once.`;
        const newDecisions = proposals.map(({ conflict, stands }): Decision => {
          const claimId: ClaimId = firstSaidAs(stands, held.claims);
          return {
            conflictId: conflict.id,
            ruling: { kind: 'accept', claimId },
            reason,
            by: viewer.staffId,
            at,
            batch,
          };
        });
        return { newDecisions, audit: newDecisions.map(() => auditOf('conflict.decided', alumnus, reason, at)) };
      });
      if (written.decided) decided.push(id);
    }
    const leftAlone = chosen.map(({ id }) => id).filter((id) => !decided.includes(id));
    return { batch, decided, leftAlone };

    function auditOf(act: string, alumnus: Alumnus, reason: string, at: Date) {
      const actor = { kind: 'staff' as const, id: viewer.staffId };
      return { id: newId(), at, actor, act, subject: `alumnus:${alumnus.id}`, reason };
    }
  };

/** The decisions of the act that still count for the record. */
const stillStanding = (record: DestinationRecord, batch: string): readonly Decision[] =>
  record.conflicts.flatMap(({ id }) => {
    const decision = rulingOn(id, record.decisions);
    return decision?.batch === batch ? [decision] : [];
  });

/** Whom the act decided about, and for whom its decision still counts. */
export const showTogether =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
    batch: string,
  ): Promise<readonly { readonly alumnus: Alumnus; readonly stands: boolean }[]> => {
    const records = await store.destinationRecords.decidedInBatch(viewer.schools, batch);
    const people = await store.alumni.findMany(records.map(({ id }) => id));
    return records.flatMap((record) => {
      const alumnus = people.get(record.id);
      return alumnus === undefined ? [] : [{ alumnus, stands: stillStanding(record, batch).length > 0 }];
    });
  };

/** Opens again what the act decided and still counts; gives how many people that concerned. Again changes nothing. */
export const undoTogether =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (viewer: Viewer, batch: string): Promise<number> => {
    const records = await store.destinationRecords.decidedInBatch(viewer.schools, batch);
    const people = await store.alumni.findMany(records.map(({ id }) => id));
    let opened = 0;
    for (const { id } of records) {
      const alumnus = people.get(id);
      if (alumnus === undefined) continue;
      const at = clock.now();
      const reason = 'Undone together with the others of the same act.';
      const written = { any: false };
      await changeRecord({ store, clock, vault })(alumnus, (held) => {
        const standing = stillStanding(held, batch);
        written.any = standing.length > 0;
        if (!written.any) return null;
        const newDecisions = standing.map(({ conflictId }): Decision => ({
          conflictId,
          ruling: { kind: 'reopen' },
          reason,
          by: viewer.staffId,
          at,
        }));
        const actor = { kind: 'staff' as const, id: viewer.staffId };
        const intent = { at, actor, act: 'conflict.reopened', subject: `alumnus:${id}`, reason };
        return { newDecisions, audit: newDecisions.map(() => ({ id: newId(), ...intent })) };
      });
      if (written.any) opened += 1;
    }
    return opened;
  };
