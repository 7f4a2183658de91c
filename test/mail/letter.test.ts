// Letters of a wave as mail: the frame that no letter is without, the same every time, nothing of a person in the form
// that is kept, and readable from right to left.
import { describe, expect, it } from '@jest/globals';
import { english, letterCatalogues } from '../../src/domain/waves/letters/catalogue.js';
import { hasButton, letterIds, type LetterId } from '../../src/domain/waves/letters/letter.js';
import { readLetter } from '../../src/domain/waves/letters/markup.js';
import { compileLetter, mergeLetter, type MergeFields } from '../../src/mail/index.js';

const token = 'w1_a1-0001_i_1.0123456789012345678901234567890123456789012';
const fields: MergeFields = {
  name: 'Avery',
  school: 'Northgate Academy',
  trust: 'Larkfield Trust',
  closes: 'Sunday 6 December',
  link: `https://survey.trust.example/s/${token}`,
  unsubscribe: `https://survey.trust.example/u/${token}`,
};
const setting = {
  language: 'en-GB',
  direction: 'ltr',
  frame: english.frame,
  sender: 'Destinations team',
  trust: 'Larkfield Trust',
  postalAddress: '1 Invented Lane, Nowhere, ZZ1 1ZZ',
  privacyNotice: 'https://trust.example/privacy',
} as const;

const form = (id: LetterId, changes: Partial<Parameters<typeof compileLetter>[1]> = {}) =>
  compileLetter(readLetter(id, english.letters[id]), { ...setting, ...changes });
const mailOf = (id: LetterId, values: Partial<MergeFields> = {}) => mergeLetter(form(id), { ...fields, ...values });
/** To somebody who comes back: two answers, and what we have for them where that may be said. */
const answersMail = (id: LetterId, answers: 'asked' | 'shown', language: 'en' | 'ar' = 'en') => {
  const catalogue = letterCatalogues.find((each) => each.language === language) ?? english;
  const { letters, frame, direction } = catalogue;
  const compiled = compileLetter(readLetter(id, letters[id]), { ...setting, language, direction, frame, answers });
  const held = answers === 'shown' ? { held: 'University of <Exampleton>, Physics' } : {};
  return mergeLetter(compiled, { ...fields, same: `${fields.link}/same`, changed: `${fields.link}/changed`, ...held });
};
const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[A-Za-z]/.test(word)).length;
const shown = (html: string): string => html.replace(/<(style|title)>[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');

describe.each(letterIds)('the letter "%s"', (id) => {
  const mail = mailOf(id);

  it('takes at most 120 words, in text and in HTML, under a subject of fewer than 50 characters', () => {
    expect(mail.subject.length).toBeLessThan(50);
    expect(wordsIn(mail.text)).toBeLessThanOrEqual(120);
    expect(wordsIn(shown(mail.html))).toBeLessThanOrEqual(120);
  });

  it('has the frame: who writes, how to stop, what happens with answers, the address on paper', () => {
    for (const part of [mail.text, shown(mail.html)]) {
      expect(part).toContain('Hello Avery,');
      expect(part).toContain('Destinations team');
      expect(part).toContain('Larkfield Trust');
      expect(part).toContain('answer this mail with the word stop. A person reads the replies.');
      expect(part).toContain('How we use what you tell us');
      expect(part).toContain('1 Invented Lane, Nowhere, ZZ1 1ZZ');
    }
    expect(mail.text).toContain('How we use what you tell us: https://trust.example/privacy');
    expect(mail.html).toContain('href="https://trust.example/privacy"');
  });

  it('has one button, the same link once in plain, and a link to stop; or none of the three', () => {
    const times = hasButton(id) ? 1 : 0;
    expect(mail.html.split(`href="${fields.link}"`)).toHaveLength(1 + 2 * times);
    expect(mail.html.split(`href="${fields.unsubscribe}"`)).toHaveLength(1 + times);
    expect(mail.text.split('\n').filter((line) => line === fields.link)).toHaveLength(times);
    expect(mail.text.includes(`Stop these messages: ${fields.unsubscribe}`)).toBe(hasButton(id));
    expect(mail.text.includes('Why you?')).toBe(hasButton(id));
  });

  it('says its language, follows dark mode, and holds no picture, script, handler or other address', () => {
    expect(mail.html).toMatch(/<html lang="en-GB" dir="ltr">/);
    expect(mail.html).toContain('prefers-color-scheme: dark');
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|object)\b|url\(|\son[a-z]+=/i);
    const addresses = new Set([...mail.html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address));
    const known = [fields.link, fields.unsubscribe, setting.privacyNotice];
    expect([...addresses].filter((address) => !known.includes(address ?? ''))).toEqual([]);
  });

  it('comes out the same every time, and its form holds nobody', () => {
    expect(mailOf(id)).toEqual(mail);
    expect(JSON.stringify(form(id))).not.toMatch(/Avery|Northgate|\/s\/|[\ue000\ue001]/);
  });
});

describe('a letter', () => {
  it('with a gap is refused, never sent', () => {
    for (const field of ['name', 'link', 'unsubscribe', 'closes', 'school'] as const) {
      expect(() => mailOf('invitation', { [field]: ' ' })).toThrow(`a letter lacks ${field}`);
    }
  });

  it('keeps markup and line breaks of a person’s name from becoming markup or lines', () => {
    const { text, html } = mailOf('invitation', { name: '<b onclick="x">Ave\r\nry</b>' });
    expect(text).toContain('Hello <b onclick="x">Ave ry</b>,');
    expect(html).toContain('Hello &lt;b onclick=&#34;x&#34;&gt;Ave ry&lt;/b&gt;,');
    expect(html).not.toContain('<b ');
  });

  it('names the trust once under the mail where the sender already does', () => {
    const { text } = mergeLetter(form('last', { sender: 'Destinations team, Larkfield Trust' }), fields);
    expect(text).toContain('\n\nDestinations team, Larkfield Trust\n\n');
  });

  it('may hold a list', () => {
    const body = 'We ask:\n* where you are\n* what is next for {first name}\n\n[Tell us]';
    const { text, html } = mergeLetter(
      compileLetter(readLetter('invitation', { subject: 'Two things', body }), setting),
      fields,
    );
    expect(text).toContain('We ask:\n\n* where you are\n* what is next for Avery\n\nTell us:\n');
    expect(html.match(/<li [^>]*>([^<]*)<\/li>/g)).toHaveLength(2);
  });

  it.each(['reminder', 'started', 'last', 'keep-in-touch'] as const)('%s is shorter than the invitation', (id) => {
    expect(wordsIn(mailOf(id).text)).toBeLessThan(wordsIn(mailOf('invitation').text));
  });

  it('reads as it should', () => {
    expect(mailOf('invitation').text).toBe(`Hello Avery,

How are things going since you left Northgate Academy? Tell us what you are doing now, and whether it is what you planned. It takes about a minute.

Tell us how things are going:
${fields.link}

What you tell us helps us prepare the students who come after you. Answer only what you want to.

Why you? We write to everyone who left with you. The link is yours alone and works until Sunday 6 December.

Destinations team
Larkfield Trust

Stop these messages: ${fields.unsubscribe}
Or answer this mail with the word stop. A person reads the replies.
How we use what you tell us: https://trust.example/privacy
1 Invented Lane, Nowhere, ZZ1 1ZZ
`);
  });

  it('in a language written from right to left says so, and keeps its addresses from left to right', () => {
    const arabic = letterCatalogues.find(({ direction }) => direction === 'rtl');
    if (arabic === undefined) throw new Error('There is no catalogue from right to left.');
    const { language, direction, frame, letters } = arabic;
    for (const id of letterIds) {
      const { html } = mergeLetter(
        compileLetter(readLetter(id, letters[id]), { ...setting, language, direction, frame }),
        fields,
      );
      expect(html).toMatch(/<html lang="ar" dir="rtl">/);
      if (hasButton(id)) expect(html).toContain(`dir="ltr" href="${fields.link}"`);
      expect(html).toContain('Avery');
    }
  });
});

describe('a letter to somebody who comes back', () => {
  const returning = letterIds.filter((id) => hasButton(id) && id !== 'started' && id !== 'keep-in-touch');

  it.each(returning)(
    '"%s" has two answers in place of its button, the plain link once, and still at most 120 words',
    (id) => {
      for (const answers of ['asked', 'shown'] as const) {
        const { text, html, subject } = answersMail(id, answers);
        expect(subject).toBe(english.letters[id].subject);
        for (const answer of ['same', 'changed']) {
          expect(html.split(`href="${fields.link}/${answer}"`)).toHaveLength(2);
          expect(text.split('\n').filter((line) => line === `${fields.link}/${answer}`)).toHaveLength(1);
        }
        expect(html.split(`href="${fields.link}"`)).toHaveLength(2);
        expect([text.includes('Nothing has changed:'), text.includes('Something has changed:')]).toEqual([true, true]);
        expect([wordsIn(text) <= 120, wordsIn(shown(html)) <= 120]).toEqual([true, true]);
        expect([text.includes('Exampleton'), html.includes('Exampleton')]).toEqual(
          answers === 'shown' ? [true, true] : [false, false],
        );
        expect(html).not.toContain('<Exampleton>');
      }
    },
  );

  it('has them in a language that is read from right to left', () => {
    const { html } = answersMail('invitation', 'asked', 'ar');
    expect(html).toContain('لم يتغير شيء');
  });

  it('cannot be merged with a gap', () => {
    const compiled = compileLetter(readLetter('invitation', english.letters.invitation), {
      ...setting,
      answers: 'shown',
    });
    expect(() => mergeLetter(compiled, { ...fields, same: 'https://a.example', changed: 'https://b.example' })).toThrow(
      'a letter lacks held',
    );
  });
});
