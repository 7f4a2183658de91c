// Candidates of waves, one document each, the excluded among them (decision R4), written and read in order of id.
import type { Connection } from 'mongoose';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type {
  ExclusionReason,
  Invitation,
  InvitationId,
  InvitationState,
  StopReason,
} from '../domain/waves/invitation.js';
import type { Reading } from '../domain/survey/reading.js';
import type { StepId, WaveId } from '../domain/waves/wave.js';
import { insertNew } from './insert-new.js';
import { invitationModel, ofWave, toInvitation, type InvitationDocument } from './invitation-schema.js';
import { invitationsByTelephone } from './invitations-by-telephone.js';
import type { EndedByMerge } from './merged-people.js';
import { readTogether, together } from './together.js';

/** What the counts of a wave are made from. */
const counted = { schoolId: 1, state: 1, exclusion: 1, group: 1, lastStep: 1, byTelephone: 1 } as const;
const ofOtherWaves = { _id: 0, waveId: 1, alumnusId: 1, state: 1, completedAt: 1, lastDueAt: 1 } as const;
type WaveOfPerson = Pick<Invitation, 'waveId' | 'alumnusId' | 'state' | 'completedAt' | 'lastDueAt'>;
const noMoreSteps = { nextStep: 1, nextDueAt: 1 } as const;

/** One guarded step forward: from the step named to the next one, or to none. */
export interface Advance {
  readonly id: InvitationId;
  readonly from: StepId;
  readonly dueAt: Date;
  readonly next: { readonly step: StepId; readonly dueAt: Date } | null;
}

/** Invitations by id, by what is due, and by person. */
export function invitationsStore(connection: Connection) {
  const invitations = invitationModel(connection);
  const findMany = async (ids: readonly InvitationId[]): Promise<ReadonlyMap<InvitationId, Invitation>> => {
    const found = await invitations.find({ _id: { $in: [...ids] } }).lean<InvitationDocument[]>();
    return new Map(found.map((document) => [document._id, toInvitation(document)]));
  };
  return {
    ...invitationsByTelephone(invitations),

    /** Inserts those that are not there yet; a second time changes nothing. Gives the ids of those that were there. */
    insertNew: async (fresh: readonly Invitation[]): Promise<readonly InvitationId[]> => {
      const documents = fresh.map(({ id, ...rest }) => ({ _id: id, ...rest }));
      return (await insertNew<InvitationDocument>(invitations, documents)).flatMap((place) => fresh[place]?.id ?? []);
    },

    find: readTogether(findMany),
    findMany,

    /** What the waves of these people have to do with another one. */
    elsewhere: async (ids: readonly AlumnusId[]): Promise<readonly WaveOfPerson[]> =>
      invitations
        .find({ alumnusId: { $in: [...ids] } }, ofOtherWaves)
        .batchSize(10_000) // in one answer
        .lean<WaveOfPerson[]>(),

    /** All invitations of these people, in every wave. */
    ofPeople: async (ids: readonly AlumnusId[]): Promise<readonly Invitation[]> =>
      (await invitations.find({ alumnusId: { $in: [...ids] } }).lean<InvitationDocument[]>()).map(toInvitation),

    /** Those whose next step is one of these and due, soonest first. */
    dueIn: async (wave: WaveId, steps: readonly StepId[], now: Date, limit: number): Promise<readonly Invitation[]> =>
      (
        await invitations
          .find({ waveId: wave, nextDueAt: { $lte: now }, nextStep: { $in: [...steps] } })
          .sort({ nextDueAt: 1 })
          .limit(limit)
          .lean<InvitationDocument[]>()
      ).map(toInvitation),

    /** Moves each forward if it still stands at the step named (decision R2); those that go the same way by one write. */
    advance: async (advances: readonly Advance[]): Promise<void> => {
      if (advances.length === 0) return;
      const ways = new Map<string, Advance & { readonly ids: InvitationId[] }>();
      for (const advance of advances) {
        const { id, from, dueAt, next } = advance;
        const name = JSON.stringify([from, dueAt, next]);
        const way = ways.get(name);
        if (way === undefined) ways.set(name, { ...advance, ids: [id] });
        else way.ids.push(id);
      }
      await invitations.bulkWrite(
        [...ways.values()].map(({ ids, from, dueAt, next }) => ({
          updateMany: {
            filter: { _id: { $in: ids }, nextStep: from },
            update:
              next === null
                ? { $set: { lastDueAt: dueAt, lastStep: from }, $unset: noMoreSteps }
                : { $set: { lastDueAt: dueAt, lastStep: from, nextStep: next.step, nextDueAt: next.dueAt } },
          },
        })),
        { ordered: false },
      );
    },

    /**
     * Those who have had an earlier step and wait for none, or for a later one, wait for this one. Whoever has had it is
     * left alone, so that it may be done again; and so is whom no mail reaches, whose one message is the text.
     */
    attach: async (
      wave: WaveId,
      {
        step,
        dueAt,
        earlier,
        later,
      }: {
        readonly step: StepId;
        readonly dueAt: Date;
        readonly earlier: readonly StepId[];
        readonly later: readonly StepId[];
      },
    ): Promise<void> => {
      const byMail = { byTelephone: { $exists: false } };
      const having = { ...ofWave(wave), waveId: wave, lastStep: { $in: [...earlier] }, ...byMail };
      const awaiting = { $in: ['invited', 'started'] satisfies InvitationState[] };
      const update = { $set: { nextStep: step, nextDueAt: dueAt } };
      await invitations.updateMany({ ...having, state: awaiting, nextStep: { $exists: false } }, update);
      await invitations.updateMany({ ...having, state: awaiting, nextStep: { $in: [...later] } }, update);
    },

    /** The step is due later than was thought. */
    postpone: async (id: InvitationId, step: StepId, dueAt: Date): Promise<void> => {
      await invitations.updateOne({ _id: id, nextStep: step }, { $set: { nextDueAt: dueAt } });
    },

    /**
     * The next message goes to another address; only if it still stands at this step and address. `wroteBefore`: something
     * was sent to the one before, so that the message says why it comes here.
     */
    useAddress: async (
      id: InvitationId,
      step: StepId,
      { from, to, wroteBefore }: { readonly from: number; readonly to: number; readonly wroteBefore: boolean },
    ): Promise<boolean> =>
      (
        await invitations.updateOne(
          { _id: id, nextStep: step, addressNumber: from },
          { $set: { addressNumber: to, ...(wroteBefore ? { moved: { from, step } } : {}) } },
        )
      ).matchedCount === 1,

    /** The button of the link's page was pressed; the first moment stands. */
    markOpened: async (id: InvitationId, at: Date): Promise<void> => {
      await invitations.updateOne(
        { _id: id, state: 'invited', openedAt: { $exists: false } },
        { $set: { openedAt: at } },
      );
    },

    /** Keeps how somebody wants to read and answer; what is not named stays as it was. */
    keepReading: async (id: InvitationId, { language, easy, helped }: Reading): Promise<void> => {
      const chosen = {
        ...(language === undefined ? {} : { 'reading.language': language }),
        ...(easy === undefined ? {} : { 'reading.easy': easy }),
        ...(helped === undefined ? {} : { 'reading.helped': helped }),
      };
      if (Object.keys(chosen).length > 0) await invitations.updateOne({ _id: id }, { $set: chosen });
    },

    /** Back to the step, for another address, as long as the address is still the one that was found wanting. */
    moveToAddress: async (
      id: InvitationId,
      { from, to, step, dueAt }: { from: number; to: number; step: StepId; dueAt: Date },
    ): Promise<boolean> =>
      (
        await invitations.updateOne(
          { _id: id, addressNumber: from, state: { $in: ['invited', 'started'] } },
          {
            // A reminder says why it comes there; the invitation is the first that they get.
            $set: {
              addressNumber: to,
              nextStep: step,
              nextDueAt: dueAt,
              ...(step === 'i' ? {} : { moved: { from, step } }),
            },
            $unset: { lastDueAt: 1 }, // nothing reached the person, so nothing counts for the days between two messages
          },
        )
      ).matchedCount === 1,

    /** Every invitation that waits for the step is due at the moment given. */
    moveDue: async (wave: WaveId, step: StepId, dueAt: Date): Promise<void> => {
      await invitations.updateMany({ ...ofWave(wave), waveId: wave, nextStep: step }, { $set: { nextDueAt: dueAt } });
    },

    /** The first answer was saved. */
    markStarted: together(async (ids: readonly InvitationId[]) => {
      await invitations.updateMany({ _id: { $in: [...ids] }, state: 'invited' }, { $set: { state: 'started' } });
      return ids.map(() => undefined);
    }),

    /** The answers were sent; nothing more is due. A second time changes nothing. */
    markCompleted: async (id: InvitationId, at: Date): Promise<void> => {
      await invitations.updateOne(
        { _id: id, state: { $in: ['invited', 'started', 'stopped'] } },
        { $set: { state: 'completed', completedAt: at }, $unset: noMoreSteps },
      );
    },

    /** The person, or somebody for them, said stop; nothing more is due. What was completed stays so. */
    stop: async (id: InvitationId, reason: StopReason): Promise<void> => {
      await invitations.updateOne(
        { _id: id, state: { $in: ['invited', 'started'] } },
        { $set: { state: 'stopped', stop: reason }, $unset: noMoreSteps },
      );
      await invitations.updateOne({ _id: id, state: 'completed' }, { $unset: noMoreSteps });
    },

    /** Whoever wished it to be stopped does not wish so any more; `next` is what comes then. */
    takeStopBack: async (id: InvitationId, state: 'invited' | 'started', next: Advance['next']): Promise<void> => {
      const due = next === null ? {} : { nextStep: next.step, nextDueAt: next.dueAt };
      await invitations.updateOne(
        { _id: id, state: 'stopped', stop: 'unsubscribed' },
        { $set: { state, ...due }, $unset: { stop: 1 } },
      );
    },

    /** An invitation that ended because two records were one person's stands again as it did. */
    resume: async ({ id, state, nextStep, nextDueAt }: EndedByMerge): Promise<void> => {
      const due = nextStep === undefined || nextDueAt === undefined ? {} : { nextStep, nextDueAt };
      await invitations.updateOne(
        { _id: id, state: 'stopped', stop: 'merged' },
        { $set: { state, ...due }, $unset: { stop: 1 } },
      );
    },

    /** Nothing more is due in the wave. */
    endAll: async (wave: WaveId): Promise<void> => {
      await invitations.updateMany({ ...ofWave(wave), nextStep: { $exists: true } }, { $unset: noMoreSteps });
    },

    /** How many of the wave stand in each state. */
    countByState: async (wave: WaveId): Promise<Readonly<Record<string, number>>> => {
      const rows = await invitations.aggregate<{ _id: InvitationState; n: number }>([
        { $match: ofWave(wave) },
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      return Object.fromEntries(rows.map((row) => [row._id, row.n]));
    },

    /** A page of one state, of one exclusion reason where one is given, within the schools, in order of id. */
    page: async (
      scope: SchoolScope,
      wave: WaveId,
      {
        state,
        exclusion,
        after,
        limit,
      }: { state: InvitationState; exclusion?: ExclusionReason; after?: string; limit: number },
    ): Promise<readonly Invitation[]> =>
      (
        await invitations
          .find({
            waveId: wave,
            state,
            ...(exclusion === undefined ? {} : { exclusion }),
            ...ofWave(wave, after),
            ...(scope === 'every-school' ? {} : { schoolId: { $in: [...scope] } }),
          })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<InvitationDocument[]>()
      ).map(toInvitation),

    /** Those whose next message is still to come, soonest first, within the schools. */
    nextDue: async (scope: SchoolScope, wave: WaveId, limit: number): Promise<readonly Invitation[]> =>
      (
        await invitations
          .find({
            waveId: wave,
            nextDueAt: { $exists: true },
            ...(scope === 'every-school' ? {} : { schoolId: { $in: [...scope] } }),
          })
          .sort({ nextDueAt: 1 })
          .limit(limit)
          .lean<InvitationDocument[]>()
      ).map(toInvitation),

    /** Goes through a wave in order of id, with little memory. */
    each: (wave: WaveId): AsyncIterable<Pick<InvitationDocument, '_id' | keyof typeof counted>> =>
      invitations
        .find(ofWave(wave), counted)
        .sort({ _id: 1 })
        .lean<InvitationDocument[]>()
        .cursor({ batchSize: 1_000 }),
  };
}
