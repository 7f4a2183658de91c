// What is done after a returned mail, so that it is done once whatever is killed in between?
// Each follow-up of requirement D5 may be repeated without harm, and is taken out of the mail once it is done. It waits
// while a worker still holds the message: what became of it is the worker's to say first (requirement E5).
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import { needsNewAddress, type MailFollowUpKind } from '../../domain/waves/mail-follow-ups.js';
import { laneOf } from '../../domain/waves/pacing.js';
import type { DeliveryEvidence } from '../../domain/waves/message.js';
import type { StoredMail } from '../../store/index.js';
import { raiseFlag } from '../care/raise-flag.js';
import type { Tools } from '../tools.js';
import { noteReturned } from './breakers.js';
import { completeRefused, markBounced, suppressAddress, type AddressEvidence } from './give-up-address.js';
import { moveToNextAddress } from './next-address.js';
import { queueService } from './queue-service.js';
import { stopPerson } from './stops.js';
import { pauseForContent, weighComplaints } from './wave-alarms.js';

type MailTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault' | 'signer' | 'settings' | 'log'>;

const batch = 100;
/** What may pause the wave, and touches nobody's record. */
const ofTheWave: ReadonlySet<MailFollowUpKind> = new Set([
  'weigh-complaints',
  'weigh-bounces',
  'weigh-refusals',
  'pause-wave',
]);

/** Does what still follows from a mail. */
export async function carryOutMail(tools: MailTools, mail: StoredMail): Promise<void> {
  for (const { id } of mail.followUps ?? []) {
    if (await carryOut(tools, mail, id)) await tools.store.inboundMail.followUpDone(mail.id, id);
  }
}

/** Completes what a process left undone, and wipes what mails said when its time is over. */
export const completeReturnedMail = (tools: MailTools) => async (): Promise<void> => {
  for (const mail of await tools.store.inboundMail.withFollowUps(batch)) await carryOutMail(tools, mail);
  await completeRefused(tools);
  await tools.store.inboundMail.wipeContents(tools.clock.now());
};

/** What sort of proof a returned mail is (requirement E7). */
const evidenceOf = ({ class: found, about }: StoredMail): DeliveryEvidence =>
  about === 'reply' ? 'reply' : found === 'complaint' || found === 'auto-reply' ? found : 'bounce';

/** Whether it is done; false when it has to wait. */
async function carryOut(tools: MailTools, mail: StoredMail, kind: MailFollowUpKind): Promise<boolean> {
  const { store } = tools;
  const { messageId, alumnusId, leftAt = mail.at } = mail;
  if (kind === 'look-for-worry') {
    await lookForWorry(tools, mail);
    return true;
  }
  if (messageId === undefined) return true;
  if (kind === 'note-on-message') {
    const message = await store.messages.findReturned(messageId);
    if (message?.state === 'sending') return false;
    await store.messages.acceptOnEvidence(messageId, mail.at, evidenceOf(mail));
    await store.messages.noteReturned(messageId, { class: mail.class, reason: mail.reason, at: mail.at });
    return true;
  }
  if (ofTheWave.has(kind)) {
    const { waveId } = mail;
    if (waveId === undefined) return true; // service mail is no wave
    const returned = { mailId: mail.id, messageId, waveId, leftAt };
    if (kind === 'weigh-complaints') await weighComplaints(tools, returned);
    else if (kind === 'weigh-bounces') await noteReturned(tools, waveId, 'hard', returned);
    else if (kind === 'weigh-refusals') await noteReturned(tools, waveId, 'policy', returned);
    else await pauseForContent(tools, returned);
    return true;
  }
  if (alumnusId === undefined) return true; // mail to staff
  const person = await store.alumni.find('every-school', alumnusId);
  const point = person === null ? undefined : pointOf(tools, mail, person);
  if (kind === 'suppress-person') {
    const wished = mail.reason === 'opt-out' ? 'unsubscribed' : 'complained';
    if (point !== undefined) await suppressAddress(tools, point, wished, shownBy(mail, alumnusId));
    const stopped = await store.suppressions.among([], [alumnusId]);
    if (!stopped.people.has(alumnusId)) {
      const evidence = `mail:${mail.id}`;
      await stopPerson(tools)({ alumnusId, reason: 'objected', actor: { kind: 'system' }, evidence });
    }
    return true;
  }
  if (kind === 'honour-stop') {
    const evidence = `reply:${mail.id}`;
    const stopped = await store.suppressions.among([], [alumnusId]);
    if (stopped.people.has(alumnusId)) return true;
    await stopPerson(tools)({ alumnusId, reason: 'unsubscribed', actor: { kind: 'alumnus' }, evidence });
    return true;
  }
  if (kind === 'next-address') {
    const { waveId, stepId, addressNumber } = mail;
    if (person === null || waveId === undefined || stepId === undefined || addressNumber === undefined) return true;
    await moveToNextAddress(tools, person, { waveId, stepId, addressNumber });
    return true;
  }
  if (point === undefined) return true;
  if (kind === 'stop-lane') {
    // Sent through a relay, it is the report that tells what the receiving domain thinks of us.
    const text = `${mail.code ?? mail.reason}, in a mail that came back`;
    if (tools.settings.pacing !== 'off') await store.lanes.stop(laneOf(point.value), { text, at: mail.at }, leftAt);
    return true;
  }
  if (kind === 'suppress-address') {
    await suppressAddress(tools, point, 'bounced', shownBy(mail, alumnusId));
    await markBounced(tools, point, shownBy(mail, alumnusId));
    return true;
  }
  const refusals = await store.inboundMail.refusals(alumnusId, point.number);
  if (needsNewAddress(refusals)) await markBounced(tools, point, shownBy(mail, alumnusId));
  return true;
}

/** Words of a reply that may mean that somebody is not safe get a person's look (Y8). */
async function lookForWorry(tools: MailTools, { id, seal, alumnusId, schoolId }: StoredMail): Promise<void> {
  if (seal === undefined) return;
  const { subject, notice } = tools.vault.open(seal, `inboundmail/${id}/mail`) as {
    readonly subject: string;
    readonly notice: string;
  };
  await raiseFlag(tools, { queueService: queueService(tools) })({
    ...{ from: 'reply', saidIn: id, texts: [subject, notice].filter((text) => text !== ''), mayBeAsked: false },
    ...(alumnusId === undefined ? {} : { alumnusId }),
    ...(schoolId === undefined ? {} : { schoolId }),
  });
}

/** What the mail shows about the address. */
const shownBy = ({ id, at, reason, schoolId }: StoredMail, alumnusId: Alumnus['id']): AddressEvidence => ({
  ...{ evidence: `mail:${id}`, auditId: `bounced-${id}`, at, reason, alumnusId, schoolId },
});

/** The address that was written to: by its number in the message, for service mail by what the report says. */
function pointOf({ vault }: MailTools, mail: StoredMail, person: Alumnus): ContactPoint | undefined {
  const emails = person.contactPoints.filter(({ kind }) => kind === 'email');
  if (mail.addressNumber !== undefined) return emails.find(({ number }) => number === mail.addressNumber);
  if (mail.seal === undefined) return undefined;
  const { address } = vault.open(mail.seal, `inboundmail/${mail.id}/mail`) as { readonly address: string | null };
  return emails.find(({ value }) => value === address);
}
