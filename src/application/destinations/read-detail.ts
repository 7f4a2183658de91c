// Who may read what was sealed, and what does reading it leave behind?
// A named purpose, and an audit intent in the same act that reads (requirement P5, decision R19). Roles are checked by the
// table of routes; the purposes are a closed list, so that the log can be counted.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { ClaimDetail, ClaimId } from '../../domain/destinations/claim.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { detailPlace } from './detail-place.js';

/** For what somebody may read what is sealed; the audit keeps which (requirement P5, decision R19). */
export const readingPurposes = ['decide-review', 'support-person', 'answer-request'] as const;
export type ReadingPurpose = (typeof readingPurposes)[number];

/** Opens what is sealed beside one claim. Throws NotFound when there is none within the viewer's schools. */
export const readDetail =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (
    viewer: Viewer,
    { alumnusId, claimId, purpose }: { alumnusId: AlumnusId; claimId: ClaimId; purpose: ReadingPurpose },
  ): Promise<ClaimDetail> => {
    const detail = await store.destinationRecords.readDetail(viewer.schools, alumnusId, claimId, {
      id: newId(),
      at: clock.now(),
      actor: { kind: 'staff', id: viewer.staffId },
      act: 'sealed-answer.read',
      subject: `alumnus:${alumnusId}`,
      reason: purpose,
    });
    if (detail === null) throw new NotFound();
    return vault.open(detail.sealed, detailPlace(alumnusId, claimId)) as ClaimDetail;
  };
