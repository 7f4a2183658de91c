// Records that were merged into another one: what they held, whole, so that a merge is undone exactly (feature 12). `_id` is
// the record's own id, under which links, addresses of pages and older mail still name the person; looking up a person
// follows it to the record that stays. The trace of the merge stands here before the record that stays is changed.
import { Schema, type Connection, type Model } from 'mongoose';
import type { PairId } from '../domain/alumni/duplicate.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { Alumnus } from '../domain/alumni/alumnus.js';
import type { MergeTrace } from '../domain/alumni/merge.js';
import type { DestinationRecord } from '../domain/destinations/record.js';
import type { InvitationId, InvitationState } from '../domain/waves/invitation.js';
import type { StepId } from '../domain/waves/wave.js';
import type { SealedDetail } from './destination-record-schema.js';

/** An invitation that ended because the person is asked once. */
export interface EndedByMerge {
  readonly id: InvitationId;
  readonly state: InvitationState;
  readonly nextStep?: StepId;
  readonly nextDueAt?: Date;
  /** From when the call was due, where one waited. */
  readonly callAt?: Date;
}

/** A record that was merged into another. */
export interface MergedPerson extends MergeTrace {
  readonly id: AlumnusId;
  readonly into: AlumnusId;
  readonly pair: PairId;
  /** Their destination record with what is sealed beside it; null where they had none, absent until it is taken over. */
  readonly record?: DestinationRecord | null;
  readonly details?: readonly SealedDetail[];
  /** Which invitations end, each written down before it does. */
  readonly ended?: readonly EndedByMerge[];
  /** Mail from them or about them that was put with the record that stays. */
  readonly mails?: readonly string[];
  /** While the merge is being undone: their record as it will be put back. */
  readonly back?: Alumnus;
}

interface MergedPersonDocument extends Omit<MergedPerson, 'id'> {
  readonly _id: AlumnusId;
}

const whole = { type: Schema.Types.Mixed } as const; // kept as it was, whatever its shape was then
const mergedPersonSchema = new Schema<MergedPersonDocument>(
  {
    _id: { type: String, required: true },
    into: { type: String, required: true },
    pair: { type: String, required: true },
    before: whole,
    after: whole,
    theirs: whole,
    numbers: whole,
    record: whole,
    details: whole,
    ended: whole,
    mails: whole,
    back: whole,
  },
  { collection: 'mergedpeople', versionKey: false, strict: 'throw', minimize: false },
);
mergedPersonSchema.index({ into: 1 });

const mergedPeopleModel = (connection: Connection): Model<MergedPersonDocument> =>
  (connection.models['MergedPerson'] as Model<MergedPersonDocument> | undefined) ??
  connection.model<MergedPersonDocument>('MergedPerson', mergedPersonSchema);

/** More merges of one person after another are not followed. */
const mostMerges = 20;

/** Where the records of these ids are to be found now: of those that were merged, the id of the record that stays. */
export async function mergedInto(
  connection: Connection,
  ids: readonly AlumnusId[],
): Promise<ReadonlyMap<AlumnusId, AlumnusId>> {
  const people = mergedPeopleModel(connection);
  const into = new Map<AlumnusId, AlumnusId>();
  let asked: readonly AlumnusId[] = [...new Set(ids)];
  for (let turn = 0; turn < mostMerges && asked.length > 0; turn += 1) {
    const found = await people
      .find({ _id: { $in: [...asked] } }, { into: 1 })
      .lean<Pick<MergedPersonDocument, '_id' | 'into'>[]>();
    for (const { _id, into: other } of found) into.set(_id, other);
    asked = found.map(({ into: other }) => other).filter((id) => !into.has(id));
  }
  const last = (id: AlumnusId, turns = 0): AlumnusId => {
    const next = into.get(id);
    return next === undefined || turns > mostMerges ? id : last(next, turns + 1);
  };
  return new Map(ids.filter((id) => into.has(id)).map((id) => [id, last(id)]));
}

/** Merged records by their own id. */
export function mergedPeopleStore(connection: Connection) {
  const people = mergedPeopleModel(connection);
  return {
    find: async (id: AlumnusId): Promise<MergedPerson | null> => {
      const found = await people.findById(id).lean<MergedPersonDocument>();
      if (found === null) return null;
      const { _id, ...rest } = found;
      return { id: _id, ...rest };
    },

    /** In which pairs these people were merged into another. */
    pairsOf: async (ids: readonly AlumnusId[]): Promise<readonly PairId[]> =>
      (await people.find({ _id: { $in: [...ids] } }, { pair: 1 }).lean<Pick<MergedPersonDocument, 'pair'>[]>()).map(
        ({ pair }) => pair,
      ),

    /** Writes down what a merge is about to change; again, where the record that stays changed meanwhile. */
    keep: async ({ id, ...trace }: MergedPerson): Promise<void> => {
      await people.updateOne({ _id: id }, { $set: trace }, { upsert: true });
    },

    /** Adds what was taken over with it. */
    note: async (id: AlumnusId, taken: Pick<MergedPerson, 'record' | 'details' | 'mails' | 'back'>): Promise<void> => {
      await people.updateOne({ _id: id }, { $set: taken });
    },

    /** Adds an invitation that is about to end; again changes nothing. */
    addEnded: async (id: AlumnusId, ended: EndedByMerge): Promise<void> => {
      await people.updateOne({ _id: id, 'ended.id': { $ne: ended.id } }, { $push: { ended } });
    },

    /** The merges in which one of these people, given in order of id, went or stayed: few, so a stretch of ids is read. */
    touching: async (ids: readonly AlumnusId[]): Promise<readonly MergedPerson[]> => {
      const [first, last] = [ids[0], ids.at(-1)];
      if (first === undefined || last === undefined) return [];
      const between = { $gte: first, $lte: last };
      const found = await Promise.all([
        people.find({ _id: between }).lean<MergedPersonDocument[]>(),
        people.find({ into: between }).lean<MergedPersonDocument[]>(),
      ]);
      const asked = new Set(ids);
      const touched = found.flat().filter(({ _id, into }) => asked.has(_id) || asked.has(into));
      return [...new Map(touched.map(({ _id, ...rest }) => [_id, { id: _id, ...rest }])).values()];
    },

    /** Under which number the record that stays now knows a contact point that had this number in the record of the id. */
    numberOf: async (id: AlumnusId, number: number): Promise<number> => {
      let at: { readonly id: AlumnusId; readonly number: number } = { id, number };
      for (let turn = 0; turn < mostMerges; turn += 1) {
        const trace = await people.findById(at.id, { into: 1, numbers: 1 }).lean<MergedPersonDocument>();
        if (trace === null) break;
        at = { id: trace.into, number: trace.numbers[at.number] ?? at.number };
      }
      return at.number;
    },

    remove: async (id: AlumnusId): Promise<void> => {
      await people.deleteOne({ _id: id });
    },
  };
}
