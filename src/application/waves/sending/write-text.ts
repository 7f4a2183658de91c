// What does one text say, and to whom? A first name, the trust, a short link of its own and how to stop; nothing else that
// we hold (Y2). The same message makes the same text at every attempt (requirement E9).
import type { Alumnus, ContactPoint } from '../../../domain/alumni/alumnus.js';
import { textWords } from '../../../domain/waves/text-message.js';
import type { OutgoingText } from '../../../texts/index.js';
import type { LeasedMessage } from '../../../store/index.js';
import type { Tools } from '../../tools.js';

/** The address of a short link. */
export const shortLink = (baseUrl: string, code: string): string => `${baseUrl}/t/${code}`;

/** A survey text, complete. */
export const surveyText = (
  { settings }: Pick<Tools, 'settings'>,
  message: Pick<LeasedMessage, '_id'>,
  { person, address, secret }: { readonly person: Alumnus; readonly address: ContactPoint; readonly secret: string },
): OutgoingText => ({
  id: message._id,
  to: address.value,
  body: textWords({
    firstName: person.name.toUse ?? person.name.given,
    trust: settings.trustName,
    link: shortLink(settings.baseUrl, secret),
  }),
});
