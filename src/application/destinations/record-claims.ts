// How do submitted answers reach the destination record?
// They become claims keyed by response and revision, so that doing it again changes nothing and a corrected answer
// stands beside, not over, the earlier one (architecture, walk 2). Details are sealed for the place they stand in
// (requirement P5). The final plan comes along, so that a contradiction with it shows at once.
import { NotFound } from '../errors.js';
import type { AlumnusId, StaffId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { activityOfPlan } from '../../domain/destinations/activity.js';
import { claimToAddFromPlan } from '../../domain/destinations/claim-from-plan.js';
import { claimsFromResponse } from '../../domain/destinations/claim-from-response.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import type { Answers } from '../../domain/survey/definition.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';
import { detailPlace } from './detail-place.js';

interface SubmittedAnswers {
  readonly alumnusId: AlumnusId;
  readonly responseId: string;
  /** The submitted revision, from 1. */
  readonly revision: number;
  readonly answers: Answers;
  readonly submittedAt: Date;
  /** Who wrote them down on the telephone, and who spoke; absent where the person sent them. */
  readonly caller?: { readonly staffId: StaffId; readonly source: 'phone' | 'proxy' };
}

type Recorded =
  | { readonly kind: 'recorded'; readonly record: DestinationRecord }
  | { readonly kind: 'refused'; readonly why: 'too-many-claims' };

/** The most that a record holds; more is refused, never dropped (decision R17). */
export const mostClaims = 2_000;

/** Adds the answers' claims and works the record out anew. Safe to run twice and at once. Throws NotFound. */
export const recordClaims =
  ({ store, clock, vault }: Pick<Tools, 'store' | 'clock' | 'vault'>) =>
  async ({ alumnusId, responseId, revision, answers, submittedAt, caller }: SubmittedAnswers): Promise<Recorded> => {
    const alumnus = await store.alumni.find('every-school', alumnusId);
    if (alumnus === null) throw new NotFound();
    const made = claimsFromResponse({
      responseId,
      revision,
      answers,
      knownOn: londonDate(submittedAt),
      source: caller?.source ?? 'survey',
      ...(caller === undefined ? {} : { taken: { by: caller.staffId, at: submittedAt } }),
      planned: alumnus.final === undefined ? null : activityOfPlan[alumnus.final.activity],
    });
    const room = { full: false };
    const record = await changeRecord({ store, clock, vault })(alumnus, (held) => {
      const plan = claimToAddFromPlan(alumnus.final, alumnus.leftOn, held.claims);
      const known = new Set(held.claims.map((claim) => claim.id));
      const fresh = made.filter(({ claim }) => !known.has(claim.id));
      const newClaims = [...(plan === null ? [] : [plan]), ...fresh.map(({ claim }) => claim)];
      room.full = held.claims.length + newClaims.length > mostClaims;
      if (newClaims.length === 0 || room.full) return null;
      const newDetails = fresh.flatMap(({ claim, detail }) =>
        detail === null ? [] : [{ claimId: claim.id, sealed: vault.seal(detail, detailPlace(alumnus.id, claim.id)) }],
      );
      return { newClaims, newDetails };
    });
    return room.full ? { kind: 'refused', why: 'too-many-claims' } : { kind: 'recorded', record };
  };
