// Rounds of contact. Every change is guarded by the revision that it rests on (requirement F7), and what must follow is
// written in the same document as a follow-up (reliability, "The pattern that replaces a transaction").
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { CohortId } from '../domain/alumni/ids.js';
import type { Halt } from '../domain/waves/breakers.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type {
  Freezing,
  PutForward,
  Step,
  StepId,
  StepMove,
  Wave,
  WaveId,
  WaveOrigin,
  WaveProgress,
  WaveState,
} from '../domain/waves/wave.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { takeFollowUpOut, withOpenFollowUps } from './follow-ups.js';
import { insertOnce } from './insert-new.js';
import { readTogether } from './together.js';

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

interface WaveDocument extends Omit<Wave, 'id'> {
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

const withinScope = (scope: SchoolScope) => (scope === 'every-school' ? {} : { schoolIds: { $in: [...scope] } });

const toWave = (document: WaveDocument): Wave => {
  const { _id, createdAt: _c, followUps: _f, auditIntents: _a, freezesCohort: _z, ...rest } = document;
  return { id: _id, ...rest };
};

/** What a change may set. */
export type WaveChange = Partial<
  Pick<
    Wave,
    | 'state'
    | 'plannedBy'
    | 'putForward'
    | 'confirmedBy'
    | 'steps'
    | 'moved'
    | 'closesOn'
    | 'freezing'
    | 'armedAt'
    | 'letters'
  >
>;

/** Waves by id, by state and by what is left to do. */
export function wavesStore(connection: Connection) {
  const waves = connection.model<WaveDocument>('Wave', waveSchema);
  const findMany = async (ids: readonly WaveId[]): Promise<ReadonlyMap<WaveId, Wave>> => {
    const found = await waves.find({ _id: { $in: [...ids] } }).lean<WaveDocument[]>();
    return new Map(found.map((document) => [document._id, toWave(document)]));
  };
  const find = readTogether(findMany);
  return {
    insert: async (wave: Wave, createdAt: Date, audit: readonly AuditIntent[]): Promise<void> => {
      const { id, ...rest } = wave;
      await waves.create({ _id: id, ...rest, createdAt, auditIntents: audit });
    },

    /** Keeps a wave that a programme calls for; false when one was drafted for the same point before. */
    insertOfProgramme: async (wave: Wave, createdAt: Date, audit: readonly AuditIntent[]): Promise<boolean> => {
      const { id, ...rest } = wave;
      return insertOnce(() => waves.create({ _id: id, ...rest, createdAt, auditIntents: audit }));
    },

    /** The waves that were drafted for these points, by the point's key. */
    ofProgramme: async (keys: readonly string[]): Promise<ReadonlyMap<string, Wave>> => {
      const found = await waves.find({ 'origin.key': { $in: [...keys] } }).lean<WaveDocument[]>();
      return new Map(found.map((document) => [document.origin?.key ?? '', toWave(document)]));
    },

    /** Waves whose first message falls between two days, both included, in order of that day. */
    between: async (scope: SchoolScope, first: LocalDate, last: LocalDate): Promise<readonly Wave[]> =>
      (
        await waves
          .find({ ...withinScope(scope), 'steps.0.on': { $gte: first, $lte: last } })
          .sort({ 'steps.0.on': 1, _id: 1 })
          .lean<WaveDocument[]>()
      ).map(toWave),

    find: async (scope: SchoolScope, id: WaveId): Promise<Wave | null> => {
      const wave = await find(id);
      return scope === 'every-school' || wave?.schoolIds.some((school) => scope.includes(school)) === true
        ? wave
        : null;
    },

    /** Newest first; ids are ordered by time. */
    list: async (scope: SchoolScope, limit: number): Promise<readonly Wave[]> =>
      (await waves.find(withinScope(scope)).sort({ _id: -1 }).limit(limit).lean<WaveDocument[]>()).map(toWave),

    /** Those in the state, newest first. */
    inState: async (scope: SchoolScope, state: WaveState, limit: number): Promise<readonly Wave[]> =>
      (
        await waves
          .find({ state, ...withinScope(scope) })
          .sort({ _id: -1 })
          .limit(limit)
          .lean<WaveDocument[]>()
      ).map(toWave),

    findMany,

    inStates: async (states: readonly WaveState[]): Promise<readonly Wave[]> =>
      (await waves.find({ state: { $in: [...states] } }).lean<WaveDocument[]>()).map(toWave),

    /** Changes the wave if it still has the revision given, which it raises by one; false when it has not. */
    change: async (
      wave: Pick<Wave, 'id' | 'revision'>,
      change: WaveChange,
      { audit = [], followUps = [] }: { audit?: readonly AuditIntent[]; followUps?: readonly WaveFollowUp[] } = {},
    ): Promise<boolean> => {
      const gone = {
        ...(change.plannedBy === undefined ? {} : { putForward: 1 as const }), // agreed to another plan
        // The next wave of the cohort may begin; and whoever takes it out of a pause has looked at what paused it.
        ...(change.state === undefined ? {} : { freezesCohort: 1 as const, halted: 1 as const }),
      };
      const changed = await waves.updateOne(
        { _id: wave.id, revision: wave.revision },
        {
          $set: change,
          ...(Object.keys(gone).length === 0 ? {} : { $unset: gone }),
          $inc: { revision: 1 },
          ...(audit.length + followUps.length === 0
            ? {}
            : {
                $push: {
                  ...(audit.length === 0 ? {} : { auditIntents: { $each: [...audit] } }),
                  ...(followUps.length === 0 ? {} : { followUps: { $each: [...followUps] } }),
                },
              }),
        },
      );
      return changed.matchedCount === 1;
    },

    /**
     * Sets a confirmed wave freezing. False when it changed meanwhile, or another wave of its cohort is being frozen: it
     * has to see whom that one takes.
     */
    beginFreezing: async ({ id, revision, cohortId }: Pick<Wave, 'id' | 'revision' | 'cohortId'>): Promise<boolean> => {
      let begun = false;
      const free = await insertOnce(async () => {
        const changed = await waves.updateOne(
          { _id: id, revision, state: 'confirmed' },
          { $set: { state: 'freezing', freezesCohort: cohortId }, $inc: { revision: 1 } },
        );
        begun = changed.matchedCount === 1;
      });
      return free && begun;
    },

    /** Pauses a running wave by itself (requirement E11); false when it does not run. */
    halt: async (id: WaveId, halted: Halt, audit: AuditIntent): Promise<boolean> => {
      const changed = await waves.updateOne(
        { _id: id, state: 'running' },
        { $set: { state: 'paused', halted }, $inc: { revision: 1 }, $push: { auditIntents: audit } },
      );
      return changed.matchedCount === 1;
    },

    isRunning: async (id: WaveId): Promise<boolean> => (await waves.exists({ _id: id, state: 'running' })) !== null,

    /** The first message was queued; the first moment stands. */
    markStarted: async (id: WaveId, at: Date): Promise<void> => {
      await waves.updateOne({ _id: id, startedAt: { $exists: false } }, { $set: { startedAt: at } });
    },

    /** The phone queue looked through the whole wave on that day. */
    markCallsOpened: async (id: WaveId, on: LocalDate): Promise<void> => {
      await waves.updateOne({ _id: id }, { $set: { callsOpenedOn: on } });
    },

    /** Adds what somebody did to the wave's audit, whatever its revision. */
    noteAct: async (id: WaveId, audit: AuditIntent): Promise<void> => {
      await waves.updateOne({ _id: id }, { $push: { auditIntents: audit } });
    },

    /** What people did to the wave that the log has not taken yet. */
    openActs: async (id: WaveId): Promise<readonly AuditIntent[]> =>
      (await waves.findById(id, { auditIntents: 1 }).lean<WaveDocument>())?.auditIntents ?? [],

    /** Replaces the counts, unless newer ones stand there. */
    saveProgress: async (id: WaveId, progress: WaveProgress): Promise<void> => {
      await waves.updateOne(
        { _id: id, $or: [{ progress: { $exists: false } }, { 'progress.asOf': { $lte: progress.asOf } }] },
        { $set: { progress } },
      );
    },

    withFollowUps: async (limit: number): Promise<readonly { wave: Wave; followUps: readonly WaveFollowUp[] }[]> =>
      (await waves.find(withOpenFollowUps).limit(limit).lean<WaveDocument[]>()).map((document) => ({
        wave: toWave(document),
        followUps: document.followUps ?? [],
      })),

    /** Takes a follow-up out once it is done. */
    followUpDone: (id: WaveId, followUpId: string): Promise<void> => takeFollowUpOut(waves, id, followUpId),
  };
}
