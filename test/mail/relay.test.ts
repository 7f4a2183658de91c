// What the relay may demand, say and delay, and what becomes of a message then.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import net from 'node:net';
import { SMTPServer } from 'smtp-server';
import { createMailer, refusingMailer } from '../../src/mail/index.js';
import type { Mailer } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import { mailerTo } from '../support/mailer-to.js';
import { roundTrip } from '../support/round-trip.js';
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
      const toServer = createMailer({ ...settings, timeouts: { setUp: 20_000 } });
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
    const relay = { host: '127.0.0.1', port: sink.port, secure: false, name: 'onward.example', connections: 1 };
    const patient = createMailer({ ...relay, timeouts: { setUp: 20_000, envelope: 2_000, reply: 40_000 } });
    sink.hesitate(2_500); // longer than any step before the message may take
    expect(await patient.send(aMail(1), yes)).toMatchObject({ kind: 'accepted' });
    await patient.close();
    const hasty = createMailer({ ...relay, timeouts: { setUp: 20_000, envelope: 20_000, reply: 500 } });
    await sink.misbehave({ at: 'before-250', how: 'silence' });
    sink.hesitate(0);
    expect(await hasty.send(aMail(2), yes)).toEqual({ kind: 'unknown', why: 'no reply to the message in time' });
    await hasty.close();
    await sink.misbehave(null);
    expect(await mailer.send(aMail(3), yes)).toMatchObject({ kind: 'accepted' });
    expect(sink.accepted.map(({ messageId }) => messageId)).toEqual([1, 2, 3].map((n) => aMail(n).messageIdHeader));
  });

  it('that was never named gets nothing, and the sender is told what to set', async () => {
    const refusing = refusingMailer('Set SMTP_HOST.');
    expect(await refusing.send(aMail(), yes)).toEqual({ kind: 'not-sent', why: 'Set SMTP_HOST.' });
    await expect(refusing.verify()).rejects.toThrow('Set SMTP_HOST.');
    await refusing.close();
  });
});
