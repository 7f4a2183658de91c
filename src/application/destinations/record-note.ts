// How does what a member of staff knows of somebody become part of their record?
// As a claim with the source "staff-note", said on the day on which they knew it. How they know stands in the history, with who wrote it.
// Its id is what it says, so that the same note twice, as after a press too many, is one.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { foldName } from '../../domain/alumni/matching.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import type { Claim, ClaimId } from '../../domain/destinations/claim.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';
import { mostClaims } from './record-claims.js';
import { claimOfTold, type Told } from './record-reply.js';

/** What a member of staff knows. */
interface StaffNote extends Told {
  readonly alumnusId: AlumnusId;
  /** The day on which they knew it. */
  readonly on: LocalDate;
  /** How they know, in a few words. */
  readonly how: string;
}

/** `known`: the record holds it already. `full`: it holds as many statements as it can. */
type Noted = 'noted' | 'known' | 'full';

/** Adds the claim. Throws NotFound outside the viewer's schools. */
export const recordNote =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (viewer: Viewer, { alumnusId, on, how, ...told }: StaffNote): Promise<Noted> => {
    const alumnus = await store.alumni.find(viewer.schools, alumnusId);
    if (alumnus === null) throw new NotFound();
    const place = foldName(told.place ?? '').replace(/[^\p{L}\p{N}]/gu, '');
    const said = [on, told.activity, told.standing, told.from ?? '', told.to ?? '', place.slice(0, 60)];
    const id = `staff-note:${said.join(':')}`;
    const claim: Claim = {
      ...{ id: id as ClaimId, source: 'staff-note', saidIn: id, revision: 1, knownOn: on },
      ...claimOfTold(told),
    };
    const seen: { kind: Noted } = { kind: 'noted' };
    await changeRecord({ store, clock, vault })(alumnus, ({ claims }) => {
      seen.kind = claims.some((each) => each.id === claim.id)
        ? 'known'
        : claims.length >= mostClaims
          ? 'full'
          : 'noted';
      if (seen.kind !== 'noted') return null;
      const actor = { kind: 'staff', id: viewer.staffId } as const;
      const act = { act: 'claim.noted-by-staff', subject: `alumnus:${alumnus.id}`, reason: how };
      return { newClaims: [claim], audit: [{ id: newId(), at: clock.now(), actor, ...act }] };
    });
    return seen.kind;
  };
