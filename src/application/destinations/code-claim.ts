// What happens when a reviewer says what a place is called, or which reasons somebody's own words give?
// A coding is added; the statement stays as it was said. Reasons are sealed beside the words that they come from, with the
// version of the taxonomy, because they may reveal health, faith or family (requirement P5; domain reference, section 5.2,
// rule 4). The form names the revision that the reviewer saw; when the record has moved on nothing is written (F7).
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { ClaimDetail, ClaimId } from '../../domain/destinations/claim.js';
import { isReasonCode } from '../../domain/destinations/reason.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { codingTasks } from '../../domain/destinations/review-task.js';
import { isKnownProvider, usualProviderName } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';
import { detailPlace } from './detail-place.js';

/** The version of the list of reasons by which words are coded. */
const reasonsVersion = 'RT-1, version 1';

/** What the reviewer made of it. */
export type CodingForm = {
  readonly alumnusId: AlumnusId;
  /** The lasting id of the statement. */
  readonly claimId: ClaimId;
  /** The record's revision when the reviewer read it. */
  readonly revision: number;
} & (
  { readonly kind: 'place'; readonly name: string } | { readonly kind: 'reason'; readonly codes: readonly string[] }
);

/** The record with the coding in it, or why it was refused. */
export type Coded =
  | { readonly kind: 'coded'; readonly record: DestinationRecord }
  | { readonly kind: 'refused'; readonly why: 'changed-meanwhile' };

/** Adds the coding. Throws NotFound for a statement that does not wait for one, or codes that RT-1 does not have. */
export const codeClaim =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (viewer: Viewer, form: CodingForm): Promise<Coded> => {
    const alumnus = await store.alumni.find(viewer.schools, form.alumnusId);
    if (alumnus === null) throw new NotFound();
    if (form.kind === 'reason' && (form.codes.length === 0 || !form.codes.every(isReasonCode))) throw new NotFound();
    const at = clock.now();
    const seen = { changedMeanwhile: false };
    const record = await changeRecord({ store, clock, vault })(alumnus, (held) => {
      seen.changedMeanwhile = held.revision !== form.revision;
      if (seen.changedMeanwhile) return null;
      const kind = form.kind === 'place' ? 'doubtful-place' : 'reason-to-code';
      const waits = codingTasks(held, isKnownProvider).some(
        (task) => task.kind === kind && task.claimId === form.claimId,
      );
      if (!waits) throw new NotFound();
      const coding = { claimId: form.claimId, kind: form.kind, by: viewer.staffId, at } as const;
      const name = form.kind === 'place' ? usualProviderName(form.name) : undefined;
      const detail: ClaimDetail | null =
        form.kind === 'reason' ? { reasons: form.codes, more: { 'coded-by': reasonsVersion } } : null;
      const codedId = `${form.claimId}~coded` as ClaimId;
      return {
        newCodings: [{ ...coding, ...(name !== undefined && { name }) }],
        newDetails:
          detail === null ? [] : [{ claimId: codedId, sealed: vault.seal(detail, detailPlace(alumnus.id, codedId)) }],
        audit: [
          {
            ...{ id: newId(), at, actor: { kind: 'staff' as const, id: viewer.staffId } },
            act: form.kind === 'place' ? 'place.coded' : 'reason.coded',
            subject: `alumnus:${alumnus.id}`,
          },
        ],
      };
    });
    return seen.changedMeanwhile ? { kind: 'refused', why: 'changed-meanwhile' } : { kind: 'coded', record };
  };
