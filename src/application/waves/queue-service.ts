// How does a code, a fresh link or an invitation for staff get sent?
// As a service message (decision R6): no wave, no caps, no contact hours, the first lane. What it says and to whom is
// sealed in it (requirement T9). A fresh link gets a secret of its own (R3) and leads to the same invitation.
import type { AlumnusId, StaffId } from '../../domain/alumni/ids.js';
import { english, languageToShow, surveyLanguages } from '../../domain/survey/languages/languages.js';
import type { InvitationId } from '../../domain/waves/invitation.js';
import type { MessageId, ServiceTemplate } from '../../domain/waves/message.js';
import { mintLink } from '../../security/index.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';
import { sealPlace, type SealedMessage } from './sending/sealed.js';

/** A service message to send: no invitation, first lane (decision R6). */
export interface ServiceOrder {
  readonly template: ServiceTemplate;
  readonly to:
    | { readonly kind: 'alumnus'; readonly alumnusId: AlumnusId; readonly addressNumber: number }
    | { readonly kind: 'staff'; readonly staffId: StaffId };
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
  /** Where the mail's link leads, after the base URL; a fresh link makes its own. */
  readonly link?: { readonly path: string };
  readonly invitationId?: InvitationId;
  /** BCP 47, where it does not follow from the invitation. */
  readonly language?: string;
  /** Named after what it follows from, so that ordering it again sends nothing more; otherwise each order is its own. */
  readonly name?: string;
}

/** Queues it; nothing happens where there is nobody to send it to, or nothing may go to their address (requirement D6). */
export const queueService =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault' | 'signer' | 'languages'>) =>
  async (order: ServiceOrder): Promise<void> => {
    const { store, clock, newId, vault, signer } = tools;
    const recipient = await recipientOf(store, order.to);
    if (recipient === null) return;
    if (await store.suppressions.stopsEverything(suppressionKey(signer, recipient.to.address))) return;
    const now = clock.now();
    const id = `service:${order.name ?? newId()}` as MessageId;
    const invitation = order.invitationId === undefined ? null : await store.invitations.find(order.invitationId);
    const wave = invitation === null ? null : await store.waves.find('every-school', invitation.waveId);
    const link = order.template === 'fresh-link' ? mintLink() : null;
    const { language, speech } = languageToShow(
      order.language ?? invitation?.reading?.language ?? wave?.language,
      tools.languages ?? surveyLanguages,
    );
    const minutes = Math.round((order.expiresAt.getTime() - now.getTime()) / 60_000);
    const sealed: SealedMessage = {
      to: recipient.to,
      ...(language === english.language ? {} : { language }),
      fields: {
        name: recipient.greeting,
        validFor: minutes < 120 ? speech.say('mail.minutes', { count: minutes }) : `${Math.round(minutes / 60)} hours`,
        ...(wave === null ? {} : { closes: speech.weekday(wave.closesOn) }),
        ...order.fields,
      },
      ...(order.link === undefined ? {} : { linkPath: order.link.path }),
      ...(link === null ? {} : { secret: link.secret }),
    };
    await store.messages.insertNew(
      [
        {
          id,
          kind: 'service',
          state: 'planned',
          template: order.template,
          dueAt: now,
          expiresAt: order.expiresAt,
          seal: vault.seal(sealed, sealPlace(id)),
          ...(order.to.kind === 'alumnus'
            ? { alumnusId: order.to.alumnusId, addressNumber: order.to.addressNumber }
            : {}),
          ...(link === null ? {} : { hash: link.hash }),
          ...(invitation === null
            ? {}
            : { invitationId: invitation.id, waveId: invitation.waveId, schoolId: invitation.schoolId }),
        },
      ],
      now,
    );
  };

async function recipientOf(
  store: Tools['store'],
  to: ServiceOrder['to'],
): Promise<{ readonly greeting: string; readonly to: { readonly name: string; readonly address: string } } | null> {
  if (to.kind === 'staff') {
    const member = await store.staff.find('every-school', to.staffId);
    return member === null ? null : { greeting: member.name, to: { name: member.name, address: member.email } };
  }
  const person = await store.alumni.find('every-school', to.alumnusId);
  const point = person?.contactPoints.find(({ kind, number }) => kind === 'email' && number === to.addressNumber);
  if (person === null || person.state === 'has-died' || point === undefined) return null;
  const greeting = person.name.toUse ?? person.name.given;
  return { greeting, to: { name: `${greeting} ${person.name.family}`, address: point.value } };
}
