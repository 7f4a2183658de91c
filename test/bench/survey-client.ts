// A visitor over a bare socket: the same for Onward and for the yardstick, so that what it costs falls out of their ratio. One
// request at a time on a connection that stays open, answers read by their length.
import { once } from 'node:events';
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export interface Client {
  /** Rejects when the connection ends before the answer. */
  readonly ask: (request: string) => Promise<Answer>;
  readonly close: () => void;
}

/** The first whole answer in what was received, and what follows it; null while it is not whole. */
function firstAnswer(held: string): { readonly answer: Answer; readonly rest: string } | null {
  const end = held.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = held.slice(0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer of unknown length: ${head.slice(0, 200)}`);
  const from = end + 4;
  const to = from + Number(length);
  return held.length < to ? null : { answer: { status, head, body: held.slice(from, to) }, rest: held.slice(to) };
}

/** Opens a connection to a port of this machine. */
export async function openClient(port: number): Promise<Client> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  let held = '';
  let waiting: { readonly done: (answer: Answer) => void; readonly failed: (error: Error) => void } | null = null;
  socket.on('data', (chunk) => {
    held += chunk.toString('latin1'); // one character a byte, as lengths are counted
    const found = firstAnswer(held);
    if (found === null || waiting === null) return;
    held = found.rest;
    const { done } = waiting;
    waiting = null;
    done(found.answer);
  });
  socket.on('error', () => undefined); // 'close' follows
  socket.on('close', () => waiting?.failed(new Error('The connection ended.')));
  return {
    ask: (request) =>
      new Promise((done, failed) => {
        if (socket.destroyed) failed(new Error('The connection has ended.'));
        waiting = { done, failed };
        socket.write(request, 'latin1');
      }),
    close: () => socket.destroy(),
  };
}

/** A page asked for, with a cookie. */
export const get = (path: string, cookie = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n`;

/** A form sent, with a cookie. */
export const post = (path: string, fields: Readonly<Record<string, string>>, cookie = ''): string => {
  const body = new URLSearchParams(fields).toString();
  return (
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
    `Sec-Fetch-Site: same-origin\r\nContent-Length: ${body.length}\r\n${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n${body}`
  );
};

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly answered: number;
}

const loadOf = (times: readonly number[], seconds: number): Load => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), answered: times.length };
};

/** As many as the connections take, one after the other on each, until the time is over or nothing is left to ask. */
export async function closedLoad(
  port: number,
  { connections, ms }: { readonly connections: number; readonly ms: number },
  next: () => string | null,
  seen: (answer: Answer) => void,
): Promise<Load> {
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)));
  const times: number[] = [];
  const began = performance.now();
  const line = async (client: Client): Promise<void> => {
    for (;;) {
      const sent = performance.now();
      const request = sent - began < ms ? next() : null;
      if (request === null) return;
      const answer = await client.ask(request);
      times.push(performance.now() - sent);
      seen(answer);
    }
  };
  await Promise.all(clients.map(line));
  const seconds = (performance.now() - began) / 1_000;
  for (const client of clients) client.close();
  return loadOf(times, seconds);
}

/** At a fixed rate, whether or not the answers keep up: the time of each counts from the moment it was due. */
export async function openLoad(
  port: number,
  { perSecond, ms, connections }: { readonly perSecond: number; readonly ms: number; readonly connections: number },
  next: () => string | null,
  seen: (answer: Answer) => void,
): Promise<Load> {
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)));
  const times: number[] = [];
  const total = Math.floor((perSecond * ms) / 1_000);
  const began = performance.now();
  let taken = 0;
  const line = async (client: Client): Promise<void> => {
    while (taken < total) {
      const dueAt = began + ((taken += 1) * 1_000) / perSecond;
      const wait = dueAt - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const request = next();
      if (request === null) return;
      // A timer that fires late is the generator's lateness, not the server's; waiting for a free connection is the server's.
      const from = wait > 0 ? performance.now() : dueAt;
      seen(await client.ask(request));
      times.push(performance.now() - from);
    }
  };
  await Promise.all(clients.map(line));
  const seconds = (performance.now() - began) / 1_000;
  for (const client of clients) client.close();
  return loadOf(times, seconds);
}
