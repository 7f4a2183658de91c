// Rounds of contact. Every change is guarded by the revision that it rests on (requirement F7), and what must follow is
// written in the same document as a follow-up (reliability, "The pattern that replaces a transaction").
import type { Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { Halt } from '../domain/waves/breakers.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { Wave, WaveId, WaveProgress, WaveState } from '../domain/waves/wave.js';
import { takeFollowUpOut, withOpenFollowUps } from './follow-ups.js';
import { insertOnce } from './insert-new.js';
import { readTogether } from './together.js';
import { toWave, waveModel, withinScope, type WaveDocument, type WaveFollowUp } from './wave-schema.js';

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
  const waves = waveModel(connection);
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
