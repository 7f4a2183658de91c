// What is done after a returned mail, so that it is done once whatever is killed in between?
// Each follow-up of requirement D5 may be repeated without harm, and is taken out of the mail once it is done. It waits
// while a worker still holds the message: what became of it is the worker's to say first (requirement E5).
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import { needsNewAddress, type MailFollowUpKind } from '../../domain/waves/mail-follow-ups.js';
import type { DeliveryEvidence } from '../../domain/waves/message.js';
import type { StoredMail } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';
import { moveToNextAddress } from './next-address.js';
import { stopPerson } from './stops.js';
import { pauseWave, weighComplaints } from './wave-alarms.js';

type MailTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault' | 'signer' | 'log'>;

const mostAttempts = 5;
const batch = 100;

/** Does what still follows from a mail. */
export async function carryOutMail(tools: MailTools, mail: StoredMail): Promise<void> {
  for (const { id } of mail.followUps ?? []) {
    if (await carryOut(tools, mail, id)) await tools.store.inboundMail.followUpDone(mail.id, id);
  }
}

/** Completes what a process left undone, and wipes what mails said when its time is over. */
export const completeReturnedMail = (tools: MailTools) => async (): Promise<void> => {
  for (const mail of await tools.store.inboundMail.withFollowUps(batch)) await carryOutMail(tools, mail);
  await tools.store.inboundMail.wipeContents(tools.clock.now());
};

/** What sort of proof a returned mail is (requirement E7). */
const evidenceOf = ({ class: found, about }: StoredMail): DeliveryEvidence =>
  about === 'reply' ? 'reply' : found === 'complaint' || found === 'auto-reply' ? found : 'bounce';

/** Whether it is done; false when it has to wait. */
async function carryOut(tools: MailTools, mail: StoredMail, kind: MailFollowUpKind): Promise<boolean> {
  const { store } = tools;
  const { messageId, alumnusId } = mail;
  if (messageId === undefined) return true;
  if (kind === 'note-on-message') {
    const message = await store.messages.findReturned(messageId);
    if (message?.state === 'sending') return false;
    await store.messages.acceptOnEvidence(messageId, mail.at, evidenceOf(mail));
    await store.messages.noteReturned(messageId, { class: mail.class, reason: mail.reason, at: mail.at });
    return true;
  }
  if (kind === 'weigh-complaints' || kind === 'pause-wave') {
    const { waveId } = mail;
    if (waveId === undefined) return true; // service mail is no wave
    if (kind === 'weigh-complaints') await weighComplaints(tools, mail.id, waveId);
    else await pauseWave(tools, mail.id, waveId, { why: 'content', count: 1, of: 1 });
    return true;
  }
  if (alumnusId === undefined) return true; // mail to staff
  const person = await store.alumni.find('every-school', alumnusId);
  const point = person === null ? undefined : pointOf(tools, mail, person);
  if (kind === 'suppress-person') {
    if (point !== undefined) await suppress(tools, mail, point, 'complained');
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
  if (kind === 'suppress-address') {
    await suppress(tools, mail, point, 'bounced');
    await markBounced(tools, mail, point);
    return true;
  }
  if (needsNewAddress(await store.inboundMail.refusals(alumnusId, point.number))) await markBounced(tools, mail, point);
  return true;
}

const suppress = (
  { store, signer }: MailTools,
  { id, at, alumnusId, schoolId }: StoredMail,
  { value }: ContactPoint,
  why: 'bounced' | 'complained',
): Promise<boolean> =>
  store.suppressions.addAddress(suppressionKey(signer, value), why, at, {
    evidence: `mail:${id}`,
    ...(alumnusId === undefined ? {} : { alumnusId }),
    ...(schoolId === undefined ? {} : { schoolId }),
  });

/** The address that was written to: by its number in the message, for service mail by what the report says. */
function pointOf({ vault }: MailTools, mail: StoredMail, person: Alumnus): ContactPoint | undefined {
  const emails = person.contactPoints.filter(({ kind }) => kind === 'email');
  if (mail.addressNumber !== undefined) return emails.find(({ number }) => number === mail.addressNumber);
  if (mail.seal === undefined) return undefined;
  const { address } = vault.open(mail.seal, `inboundmail/${mail.id}/mail`) as { readonly address: string | null };
  return emails.find(({ value }) => value === address);
}

/** The state of the address in the person's record, with an audit row named after the mail, so that it is written once. */
async function markBounced({ store }: MailTools, mail: StoredMail, { number }: ContactPoint): Promise<void> {
  const { alumnusId } = mail;
  for (let attempt = 0; alumnusId !== undefined && attempt < mostAttempts; attempt += 1) {
    const person = await store.alumni.find('every-school', alumnusId);
    const point = person?.contactPoints.find((each) => each.number === number);
    if (person === null || point?.state !== 'usable') return;
    const contactPoints = person.contactPoints.map((each) =>
      each === point ? { ...each, state: 'bounced' as const } : each,
    );
    const audit = {
      id: `bounced-${mail.id}`,
      at: mail.at,
      actor: { kind: 'system' },
      act: 'contact.bounced',
      subject: `alumnus:${alumnusId}`,
      reason: mail.reason,
    } as const;
    if (await store.alumni.replace({ ...person, contactPoints, revision: person.revision + 1 }, [audit])) return;
  }
  throw new ChangedMeanwhile();
}
