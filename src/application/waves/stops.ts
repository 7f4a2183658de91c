// How is "stop" honoured?
// Recorded by one write, with what must follow embedded in it; that is done at once, completed by a recurring job, and
// only then acknowledged (requirement E13). A worker's intent fails on a marked message, and what is queued later is
// caught when it is checked before sending, because the record is older.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { isAwaitingAnswer } from '../../domain/waves/due-messages.js';
import type { InvitationId, StopReason } from '../../domain/waves/invitation.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';

/** What stops work with. */
export type StopTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'signer'>;

const mostAttempts = 5;
/** Far more than share an address. */
const mostOwners = 1_000;

/** Marks the open messages of one invitation, so that none of them leaves. A second time changes nothing. */
export const stopOpenMessages =
  ({ store }: Pick<Tools, 'store'>) =>
  async ({ invitationId, why }: { readonly invitationId: InvitationId; readonly why: string }): Promise<void> => {
    await store.messages.stopOfInvitation(invitationId, why);
    await store.calls.endOfInvitation(invitationId, why === 'answered' ? 'answered' : 'stopped');
    if (why === 'not-me') await store.messages.revokeOfInvitation(invitationId);
  };

/**
 * Marks what is open to an address or number that must not be used any more, whoever has it, so that none of it leaves
 * (requirement E13, lines 2 to 4): done once it stands on the list, and before that is acknowledged. A second time changes nothing.
 */
export async function stopOpenTo({ store }: Pick<Tools, 'store'>, value: string): Promise<void> {
  for (const { id, contactPoints } of await store.alumni.withContact(value, mostOwners)) {
    for (const point of contactPoints) {
      if (point.value === value) await store.messages.stopToAddress(id, point.number, 'suppressed');
    }
  }
}

/** Records that a person must not be written to any more, and stops everything that is still open. */
export const stopPerson =
  (tools: StopTools) =>
  async ({
    alumnusId: asked,
    reason,
    actor,
    evidence = actor.kind === 'staff' ? `staff:${actor.id}` : undefined,
  }: {
    readonly alumnusId: AlumnusId;
    readonly reason: StopReason;
    readonly actor: AuditIntent['actor'];
    /** What shows it, for the list of what must not be mailed. */
    readonly evidence?: string | undefined;
  }): Promise<void> => {
    const { store, clock, newId } = tools;
    const at = clock.now();
    const followUp = { id: newId(), kind: 'stop-person' } as const;
    const person = await store.alumni.find('every-school', asked);
    const alumnusId = person?.id ?? asked; // the record that stays, where this one was merged into another
    await store.suppressions.stopPerson(alumnusId, reason, at, {
      followUp,
      ...(evidence === undefined ? {} : { evidence }),
      ...(person === null ? {} : { schoolId: person.schoolId }),
      audit: { id: newId(), at, actor, act: `person.${reason}`, subject: `alumnus:${alumnusId}` },
    });
    await carryOutStop(tools, { alumnusId, reason, at });
    await store.suppressions.followUpDone(alumnusId, followUp.id);
  };

/** What a recorded stop brings with it; each part may be repeated. */
export async function carryOutStop(
  tools: StopTools,
  { alumnusId: asked, reason, at }: { readonly alumnusId: AlumnusId; readonly reason: StopReason; readonly at: Date },
): Promise<void> {
  const { store } = tools;
  const alumnusId = (await store.alumni.find('every-school', asked))?.id ?? asked; // merged since, perhaps
  await store.messages.stopOfPerson(alumnusId, reason);
  await store.calls.endOfPerson(alumnusId, 'stopped');
  for (const invitation of await store.invitations.ofPeople([alumnusId])) {
    if (isAwaitingAnswer(invitation.state)) await store.invitations.stop(invitation.id, reason);
    if (reason === 'has-died') await store.messages.revokeOfInvitation(invitation.id);
  }
  await markRecord(tools, { alumnusId, reason, at });
}

/** The state or the objection in the person's own record, so that pages and later waves say the same. */
async function markRecord(
  { store }: StopTools,
  { alumnusId, reason, at }: { readonly alumnusId: AlumnusId; readonly reason: StopReason; readonly at: Date },
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const person = await store.alumni.find('every-school', alumnusId);
    if (person === null) return;
    const next: Alumnus =
      reason === 'has-died' || reason === 'cannot-answer'
        ? { ...person, state: reason, revision: person.revision + 1 }
        : { ...person, objectedOn: person.objectedOn ?? londonDate(at), revision: person.revision + 1 };
    if (next.state === person.state && next.objectedOn === person.objectedOn) return;
    if (await store.alumni.replace(next, [])) return;
  }
  throw new ChangedMeanwhile();
}
