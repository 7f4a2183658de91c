// How is an address of somebody given up?
// It stands on the list of what must not be mailed, and in the person's record as bounced (requirements D5, D6), with an
// audit row named after the evidence, so that each may be repeated. A hard bounce does both, whether the mail server said it
// in the conversation or a report came back later; then the step goes to the next of their own addresses.
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, SchoolId } from '../../domain/alumni/ids.js';
import { ChangedMeanwhile } from '../errors.js';
import { faultOf } from '../fault.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';
import { moveToNextAddress } from './next-address.js';

type GiveUpTools = Pick<Tools, 'store' | 'clock' | 'signer' | 'log'>;

/** What shows that an address is no good. */
export interface AddressEvidence {
  /** `mail:` and the mail's hash, or `message:` and the message whose address was refused. */
  readonly evidence: string;
  /** Of the audit row. */
  readonly auditId: string;
  readonly at: Date;
  readonly reason: string;
  readonly alumnusId: AlumnusId;
  readonly schoolId?: SchoolId | undefined;
}

const mostAttempts = 5;
const batch = 100;

/** Puts the address on the list of what must not be mailed. */
export const suppressAddress = (
  { store, signer }: Pick<Tools, 'store' | 'signer'>,
  { value }: ContactPoint,
  why: 'bounced' | 'complained' | 'unsubscribed',
  { evidence, at, alumnusId, schoolId }: AddressEvidence,
): Promise<boolean> =>
  store.suppressions.addAddress(suppressionKey(signer, value), why, at, {
    ...{ evidence, alumnusId },
    ...(schoolId === undefined ? {} : { schoolId }),
  });

/** The state of the address in the person's record. */
export async function markBounced(
  { store }: Pick<Tools, 'store'>,
  { number }: Pick<ContactPoint, 'number'>,
  { auditId, at, reason, alumnusId }: AddressEvidence,
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const person = await store.alumni.find('every-school', alumnusId);
    const point = person?.contactPoints.find((each) => each.number === number);
    if (person === null || point?.state !== 'usable') return;
    const contactPoints = person.contactPoints.map((each) =>
      each === point ? { ...each, state: 'bounced' as const } : each,
    );
    const subject = `alumnus:${alumnusId}`;
    const audit = { id: auditId, at, actor: { kind: 'system' }, act: 'contact.bounced', subject, reason } as const;
    if (await store.alumni.replace({ ...person, contactPoints, revision: person.revision + 1 }, [audit])) return;
  }
  throw new ChangedMeanwhile();
}

type Refused = Awaited<ReturnType<Tools['store']['refusedAddresses']['open']>>[number];

async function giveUp(tools: GiveUpTools, refused: Refused): Promise<void> {
  const { store } = tools;
  const { id, alumnusId, schoolId, waveId, stepId, addressNumber, at, reason } = refused;
  const person: Alumnus | null = alumnusId === undefined ? null : await store.alumni.find('every-school', alumnusId);
  const point = person?.contactPoints.find(({ kind, number }) => kind === 'email' && number === addressNumber);
  if (person !== null && point !== undefined) {
    const shown = { evidence: `message:${id}`, auditId: `bounced-${id}`, at, reason, alumnusId: person.id, schoolId };
    await suppressAddress(tools, point, 'bounced', shown);
    await markBounced(tools, point, shown);
    if (waveId !== undefined && stepId !== undefined) {
      await moveToNextAddress(tools, person, { waveId, stepId, addressNumber: point.number });
    }
  }
  await store.refusedAddresses.done(id);
}

/** Gives up the address that the mail server refused at this message; where that fails, the recurring job does it. */
export async function giveUpRefused(tools: GiveUpTools, id: Refused['id']): Promise<void> {
  try {
    for (const refused of await tools.store.refusedAddresses.of(id)) await giveUp(tools, refused);
  } catch (error) {
    tools.log.warn('An address that was refused is given up later.', { messageId: id, why: faultOf(error) });
  }
}

/** Completes what a process left undone. */
export async function completeRefused(tools: GiveUpTools): Promise<void> {
  for (const refused of await tools.store.refusedAddresses.open(batch)) await giveUp(tools, refused);
}
