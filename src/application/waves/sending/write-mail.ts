// What does one message say, from whom, to whom, and with which headers?
// Headers: requirement D2; signed return address: D3; Message-ID made of the message's id, so that every attempt bears
// the same (E9); Date is the due moment, a stored instant, for the same reason. Words stand in the templates.
import type { Alumnus, ContactPoint, School } from '../../../domain/alumni/alumnus.js';
import type { LocalDate } from '../../../domain/calendar/local-date.js';
import { messageIdHeader, returnAddress } from '../../../domain/waves/return-address.js';
import type { MailStepKind, Wave } from '../../../domain/waves/wave.js';
import { composeMail, type MailTemplate, type OutgoingMail } from '../../../mail/index.js';
import { tokenOf } from '../../../security/index.js';
import type { LeasedMessage } from '../../../store/index.js';
import type { AppSettings, Tools } from '../../tools.js';
import type { SealedMessage } from './sealed.js';

type WriteTools = Pick<Tools, 'settings' | 'signer'>;

const longDate = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** `Sunday 6 December`. */
export const dayInWords = (date: LocalDate): string => longDate.format(new Date(`${date}T00:00:00Z`)).replace(',', '');

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const nameOf = ({ name }: Alumnus): string => name.toUse ?? name.given;

const everyMail = ({ trustName, mailFrom, postalAddress }: AppSettings) => ({
  trust: trustName,
  sender: mailFrom.name,
  postalAddress,
});

function envelope({ settings, signer }: WriteTools, message: Pick<LeasedMessage, '_id' | 'dueAt'>) {
  const mac = signer.sign('return-path', message._id);
  return {
    messageIdHeader: messageIdHeader(message._id, mac, domainOf(settings.mailFrom.address)),
    envelopeFrom: returnAddress(message._id, mac, settings.bounceDomain),
    from: settings.mailFrom,
    replyTo: settings.replyTo,
    date: message.dueAt,
  };
}

/** The words of a survey message, for sending and for the preview. */
export function surveyWords(
  settings: AppSettings,
  {
    person,
    school,
    wave,
    kind,
    token,
  }: { person: Alumnus; school: School | undefined; wave: Wave; kind: MailStepKind; token: string },
) {
  return composeMail(kind, {
    ...everyMail(settings),
    name: nameOf(person),
    school: school?.name ?? settings.trustName,
    link: `${settings.baseUrl}/s/${token}`,
    closes: dayInWords(wave.closesOn),
    unsubscribe: `${settings.baseUrl}/u/${token}`,
    privacyNotice: settings.privacyNoticeUrl,
  });
}

/** A survey message, complete. */
export function surveyMail(
  tools: WriteTools,
  message: LeasedMessage,
  about: { person: Alumnus; address: ContactPoint; school: School | undefined; wave: Wave; secret: string },
): OutgoingMail {
  const { settings } = tools;
  const { person, address, school, wave, secret } = about;
  const token = tokenOf(message._id, secret);
  const listDomain = domainOf(settings.mailFrom.address);
  return {
    ...envelope(tools, message),
    ...surveyWords(settings, { person, school, wave, kind: message.template as MailStepKind, token }),
    to: { name: `${nameOf(person)} ${person.name.family}`, address: address.value },
    headers: {
      'List-Id': `<${wave.cohortId}.surveys.${listDomain}>`,
      'Feedback-ID': `${wave.id}:${person.schoolId}:${message.template}:onward`,
    },
    listUnsubscribe: {
      url: `${settings.baseUrl}/u/${token}`,
      mailto: `mailto:${settings.replyTo}?subject=stop`,
    },
  };
}

/** A service message, complete; its seal holds all that it says. */
export function serviceMail(tools: WriteTools, message: LeasedMessage, sealed: SealedMessage): OutgoingMail {
  const { settings } = tools;
  const { to, fields = {}, linkPath, secret } = sealed;
  if (to === undefined) throw new RangeError(`The service message ${message._id} names nobody.`);
  const path = linkPath ?? (secret === undefined ? undefined : `/s/${tokenOf(message._id, secret)}`);
  const words = composeMail(
    message.template as MailTemplate,
    {
      ...everyMail(settings),
      ...fields,
      ...(path === undefined ? {} : { link: `${settings.baseUrl}${path}` }),
    } as Parameters<typeof composeMail>[1],
  );
  return { ...envelope(tools, message), ...words, to, headers: {} };
}
