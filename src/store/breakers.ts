// What all workers together know about failures (requirement E11): one document for the mail server's connections, and one
// for each wave with how its last messages ended. That a wave was paused stands in the wave itself.
import { Schema, type Connection } from 'mongoose';
import { breakerWindow, type BreakerMark } from '../domain/waves/breakers.js';
import type { MessageId } from '../domain/waves/message.js';
import type { WaveId } from '../domain/waves/wave.js';
import { insertOnce } from './insert-new.js';
import { notLetGoSince } from './let-go.js';

interface BreakerDocument {
  readonly _id: string;
  /** Of a wave: how its last messages ended. */
  readonly recent?: readonly BreakerMark[];
  /** Of a wave: the messages that came back and were counted, so that each counts once. */
  readonly counted?: readonly string[];
  /** Of a wave: when somebody last let it run again, by the database's clock. */
  readonly lookedAt?: Date;
  /** Of a wave that had stopped by itself: when somebody let it go on, and how many of its mails were accepted then. */
  readonly letGoAt?: Date;
  readonly acceptedSeen?: number;
  /** Of the mail server: connections and sign-ins in a row that failed. */
  readonly failures?: number;
  readonly why?: string;
  /** Since when nothing is sent; absent while it is. */
  readonly openedAt?: Date;
  /** By the database's clock: the next look at the mail server. */
  readonly probeAt?: Date;
}

const breakerSchema = new Schema<BreakerDocument>(
  {
    _id: { type: String, required: true },
    recent: { type: [String], default: undefined },
    counted: { type: [String], default: undefined },
    lookedAt: { type: Date },
    letGoAt: { type: Date },
    acceptedSeen: { type: Number },
    failures: { type: Number },
    why: { type: String },
    openedAt: { type: Date },
    probeAt: { type: Date },
  },
  { collection: 'breakers', versionKey: false, strict: 'throw' },
);

/** When somebody let a wave go on that had stopped by itself, and how many of its mails were accepted then. */
export interface SeenOfWave {
  readonly letGoAt: Date;
  readonly acceptedSeen: number;
}

/** Where the mail server stands. */
export interface RelayState {
  readonly failures: number;
  readonly why: string;
  readonly openedAt: Date | null;
}

const relay = 'mail-server';
const toState = (found: BreakerDocument | null): RelayState => ({
  failures: found?.failures ?? 0,
  why: found?.why ?? '',
  openedAt: found?.openedAt ?? null,
});

/** Failures by the mail server and by wave. */
export function breakersStore(connection: Connection) {
  const breakers = connection.model<BreakerDocument>('Breaker', breakerSchema);
  const raw = connection.collection<BreakerDocument>('breakers'); // pipeline updates, each named below
  return {
    relayState: async (): Promise<RelayState> => toState(await breakers.findById(relay).lean<BreakerDocument>()),

    /** So many connections failed; opens the breaker when there are enough in a row. Gives how it stands then. */
    relayFailed: async (
      times: number,
      why: string,
      { most, probeEveryMs }: { readonly most: number; readonly probeEveryMs: number },
    ): Promise<RelayState> => {
      const failures = { $add: [{ $ifNull: ['$failures', 0] }, times] };
      const opens = { $gte: [failures, most] };
      const after = await raw.findOneAndUpdate(
        { _id: relay },
        [
          {
            $set: {
              failures,
              why: { $literal: why },
              openedAt: { $ifNull: ['$openedAt', { $cond: [opens, '$$NOW', '$$REMOVE'] }] },
              probeAt: { $ifNull: ['$probeAt', { $cond: [opens, { $add: ['$$NOW', probeEveryMs] }, '$$REMOVE'] }] },
            },
          },
        ],
        { upsert: true, returnDocument: 'after' },
      );
      return toState(after);
    },

    /** The mail server answered: failures in a row begin anew, and sending goes on. */
    relayAnswered: async (): Promise<void> => {
      await breakers.updateOne({ _id: relay }, { $set: { failures: 0 }, $unset: { openedAt: 1, probeAt: 1, why: 1 } });
    },

    /** Whether it is this caller's turn to look at the mail server; then it is nobody else's for that long. */
    takeProbe: async (probeEveryMs: number): Promise<boolean> => {
      const taken = await raw.updateOne(
        { _id: relay, $expr: { $lte: ['$probeAt', '$$NOW'] }, probeAt: { $exists: true } },
        [{ $set: { probeAt: { $add: ['$$NOW', probeEveryMs] } } }],
      );
      return taken.modifiedCount === 1;
    },

    /** Adds how messages of a wave ended; gives the last ones, and since when they count. */
    note: async (
      wave: WaveId,
      marks: readonly BreakerMark[],
    ): Promise<{ readonly recent: readonly BreakerMark[]; readonly lookedAt: Date | undefined }> => {
      const after = await breakers
        .findOneAndUpdate(
          { _id: wave },
          { $push: { recent: { $each: [...marks], $slice: -breakerWindow } } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<BreakerDocument>();
      return { recent: after.recent ?? [], lookedAt: after.lookedAt };
    },

    /**
     * Adds how one message of a wave ended, as a returned mail tells. The same message adds nothing again, nor does one that
     * left before somebody last looked. Gives the last ones.
     */
    noteOnce: async (
      wave: WaveId,
      mark: BreakerMark,
      { messageId, leftAt }: { readonly messageId: MessageId; readonly leftAt: Date },
    ): Promise<readonly BreakerMark[]> => {
      const last = { $slice: -breakerWindow };
      const add = (): Promise<boolean> =>
        insertOnce(() =>
          breakers.updateOne(
            { _id: wave, counted: { $ne: messageId }, ...notLetGoSince(leftAt) },
            { $push: { recent: { $each: [mark], ...last }, counted: { $each: [messageId], ...last } } },
            { upsert: true },
          ),
        );
      // False where it counts no more or was counted before, and where another made the document just now: then the second time adds it.
      if (!(await add())) await add();
      return (await breakers.findById(wave).lean<BreakerDocument>())?.recent ?? [];
    },

    /** Somebody looked: what was before counts no more. */
    reset: async (wave: WaveId, seen: Partial<SeenOfWave>): Promise<void> => {
      const update = { $set: { recent: [], ...seen }, $currentDate: { lookedAt: true } } as const;
      await breakers.updateOne({ _id: wave }, update, { upsert: true });
    },

    /** What somebody had seen of the wave when they last let it go on; null where nobody had to. */
    seenOf: async (wave: WaveId): Promise<SeenOfWave | null> => {
      const found = await breakers.findById(wave).lean<BreakerDocument>();
      return found?.letGoAt === undefined ? null : { letGoAt: found.letGoAt, acceptedSeen: found.acceptedSeen ?? 0 };
    },
  };
}
