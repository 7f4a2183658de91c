// Which mails does the program itself write, what is each called in an inbox, and what has to be known to write it?
// Codes, fresh links and invitations for staff (decision R6); what staff write is in src/domain/waves/letters. Words:
// look.md, sections 3 and 6.

import type { WordKey } from '../domain/survey/languages/words.en.js';

/** Who writes, for every mail: the trust, the named role that signs, the address on paper. */
const everyMail = ['trust', 'sender', 'postalAddress'] as const;

interface TemplateInfo {
  /** As it stands, or a text of the catalogue for what goes to alumni. */
  readonly subject: string | { readonly says: WordKey };
  readonly fields: readonly string[];
}

export const mailTemplates = {
  /** `validFor` in words, "15 minutes". */
  'answer-code': { subject: { says: 'mail.code-subject' }, fields: [...everyMail, 'code', 'validFor'] },
  /** To an address that somebody gave as their own. */
  'address-code': { subject: { says: 'mail.address-subject' }, fields: [...everyMail, 'code', 'validFor'] },
  /** `closes` is the last day in words, "Sunday 6 December". */
  'fresh-link': { subject: { says: 'mail.link-subject' }, fields: [...everyMail, 'name', 'link', 'closes'] },
  /** `answer`: a saved text, in paragraphs. */
  'reply-answer': { subject: { says: 'mail.reply-subject' }, fields: [...everyMail, 'name', 'answer'] },
  /** To whoever asks whether mail leaves and arrives. */
  'relay-test': { subject: 'A test of your mail by Onward', fields: everyMail },
  /** To who looks after people's safety; says nothing of whom or what. */
  'safety-flag': { subject: 'Please look at Onward today', fields: [...everyMail, 'name', 'link'] },
  /** To who replies to those who ask for help; says nothing of whom or what. `replyBy` in words, "Friday 6 November". */
  'help-request': {
    subject: 'Somebody has asked for help',
    fields: [...everyMail, 'name', 'link', 'replyBy'],
  },
  'staff-invitation': {
    subject: 'Set up your Onward account',
    fields: [...everyMail, 'name', 'link', 'validFor'],
  },
} as const satisfies Readonly<Record<string, TemplateInfo>>;

export type MailTemplate = keyof typeof mailTemplates;
/** What the named template must be given; more than that does no harm. */
export type MailFields<T extends MailTemplate> = Readonly<Record<(typeof mailTemplates)[T]['fields'][number], string>>;
