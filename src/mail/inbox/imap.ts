// How is a mailbox read by IMAP, so that no mail is missed and none has to be read twice?
// From the place where the last reading ended (UIDVALIDITY and UID), whatever people opened meanwhile; what was taken in
// is marked as read, or moved to a folder where the settings name one. A mail that cannot be taken in holds up none of the
// others and is tried again. Sign-in by password or by OAuth (Y22); imapflow speaks the protocol.
import type { ImapFlow } from 'imapflow';
import { readMail, type MailBytes } from '../bounce-reader/mail-files.js';

/** Which mailbox, and how to sign in. */
export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; without it STARTTLS is required, but on this machine itself. */
  readonly secure: boolean;
  readonly user: string;
  /** A password, or what gives access tokens (OAuth 2) and is told when one was refused. */
  readonly secret:
    | { readonly password: string }
    | { readonly tokens: { readonly get: () => Promise<string>; readonly forget: (token: string) => void } };
  readonly folder: string;
  /** Where mail goes once it was taken in; without it it is marked as read where it lies. */
  readonly doneFolder?: string;
}

/** Where the last reading ended. */
export interface InboxPosition {
  /** Of the mailbox; when the server gives another, its numbers mean other mails. */
  readonly uidValidity: string;
  readonly uid: number;
  /** Mails before it that could not be taken in yet. */
  readonly again: readonly number[];
}

export interface Reading {
  readonly from: InboxPosition | null;
  /** Takes in one mail; may be called again for one that was taken in before. */
  readonly take: (mail: MailBytes) => Promise<unknown>;
  /** Keeps where to go on from; called after each mail. */
  readonly keep: (position: InboxPosition) => Promise<void>;
  /** Whether to leave the rest for the next time. */
  readonly enough: () => boolean;
}

/** A mailbox that can be read. */
export interface Inbox {
  /** Takes in what is new. Rejects with `InboxUnreadable`, or with the first failure of `take`, once the rest is done. */
  readonly read: (reading: Reading) => Promise<void>;
  /** Whether a mail of that Message-ID has come in; changes nothing. Rejects with `InboxUnreadable`. */
  readonly holds: (messageIdHeader: string) => Promise<boolean>;
}

/** The mailbox could not be opened or read; the message says why and holds nothing secret. */
class InboxUnreadable extends Error {
  override readonly name = 'InboxUnreadable';
  constructor(
    message: string,
    readonly signInRefused = false,
  ) {
    super(message);
  }
}

/** A mailbox read for the first time may be old and full: only what came lately counts. */
const firstDays = 14;
const mostAgain = 50;
const day = 86_400_000;
const loopback: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** A mailbox behind an IMAP server; each reading opens a connection of its own. */
export const imapInbox = (settings: ImapSettings, now: () => Date = () => new Date()): Inbox => ({
  read: (reading) => signedIn(settings, (client) => readOpen(client, settings, reading, now())),
  holds: (messageIdHeader) => signedIn(settings, (client) => holdsIt(client, settings, messageIdHeader)),
});

async function signedIn<T>(settings: ImapSettings, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = await signIn(settings);
  try {
    return await work(client);
  } finally {
    await client.logout().catch(() => client.close());
  }
}

/** What was taken in already may have been moved. */
async function holdsIt(client: ImapFlow, settings: ImapSettings, messageIdHeader: string): Promise<boolean> {
  try {
    for (const folder of [settings.folder, settings.doneFolder]) {
      if (folder === undefined) continue;
      if (
        folder === settings.doneFolder &&
        (await client.status(folder, { messages: true }).catch(() => null)) === null
      )
        continue; // it is made when the first mail is moved there
      await client.mailboxOpen(folder, { readOnly: true });
      const found = await client.search({ header: { 'message-id': messageIdHeader } }, { uid: true });
      if (Array.isArray(found) && found.length > 0) return true;
    }
    stillThere(client);
    return false;
  } catch (error) {
    throw unreadable(error);
  }
}

async function signIn({ host, port, secure, user, secret }: ImapSettings): Promise<ImapFlow> {
  const token = 'tokens' in secret ? await secret.tokens.get() : null;
  const auth = 'password' in secret ? { user, pass: secret.password } : { user, accessToken: token ?? '' };
  const { ImapFlow: Client } = await import('imapflow'); // large, and needed by the mailbox's reader alone
  const client = new Client({
    ...{ host, port, secure, auth },
    ...(secure || loopback.includes(host) ? {} : { doSTARTTLS: true }),
    logger: false, // it would log addresses and subjects
    disableAutoIdle: true,
    connectionTimeout: 20_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  });
  client.on('error', () => undefined); // what was being done rejects as well
  try {
    await client.connect();
  } catch (error) {
    client.close();
    const refused = unreadable(error);
    if ('tokens' in secret && token !== null && refused.signInRefused) secret.tokens.forget(token);
    throw refused;
  }
  return client;
}

async function readOpen(client: ImapFlow, settings: ImapSettings, reading: Reading, now: Date): Promise<void> {
  const { folder, doneFolder } = settings;
  const failures: unknown[] = [];
  try {
    if (doneFolder !== undefined) await client.mailboxCreate(doneFolder); // gives false where it is there already
    const { uidValidity } = await client.mailboxOpen(folder);
    const validity = String(uidValidity);
    let position: InboxPosition =
      reading.from?.uidValidity === validity ? reading.from : { uidValidity: validity, uid: 0, again: [] };
    for (const uid of await numbersAfter(client, position, now)) {
      if (reading.enough()) break;
      const failure = await takeOne(client, uid, settings, reading);
      const again = position.again.filter((each) => each !== uid);
      if (failure !== null) {
        failures.push(failure.error);
        again.push(uid);
        if (again.length > mostAgain) break; // not one mail's trouble: nothing goes through
      }
      position = { ...position, uid: Math.max(uid, position.uid), again };
      await reading.keep(position);
    }
  } catch (error) {
    throw unreadable(error);
  }
  if (failures.length > 0) throw failures[0];
}

/** What is to be read, in order: what was left over, then what is new. */
async function numbersAfter(client: ImapFlow, { uid, again }: InboxPosition, now: Date): Promise<readonly number[]> {
  const since = new Date(now.getTime() - firstDays * day);
  const found = await client.search(uid === 0 ? { since } : { uid: `${uid + 1}:*` }, { uid: true });
  // Of `n:*` a server gives the last mail even when it lies before n.
  const fresh = (Array.isArray(found) ? found : []).filter((each) => each > uid);
  return [...again, ...fresh.sort((a, b) => a - b)];
}

/** Null when it was taken in, or is not there any more. Rejects only when the connection is lost. */
async function takeOne(
  client: ImapFlow,
  uid: number,
  { doneFolder }: ImapSettings,
  { take }: Reading,
): Promise<{ readonly error: unknown } | null> {
  const found = await client.download(String(uid), undefined, { uid: true });
  if (found.content === undefined) {
    stillThere(client); // imapflow gives the same for a mail that is gone and for a connection that is
    return null;
  }
  const mail = await readMail(found.content);
  try {
    await take(mail);
  } catch (error) {
    return { error };
  }
  const which = { uid: true };
  if (doneFolder === undefined) await client.messageFlagsAdd(String(uid), ['\\Seen'], which);
  else await client.messageMove(String(uid), doneFolder, which);
  stillThere(client);
  return null;
}

function stillThere(client: ImapFlow): void {
  if (!client.usable) throw new InboxUnreadable('The mailbox could not be read (the connection was lost).');
}

function unreadable(error: unknown): InboxUnreadable {
  if (error instanceof InboxUnreadable) return error;
  const { authenticationFailed, code } = error as { authenticationFailed?: boolean; code?: string };
  if (authenticationFailed === true) return new InboxUnreadable('The mailbox refused the sign-in.', true);
  return new InboxUnreadable(`The mailbox could not be read (${code ?? 'no answer that we understand'}).`);
}
