// What happens when a reviewer says which place or subject is meant, or which reasons somebody's own words give?
// A coding is added; the statement stays as it was said. Reasons are sealed beside the words that they come from, with the
// version of the taxonomy, because they may reveal health, faith or family (requirement P5; domain reference, section 5.2,
// rule 4). It is undone by another one, which says that the statement waits again. The form names the revision that the
// reviewer saw; when the record has moved on nothing is written (F7).
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { ClaimDetail, ClaimId } from '../../domain/destinations/claim.js';
import { isReasonCode } from '../../domain/destinations/reason.js';
import type { Coding, DestinationRecord } from '../../domain/destinations/record.js';
import { codingTasks, standingCodings, taskOf } from '../../domain/destinations/review-task.js';
import { nameLists } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeRecord, codedDetailOf } from './change-record.js';
import { detailPlace } from './detail-place.js';

/** The version of the list of reasons by which words are coded. */
const reasonsVersion = 'RT-1, version 1';

interface About {
  readonly alumnusId: AlumnusId;
  /** The lasting id of the statement. */
  readonly claimId: ClaimId;
  /** The record's revision when the reviewer read it. */
  readonly revision: number;
}

/** What the reviewer made of it; a place or subject by its code or one of its names, else as it was written. */
export type CodingForm = About &
  (
    | { readonly kind: 'place' | 'subject'; readonly name: string }
    | { readonly kind: 'reason'; readonly codes: readonly string[] }
  );

/** The record with the coding in it, or why it was refused. */
export type Coded =
  | { readonly kind: 'coded'; readonly record: DestinationRecord }
  | { readonly kind: 'refused'; readonly why: 'changed-meanwhile' };

type CodingTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>;

interface Added {
  readonly coding: Pick<Coding, 'name' | 'code' | 'undone'>;
  readonly detail?: ClaimDetail;
  readonly act: string;
}

/** Adds what `make` gives for the record as the reviewer saw it; throws NotFound where it gives null. */
async function addCoding(
  { store, clock, newId, vault }: CodingTools,
  viewer: Viewer,
  { alumnusId, claimId, revision, kind }: About & Pick<Coding, 'kind'>,
  make: (held: DestinationRecord) => Added | null,
): Promise<Coded> {
  const alumnus = await store.alumni.find(viewer.schools, alumnusId);
  if (alumnus === null) throw new NotFound();
  const at = clock.now();
  const seen = { changedMeanwhile: false };
  const record = await changeRecord({ store, clock, vault })(alumnus, (held) => {
    seen.changedMeanwhile = held.revision !== revision;
    if (seen.changedMeanwhile) return null;
    const added = make(held);
    if (added === null) throw new NotFound();
    const { coding, detail, act } = added;
    const codedId = codedDetailOf(claimId);
    return {
      newCodings: [{ claimId, kind, ...coding, by: viewer.staffId, at }],
      newDetails:
        detail === undefined
          ? []
          : [{ claimId: codedId, sealed: vault.seal(detail, detailPlace(alumnus.id, codedId)) }],
      goneDetails: kind === 'reason' && coding.undone === true ? [codedId] : [],
      audit: [{ id: newId(), at, actor: { kind: 'staff', id: viewer.staffId }, act, subject: `alumnus:${alumnus.id}` }],
    };
  });
  return seen.changedMeanwhile ? { kind: 'refused', why: 'changed-meanwhile' } : { kind: 'coded', record };
}

function codingIn(form: CodingForm): Added {
  const act = `${form.kind}.coded`;
  if (form.kind === 'reason') {
    return { coding: {}, detail: { reasons: form.codes, more: { 'coded-by': reasonsVersion } }, act };
  }
  const meant = nameLists[form.kind === 'place' ? 'provider' : 'subject'].called(form.name);
  return { coding: { name: meant?.name ?? form.name, ...(meant !== null && { code: meant.code }) }, act };
}

/** Adds the coding. Throws NotFound for a statement that does not wait for one, or codes that RT-1 does not have. */
export const codeClaim =
  (tools: CodingTools) =>
  async (viewer: Viewer, form: CodingForm): Promise<Coded> => {
    if (form.kind === 'reason' && (form.codes.length === 0 || !form.codes.every(isReasonCode))) throw new NotFound();
    return addCoding(tools, viewer, form, (held) =>
      codingTasks(held, nameLists).some((task) => task.kind === taskOf[form.kind] && task.claimId === form.claimId)
        ? codingIn(form)
        : null,
    );
  };

/** Takes the coding back, so that the statement waits again. Throws NotFound where none stands. */
export const undoCoding =
  (tools: CodingTools) =>
  (viewer: Viewer, form: About & Pick<Coding, 'kind'>): Promise<Coded> =>
    addCoding(tools, viewer, form, (held) =>
      standingCodings(held).some(({ coding }) => coding.kind === form.kind && coding.claimId === form.claimId)
        ? { coding: { undone: true }, act: `${form.kind}.uncoded` }
        : null,
    );
