// How does a letter go out as service mail (decision R6): to a member of staff as a test, or as a thank-you?
// Whom it goes to and what is filled in is sealed in the message, like all service mail. A test says so in its subject and
// above its text, and its links lead to a page that says what a test is: no session of a real person can come of it.
import { languageNamed, surveyLanguages } from '../../../domain/survey/languages/languages.js';
import type { MessageId, ServiceTemplate } from '../../../domain/waves/message.js';
import { mergeLetter, type OutgoingMail } from '../../../mail/index.js';
import type { LeasedMessage, QueuedMessage } from '../../../store/index.js';
import type { Tools } from '../../tools.js';
import type { LetterBook } from '../letters/letter-book.js';
import { sealPlace, type SealedLetter, type SealedMessage } from './sealed.js';
import { dayInWords, envelope } from './write-mail.js';

/** Where every link of a test leads. */
const testLinkPath = '/test-mail';
const testBanner = 'This is a test. Nobody else got it, and its links lead nowhere.';

/** Queues it once: a second time under the same id changes nothing. */
export async function queueServiceLetter(
  { store, clock, vault }: Pick<Tools, 'store' | 'clock' | 'vault'>,
  {
    id,
    template,
    to,
    letter,
    expiresAt,
    about = {},
  }: {
    readonly id: MessageId;
    readonly template: ServiceTemplate;
    readonly to: NonNullable<SealedMessage['to']>;
    readonly letter: SealedLetter;
    readonly expiresAt: Date;
    readonly about?: Pick<QueuedMessage, 'alumnusId' | 'invitationId' | 'waveId' | 'schoolId' | 'addressNumber'>;
  },
): Promise<void> {
  const now = clock.now();
  const sealed: SealedMessage = { to, letter };
  const message = { id, kind: 'service', state: 'planned', template, dueAt: now, expiresAt } as const;
  const said = { letterVersion: letter.version, language: letter.language };
  await store.messages.insertNew([{ ...message, ...about, ...said, seal: vault.seal(sealed, sealPlace(id)) }], now);
}

/** The mail of a service message that holds a letter. */
export async function serviceLetterMail(
  tools: Pick<Tools, 'settings' | 'signer' | 'languages'> & { readonly book: LetterBook },
  message: LeasedMessage,
  { to, letter }: { readonly to: NonNullable<SealedMessage['to']>; readonly letter: SealedLetter },
): Promise<OutgoingMail> {
  const { settings, book, languages = surveyLanguages } = tools;
  if (!letter.isTest && languageNamed(letter.language, languages) === null) {
    throw new RangeError(`no speaker has confirmed ${letter.language}`);
  }
  const form = await book.formOf(letter, letter.isTest ? { banner: testBanner } : {});
  const link = `${settings.baseUrl}${testLinkPath}`;
  const { subject, ...parts } = mergeLetter(form, {
    ...{ name: letter.name, school: letter.school, trust: settings.trustName },
    closes: dayInWords(letter.closesOn, letter.language),
    ...{ link, unsubscribe: link },
  });
  return {
    ...envelope(tools, message),
    ...parts,
    ...{ subject: letter.isTest ? `[Test] ${subject}` : subject, to, headers: {} },
  };
}
