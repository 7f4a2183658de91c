// What the store keeps of one wave. What must follow a change stands in the same document until it is done (reliability, "The
// pattern that replaces a transaction").
import { Schema, type Connection, type Model } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { CohortId } from '../domain/alumni/ids.js';
import type { Halt } from '../domain/waves/breakers.js';
import type { Freezing, PutForward, Step, StepId, StepMove, Wave, WaveId, WaveOrigin } from '../domain/waves/wave.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

/** What must happen after a change of the wave; done at once, and completed by a recurring job. */
export type WaveFollowUp =
  | {
      readonly id: string;
      readonly kind: 'stop-messages';
      readonly state: 'cancelled' | 'expired';
      readonly until: Date;
    }
  | { readonly id: string; readonly kind: 'move-due'; readonly stepId: StepId; readonly notBefore?: Date }
  /** A step was added, or the window became longer. Both with `notBefore` once more, for who was moved on meanwhile. */
  | { readonly id: string; readonly kind: 'plan-grew'; readonly notBefore?: Date };

export interface WaveDocument extends Omit<Wave, 'id'> {
  readonly _id: WaveId;
  readonly createdAt: Date;
  readonly followUps?: readonly WaveFollowUp[];
  readonly auditIntents?: readonly AuditIntent[];
  /** There while its audience is frozen. Unique, so that two waves of one cohort never take the same people at once. */
  readonly freezesCohort?: CohortId;
}

const inner = { _id: false, id: false } as const;
const moveSchema = new Schema<StepMove>({ step: String, from: String, because: [String] }, inner);
const waveSchema = new Schema<WaveDocument>(
  {
    _id: { type: String, required: true },
    title: { type: String, required: true },
    cohortId: { type: String, required: true },
    schoolIds: { type: [String], required: true },
    questionnaire: new Schema({ name: String, version: Number }, inner),
    language: { type: String },
    steps: { type: [new Schema<Step>({ id: String, kind: String, on: String, at: String }, { ...inner })] },
    closesOn: { type: String, required: true },
    state: { type: String, required: true },
    createdBy: { type: String, required: true },
    origin: new Schema<WaveOrigin>(
      {
        ...{ key: String, programmeId: String, version: Number, standsIn: Boolean },
        ...{ moves: [moveSchema], leftOut: [moveSchema] },
      },
      inner,
    ),
    createdAt: { type: Date, required: true },
    moved: { type: [moveSchema], default: undefined },
    plannedBy: { type: String },
    putForward: new Schema<PutForward>({ by: String, at: Date, count: Number }, inner),
    confirmedBy: { type: String },
    freezing: new Schema<Freezing>(
      {
        ...{ position: String, candidates: Number, invited: Number, excluded: Number, done: Boolean },
        lanes: { type: Schema.Types.Mixed }, // a list of the counts by domain, replaced whole with each batch
      },
      inner,
    ),
    startedAt: { type: Date },
    armedAt: { type: Date },
    freezesCohort: { type: String },
    callsOpenedOn: { type: String },
    halted: new Schema<Halt>({ why: String, count: Number, of: Number, at: Date }, inner),
    thanks: { type: Boolean },
    letters: { type: Schema.Types.Mixed }, // version by letter; a letter that comes later has none
    progress: { type: Schema.Types.Mixed }, // counts by names of states and reasons; replaced whole by one job
    revision: { type: Number, required: true },
    followUps: {
      type: [
        new Schema(
          { id: String, kind: String, state: String, until: Date, notBefore: Date, stepId: String },
          { ...inner },
        ),
      ],
      default: undefined, // absent when empty, so that the partial index of open follow-ups stays small
    },
    auditIntents: auditIntentsField,
  },
  { collection: 'waves', versionKey: false, strict: 'throw', minimize: false },
);
waveSchema.index({ state: 1, _id: -1 });
waveSchema.index({ schoolIds: 1 });
// One wave for each point of a cohort's programme, whoever drafts it and however often.
waveSchema.index({ 'origin.key': 1 }, { unique: true, partialFilterExpression: { 'origin.key': { $exists: true } } });
waveSchema.index({ freezesCohort: 1 }, { unique: true, partialFilterExpression: { freezesCohort: { $exists: true } } });
waveSchema.index({ 'followUps.id': 1 }, { partialFilterExpression: { 'followUps.id': { $exists: true } } });
waveSchema.index(...auditIntentsIndex);

/** Those in which any of the schools takes part. */
export const withinScope = (scope: SchoolScope) => (scope === 'every-school' ? {} : { schoolIds: { $in: [...scope] } });

/** The wave, without what only the store needs. */
export const toWave = (document: WaveDocument): Wave => {
  const { _id, createdAt: _c, followUps: _f, auditIntents: _a, freezesCohort: _z, ...rest } = document;
  return { id: _id, ...rest };
};

/** The model of waves on a connection. */
export const waveModel = (connection: Connection): Model<WaveDocument> =>
  connection.model<WaveDocument>('Wave', waveSchema);
