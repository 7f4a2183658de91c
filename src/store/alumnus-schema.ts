// The shape of a person's document, and the way from the document to the person and back.
import { Schema } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { Alumnus, ContactPoint, ContactRules, Permission, PlannedDestination } from '../domain/alumni/alumnus.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import { groupKey } from '../domain/alumni/form-group.js';
import { foldName, nameKey } from '../domain/alumni/matching.js';
import type { PlanChange, Planning } from '../domain/alumni/plan-fields.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

export interface AlumnusDocument extends Omit<Alumnus, 'id'> {
  readonly _id: AlumnusId;
  /** Family name first and given name first, folded; what people are searched by. */
  readonly familyKey: string;
  readonly givenKey: string;
  /** The form group without case and signs; what a group is found by. */
  readonly groupKey?: string;
  /** The destination record has to be built again from the plans. */
  readonly recordDue?: true;
  /** Whether somebody else on record is the same person is still to be looked for. */
  readonly matchDue?: true;
  /** The last row of an import that wrote the person; makes a batch repeatable (decision R18). */
  readonly importRow?: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const plan = new Schema<PlannedDestination>(
  {
    activity: { type: String, required: true },
    provider: { type: String },
    course: { type: String },
    employer: { type: String },
    startsIn: { type: String },
    recordedOn: { type: String, required: true },
    source: { type: String, required: true },
  },
  inner,
);
const planning = new Schema<Planning>(
  {
    held: { type: Schema.Types.Mixed }, // texts by field, only those that are not empty
    changes: {
      type: [
        new Schema<PlanChange>(
          {
            at: { type: Date, required: true },
            on: { type: String, required: true },
            by: { type: String },
            importRow: { type: String },
            source: { type: String, required: true },
            was: { type: Schema.Types.Mixed, required: true }, // texts by field
            told: { type: Schema.Types.Mixed }, // day and source by destination
          },
          inner,
        ),
      ],
    },
  },
  inner,
);
const contactPoint = new Schema<ContactPoint>(
  {
    number: { type: Number, required: true },
    kind: { type: String, required: true },
    value: { type: String, required: true },
    owner: { type: String, required: true },
    state: { type: String, required: true },
    usableUntil: { type: String },
    confirmedOn: { type: String },
    addedOn: { type: String, required: true },
  },
  inner,
);
const permission = new Schema<Permission>(
  {
    purpose: { type: String, required: true },
    basis: { type: String, required: true },
    channels: { type: [String], default: undefined },
    evidence: { type: String, required: true },
    recordedOn: { type: String, required: true },
    ageAtCollection: { type: Number },
    until: { type: String },
    withdrawnOn: { type: String },
    wording: { type: String, required: true },
  },
  inner,
);

export const alumnusSchema = new Schema<AlumnusDocument>(
  {
    _id: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    name: {
      type: new Schema<Alumnus['name']>(
        { given: { type: String, required: true }, family: { type: String, required: true }, toUse: { type: String } },
        inner,
      ),
      required: true,
    },
    familyKey: { type: String, required: true },
    givenKey: { type: String, required: true },
    dateOfBirth: { type: String },
    upn: { type: String },
    formerUpn: { type: String },
    uln: { type: String },
    ucasId: { type: String },
    leftOn: { type: String, required: true },
    formGroup: { type: String },
    groupKey: { type: String },
    state: { type: String, required: true },
    deferredUntil: { type: String },
    contactPoints: { type: [contactPoint], required: true },
    permissions: { type: [permission], required: true },
    contactRules: {
      type: new Schema<ContactRules>(
        {
          neverFamily: { type: Boolean },
          proxyAgreedOn: { type: String },
          notBy: { type: [String], default: undefined },
          basicDetailsOnlySince: { type: String },
          timeZone: { type: String },
          language: { type: String },
        },
        inner,
      ),
    },
    objectedOn: { type: String },
    onceAYearSince: { type: String },
    intended: { type: plan },
    final: { type: plan },
    alsoKnownAs: { type: [String], default: undefined },
    matchDue: { type: Boolean },
    planning: { type: planning },
    revision: { type: Number, required: true },
    recordDue: { type: Boolean },
    importRow: { type: String },
    auditIntents: auditIntentsField,
  },
  { collection: 'alumni', versionKey: false, strict: 'throw' },
);
alumnusSchema.index({ cohortId: 1, _id: 1 }); // freezing goes through a cohort in order of ids
alumnusSchema.index({ schoolId: 1, cohortId: 1, _id: 1 });
// The members of a form group, and the groups that a school has.
alumnusSchema.index(
  { schoolId: 1, cohortId: 1, groupKey: 1, _id: 1 },
  { partialFilterExpression: { groupKey: { $exists: true } } },
);
alumnusSchema.index({ upn: 1 }, { unique: true, partialFilterExpression: { upn: { $exists: true } } });
alumnusSchema.index({ uln: 1 }, { partialFilterExpression: { uln: { $exists: true } } });
alumnusSchema.index({ ucasId: 1 }, { partialFilterExpression: { ucasId: { $exists: true } } });
alumnusSchema.index({ familyKey: 1 });
alumnusSchema.index({ givenKey: 1 });
alumnusSchema.index({ 'contactPoints.value': 1 });
alumnusSchema.index({ formerUpn: 1 }, { partialFilterExpression: { formerUpn: { $exists: true } } });
// Who might be the same person: those born on a day, and those whom nobody has been compared with yet.
alumnusSchema.index({ dateOfBirth: 1 }, { partialFilterExpression: { dateOfBirth: { $exists: true } } });
alumnusSchema.index({ matchDue: 1 }, { partialFilterExpression: { matchDue: { $exists: true } } });
alumnusSchema.index({ recordDue: 1 }, { partialFilterExpression: { recordDue: { $exists: true } } });
alumnusSchema.index(...auditIntentsIndex);

/** The person, without what only the store needs. */
export function toAlumnus(document: AlumnusDocument): Alumnus {
  const {
    _id,
    familyKey: _f,
    givenKey: _g,
    groupKey: _k,
    recordDue: _r,
    matchDue: _m,
    importRow: _i,
    auditIntents: _a,
    ...person
  } = document;
  return { id: _id, ...person };
}

type OptionalField = { [K in keyof Alumnus]-?: undefined extends Alumnus[K] ? K : never }[keyof Alumnus];
/** Typed by name, so that a field that somebody adds to a person cannot be forgotten here. */
const optional: Readonly<Record<OptionalField, true>> = {
  dateOfBirth: true,
  upn: true,
  formerUpn: true,
  uln: true,
  ucasId: true,
  formGroup: true,
  deferredUntil: true,
  contactRules: true,
  objectedOn: true,
  onceAYearSince: true,
  intended: true,
  final: true,
  alsoKnownAs: true,
  planning: true,
};
const optionalFields = Object.keys(optional) as readonly OptionalField[];

/** What a write of the whole person sets. */
export function fieldsOf(person: Alumnus): Omit<AlumnusDocument, '_id'> {
  const { id: _id, ...fields } = person;
  const given = foldName(`${person.name.toUse ?? person.name.given} ${person.name.family}`);
  return {
    ...fields,
    familyKey: nameKey(person.name),
    givenKey: given,
    ...(person.formGroup === undefined ? {} : { groupKey: groupKey(person.formGroup) }),
  };
}

/** What the same write takes away: the optional fields that the person no longer has. */
export const absentFieldsOf = (person: Alumnus): Record<string, 1> =>
  Object.fromEntries([
    ...optionalFields.filter((field) => person[field] === undefined).map((field) => [field, 1]),
    ...(person.formGroup === undefined ? [['groupKey', 1]] : []),
  ]) as Record<string, 1>;
