// Row 37, W8: whatever stands in a name, an address, a subject or a field of a template, the message goes to exactly the
// stored address, with no header more and no markup of its own.
import { describe, expect, it } from '@jest/globals';
import { simpleParser, type AddressObject } from 'mailparser';
import { isMailAddress } from '../../src/mail/address.js';
import { composeMail, type OutgoingMail } from '../../src/mail/index.js';
import { mimeOf } from '../../src/mail/mime.js';
import { aMail } from '../support/a-mail.js';
import { report } from '../support/fault-report.js';
import { hostileTexts } from '../support/hostile-texts.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink } from '../support/smtp-sink.js';

const addressesIn = (found: AddressObject | AddressObject[] | undefined): readonly (string | undefined)[] =>
  [found ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

/** Headers of a message that holds nothing hostile: the only ones that may ever be there. */
const expectedHeaders = (bytes: Buffer): readonly string[] =>
  bytes
    .toString('latin1')
    .split('\r\n\r\n', 1)
    .join('')
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')));

const fields = {
  ...{ trust: 'Larkfield Trust', sender: 'Destinations team', postalAddress: '1 Invented Lane', name: 'Avery' },
  ...{ link: 'https://survey.trust.example/s/x', validFor: '15 minutes', code: '314159' },
};

describe('hostile names, subjects and fields', () => {
  const plain = expectedHeaders(mimeOf(aMail()));

  it(`of ${3 * hostileTexts.length} kinds add no header, no recipient and no markup`, async () => {
    expect(3 * hostileTexts.length).toBeGreaterThanOrEqual(300);
    for (const payload of hostileTexts) {
      const words = composeMail('staff-invitation', { ...fields, name: `Avery ${payload}`, trust: `T ${payload}` });
      const shapes: readonly Partial<OutgoingMail>[] = [
        { to: { name: payload, address: 'avery@example.org' }, from: { name: payload, address: 'a@trust.example' } },
        { subject: payload },
        words,
      ];
      for (const shape of shapes) {
        const mail = aMail(1, shape);
        const bytes = mimeOf(mail);
        expect(expectedHeaders(bytes)).toEqual(plain);
        const parsed = await simpleParser(bytes);
        expect(addressesIn(parsed.to)).toEqual([mail.to.address]);
        expect(addressesIn(parsed.from)).toEqual([mail.from.address]);
        expect(parsed.html || '').not.toMatch(/<(script|img|b)\b|onerror=[^&]*>|onmouseover='/);
      }
    }
    report('37', '0 headers more, 0 markup, its own address', `none in ${3 * hostileTexts.length} mails`);
  });

  it('stand in headers and lists that are refused altogether', () => {
    for (const payload of hostileTexts.filter((each) => /[^\x20-\x7e]/.test(each))) {
      for (const header of ['List-Id', 'Feedback-ID']) {
        expect(() => mimeOf(aMail(1, { headers: { [header]: payload } }))).toThrow(RangeError);
      }
      expect(() => mimeOf(aMail(1, { messageIdHeader: payload }))).toThrow(RangeError);
    }
  });

  it('as addresses reach nobody; a good address beside them is the only recipient on the wire', async () => {
    const sink = await startSmtpSink();
    const mailer = mailerTo(sink.port, 2);
    try {
      const addresses = [...hostileTexts, ...hostileTexts.map((each) => `avery@example.org${each}`)];
      for (const address of addresses.filter((each) => !isMailAddress(each))) {
        expect(await mailer.send(aMail(1, { to: { name: '', address } }), () => Promise.resolve(true))).toEqual({
          ...{ kind: 'rejected', code: 553, text: 'This address cannot be written to.', step: 'address' },
        });
      }
      expect(sink.log).toEqual([]);
      const some = hostileTexts.slice(0, 60);
      for (const [n, name] of some.entries()) {
        await mailer.send(aMail(n, { to: { name, address: `avery${n}@example.org` }, subject: name, text: name }), () =>
          Promise.resolve(true),
        );
      }
      expect(sink.accepted.map(({ to }) => to)).toEqual(some.map((_, n) => `avery${n}@example.org`));
      const rcpt = sink.log.filter(({ detail }) => detail.startsWith('RCPT')).map(({ detail }) => detail);
      expect(rcpt).toEqual(some.map((_, n) => `RCPT TO:<avery${n}@example.org>`));
    } finally {
      await mailer.close();
      await sink.close();
    }
  });
});
