// What would a row change about what we know?
// A new person, a person with changes named field by field, or nothing (decision R18). An empty cell never takes
// anything away; an address is added with the next number and the old one stays; a permission is added, never edited;
// a plan older than the one on record is left aside, and one that is replaced stays in the person's row of plans (Y5).
// Who is among later leavers has left by now, whatever kept them before (Y4); a file of an earlier year moves nobody back.
import { londonDate } from '../calendar/london-time.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Alumnus, ContactPoint, Permission, PersonState, PlannedDestination } from './alumnus.js';
import { cohortName } from './cohort.js';
import { withContact } from './contact-point.js';
import type { AlumnusId } from './ids.js';
import type { HeardPlan, LeaverFacts } from './leaver-row.js';
import { planningWith, planRowOf } from './plan-row.js';

/** One field before and after, in words for the preview; `before` is empty where nothing was known. */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What a row of a file does to what is known. */
export type RowPlan =
  | { readonly kind: 'new'; readonly alumnus: Alumnus }
  | {
      readonly kind: 'changed';
      /** The person as they will be, with the next revision. */
      readonly alumnus: Alumnus;
      readonly changes: readonly FieldChange[];
    }
  | { readonly kind: 'unchanged'; readonly alumnusId: AlumnusId };

/** The same plan, whenever it was recorded. */
const samePlan = (a: HeardPlan, b: HeardPlan): boolean =>
  a.activity === b.activity &&
  a.provider === b.provider &&
  a.course === b.course &&
  a.employer === b.employer &&
  a.startsIn === b.startsIn;

function laterPlan(
  known: PlannedDestination | undefined,
  heard: HeardPlan | undefined,
  today: LocalDate,
): PlannedDestination | undefined {
  if (heard === undefined) return known;
  if (known === undefined) return { ...heard, recordedOn: heard.recordedOn ?? today };
  if (samePlan(known, heard)) return known;
  return heard.recordedOn !== undefined && heard.recordedOn < known.recordedOn
    ? known
    : { ...heard, recordedOn: heard.recordedOn ?? today };
}

const samePermission = (a: Permission, b: Permission): boolean =>
  a.purpose === b.purpose && a.basis === b.basis && a.recordedOn === b.recordedOn && a.until === b.until;

/** States of who had not left yet. */
const hadNotLeft: readonly PersonState[] = ['stayed-with-us', 'repeating-year'];

/** Where and when somebody left, by the row: of another cohort only where that is the later one. */
function leavingOf(known: Alumnus, { schoolId, cohortId, leftOn, leftOnStated, formGroup }: LeaverFacts) {
  if (cohortId === known.cohortId)
    return { schoolId, ...(leftOnStated && { leftOn }), ...(formGroup !== undefined && { formGroup }) };
  if (leftOn < known.leftOn) return {};
  const leftNow = leftOn > known.leftOn && hadNotLeft.includes(known.state);
  return {
    schoolId,
    cohortId,
    leftOn,
    ...(formGroup !== undefined && { formGroup }),
    ...(leftNow && { state: 'usual' as const }),
  };
}

/** What the row says about somebody who was not known. */
export function newAlumnus(facts: LeaverFacts, id: AlumnusId, today: LocalDate): Alumnus {
  const { contacts, permission, intended, final, schoolId, cohortId, leftOn, name } = facts;
  const { dateOfBirth, upn, formerUpn, uln, ucasId, formGroup } = facts;
  const first = laterPlan(undefined, intended, today);
  const last = laterPlan(undefined, final, today);
  return {
    id,
    schoolId,
    cohortId,
    name,
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(upn === undefined ? {} : { upn }),
    ...(formerUpn === undefined ? {} : { formerUpn }),
    ...(uln === undefined ? {} : { uln }),
    ...(ucasId === undefined ? {} : { ucasId }),
    leftOn,
    ...(formGroup === undefined ? {} : { formGroup }),
    state: 'usual',
    contactPoints: contacts.reduce<readonly ContactPoint[]>((points, heard) => withContact(points, heard, today), []),
    permissions: permission === undefined ? [] : [permission],
    ...(first === undefined ? {} : { intended: first }),
    ...(last === undefined ? {} : { final: last }),
    revision: 1,
  };
}

/** The person on record with what the row adds. */
function merged(known: Alumnus, facts: LeaverFacts, importRow: AlumnusId, at: Date): Alumnus {
  const today = londonDate(at);
  const { contacts, permission, intended, final, upn, dateOfBirth, formerUpn, uln, ucasId } = facts;
  const first = laterPlan(known.intended, intended, today);
  const last = laterPlan(known.final, final, today);
  const added = permission !== undefined && !known.permissions.some((each) => samePermission(each, permission));
  const plans = { ...(first === undefined ? {} : { intended: first }), ...(last === undefined ? {} : { final: last }) };
  const planning =
    first === known.intended && last === known.final
      ? known.planning
      : planningWith(known, planRowOf({ ...known, ...plans }), {
          at,
          importRow,
          source: 'school',
          recordedOn: today,
        });
  const keepsUpn = upn === undefined || upn === known.formerUpn; // an older file still holds the former number
  return {
    ...known,
    ...leavingOf(known, facts),
    name: { ...known.name, ...facts.name },
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(formerUpn === undefined ? {} : { formerUpn }),
    ...(uln === undefined ? {} : { uln }),
    ...(ucasId === undefined ? {} : { ucasId }),
    ...(keepsUpn ? {} : { upn }),
    ...(!keepsUpn && known.upn !== undefined && known.upn !== upn ? { formerUpn: known.upn } : {}),
    contactPoints: contacts.reduce((points, heard) => withContact(points, heard, today), known.contactPoints),
    permissions: added ? [...known.permissions, permission] : known.permissions,
    ...plans,
    ...(planning === undefined ? {} : { planning }),
  };
}

/** A plan in a line: `university, University of Leeds, Physics, from 2026-10`. */
export const planInWords = (plan: PlannedDestination | undefined): string =>
  plan === undefined
    ? ''
    : [plan.activity, plan.provider, plan.employer, plan.course, plan.startsIn && `from ${plan.startsIn}`]
        .filter((part) => part !== undefined)
        .join(', ');

const pointInWords = (point: ContactPoint | undefined): string =>
  point === undefined ? '' : `${point.value} (${point.owner})`;

const permissionInWords = ({ basis, recordedOn, until }: Permission): string =>
  `${basis}, recorded ${recordedOn}${until === undefined ? '' : `, until ${until}`}`;

/** Field by field, in the order of the person's page. */
function changesBetween(before: Alumnus, after: Alumnus): readonly FieldChange[] {
  const single: readonly FieldChange[] = [
    { field: 'school', before: before.schoolId, after: after.schoolId },
    { field: 'cohort', before: cohortName(before.cohortId), after: cohortName(after.cohortId) },
    { field: 'given name', before: before.name.given, after: after.name.given },
    { field: 'family name', before: before.name.family, after: after.name.family },
    { field: 'name to use', before: before.name.toUse ?? '', after: after.name.toUse ?? '' },
    { field: 'date of birth', before: before.dateOfBirth ?? '', after: after.dateOfBirth ?? '' },
    { field: 'UPN', before: before.upn ?? '', after: after.upn ?? '' },
    { field: 'former UPN', before: before.formerUpn ?? '', after: after.formerUpn ?? '' },
    { field: 'ULN', before: before.uln ?? '', after: after.uln ?? '' },
    { field: 'UCAS id', before: before.ucasId ?? '', after: after.ucasId ?? '' },
    { field: 'left on', before: before.leftOn, after: after.leftOn },
    { field: 'state', before: before.state.replaceAll('-', ' '), after: after.state.replaceAll('-', ' ') },
    { field: 'form group', before: before.formGroup ?? '', after: after.formGroup ?? '' },
    { field: 'intended destination', before: planInWords(before.intended), after: planInWords(after.intended) },
    { field: 'final destination', before: planInWords(before.final), after: planInWords(after.final) },
  ];
  const points = after.contactPoints.map((point) => {
    const was = before.contactPoints.find(({ number }) => number === point.number);
    return { field: point.kind, before: pointInWords(was), after: pointInWords(point) };
  });
  const permissions = after.permissions.slice(before.permissions.length).map((each) => ({
    field: 'basis',
    before: '',
    after: permissionInWords(each),
  }));
  return [...single, ...points, ...permissions].filter((change) => change.before !== change.after);
}

/** The row with the id given, read at the moment, against the person that it was matched with, or against nobody. */
export function planRow(facts: LeaverFacts, known: Alumnus | null, id: AlumnusId, at: Date): RowPlan {
  if (known === null) return { kind: 'new', alumnus: newAlumnus(facts, id, londonDate(at)) };
  const after = merged(known, facts, id, at);
  const changes = changesBetween(known, after);
  if (changes.length === 0) return { kind: 'unchanged', alumnusId: known.id };
  return { kind: 'changed', alumnus: { ...after, revision: known.revision + 1 }, changes };
}
