// An IMAP server for tests: as much of IMAP4rev1 (RFC 3501, with MOVE) as a reader of one mailbox needs, over a socket of
// this machine. It keeps what is asked of it, can lose the connection at a named command, and signs in by password or by
// an OAuth token (XOAUTH2). Mailboxes are in memory.
import net from 'node:net';
import type { AddressInfo } from 'node:net';

interface Kept {
  readonly uid: number;
  readonly at: Date;
  readonly source: Buffer;
  readonly flags: Set<string>;
}

export interface ImapServer {
  readonly port: number;
  /** Every command line that came, without its tag; sign-ins without their secret. */
  readonly log: readonly string[];
  /** Delivers a mail; gives its UID. */
  readonly deliver: (text: string | Buffer, at?: Date) => number;
  /** Someone opened the mail in a mail program. */
  readonly open: (uid: number) => void;
  readonly folder: (name: string) => readonly { readonly uid: number; readonly seen: boolean }[];
  /** From now on hang up when a command begins like this, so many times. */
  readonly hangUpAt: (begins: string, times?: number) => void;
  /** The mailbox was made anew: the same mails under another UIDVALIDITY. */
  readonly makeAnew: () => void;
  readonly close: () => Promise<void>;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayOf = (text: string): number => {
  const [, day, month, year] = /(\d+)-(\w{3})-(\d{4})/.exec(text) ?? [];
  return Date.UTC(Number(year), monthNames.indexOf(month ?? ''), Number(day));
};
const unquoted = (text: string): string => text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');

/** Starts one; `accepts` judges a sign-in. */
export async function startImapServer(
  accepts: (user: string, secret: { readonly password?: string; readonly token?: string }) => boolean,
): Promise<ImapServer> {
  const folders = new Map<string, Kept[]>([['INBOX', []]]);
  const sockets = new Set<net.Socket>();
  const log: string[] = [];
  let uidValidity = 1_000;
  let lastUid = 0;
  let fault: { begins: string; times: number } | null = null;
  const inbox = (): Kept[] => folders.get('INBOX') ?? [];

  function matching(query: string): readonly Kept[] {
    const since = /SINCE "?([^" ]+)"?/i.exec(query)?.[1];
    const from = /UID (\d+):\*/i.exec(query)?.[1];
    const mails = inbox();
    const name = /HEADER "?MESSAGE-ID"? "?([^" ]+)"?/i.exec(query)?.[1];
    if (name !== undefined) return mails.filter(({ source }) => source.includes(`Message-ID: ${name}`));
    if (since !== undefined) return mails.filter(({ at }) => at.getTime() >= dayOf(since));
    if (from === undefined) return mails;
    const found = mails.filter(({ uid }) => uid >= Number(from));
    return found.length > 0 ? found : mails.slice(-1); // RFC 3501: `n:*` always holds the last one
  }

  function fetched(kept: Kept, sequence: number, query: string): Buffer {
    const part = /BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?/i.exec(query);
    const known = `${sequence} FETCH (UID ${kept.uid} FLAGS (${[...kept.flags].join(' ')}) RFC822.SIZE ${kept.source.length}`;
    if (part === null) return Buffer.from(`* ${known})\r\n`);
    const start = Number(part[1] ?? 0);
    const bytes = kept.source.subarray(start, start + Number(part[2] ?? kept.source.length));
    const name = part[1] === undefined ? 'BODY[]' : `BODY[]<${start}>`;
    return Buffer.concat([Buffer.from(`* ${known} ${name} {${bytes.length}}\r\n`), bytes, Buffer.from(')\r\n')]);
  }

  const serve = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let buffer = '';
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say('* OK ready');

    const uidCommand = (tag: string, words: string): void => {
      const [, name = '', rest = ''] = /^(\w+) (.*)$/.exec(words) ?? [];
      const [set = '', ...more] = rest.split(' ');
      const mail = inbox().find(({ uid }) => uid === Number(set));
      if (name === 'SEARCH')
        say(
          `* SEARCH ${matching(rest)
            .map(({ uid }) => uid)
            .join(' ')}`.trimEnd(),
        );
      if (name === 'FETCH' && mail !== undefined) {
        socket.write(fetched(mail, inbox().indexOf(mail) + 1, more.join(' ')));
      }
      if (name === 'STORE') for (const flag of rest.match(/\\\w+/g) ?? []) mail?.flags.add(flag);
      if (name === 'MOVE' && mail !== undefined) {
        const target = folders.get(unquoted(more.join(' ')));
        if (target === undefined) {
          say(`${tag} NO [TRYCREATE] no such mailbox`);
          return;
        }
        const sequence = inbox().indexOf(mail) + 1;
        inbox().splice(sequence - 1, 1);
        target.push({ ...mail, uid: target.length + 1 });
        say(`* ${sequence} EXPUNGE`);
      }
      say(`${tag} OK done`);
    };

    const command = (line: string): void => {
      const [, tag = '', name = '', rest = ''] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? [];
      const verb = name.toUpperCase();
      const words = verb === 'LOGIN' || verb === 'AUTHENTICATE' ? verb : `${verb} ${rest}`.trim();
      log.push(words);
      if (fault !== null && fault.times > 0 && words.startsWith(fault.begins)) {
        fault.times -= 1;
        socket.destroy();
        return;
      }
      if (verb === 'CAPABILITY') say('* CAPABILITY IMAP4rev1 MOVE UIDPLUS SASL-IR AUTH=XOAUTH2');
      if (verb === 'LIST') say(rest === '"" ""' ? '* LIST (\\Noselect) "/" ""' : '* LIST () "/" "INBOX"');
      if (verb === 'CREATE') {
        if (folders.has(unquoted(rest))) {
          say(`${tag} NO [ALREADYEXISTS] it is there`);
          return;
        }
        folders.set(unquoted(rest), []);
      }
      if (verb === 'SELECT' || verb === 'EXAMINE') {
        say('* FLAGS (\\Seen \\Deleted)');
        say(`* ${inbox().length} EXISTS`);
        say(`* OK [UIDVALIDITY ${uidValidity}] valid`);
        say(`* OK [UIDNEXT ${lastUid + 1}] next`);
        say(`${tag} OK [READ-WRITE] done`);
        return;
      }
      if (verb === 'UID') {
        uidCommand(tag, rest);
        return;
      }
      if (verb === 'LOGIN') {
        const [user = '', password = ''] = rest.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
        const ok = accepts(unquoted(user), { password: unquoted(password) });
        say(ok ? `${tag} OK in` : `${tag} NO [AUTHENTICATIONFAILED] no`);
        return;
      }
      if (verb === 'AUTHENTICATE') {
        const [, answer = ''] = rest.split(' ');
        const [, user = '', token = ''] =
          /user=(\S*)\nauth=Bearer (\S*)/.exec(Buffer.from(answer, 'base64').toString().replaceAll('\u0001', '\n')) ??
          [];
        say(accepts(user, { token }) ? `${tag} OK in` : `${tag} NO [AUTHENTICATIONFAILED] no`);
        return;
      }
      if (verb === 'LOGOUT') {
        say('* BYE');
        say(`${tag} OK done`);
        socket.end();
        return;
      }
      say(`${tag} OK done`);
    };

    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        command(line);
      }
    });
  };

  const server = net.createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    log,
    deliver: (text, at = new Date()) => {
      lastUid += 1;
      const source = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
      inbox().push({ uid: lastUid, at, source, flags: new Set() });
      return lastUid;
    },
    open: (uid) =>
      void inbox()
        .find((mail) => mail.uid === uid)
        ?.flags.add('\\Seen'),
    folder: (name) => (folders.get(name) ?? []).map(({ uid, flags }) => ({ uid, seen: flags.has('\\Seen') })),
    hangUpAt: (begins, times = 1) => {
      fault = { begins, times };
    },
    makeAnew: () => {
      uidValidity += 1;
      const mails = inbox().splice(0);
      lastUid = 0;
      for (const mail of mails) inbox().push({ ...mail, uid: (lastUid += 1) });
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
