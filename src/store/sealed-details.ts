// What is sealed beside the claims of a destination record. It stands apart from them, so that ordinary reads never carry it; that
// somebody read it is written in the same act (requirement P5).
import type { Model } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { ClaimId } from '../domain/destinations/claim.js';
import type { RecordDocument, SealedDetail } from './destination-record-schema.js';
import { withinSchools } from './within-schools.js';

/** A part of the store of destination records. */
export function sealedDetails(records: Model<RecordDocument>) {
  return {
    /** The sealed detail of a claim; that it was read is written in the same act. Null when there is none. */
    readDetail: async (
      scope: SchoolScope,
      id: AlumnusId,
      claimId: ClaimId,
      audit: AuditIntent,
    ): Promise<SealedDetail | null> => {
      const document = await records
        .findOneAndUpdate(
          { _id: id, 'details.claimId': claimId, ...withinSchools(scope) },
          { $push: { auditIntents: audit } },
          { projection: { details: 1 } },
        )
        .lean<Pick<RecordDocument, 'details'>>();
      return document?.details.find((detail) => detail.claimId === claimId) ?? null;
    },

    /** Which claims have something sealed beside them, and the acts that the log has not taken yet. */
    besides: async (
      scope: SchoolScope,
      id: AlumnusId,
    ): Promise<{ readonly sealed: readonly ClaimId[]; readonly openIntents: readonly AuditIntent[] }> => {
      const document = await records
        .findOne({ _id: id, ...withinSchools(scope) }, { 'details.claimId': 1, auditIntents: 1 })
        .lean<Pick<RecordDocument, 'details' | 'auditIntents'>>();
      return {
        sealed: document?.details.map((detail) => detail.claimId) ?? [],
        openIntents: document?.auditIntents ?? [],
      };
    },

    /** What is sealed beside the claims of a record, for moving it to another. */
    sealedOf: async (id: AlumnusId): Promise<readonly SealedDetail[]> =>
      (await records.findById(id, { details: 1 }).lean<Pick<RecordDocument, 'details'>>())?.details ?? [],

    /** The same of many records; those of which nothing is sealed are absent. */
    sealedOfMany: async (ids: readonly AlumnusId[]): Promise<ReadonlyMap<AlumnusId, readonly SealedDetail[]>> => {
      const found = await records
        .find({ _id: { $in: [...ids] } }, { details: 1 })
        .lean<Pick<RecordDocument, '_id' | 'details'>[]>();
      return new Map(found.map(({ _id, details }) => [_id, details] as const));
    },

    /** The statements of these people with what is sealed beside them, for counting. */
    withSealed: async (
      ids: readonly AlumnusId[],
    ): Promise<ReadonlyMap<AlumnusId, Pick<RecordDocument, 'claims' | 'details'>>> => {
      const found = await records
        .find({ _id: { $in: [...ids] } }, { claims: 1, details: 1 })
        .lean<Pick<RecordDocument, '_id' | 'claims' | 'details'>[]>();
      return new Map(found.map(({ _id, claims, details }) => [_id, { claims, details }]));
    },
  };
}
