// How does one connection to the relay open, and how does one message go over it?
// Every step has its time (requirement E14) and every end is one of the outcomes that requirement E5 keeps apart.
// The relay's 354 is the moment before the first byte: the library begins to read the message only then, so the
// reading is where the caller is asked (requirement E4).
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SendOutcome } from './mailer.js';
import type { AccessTokens } from './oauth/access-tokens.js';
import { signInByToken, tokenMethod } from './oauth/sign-in.js';
import { messageIdIn, queueIdIn, readReply } from './reply.js';

/** How long each stretch may take, in milliseconds (requirement E14). */
export interface RelayTimeouts {
  /** From the first packet until the relay has greeted us and, where asked for, signed us in. */
  readonly setUp: number;
  /** From MAIL to the 354; nothing has been sent yet, so giving up is safe. */
  readonly envelope: number;
  /** From the first byte of the message to the reply behind its last; longer than the ten minutes the protocol allows. */
  readonly reply: number;
}

export interface RelaySettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Otherwise STARTTLS, without which only a relay on this machine is spoken to. */
  readonly secure: boolean;
  /** STARTTLS for a relay on this machine as well. */
  readonly requireTls?: boolean;
  /** Certificates, as PEM, in which the relay's may end, beside the usual ones. */
  readonly ca?: string;
  /** A password, or tokens in its place (Y22). */
  readonly auth?: { readonly user: string; readonly pass: string } | AccessTokens;
  /** How we introduce ourselves. */
  readonly name: string;
}

export type Connection = SMTPConnection;

/** What the library says of a failure; only the relay's own words in it decide (requirement E5). */
interface RelayError extends Error {
  readonly code?: string | undefined;
  readonly response?: string | undefined;
  readonly command?: string | undefined;
}

const notSent = (why: string): SendOutcome => ({ kind: 'not-sent', why });
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
const reason = (error: RelayError): string => (error.message || error.code || 'unknown failure').slice(0, 400);

/** Deferred or rejected by the code of the reply that the error carries; null when it carries none. */
function refusal(error: RelayError, step: string): SendOutcome | null {
  const reply = readReply(error.response ?? '');
  if (reply === null || reply.code < 400) return null;
  return { kind: reply.code < 500 ? 'deferred' : 'rejected', ...reply, step };
}

/** The Message-ID that the relay gave the message, where it says so. */
function renamed(text: string): { readonly serverMessageId?: string } {
  const serverMessageId = messageIdIn(text);
  return serverMessageId === null ? {} : { serverMessageId };
}

/** A connection ready for MAIL, or how it failed. A refused sign-in says nothing about a message, so it is `not-sent`. */
export function openConnection(settings: RelaySettings, timeouts: RelayTimeouts): Promise<Connection | SendOutcome> {
  const { host, port, secure, name, auth, ca } = settings;
  const clear = !secure && settings.requireTls !== true && isLoopback(host); // nothing leaves this machine
  const connection = new SMTPConnection({
    ...{ host, port, secure, name },
    requireTLS: !secure && !clear, // never in clear text where the relay, or somebody in between, does not offer TLS
    ignoreTLS: clear,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) },
    ...(auth !== undefined && 'get' in auth ? { customAuth: { [tokenMethod]: signInByToken(auth) } } : {}),
    connectionTimeout: timeouts.setUp,
    greetingTimeout: timeouts.setUp,
    dnsTimeout: timeouts.setUp,
    socketTimeout: timeouts.reply + timeouts.setUp, // only a last resort: the timers here are shorter
    socketCloseTimeout: 1_000,
    maxResponseSize: 64 * 1024, // a reply is a few lines; an endless one must not fill the memory
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => fail(new Error('the relay took too long to greet us')), timeouts.setUp);
    const settle = (result: Connection | SendOutcome): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const fail = (error: RelayError): void => {
      const byConnection = /^(AUTH|STARTTLS)/.test(error.command ?? '');
      const step = /^(EHLO|HELO)$/.test(error.command ?? '') ? 'EHLO' : 'greeting';
      settle((byConnection ? null : refusal(error, step)) ?? notSent(reason(error)));
      connection.close();
    };
    // Stays for the whole life of the connection: an error nobody listens to would end the process.
    connection.on('error', fail);
    connection.once('end', () => settle(notSent('the relay closed the connection')));
    connection.connect((error) => {
      if (error !== undefined) fail(error);
      else if (auth === undefined) settle(connection);
      else {
        const how = 'get' in auth ? { user: auth.user, method: tokenMethod } : { ...auth };
        connection.login(how, (refused) => {
          if (refused === null) settle(connection);
          else fail(refused);
        });
      }
    });
  });
}

/**
 * Sends one message over an open connection. After any end but `accepted` the connection must be dropped.
 *
 * @param beforeFirstByte asked once, when the relay has said 354; see Mailer.send
 */
export function converse(
  connection: Connection,
  envelope: { readonly from: string; readonly to: string },
  bytes: Buffer,
  beforeFirstByte: () => Promise<boolean>,
  timeouts: RelayTimeouts,
): Promise<SendOutcome> {
  return new Promise((resolve) => {
    let asked: 'not-yet' | 'waiting' | 'yes' | 'no' = 'not-yet';
    let over: SendOutcome | 'no-code' | null = null; // how the conversation ended, where it ended before the caller's answer
    let why = '';
    let timer = setTimeout(() => end('no-code', 'the relay took too long to ask for the message'), timeouts.envelope);

    const settle = (outcome: SendOutcome): void => {
      clearTimeout(timer);
      if (outcome.kind !== 'accepted') connection.close();
      resolve(outcome);
    };
    const end = (how: SendOutcome | 'no-code', because: string): void => {
      if (over !== null) return;
      over = how;
      why = because;
      clearTimeout(timer);
      if (asked !== 'waiting') conclude();
    };
    const conclude = (): void => {
      if (asked === 'no') settle({ kind: 'withheld' });
      else if (over !== null && over !== 'no-code') settle(over);
      else settle(asked === 'yes' ? { kind: 'unknown', why } : notSent(why));
    };
    const answered = (yes: boolean): void => {
      asked = yes ? 'yes' : 'no';
      if (!yes || over !== null) {
        conclude(); // nothing of the message is handed over
        return;
      }
      timer = setTimeout(() => end('no-code', 'no reply to the message in time'), timeouts.reply);
      message.push(bytes);
      message.push(null);
    };
    const message = new Readable({
      read: () => {
        if (asked !== 'not-yet') return;
        asked = 'waiting';
        clearTimeout(timer);
        beforeFirstByte().then(answered, () => answered(false));
      },
    });

    connection.send({ ...envelope, size: bytes.length }, message, (error, info) => {
      if (error !== null) {
        const step =
          asked === 'not-yet' ? (error.command ?? '').replace(/ .*/, '').replace('CONN', 'envelope') : 'message';
        end(refusal(error, step) ?? 'no-code', reason(error));
        return;
      }
      const reply = readReply(info.response);
      const complete = message.readableEnded; // a relay that says yes before the end has not taken the message
      if (reply === null || !complete) end('no-code', 'the relay answered the message with something that is no reply');
      else end({ kind: 'accepted', ...reply, queueId: queueIdIn(reply.text), ...renamed(reply.text) }, '');
    });
  });
}
