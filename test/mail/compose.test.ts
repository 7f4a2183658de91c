// Each mail that the program itself writes says what look.md, section 3, asks for, in few words, the same way every time; a gap is never sent.
import { describe, expect, it } from '@jest/globals';
import { composeMail } from '../../src/mail/index.js';
import type { MailFields } from '../../src/mail/index.js';
import { mailTemplates } from '../../src/mail/templates.js';
import type { MailTemplate } from '../../src/mail/templates.js';

const fields = {
  trust: 'Larkfield Trust',
  sender: 'Destinations team',
  postalAddress: '1 Invented Lane, Nowhere, ZZ1 1ZZ',
  name: 'Avery',
  link: 'https://survey.trust.example/s/w1_a1-0001_i_1.0123456789012345678901234567890123456789012',
  closes: 'Sunday 6 December',
  code: '314159',
  validFor: '15 minutes',
  answer: 'Yes, you may answer for another month.',
  replyBy: 'Friday 6 November',
} satisfies MailFields<MailTemplate> & Record<string, string>;

const templates = Object.keys(mailTemplates) as MailTemplate[];
const compose = (template: MailTemplate, changes: Partial<typeof fields> = {}) =>
  composeMail(template, { ...fields, ...changes });
const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[A-Za-z]/.test(word)).length;

describe.each(templates)('the mail "%s"', (template) => {
  const mail = compose(template);

  it('has a subject of fewer than 50 characters', () => {
    expect(mail.subject.length).toBeLessThan(50);
  });

  it('takes at most 120 words, in text and in HTML', () => {
    const shownWords = mail.html.replace(/<(style|title)>[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');
    expect(wordsIn(mail.text)).toBeLessThanOrEqual(120);
    expect(wordsIn(shownWords)).toBeLessThanOrEqual(120);
  });

  it('shows every field that it is given, in both parts', () => {
    for (const name of mailTemplates[template].fields) {
      expect(mail.text).toContain(fields[name]);
      expect(mail.html).toContain(fields[name]);
    }
  });

  it('says its language, follows dark mode, and holds no picture, script or event handler', () => {
    expect(mail.html).toMatch(/<html lang="en-GB" dir="ltr">/);
    expect(mail.html).toContain('prefers-color-scheme: dark');
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|object)\b|url\(|\son[a-z]+=/i);
    const hosts = [...mail.html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
    expect(hosts.filter((address) => !address?.startsWith('https://'))).toEqual([]);
  });

  it('comes out the same every time', () => {
    expect(compose(template)).toEqual(mail);
  });

  it.each(mailTemplates[template].fields)('is refused without %s', (name) => {
    expect(() => compose(template, { [name]: '' })).toThrow(`the mail "${template}" lacks ${name}`);
    const { [name]: _left, ...rest } = fields;
    expect(() => composeMail(template, rest as typeof fields)).toThrow(`the mail "${template}" lacks ${name}`);
  });

  it('names the trust once under the mail where the sender already does', () => {
    const sender = 'Destinations team, Larkfield Trust';
    const { text, html } = compose(template, { sender });
    expect(text).toContain(`\n\n${sender}\n\n`);
    expect(html).toContain(`>${sender}</p>`);
  });

  it('keeps markup and line breaks in a field from becoming markup or lines', () => {
    const hostile = { trust: '<b onclick="x">Trust</b> & "Co"', sender: 'Team\r\nBcc: other@example.org' };
    const { text, html } = compose(template, hostile);
    expect(text).toContain('<b onclick="x">Trust</b> & "Co"');
    expect(text).toContain('Team Bcc: other@example.org');
    expect(html).toContain('&lt;b onclick=&#34;x&#34;&gt;Trust&lt;/b&gt; &amp; &#34;Co&#34;');
    expect(html).not.toContain('<b ');
  });
});
