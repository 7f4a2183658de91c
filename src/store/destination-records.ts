// Destination records: one document per person with everything said, decided and derived (architecture, section 4).
// Every change is guarded by the revision it rests on (requirement F7) and carries what must follow: the row for counting
// (decision R16) and the audit intents. Reads for staff take a school scope (requirement W5).
import type { Connection } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import type { ClaimId } from '../domain/destinations/claim.js';
import type { DestinationRecord } from '../domain/destinations/record.js';
import { insertNew, insertOnce } from './insert-new.js';
import {
  ordinary,
  recordSchema,
  toRecord,
  type Position,
  type RecordDocument,
  type SealedDetail,
} from './destination-record-schema.js';
import { reviewQueues } from './review-queues.js';
import { sealedDetails } from './sealed-details.js';
import { withinSchools } from './within-schools.js';

/** What is written with a record beside itself. */
interface RecordChange extends Position {
  readonly newDetails: readonly SealedDetail[];
  /** Of claims that leave the record; never beside new ones. */
  readonly goneDetails?: readonly ClaimId[];
  readonly audit: readonly AuditIntent[];
}

/** Records by person, what waits in them, what is sealed beside them, and what is due. */
export function destinationRecordsStore(connection: Connection) {
  const records = connection.model<RecordDocument>('DestinationRecord', recordSchema);

  const firstDocument = (
    { id, ...rest }: DestinationRecord,
    { newDetails, goneDetails: _none, audit, ...position }: RecordChange,
  ): RecordDocument => ({
    _id: id,
    ...rest,
    ...position,
    details: newDetails,
    outcomeDue: true,
    ...(audit.length > 0 && { auditIntents: audit }),
  });

  const insert = (record: DestinationRecord, change: RecordChange): Promise<boolean> =>
    insertOnce(() => records.create(firstDocument(record, change)));

  return {
    ...reviewQueues(records),
    ...sealedDetails(records),

    find: async (scope: SchoolScope, id: AlumnusId): Promise<DestinationRecord | null> => {
      const document = await records.findOne({ _id: id, ...withinSchools(scope) }, ordinary).lean<RecordDocument>();
      return document === null ? null : toRecord(document);
    },

    findMany: async (
      scope: SchoolScope,
      ids: readonly AlumnusId[],
    ): Promise<ReadonlyMap<AlumnusId, DestinationRecord>> => {
      const found = await records
        .find({ _id: { $in: [...ids] }, ...withinSchools(scope) }, ordinary)
        .lean<RecordDocument[]>();
      return new Map(found.map((document) => [document._id, toRecord(document)]));
    },

    /** Those of these people who left on the day or later, or on any day. */
    leftSince: async (ids: readonly AlumnusId[], day: LocalDate | undefined): Promise<readonly DestinationRecord[]> => {
      const since = day === undefined ? {} : { leftOn: { $gte: day } };
      return (await records.find({ _id: { $in: [...ids] }, ...since }, ordinary).lean<RecordDocument[]>()).map(
        toRecord,
      );
    },

    /** Those who stood in the school's cohort once and stand in another now. */
    async *movedFrom({
      cohortId,
      schoolId,
    }: Pick<DestinationRecord, 'cohortId' | 'schoolId'>): AsyncGenerator<DestinationRecord> {
      const stood = { 'knownAs.cohortId': cohortId, 'knownAs.schoolId': schoolId };
      const before: object = { 'knownAs.1': { $exists: true }, ...stood };
      for await (const document of records.find(before, ordinary).lean<RecordDocument[]>().cursor()) {
        if (document.cohortId !== cohortId || document.schoolId !== schoolId) yield toRecord(document);
      }
    },

    /** Writes the record if the one held has the revision before it (none for revision 1); false when it has not. */
    save: async (record: DestinationRecord, change: RecordChange): Promise<boolean> => {
      if (record.revision === 1) return insert(record, change);
      const { id, ...rest } = record;
      const { newDetails, goneDetails = [], audit, reviewKey, secondLookKey, recountFrom } = change;
      const gone = {
        ...(reviewKey === undefined && { reviewKey: 1 as const }),
        ...(secondLookKey === undefined && { secondLookKey: 1 as const }),
        ...(recountFrom === undefined && { recountFrom: 1 as const }),
      };
      const added = {
        ...(newDetails.length > 0 && { details: { $each: [...newDetails] } }),
        ...(audit.length > 0 && { auditIntents: { $each: [...audit] } }),
      };
      const written = await records.updateOne(
        { _id: id, revision: record.revision - 1 },
        {
          $set: {
            ...rest,
            outcomeDue: true,
            ...(reviewKey !== undefined && { reviewKey }),
            ...(secondLookKey !== undefined && { secondLookKey }),
            ...(recountFrom !== undefined && { recountFrom }),
          },
          ...(Object.keys(gone).length > 0 && { $unset: gone }),
          ...(Object.keys(added).length > 0 && { $push: added }),
          ...(goneDetails.length > 0 && { $pull: { details: { claimId: { $in: [...goneDetails] } } } }),
        },
      );
      return written.matchedCount === 1;
    },

    /** Begins the records of people who have none; who has one keeps it. */
    begin: async (
      begun: readonly { readonly record: DestinationRecord; readonly change: RecordChange }[],
    ): Promise<void> => {
      await insertNew(
        records,
        begun.map(({ record, change }) => firstDocument(record, change)),
      );
    },

    /** Puts a record back as it was, with what is sealed beside it; a second time changes nothing. */
    putBack: async ({ id, ...record }: DestinationRecord, details: readonly SealedDetail[]): Promise<void> => {
      await insertOnce(() => records.create({ _id: id, ...record, details, outcomeDue: true }));
    },

    /** Takes the record out if it still has the revision; false when it changed meanwhile or is read just now. */
    takeOut: async (id: AlumnusId, revision: number): Promise<boolean> =>
      (await records.deleteOne({ _id: id, revision, auditIntents: { $exists: false } })).deletedCount === 1,

    /** Records whose row for counting is still to be written. */
    withOutcomeDue: async (limit: number): Promise<readonly DestinationRecord[]> =>
      (await records.find({ outcomeDue: true }, ordinary).limit(limit).lean<RecordDocument[]>()).map(toRecord),

    /** Whose row is still to be written. */
    outcomeDueOf: async (ids: readonly AlumnusId[]): Promise<readonly AlumnusId[]> =>
      (
        await records
          .find({ _id: { $in: [...ids] }, outcomeDue: true }, { _id: 1 })
          .lean<Pick<RecordDocument, '_id'>[]>()
      ).map(({ _id }) => _id),

    /** Has the rows of these people written once more. */
    markOutcomeDue: async (ids: readonly AlumnusId[]): Promise<void> => {
      await records.updateMany({ _id: { $in: [...ids] } }, { $set: { outcomeDue: true } });
    },

    clearOutcomeDue: async (...of: readonly Pick<DestinationRecord, 'id' | 'revision'>[]): Promise<void> => {
      if (of.length === 0) return;
      await records.bulkWrite(
        of.map(({ id, revision }) => ({
          updateOne: { filter: { _id: id, revision }, update: { $unset: { outcomeDue: 1 } } },
        })),
        { ordered: false },
      );
    },

    /** People whose results may read otherwise by now, though nothing new was said. */
    withRecountDue: async (today: LocalDate, limit: number): Promise<readonly AlumnusId[]> =>
      (
        await records
          .find({ recountFrom: { $exists: true, $lte: today } }, { _id: 1 })
          .limit(limit)
          .lean<Pick<RecordDocument, '_id'>[]>()
      ).map(({ _id }) => _id),
  };
}
