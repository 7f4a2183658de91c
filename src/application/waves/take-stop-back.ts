// Somebody who asked not to be written to about this set of questions changes their mind: what is still to come of it?
// The steps of the wave whose day is ahead; what was stopped or passed meanwhile is not made up for. An objection to everything stays.
import type { InvitationId } from '../../domain/waves/invitation.js';
import type { Tools } from '../tools.js';
import { nextOf } from './queue-due-messages.js';

/** Takes the stop back. An invitation that was stopped for another reason, or not at all, stays as it is. */
export const takeStopBack =
  (tools: Pick<Tools, 'store' | 'clock' | 'settings'>) =>
  async (id: InvitationId): Promise<void> => {
    const { store, clock } = tools;
    const invitation = await store.invitations.find(id);
    if (invitation?.state !== 'stopped' || invitation.stop !== 'unsubscribed') return;
    const [wave, person, response] = await Promise.all([
      store.waves.find('every-school', invitation.waveId),
      store.alumni.find('every-school', invitation.alumnusId),
      store.responses.find(id),
    ]);
    if (wave === null || person === null || person.objectedOn !== undefined) return;
    const state = response === null ? 'invited' : 'started';
    const { lastStep, lastDueAt } = invitation;
    const after = (step: NonNullable<typeof lastStep>, dueAt: Date) =>
      nextOf(tools, wave, { ...invitation, state }, step, dueAt);
    let next = lastStep === undefined || lastDueAt === undefined ? null : after(lastStep, lastDueAt);
    while (next !== null && next.dueAt <= clock.now()) next = after(next.step, next.dueAt);
    await store.invitations.takeStopBack(id, state, next);
  };
