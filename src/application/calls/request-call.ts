// Somebody asked to be rung, or a member of staff asks for it: when, and in which wave?
// It goes before those who were only not reached, and stands for the wave in which they may still answer, so that their
// answers can be written down. A second request moves the first; nobody is rung twice for it.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { zonesOf } from '../../domain/alumni/number-places.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { movedIntoCallHours } from '../../domain/waves/call-times.js';
import { isAwaitingAnswer } from '../../domain/waves/due-messages.js';
import type { Invitation } from '../../domain/waves/invitation.js';
import type { NumberRefusal } from '../../domain/waves/reach-by-number.js';
import type { Tools } from '../tools.js';
import { takesAnswers } from '../survey/visit.js';
import { readNumberStops } from '../waves/number-stops.js';
import { callPlace, type CallTools } from './check-call.js';
import { newCall } from './open-calls.js';

export interface CallRequest {
  readonly alumnusId: AlumnusId;
  /** Who asks: the person, or staff for them, such as from a reply to the mail. */
  readonly actor: AuditIntent['actor'];
  /** The moment they named; as soon as it is a good time where absent. */
  readonly at?: Date;
}

export type CallRequested =
  | { readonly kind: 'asked'; readonly at: Date }
  /** `time-not-known`: nobody knows what time it is where they are. */
  | { readonly kind: 'refused'; readonly why: NumberRefusal | 'nobody' | 'time-not-known' };

type RequestTools = CallTools & Pick<Tools, 'newId'>;

/** Puts the person on the list of calls, or says why they cannot be rung. Asking again is no harm. */
export const requestCall =
  (tools: RequestTools) =>
  async ({ alumnusId, actor, at }: CallRequest): Promise<CallRequested> => {
    const { store, clock, newId } = tools;
    const now = clock.now();
    const person = await store.alumni.find('every-school', alumnusId);
    if (person === null) return { kind: 'refused', why: 'nobody' };
    const reach = (await readNumberStops(tools, [person]))(person, 'phone', londonDate(now));
    if (reach.kind === 'may-not') return { kind: 'refused', why: reach.reason };
    const priority = at === undefined ? (1 as const) : (0 as const);
    const place = callPlace(tools, zonesOf(person, reach.number.value), { priority });
    const nextAt = movedIntoCallHours(at !== undefined && at > now ? at : now, place);
    if (nextAt === null) return { kind: 'refused', why: 'time-not-known' };
    const next = { nextAt, priority };
    const invitation = await openInvitation(tools, person.id, now);
    const call = newCall(person, invitation, next);
    await store.calls.insertNew([call], now);
    await store.calls.reopen(call, next, {
      id: newId(),
      at: now,
      actor,
      act: 'call.asked-for',
      subject: `alumnus:${alumnusId}`,
    });
    return { kind: 'asked', at: nextAt };
  };

async function openInvitation({ store }: RequestTools, id: AlumnusId, now: Date): Promise<Invitation | null> {
  const awaiting = (await store.invitations.ofPeople([id])).filter(({ state }) => isAwaitingAnswer(state));
  const waves = await store.waves.findMany(awaiting.map(({ waveId }) => waveId));
  return (
    awaiting.find((invitation) => {
      const wave = waves.get(invitation.waveId);
      return wave !== undefined && takesAnswers(invitation, wave, now);
    }) ?? null
  );
}
