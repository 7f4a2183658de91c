// What a message looks like on the wire, when its sender is asked, and how few connections carry many messages.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import net from 'node:net';
import { SMTPServer } from 'smtp-server';
import { createMailer, refusingMailer } from '../../src/mail/index.js';
import type { Mailer, SendOutcome } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { startSmtpSink } from '../support/smtp-sink.js';

const yes = (): Promise<boolean> => Promise.resolve(true);
const count = (sink: SmtpSink, what: string): number => sink.log.filter((event) => event.what === what).length;

let sink: SmtpSink;
let mailer: Mailer;
const mailerTo = (port: number, connections = 1, auth?: { user: string; pass: string }): Mailer =>
  createMailer({
    ...{ host: '127.0.0.1', port, secure: false, name: 'onward.example', connections },
    ...(auth === undefined ? {} : { auth }),
    timeouts: { setUp: 2_000, envelope: 2_000, reply: 2_000 },
  });

beforeEach(async () => {
  sink = await startSmtpSink();
  mailer = mailerTo(sink.port);
});
afterEach(async () => {
  await mailer.close();
  await sink.close();
});

/** A question and answer with the sink on a connection of its own: whatever was under way has arrived by then. */
const roundTrip = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let heard = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      if (heard.includes('221 ')) socket.destroy();
      else if (heard.startsWith('220 ') && !heard.includes('250 ')) socket.write('NOOP\r\nQUIT\r\n');
    });
    socket.on('close', () => resolve());
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
      'List-ID: <w1.trust.example>',
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
    expect(body.join('')).toContain('<p>Hello Avery</p>');
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

describe('the question before the first byte', () => {
  it('comes after the 354, and nothing of the message leaves before its answer', async () => {
    const seen: string[][] = [];
    const outcome = await mailer.send(aMail(), async () => {
      await roundTrip(sink.port);
      seen.push(sink.log.filter(({ connection }) => connection === 1).map(({ what }) => what));
      return true;
    });
    expect(outcome.kind).toBe('accepted');
    expect(seen).toEqual([['connected', 'command', 'command', 'command', 'command', '354']]);
    expect(sink.log.filter(({ what }) => what === 'first-byte')).toHaveLength(1);
  });

  it.each([
    ['no', () => Promise.resolve(false)],
    ['a failure', () => Promise.reject(new Error('the database is away'))],
  ])('answered with %s, sends nothing and drops the connection', async (_what, ask) => {
    expect(await mailer.send(aMail(1), ask)).toEqual({ kind: 'withheld' });
    expect(await mailer.send(aMail(2), yes)).toMatchObject({ kind: 'accepted' });
    expect(sink.accepted.map(({ messageId }) => messageId)).toEqual([aMail(2).messageIdHeader]);
    expect(count(sink, 'first-byte')).toBe(1);
    expect(count(sink, 'connected')).toBe(2);
  });

  it('answered with yes after the relay has gone, leaves the message unknown', async () => {
    const outcome = await mailer.send(aMail(), async () => {
      sink.hangUp();
      await roundTrip(sink.port);
      return true;
    });
    expect(outcome.kind).toBe('unknown');
    expect(count(sink, 'first-byte')).toBe(0);
  });
});

describe('connections', () => {
  it('are used again, and never more than allowed', async () => {
    await mailer.close();
    mailer = mailerTo(sink.port, 3);
    let open = 0;
    let most = 0;
    const ask = async (): Promise<boolean> => {
      most = Math.max(most, ++open);
      await roundTrip(sink.port);
      open -= 1;
      return true;
    };
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, n) => mailer.send(aMail(n), ask)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 30 }, () => 'accepted'));
    expect(new Set(sink.accepted.map(({ messageId }) => messageId)).size).toBe(30);
    expect(most).toBe(3);
    const greeted = sink.log.filter(({ what, detail }) => what === 'command' && detail.startsWith('EHLO'));
    expect(greeted).toHaveLength(3);
  });

  it('that the relay closed while they lay idle cost no message', async () => {
    await mailer.send(aMail(1), yes);
    sink.hangUp();
    expect(await mailer.send(aMail(2), yes)).toMatchObject({ kind: 'accepted' });
    expect(sink.accepted).toHaveLength(2);
  });

  it('end after a hundred messages, as relays like it', async () => {
    for (let n = 0; n < 101; n += 1) await mailer.send(aMail(n), yes);
    expect(sink.accepted).toHaveLength(101);
    expect(count(sink, 'connected')).toBe(2);
  });

  it('close after the messages under way; those that wait are not sent', async () => {
    let first: Promise<SendOutcome> | undefined;
    let second: Promise<SendOutcome> | undefined;
    await new Promise<void>((asked) => {
      first = mailer.send(aMail(1), () => {
        asked();
        return roundTrip(sink.port).then(() => true);
      });
      second = mailer.send(aMail(2), yes);
    });
    await mailer.close();
    expect(await first).toMatchObject({ kind: 'accepted' });
    expect(await second).toEqual({ kind: 'not-sent', why: 'sending is closed' });
    expect(await mailer.send(aMail(3), yes)).toEqual({ kind: 'not-sent', why: 'sending is closed' });
    expect(sink.accepted).toHaveLength(1);
  });
});

describe('the relay itself', () => {
  it('is tried without sending anything', async () => {
    await mailer.verify();
    await mailer.verify();
    expect(sink.accepted).toEqual([]);
    await sink.misbehave({ at: 'greeting', how: '5xx' });
    await expect(mailer.verify()).rejects.toThrow(/cannot be used: 550 5\.7\.1 not here/);
    await sink.misbehave({ at: 'connect', how: 'refuse' });
    await expect(mailer.verify()).rejects.toThrow(/cannot be used: .*ECONNREFUSED/);
  });

  it('may ask for a sign-in; a wrong one says nothing about the message', async () => {
    const asking = await startSmtpSink({ auth: 'refuse' });
    const unwelcome = mailerTo(asking.port, 1, { user: 'onward', pass: 'wrong' });
    const outcome = await unwelcome.send(aMail(), yes);
    await unwelcome.close();
    await asking.close();
    expect(outcome).toEqual({ kind: 'not-sent', why: 'Invalid login: 535 5.7.8 wrong name or password' });

    const willing = await startSmtpSink({ auth: 'accept' });
    const welcome = mailerTo(willing.port, 1, { user: 'onward', pass: 'right' });
    expect(await welcome.send(aMail(), yes)).toMatchObject({ kind: 'accepted' });
    await welcome.close();
    await willing.close();
  });

  it('on this machine is spoken to without TLS; one that cannot prove its name over TLS gets nothing', async () => {
    let taken = 0;
    const relay = (secure: boolean): Promise<SMTPServer> => {
      const server = new SMTPServer({
        ...{ secure, authOptional: true, disableReverseLookup: true, closeTimeout: 1, logger: false },
        onData: (stream, _session, answer) => {
          stream.resume();
          stream.on('end', () => {
            taken += 1;
            answer();
          });
        },
      });
      server.on('error', () => undefined); // a handshake that the other side breaks off
      return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    };
    for (const secure of [false, true]) {
      const server = await relay(secure);
      const { port } = server.server.address() as net.AddressInfo;
      const settings = { host: '127.0.0.1', port, secure, name: 'onward.example', connections: 1 };
      const toServer = createMailer({ ...settings, timeouts: { setUp: 2_000 } });
      const outcome = await toServer.send(aMail(), yes);
      await toServer.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      if (secure) expect(outcome).toEqual({ kind: 'not-sent', why: expect.stringMatching(/certificate/) });
      else expect(outcome).toMatchObject({ kind: 'accepted', code: 250 });
    }
    expect(taken).toBe(1);
  });

  it('gives its words back without the address in them', async () => {
    const loud = net.createServer((socket) => {
      socket.write('220 loud.example\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        const rcpt = chunk.toString().startsWith('RCPT');
        socket.write(rcpt ? '550 <avery1@example.org>: nobody here\r\n' : '250 Ok\r\n');
      });
    });
    await new Promise<void>((resolve) => loud.listen(0, '127.0.0.1', resolve));
    const { port } = loud.address() as net.AddressInfo;
    const toLoud = mailerTo(port);
    expect(await toLoud.send(aMail(), yes)).toEqual({
      ...{ kind: 'rejected', code: 550, text: '<(the address)>: nobody here', step: 'RCPT' },
    });
    await toLoud.close();
    await new Promise((resolve) => loud.close(resolve));
  });

  it('that says yes before the message was sent has not taken it', async () => {
    const hasty = net.createServer((socket) => {
      socket.write('220 hasty.example\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        socket.write(chunk.toString().startsWith('DATA') ? '354 go on\r\n250 Ok: queued as HASTY1\r\n' : '250 Ok\r\n');
      });
    });
    await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));
    const { port } = hasty.address() as net.AddressInfo;
    const toHasty = mailerTo(port);
    const outcome = await toHasty.send(aMail(), () => roundTrip(sink.port).then(() => true));
    expect(outcome.kind).toBe('unknown');
    await toHasty.close();
    await new Promise((resolve) => hasty.close(resolve));
  });

  it('may take its time over a message, up to the limit; past it the message is unknown', async () => {
    const patient = createMailer({
      ...{ host: '127.0.0.1', port: sink.port, secure: false, name: 'onward.example', connections: 1 },
      timeouts: { setUp: 100, envelope: 100, reply: 1_000 },
    });
    sink.hesitate(500); // longer than any step before the message may take
    expect(await patient.send(aMail(1), yes)).toMatchObject({ kind: 'accepted' });
    sink.hesitate(3_000);
    expect(await patient.send(aMail(2), yes)).toEqual({ kind: 'unknown', why: 'no reply to the message in time' });
    sink.hesitate(0);
    expect(await patient.send(aMail(3), yes)).toMatchObject({ kind: 'accepted' });
    await patient.close();
    expect(sink.accepted.map(({ messageId }) => messageId)).toEqual([1, 2, 3].map((n) => aMail(n).messageIdHeader));
  });

  it('that was never named gets nothing, and the sender is told what to set', async () => {
    const refusing = refusingMailer('Set SMTP_HOST.');
    expect(await refusing.send(aMail(), yes)).toEqual({ kind: 'not-sent', why: 'Set SMTP_HOST.' });
    await expect(refusing.verify()).rejects.toThrow('Set SMTP_HOST.');
    await refusing.close();
  });
});
