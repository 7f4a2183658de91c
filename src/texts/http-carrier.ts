// How does a text reach the provider?
// By one POST of JSON over a connection of its own, so that it is known when the first byte leaves: connect, say so, then
// write. The API key and an idempotency key go along; nothing is followed to another address, no answer over 64 KB is read
// (requirement W9). Only an answer's code decides; without one the fate is unknown and nobody sends it again (E5).
import { request as httpRequest } from 'node:http';
import { lookup } from 'node:dns';
import { BlockList, connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { OutgoingText, TextCarrier, TextOutcome } from './carrier.js';

export interface TextProviderSettings {
  /** Where texts are posted: https, or http on this machine alone. */
  readonly url: string;
  readonly apiKey: string;
  /** What people see as the sender: a number, or at most eleven letters. */
  readonly from: string;
  readonly connections: number;
}

const connectWithin = 5_000;
const answerWithin = 30_000;
const mostBytes = 64 * 1024;

const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(net, bits, 'ipv4');
  inside.addSubnet(`::ffff:${net}`, 96 + bits, 'ipv6');
}
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');
inside.addAddress('::1', 'ipv6');
inside.addAddress('::', 'ipv6');

/** Resolves the name once and connects to what it gave, unless that lies inside a private network (requirement W9). */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const [first] =
      error === null
        ? found.filter(({ address, family }) => !inside.check(address, family === 6 ? 'ipv6' : 'ipv4'))
        : [];
    if (first === undefined) callback(error ?? new Error('The name leads into a private network.'), '', 4);
    else if (options.all === true) callback(null, [first]);
    else callback(null, first.address, first.family);
  });
};

/** A connection to the provider, ready for the request. Rejects when there is none within five seconds. */
function open(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port === '' ? (secure ? 443 : 80) : url.port);
    if (secure && isIP(host) !== 0 && inside.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')) {
      reject(new Error('The address lies in a private network.'));
      return;
    }
    const socket = secure
      ? connectTls({ host, port, servername: isIP(host) === 0 ? host : '', lookup: publicLookup })
      : connectTcp({ host, port });
    const late = setTimeout(() => socket.destroy(new Error('The provider did not answer in time.')), connectWithin);
    socket.once('error', (error: Error) => {
      clearTimeout(late);
      reject(error);
    });
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(late);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

/** Codes by which the provider says that this text can never be sent. */
const never: readonly number[] = [400, 410, 413, 422];
/** Codes by which it says that it did nothing now: busy, or set up wrongly on our side. */
const notNow: readonly number[] = [401, 402, 403, 404, 408, 425, 429, 503];

/** What an answer means. Other codes of 5xx and a conflict say nothing certain: the text may have gone. */
export function outcomeOfAnswer(code: number, body: string): TextOutcome {
  const text = body.replace(/\p{Cc}+/gu, ' ').slice(0, 400);
  if (code >= 200 && code < 300) return { kind: 'accepted', code, text: '', queueId: idIn(body) };
  if (never.includes(code)) return { kind: 'rejected', code, text, step: 'answer' };
  if (notNow.includes(code) || (code >= 300 && code < 400)) return { kind: 'deferred', code, text, step: 'answer' };
  return { kind: 'unknown', why: `The provider answered ${code}, which does not say whether the text was sent.` };
}

function idIn(body: string): string | null {
  try {
    const id = (JSON.parse(body) as { readonly id?: unknown } | null)?.id;
    return typeof id === 'string' && id.length <= 200 ? id : null;
  } catch {
    return null; // taken over all the same
  }
}

/** Writes the request and reads the answer. From here on, no answer is an unknown fate. */
function ask(
  socket: Socket,
  url: URL,
  { apiKey, from }: TextProviderSettings,
  text: OutgoingText,
): Promise<TextOutcome> {
  const body = JSON.stringify({ to: text.to, from, text: text.body, reference: text.id });
  return new Promise((resolve) => {
    const end = (outcome: TextOutcome): void => {
      clearTimeout(late);
      resolve(outcome);
      socket.destroy();
    };
    const unknown = (error: Error): void => end({ kind: 'unknown', why: error.message });
    const late = setTimeout(() => unknown(new Error('The provider gave no answer in time.')), answerWithin);
    const req = httpRequest(
      {
        createConnection: () => socket,
        ...{ method: 'POST', host: url.hostname, path: `${url.pathname}${url.search}` },
        headers: {
          Host: url.host,
          Authorization: `Bearer ${apiKey}`,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'Idempotency-Key': text.id,
          Connection: 'close',
        },
      },
      (res) => {
        const parts: Buffer[] = [];
        let size = 0;
        const done = (): void => end(outcomeOfAnswer(res.statusCode ?? 0, Buffer.concat(parts).toString('utf8')));
        res.on('data', (part: Buffer) => {
          size += part.length;
          if (size > mostBytes) done();
          else parts.push(part);
        });
        res.once('end', done);
        res.once('error', done); // the code was read, and it is the code that decides
        res.once('aborted', done);
      },
    );
    req.once('error', unknown);
    req.end(body);
  });
}

/** A carrier by HTTP. */
export function httpTexts(settings: TextProviderSettings): TextCarrier {
  const url = new URL(settings.url);
  return {
    relay: url.host,
    connections: settings.connections,
    send: async (text, beforeFirstByte) => {
      let socket: Socket;
      try {
        socket = await open(url);
      } catch (error) {
        return { kind: 'not-sent', why: error instanceof Error ? error.message : String(error) };
      }
      // A connection that breaks while the intent is written must not end the process; asking finds it broken.
      socket.on('error', () => undefined);
      const may = await beforeFirstByte().catch(() => false);
      if (!may) {
        socket.destroy();
        return { kind: 'withheld' };
      }
      return ask(socket, url, settings, text);
    },
  };
}
