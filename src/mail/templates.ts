// Which mails are there, what is each called in an inbox, and what has to be known to write it?
// Words: look.md, sections 3 and 6. A provider's name stands in none of them, so no template asks for one (Y2).

/** Who writes, for every mail: the trust, the named role that signs, the address on paper. */
const everyMail = ['trust', 'sender', 'postalAddress'] as const;
/** And for mail that carries a survey link; `closes` is the last day in words, "Sunday 6 December". */
const surveyMail = [...everyMail, 'name', 'school', 'link', 'closes', 'unsubscribe', 'privacyNotice'] as const;

export const mailTemplates = {
  invitation: { subject: 'One minute: how are things going?', fields: surveyMail },
  reminder: { subject: 'How are things going? It takes a minute', fields: surveyMail },
  last: { subject: 'Our last message: how are things going?', fields: surveyMail },
  /** `validFor` in words, "15 minutes". */
  'answer-code': { subject: 'Your code to see your earlier answers', fields: [...everyMail, 'code', 'validFor'] },
  'fresh-link': { subject: 'The new link you asked for', fields: [...everyMail, 'name', 'link', 'closes'] },
  'staff-invitation': {
    subject: 'Set up your Onward account',
    fields: [...everyMail, 'name', 'link', 'validFor'],
  },
} as const;

export type MailTemplate = keyof typeof mailTemplates;
/** What the named template must be given; more than that does no harm. */
export type MailFields<T extends MailTemplate> = Readonly<Record<(typeof mailTemplates)[T]['fields'][number], string>>;
