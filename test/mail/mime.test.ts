// What is composed here says the same as what a library for it would compose, for every name and text.
import { describe, expect, it } from '@jest/globals';
import ejs from 'ejs';
import { simpleParser, type ParsedMail } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { displayName } from '../../src/mail/address.js';
import type { OutgoingMail } from '../../src/mail/index.js';
import { mimeOf } from '../../src/mail/mime.js';
import { aMail } from '../support/a-mail.js';

const text = (parsed: ParsedMail) => ({
  from: parsed.from?.value,
  to: parsed.to === undefined || Array.isArray(parsed.to) ? parsed.to : parsed.to.value,
  replyTo: parsed.replyTo?.value,
  subject: parsed.subject,
  messageId: parsed.messageId,
  date: parsed.date,
  text: parsed.text,
  html: parsed.html,
});

/** The same message by the library's own composer. */
const byLibrary = (mail: OutgoingMail): Promise<Buffer> =>
  new MailComposer({
    from: { ...mail.from, name: displayName(mail.from.name) },
    to: { ...mail.to, name: displayName(mail.to.name) },
    replyTo: mail.replyTo,
    ...{ subject: mail.subject, text: mail.text, html: mail.html, messageId: mail.messageIdHeader, date: mail.date },
    newline: 'win',
  })
    .compile()
    .build();

const names = [
  'Avery Testperson',
  'Zoë Müller-Østergård',
  "Siân O'Connor, MBE",
  'José "Pepe" Núñez',
  '李小龍',
  'محمد',
  '🎓 Avery',
  'a (comment) b; c: d@e',
  '',
  'Ünï'.repeat(40),
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
];
const bodies = [
  'plain\ntext\n',
  'Zoë, ça va?\r\n\r\n.a dot\r\nFrom the start\r\n',
  `a long line ${'word '.repeat(60)}\nand a link https://survey.trust.example/s/${'x'.repeat(120)}?a=b&c=d=\n`,
  'trailing  \nspaces\t\n\n\n',
  '名前'.repeat(80),
  '= =3D =\n--boundary--\n',
];

describe('a message', () => {
  it.each(names)('from and to %j reads as the library would write it', async (name) => {
    const mail = aMail(1, { from: { name, address: 'a@trust.example' }, to: { name, address: 'b@example.org' } });
    expect(text(await simpleParser(mimeOf(mail)))).toEqual(text(await simpleParser(await byLibrary(mail))));
  });

  it.each(bodies)(
    'with the text %j reads as the library would write it, in lines that every server passes on',
    async (body) => {
      const html = `<!doctype html><p>${ejs.escapeXML(body)}</p>`;
      const mail = aMail(1, { subject: body.replace(/\s+/g, ' ').trim(), text: body, html });
      const bytes = mimeOf(mail);
      expect(text(await simpleParser(bytes))).toEqual(text(await simpleParser(await byLibrary(mail))));
      const lines = bytes.toString('latin1').split('\r\n');
      expect(lines.filter((line) => /[^\x20-\x7e]/.test(line))).toEqual([]);
      expect(lines.filter((line) => line.length > 78 && !line.startsWith('List-Unsubscribe'))).toEqual([]);
    },
  );

  it('has the same bytes on every attempt, whatever was written in between', () => {
    const mail = aMail(1, { text: bodies.join('\n') });
    const first = mimeOf(mail);
    for (let n = 2; n < 5_000; n += 1) mimeOf(aMail(n, { text: `line of ${n}\n` }));
    expect(mimeOf(mail).equals(first)).toBe(true);
  });
});
