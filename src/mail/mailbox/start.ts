// The built-in mailbox: real SMTP in, pages to read it, nothing out. For one machine, for demonstrations and tests
// (stack, section 8; decision R25). It listens on this machine's own address only.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openMaildir } from './maildir.js';
import { startReceiver } from './receiver.js';
import { mailboxSite } from './site.js';

export interface MailboxSettings {
  /** Where the messages lie; made if need be, kept on closing. */
  readonly folder: string;
  readonly host: '127.0.0.1';
  /** The usual ports; where one is taken, any free one. 0 is any free one at once. */
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Messages at most; further ones are answered 452. */
  readonly most?: number;
}

export interface Mailbox {
  readonly smtpPort: number;
  /** Address of its first page. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function onFreePort<T>(port: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (port !== 0 && (code === 'EADDRINUSE' || code === 'EACCES')) return listen(0);
    throw error;
  }
}

/** Starts the mailbox; messages of an earlier run in the same folder are there again. */
export async function startMailbox({
  folder,
  host,
  smtpPort,
  httpPort,
  most = 20_000,
}: MailboxSettings): Promise<Mailbox> {
  const maildir = openMaildir(folder, most);
  const receiver = await onFreePort(smtpPort, (port) => startReceiver(maildir, host, port));
  const listenForPages = (port: number): Promise<ReturnType<typeof createServer>> =>
    new Promise((resolve, reject) => {
      const server = createServer(mailboxSite(maildir, most));
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  const server = await onFreePort(httpPort, listenForPages).catch(async (error: unknown) => {
    await receiver.close();
    throw error;
  });
  return {
    smtpPort: receiver.port,
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const stopped = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([receiver.close(), stopped]);
    },
  };
}
