// Which versions of the trust's own rule were ever in force, and how far is the recount under each? One document a version among the
// settings: publishing is one write, and in the same write stands that everybody it judges has still to be counted under it.
import { Schema, type Connection } from 'mongoose';
import type { AlumnusId } from '../domain/alumni/ids.js';

/** People whom the recount has looked at, and those of them whom the version judges. */
interface Counted {
  readonly people: number;
  readonly judged: number;
}

/** A recount under way: everybody up to this person, in order of ids, was looked at. */
export interface Recount extends Counted {
  /** Empty before the first. */
  readonly after: AlumnusId | '';
}

/** One version as it was published. */
export interface PublishedOwnRule {
  readonly version: number;
  readonly text: string;
  readonly recount?: Recount;
  readonly recounted?: Counted & { readonly at: Date };
}

interface OwnRuleDocument extends Omit<PublishedOwnRule, 'version' | 'text'> {
  readonly _id: string;
  readonly value: string;
}

const inner = { _id: false, id: false } as const;
const counted = { people: Number, judged: Number } as const;
const ownRuleSchema = new Schema<OwnRuleDocument>(
  {
    _id: { type: String, required: true },
    value: { type: String, required: true },
    recount: new Schema<Recount>({ after: String, ...counted }, inner),
    recounted: new Schema({ ...counted, at: Date }, inner),
  },
  { collection: 'settings', versionKey: false, strict: 'throw' },
);

const prefix = 'own-rule:';
const all = { _id: { $gte: prefix, $lt: 'own-rule;' } } as const; // the sign after the colon
const idOf = (version: number): string => `${prefix}${version}`;
const toRule = ({ _id, value, ...rest }: OwnRuleDocument): PublishedOwnRule => ({
  version: Number(_id.slice(prefix.length)),
  text: value,
  ...rest,
});

/** Versions by number. */
export function ownRulesStore(connection: Connection) {
  const rules = connection.model<OwnRuleDocument>('OwnRule', ownRuleSchema);
  return {
    /** Publishes the version unless it was before, with the recount that follows; gives the text that stands. */
    publish: async (version: number, text: string): Promise<string> => {
      const recount: Recount = { after: '', people: 0, judged: 0 };
      const stands = await rules
        .findOneAndUpdate(
          { _id: idOf(version) },
          { $setOnInsert: { value: text, recount } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<OwnRuleDocument>();
      return stands.value;
    },

    find: async (version: number): Promise<PublishedOwnRule | null> => {
      const document = await rules.findById(idOf(version)).lean<OwnRuleDocument>();
      return document === null ? null : toRule(document);
    },

    list: async (): Promise<readonly PublishedOwnRule[]> =>
      (await rules.find(all).lean<OwnRuleDocument[]>()).map(toRule).sort((one, other) => one.version - other.version),

    /** Moves a recount on past some more people; false when somebody else did so first. */
    advance: async (version: number, from: Recount, next: Recount): Promise<boolean> => {
      const written = await rules.updateOne(
        { _id: idOf(version), 'recount.after': from.after },
        { $set: { recount: next } },
      );
      return written.matchedCount === 1;
    },

    /** Everybody was looked at; a second time changes nothing. */
    finish: async (version: number, { after, people, judged }: Recount, at: Date): Promise<void> => {
      await rules.updateOne(
        { _id: idOf(version), 'recount.after': after },
        { $set: { recounted: { people, judged, at } }, $unset: { recount: 1 } },
      );
    },
  };
}
