// How do messages reach the relay over a few connections that are used again and again?
// No queue of its own (requirement E15): as many messages are under way as there are connections, the rest wait in
// `send`. A connection carries on only after an accepted message; after anything else it is dropped, so that no trouble
// of one message reaches the next.
import { refusedAtOnce, sendingClosed, withoutAddress } from './checked.js';
import type { Connection, RelaySettings, RelayTimeouts } from './conversation.js';
import { converse, openConnection } from './conversation.js';
import type { DkimKey } from './dkim.js';
import type { Mailer, OutgoingMail, SendOutcome } from './mailer.js';
import { mimeOf } from './mime.js';

export interface MailerSettings extends RelaySettings {
  /** Connections at most; five is the bound that the reliability requirements count with (E8). */
  readonly connections: number;
  /** Signs every message; not set where the relay does. */
  readonly dkim?: DkimKey;
  /** For tests; the defaults are those of requirement E14. */
  readonly timeouts?: Partial<RelayTimeouts>;
}

const defaultTimeouts: RelayTimeouts = { setUp: 30_000, envelope: 30_000, reply: 11 * 60_000 };
const idleFor = 20_000; // relays close idle connections after one to five minutes; we go first
const messagesPerConnection = 100; // a common limit of relays

interface Line {
  connection: Connection | null;
  used: number;
  idle: NodeJS.Timeout | undefined;
}

function hangUp(line: Line): void {
  clearTimeout(line.idle);
  const { connection } = line;
  line.connection = null;
  line.used = 0;
  if (connection === null || connection.destroyed) return;
  const impatient = setTimeout(() => connection.close(), 1_000);
  connection.once('end', () => clearTimeout(impatient));
  connection.quit();
}

/** A mailer on a real relay. Nothing is opened before the first message. */
export function createMailer(settings: MailerSettings): Mailer {
  const timeouts = { ...defaultTimeouts, ...settings.timeouts };
  const free: Line[] = Array.from({ length: settings.connections }, () => ({
    connection: null,
    used: 0,
    idle: undefined,
  }));
  const waiting: ((line: Line | null) => void)[] = [];
  const underWay = new Set<Promise<unknown>>();
  let closing = false;

  // The one used last goes out first, so that few connections serve a trickle of mail.
  const take = (): Promise<Line | null> => {
    if (closing) return Promise.resolve(null);
    const line = free.pop();
    return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
  };
  const giveBack = (line: Line): void => {
    if (line.used >= messagesPerConnection) hangUp(line);
    const next = waiting.shift();
    if (next !== undefined) {
      next(line);
      return;
    }
    if (line.connection !== null) line.idle = setTimeout(() => hangUp(line), idleFor).unref();
    free.push(line);
  };

  const over = async (line: Line, mail: OutgoingMail, hook: () => Promise<boolean>): Promise<SendOutcome> => {
    clearTimeout(line.idle);
    const bytes = mimeOf(mail, settings.dkim);
    const envelope = { from: mail.envelopeFrom, to: mail.to.address };
    for (;;) {
      const usedBefore: boolean = line.connection !== null && !line.connection.destroyed;
      if (!usedBefore) {
        const opened = await openConnection(settings, timeouts);
        if ('kind' in opened) return opened;
        line.connection = opened;
        line.used = 0;
      }
      if (line.connection === null) return sendingClosed;
      const outcome = await converse(line.connection, envelope, bytes, hook, timeouts);
      if (outcome.kind === 'accepted') line.used += 1;
      else line.connection = null;
      // The relay may have ended a connection while it lay idle. That says nothing about this message: a fresh one.
      if (outcome.kind !== 'not-sent' || !usedBefore) return outcome;
    }
  };

  const send = async (mail: OutgoingMail, hook: () => Promise<boolean>): Promise<SendOutcome> => {
    const refused = refusedAtOnce(mail);
    if (refused !== null) return refused;
    const line = await take();
    if (line === null) return sendingClosed;
    const sending = over(line, mail, hook).finally(() => giveBack(line));
    underWay.add(sending);
    try {
      return withoutAddress(await sending, mail);
    } finally {
      underWay.delete(sending);
    }
  };

  return {
    relay: `${settings.host}:${settings.port}`,
    connections: settings.connections,
    send,
    verify: async () => {
      const opened = await openConnection(settings, timeouts);
      if ('kind' in opened) {
        const said = 'code' in opened ? `${opened.code} ${opened.text}` : 'why' in opened ? opened.why : opened.kind;
        throw new Error(`The mail relay at ${settings.host}:${settings.port} cannot be used: ${said}`);
      }
      hangUp({ connection: opened, used: 0, idle: undefined });
    },
    close: async () => {
      closing = true;
      for (const wait of waiting.splice(0)) wait(null);
      await Promise.allSettled(underWay);
      free.forEach(hangUp);
    },
  };
}
