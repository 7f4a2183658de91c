// "This is not me", "they cannot answer", "they have died": what follows when somebody tells us on the link's page?
// Anybody who holds the link may say so (decision R11, Y4); it stops what is still to be sent at once. Somebody else learns
// nothing about the person (requirement T5). The same again changes nothing.
import type { Invitation } from '../../domain/waves/invitation.js';
import { changePerson, withPointState } from '../alumni/change-person.js';
import type { Tools } from '../tools.js';
import type { SurveyNeighbours } from './neighbours.js';
import { addressNumberOf, openLink } from './open-link.js';

/** What somebody may tell us beside the link in place of answering (decision R11). */
export const tidings = ['not-me', 'cannot-answer', 'has-died'] as const;
export type Tiding = (typeof tidings)[number];

type TellTools = Pick<Tools, 'store' | 'clock' | 'newId'>;

/** The invitation, and the number of the address that its message went to; null where that is not known. */
interface SentTo {
  readonly invitation: Invitation;
  readonly addressNumber: number | null;
}

/** The address that the message went to is not the person's: it is not used again. */
async function stopAddress(tools: TellTools, { invitation, addressNumber }: SentTo): Promise<void> {
  if (addressNumber === null) return;
  const told = { actor: { kind: 'alumnus' }, act: 'contact.not-theirs' } as const;
  await changePerson(tools, invitation.alumnusId, told, (person) => withPointState(person, addressNumber, 'stopped'));
}

/** What follows from it, however it was said. */
export async function noteTiding(
  tools: TellTools,
  { waves }: Pick<SurveyNeighbours, 'waves'>,
  sent: SentTo,
  tiding: Tiding,
): Promise<void> {
  const { id: invitationId, alumnusId } = sent.invitation;
  if (tiding === 'not-me') {
    await tools.store.invitations.stop(invitationId, 'not-me');
    await waves.stopOpenMessages({ invitationId, why: 'not-me' });
    await stopAddress(tools, sent);
  } else {
    await waves.stopPerson({ alumnusId, reason: tiding, actor: { kind: 'alumnus' } });
  }
}

/** Does what must follow; `closed` for a link that we did not send, that was revoked, or whose time is over. */
export const tellUs =
  (tools: TellTools, { waves }: Pick<SurveyNeighbours, 'waves'>) =>
  async (token: string, tiding: Tiding): Promise<'noted' | 'closed'> => {
    const link = await openLink(tools, token);
    if (link === null) return 'closed';
    if (link.revoked) return link.invitation.stop === tiding ? 'noted' : 'closed'; // said twice is heard once
    await noteTiding(tools, { waves }, { invitation: link.invitation, addressNumber: addressNumberOf(link) }, tiding);
    return 'noted';
  };
