// Where does a claim's sealed detail stand? The place is part of the seal, so that it opens nowhere else (requirement P5).
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { ClaimId } from '../../domain/destinations/claim.js';

/** Where a claim’s sealed details belong; a seal opens only for the place it was made for (requirement P5). */
export const detailPlace = (alumnusId: AlumnusId, claimId: ClaimId): string =>
  `destinationrecords/${alumnusId}/${claimId}`;
