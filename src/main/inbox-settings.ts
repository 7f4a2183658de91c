// Which mailbox is read for returned mail and replies, and who may tell us what became of messages?
// Settings IMAP_… and MAIL_WEBHOOK_SECRET. Without a password the sign-in is the one of MAIL_OAUTH (Y22).
import { z } from 'zod';
import type { ImapSettings } from '../mail/index.js';
import { optional, text, whole } from './setting-shapes.js';

/** As they stand in the environment. */
export const inboxShape = {
  IMAP_HOST: optional(z.string()),
  IMAP_PORT: whole(1, 65_535, 993),
  IMAP_SECURE: text(z.enum(['yes', 'no'], 'must be yes or no').default('yes')),
  IMAP_USER: optional(z.string()),
  IMAP_PASSWORD: optional(z.string()),
  IMAP_FOLDER: text(z.string().default('INBOX')),
  IMAP_DONE_FOLDER: optional(z.string()),
  MAIL_WEBHOOK_SECRET: optional(z.string().min(32, 'must have at least 32 characters')),
};

/** A mailbox; the password is null where tokens take its place. */
export type InboxSettings = Omit<ImapSettings, 'secret'> & { readonly password: string | null };

/** Null: no mailbox is read. Adds to the problems what is missing. */
export function inboxSettings(
  env: z.output<z.ZodObject<typeof inboxShape>>,
  oauthUser: string | null,
  problems: string[],
): InboxSettings | null {
  if (env.IMAP_HOST === undefined) return null;
  const user = env.IMAP_USER ?? oauthUser;
  if (user === null || (env.IMAP_PASSWORD === undefined && oauthUser === null)) {
    problems.push(
      'IMAP_USER and IMAP_PASSWORD: must be set before mail can be read (IMAP_HOST is set, MAIL_OAUTH is not)',
    );
  }
  return {
    host: env.IMAP_HOST,
    port: env.IMAP_PORT,
    secure: env.IMAP_SECURE === 'yes',
    user: user ?? '',
    password: env.IMAP_PASSWORD ?? null,
    folder: env.IMAP_FOLDER,
    ...(env.IMAP_DONE_FOLDER === undefined ? {} : { doneFolder: env.IMAP_DONE_FOLDER }),
  };
}
