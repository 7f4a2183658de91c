// When the sender of a message is asked, and how few connections carry many messages.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mailer, SendOutcome } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import { mailerTo } from '../support/mailer-to.js';
import { roundTrip } from '../support/round-trip.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { startSmtpSink } from '../support/smtp-sink.js';

const yes = (): Promise<boolean> => Promise.resolve(true);
const count = (sink: SmtpSink, what: string): number => sink.log.filter((event) => event.what === what).length;

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
    expect([2, 3]).toContain(most); // how many are under way at one moment is for the machine to say, up to the limit
    const greeted = sink.log.filter(({ what, detail }) => what === 'command' && detail.startsWith('EHLO'));
    expect(greeted.length).toBeLessThanOrEqual(3);
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
