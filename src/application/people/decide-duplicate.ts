// What happens when a reviewer says that two records are one person's, or two people's, or takes that back?
// One guarded write of the pair, with who, when and why; what follows is carried out at once and completed by the recurring
// job. The form names the revision that was on the screen (requirement F7); the same decision twice is one (row 31). Only the
// latest merge of a person can be undone, so that each gives back what the one before it left.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { PairId } from '../../domain/alumni/duplicate.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Duplicate } from '../../store/index.js';
import { mostClaims } from '../destinations/record-claims.js';
import { NotFound } from '../errors.js';
import { faultOf } from '../fault.js';
import type { Tools } from '../tools.js';
import { carryOutMerge, sidesOf } from './carry-out-merge.js';
import type { MergeTools } from './merge-records.js';
import { carryOutUndo, isLatestMerge } from './undo-merge.js';

/** One person, and which record stays; or two people. */
type DuplicateRuling = { readonly kind: 'one'; readonly stays: AlumnusId } | { readonly kind: 'two' };

/** A reviewer's ruling on a pair as it was sent. */
interface DuplicateForm {
  readonly id: PairId;
  readonly ruling: DuplicateRuling;
  readonly reason: string;
  readonly revision: number;
}

/** The pair as it stands afterwards, or why nothing was done. */
type DuplicateDecided =
  | { readonly kind: 'decided'; readonly pair: Duplicate }
  | { readonly kind: 'refused'; readonly why: 'changed-meanwhile' | 'later-merge' | 'too-many-claims' };

const acts = {
  apart: 'people.kept-apart',
  merging: 'people.merged',
  undoing: 'people.merge-undone',
  open: 'people.open-again',
} as const;

const auditOf = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  viewer: Viewer,
  pair: Duplicate,
  act: string,
  reason: string,
): readonly AuditIntent[] =>
  pair.people.map((id) => ({
    ...{ id: newId(), at: clock.now(), actor: { kind: 'staff' as const, id: viewer.staffId } },
    ...{ act, subject: `alumnus:${id}`, reason },
  }));

async function pairFor({ store }: Pick<Tools, 'store'>, viewer: Viewer, id: PairId): Promise<Duplicate> {
  const pair = await store.duplicates.find(viewer.schools, id);
  if (pair === null) throw new NotFound();
  return pair;
}

async function moved(
  tools: MergeTools,
  viewer: Viewer,
  pair: Duplicate,
  next: Pick<Duplicate, 'state' | 'survivor' | 'reason'> & {
    readonly state: keyof typeof acts;
    readonly reason: string;
  },
): Promise<DuplicateDecided> {
  const audit = auditOf(tools, viewer, pair, acts[next.state], next.reason);
  const written = await tools.store.duplicates.move(pair, { ...next, by: viewer.staffId }, audit);
  if (!written) return { kind: 'refused', why: 'changed-meanwhile' };
  const stands = await pairFor(tools, viewer, pair.id);
  if (stands.state === 'merging') await carryOutMerge(tools, stands);
  if (stands.state === 'undoing') await carryOutUndo(tools, stands);
  return { kind: 'decided', pair: await pairFor(tools, viewer, pair.id) };
}

/** How many statements the two records hold together (decision R17). */
const claimsOf = async ({ store }: Pick<Tools, 'store'>, { people }: Duplicate): Promise<number> =>
  [...(await store.destinationRecords.findMany('every-school', people)).values()].reduce(
    (sum, { claims }) => sum + claims.length,
    0,
  );

/** Decides about the pair. Throws NotFound for one that the viewer does not see whole, or a record that is not in it. */
export const decideDuplicate =
  (tools: MergeTools) =>
  async (viewer: Viewer, { id, ruling, reason, revision }: DuplicateForm): Promise<DuplicateDecided> => {
    const pair = await pairFor(tools, viewer, id);
    if (ruling.kind === 'one' && !pair.people.includes(ruling.stays)) throw new NotFound();
    if (pair.revision !== revision || pair.state !== 'open') {
      const mine = pair.by === viewer.staffId && pair.reason === reason;
      const same =
        ruling.kind === 'two' ? pair.state === 'apart' : pair.state === 'merged' && pair.survivor === ruling.stays;
      return mine && same ? { kind: 'decided', pair } : { kind: 'refused', why: 'changed-meanwhile' };
    }
    const others = (await tools.store.duplicates.ofPerson(pair.people)).filter((each) => each.id !== id);
    if (others.some(({ state }) => state === 'merging' || state === 'undoing')) {
      return { kind: 'refused', why: 'changed-meanwhile' };
    }
    if (ruling.kind === 'one' && (await claimsOf(tools, pair)) > mostClaims) {
      return { kind: 'refused', why: 'too-many-claims' };
    }
    const next =
      ruling.kind === 'two' ? { state: 'apart' as const } : { state: 'merging' as const, survivor: ruling.stays };
    return moved(tools, viewer, pair, { ...next, reason });
  };

/** Takes the decision back: the records are two again, or the pair waits again. Throws NotFound. */
export const undoDuplicate =
  (tools: MergeTools) =>
  async (viewer: Viewer, { id, revision }: Pick<DuplicateForm, 'id' | 'revision'>): Promise<DuplicateDecided> => {
    const { store } = tools;
    const pair = await pairFor(tools, viewer, id);
    if (pair.state === 'open') return { kind: 'decided', pair };
    const decided = pair.state === 'apart' || pair.state === 'merged';
    if (pair.revision !== revision || !decided) return { kind: 'refused', why: 'changed-meanwhile' };
    const reason = 'Undone by the reviewer.';
    if (pair.state === 'apart') return moved(tools, viewer, pair, { state: 'open', reason });
    const { stays, goes } = sidesOf(pair);
    const trace = await store.mergedPeople.find(goes);
    const now = await store.alumni.findItself(stays);
    if (trace === null || !isLatestMerge(now, trace)) return { kind: 'refused', why: 'later-merge' };
    return moved(tools, viewer, pair, { state: 'undoing', reason });
  };

/** Completes up to `limit` merges and undoings that a process left undone; gives how many. */
export const completeMerges =
  (tools: MergeTools & Pick<Tools, 'log'>) =>
  async (limit: number): Promise<number> => {
    let completed = 0;
    for (const pair of await tools.store.duplicates.toDo(limit)) {
      try {
        await (pair.state === 'undoing' ? carryOutUndo(tools, pair) : carryOutMerge(tools, pair));
        completed += 1;
      } catch (error) {
        tools.log.error('A merge could not be completed', {
          pair: pair.id,
          why: faultOf(error),
        });
      }
    }
    return completed;
  };
