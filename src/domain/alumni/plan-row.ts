// How does a person's row read, how did it read before, and what does a change make of it (Y5)?
// Nothing is overwritten: every change keeps what it replaced, so the row of any day can be read again (decision R17). A final
// destination that is taken back becomes "undecided", so that the record learns of it.
import { londonDate } from '../calendar/london-time.js';
import { parseLocalMonth, type LocalDate } from '../calendar/local-date.js';
import { plannedActivities, type Alumnus, type PlannedDestination } from './alumnus.js';
import type { StaffId } from './ids.js';
import {
  finalParts,
  planFields,
  planParts,
  type PlanChange,
  type PlanField,
  type Planning,
  type PlanRow,
  type PlanSource,
} from './plan-fields.js';

export const planFieldNames = Object.keys(planFields) as readonly PlanField[];
const none: Planning = { held: {}, changes: [] };
const nothing = Object.fromEntries(planFieldNames.map((field) => [field, ''])) as PlanRow;

type Parts = typeof planParts | typeof finalParts;

const textsOf = (
  [activity, provider, employer, course, start]: Parts,
  destination: PlannedDestination | undefined,
): Partial<PlanRow> =>
  destination === undefined
    ? {}
    : {
        [activity]: destination.activity,
        [provider]: destination.provider ?? '',
        [employer]: destination.employer ?? '',
        [course]: destination.course ?? '',
        [start]: destination.startsIn ?? '',
      };

type Planned = Pick<Alumnus, 'intended' | 'final' | 'planning'>;

/** The row as it stands. */
export const planRowOf = ({ intended, final, planning = none }: Planned): PlanRow => ({
  ...nothing,
  ...planning.held,
  ...textsOf(planParts, intended),
  ...textsOf(finalParts, final),
});

/** How often it was changed; what a form names that rests on it. */
export const planRevision = ({ planning = none }: Pick<Alumnus, 'planning'>): number => planning.changes.length;

/** The row after its first `revision` changes: 0 is the row before anything was changed. */
export const planRowAt = (person: Planned, revision: number): PlanRow =>
  (person.planning ?? none).changes
    .slice(revision)
    .reduceRight<PlanRow>((row, { was }) => ({ ...row, ...was }), planRowOf(person));

/** One change with what it made of each field. */
export interface PlanHistoryLine extends Omit<PlanChange, 'was'> {
  readonly fields: readonly { readonly field: PlanField; readonly before: string; readonly after: string }[];
}

/** Every change, the newest first. */
export const planHistory = (person: Planned): readonly PlanHistoryLine[] =>
  (person.planning ?? none).changes
    .map(({ was, ...change }, place) => {
      const after = planRowAt(person, place + 1);
      const changed = planFieldNames.filter((field) => was[field] !== undefined);
      return { ...change, fields: changed.map((field) => ({ field, before: was[field] ?? '', after: after[field] })) };
    })
    .reverse();

/** Who or what changes a row, and when. */
export interface ChangeMade {
  readonly at: Date;
  readonly by?: StaffId;
  readonly importRow?: string;
  readonly source: PlanSource;
  /** The day on which a new plan or final destination counts as recorded. */
  readonly recordedOn: LocalDate;
}

/** The destination that the texts name; undefined where they name no kind. */
function destinationIn(
  [activity, provider, employer, course, start]: Parts,
  row: PlanRow,
  { source, recordedOn }: ChangeMade,
): PlannedDestination | undefined {
  const kind = plannedActivities.find((each) => each === row[activity]);
  if (kind === undefined) return undefined;
  const startsIn = parseLocalMonth(row[start]);
  return {
    activity: kind,
    ...(row[provider] === '' ? {} : { provider: row[provider] }),
    ...(row[course] === '' ? {} : { course: row[course] }),
    ...(row[employer] === '' ? {} : { employer: row[employer] }),
    ...(startsIn === null ? {} : { startsIn }),
    recordedOn,
    source,
  };
}

/** In which fields two rows differ. */
export const fieldsThatDiffer = (one: PlanRow, other: PlanRow): readonly PlanField[] =>
  planFieldNames.filter((field) => one[field] !== other[field]);

/** Fields that say one thing together: two people who change different things do not stand in each other's way. */
const together: readonly (readonly PlanField[])[] = [
  planParts,
  ['application', 'offers', 'firmProvider', 'firmCourse', 'insuranceProvider', 'insuranceCourse'],
  ['talkedOn', 'talkedBy'],
  ['result', ...finalParts],
  ['nextStep'],
];

/** The row with whatever was changed from the base to another, each thing whole. */
export function withChanges(row: PlanRow, base: PlanRow, changed: PlanRow): PlanRow {
  const fields = fieldsThatDiffer(base, changed);
  const whole = together.filter((thing) => thing.some((field) => fields.includes(field))).flat();
  return { ...row, ...Object.fromEntries(whole.map((field) => [field, changed[field]])) };
}

/**
 * Both changes of one row, or null where both changed the same thing and made two things of it: then somebody has to choose.
 */
export function bothChanges(base: PlanRow, yours: PlanRow, theirs: PlanRow): PlanRow | null {
  const [mine, others] = [fieldsThatDiffer(base, yours), fieldsThatDiffer(base, theirs)];
  const differ = fieldsThatDiffer(yours, theirs);
  const clash = together.some((fields) =>
    [mine, others, differ].every((list) => fields.some((field) => list.includes(field))),
  );
  return clash ? null : withChanges(theirs, base, yours);
}

const toldOf = (
  changed: readonly PlanField[],
  parts: readonly PlanField[],
  destination: PlannedDestination | undefined,
): { readonly on: LocalDate; readonly source: PlanSource } | null =>
  destination !== undefined && parts.some((part) => changed.includes(part))
    ? { on: destination.recordedOn, source: destination.source }
    : null;

/** The planning of somebody whose row becomes another; undefined while there is none and nothing changes. */
export function planningWith(
  person: Planned,
  after: PlanRow,
  { at, by, importRow, source, recordedOn }: ChangeMade,
): Planning | undefined {
  const { planning, intended, final } = person;
  const before = planRowOf(person);
  const changed = fieldsThatDiffer(before, after);
  if (changed.length === 0) return planning;
  const ends: readonly PlanField[] = [...planParts, ...finalParts];
  const held = planFieldNames.filter((field) => !ends.includes(field) && after[field] !== '');
  const [plan, last] = [toldOf(changed, planParts, intended), toldOf(changed, finalParts, final)];
  const told = { ...(plan === null ? {} : { plan }), ...(last === null ? {} : { final: last }) };
  return {
    held: Object.fromEntries(held.map((field) => [field, after[field]])),
    changes: [
      ...(planning ?? none).changes,
      {
        ...{ at, on: recordedOn, source },
        ...(by === undefined ? {} : { by }),
        ...(importRow === undefined ? {} : { importRow }),
        was: Object.fromEntries(changed.map((field) => [field, before[field]])),
        ...(Object.keys(told).length === 0 ? {} : { told }),
      },
    ],
  };
}

/** The plan and the final destination as they were known at the end of the day. */
export function destinationsOn(person: Planned, day: LocalDate): Pick<Alumnus, 'intended' | 'final'> {
  const { changes } = person.planning ?? none;
  const later = changes.filter(({ at }) => londonDate(at) > day);
  const row = planRowAt(person, changes.length - later.length);
  const on = (parts: Parts, now: PlannedDestination | undefined): PlannedDestination | undefined => {
    const replacedBy = later.find(({ was }) => parts.some((part) => was[part] !== undefined));
    if (replacedBy === undefined) return now !== undefined && now.recordedOn <= day ? now : undefined;
    const told = replacedBy.told?.[parts[0]];
    return told === undefined || told.on > day
      ? undefined
      : destinationIn(parts, row, { at: replacedBy.at, source: told.source, recordedOn: told.on });
  };
  const [intended, final] = [on(planParts, person.intended), on(finalParts, person.final)];
  return { ...(intended === undefined ? {} : { intended }), ...(final === undefined ? {} : { final }) };
}

/** A person with a changed row. */
export interface RowChanged {
  /** With the next revision. */
  readonly person: Alumnus;
  readonly fields: readonly PlanField[];
}

/**
 * The person with the row, or null where it says nothing new. Who has a place put off until later is not asked before it
 * begins (Y4), and is asked again once it is put off no longer.
 */
export function withPlanRow(person: Alumnus, given: PlanRow, made: ChangeMade): RowChanged | null {
  const before = planRowOf(person);
  const after = given.final === '' && before.final !== '' ? { ...given, final: 'undecided' } : given;
  const fields = fieldsThatDiffer(before, after);
  const planning = planningWith(person, after, made);
  if (fields.length === 0 || planning === undefined) return null;
  const touched = (parts: readonly PlanField[]): boolean => parts.some((part) => fields.includes(part));
  const { intended: _i, final: _f, deferredUntil, ...rest } = person;
  const intended = touched(planParts) ? destinationIn(planParts, after, made) : person.intended;
  const final = touched(finalParts) ? destinationIn(finalParts, after, made) : person.final;
  const putOff = after.result === 'deferred' && (person.state === 'usual' || person.state === 'deferred');
  const asUsual = before.result === 'deferred' && after.result !== 'deferred' && person.state === 'deferred';
  const until = putOff ? (parseLocalMonth(after.finalStart) ?? deferredUntil) : asUsual ? undefined : deferredUntil;
  return {
    fields,
    person: {
      ...rest,
      state: putOff ? 'deferred' : asUsual ? 'usual' : person.state,
      ...(until === undefined ? {} : { deferredUntil: until }),
      ...(intended === undefined ? {} : { intended }),
      ...(final === undefined ? {} : { final }),
      planning,
      revision: person.revision + 1,
    },
  };
}
