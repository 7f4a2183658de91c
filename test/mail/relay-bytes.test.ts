// What a message looks like on the wire, and what is never put on it.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mailer } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import { mailerTo } from '../support/mailer-to.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { startSmtpSink } from '../support/smtp-sink.js';

const yes = (): Promise<boolean> => Promise.resolve(true);

let sink: SmtpSink;
let mailer: Mailer;

beforeEach(async () => {
  sink = await startSmtpSink();
  mailer = mailerTo(sink.port);
});
afterEach(async () => {
  await mailer.close();
  await sink.close();
});

describe('the bytes of a message', () => {
  it('carries every header that requirement D2 asks for, each on its line', async () => {
    expect(await mailer.send(aMail(), yes)).toEqual({
      kind: 'accepted',
      code: 250,
      text: '2.0.0 Ok: queued as SINK000001',
      queueId: 'SINK000001',
    });
    const [taken] = sink.accepted;
    expect(taken?.from).toBe(aMail().envelopeFrom);
    expect(taken?.to).toBe('avery1@example.org');
    const [head = '', ...body] = taken?.raw.split('\r\n\r\n') ?? [];
    expect(
      head
        .split('\r\n')
        .filter((line) => !/^(Content-Type| boundary)/.test(line))
        .sort(),
    ).toEqual([
      'Auto-Submitted: auto-generated',
      'Date: Tue, 03 Nov 2026 09:00:00 +0000',
      'Feedback-ID: w1:northgate:invitation:onward',
      'From: Destinations team <destinations@trust.example>',
      'List-Id: <w1.trust.example>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      `List-Unsubscribe: <${aMail().listUnsubscribe?.url ?? ''}>, <mailto:replies@trust.example?subject=stop>`,
      'MIME-Version: 1.0',
      'Message-ID: <w1.a1-0001.i.1@onward.example>',
      'Reply-To: replies@trust.example',
      'Subject: One minute: how are things going?',
      'To: Avery Testperson <avery1@example.org>',
      'X-Auto-Response-Suppress: All',
    ]);
    expect(body.join('\r\n\r\n')).toContain('\r\n.a line that begins with a dot\r\n');
    expect(body.join('').replaceAll('=\r\n', '')).toContain('<p>Hello Avery</p>');
  });

  it('are the same on every attempt, and differ between messages', async () => {
    await mailer.send(aMail(1), yes);
    await mailer.send(aMail(1), yes);
    await mailer.send(aMail(2), yes);
    const [first, second, third] = sink.accepted.map(({ raw }) => raw);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('keep a name that tries to be more than a name in its place', async () => {
    const to = { name: 'Avery\r\nBcc: other@example.org', address: 'avery1@example.org' };
    await mailer.send(aMail(1, { to }), yes);
    expect(sink.accepted.map(({ to: person }) => person)).toEqual(['avery1@example.org']);
    expect(sink.accepted[0]?.raw).not.toMatch(/^Bcc:/im);
  });

  it.each([
    ['a header outside the list', { headers: { 'X-Mine': 'x' } }],
    ['a header with a line break', { headers: { 'List-Id': '<w1>\r\nBcc: other@example.org' } }],
    [
      'an unsubscribe link without TLS',
      { listUnsubscribe: { url: 'http://trust.example/u/x', mailto: 'mailto:a@b.c' } },
    ],
    ['a Message-ID of two words', { messageIdHeader: '<a b@c>' }],
    ['a sender that is no address', { envelopeFrom: 'nobody' }],
  ])('are never made from %s', async (_what, changes) => {
    await expect(mailer.send(aMail(1, changes), yes)).rejects.toThrow(RangeError);
    expect(await mailer.send(aMail(2), yes)).toMatchObject({ kind: 'accepted' });
    expect(sink.accepted).toHaveLength(1);
  });

  it('never leave for an address that cannot be', async () => {
    const to = { name: '', address: 'avery@example.org, other@example.org' };
    expect(await mailer.send(aMail(1, { to }), yes)).toEqual({
      ...{ kind: 'rejected', code: 553, text: 'This address cannot be written to.', step: 'address' },
    });
    expect(sink.log).toEqual([]);
  });
});
