// Whom does a row of a file of plans speak of, and what would it change about them?
// A number decides; a name with a birth date is put to a person to confirm, never guessed. What is on record from a later day
// stays (decision R18). The change is the same as if somebody had filled it in on the grid, so nothing is overwritten.
import type { LocalDate } from '../calendar/local-date.js';
import type { Alumnus } from './alumnus.js';
import type { FieldChange, RowPlan } from './import-plan.js';
import type { AlumnusId, StaffId } from './ids.js';
import { plain } from './leaver-cells.js';
import type { RowProblem } from './leaver-fields.js';
import { foldName, nameKey } from './matching.js';
import { planFileFields } from './plan-file-fields.js';
import { planFields, type PlanField, type PlanRow, type PlanSource } from './plan-fields.js';
import { placeIn, readPlanForm, type GivenPlan, type PlanFormField } from './plan-form.js';
import type { PlanFacts, WhoInFile } from './plan-file-row.js';
import { planRowOf, withPlanRow } from './plan-row.js';

/** Whom a row is about. `confirm`: by name and birth date alone, which a person has to confirm. */
export type PlanMatch =
  | { readonly kind: 'found' | 'confirm'; readonly alumnus: Alumnus }
  | { readonly kind: 'nobody'; readonly problem: RowProblem };

const nobody = (field: string, why: string, remedy: string): PlanMatch => ({
  kind: 'nobody',
  problem: { field, why, remedy },
});

/** Picks among people who share a number or a name with the row. */
export function matchPlan(who: WhoInFile, candidates: readonly Alumnus[]): PlanMatch {
  const { ucasId, upn, uln, name, dateOfBirth } = who;
  const numbered = candidates.filter(
    (each) =>
      (ucasId !== undefined && each.ucasId === ucasId) ||
      (upn !== undefined && (each.upn === upn || each.formerUpn === upn)) ||
      (uln !== undefined && each.uln === uln),
  );
  const [found, other] = numbered;
  if (other !== undefined) {
    return nobody(
      'UCAS id',
      'the numbers of this row belong to more than one person on record',
      'find out which are right',
    );
  }
  if (found !== undefined) {
    const otherName = name !== undefined && foldName(found.name.family) !== foldName(name.family);
    const otherBirth =
      dateOfBirth !== undefined && found.dateOfBirth !== undefined && found.dateOfBirth !== dateOfBirth;
    const otherGiven = name !== undefined && foldName(found.name.given) !== foldName(name.given);
    return otherName && (otherBirth || otherGiven)
      ? nobody('UCAS id', 'the number of this row belongs to somebody on record with another name', 'check the number')
      : { kind: 'found', alumnus: found };
  }
  const same = candidates.filter(
    (each) =>
      name !== undefined &&
      dateOfBirth !== undefined &&
      each.dateOfBirth === dateOfBirth &&
      nameKey(each.name) === nameKey(name),
  );
  const [named, twin] = same;
  if (twin !== undefined) {
    return nobody('', 'more than one person on record has this name and birth date', 'add the UCAS id or pupil number');
  }
  return named === undefined
    ? nobody('', 'nobody on record has this number, or this name and birth date', 'import them as a leaver first')
    : { kind: 'confirm', alumnus: named };
}

/** How a file is read: by whom it was told, as of which day, and with which names of providers. */
export interface PlanFileContext {
  readonly at: Date;
  readonly importRow: AlumnusId;
  readonly source: PlanSource;
  /** The day of the file, for rows without a day of their own. */
  readonly asOf: LocalDate;
  readonly providerName: (text: string) => string;
}

const ofPlan: readonly PlanFormField[] = ['plan', 'planPlace', 'planCourse', 'planStart'];
const ofResult: readonly PlanFormField[] = ['result', 'final', 'finalPlace', 'finalCourse', 'finalStart'];
const ofApplication: readonly PlanFormField[] = [
  ...(['application', 'offers', 'firmProvider', 'firmCourse', 'insuranceProvider', 'insuranceCourse'] as const),
];

/** The latest day for which any of the fields was told, on the grid or by a file; empty where never. */
const toldOn = ({ planning }: Alumnus, fields: readonly string[]): string =>
  (planning?.changes ?? [])
    .filter(({ was }) => Object.keys(was).some((field) => fields.includes(field)))
    .reduce((latest, { on }) => (on > latest ? on : latest), '');

/** What the row says without what is on record from a later day. */
function notOlder(person: Alumnus, given: GivenPlan, asOf: LocalDate): GivenPlan {
  const older = [
    ...((person.intended?.recordedOn ?? '') > asOf ? ofPlan : []),
    ...((person.final?.recordedOn ?? '') > asOf || toldOn(person, ['result']) > asOf ? ofResult : []),
    ...(toldOn(person, ofApplication) > asOf ? ofApplication : []),
  ];
  return Object.fromEntries(Object.entries(given).filter(([field]) => !older.some((each) => each === field)));
}

/** By which of their choices somebody is placed who is placed; null where nobody says where. */
function resultOfPlaced(person: Alumnus, given: GivenPlan): 'firm' | 'insurance' | 'clearing' | null {
  const row = { ...planRowOf(person), ...given };
  const place = plain(given.finalPlace ?? placeIn(planRowOf(person), 'final'));
  if (place === '') return row.insuranceProvider === '' && row.firmProvider !== '' ? 'firm' : null;
  if (place === plain(row.firmProvider)) return 'firm';
  return place === plain(row.insuranceProvider) ? 'insurance' : 'clearing';
}

const places: readonly PlanFormField[] = ['planPlace', 'finalPlace', 'firmProvider', 'insuranceProvider'];

/** What stands in the row's own columns besides what the grid has a field for, so that reading it again says the same. */
function inFull(
  row: PlanRow,
  given: GivenPlan,
  both: PlanFacts['both'],
  providerName: (text: string) => string,
): PlanRow {
  const known = row.final !== '' && row.final !== 'undecided';
  const ofKind = (of: 'plan' | 'final'): Partial<PlanRow> =>
    given[`${of}Place` as const] === undefined || both[`${of}Provider` as const] === undefined
      ? {}
      : {
          [`${of}Provider`]: providerName(both[`${of}Provider` as const] ?? ''),
          [`${of}Employer`]: both[`${of}Employer` as const] ?? '',
        };
  return {
    ...row,
    ...(known && given.finalCourse !== undefined ? { finalCourse: given.finalCourse } : {}),
    ...(known && given.finalStart !== undefined ? { finalStart: given.finalStart } : {}),
    ...ofKind('plan'),
    ...ofKind('final'),
  };
}

/** What fields of the grid that stand for two are called in a file. */
const columnOf: Readonly<Partial<Record<PlanFormField, string>>> = {
  planPlace: planFileFields.planProvider,
  finalPlace: planFileFields.finalProvider,
};
const inTheFile = 'put it right in the file, or fill it in on the grid';
type Planned =
  { readonly ok: true; readonly plan: RowPlan } | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** What the row would change about the person, or why it cannot. */
export function planFileRow(
  { who, given: said, placed, both, asOf }: PlanFacts,
  person: Alumnus,
  file: PlanFileContext,
): Planned {
  const { at, importRow, source, providerName } = file;
  const refuse = (field: string, why: string, remedy: string): Planned => ({
    ok: false,
    problems: [{ field, why, remedy }],
  });
  if (who.ucasId !== undefined && person.ucasId !== undefined && who.ucasId !== person.ucasId) {
    return refuse('UCAS id', 'this person is on record with another UCAS id', 'find out which is right');
  }
  const recordedOn = asOf ?? file.asOf;
  const named: GivenPlan = {
    ...said,
    ...Object.fromEntries(
      places.flatMap((field) => (said[field] === undefined ? [] : [[field, providerName(said[field])]])),
    ),
  };
  const result = placed ? resultOfPlaced(person, named) : (said.result ?? null);
  if (placed && result === null) {
    return refuse('final provider', 'they are placed, and neither the row nor the record says where', inTheFile);
  }
  const given = notOlder(person, { ...named, ...(result === null ? {} : { result }) }, recordedOn);
  const before = planRowOf(person);
  // A file tells of no talk, so nobody stands behind one.
  const context = {
    cohortId: person.cohortId,
    today: recordedOn,
    staffId: '' as StaffId,
    explicit: true,
    providerName,
  };
  const read = readPlanForm(before, given, context);
  if (!read.ok) {
    const problems = Object.entries(read.problems).map(([field, remedy]) => ({
      field: columnOf[field as PlanFormField] ?? planFields[field as PlanField],
      why: 'the row cannot stand as it is',
      remedy: remedy.slice(0, 1).toLowerCase() + remedy.slice(1),
    }));
    return { ok: false, problems };
  }
  const row = inFull(read.row, given, both, providerName);
  const changed = withPlanRow(person, row, { at, importRow, source, recordedOn });
  const learned = person.ucasId === undefined ? who.ucasId : undefined;
  if (changed === null && learned === undefined) return { ok: true, plan: { kind: 'unchanged', alumnusId: person.id } };
  const after = changed?.person ?? { ...person, revision: person.revision + 1 };
  const rowAfter = planRowOf(after);
  const changes: readonly FieldChange[] = [
    ...(learned === undefined ? [] : [{ field: 'UCAS id', before: '', after: learned }]),
    ...(changed?.fields ?? []).map((field) => ({
      field: planFields[field],
      before: before[field],
      after: rowAfter[field],
    })),
  ];
  const alumnus = learned === undefined ? after : { ...after, ucasId: learned };
  return { ok: true, plan: { kind: 'changed', alumnus, changes } };
}
