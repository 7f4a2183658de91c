// The built-in mailbox keeps what it acknowledged and nothing else, and shows it without doing harm.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMailer, readMaildir, startMailbox } from '../../src/mail/index.js';
import type { Mailbox, Mailer, OutgoingMail } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';

const yes = (): Promise<boolean> => Promise.resolve(true);

let folder: string;
let mailbox: Mailbox;
let mailer: Mailer;

const open = async (most?: number): Promise<void> => {
  mailbox = await startMailbox({
    ...{ folder, host: '127.0.0.1', smtpPort: 0, httpPort: 0 },
    ...(most === undefined ? {} : { most }),
  });
  const { smtpPort: port } = mailbox;
  mailer = createMailer({ host: '127.0.0.1', port, secure: false, name: 'onward.example', connections: 3 });
};
const shut = async (): Promise<void> => {
  await mailer.close();
  await mailbox.close();
};
const sendAll = (mails: readonly OutgoingMail[]) => Promise.all(mails.map((mail) => mailer.send(mail, yes)));
const page = async (address: string): Promise<{ status: number; headers: Headers; text: string }> => {
  const answer = await fetch(mailbox.url + address);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const namesOn = (text: string): string[] =>
  [...text.matchAll(/href="\/message\/([^"/]+)"/g)].map((found) => found[1] ?? '');

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onward-mailbox-'));
  await open();
});
afterEach(async () => {
  await shut();
  await rm(folder, { recursive: true });
});

describe('what is kept', () => {
  it('is every acknowledged message, once, also after a new start', async () => {
    const mails = Array.from({ length: 40 }, (_, n) => aMail(n));
    const outcomes = await sendAll(mails);
    expect(outcomes.map(({ kind }) => kind)).toEqual(mails.map(() => 'accepted'));
    await shut();
    await open();
    await mailer.send(aMail(40), yes);
    const letters = await readMaildir(folder);
    expect(letters.map(({ messageId }) => messageId).sort()).toEqual(
      [...mails, aMail(40)].map(({ messageIdHeader }) => messageIdHeader).sort(),
    );
    const [letter] = letters.filter(({ messageId }) => messageId === aMail(7).messageIdHeader);
    expect(letter).toMatchObject({
      from: 'Destinations team <destinations@trust.example>',
      to: 'Avery Testperson <avery7@example.org>',
      replyTo: 'replies@trust.example',
      subject: 'One minute: how are things going?',
      html: aMail().html,
    });
    expect(letter?.text.trim()).toBe(aMail().text.trim());
    expect(letter?.raw).toMatch(
      /^Return-Path: <b\+w1_a1-0007_i_1\.\w+@bounce\.onward\.example>\r\nDelivered-To: avery7@example\.org\r\n/,
    );
    expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
  });

  it('is nothing of a message that was cut off', async () => {
    await new Promise<void>((resolve, reject) => {
      const socket = net.connect(mailbox.smtpPort, '127.0.0.1');
      const steps = ['EHLO x.example', 'MAIL FROM:<a@example.org>', 'RCPT TO:<b@example.org>', 'DATA'];
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        const next = steps.shift();
        if (next !== undefined) socket.write(`${next}\r\n`);
        else if (chunk.toString().startsWith('354')) socket.end('Subject: half a mess');
      });
      socket.on('close', () => resolve());
    });
    await mailer.send(aMail(1), yes);
    expect((await readMaildir(folder)).map(({ messageId }) => messageId)).toEqual([aMail(1).messageIdHeader]);
  });

  it('has a limit, and what is over it is deferred, not dropped', async () => {
    await shut();
    await open(2);
    const outcomes = [];
    for (const n of [1, 2, 3]) outcomes.push(await mailer.send(aMail(n), yes));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'deferred']);
    expect(outcomes[2]).toMatchObject({ code: 452, step: 'message' });
    expect(await readMaildir(folder)).toHaveLength(2);
    expect((await page('/')).text).toContain('It holds 2 messages and takes at most 2.');
  });

  it('is empty in a folder that was never used', async () => {
    expect(await readMaildir(path.join(folder, 'nowhere'))).toEqual([]);
  });
});

describe('ports', () => {
  it('are others where the usual ones are taken', async () => {
    const taken = Number(new URL(mailbox.url).port);
    const other = await startMailbox({
      ...{ folder: path.join(folder, 'other'), host: '127.0.0.1' },
      ...{ smtpPort: mailbox.smtpPort, httpPort: taken },
    });
    expect(other.smtpPort).not.toBe(mailbox.smtpPort);
    expect((await fetch(other.url)).status).toBe(200);
    await other.close();
  });
});

describe('its pages', () => {
  it('list the newest first, 25 a page, and find by address', async () => {
    for (let n = 0; n < 30; n += 1) await mailer.send(aMail(n), yes);
    const first = await page('/');
    expect(first.text).toContain('Invented mailbox: nothing leaves this machine.');
    expect([...first.text.matchAll(/avery(\d+)@/g)].map(([, n]) => Number(n))).toEqual(
      Array.from({ length: 25 }, (_, n) => 29 - n),
    );
    expect(first.text).toContain('Page 1 of 2');
    const second = await page('/?to=&page=2');
    expect([...second.text.matchAll(/avery(\d+)@/g)].map(([, n]) => Number(n))).toEqual([4, 3, 2, 1, 0]);
    const found = await page('/?to=AVERY7%40');
    expect([...found.text.matchAll(/avery(\d+)@example/g)].map(([, n]) => Number(n))).toEqual([7]);
    expect((await page('/?to=nobody')).text).toContain('No message to such an address.');
    expect((await page('/?page=x')).text).toContain('Page 1 of 2');
  });

  it('show one message with links that can be pressed, its headers and the file', async () => {
    const link = 'http://127.0.0.1:1/s/w1_a1-0001_i_1.abc';
    await mailer.send(aMail(1, { text: `Open ${link}.`, html: `<head></head><a href="${link}">go</a>` }), yes);
    const [name = ''] = namesOn((await page('/')).text);
    const letter = await page(`/message/${name}`);
    expect(letter.text).toContain(`Open <a href="${link}">${link}</a>.`);
    expect(letter.text).toContain('Feedback-ID: w1:northgate:invitation:onward');
    expect(letter.text).toMatch(/<iframe [^>]*sandbox="[^"]*allow-top-navigation-by-user-activation"/);
    const frame = await page(`/message/${name}/html`);
    expect(frame.text).toBe(`<head><base target="_top"></head><a href="${link}">go</a>`);
    expect(frame.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox /,
    );
    const raw = await page(`/message/${name}/raw`);
    expect(raw.headers.get('Content-Disposition')).toBe(`attachment; filename="${name}.eml"`);
    expect(raw.text).toBe((await readMaildir(folder))[0]?.raw);
  });

  it('escape whatever came by mail', async () => {
    const hostile = '<script>alert(1)</script>"\'&';
    const to = { name: hostile, address: 'avery1@example.org' };
    await mailer.send(aMail(1, { subject: hostile, text: hostile, to }), yes);
    const list = await page('/');
    const [name = ''] = namesOn(list.text);
    for (const { text } of [list, await page(`/message/${name}`), await page(`/?to=${encodeURIComponent(hostile)}`)]) {
      expect(text).not.toContain('<script');
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });

  it('answer only to names of this machine, only to reading, and only for messages', async () => {
    const { port } = new URL(mailbox.url);
    const asked = (head: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let heard = '';
        const socket = net.connect(Number(port), '127.0.0.1', () =>
          socket.write(`${head}\r\nConnection: close\r\n\r\n`),
        );
        socket.on('data', (chunk) => (heard += chunk.toString()));
        socket.on('error', reject);
        socket.on('close', () => resolve(heard.slice(0, 12)));
      });
    expect(await asked(`GET / HTTP/1.1\r\nHost: localhost:${port}`)).toBe('HTTP/1.1 200');
    expect(await asked('GET / HTTP/1.1\r\nHost: elsewhere.example')).toBe('HTTP/1.1 403');
    expect(await asked(`POST / HTTP/1.1\r\nHost: localhost:${port}`)).toBe('HTTP/1.1 405');
    expect(await asked(`GET /message/../../package.json HTTP/1.1\r\nHost: localhost`)).toBe('HTTP/1.1 404');
    expect(await asked(`GET /message/..%2f..%2fpackage.json/raw HTTP/1.1\r\nHost: localhost`)).toBe('HTTP/1.1 404');
    expect(await asked(`GET //x:y:z HTTP/1.1\r\nHost: localhost`)).toMatch(/^HTTP\/1\.1 [45]/);
  });
});
