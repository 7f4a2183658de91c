// What does a filled-in row say, beside the row that it was filled in on (Y5)?
// A place is a provider or an employer by the kind of destination. What results day brought settles the final destination: the
// firm choice, the insurance choice, a place put off to the next autumn, none. Everything wrong is told at once, by field.
import type { LocalDate } from '../calendar/local-date.js';
import { plannedActivities, type PlannedActivity } from './alumnus.js';
import { parseCohortId } from './cohort.js';
import type { CohortId, StaffId } from './ids.js';
import { readMonth, tidy } from './leaver-cells.js';
import { applicationStates, resultStates, type PlanRow } from './plan-fields.js';

/** The fields of the form; one that the page does not have is absent and stays as it is. */
export const planFormFields = [
  ...(['plan', 'planPlace', 'planCourse', 'planStart', 'application', 'offers'] as const),
  ...(['firmProvider', 'firmCourse', 'insuranceProvider', 'insuranceCourse'] as const),
  ...(['result', 'final', 'finalPlace', 'finalCourse', 'finalStart', 'nextStep'] as const),
] as const;
export type PlanFormField = (typeof planFormFields)[number];

/** What was filled in. */
export type GivenPlan = Readonly<Partial<Record<PlanFormField, string>>> & { readonly talked?: boolean };

/** What reading it needs to know. */
export interface PlanFormContext {
  readonly cohortId: CohortId;
  readonly today: LocalDate;
  readonly staffId: StaffId;
  /** Every field was written on purpose, as in a file; on a page those that stand there already were not. */
  readonly explicit: boolean;
  /** The provider's usual name where the text is one of its names; otherwise the text. */
  readonly providerName: (text: string) => string;
}

export type PlanProblems = Readonly<Partial<Record<PlanFormField, string>>>;
export type ReadPlan =
  { readonly ok: true; readonly row: PlanRow } | { readonly ok: false; readonly problems: PlanProblems };

const longest = 200;
const worksThere: readonly string[] = ['apprenticeship', 'employment'];
const isKind = (text: string): text is PlannedActivity => plannedActivities.some((kind) => kind === text);

/** The place of the plan or the final destination, provider or employer, whichever it is. */
export const placeIn = (row: PlanRow, of: 'plan' | 'final'): string => {
  const [provider, employer] = [row[`${of}Provider` as const], row[`${of}Employer` as const]];
  return worksThere.includes(row[of]) ? firstOf(employer, provider) : firstOf(provider, employer);
};

/** The row with another place or kind; the other of provider and employer stays while the kind does. */
function withPlace(row: PlanRow, of: 'plan' | 'final', kind: string, place: string): PlanRow {
  const works = worksThere.includes(kind);
  const stays = row[of] === kind;
  const [provider, employer] = stays ? [row[`${of}Provider` as const], row[`${of}Employer` as const]] : ['', ''];
  // A place that stands under the other name already stays there.
  if (stays && place === placeIn(row, of)) return row;
  return {
    ...row,
    [of]: kind,
    [`${of}Provider`]: works ? provider : place,
    [`${of}Employer`]: works ? place : employer,
  };
}

const firstOf = (...texts: readonly (string | undefined)[]): string =>
  texts.find((text) => text !== undefined && text !== '') ?? '';

/** What a place at the end of the stage is: a university after Year 13, a college or sixth form after Year 11. */
const usualKind = (cohortId: CohortId): PlannedActivity =>
  parseCohortId(cohortId)?.stage === 'y11' ? 'further-education' : 'university';

/** September of the year after leaving. */
const aYearOn = (cohortId: CohortId, today: LocalDate): string => {
  const year = parseCohortId(cohortId)?.leavingYear ?? Number(today.slice(0, 4));
  return `${year + 1}-09`;
};

/** What was written beside a result; empty where it only stands there from before. */
interface Typed {
  readonly place: string;
  readonly course: string;
  readonly start: string;
}

/** What results day brought, in the row. */
function settle(
  row: PlanRow,
  kind: string,
  typed: Typed,
  context: PlanFormContext,
  refuse: (field: PlanFormField, why: string) => void,
): PlanRow {
  const { result } = row;
  const usual = usualKind(context.cohortId);
  const settled = (place: string, course: string, start = ''): PlanRow => ({
    ...withPlace({ ...row, final: '', finalProvider: '', finalEmployer: '' }, 'final', usual, place),
    finalCourse: course,
    finalStart: start,
  });
  switch (result) {
    case 'firm':
    case 'insurance': {
      const place = firstOf(typed.place, row[`${result}Provider` as const]);
      const course = firstOf(typed.course, row[`${result}Course` as const]);
      if (place === '') {
        refuse('finalPlace', `Write which place their ${result === 'firm' ? 'firm' : 'insurance'} choice is`);
      }
      return {
        ...settled(place, course, typed.start),
        [`${result}Provider`]: firstOf(row[`${result}Provider` as const], place),
        [`${result}Course`]: firstOf(row[`${result}Course` as const], course),
      };
    }
    case 'deferred': {
      const place = firstOf(typed.place, row.firmProvider, row.finalProvider);
      if (place === '') refuse('finalPlace', 'Write which place is put off');
      const start = firstOf(typed.start, aYearOn(context.cohortId, context.today));
      return settled(place, firstOf(typed.course, row.firmCourse, row.finalCourse), start);
    }
    case 'clearing':
      return typed.place === ''
        ? { ...settled('', ''), final: 'undecided' }
        : settled(typed.place, typed.course, typed.start);
    case 'unplaced':
      return { ...settled('', ''), final: 'undecided' };
    case 'other-route': {
      if (kind === '' || kind === 'undecided' || kind === usual) {
        refuse('final', 'Choose what they are doing instead');
        return row;
      }
      const known = row.final === kind ? 'final' : row.plan === kind ? 'plan' : null;
      const stands = (of: 'Course' | 'Start'): string => (known === null ? '' : row[`${known}${of}` as const]);
      const place = firstOf(typed.place, known === null ? '' : placeIn(row, known));
      return {
        ...withPlace(row, 'final', kind, place),
        finalCourse: firstOf(typed.course, stands('Course')),
        finalStart: firstOf(typed.start, stands('Start')),
      };
    }
    default:
      return row;
  }
}

/** Reads what was filled in on the row. */
export function readPlanForm(before: PlanRow, given: GivenPlan, context: PlanFormContext): ReadPlan {
  const problems: Partial<Record<PlanFormField, string>> = {};
  const refuse = (field: PlanFormField, why: string): void => {
    problems[field] ??= why;
  };
  const text = (field: PlanFormField, stands: string): string => {
    const value = given[field];
    if (value === undefined) return stands;
    const said = tidy(value);
    if (said.length > longest) refuse(field, `Shorten this to at most ${longest} characters`);
    return said;
  };
  const oneOf = (field: PlanFormField, stands: string, list: readonly string[]): string => {
    const value = text(field, stands);
    if (value !== '' && !list.includes(value)) refuse(field, 'Choose one of the list');
    return value;
  };
  const month = (field: PlanFormField, stands: string): string => {
    const said = text(field, stands);
    const read = said === '' ? '' : readMonth(said);
    if (read === null) refuse(field, 'Write the month as 2026-09 or 09/2026');
    return read ?? stands;
  };
  const place = (field: PlanFormField, stands: string): string => {
    const said = text(field, stands);
    return said === stands ? stands : context.providerName(said);
  };

  const plan = oneOf('plan', before.plan, plannedActivities);
  const planPlace = place('planPlace', placeIn(before, 'plan'));
  const final = oneOf('final', before.final, plannedActivities);
  const finalPlace = place('finalPlace', placeIn(before, 'final'));
  const offers = text('offers', before.offers);
  if (offers !== '' && !/^\d{1,2}$/.test(offers)) refuse('offers', 'Write the number of offers in figures');
  if (!isKind(plan) && planPlace !== '') refuse('plan', 'Choose what kind of plan it is');

  const said: PlanRow = {
    ...withPlace(before, 'plan', plan, planPlace),
    planCourse: text('planCourse', before.planCourse),
    planStart: month('planStart', before.planStart),
    application: oneOf('application', before.application, applicationStates),
    offers: offers.replace(/^0(?=\d)/, ''),
    firmProvider: place('firmProvider', before.firmProvider),
    firmCourse: text('firmCourse', before.firmCourse),
    insuranceProvider: place('insuranceProvider', before.insuranceProvider),
    insuranceCourse: text('insuranceCourse', before.insuranceCourse),
    result: oneOf('result', before.result, resultStates),
    nextStep: text('nextStep', before.nextStep),
    ...(given.talked === true ? { talkedOn: context.today, talkedBy: context.staffId } : {}),
  };
  const course = text('finalCourse', before.finalCourse);
  const start = month('finalStart', before.finalStart);
  const written = (field: PlanFormField, value: string, stands: string): string =>
    given[field] !== undefined && (context.explicit || value !== stands) ? value : '';
  const typed: Typed = {
    place: written('finalPlace', finalPlace, placeIn(before, 'final')),
    course: written('finalCourse', course, before.finalCourse),
    start: written('finalStart', start, before.finalStart),
  };
  const row =
    said.result !== before.result && said.result !== ''
      ? settle(said, final, typed, context, refuse)
      : { ...withFinal(said, final, finalPlace, context, refuse), finalCourse: course, finalStart: start };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, row };
}

/** The final destination as it was written, where results day says nothing new: a place found in clearing settles its kind. */
function withFinal(
  row: PlanRow,
  kind: string,
  place: string,
  { cohortId }: PlanFormContext,
  refuse: (field: PlanFormField, why: string) => void,
): PlanRow {
  const open = kind === '' || kind === 'undecided';
  const found = open && place !== '' && (row.result === 'clearing' || row.result === 'unplaced');
  if (open && place !== '' && !found) refuse('final', 'Choose what kind of destination it is');
  return withPlace(row, 'final', found ? usualKind(cohortId) : kind, place);
}
