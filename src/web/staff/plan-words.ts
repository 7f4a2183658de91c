// What staff read of plans and results: kinds, lists, states, and the values of a row's fields (Y5, Y24).
import { plannedActivities, type PlannedActivity } from '../../domain/alumni/alumnus.js';
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import {
  applicationStates,
  planFields,
  resultStates,
  type ApplicationState,
  type PlanField,
  type PlanRow,
  type PlanSource,
  type ResultState,
} from '../../domain/alumni/plan-fields.js';
import { placeIn } from '../../domain/alumni/plan-form.js';
import type { PlanList } from '../../domain/alumni/plan-lists.js';
import { parseLocalDate, parseLocalMonth } from '../../domain/calendar/local-date.js';
import { activityOfPlan, activityFacts } from '../../domain/destinations/activity.js';
import { capital, format } from '../format.js';

const kindWords = (kind: PlannedActivity, undecided: string): string => {
  const activity = activityOfPlan[kind];
  return activity === null ? undecided : activityFacts[activity].words;
};

const applicationWords: Readonly<Record<ApplicationState, string>> = {
  'not-applying': 'Not applying',
  'to-apply': 'Still to apply',
  applied: 'Applied',
  offers: 'Has offers',
};

const resultWords: Readonly<Record<ResultState, string>> = {
  firm: 'Firm choice',
  insurance: 'Insurance choice',
  clearing: 'In clearing',
  deferred: 'Place put off',
  'other-route': 'Another route',
  unplaced: 'Unplaced',
};
/** After GCSEs nobody has a firm choice in UCAS's sense. */
const resultWordsYear11: Readonly<Partial<Record<ResultState, string>>> = {
  firm: 'First choice',
  insurance: 'Other choice',
};

const isYear11 = (cohortId: CohortId): boolean => parseCohortId(cohortId)?.stage === 'y11';

const resultIn = (cohortId: CohortId, result: ResultState): string =>
  (isYear11(cohortId) ? resultWordsYear11[result] : undefined) ?? resultWords[result];

interface Choice {
  readonly value: string;
  readonly text: string;
}

/** The choices of a kind; "not known" only while it is, because what was said is changed and never emptied. */
export const kindChoices = (stands: string, undecided: string): readonly Choice[] => [
  ...(stands === '' ? [{ value: '', text: 'Not known yet' }] : []),
  ...plannedActivities.map((kind) => ({ value: kind, text: kindWords(kind, undecided) })),
];

export const applicationChoices: readonly Choice[] = [
  { value: '', text: 'Not known yet' },
  ...applicationStates.map((value) => ({ value, text: applicationWords[value] })),
];

export const resultChoices = (cohortId: CohortId): readonly Choice[] => [
  { value: '', text: 'Not seen yet' },
  ...resultStates
    .filter((value) => !isYear11(cohortId) || (value !== 'clearing' && value !== 'deferred'))
    .map((value) => ({ value, text: resultIn(cohortId, value) })),
];

/** `University: University of Leeds, Physics`; a dash where nothing is known. */
export function destinationWords(row: PlanRow, of: 'plan' | 'final'): string {
  const kind = plannedActivities.find((each) => each === row[of]);
  if (kind === undefined) return '–';
  const words = kindWords(kind, of === 'plan' ? 'No plan yet' : 'No place or job yet');
  const names = [placeIn(row, of), row[`${of}Course` as const]].filter((name) => name !== '').join(', ');
  const later = of === 'final' && row.result === 'deferred' ? parseLocalMonth(row.finalStart) : null;
  return `${names === '' ? words : `${words}: ${names}`}${later === null ? '' : `, from ${format.month(later)}`}`;
}

/** `Firm: University of Leeds, Physics`; what of the choices is known. */
export const choiceWords = (row: PlanRow, cohortId: CohortId): readonly string[] =>
  (['firm', 'insurance'] as const)
    .filter((choice) => row[`${choice}Provider` as const] !== '')
    .map((choice) => {
      const place = [row[`${choice}Provider` as const], row[`${choice}Course` as const]]
        .filter((name) => name !== '')
        .join(', ');
      return `${isYear11(cohortId) ? resultIn(cohortId, choice) : capital(choice)}: ${place}`;
    });

export const planListWords: Readonly<Record<PlanList, string>> = {
  'no-plan': 'No plan yet',
  'not-talked': 'Nobody has talked to them',
  'not-seen': 'Not seen yet',
  unplaced: 'Unplaced with no next step',
  'not-known': 'Destination not known',
  changed: 'Changed from the plan',
};

/** What to do first: follows "First: seven …". */
export const planListNeeds: Readonly<Record<PlanList, readonly [one: string, many: string]>> = {
  'no-plan': ['has no plan yet', 'have no plan yet'],
  'not-talked': ['has been talked to by nobody', 'have been talked to by nobody'],
  'not-seen': ['has not been seen', 'have not been seen'],
  unplaced: ['is unplaced with no next step', 'are unplaced with no next step'],
  'not-known': ['has no known destination', 'have no known destination'],
  changed: ['changed from the plan', 'changed from the plan'],
};

export const planSourceWords: Readonly<Record<PlanSource, string>> = {
  school: 'the school’s file',
  ucas: 'a UCAS file',
  alumnus: 'the person',
};

/** What a field is called where it stands alone. */
export const fieldName = (field: PlanField): string => capital(planFields[field]);

/** The value of a field; a dash where it is empty. */
export function fieldWords(field: PlanField, value: string, cohortId: CohortId): string {
  if (value === '') return '–';
  const kind = plannedActivities.find((each) => each === value);
  const month = parseLocalMonth(value);
  const day = parseLocalDate(value);
  const result = resultStates.find((each) => each === value);
  const application = applicationStates.find((each) => each === value);
  switch (field) {
    case 'plan':
      return kind === undefined ? value : kindWords(kind, 'No plan yet');
    case 'final':
      return kind === undefined ? value : kindWords(kind, 'No place or job yet');
    case 'planStart':
    case 'finalStart':
      return month === null ? value : format.month(month);
    case 'talkedOn':
      return day === null ? value : format.date(day);
    case 'result':
      return result === undefined ? value : resultIn(cohortId, result);
    case 'application':
      return application === undefined ? value : applicationWords[application];
    default:
      return value;
  }
}
