// How does what somebody wrote to us become part of their record?
// As a claim with the source "reply", said on the day of the mail, recorded by a member of staff who read it (Y3). Its id is
// the reply's, so that recording it again changes nothing.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate, LocalMonth } from '../../domain/calendar/local-date.js';
import type { Activity } from '../../domain/destinations/activity.js';
import type { Claim, ClaimId } from '../../domain/destinations/claim.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';

/** A statement as staff understood it. */
export interface Told {
  readonly activity: Activity;
  /** `there`: still. `did-not-start`: they had the place and did not go. */
  readonly standing: 'there' | 'finished' | 'left-early' | 'did-not-start';
  /** University, college, employer or provider. */
  readonly place?: string;
  readonly from?: LocalMonth;
  readonly to?: LocalMonth;
}

/** What a reply told us. */
export interface ToldInReply extends Told {
  readonly alumnusId: AlumnusId;
  /** The day of the mail. */
  readonly on: LocalDate;
}

/** What of a claim was told. */
export function claimOfTold({
  activity,
  standing,
  place,
  from,
  to,
}: Told): Omit<Claim, 'id' | 'source' | 'saidIn' | 'revision' | 'knownOn'> {
  const began = standing !== 'did-not-start';
  const isWork = activity === 'employment' || activity === 'apprenticeship';
  return {
    activity,
    standing: began ? 'began' : 'did-not-start',
    from: began ? (from ?? null) : null,
    to: began && standing !== 'there' ? (to ?? null) : null,
    fromCertainty: from === undefined ? 'assumed' : 'about',
    ...(standing === 'finished' || standing === 'left-early' ? { ended: standing } : {}),
    ...(place === undefined ? {} : isWork ? { employer: place } : { provider: place }),
  };
}

/** Adds the claim. Throws NotFound outside the viewer's schools. */
export const recordReply =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (viewer: Viewer, replyId: string, told: ToldInReply): Promise<void> => {
    const alumnus = await store.alumni.find(viewer.schools, told.alumnusId);
    if (alumnus === null) throw new NotFound();
    const claim: Claim = {
      id: `reply:${replyId.slice(0, 24)}` as ClaimId,
      source: 'reply',
      saidIn: `reply:${replyId.slice(0, 24)}`,
      revision: 1,
      knownOn: told.on,
      ...claimOfTold(told),
    };
    await changeRecord({ store, clock, vault })(alumnus, (held) =>
      held.claims.some(({ id }) => id === claim.id)
        ? null
        : {
            newClaims: [claim],
            audit: [
              {
                id: newId(),
                at: clock.now(),
                actor: { kind: 'staff', id: viewer.staffId },
                act: 'claim.recorded-from-reply',
                subject: `alumnus:${alumnus.id}`,
              },
            ],
          },
    );
  };
