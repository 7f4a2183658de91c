// The front door of mail: what composes a message, what sends it, what reads mail that comes back, and
// the built-in mailbox.
export {
  mailFilesUnder,
  maildirHolds,
  readMail,
  readMailFile,
  takeFromMaildir,
  type MailBytes,
} from './bounce-reader/mail-files.js';
export { inWords } from './bounce-reader/decode.js';
export { readReturnedMail, type ReadMail } from './bounce-reader/read.js';
export { imapInbox, type ImapSettings, type Inbox, type InboxPosition } from './inbox/imap.js';
export { composeMail, type ComposedMail } from './compose.js';
export { compileLetter, mergeLetter, type LetterAnswers, type MailForm, type MergeFields } from './letter.js';
export { accessTokens, TokenRefused } from './oauth/access-tokens.js';
export type { OAuthGrant, OAuthSettings } from './oauth/settings.js';
export { dkimPublicKey, readDkimKey } from './dkim.js';
export { domainLookup, type DomainLookup } from './domain-lookup.js';
export { createHttpMailer } from './http.js';
export { readMaildir } from './mailbox/letter.js';
export type { Mailbox } from './mailbox/start.js';
export { startMailbox } from './mailbox/start.js';
export type { Mailer, OutgoingMail, SendOutcome } from './mailer.js';
export { refusingMailer } from './refusing.js';
export { createMailer } from './relay.js';
export { takenInLog } from './relay-log.js';
export type { MailFields, MailTemplate } from './templates.js';
