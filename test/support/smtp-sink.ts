// A relay for tests that does exactly what it is told, wrong things too, at a named point of the conversation.
// It speaks raw TCP, so nothing between the mailer and the wire hides what happened; its log only grows and is what
// tests believe.
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { goodReply, performanceOf, stillRight, type SinkFault, type SinkPhase } from './smtp-sink-faults.js';

export interface SinkEvent {
  readonly connection: number;
  readonly what: 'connected' | 'command' | '354' | 'first-byte' | 'dot' | 'accepted' | 'fault' | 'gone';
  readonly detail: string;
}

export interface SinkMessage {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  /** As sent, with the dots that SMTP doubles made single again. */
  readonly raw: string;
  /** When its last byte had come, by `performance.now()`. */
  readonly at: number;
}

/** Where and how, in words of its own where given, and to whom only. */
export interface SinkTrouble {
  readonly at: SinkPhase;
  readonly how: SinkFault;
  readonly says?: string;
  /** Only for recipients at these domains; from RCPT on. */
  readonly domains?: readonly string[];
}

export interface SmtpSink {
  readonly port: number;
  readonly log: readonly SinkEvent[];
  readonly accepted: readonly SinkMessage[];
  /** From now on misbehave like this; null behaves again. `refuse` stops listening until the next call. */
  readonly misbehave: (fault: SinkTrouble | null) => Promise<void>;
  /** From now on answer a message that was taken only after so many milliseconds. */
  readonly hesitate: (milliseconds: number) => void;
  /** Cuts every open connection, as a relay does with idle ones. */
  readonly hangUp: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts a sink on a free port of this machine. With `auth: 'refuse'` it asks for a sign-in and turns it down; `takes` is what
 * it says of a message that it took.
 */
export async function startSmtpSink(
  options: {
    readonly pipelining?: boolean;
    readonly auth?: 'accept' | 'refuse';
    readonly port?: number;
    readonly takes?: (messageId: string) => string;
  } = {},
): Promise<SmtpSink> {
  const { pipelining = true, auth } = options;
  const log: SinkEvent[] = [];
  const accepted: SinkMessage[] = [];
  const sockets = new Set<net.Socket>();
  let fault: SinkTrouble | null = null;
  let connections = 0;
  let delay = 0;

  const serve = (socket: net.Socket): void => {
    const connection = ++connections;
    let buffer = '';
    let from = '';
    let to = '';
    let inData = false;
    let dead = false;
    let speech = Promise.resolve();
    const say = (bytes: string | Buffer): void => {
      speech = speech.then(() => void socket.write(bytes));
    };
    const note = (what: SinkEvent['what'], detail = ''): void => void log.push({ connection, what, detail });

    const concerns = ({ domains }: SinkTrouble): boolean =>
      domains === undefined || domains.some((domain) => to.endsWith(`@${domain}`));

    /** Replies, or does what it was told to do here instead. */
    const reply = (phase: SinkPhase, good: string): void => {
      if (fault?.at !== phase || !concerns(fault)) {
        say(`${good}\r\n`);
        return;
      }
      note('fault', `${phase} ${fault.how}`);
      const { parts, then } = performanceOf(fault.how, good, fault.says);
      dead = then !== 'goes-on';
      if (then === 'resets') {
        socket.resetAndDestroy();
        return;
      }
      for (const part of parts) {
        say(part);
        speech = speech.then(() => new Promise((resolve) => setImmediate(resolve)));
      }
      if (then === 'ends') speech = speech.then(() => void socket.end());
    };

    const command = (line: string): void => {
      note('command', line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO' || verb === 'HELO') {
        const extensions = [...(pipelining ? ['PIPELINING'] : []), ...(auth === undefined ? [] : ['AUTH PLAIN'])];
        const lines = [...extensions, 'SIZE 50000000'].map((name) => `250-${name}\r\n`).join('');
        reply('EHLO', fault?.at === 'EHLO' || verb === 'HELO' ? goodReply.EHLO : `${lines}${goodReply.EHLO}`);
      } else if (verb === 'AUTH') {
        say(auth === 'accept' ? '235 2.7.0 welcome\r\n' : '535 5.7.8 wrong name or password\r\n');
      } else if (verb === 'MAIL') {
        from = /<(.*?)>/.exec(line)?.[1] ?? '';
        to = '';
        reply('MAIL', goodReply.MAIL);
      } else if (verb === 'RCPT') {
        const named = /<(.*?)>/.exec(line)?.[1] ?? '';
        to = named;
        const refused = fault?.at === 'RCPT' && concerns(fault) && ['4xx', '5xx', 'garbage'].includes(fault.how);
        reply('RCPT', goodReply.RCPT);
        if (refused) to = '';
      } else if (verb === 'DATA') {
        if (to === '') {
          say('503 5.5.1 nobody to send it to\r\n');
          return;
        }
        inData = fault?.at !== 'DATA' || !concerns(fault) || stillRight.includes(fault.how);
        if (inData) note('354');
        reply('DATA', goodReply.DATA);
      } else if (verb === 'QUIT') {
        say('221 2.0.0 bye\r\n');
        speech = speech.then(() => void socket.end());
      } else say('250 2.0.0 Ok\r\n');
    };

    const message = (raw: string): void => {
      note('dot');
      const messageId = /^Message-ID: *(.*)$/im.exec(raw)?.[1] ?? '';
      if (fault?.at !== 'after-dot' || !concerns(fault) || stillRight.includes(fault.how)) {
        accepted.push({ messageId, from, to, raw: raw.replace(/^\.\./gm, '.'), at: performance.now() });
        note('accepted', messageId);
      }
      const good =
        options.takes?.(messageId) ?? `250 2.0.0 Ok: queued as SINK${String(accepted.length).padStart(6, '0')}`;
      if (delay > 0) speech = speech.then(() => new Promise((resolve) => setTimeout(resolve, delay)));
      reply(fault?.at === 'before-250' ? 'before-250' : 'after-dot', good);
    };

    const read = (): void => {
      while (!dead) {
        if (inData) {
          const ending = buffer.startsWith('.\r\n') ? 0 : buffer.indexOf('\r\n.\r\n');
          if (ending === -1) return;
          inData = false;
          const raw = buffer.slice(0, ending + 2);
          buffer = buffer.slice(ending + (ending === 0 ? 3 : 5));
          message(raw);
          continue;
        }
        const end = buffer.indexOf('\r\n');
        if (end === -1) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        command(line);
      }
    };

    sockets.add(socket);
    note('connected');
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      note('gone');
    });
    socket.on('data', (chunk) => {
      if (dead) return;
      if (inData && buffer === '') {
        note('first-byte');
        if (fault?.at === 'mid-data' && concerns(fault)) {
          reply('mid-data', '');
          dead = true; // whatever it said, it reads nothing more of this message
          return;
        }
      }
      buffer += chunk.toString('latin1');
      read();
    });
    if (fault?.at === 'connect') reply('connect', '');
    else reply('greeting', goodReply.greeting);
  };

  let server = net.createServer(serve);
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;

  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      hangUp();
      server.close(() => resolve());
    });

  return {
    port,
    log,
    accepted,
    misbehave: async (next) => {
      fault = next;
      if (next?.how === 'refuse') await stop();
      else if (!server.listening) {
        server = net.createServer(serve);
        await listen(port);
      }
    },
    hesitate: (milliseconds) => {
      delay = milliseconds;
    },
    hangUp,
    close: () => (server.listening ? stop() : Promise.resolve()),
  };
}
