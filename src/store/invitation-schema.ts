// What is kept of one candidate of a wave. Ids are wave : alumnus, so that a wave's invitations are one range of _id, written
// and read in order (decision R4).
import { Schema, type Connection, type Model } from 'mongoose';
import type { Invitation, InvitationId } from '../domain/waves/invitation.js';
import type { WaveId } from '../domain/waves/wave.js';

export interface InvitationDocument extends Omit<Invitation, 'id'> {
  readonly _id: InvitationId;
}

const invitationSchema = new Schema<InvitationDocument>(
  {
    _id: { type: String, required: true },
    waveId: { type: String, required: true },
    alumnusId: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    questionnaire: new Schema({ name: String, version: Number }, { _id: false, id: false }),
    modules: { type: [new Schema({ name: String, version: Number }, { _id: false, id: false })], default: undefined },
    state: { type: String, required: true },
    exclusion: { type: String },
    stop: { type: String },
    byTelephone: { type: Boolean },
    addressNumber: { type: Number },
    openedAt: { type: Date },
    reading: new Schema({ language: String, easy: Boolean, helped: Boolean }, { _id: false, id: false }),
    moved: new Schema({ from: Number, step: String }, { _id: false, id: false }),
    nextStep: { type: String },
    nextDueAt: { type: Date },
    group: { type: String },
    lastStep: { type: String },
    lastDueAt: { type: Date },
    completedAt: { type: Date },
  },
  { collection: 'invitations', versionKey: false, strict: 'throw' },
);
invitationSchema.index({ waveId: 1, nextDueAt: 1 }, { partialFilterExpression: { nextDueAt: { $exists: true } } });
invitationSchema.index({ alumnusId: 1 });
// What a wave's page lists: one state or one reason, by school, in order.
invitationSchema.index({ waveId: 1, state: 1, exclusion: 1, _id: 1 });
invitationSchema.index({ waveId: 1, _id: 1 }, { partialFilterExpression: { byTelephone: true } });

/** The one model of invitations on a connection, made at the first call. */
export const invitationModel = (connection: Connection): Model<InvitationDocument> =>
  (connection.models['Invitation'] as Model<InvitationDocument> | undefined) ??
  connection.model<InvitationDocument>('Invitation', invitationSchema);

export const toInvitation = ({ _id, ...rest }: InvitationDocument): Invitation => ({ id: _id, ...rest });

/** The invitations of a wave, from after an id. */
export const ofWave = (wave: WaveId, after = `${wave}:`) => ({
  _id: { $gt: after as InvitationId, $lt: `${wave};` as InvitationId },
});
