// The candidates of a wave whom no mail can reach: they are texted or rung. Part of the store of invitations.
import type { Model } from 'mongoose';
import type { SchoolScope } from '../domain/alumni/alumnus.js';
import { ofMailAlone } from '../domain/waves/eligibility.js';
import type { Invitation, InvitationId, InvitationState } from '../domain/waves/invitation.js';
import type { StepId, WaveId } from '../domain/waves/wave.js';
import { ofWave, toInvitation, type InvitationDocument } from './invitation-schema.js';

/** Those reached by telephone only. */
export const invitationsByTelephone = (invitations: Model<InvitationDocument>) => ({
  /** Those who were left out of the wave because of mail alone are reached by telephone; a second time changes nothing. */
  reachByTelephone: async (ids: readonly InvitationId[]): Promise<void> => {
    await invitations.updateMany(
      { _id: { $in: [...ids] }, state: 'excluded', exclusion: { $in: [...ofMailAlone] } },
      { $set: { state: 'invited', byTelephone: true }, $unset: { exclusion: 1 } },
    );
  },

  /** A page of those who are reached by telephone only, within the schools, in order of id. */
  byTelephone: async (
    scope: SchoolScope,
    wave: WaveId,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<readonly Invitation[]> =>
    (
      await invitations
        .find({
          ...{ waveId: wave, byTelephone: true, ...ofWave(wave, after) },
          ...(scope === 'every-school' ? {} : { schoolId: { $in: [...scope] } }),
        })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<InvitationDocument[]>()
    ).map(toInvitation),

  /** Those of them who were sent nothing yet wait for the text; whoever had it, or waits already, is left alone. */
  attachByTelephone: async (
    wave: WaveId,
    { step, dueAt }: { readonly step: StepId; readonly dueAt: Date },
  ): Promise<void> => {
    const awaiting = { $in: ['invited', 'started'] satisfies InvitationState[] };
    const untouched = { state: awaiting, lastStep: { $exists: false }, nextStep: { $exists: false } };
    await invitations.updateMany(
      { waveId: wave, byTelephone: true, ...ofWave(wave), ...untouched },
      { $set: { nextStep: step, nextDueAt: dueAt } },
    );
  },
});
