// Who gets the step whose address turned out not to be there?
// The same person at the next of their own addresses (requirement D5, feature 29): the invitation goes back to that step,
// at once, under the next address number, so that the message is another one (decision R2). One guarded write; when the
// invitation has moved on already, nothing happens.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { ownAddresses } from '../../domain/alumni/contact-point.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { invitationId } from '../../domain/waves/invitation.js';
import type { StepId, WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';

/** The message that did not reach anybody. */
export interface Unreached {
  readonly waveId: WaveId;
  readonly stepId: StepId;
  readonly addressNumber: number;
}

const underWay: readonly string[] = ['confirmed', 'freezing', 'running', 'paused'];

/** Moves the invitation; gives the number of the address that gets the step, null where nobody does. Repeatable. */
export async function moveToNextAddress(
  { store, clock, signer }: Pick<Tools, 'store' | 'clock' | 'signer'>,
  person: Alumnus,
  { waveId, stepId, addressNumber }: Unreached,
): Promise<number | null> {
  const now = clock.now();
  const wave = await store.waves.find('every-school', waveId);
  if (wave === null || !underWay.includes(wave.state) || !wave.steps.some(({ id }) => id === stepId)) return null;
  const own = ownAddresses(person.contactPoints, londonDate(now)).filter(({ number }) => number !== addressNumber);
  const keys = own.map(({ value }) => suppressionKey(signer, value));
  const { addresses } = await store.suppressions.among(keys, []);
  const next = own.find((_, place) => !addresses.has(keys[place] ?? ''));
  if (next === undefined) return null;
  const id = invitationId(waveId, person.id);
  const moved = await store.invitations.moveToAddress(id, {
    from: addressNumber,
    to: next.number,
    step: stepId,
    dueAt: now,
  });
  return moved ? next.number : null;
}
