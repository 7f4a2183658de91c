// Destination records that wait for a person: for a decision or a coding, for a second look, and what was decided together.
import type { Model } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { DestinationRecord } from '../domain/destinations/record.js';
import { ordinary, toRecord, type RecordDocument } from './destination-record-schema.js';
import { withinSchools } from './within-schools.js';

/** Sorts after every key that begins with a date. */
const AFTER_ALL = '~';
/** A part of the store of destination records. */
export function reviewQueues(records: Model<RecordDocument>) {
  return {
    /**
     * Records with an open conflict by reference date: `upcoming` those from today on, the nearest first; `past` the
     * others, the latest first. `after` is the key of the last one seen.
     */
    reviewQueue: async (
      scope: SchoolScope,
      { part, today, after, limit }: { part: 'upcoming' | 'past'; today: LocalDate; after: string; limit: number },
    ): Promise<readonly { record: DestinationRecord; key: string }[]> => {
      const upcoming = part === 'upcoming';
      const bounds = upcoming
        ? { $gt: after === '' ? today : after, $lt: AFTER_ALL }
        : { $gte: '', $lt: after === '' ? today : after };
      const found = await records
        .find({ reviewKey: { $exists: true, ...bounds }, ...withinSchools(scope) }, ordinary)
        .sort({ reviewKey: upcoming ? 1 : -1 })
        .limit(limit)
        .lean<RecordDocument[]>();
      return found.map((document) => ({ record: toRecord(document), key: document.reviewKey ?? '' }));
    },

    /** Gives records their place in the queue, or takes it away, unless they changed since the revision was read. */
    queueAgain: async (
      of: readonly (Pick<DestinationRecord, 'id' | 'revision'> & { readonly reviewKey: string | undefined })[],
    ): Promise<void> => {
      if (of.length === 0) return;
      await records.bulkWrite(
        of.map(({ id, revision, reviewKey }) => ({
          updateOne: {
            filter: { _id: id, revision },
            update: reviewKey === undefined ? { $unset: { reviewKey: 1 } } : { $set: { reviewKey } },
          },
        })),
        { ordered: false },
      );
    },

    /** People with a decision that waits for its second look, by reference date, after the key given. */
    secondLooksDue: async (
      scope: SchoolScope,
      after: string,
      limit: number,
    ): Promise<readonly { readonly record: DestinationRecord; readonly key: string }[]> => {
      const found = await records
        .find({ secondLookKey: { $exists: true, $gt: after }, ...withinSchools(scope) }, ordinary)
        .sort({ secondLookKey: 1 })
        .limit(limit)
        .lean<RecordDocument[]>();
      return found.map((document) => ({ record: toRecord(document), key: document.secondLookKey ?? '' }));
    },

    countSecondLooksDue: (scope: SchoolScope): Promise<number> =>
      records.countDocuments({ secondLookKey: { $exists: true, $gte: '' }, ...withinSchools(scope) }),

    /** How many second looks there were, and how many said the same as the first. */
    countSecondLooks: async (scope: SchoolScope): Promise<{ readonly looks: number; readonly agreed: number }> => {
      const rows = await records.aggregate<{ _id: boolean; count: number }>([
        {
          $match: {
            secondLooks: { $exists: true },
            'secondLooks.agrees': { $in: [true, false] },
            ...withinSchools(scope),
          },
        },
        { $unwind: '$secondLooks' },
        { $group: { _id: '$secondLooks.agrees', count: { $sum: 1 } } },
      ]);
      const of = (agrees: boolean): number => rows.find(({ _id }) => _id === agrees)?.count ?? 0;
      return { looks: of(true) + of(false), agreed: of(true) };
    },

    /** People with a decision that was part of the bulk act. */
    decidedInBatch: async (scope: SchoolScope, batch: string): Promise<readonly DestinationRecord[]> =>
      (
        await records
          .find({ 'decisions.batch': { $exists: true, $eq: batch }, ...withinSchools(scope) }, ordinary)
          .lean<RecordDocument[]>()
      ).map(toRecord),

    /** How many people have an open conflict. */
    countReviews: (scope: SchoolScope): Promise<number> =>
      records.countDocuments({ reviewKey: { $exists: true, $gte: '' }, ...withinSchools(scope) }),
  };
}
