// What do we know of somebody's present that a later wave may start from (feature 17; Y10)?
// The main activity of the latest statement that counts, while it goes on: a course, an apprenticeship, training or work.
// Nothing is known where the latest statement is another one, where a reviewer has it still to decide, or where only a plan
// speaks. Claims made by the answers that are being given now do not count. Worked out as it was known before a day, so
// that a mail that is tried again says the same (requirement E9).
import { monthOf, type LocalDate } from '../calendar/local-date.js';
import { londonDate } from '../calendar/london-time.js';
import type { Known } from '../survey/known.js';
import { situations, type Activity } from './activity.js';
import { standingClaims, type Claim } from './claim.js';
import { settle } from './rebuild-record.js';
import type { DestinationRecord } from './record.js';

const going: readonly Activity[] = ['university', 'further-education', 'apprenticeship', 'training', 'employment'];
const fromThemselves: readonly Claim['source'][] = ['survey', 'phone', 'reply'];

interface Limits {
  /** What claims name as said in: the answers that are being given now. */
  readonly except?: string;
  /** Only what was known before this day. */
  readonly before?: LocalDate;
}

/** The first claim of the latest statement; of a response it is the main activity, whatever else was said beside it. */
const latestOf = (claims: readonly Claim[]): Claim | undefined =>
  claims.reduce<Claim | undefined>(
    (latest, claim) =>
      claim.standing === 'placed' || (latest !== undefined && claim.knownOn < latest.knownOn)
        ? latest
        : latest === undefined || claim.knownOn > latest.knownOn || claim.saidIn !== latest.saidIn
          ? claim
          : latest,
    undefined,
  );

/** What is known of the present; null when nothing is that can go on. */
export function knownPresent(
  record: Pick<DestinationRecord, 'claims' | 'decisions'>,
  { except, before }: Limits = {},
): Known | null {
  const claims = record.claims.filter(
    (claim) => claim.saidIn !== except && (before === undefined || claim.knownOn < before),
  );
  const decisions = record.decisions.filter(({ at }) => before === undefined || londonDate(at) < before);
  const claim = latestOf(standingClaims(claims));
  if (claim?.standing !== 'began' || claim.ended !== undefined || claim.to !== null) return null;
  if (!going.includes(claim.activity)) return null;
  const effect = settle(claims, decisions).effects.get(claim.id);
  if (effect !== 'counts' && effect !== 'undated') return null;
  const situation = Object.entries(situations).find(([, { activity }]) => activity === claim.activity)?.[0];
  if (situation === undefined) return null;
  const { from, fromCertainty, provider, ukprn, course, subject, employer, knownOn } = claim;
  const remembered = from !== null && fromCertainty !== 'assumed';
  return {
    situation,
    ...(provider !== undefined && { provider }),
    ...(ukprn !== undefined && { ukprn }),
    ...(course !== undefined && { course }),
    ...(subject !== undefined && { subject }),
    ...(employer !== undefined && { employer }),
    ...(remembered && { since: { month: from, about: fromCertainty === 'about' } }),
    heldSince: from ?? monthOf(knownOn),
    knownOn,
    byThemselves: fromThemselves.includes(claim.source),
  };
}
