// May this person be rung now, at which number, and if not: later, or never?
// Read fresh each time somebody takes a call: an answer, a stop or a wave's end that came meanwhile ends it here, even
// where the one who recorded it could not (requirement E13).
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import { zonesOf, type TimeZone } from '../../domain/alumni/number-places.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Call, CallEnd } from '../../domain/waves/call.js';
import { daysForCall, mayRingAt, movedIntoCallHours } from '../../domain/waves/call-times.js';
import { isAwaitingAnswer } from '../../domain/waves/due-messages.js';
import type { Invitation } from '../../domain/waves/invitation.js';
import type { Wave } from '../../domain/waves/wave.js';
import { knownDays } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { takesAnswers } from '../survey/visit.js';
import { readNumberStops } from '../waves/number-stops.js';

export type CallTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'settings'>;

/** How a call stands at this moment. */
export type CallCheck =
  | {
      readonly kind: 'ring';
      readonly person: Alumnus;
      readonly number: ContactPoint;
      readonly zones: readonly TimeZone[];
      /** Null where no wave is under way: there are no questions to go through. */
      readonly invitation: Invitation | null;
      readonly wave: Wave | null;
    }
  | { readonly kind: 'later'; readonly at: Date }
  | { readonly kind: 'never'; readonly end: CallEnd };

const endOf = (invitation: Invitation): CallEnd => (invitation.state === 'completed' ? 'answered' : 'stopped');

/** Where a call's moments are looked for; quiet days hold for one that nobody asked for (Y23). */
export const callPlace = (
  { settings }: Pick<Tools, 'settings'>,
  zones: readonly TimeZone[],
  { priority }: Pick<Call, 'priority'>,
) => ({ zones, rules: settings.calls, days: daysForCall(knownDays, priority < 2) });

/** Checks one call. */
export async function checkCall(tools: CallTools, call: Call): Promise<CallCheck> {
  const { store, clock, settings } = tools;
  const now = clock.now();
  const person = await store.alumni.find('every-school', call.alumnusId);
  if (person === null) return { kind: 'never', end: 'stopped' };
  const invitation = call.invitationId === undefined ? null : await store.invitations.find(call.invitationId);
  const wave = invitation === null ? null : await store.waves.find('every-school', invitation.waveId);
  if (call.invitationId !== undefined) {
    if (invitation === null || wave === null) return { kind: 'never', end: 'stopped' };
    if (!isAwaitingAnswer(invitation.state)) return { kind: 'never', end: endOf(invitation) };
    if (wave.state !== 'paused' && !takesAnswers(invitation, wave, now)) return { kind: 'never', end: 'wave-ended' };
  }
  const reach = (await readNumberStops(tools, [person]))(person, 'phone', londonDate(now));
  if (reach.kind === 'may-not') {
    const noNumber = reach.reason === 'no-own-number' || reach.reason === 'suppressed';
    return { kind: 'never', end: noNumber ? 'no-number' : 'stopped' };
  }
  const zones = zonesOf(person, reach.number.value);
  if (wave?.state === 'paused') return { kind: 'later', at: new Date(now.getTime() + 3_600_000) };
  const place = callPlace(tools, zones, call);
  if (mayRingAt(now, zones, settings.calls.hours, place.days)) {
    return { kind: 'ring', person, number: reach.number, zones, invitation, wave };
  }
  const at = movedIntoCallHours(now, place);
  return at === null ? { kind: 'never', end: 'no-number' } : { kind: 'later', at };
}
