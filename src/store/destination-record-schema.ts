// The shape of a destination record in the database. Optional fields are absent, never null, but for the months of claims
// and spells, where null says "not known" or "still there". Indexes hold only the records that somebody must look at.
import { Schema } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { Claim, ClaimId } from '../domain/destinations/claim.js';
import type {
  Coding,
  Conflict,
  Decision,
  DestinationRecord,
  Placement,
  SecondLook,
} from '../domain/destinations/record.js';
import type { Spell } from '../domain/destinations/spell.js';
import type { LastStart, MonthFinding, SustainedResult } from '../domain/destinations/sustained/ruleset.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

/** What was sealed beside a claim, for the place `destinationrecords/<record>/<claim>`. */
export interface SealedDetail {
  readonly claimId: ClaimId;
  readonly sealed: string;
}

/** When the record is looked at again, and where it stands in the queue of reviews. */
export interface Position {
  /** Reference date and id while a conflict or a coding is open; absent otherwise. */
  readonly reviewKey?: string;
  /** The same while a decision of the sample waits for its second look. */
  readonly secondLookKey?: string;
  /** The first day on which its results may read otherwise without anything new; absent when they cannot. */
  readonly recountFrom?: LocalDate;
}

export interface RecordDocument extends Omit<DestinationRecord, 'id'>, Position {
  readonly _id: AlumnusId;
  readonly details: readonly SealedDetail[];
  /** The row for counting is still to be written for this revision. */
  readonly outcomeDue?: boolean;
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
const text = { type: String } as const;
const needed = { type: String, required: true } as const;

const claimSchema = new Schema<Claim>(
  {
    id: needed,
    source: needed,
    saidIn: needed,
    revision: { type: Number, required: true },
    knownOn: needed,
    recordedOn: text,
    activity: needed,
    standing: needed,
    from: { type: String, default: null },
    to: { type: String, default: null },
    fromCertainty: needed,
    ended: text,
    provider: text,
    ukprn: text,
    course: text,
    subject: text,
    employer: text,
    job: text,
    planKept: text,
    fit: { type: Number },
    carried: { type: new Schema({ confirmed: [String], changed: [String] }, inner) },
    ownWords: { type: Boolean },
    taken: { type: new Schema({ by: needed, at: { type: Date, required: true } }, inner) },
  },
  inner,
);
const spellSchema = new Schema<Spell>(
  {
    activity: needed,
    from: needed,
    to: { type: String, default: null },
    lastKnown: needed,
    ended: text,
    provider: text,
    course: text,
    employer: text,
    standing: needed,
    claimIds: { type: [String], required: true },
  },
  inner,
);
const rulingSchema = new Schema({ kind: needed, claimId: text, notTakenUp: text }, inner);
const decisionSchema = new Schema<Decision>(
  {
    conflictId: needed,
    ruling: rulingSchema,
    reason: needed,
    by: needed,
    at: { type: Date, required: true },
    batch: text,
  },
  inner,
);
const conflictSchema = new Schema<Conflict>(
  { id: needed, kind: needed, claimIds: { type: [String], required: true }, state: needed, openedOn: needed },
  inner,
);
const resultSchema = new Schema<SustainedResult>(
  {
    ruleset: new Schema({ name: needed, version: { type: Number, required: true } }, inner),
    verdict: needed,
    category: text,
    months: { type: [new Schema<MonthFinding>({ month: needed, finding: needed, because: needed }, inner)] },
    because: needed,
    lastStarts: { type: [new Schema<LastStart>({ route: needed, month: needed }, inner)] },
    asOf: needed,
  },
  inner,
);

const codingSchema = new Schema<Coding>(
  {
    ...{ claimId: needed, kind: needed, name: text, code: text, undone: { type: Boolean } },
    ...{ by: needed, at: { type: Date, required: true } },
  },
  inner,
);
const secondLookSchema = new Schema<SecondLook>(
  {
    conflictId: needed,
    ruling: rulingSchema,
    by: needed,
    at: { type: Date, required: true },
    agrees: { type: Boolean, required: true },
    turn: { type: Number, required: true },
  },
  inner,
);
const placementSchema = new Schema<Placement>(
  {
    ...{ schoolId: needed, cohortId: needed, leftOn: needed, since: needed },
    ...{ intended: text, uncounted: { type: Boolean } },
  },
  inner,
);

export const recordSchema = new Schema<RecordDocument>(
  {
    _id: needed,
    schoolId: needed,
    cohortId: needed,
    leftOn: needed,
    claims: { type: [claimSchema] },
    details: { type: [new Schema<SealedDetail>({ claimId: needed, sealed: needed }, inner)] },
    decisions: { type: [decisionSchema] },
    spells: { type: [spellSchema] },
    conflicts: { type: [conflictSchema] },
    results: { type: [resultSchema] },
    asOf: needed,
    reviewKey: text,
    secondLookKey: text,
    recountFrom: text,
    outcomeDue: { type: Boolean },
    revision: { type: Number, required: true },
    codings: { type: [codingSchema], default: undefined },
    secondLooks: { type: [secondLookSchema], default: undefined },
    knownAs: { type: [placementSchema], default: undefined },
    auditIntents: auditIntentsField,
  },
  { collection: 'destinationrecords', versionKey: false, strict: 'throw' },
);
// Only records that somebody must look at stand in these: the queue, the days of recounting, the rows to write.
recordSchema.index({ reviewKey: 1 }, { partialFilterExpression: { reviewKey: { $exists: true } } });
recordSchema.index({ secondLookKey: 1 }, { partialFilterExpression: { secondLookKey: { $exists: true } } });
recordSchema.index({ 'secondLooks.agrees': 1 }, { partialFilterExpression: { secondLooks: { $exists: true } } });
recordSchema.index({ 'decisions.batch': 1 }, { partialFilterExpression: { 'decisions.batch': { $exists: true } } });
recordSchema.index({ recountFrom: 1 }, { partialFilterExpression: { recountFrom: { $exists: true } } });
recordSchema.index({ outcomeDue: 1 }, { partialFilterExpression: { outcomeDue: { $exists: true } } });
// Whose school or cohort was put right stands in the figures of past days where they stood before.
recordSchema.index(
  { 'knownAs.cohortId': 1, 'knownAs.schoolId': 1 },
  { partialFilterExpression: { 'knownAs.1': { $exists: true } } },
);
recordSchema.index(...auditIntentsIndex);

/** What ordinary reads leave out. */
export const ordinary = { details: 0, auditIntents: 0 } as const;

/** The record, without what is written beside it. */
export const toRecord = (document: RecordDocument): DestinationRecord => ({
  id: document._id,
  schoolId: document.schoolId,
  cohortId: document.cohortId,
  leftOn: document.leftOn,
  claims: document.claims,
  decisions: document.decisions,
  spells: document.spells,
  conflicts: document.conflicts,
  results: document.results,
  asOf: document.asOf,
  revision: document.revision,
  ...(document.knownAs !== undefined && { knownAs: document.knownAs }),
  ...(document.codings !== undefined && { codings: document.codings }),
  ...(document.secondLooks !== undefined && { secondLooks: document.secondLooks }),
});
