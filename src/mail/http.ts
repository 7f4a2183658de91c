// How does mail leave through a provider that takes it by HTTP?
// One POST a message, behind the same promise as SMTP: the caller is asked when the connection stands and nothing of the
// request has left (requirement E4); an answer decides, and no answer after that is an unknown fate (E5). The provider is
// the one that the settings name; no redirect is followed, and nothing of a message leads anywhere else.
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { z } from 'zod';
import { refusedAtOnce, sendingClosed, withoutAddress } from './checked.js';
import type { DkimKey } from './dkim.js';
import type { Mailer, OutgoingMail, SendOutcome } from './mailer.js';
import { mimeOf } from './mime.js';

export interface HttpMailerSettings {
  /** Where messages are posted: https, or http on this machine. */
  readonly url: string;
  readonly key: string;
  /** Requests under way at most. */
  readonly connections: number;
  /** Signs every message; not set where the provider does. */
  readonly dkim?: DkimKey;
  /** For tests; in milliseconds until the connection stands, and from the first byte to the whole answer. */
  readonly timeouts?: { readonly connect: number; readonly answer: number };
}

const usualTimeouts = { connect: 30_000, answer: 60_000 };
const longestAnswer = 64 * 1024;
const said = z.object({
  id: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional(),
  message: z.string().optional(),
  error: z.string().optional(),
});

/** What is posted: who to whom, and the whole message, so that every provider sends the same bytes. */
const requestOf = (mail: OutgoingMail, raw: Buffer): string =>
  JSON.stringify({
    messageId: mail.messageIdHeader,
    envelopeFrom: mail.envelopeFrom,
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    raw: raw.toString('base64'),
  });

/**
 * The end that an answer means, in SMTP's codes, which the rest of the program knows; the status stands in the text.
 * What concerns our key or address rather than this message is a provider that did not let us in. A gateway's 502 and 504
 * say nothing of what happened behind it.
 */
function endOf(status: number, body: string): SendOutcome {
  let answer: z.output<typeof said> = {};
  try {
    answer = said.parse(JSON.parse(body));
  } catch {
    // Not the answer that was agreed: the status alone counts.
  }
  const words = (answer.error ?? answer.message ?? '').replace(/\p{Cc}+/gu, ' ').slice(0, 300);
  const text = `HTTP ${status} ${words}`.trim();
  if (status >= 200 && status < 300) return { kind: 'accepted', code: 250, text, queueId: answer.id ?? null };
  if ([401, 403, 404, 405].includes(status)) return { kind: 'deferred', code: 454, text, step: 'greeting' };
  if ([502, 504].includes(status)) return { kind: 'unknown', why: text };
  if ([408, 425, 429].includes(status) || (status >= 500 && status < 600)) {
    return { kind: 'deferred', code: 451, text, step: 'message' };
  }
  if (status >= 400) return { kind: 'rejected', code: 554, text, step: 'message' };
  return { kind: 'unknown', why: text };
}

/** A mailer on a provider's HTTP interface. Nothing is opened before the first message. */
export function createHttpMailer(settings: HttpMailerSettings): Mailer {
  const { connections } = settings;
  const url = new URL(settings.url);
  const { Agent, request } = url.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: 20_000 });
  const timeouts = settings.timeouts ?? usualTimeouts;
  const standing = new WeakSet<Socket>(); // connections over which a request may begin at once
  const underWay = new Set<Promise<unknown>>();
  let closing = false;

  const post = (mail: OutgoingMail, hook: () => Promise<boolean>): Promise<SendOutcome> =>
    new Promise((resolve) => {
      const body = requestOf(mail, mimeOf(mail, settings.dkim));
      let asked: 'not-yet' | 'waiting' | 'yes' | 'no' = 'not-yet';
      let failure: string | null = null;
      let timer: NodeJS.Timeout | undefined;
      const req = request(url, {
        ...{ method: 'POST', agent },
        headers: {
          authorization: `Bearer ${settings.key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': mail.messageIdHeader,
        },
      });
      const settle = (outcome: SendOutcome): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      const fail = (why: string): void => {
        clearTimeout(timer);
        failure ??= why;
        req.destroy();
        if (asked !== 'waiting') settle({ kind: asked === 'yes' ? 'unknown' : 'not-sent', why: failure });
      };
      const answered = (yes: boolean): void => {
        asked = yes ? 'yes' : 'no';
        if (yes && failure === null) {
          timer = setTimeout(() => fail('no answer in time'), timeouts.answer);
          req.end(body); // the first byte of anything
          return;
        }
        req.destroy();
        settle(yes ? { kind: 'unknown', why: failure ?? '' } : { kind: 'withheld' });
      };
      const ready = (): void => {
        clearTimeout(timer);
        asked = 'waiting';
        hook().then(answered, () => answered(false));
      };
      req.on('error', (error) => fail(error.message.slice(0, 400)));
      req.on('socket', (socket) => {
        timer = setTimeout(() => fail('the provider could not be reached in time'), timeouts.connect);
        if (standing.has(socket)) ready();
        else
          socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
            standing.add(socket);
            ready();
          });
      });
      req.on('response', (res) => {
        const chunks: Buffer[] = [];
        let size = 0;
        res.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > longestAnswer) res.destroy(new Error('an answer without end'));
          else chunks.push(chunk);
        });
        res.on('error', (error) => fail(error.message));
        res.on('end', () => settle(endOf(res.statusCode ?? 0, Buffer.concat(chunks).toString())));
      });
    });

  return {
    relay: url.host,
    connections,
    send: async (mail, hook) => {
      const refused = refusedAtOnce(mail);
      if (refused !== null) return refused;
      if (closing) return sendingClosed;
      const sending = post(mail, hook);
      underWay.add(sending);
      try {
        return withoutAddress(await sending, mail);
      } finally {
        underWay.delete(sending);
      }
    },
    verify: () =>
      new Promise((resolve, reject) => {
        const cannot = (why: string): void =>
          reject(new Error(`The mail provider at ${url.host} cannot be used: ${why}`));
        // Nothing is posted: whoever answers at all, whatever it says of the question, is there.
        const req = request(url, {
          method: 'HEAD',
          agent,
          timeout: timeouts.connect,
          headers: { authorization: `Bearer ${settings.key}` },
        });
        req.on('timeout', () => req.destroy(new Error('no answer in time')));
        req.on('error', (error) => cannot(error.message));
        req.on('response', (res) => {
          res.resume();
          if (res.statusCode === 401 || res.statusCode === 403)
            cannot(`it answers ${res.statusCode}; is MAIL_HTTP_KEY right?`);
          else resolve();
        });
        req.end();
      }),
    close: async () => {
      closing = true;
      await Promise.allSettled(underWay);
      agent.destroy();
    },
  };
}
