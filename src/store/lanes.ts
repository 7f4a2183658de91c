// Receiving domains: who sends to each just now, how much went there today, and whether it rests or waits for a person
// (requirement D7, D5). One worker at a time holds a lane, for a portion of mail, by one guarded write on the database's
// clock; what the next one must know about the last second stands in the lane when it is given back. Rests and days go by
// the caller's clock, like due moments (decision R9). What the mail server takes in a day is counted the same way, and held by
// nobody.
import { Schema, type Connection } from 'mongoose';
import type { LocalDate } from '../domain/calendar/local-date.js';
import { insertOnce } from './insert-new.js';
import { notLetGoSince } from './let-go.js';

interface LaneDocument {
  readonly _id: string;
  /** Raised by every taking, so that two who read the same lane cannot both take it. */
  readonly fence: number;
  readonly holder?: string;
  readonly leaseUntil?: Date;
  /** By the database's clock, when it was taken. */
  readonly takenAt?: Date;
  /** Whether the holder before gave it back; where not, the last second is not known. */
  readonly lapsed?: boolean;
  /** By the database's clock, when the last messages were answered. */
  readonly recent: readonly Date[];
  readonly day?: LocalDate;
  /** Sent on that day, portions that are out included. */
  readonly sentToday: number;
  /** It was told that the day takes no more. */
  readonly dayEnded?: boolean;
  /** It was told to slow down so many times in a row, and rests until then. */
  readonly slowdowns: number;
  readonly restsUntil?: Date;
  /** Our own fault (5.7.x): nothing goes there until a person says so. */
  readonly stopped?: { readonly text: string; readonly at: Date };
  /** When a person last let mail go there again. */
  readonly letGoAt?: Date;
  readonly usedAt: Date;
}

export type Lane = Readonly<Omit<LaneDocument, '_id'>> & { readonly name: string };

const laneSchema = new Schema<LaneDocument>(
  {
    _id: { type: String, required: true },
    fence: { type: Number, required: true },
    holder: { type: String },
    leaseUntil: { type: Date },
    takenAt: { type: Date },
    lapsed: { type: Boolean },
    recent: { type: [Date], required: true },
    day: { type: String },
    sentToday: { type: Number, required: true },
    dayEnded: { type: Boolean },
    slowdowns: { type: Number, required: true },
    restsUntil: { type: Date },
    stopped: new Schema({ text: String, at: Date }, { _id: false, id: false }),
    letGoAt: { type: Date },
    usedAt: { type: Date, required: true },
  },
  { collection: 'lanes', versionKey: false, strict: 'throw' },
);
laneSchema.index({ usedAt: 1 }, { expireAfterSeconds: 7 * 24 * 3_600 }); // a domain that nobody writes to any more
laneSchema.index({ restsUntil: 1 }, { partialFilterExpression: { restsUntil: { $exists: true } } });
laneSchema.index({ 'stopped.at': 1 }, { partialFilterExpression: { 'stopped.at': { $exists: true } } });

const toLane = ({ _id, ...rest }: LaneDocument): Lane => ({ name: _id, ...rest });
const longAgo = new Date(0);

/** So many more on the day, which begins anew where another one was counted. */
const countedOn = (day: LocalDate, sent: number) => {
  const sameDay = { $eq: ['$day', day] };
  return {
    $set: {
      sentToday: { $add: [{ $cond: [sameDay, '$sentToday', 0] }, sent] },
      dayEnded: { $cond: [sameDay, '$dayEnded', '$$REMOVE'] },
      day,
      usedAt: '$$NOW',
    },
  };
};

/** What a lane is asked for. */
export interface LanePortion {
  readonly holder: string;
  readonly leaseMs: number;
  /** The caller's day and instant. */
  readonly day: LocalDate;
  readonly now: Date;
  readonly most: number;
  readonly perDay: number | null;
}

/** How a portion ended. */
export interface LaneReturn {
  /** How long ago the last messages were answered, in milliseconds. */
  readonly answeredAgo: readonly number[];
  readonly unused: number;
  /** `rest`: told to slow down, until then; `go-on`: somebody took a message without a word; `same`: neither. */
  readonly then:
    | { readonly kind: 'rest'; readonly until: Date }
    | { readonly kind: 'stop'; readonly text: string; readonly at: Date }
    | { readonly kind: 'go-on' | 'same' };
}

/** Lanes by name: taking, giving back, and what pages show. */
export function lanesStore(connection: Connection) {
  const lanes = connection.model<LaneDocument>('Lane', laneSchema);
  const raw = connection.collection<LaneDocument>('lanes'); // pipeline updates, each named below

  const findOrMake = async (name: string): Promise<LaneDocument | null> => {
    const found = await lanes.findById(name).lean<LaneDocument>();
    if (found !== null) return found;
    await insertOnce(() =>
      lanes.updateOne(
        { _id: name },
        {
          $setOnInsert: { fence: 0, recent: [], sentToday: 0, slowdowns: 0 },
          $currentDate: { usedAt: true }, // the clock by which the database forgets it
        },
        { upsert: true },
      ),
    );
    return lanes.findById(name).lean<LaneDocument>();
  };

  return {
    /** Takes the lane for a portion; null when somebody holds it, it rests, is stopped, or its day is full. */
    take: async (
      name: string,
      { holder, leaseMs, day, now, most, perDay }: LanePortion,
    ): Promise<{ readonly lane: Lane; readonly portion: number } | null> => {
      const lane = await findOrMake(name);
      if (lane === null || lane.stopped !== undefined || (lane.restsUntil ?? longAgo) > now) return null;
      const sentToday = lane.day === day ? lane.sentToday : 0;
      const portion = Math.min(most, perDay === null ? most : perDay - sentToday);
      if (portion <= 0) return null;
      const taken = await raw.findOneAndUpdate(
        {
          _id: name,
          fence: lane.fence,
          stopped: { $exists: false },
          $expr: { $lte: [{ $ifNull: ['$leaseUntil', longAgo] }, '$$NOW'] },
        },
        [
          {
            $set: {
              holder,
              leaseUntil: { $add: ['$$NOW', leaseMs] },
              takenAt: '$$NOW',
              lapsed: { $cond: [{ $ifNull: ['$holder', false] }, true, false] },
              fence: { $add: ['$fence', 1] },
              day,
              sentToday: sentToday + portion,
              usedAt: '$$NOW',
            },
          },
        ],
        { returnDocument: 'after' },
      );
      return taken === null ? null : { lane: toLane(taken), portion };
    },

    /** The holder goes on holding it; false when it does not hold it any more. */
    renew: async (name: string, holder: string, leaseMs: number): Promise<boolean> => {
      const renewed = await raw.updateOne({ _id: name, holder }, [
        { $set: { leaseUntil: { $add: ['$$NOW', leaseMs] } } },
      ]);
      return renewed.matchedCount === 1;
    },

    /** Gives it back with what was learnt. */
    giveBack: async (name: string, holder: string, { answeredAgo, unused, then }: LaneReturn): Promise<void> => {
      await raw.updateOne({ _id: name, holder }, [
        {
          $set: {
            holder: '$$REMOVE',
            leaseUntil: '$$REMOVE',
            recent: answeredAgo.map((ms) => ({ $subtract: ['$$NOW', ms] })),
            sentToday: { $subtract: ['$sentToday', unused] },
            ...(then.kind === 'rest' ? { slowdowns: { $add: ['$slowdowns', 1] }, restsUntil: then.until } : {}),
            ...(then.kind === 'go-on' ? { slowdowns: 0, restsUntil: '$$REMOVE' } : {}),
            ...(then.kind === 'stop' ? { stopped: { text: then.text, at: then.at } } : {}),
          },
        },
      ]);
    },

    /** Counts so many more as sent on the day, whoever holds the lane; gives how many that are on it. */
    count: async (name: string, day: LocalDate, sent: number): Promise<number> => {
      await findOrMake(name);
      const after = await raw.findOneAndUpdate({ _id: name }, [countedOn(day, sent)], { returnDocument: 'after' });
      return after?.sentToday ?? sent;
    },

    /** Takes back what was counted for the day and was not sent. */
    uncount: async (name: string, day: LocalDate, unused: number): Promise<void> => {
      await lanes.updateOne({ _id: name, day }, { $inc: { sentToday: -unused } });
    },

    /** Nothing more on that day; false when that was known. */
    endDay: async (name: string, day: LocalDate): Promise<boolean> => {
      await findOrMake(name);
      const ended = await raw.updateOne({ _id: name, $or: [{ day: { $ne: day } }, { dayEnded: { $ne: true } }] }, [
        countedOn(day, 0),
        { $set: { dayEnded: true } },
      ]);
      return ended.modifiedCount === 1;
    },

    /** Nothing goes there until a person says so; what stopped it first stands, and what left before they last said so counts no more. */
    stop: async (name: string, stopped: NonNullable<LaneDocument['stopped']>, leftAt: Date): Promise<void> => {
      await findOrMake(name);
      await lanes.updateOne(
        { _id: name, 'stopped.at': { $exists: false }, ...notLetGoSince(leftAt) },
        { $set: { stopped }, $currentDate: { usedAt: true } },
      );
    },

    /** A person lets mail go there again; false when it was not stopped. */
    letGo: async (name: string, at: Date): Promise<boolean> => {
      const changed = await lanes.updateOne(
        { _id: name, 'stopped.at': { $exists: true } },
        {
          $unset: { stopped: 1, restsUntil: 1 },
          $set: { slowdowns: 0, letGoAt: at },
          $currentDate: { usedAt: true }, // kept for as long as late reports may come
        },
      );
      return changed.matchedCount === 1;
    },

    /** Those that rest after the instant or are stopped, for the pages. */
    notFree: async (now: Date): Promise<readonly Lane[]> => {
      const [resting, stopped] = await Promise.all([
        lanes
          .find({ restsUntil: { $gt: now } })
          .limit(100)
          .lean<LaneDocument[]>(),
        lanes
          .find({ 'stopped.at': { $exists: true, $gt: longAgo } })
          .limit(100)
          .lean<LaneDocument[]>(),
      ]);
      return [...new Map([...stopped, ...resting].map((lane) => [lane._id, lane])).values()].map(toLane);
    },

    find: async (name: string): Promise<Lane | null> => {
      const found = await lanes.findById(name).lean<LaneDocument>();
      return found === null ? null : toLane(found);
    },
  };
}
