// Reading a mailbox by IMAP over a socket (requirement D4; Y22): everything once, from where it stopped, whatever breaks.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { imapInbox, type ImapSettings, type InboxPosition } from '../../src/mail/index.js';
import { startImapServer, type ImapServer } from '../support/imap-server.js';

let server: ImapServer;
let position: InboxPosition | null;
let taken: string[];

beforeEach(async () => {
  position = null;
  taken = [];
  server = await startImapServer((user, { password, token }) =>
    user === 'alumni@trust.example' ? password === 'right "word' || token === 'fresh' : false,
  );
});
afterEach(() => server.close());

const settings = (given: Partial<ImapSettings> = {}): ImapSettings => ({
  host: '127.0.0.1',
  port: server.port,
  secure: false,
  user: 'alumni@trust.example',
  secret: { password: 'right "word' },
  folder: 'INBOX',
  ...given,
});
const mail = (name: string): string => `Subject: ${name}\r\n\r\nwords\r\n`;

async function read(
  given: Partial<ImapSettings> = {},
  { failing = [] as readonly string[], most = Infinity } = {},
): Promise<void> {
  await imapInbox(settings(given)).read({
    from: position,
    take: ({ head }) => {
      const name = /Subject: (\S+)/.exec(head.toString())?.[1] ?? '';
      if (failing.includes(name)) throw new Error(`invented: ${name} cannot be taken in`);
      taken.push(name);
      return Promise.resolve();
    },
    keep: (next) => {
      position = next;
      return Promise.resolve();
    },
    enough: () => taken.length >= most,
  });
}

describe('a mailbox', () => {
  it('is read once, from where it stopped, and what was taken in is marked as read', async () => {
    for (const name of ['one', 'two']) server.deliver(mail(name));
    await read();
    expect(server.folder('INBOX')).toEqual([
      { uid: 1, seen: true },
      { uid: 2, seen: true },
    ]);
    const third = server.deliver(mail('three'));
    server.open(third); // somebody looked at it in a mail program before we did
    await read();
    await read();
    expect(taken).toEqual(['one', 'two', 'three']);
    expect(position).toEqual({ uidValidity: '1000', uid: 3, again: [] });
  });

  it('is emptied into a folder where the settings name one, which is made when it is missing', async () => {
    for (const name of ['one', 'two']) server.deliver(mail(name));
    await read({ doneFolder: 'Onward/Done' });
    await read({ doneFolder: 'Onward/Done' });
    expect(server.folder('INBOX')).toEqual([]);
    expect(server.folder('Onward/Done')).toHaveLength(2);
    expect(taken).toEqual(['one', 'two']);
  });

  it('seen for the first time gives only what came lately', async () => {
    server.deliver(mail('old'), new Date(Date.now() - 30 * 86_400_000));
    server.deliver(mail('new'));
    await read();
    expect(taken).toEqual(['new']);
  });

  it('made anew by its server is read again', async () => {
    server.deliver(mail('one'));
    await read();
    server.makeAnew();
    await read();
    expect(taken).toEqual(['one', 'one']); // the hash of the mail tells that it is known
    expect(position?.uidValidity).toBe('1001');
  });

  it('gives a long mail whole, in pieces', async () => {
    server.deliver(Buffer.concat([Buffer.from(mail('long')), Buffer.alloc(3 * 2 ** 20, 'x')]));
    let hash = '';
    await imapInbox(settings()).read({
      from: null,
      take: (got) => Promise.resolve((hash = `${got.hash.length}:${got.head.length}`)),
      keep: () => Promise.resolve(),
      enough: () => false,
    });
    expect(hash).toBe(`64:${512 * 1024}`);
  });

  it('is asked whether one mail has come in without anything being read or moved', async () => {
    const uid = server.deliver(`Message-ID: <one@trust.example>\r\n${mail('one')}`);
    const inbox = imapInbox(settings({ doneFolder: 'Done' }));
    expect(await inbox.holds('<one@trust.example>')).toBe(true);
    expect(await inbox.holds('<two@trust.example>')).toBe(false);
    expect(server.folder('INBOX')).toEqual([{ uid, seen: false }]);
    server.hangUpAt('UID SEARCH', 1);
    await expect(inbox.holds('<one@trust.example>')).rejects.toThrow('The mailbox could not be read');
  });

  it('leaves the rest for the next time when there is no more time', async () => {
    for (const name of ['one', 'two', 'three']) server.deliver(mail(name));
    await read({}, { most: 2 });
    expect(taken).toEqual(['one', 'two']);
    await read();
    expect(taken).toEqual(['one', 'two', 'three']);
  });
});

describe('trouble', () => {
  it('with one mail holds up no other, and that one is tried again', async () => {
    for (const name of ['one', 'two', 'three']) server.deliver(mail(name));
    await expect(read({}, { failing: ['two'] })).rejects.toThrow('invented');
    expect(taken).toEqual(['one', 'three']);
    expect(server.folder('INBOX').map(({ seen }) => seen)).toEqual([true, false, true]);
    await read();
    await read();
    expect(taken).toEqual(['one', 'three', 'two']);
  });

  it.each(['UID SEARCH', 'UID FETCH 2', 'UID STORE 2', 'SELECT'])('at %s loses no mail', async (command) => {
    for (const name of ['one', 'two', 'three']) server.deliver(mail(name));
    server.hangUpAt(command);
    await expect(read()).rejects.toThrow('The mailbox could not be read');
    await read();
    expect(new Set(taken)).toEqual(new Set(['one', 'two', 'three']));
    expect(server.folder('INBOX').every(({ seen }) => seen)).toBe(true);
  });

  it('with the sign-in says so, without the secret', async () => {
    await expect(read({ secret: { password: 'wrong' } })).rejects.toThrow('The mailbox refused the sign-in.');
    const error: unknown = await read({ secret: { password: 'wrong' } }).catch((why: unknown) => why);
    expect(JSON.stringify(error) + String(error)).not.toContain('wrong');
  });

  it('with an OAuth token that ran out is over with the next one', async () => {
    server.deliver(mail('one'));
    const tokens = ['stale', 'fresh'];
    const given = {
      secret: {
        tokens: {
          get: () => Promise.resolve(tokens[0] ?? ''),
          forget: (token: string) => {
            if (tokens[0] === token) tokens.shift();
          },
        },
      },
    };
    await expect(read(given)).rejects.toThrow('refused the sign-in');
    await read(given);
    expect(taken).toEqual(['one']);
  });
});
