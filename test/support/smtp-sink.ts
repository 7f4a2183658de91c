// A relay for tests that does exactly what it is told, wrong things too, at a named point of the conversation.
// It speaks raw TCP, so nothing between the mailer and the wire hides what happened; its log only grows and is what
// tests believe.
import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** Where it misbehaves. `after-dot`: it has read all and not taken the message. `before-250`: it has taken it. */
export type SinkPhase =
  'connect' | 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'mid-data' | 'after-dot' | 'before-250';

/** How: the first four without a word; then wrong or refusing replies; then right replies in an unusual shape. */
export type SinkFault =
  | 'refuse'
  | 'rst'
  | 'fin'
  | 'silence'
  | '4xx'
  | '5xx'
  | '421'
  | 'garbage'
  | 'endless-line'
  | 'split'
  | 'multiline'
  | 'not-utf8';

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
}

export interface SmtpSink {
  readonly port: number;
  readonly log: readonly SinkEvent[];
  readonly accepted: readonly SinkMessage[];
  /** From now on misbehave like this; null behaves again. `refuse` stops listening until the next call. */
  readonly misbehave: (fault: { readonly at: SinkPhase; readonly how: SinkFault } | null) => Promise<void>;
  /** From now on answer a message that was taken only after so many milliseconds. */
  readonly hesitate: (milliseconds: number) => void;
  /** Cuts every open connection, as a relay does with idle ones. */
  readonly hangUp: () => void;
  readonly close: () => Promise<void>;
}

const goodReply: Readonly<Record<SinkPhase, string>> = {
  connect: '',
  greeting: '220 sink.example ready',
  EHLO: '250 sink.example',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 go ahead',
  'mid-data': '',
  'after-dot': '',
  'before-250': '',
};

/** Starts a sink on a free port of this machine. With `auth: 'refuse'` it asks for a sign-in and turns it down. */
export async function startSmtpSink(
  options: { readonly pipelining?: boolean; readonly auth?: 'accept' | 'refuse'; readonly port?: number } = {},
): Promise<SmtpSink> {
  const { pipelining = true, auth } = options;
  const log: SinkEvent[] = [];
  const accepted: SinkMessage[] = [];
  const sockets = new Set<net.Socket>();
  let fault: { readonly at: SinkPhase; readonly how: SinkFault } | null = null;
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
    const pause = (): void => {
      speech = speech.then(() => new Promise((resolve) => setImmediate(resolve)));
    };
    const note = (what: SinkEvent['what'], detail = ''): void => void log.push({ connection, what, detail });

    /** Replies, or does what it was told to do here instead. */
    const reply = (phase: SinkPhase, good: string): void => {
      if (fault?.at !== phase) {
        say(`${good}\r\n`);
        return;
      }
      note('fault', `${phase} ${fault.how}`);
      const code = good.slice(0, 3);
      switch (fault.how) {
        case 'refuse':
        case 'rst':
          dead = true;
          socket.resetAndDestroy();
          return;
        case 'fin':
          dead = true;
          socket.end();
          return;
        case 'silence':
          dead = true;
          return;
        case '4xx':
          say('451 4.3.0 try again later\r\n');
          return;
        case '5xx':
          say('550 5.7.1 not here\r\n');
          return;
        case '421':
          dead = true;
          say('421 4.3.2 closing now\r\n');
          speech = speech.then(() => void socket.end());
          return;
        case 'garbage':
          say('lorem ipsum\r\n');
          return;
        case 'endless-line':
          dead = true;
          say('2'.repeat(10_000_000));
          return;
        case 'split': {
          const bytes = `${good}\r\n`;
          say(bytes.slice(0, 2));
          pause();
          say(bytes.slice(2));
          return;
        }
        case 'multiline':
          say(`${code}-one moment\r\n${code}-nearly there\r\n${good}\r\n`);
          return;
        case 'not-utf8':
          say(Buffer.concat([Buffer.from(`${good} `), Buffer.from([0xff, 0xfe, 0xe9]), Buffer.from('\r\n')]));
      }
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
        const refused = fault?.at === 'RCPT' && ['4xx', '5xx', 'garbage'].includes(fault.how);
        if (!refused) to = /<(.*?)>/.exec(line)?.[1] ?? '';
        reply('RCPT', goodReply.RCPT);
      } else if (verb === 'DATA') {
        if (to === '') {
          say('503 5.5.1 nobody to send it to\r\n');
          return;
        }
        inData = fault?.at !== 'DATA' || ['split', 'multiline', 'not-utf8'].includes(fault.how);
        if (inData) note('354');
        reply('DATA', goodReply.DATA);
      } else if (verb === 'QUIT') {
        say('221 2.0.0 bye\r\n');
        speech = speech.then(() => void socket.end());
      } else say('250 2.0.0 Ok\r\n');
    };

    const message = (raw: string): void => {
      note('dot');
      if (fault?.at !== 'after-dot' || ['split', 'multiline', 'not-utf8'].includes(fault.how)) {
        const messageId = /^Message-ID: *(.*)$/im.exec(raw)?.[1] ?? '';
        accepted.push({ messageId, from, to, raw: raw.replace(/^\.\./gm, '.') });
        note('accepted', messageId);
      }
      const good = `250 2.0.0 Ok: queued as SINK${String(accepted.length).padStart(6, '0')}`;
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
        if (fault?.at === 'mid-data') {
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
