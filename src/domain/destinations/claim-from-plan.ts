// Which claim does a final destination make?
// What was entered after results is a place or a job, not yet seen begun: a `placed` claim (feature 3). What was
// intended before leaving stays a plan and makes no claim. Where no month was given, the autumn after leaving is assumed. A
// place that is taken back makes a claim that vouches for nothing and stands in place of the one before.
import type { PlannedDestination } from '../alumni/alumnus.js';
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import { activityOfPlan } from './activity.js';
import { standingClaims, type Claim, type ClaimId, type ClaimSource } from './claim.js';
import { destinationYearOf } from './sustained/destination-year.js';

const FINAL_PLAN = 'plan:final';

const sources: Readonly<Record<PlannedDestination['source'], ClaimSource>> = {
  school: 'school',
  ucas: 'ucas',
  alumnus: 'survey',
};

function toClaim(plan: PlannedDestination, leftOn: LocalDate, revision: number): Claim | null {
  const activity = activityOfPlan[plan.activity];
  if (activity === null) return null;
  const autumn = `${destinationYearOf(leftOn)}-09` as LocalMonth;
  return {
    id: `${FINAL_PLAN}:${revision}` as ClaimId,
    source: sources[plan.source],
    saidIn: FINAL_PLAN,
    revision,
    knownOn: plan.recordedOn,
    activity,
    standing: 'placed',
    from: plan.startsIn ?? autumn,
    to: null,
    fromCertainty: plan.startsIn === undefined ? 'assumed' : 'stated',
    ...(plan.provider !== undefined && { provider: plan.provider }),
    ...(plan.course !== undefined && { course: plan.course }),
    ...(plan.employer !== undefined && { employer: plan.employer }),
  };
}

/** The claim that stands in place of one whose place was taken back; it vouches for no month and contradicts nothing. */
const takenBack = ({ source, recordedOn }: PlannedDestination, { revision }: Claim): Claim => ({
  id: `${FINAL_PLAN}:${revision + 1}` as ClaimId,
  source: sources[source],
  saidIn: FINAL_PLAN,
  revision: revision + 1,
  knownOn: recordedOn,
  activity: 'looking-for-work',
  standing: 'planned',
  from: null,
  to: null,
  fromCertainty: 'assumed',
});

const content = ({ id: _id, revision: _revision, recordedOn: _recordedOn, ...rest }: Claim): string =>
  JSON.stringify(Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1)));

/**
 * The claim to add for the final plan, or null when there is none to add: no plan, one that was never decided, or one that
 * the record already holds. A changed plan makes the next revision, which stands in place of the one before.
 */
export function claimToAddFromPlan(
  plan: PlannedDestination | undefined,
  leftOn: LocalDate,
  claims: readonly Claim[],
): Claim | null {
  if (plan === undefined) return null;
  const held = standingClaims(claims).find((claim) => claim.saidIn === FINAL_PLAN);
  const next = toClaim(plan, leftOn, (held?.revision ?? 0) + 1) ?? (held === undefined ? null : takenBack(plan, held));
  return next === null || (held !== undefined && content(held) === content(next)) ? null : next;
}
