// How does the built-in mailbox take a message? Over real SMTP, like any relay, from this machine only.
// Nothing is parsed here: receiving must stay cheap, and a message that cannot be parsed is a message all the same.
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream } from 'smtp-server';
import type { Maildir } from './maildir.js';

const largest = 2 * 1024 * 1024; // bytes; a mail of ours has some ten thousand

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw refusal(552, 'the message is larger than this mailbox takes');
  return Buffer.concat(chunks);
}

/** Starts receiving; a port of 0 is any free one. */
export function startReceiver(
  maildir: Maildir,
  host: string,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = new SMTPServer({
    name: 'mailbox.onward.example',
    banner: 'invented mailbox, nothing leaves this machine',
    size: largest,
    disabledCommands: ['AUTH', 'STARTTLS'], // one machine talks to itself
    disableReverseLookup: true, // no question to any name server
    closeTimeout: 1_000,
    onData: (stream, session, answer) => {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const trace = [`Return-Path: <${from}>`, ...rcptTo.map(({ address }) => `Delivered-To: ${address}`)];
      collect(stream)
        .then((message) => {
          if (maildir.isFull()) throw refusal(452, 'this mailbox is full');
          return maildir.keep(Buffer.concat([Buffer.from(`${trace.join('\r\n')}\r\n`), message]));
        })
        .then(
          () => answer(null, 'kept'),
          (error: unknown) => answer(error instanceof Error ? error : refusal(451, 'could not be kept')),
        );
    },
  });
  // Trouble with one connection ends that connection and nothing else.
  server.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve({
        port: (server.server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
          }),
      });
    });
  });
}
