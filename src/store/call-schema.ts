// The shape of one person to be rung, as it is kept. `nextAt` is there while it waits; `holder` and `leaseUntil` while
// somebody rings.
import { Schema } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { StaffId } from '../domain/alumni/ids.js';
import type { Call, CallAttempt, CallId, CallOutcome } from '../domain/waves/call.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';

/** What an outcome brings with it; done at once, completed by a recurring job. */
export interface CallFollowUp {
  readonly id: string;
  readonly outcome: CallOutcome;
  readonly contactNumber: number;
  readonly by: StaffId;
}

export interface CallDocument extends Omit<Call, 'id'> {
  readonly _id: CallId;
  readonly createdAt: Date;
  readonly followUps?: readonly CallFollowUp[];
  readonly auditIntents?: readonly AuditIntent[];
}

const inner = { _id: false, id: false } as const;
export const callSchema = new Schema<CallDocument>(
  {
    _id: { type: String, required: true },
    waveId: { type: String },
    invitationId: { type: String },
    alumnusId: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    state: { type: String, required: true },
    end: { type: String },
    priority: { type: Number, required: true },
    nextAt: { type: Date },
    attempts: {
      type: [
        new Schema<CallAttempt>(
          { number: Number, at: Date, by: String, contactNumber: Number, outcome: String, note: String },
          inner,
        ),
      ],
      required: true,
    },
    holder: { type: String },
    leaseUntil: { type: Date },
    fence: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    followUps: {
      type: [new Schema<CallFollowUp>({ id: String, outcome: String, contactNumber: Number, by: String }, inner)],
      default: undefined, // absent when empty, so that the partial index of open follow-ups stays small
    },
    auditIntents: auditIntentsField,
  },
  { collection: 'calls', versionKey: false, strict: 'throw' },
);
callSchema.index({ priority: 1, nextAt: 1 }, { partialFilterExpression: { nextAt: { $exists: true } } });
callSchema.index({ holder: 1 }, { partialFilterExpression: { holder: { $exists: true } } });
callSchema.index({ alumnusId: 1 });
callSchema.index({ waveId: 1, state: 1, end: 1, schoolId: 1 });
callSchema.index({ 'followUps.id': 1 }, { partialFilterExpression: { 'followUps.id': { $exists: true } } });
callSchema.index(...auditIntentsIndex);
