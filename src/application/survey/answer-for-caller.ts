// May the caller go on to the questions, and for whom do they write the answers down?
// The session is bound to the invitation of the call in hand and to who holds it (decision R14's rules hold unchanged):
// every page asks again whether it is still theirs. It shows no answer that it did not enter itself, so that nothing that
// we hold is read out; somebody who answers for the person only where that is allowed (Y2).
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { mayAnswerForThem } from '../../domain/waves/reach-by-number.js';
import { ownNumbers } from '../../domain/alumni/contact-point.js';
import type { Tools } from '../tools.js';
import { newSession, type Caller, type SurveyCookie } from './session.js';
import { takesAnswers } from './visit.js';

export type CallerStart = { readonly kind: 'started'; readonly cookie: SurveyCookie } | { readonly kind: 'refused' };

/** A session for the viewer's call in hand; refused where there is none, it ended, or nobody may answer for them. */
export const answerForCaller =
  ({ store, clock, signer }: Pick<Tools, 'store' | 'clock' | 'signer'>) =>
  async (viewer: Viewer, source: Caller['source']): Promise<CallerStart> => {
    const now = clock.now();
    const call = await store.calls.heldBy(viewer.staffId);
    if (call?.state !== 'waiting' || call.invitationId === undefined) return { kind: 'refused' };
    const [person, invitation, response] = await Promise.all([
      store.alumni.find(viewer.schools, call.alumnusId),
      store.invitations.find(call.invitationId),
      store.responses.find(call.invitationId),
    ]);
    const wave = invitation === null ? null : await store.waves.find('every-school', invitation.waveId);
    if (person === null || invitation === null || wave === null || !takesAnswers(invitation, wave, now)) {
      return { kind: 'refused' };
    }
    const today = londonDate(now);
    if (source === 'proxy' && (response !== null || !mayAnswerForThem(person, today))) return { kind: 'refused' };
    const contactNumber = ownNumbers(person.contactPoints, today)[0]?.number ?? 0;
    const caller: Caller = { staffId: viewer.staffId, source, contactNumber };
    return { kind: 'started', cookie: newSession(signer, invitation.id, now, { caller }) };
  };
