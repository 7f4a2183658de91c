// The front door of mail: what composes a message, what sends it, and the built-in mailbox.
export type { Mailer, MailPerson, OutgoingMail, SendOutcome } from './mailer.js';
export { createMailer } from './relay.js';
export { refusingMailer } from './refusing.js';
export type { ComposedMail } from './compose.js';
export { composeMail } from './compose.js';
export type { MailFields, MailTemplate } from './templates.js';
export type { Letter } from './mailbox/letter.js';
export { readMaildir } from './mailbox/letter.js';
export type { Mailbox } from './mailbox/start.js';
export { startMailbox } from './mailbox/start.js';
