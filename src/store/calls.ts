// The phone queue: who is to be rung, who rings now, what came of it. One document per person and wave, so that attempts,
// caps and the lease of whoever rings are guarded writes of one document. What must follow an outcome stands beside it in
// the same write until it is done. Leases go by the database's clock, moments by the caller's (decision R9).
import type { Connection } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId, StaffId } from '../domain/alumni/ids.js';
import type { Call, CallAttempt, CallEnd, CallId } from '../domain/waves/call.js';
import type { InvitationId } from '../domain/waves/invitation.js';
import type { WaveId } from '../domain/waves/wave.js';
import { callSchema, type CallDocument, type CallFollowUp } from './call-schema.js';
import { databaseTime } from './connection.js';
import { takeFollowUpOut, withOpenFollowUps } from './follow-ups.js';
import { insertNew } from './insert-new.js';
import { withinSchools } from './within-schools.js';

const priorities = [0, 1, 2] as const;
const nobodyRings = { nextAt: true, holder: true, leaseUntil: true } as const;

function toCall({ _id, createdAt: _c, followUps: _f, auditIntents: _a, ...rest }: CallDocument): Call {
  return { id: _id, ...rest };
}

/** Calls by what is due, by who holds them, by person and by wave. */
export function callsStore(connection: Connection) {
  const calls = connection.model<CallDocument>('Call', callSchema);
  const raw = connection.collection<CallDocument>('calls'); // for the pipeline updates of the lease

  const endAll = async (
    which: Partial<Pick<CallDocument, '_id' | 'alumnusId' | 'waveId'>>,
    end: CallEnd,
  ): Promise<void> => {
    await calls.updateMany({ ...which, state: 'waiting' }, { $set: { state: 'ended', end }, $unset: { nextAt: 1 } });
  };

  return {
    /** Inserts those that are not there yet; a second time changes nothing. */
    insertNew: async (fresh: readonly Call[], createdAt: Date): Promise<void> => {
      await insertNew<CallDocument>(
        calls,
        fresh.map(({ id, ...rest }) => ({ _id: id, ...rest, createdAt })),
      );
    },

    find: async (scope: SchoolScope, id: CallId): Promise<Call | null> => {
      const document = await calls.findOne({ _id: id, ...withinSchools(scope) }).lean<CallDocument>();
      return document === null ? null : toCall(document);
    },

    findMany: async (ids: readonly CallId[]): Promise<ReadonlyMap<CallId, Call>> =>
      new Map(
        (await calls.find({ _id: { $in: [...ids] } }).lean<CallDocument[]>()).map((each) => [each._id, toCall(each)]),
      ),

    /** All calls to one person. */
    ofPerson: async (id: AlumnusId): Promise<readonly Call[]> =>
      (await calls.find({ alumnusId: id }).lean<CallDocument[]>()).map(toCall),

    /** Those to be rung by now: agreed times first, then who asked for it, then the others; each by the moment. */
    due: async (scope: SchoolScope, now: Date, limit: number): Promise<readonly Call[]> => {
      const found: Call[] = [];
      for (const priority of priorities) {
        if (found.length >= limit) break;
        const some = await calls
          .find({ priority, nextAt: { $lte: now }, ...withinSchools(scope) })
          .sort({ nextAt: 1 })
          .limit(limit - found.length)
          .lean<CallDocument[]>();
        found.push(...some.map(toCall));
      }
      return found;
    },

    /** How many are to be rung by the moment. */
    countDue: async (scope: SchoolScope, now: Date): Promise<number> => {
      const counts = priorities.map((priority) =>
        calls.countDocuments({ priority, nextAt: { $lte: now }, ...withinSchools(scope) }),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },

    /** The next ones that are not due yet, soonest first. */
    coming: async (scope: SchoolScope, now: Date, limit: number): Promise<readonly Call[]> => {
      const some = await Promise.all(
        priorities.map((priority) =>
          calls
            .find({ priority, nextAt: { $gt: now }, ...withinSchools(scope) })
            .sort({ nextAt: 1 })
            .limit(limit)
            .lean<CallDocument[]>(),
        ),
      );
      return some
        .flat()
        .map(toCall)
        .sort((a, b) => (a.nextAt?.getTime() ?? 0) - (b.nextAt?.getTime() ?? 0))
        .slice(0, limit);
    },

    /** What the member of staff has in hand: their lease still lasts, or it lapsed and nobody took the call since. */
    heldBy: async (staff: StaffId): Promise<Call | null> => {
      const held = await calls.find({ holder: staff }).lean<CallDocument[]>();
      const newest = held.sort((a, b) => (b.leaseUntil?.getTime() ?? 0) - (a.leaseUntil?.getTime() ?? 0))[0];
      return newest === undefined ? null : toCall(newest);
    },

    /** Which of these somebody rings right now. */
    taken: async (ids: readonly CallId[]): Promise<ReadonlySet<CallId>> => {
      const now = await databaseTime(connection);
      const found = await calls
        .find({ _id: { $in: [...ids] }, leaseUntil: { $gte: now } }, { _id: 1 })
        .lean<Pick<CallDocument, '_id'>[]>();
      return new Set(found.map((each) => each._id));
    },

    /** Takes the call for a member of staff; null when somebody else rings already, or it does not wait any more. */
    take: async (id: CallId, staff: StaffId, leaseMs: number): Promise<Call | null> => {
      const now = await databaseTime(connection);
      const taken = await raw.updateOne(
        { _id: id, state: 'waiting', $or: [{ leaseUntil: { $exists: false } }, { leaseUntil: { $lt: now } }] },
        [{ $set: { holder: staff, leaseUntil: { $add: ['$$NOW', leaseMs] }, fence: { $add: ['$fence', 1] } } }],
      );
      if (taken.matchedCount === 0) return null;
      const mine = await calls.findOne({ _id: id, holder: staff }).lean<CallDocument>();
      return mine === null ? null : toCall(mine);
    },

    /** The lease lasts from now on as long as at first, while it is still this one. */
    renew: async ({ id, fence }: Pick<Call, 'id' | 'fence'>, staff: StaffId, leaseMs: number): Promise<void> => {
      await raw.updateOne({ _id: id, fence, holder: staff }, [{ $set: { leaseUntil: { $add: ['$$NOW', leaseMs] } } }]);
    },

    /** Gives the call back: nobody was rung. */
    giveBack: async ({ id, fence }: Pick<Call, 'id' | 'fence'>, staff: StaffId): Promise<void> => {
      await calls.updateOne({ _id: id, fence, holder: staff }, { $unset: { holder: 1, leaseUntil: 1 } });
    },

    /** Writes one attempt, with all that must follow, if the caller still holds the call and it still waits; else false. */
    record: async (
      { id, fence }: Pick<Call, 'id' | 'fence'>,
      attempt: CallAttempt,
      next: { readonly end: CallEnd } | { readonly nextAt: Date; readonly priority: Call['priority'] },
      { followUp, audit }: { readonly followUp: CallFollowUp | null; readonly audit: AuditIntent },
    ): Promise<boolean> => {
      const ended = 'end' in next;
      const written = await calls.updateOne(
        { _id: id, fence, holder: attempt.by, state: 'waiting' },
        {
          $set: ended ? { state: 'ended', end: next.end } : { nextAt: next.nextAt, priority: next.priority },
          $unset: ended ? nobodyRings : { holder: true, leaseUntil: true },
          $push: {
            attempts: attempt,
            auditIntents: audit,
            ...(followUp === null ? {} : { followUps: followUp }),
          },
        },
      );
      return written.matchedCount === 1;
    },

    /** Somebody asked for a call, or for another time: it waits for that moment, even where it had ended. */
    reopen: async (
      { id }: Pick<Call, 'id'>,
      next: { readonly nextAt: Date; readonly priority: Call['priority'] },
      audit: AuditIntent,
    ): Promise<void> => {
      await calls.updateOne(
        { _id: id },
        { $set: { state: 'waiting', ...next }, $unset: { end: 1 }, $push: { auditIntents: audit } },
      );
    },

    /** It may not be rung yet: a moment is found later. */
    postpone: async ({ id, fence }: Pick<Call, 'id' | 'fence'>, nextAt: Date): Promise<void> => {
      await calls.updateOne({ _id: id, fence, state: 'waiting' }, { $set: { nextAt } });
    },

    /** Ends one that waits, whoever holds it: they see it on their page, and their outcome is refused. */
    end: (id: CallId, end: CallEnd): Promise<void> => endAll({ _id: id }, end),
    endOfPerson: (id: AlumnusId, end: CallEnd): Promise<void> => endAll({ alumnusId: id }, end),
    /** The ids of a wave's invitation and call are the same. */
    endOfInvitation: (id: InvitationId, end: CallEnd): Promise<void> => endAll({ _id: id as string as CallId }, end),
    /** One that ended because two records were one person's waits again from then on. */
    resume: async (id: InvitationId, nextAt: Date): Promise<void> => {
      const ended = { _id: id as string as CallId, state: 'ended' as const, end: 'merged' as const };
      await calls.updateOne(ended, { $set: { state: 'waiting', nextAt }, $unset: { end: 1 } });
    },
    endOfWave: (id: WaveId, end: CallEnd): Promise<void> => endAll({ waveId: id }, end),

    /** The questions were gone through on the telephone. A second time changes nothing. */
    recordAnswered: async (
      id: CallId,
      attempt: Omit<CallAttempt, 'number'>,
      end: 'answered' | 'proxy',
    ): Promise<void> => {
      const found = await calls.findById(id, { attempts: 1 }).lean<Pick<CallDocument, 'attempts'>>();
      await calls.updateOne(
        { _id: id, end: { $nin: ['answered', 'proxy'] } },
        {
          $set: { state: 'ended', end },
          $unset: { nextAt: 1 },
          $push: { attempts: { ...attempt, number: (found?.attempts.length ?? 0) + 1 } },
        },
      );
    },

    /** Adds that somebody read what is sealed, or did something else without changing the call. */
    noteAct: async (id: CallId, audit: AuditIntent): Promise<void> => {
      await calls.updateOne({ _id: id }, { $push: { auditIntents: audit } });
    },

    withFollowUps: async (
      limit: number,
    ): Promise<readonly { readonly call: Call; readonly followUps: readonly CallFollowUp[] }[]> =>
      (await calls.find(withOpenFollowUps).limit(limit).lean<CallDocument[]>()).map((document) => ({
        call: toCall(document),
        followUps: document.followUps ?? [],
      })),

    followUpDone: (id: CallId, followUpId: string): Promise<void> => takeFollowUpOut(calls, id, followUpId),

    /** How many of a wave wait, and how many ended by which end; within the schools. */
    countsOfWave: async (scope: SchoolScope, id: WaveId): Promise<Readonly<Record<string, number>>> => {
      const rows = await calls.aggregate<{ _id: { state: Call['state']; end?: CallEnd }; n: number }>([
        { $match: { waveId: id, ...withinSchools(scope) } },
        { $group: { _id: { state: '$state', end: '$end' }, n: { $sum: 1 } } },
      ]);
      return Object.fromEntries(rows.map(({ _id, n }) => [_id.end ?? _id.state, n]));
    },
  };
}
