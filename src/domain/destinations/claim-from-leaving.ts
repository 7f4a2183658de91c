// Which claim does a leaving form make (Y1)?
// One: the plan, said by the person before they left. It vouches for no month and contradicts nothing, because plans change;
// what they ruled out and why is sealed beside it (requirement P5), as a route never applied for (Y9).
import { parseLocalMonth, type LocalDate } from '../calendar/local-date.js';
import { codesIn, isMonth, textOf, type Answers } from '../survey/definition.js';
import { plannedPlaceIn } from '../survey/plan-answers.js';
import { situations, type Activity } from './activity.js';
import type { Claim, ClaimId } from './claim.js';

interface LeavingFacts {
  readonly answers: Answers;
  readonly saidIn: string;
  readonly revision: number;
  readonly knownOn: LocalDate;
}

/** Codes of the questions `plan` and `ruled-out` that name a route. */
const routes = ['university', 'college', 'apprenticeship', 'work', 'training'] as const;

/** Whether a route was named as ruled out. */
export const ruledSomethingOut = (answers: Answers): boolean =>
  codesIn(answers['ruled-out']).some((code) => routes.some((route) => route === code));

/** The claim of the plan; null where the answers are not those of a leaving form. Having no plan names no activity. */
export function plannedClaim({ answers, saidIn, revision, knownOn }: LeavingFacts, id: ClaimId): Claim | null {
  const plan = textOf(answers['plan']);
  if (plan === undefined) return null;
  const activity: Activity = situations[plan]?.activity ?? 'not-said';
  const start = answers['plan-start'];
  const month = start !== undefined && typeof start !== 'string' && isMonth(start) ? start : null;
  return {
    id,
    source: 'survey',
    saidIn,
    revision,
    knownOn,
    activity,
    standing: 'planned',
    from: month === null ? null : parseLocalMonth(month.month),
    to: null,
    fromCertainty: month === null ? 'assumed' : month.about ? 'about' : 'stated',
    ...plannedPlaceIn(answers),
  };
}
