// Whose text is due, and how does it get into the outbox exactly once?
// As a mail does: inserted under a repeatable id, then the invitation moves on (decision R2). Who may not be texted gets a
// message that is suppressed from the start, with the reason, so that the sums of the step agree. For whom no mail reaches it
// is the one message of the wave.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { leavesFrom } from '../../domain/waves/contact-hours.js';
import { isAwaitingAnswer, windowEnd } from '../../domain/waves/due-messages.js';
import { invitedAs, type Invitation } from '../../domain/waves/invitation.js';
import { messageId } from '../../domain/waves/message.js';
import type { ReachByNumber } from '../../domain/waves/reach-by-number.js';
import type { Wave } from '../../domain/waves/wave.js';
import { mintShortLink } from '../../security/index.js';
import type { Advance, QueuedMessage } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { numberKey, readNumberStops } from './number-stops.js';
import { openingsFor } from './openings.js';
import { nextOf, stepDue, type QueueTools } from './queue-due-messages.js';
import { sealPlace } from './sending/sealed.js';

export type TextQueueTools = QueueTools & Pick<Tools, 'signer' | 'texts'>;
const batch = 500;

/** Queues the wave's texts that are due; gives how many were made. */
export async function queueTexts(tools: TextQueueTools, wave: Wave, unsureUntil: Date | null): Promise<number> {
  const { store, clock, settings } = tools;
  if (!wave.steps.some(({ kind }) => kind === 'text')) return 0;
  let queued = 0;
  for (;;) {
    const now = clock.now();
    const due = await store.invitations.dueIn(wave.id, ['t'], now, batch);
    if (due.length === 0) return queued;
    const people = await store.alumni.findMany(due.map(({ alumnusId }) => alumnusId));
    const verdictOn = await readNumberStops(tools, [...people.values()]);
    const messages: QueuedMessage[] = [];
    const advances: Advance[] = [];
    for (const invitation of due) {
      const step = await stepDue(tools, wave, invitation, now);
      if (step === 'later') continue;
      const dueAt = leavesFrom(step.dueAt > now ? step.dueAt : now, openingsFor(settings, wave));
      const person = people.get(invitation.alumnusId);
      if (isAwaitingAnswer(invitation.state) && person !== undefined) {
        const verdict = verdictOn(person, 'text', londonDate(now));
        const made = toText(tools, wave, invitation, person, verdict, dueAt);
        // Due before a copy of the database was put back: it may have left already (requirement E10).
        const unsure = unsureUntil !== null && step.dueAt <= unsureUntil && made.state === 'planned';
        messages.push(unsure ? { ...made, state: 'unknown' } : made);
      }
      advances.push({ id: invitation.id, from: 't', dueAt, next: nextOf(tools, wave, invitation, 't', dueAt) });
    }
    // Where no mail reaches anybody of the wave it begins here (requirement E10, Q9).
    if (messages.length > 0) await store.waves.markStarted(wave.id, now);
    await store.messages.insertNew(messages, now);
    await store.invitations.advance(advances);
    queued += messages.length;
  }
}

function toText(
  { vault, signer, texts }: TextQueueTools,
  wave: Wave,
  invitation: Invitation,
  person: Alumnus,
  verdict: ReachByNumber,
  dueAt: Date,
): QueuedMessage {
  const number = verdict.kind === 'may' ? verdict.number : null;
  const id = messageId(wave.id, invitedAs(invitation), 't', number?.number ?? 0);
  const about = {
    ...({ id, kind: 'survey', channel: 'text', template: 'text', stepId: 't' } as const),
    ...{ waveId: wave.id, schoolId: invitation.schoolId, alumnusId: person.id, invitationId: invitation.id },
    ...{ addressNumber: number?.number ?? 0, dueAt, expiresAt: windowEnd(wave) },
  };
  if (number === null || texts === undefined) {
    return { ...about, state: 'suppressed', stopped: verdict.kind === 'may-not' ? verdict.reason : 'no-provider' };
  }
  const { secret, hash } = mintShortLink();
  const seal = vault.seal({ secret }, sealPlace(id));
  return { ...about, state: 'planned', hash, seal, toHash: numberKey(signer, number.value) };
}
