// Addresses and people that must not be written to. `_id` is a keyed hash of the address in its canonical form, or
// `person:` and the person's id: it outlives their erasure and tells nobody who it was (requirement D6). What must
// follow a stop stands beside it, in the same write, until it is done (requirement E13).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import type { AlumnusId, SchoolId } from '../domain/alumni/ids.js';
import type { StopReason } from '../domain/waves/invitation.js';
import { scopeOf, stoppedPerson, type SuppressionReason, type SuppressionScope } from '../domain/waves/suppression.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { takeFollowUpOut, withOpenFollowUps } from './follow-ups.js';
import { withinSchools } from './within-schools.js';

/** What must follow a person's stop: their record, their invitations, their open messages. */
export interface StopFollowUp {
  readonly id: string;
  readonly kind: 'stop-person';
}

interface SuppressionDocument {
  readonly _id: string;
  readonly reason: SuppressionReason;
  readonly scope: SuppressionScope;
  readonly at: Date;
  /** What shows it: `mail:` and the mail's hash, `link:` and the message, `staff:` and who. */
  readonly evidence?: string;
  /** Whose address it is, where that is known; gone with their record. */
  readonly alumnusId?: AlumnusId;
  readonly schoolId?: SchoolId;
  /** It stood here, and mail may go there again. */
  readonly liftedAt?: Date;
  /** Moment and id: newest first, and where the next page goes on. */
  readonly position: string;
  readonly followUps?: readonly StopFollowUp[];
  readonly auditIntents?: readonly AuditIntent[];
}

/** One entry of the list. */
export type StoredSuppression = Omit<SuppressionDocument, '_id' | 'followUps' | 'auditIntents'> & {
  readonly id: string;
};

/** What is known of an entry besides its reason. */
export interface SuppressionFacts {
  readonly scope?: SuppressionScope;
  readonly evidence?: string;
  readonly alumnusId?: AlumnusId;
  readonly schoolId?: SchoolId;
  readonly audit?: AuditIntent;
}

const suppressionSchema = new Schema<SuppressionDocument>(
  {
    _id: { type: String, required: true },
    reason: { type: String, required: true },
    scope: { type: String, required: true },
    at: { type: Date, required: true },
    evidence: { type: String },
    alumnusId: { type: String },
    schoolId: { type: String },
    liftedAt: { type: Date },
    position: { type: String, required: true },
    followUps: {
      type: [new Schema({ id: String, kind: String }, { _id: false, id: false })],
      default: undefined, // absent when empty, so that the partial index of open follow-ups stays small
    },
    auditIntents: auditIntentsField,
  },
  { collection: 'suppressions', versionKey: false, strict: 'throw' },
);
suppressionSchema.index({ 'followUps.id': 1 }, { partialFilterExpression: { 'followUps.id': { $exists: true } } });
suppressionSchema.index({ position: -1 });
suppressionSchema.index({ reason: 1, position: -1 });
suppressionSchema.index({ schoolId: 1, position: -1 }, { partialFilterExpression: { schoolId: { $exists: true } } });
suppressionSchema.index({ alumnusId: 1 }, { partialFilterExpression: { alumnusId: { $exists: true } } });
suppressionSchema.index(...auditIntentsIndex);

const positionOf = (at: Date, id: string): string => `${at.toISOString()}~${id}`;
const toSuppression = ({ _id, followUps: _f, auditIntents: _a, ...rest }: SuppressionDocument): StoredSuppression => ({
  id: _id,
  ...rest,
});

const personKey = (id: AlumnusId): string => `person:${id}`;

/** Stops by address and by person. */
export function suppressionsStore(connection: Connection) {
  const suppressions = connection.model<SuppressionDocument>('Suppression', suppressionSchema);
  return {
    /**
     * An address must not be mailed; the first reason stands. False when it stands already. One that was lifted comes back
     * for what happened since. `hash` is the keyed hash.
     */
    addAddress: async (
      hash: string,
      reason: SuppressionReason,
      at: Date,
      { audit, scope = scopeOf(reason), ...facts }: SuppressionFacts = {},
    ): Promise<boolean> => {
      const entry = { reason, scope, at, position: positionOf(at, hash), ...facts };
      const written = await suppressions.updateOne(
        { _id: hash },
        { $setOnInsert: { ...entry, ...(audit === undefined ? {} : { auditIntents: [audit] }) } },
        { upsert: true },
      );
      if (written.upsertedCount === 1) return true;
      const again = await suppressions.updateOne(
        { _id: hash, liftedAt: { $lt: at } },
        { $set: entry, $unset: { liftedAt: 1 }, ...(audit === undefined ? {} : { $push: { auditIntents: audit } }) },
      );
      return again.matchedCount === 1;
    },

    /** Records that a person must not be written to, with what must follow, in one write. */
    stopPerson: async (
      id: AlumnusId,
      reason: StopReason,
      at: Date,
      {
        followUp,
        audit,
        ...facts
      }: { followUp: StopFollowUp; audit: AuditIntent } & Pick<SuppressionFacts, 'evidence' | 'schoolId'>,
    ): Promise<void> => {
      const key = personKey(id);
      await suppressions.updateOne(
        { _id: key },
        {
          $set: { reason, scope: scopeOf(reason), at, position: positionOf(at, key), alumnusId: id, ...facts },
          $unset: { liftedAt: 1 },
          $push: { followUps: followUp, auditIntents: audit },
        },
        { upsert: true },
      );
    },

    find: async (id: string): Promise<StoredSuppression | null> => {
      const found = await suppressions.findById(id).lean<SuppressionDocument>();
      return found === null ? null : toSuppression(found);
    },

    /** Whether nothing at all may go to the address, service mail included. */
    stopsEverything: async (hash: string): Promise<boolean> =>
      (await suppressions.exists({ _id: hash, scope: 'all', liftedAt: { $exists: false } })) !== null,

    /** Mail may go there again; false when it does not stand. What open stops of it were to do is dropped. */
    lift: async (id: string, at: Date, audit: AuditIntent): Promise<boolean> =>
      (
        await suppressions.updateOne(
          { _id: id, liftedAt: { $exists: false } },
          { $set: { liftedAt: at }, $unset: { followUps: 1 }, $push: { auditIntents: audit } },
        )
      ).matchedCount === 1,

    /** A stop for that reason is taken back, and the person's objection of the moment stands in its place; false when it does not stand. */
    leaveObjection: async (id: string, reason: SuppressionReason, at: Date, audit: AuditIntent): Promise<boolean> => {
      const objection = { reason: 'objected', scope: scopeOf('objected'), at, position: positionOf(at, id) } as const;
      const changed = await suppressions.updateOne(
        { _id: id, reason, liftedAt: { $exists: false } },
        { $set: objection, $unset: { evidence: 1, followUps: 1 }, $push: { auditIntents: audit } },
      );
      return changed.matchedCount === 1;
    },

    /** A page of what stands, newest first, from after a position. */
    page: async (
      scope: SchoolScope,
      {
        reason,
        after,
        limit,
      }: { readonly reason?: SuppressionReason; readonly after?: string; readonly limit: number },
    ): Promise<readonly StoredSuppression[]> =>
      (
        await suppressions
          .find({
            position: after === undefined ? { $gt: '' } : { $lt: after },
            liftedAt: { $exists: false },
            ...(reason === undefined ? {} : { reason }),
            ...withinSchools(scope),
          })
          .sort({ position: -1 })
          .limit(limit)
          .lean<SuppressionDocument[]>()
      ).map(toSuppression),

    /** Everything on the list, newest first, with little memory; lifted entries too. */
    async *each(): AsyncGenerator<StoredSuppression> {
      const cursor = suppressions
        .find({ position: { $gt: '' } })
        .sort({ position: -1 })
        .lean<SuppressionDocument[]>()
        .cursor({ batchSize: 1_000 });
      for await (const document of cursor as AsyncIterable<SuppressionDocument>) yield toSuppression(document);
    },

    /** Which of these hashes are stopped and why, and which of these people. */
    among: async (
      hashes: readonly string[],
      people: readonly AlumnusId[],
    ): Promise<{
      readonly addresses: ReadonlyMap<string, SuppressionReason>;
      readonly people: ReadonlySet<string>;
    }> => {
      const found = await suppressions
        .find({ _id: { $in: [...hashes, ...people.map(personKey)] }, liftedAt: { $exists: false } }, { reason: 1 })
        .lean<Pick<SuppressionDocument, '_id' | 'reason'>[]>();
      return {
        addresses: new Map(
          found.filter(({ _id }) => stoppedPerson(_id) === null).map(({ _id, reason }) => [_id, reason]),
        ),
        people: new Set(found.flatMap(({ _id }) => stoppedPerson(_id) ?? [])),
      };
    },

    withFollowUps: async (
      limit: number,
    ): Promise<readonly { alumnusId: AlumnusId; reason: StopReason; at: Date; followUps: readonly StopFollowUp[] }[]> =>
      (await suppressions.find(withOpenFollowUps).limit(limit).lean<SuppressionDocument[]>()).map(
        ({ _id, reason, at, followUps = [] }) => ({
          alumnusId: _id.slice('person:'.length) as AlumnusId,
          reason: reason as StopReason,
          at,
          followUps,
        }),
      ),

    followUpDone: (id: AlumnusId, followUpId: string): Promise<void> =>
      takeFollowUpOut(suppressions, personKey(id), followUpId),
  };
}
