// What does one message say, from whom, to whom, and with which headers?
// Headers: requirement D2; signed return address: D3; Message-ID made of the message's id, so that every attempt bears
// the same (E9); Date is the due moment, a stored instant, for the same reason. Words come from letters and templates.
import type { Alumnus, ContactPoint, School } from '../../../domain/alumni/alumnus.js';
import { confirmedOf, english, surveyLanguages } from '../../../domain/survey/languages/languages.js';
import type { LocalDate } from '../../../domain/calendar/local-date.js';
import type { LetterRef } from '../../../domain/waves/letters/letter.js';
import { messageIdHeader, returnAddress } from '../../../domain/waves/return-address.js';
import type { Wave } from '../../../domain/waves/wave.js';
import {
  composeMail,
  mergeLetter,
  type ComposedMail,
  type MailForm,
  type MailTemplate,
  type OutgoingMail,
} from '../../../mail/index.js';
import { tokenOf } from '../../../security/index.js';
import type { LeasedMessage } from '../../../store/index.js';
import type { AppSettings, Tools } from '../../tools.js';
import type { SealedMessage } from './sealed.js';

type WriteTools = Pick<Tools, 'settings' | 'signer' | 'languages'>;

const longDates = new Map<string, Intl.DateTimeFormat>();

/** `Sunday 6 December`, in the language given. */
export function dayInWords(date: LocalDate, language = 'en'): string {
  const locale = language === 'en' ? 'en-GB' : language;
  const format =
    longDates.get(locale) ??
    new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  longDates.set(locale, format);
  const words = format.format(new Date(`${date}T00:00:00Z`));
  return language === 'en' ? words.replace(',', '') : words;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const nameOf = ({ name }: Pick<Alumnus, 'name'>): string => name.toUse ?? name.given;

/** Who writes, for every mail that the program itself writes. */
export const everyMail = ({ trustName, mailFrom, postalAddress }: AppSettings) => ({
  trust: trustName,
  sender: mailFrom.name,
  postalAddress,
});

/** Who writes, by which names the message is known, and when. */
export function envelope({ settings, signer }: WriteTools, message: Pick<LeasedMessage, '_id' | 'dueAt'>) {
  const mac = signer.sign('return-path', message._id);
  return {
    messageIdHeader: messageIdHeader(message._id, mac, domainOf(settings.mailFrom.address)),
    envelopeFrom:
      settings.envelopeSender === 'mailbox'
        ? settings.mailFrom.address
        : returnAddress(message._id, mac, settings.bounceDomain),
    from: settings.mailFrom,
    replyTo: settings.replyTo,
    date: message.dueAt,
  };
}

/** What a letter is filled in with for one person. */
export interface LetterAbout {
  readonly form: MailForm;
  readonly language: string;
  readonly person: Pick<Alumnus, 'name'>;
  readonly school: Pick<School, 'name'> | undefined;
  readonly closesOn: LocalDate;
  readonly token: string;
  /** What we have for the person, in a form that says it. */
  readonly held?: string;
}

/** The part of an address that asks for its page in the language. */
const inLanguage = (language: string): string => (language === 'en' ? '' : `?lang=${language}`);

/** The words of a letter for one person, for sending and for the preview. */
export const letterWords = (settings: AppSettings, about: LetterAbout): ComposedMail =>
  mergeLetter(about.form, {
    name: nameOf(about.person),
    school: about.school?.name ?? settings.trustName,
    trust: settings.trustName,
    closes: dayInWords(about.closesOn, about.language),
    link: `${settings.baseUrl}/s/${about.token}${inLanguage(about.language)}`,
    same: `${settings.baseUrl}/s/${about.token}/same${inLanguage(about.language)}`,
    changed: `${settings.baseUrl}/s/${about.token}/changed${inLanguage(about.language)}`,
    ...(about.held === undefined ? {} : { held: about.held }),
    unsubscribe: `${settings.baseUrl}/u/${about.token}${inLanguage(about.language)}`,
  });

/** A survey message, complete. */
export function surveyMail(
  tools: WriteTools,
  message: LeasedMessage,
  about: {
    readonly person: Alumnus;
    readonly address: ContactPoint;
    readonly school: School | undefined;
    readonly wave: Wave;
    readonly secret: string;
    readonly letter: LetterRef;
    readonly form: MailForm;
    readonly held?: string;
  },
): OutgoingMail {
  const { settings } = tools;
  const { person, address, school, wave, secret, letter, form, held } = about;
  const token = tokenOf(message._id, secret);
  const listDomain = domainOf(settings.mailFrom.address);
  const signed = envelope(tools, message);
  return {
    ...signed,
    ...letterWords(settings, {
      ...{ form, language: letter.language, person, school, closesOn: wave.closesOn, token },
      ...(held !== undefined && { held }),
    }),
    to: { name: `${nameOf(person)} ${person.name.family}`, address: address.value },
    headers: {
      'List-Id': `<${wave.cohortId}.surveys.${listDomain}>`,
      'Feedback-ID': `${wave.id}:${person.schoolId}:${letter.id}:onward`,
    },
    listUnsubscribe: {
      url: `${settings.baseUrl}/u/${token}`,
      // The signed name in the subject tells whose wish it is, though no other header would (requirement D3).
      mailto: `mailto:${settings.replyTo}?subject=stop%20${signed.messageIdHeader.slice(1, -1)}`,
    },
  };
}

/** A service message, complete; its seal holds all that it says. Throws RangeError for a language that is not confirmed. */
export function serviceMail(tools: WriteTools, message: LeasedMessage, sealed: SealedMessage): OutgoingMail {
  const { settings, languages = surveyLanguages } = tools;
  const { to, fields = {}, linkPath, secret, language = english.language } = sealed;
  const spoken = confirmedOf(languages).find((each) => each.language === language);
  if (spoken === undefined) throw new RangeError(`no speaker has confirmed ${language}`);
  if (to === undefined) throw new RangeError(`The service message ${message._id} names nobody.`);
  const path =
    linkPath ?? (secret === undefined ? undefined : `/s/${tokenOf(message._id, secret)}${inLanguage(language)}`);
  const words = composeMail(
    message.template as MailTemplate,
    {
      ...everyMail(settings),
      ...fields,
      ...(path === undefined ? {} : { link: `${settings.baseUrl}${path}` }),
    } as Parameters<typeof composeMail>[1],
    spoken.speech,
  );
  return { ...envelope(tools, message), ...words, to, headers: {} };
}
