// How the rows of plans and results stand on a page: what is read, and what each field of the form holds.
import type { PlansShown, ShownRow } from '../../application/plans/show-plans.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { PlanRow } from '../../domain/alumni/plan-fields.js';
import { placeIn, type PlanFormField } from '../../domain/alumni/plan-form.js';
import type { PlanList, PlanView } from '../../domain/alumni/plan-lists.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { capital, format } from '../format.js';
import {
  applicationChoices,
  choiceWords,
  destinationWords,
  kindChoices,
  planListNeeds,
  planListWords,
  planSourceWords,
  resultChoices,
} from './plan-words.js';

/** What the fields of the form hold for a row. */
export const formValues = (row: PlanRow): Readonly<Record<PlanFormField, string>> => ({
  plan: row.plan,
  planPlace: placeIn(row, 'plan'),
  planCourse: row.planCourse,
  planStart: row.planStart,
  application: row.application,
  offers: row.offers,
  firmProvider: row.firmProvider,
  firmCourse: row.firmCourse,
  insuranceProvider: row.insuranceProvider,
  insuranceCourse: row.insuranceCourse,
  result: row.result,
  final: row.final,
  finalPlace: placeIn(row, 'final'),
  finalCourse: row.finalCourse,
  finalStart: row.finalStart,
  nextStep: row.nextStep,
});

interface Field {
  readonly name: PlanFormField;
  readonly label: string;
  /** Choices; absent for a text. */
  readonly items?: readonly { readonly value: string; readonly text: string }[];
}

const noPlan = 'No plan yet';
const noPlace = 'No place or job yet';

/** The fields of each grid: the ones in sight, and the finer ones that open. */
export function fieldsOf(row: PlanRow, view: PlanView, cohortId: CohortId) {
  const y11 = cohortId.startsWith('y11');
  const plan: Field = { name: 'plan', label: 'Plan', items: kindChoices(row.plan, noPlan) };
  const application: Field = { name: 'application', label: 'UCAS', items: applicationChoices };
  const result: Field = { name: 'result', label: 'Results day', items: resultChoices(cohortId) };
  const nextStep: Field = { name: 'nextStep', label: 'Next step' };
  const ofPlan: readonly Field[] = [
    { name: 'planPlace', label: 'Place or employer' },
    { name: 'planCourse', label: 'Course or job' },
    { name: 'planStart', label: 'Starts in (2026-09)' },
  ];
  const choices: readonly Field[] = [
    ...(y11 ? [] : [{ name: 'offers', label: 'Number of offers' } as const]),
    { name: 'firmProvider', label: y11 ? 'First choice' : 'Firm choice' },
    { name: 'firmCourse', label: 'Its course' },
    { name: 'insuranceProvider', label: y11 ? 'Other choice' : 'Insurance choice' },
    { name: 'insuranceCourse', label: 'Its course' },
  ];
  const ofFinal: readonly Field[] = [
    { name: 'final', label: 'Kind of destination', items: kindChoices(row.final, noPlace) },
    { name: 'finalPlace', label: 'Place or employer' },
    { name: 'finalCourse', label: 'Course or job' },
    { name: 'finalStart', label: 'Starts in (2026-09)' },
  ];
  return view === 'plans'
    ? { columns: y11 ? [plan, nextStep] : [plan, application, nextStep], finer: [...ofPlan, ...choices] }
    : { columns: [result, nextStep], finer: ofFinal };
}

/** Every field of a row on a page of its own, each called by a name that stands alone. */
export function everyField(row: PlanRow, cohortId: CohortId): readonly Field[] {
  const [plans, results] = [fieldsOf(row, 'plans', cohortId), fieldsOf(row, 'results', cohortId)];
  const all: readonly Field[] = [
    ...[...plans.columns.filter(({ name }) => name !== 'nextStep'), ...plans.finer],
    ...[...results.columns, ...results.finer],
  ];
  return all.map((field) => ({ ...field, label: alone[field.name] ?? field.label }));
}
const alone: Readonly<Partial<Record<PlanFormField, string>>> = {
  planPlace: 'Plan: place or employer',
  planCourse: 'Plan: course or job',
  planStart: 'Plan: starts in, such as 2026-09',
  firmCourse: 'Course of the firm or first choice',
  insuranceCourse: 'Course of the insurance or other choice',
  final: 'Goes to: kind of destination',
  finalPlace: 'Goes to: place or employer',
  finalCourse: 'Goes to: course or job',
  finalStart: 'Goes to: starts in, such as 2026-09',
};

/** Who changed the row last and when; empty where nobody did. */
const changedWords = ({ changed }: Pick<ShownRow, 'changed'>): string =>
  changed === null ? '' : `${changed.who ?? capital(planSourceWords[changed.source])}, ${format.dateTime(changed.at)}`;

/** One row for the page. */
export function rowOf(shown: ShownRow, { view, cohortId, formGroup }: PlansShown) {
  const { row, talkedBy } = shown;
  const talkedOn = parseLocalDate(row.talkedOn);
  return {
    id: shown.id,
    name: shown.name,
    // Within one group its name says nothing.
    group: formGroup === null ? shown.formGroup : null,
    revision: shown.revision,
    planned: destinationWords(row, 'plan'),
    choices: choiceWords(row, cohortId),
    final: destinationWords(row, 'final'),
    talked: talkedOn === null ? '' : `${format.date(talkedOn)}${talkedBy === null ? '' : `, ${talkedBy}`}`,
    changed: changedWords(shown),
    values: formValues(row),
    ...fieldsOf(row, view, cohortId),
    alone:
      view === 'results' &&
      row.nextStep === '' &&
      ['unplaced', 'clearing'].includes(row.result) &&
      row.final === 'undecided',
  };
}

/** "First: seven are unplaced with no next step", with its list; null when nothing waits. */
export function firstOf(lists: PlansShown['lists'], hrefOf: (list: PlanList) => string) {
  const first = lists.find(({ list, count }) => list !== 'changed' && count > 0);
  if (first === undefined) return null;
  const [one, many] = planListNeeds[first.list];
  return { text: capital(format.countOf(first.count, one, many)), href: hrefOf(first.list) };
}

/** The chips of a grid. */
export const listChips = (
  { lists, list, people }: Pick<PlansShown, 'lists' | 'list' | 'people'>,
  hrefOf: (list: PlanList | null) => string,
) => [
  { text: 'Everybody', href: hrefOf(null), count: people, current: list === null },
  ...lists.map((each) => ({
    text: planListWords[each.list],
    href: hrefOf(each.list),
    count: each.count,
    current: each.list === list,
  })),
];
