// What of a destination record is counted?
// The small row that figures are made of (decision R16): where somebody was to go, where they are now, the verdict of the
// ruleset that goes first for them, the way from plan to what lasted, how long they stayed; and under which rulesets they are
// at risk and can still meet them (M3). Nothing sensitive: reasons, money and hidden situations have no place in it.
import type { AlumnusId, CohortId, SchoolId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { NameLists } from '../survey/listed.js';
import { activityOfPlan, type Activity } from './activity.js';
import { byTimeKnown, standingClaims, type Claim, type PlanKept } from './claim.js';
import { laterText } from './later.js';
import type { DestinationRecord } from './record.js';
import { codedClaims } from './review-task.js';
import type { Spell } from './spell.js';
import { listedProvider, stayOf, stayText } from './stay.js';
import { studiedIn, type StudyLetter } from './studied.js';
import { risksOf } from './sustained/meter.js';
import type { Category, Verdict } from './sustained/ruleset.js';
import { wayOf, wayText } from './way.js';

/** Raised when rows are made otherwise, or other things wait for a person, so that all are looked at anew. */
export const outcomeRecipe = 2;

/** One person in one row for counting (decision R16). */
export interface OutcomeRow {
  readonly id: AlumnusId;
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** The place or job entered after results. */
  readonly planned?: Activity;
  readonly now?: Activity;
  readonly kept?: PlanKept;
  /** `dfe-1618@1`. */
  readonly rule: string;
  readonly verdict: Verdict;
  readonly by?: Category;
  /** Where the education was by which the rule is met. */
  readonly studied?: StudyLetter;
  /** The stations between plan and verdict; see `readWay`. */
  readonly way: string;
  /** The first place begun, and how long; see `readStay`. */
  readonly stay?: string;
  /** The UKPRN of the place of study where they are now, as far as known (Y19: who is already there). */
  readonly at?: string;
  /** Where they were one, three, five and ten years on; see `readLater`. */
  readonly later?: string;
  /** They stand in no figure; see `Placement`. */
  readonly uncounted?: true;
  /** How many conflicts are open. */
  readonly conflicts: number;
  /** The day on which the present was last told. */
  readonly seenOn?: LocalDate;
  /** By which rulesets they are at risk, and until when each can still be met; see `riskNumber`. */
  readonly risk?: readonly number[];
  /** By which recipe it was made; absent in rows from before that was kept. */
  readonly recipe?: number;
  readonly revision: number;
}

/**
 * Where they are as far as known: the spell last heard of that has not ended, the one that began later before the
 * other; where all have ended, the last of them. Null when nothing is known but plans.
 */
export function presentSpell(spells: readonly Spell[]): Spell | null {
  const later = (one: Spell, other: Spell): Spell => {
    const key = (spell: Spell): string => `${spell.lastKnown}${spell.to === null ? 1 : 0}${spell.from}`;
    return key(other) >= key(one) ? other : one;
  };
  const begun = spells.filter((spell) => spell.standing === 'began');
  return begun.length === 0 ? null : begun.reduce(later);
}

/** The day on which what the spell says was last told; null when none of its claims is known. */
export const lastTold = ({ claimIds }: Spell, claims: readonly Claim[]): LocalDate | null =>
  claims
    .filter(({ id }) => claimIds.includes(id))
    .reduce<LocalDate | null>((last, { knownOn }) => (last === null || knownOn > last ? knownOn : last), null);

/** Where somebody studies now, by number; empty where they do not, or at a place on no list. */
function placeOf(present: Spell | null, claims: readonly Claim[], lists: NameLists): string {
  if (present === null || present.to !== null) return '';
  if (present.activity !== 'university' && present.activity !== 'further-education') return '';
  const told = claims.filter(({ id }) => present.claimIds.includes(id));
  return listedProvider(present, told, lists);
}

/** The row of the record as it stands; places and subjects are named by the lists. */
export function outcomeOf(record: DestinationRecord, lists: NameLists): OutcomeRow {
  const claims = [...standingClaims(record.claims)].sort(byTimeKnown);
  const planned = claims.find((claim) => claim.saidIn === 'plan:final' && claim.standing === 'placed')?.activity;
  const kept = claims.filter((claim) => claim.planKept !== undefined).at(-1)?.planKept;
  const present = presentSpell(record.spells);
  const now = present?.activity;
  const seenOn = present === null ? null : lastTold(present, record.claims);
  const risk = risksOf(record);
  const result = record.results[0];
  const studied = result?.category === 'education' ? studiedIn(record) : null;
  const placement = record.knownAs?.at(-1);
  const stay = stayOf(record, lists);
  const at = placeOf(present, codedClaims(record), lists);
  const later = laterText(record);
  return {
    id: record.id,
    schoolId: record.schoolId,
    cohortId: record.cohortId,
    ...(planned !== undefined && { planned }),
    ...(now !== undefined && { now }),
    ...(kept !== undefined && { kept }),
    rule: result === undefined ? 'none' : `${result.ruleset.name}@${result.ruleset.version}`,
    verdict: result?.verdict ?? 'not-known',
    ...(result?.category !== undefined && { by: result.category }),
    ...(studied !== null && { studied }),
    way: wayText(wayOf(record, placement?.intended === undefined ? null : activityOfPlan[placement.intended], stay)),
    ...(stay !== null && { stay: stayText(stay) }),
    ...(at !== '' && { at }),
    ...(later !== undefined && { later }),
    ...(placement?.uncounted === true && { uncounted: true }),
    conflicts: record.conflicts.filter((conflict) => conflict.state === 'open').length,
    ...(seenOn !== null && { seenOn }),
    ...(risk.length > 0 && { risk }),
    recipe: outcomeRecipe,
    revision: record.revision,
  };
}
