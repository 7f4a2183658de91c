// Mail through a provider by HTTP keeps the promises of SMTP: asked before the first byte, every end one of rule E5, and
// never a second message where the fate of the first is not known.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { outcomeState } from '../../src/domain/waves/reply-class.js';
import { createHttpMailer, type Mailer } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import { startHttpProvider, type HttpProvider } from '../support/http-provider.js';

const yes = (): Promise<boolean> => Promise.resolve(true);
const timeouts = { connect: 20_000, answer: 20_000 };
let provider: HttpProvider;
let mailer: Mailer;

beforeEach(async () => {
  provider = await startHttpProvider();
  mailer = createHttpMailer({ url: provider.url, key: 'a-key-of-the-test', connections: 2, timeouts });
});
afterEach(async () => {
  await mailer.close();
  await provider.close();
});

describe('a message', () => {
  it('is posted once, whole, with the key and its Message-ID against repetition', async () => {
    expect(await mailer.send(aMail(), yes)).toEqual({
      ...{ kind: 'accepted', code: 250, text: 'HTTP 202', queueId: 'p-1' },
    });
    const [request] = provider.taken;
    expect(request).toMatchObject({
      key: 'Bearer a-key-of-the-test',
      idempotencyKey: aMail().messageIdHeader,
      body: {
        messageId: aMail().messageIdHeader,
        envelopeFrom: aMail().envelopeFrom,
        to: aMail().to,
        from: aMail().from,
        subject: aMail().subject,
      },
    });
    const parsed = await simpleParser(Buffer.from(String(request?.body['raw']), 'base64'));
    expect([parsed.messageId, parsed.subject, parsed.text?.trim()]).toEqual([
      aMail().messageIdHeader,
      aMail().subject,
      aMail().text.trim(),
    ]);
  });

  it('leaves nothing before its sender said yes', async () => {
    const seen: number[] = [];
    await mailer.send(aMail(1), () => {
      seen.push(provider.bytes());
      return Promise.resolve(true);
    });
    const before = provider.bytes();
    expect(await mailer.send(aMail(2), () => Promise.resolve(false))).toEqual({ kind: 'withheld' });
    expect(await mailer.send(aMail(3), () => Promise.reject(new Error('the database is away')))).toEqual({
      kind: 'withheld',
    });
    expect([seen, provider.bytes()]).toEqual([[0], before]);
  });

  it('for an address that cannot be is not shown to the provider', async () => {
    const to = { name: '', address: 'a@b.example, c@d.example' };
    expect(await mailer.send(aMail(1, { to }), yes)).toMatchObject({ kind: 'rejected', code: 553 });
    await expect(mailer.send(aMail(1, { replyTo: 'nobody' }), yes)).rejects.toThrow(RangeError);
    expect(provider.connections()).toBe(0);
  });

  it('goes over few connections that are used again', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => mailer.send(aMail(n), yes)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect(new Set(provider.taken.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(20);
    expect(provider.connections()).toBeLessThanOrEqual(2);
  });
});

describe('an answer', () => {
  const answersUnknown = async (by: Mailer): Promise<void> => {
    const outcome = await by.send(aMail(), yes);
    expect(outcome.kind).toBe('unknown');
    expect(outcomeState(outcome, true)).toBe('unknown');
    expect(provider.taken).toHaveLength(1);
  };
  const json = (status: number, body: string) => (_req: unknown, res: ServerResponse) => {
    res.writeHead(status, { location: 'https://elsewhere.example/' }).end(body);
  };

  it.each([
    [400, 'rejected'],
    [413, 'rejected'],
    [422, 'rejected'],
    [408, 'deferred'],
    [429, 'deferred'],
    [500, 'deferred'],
    [503, 'deferred'],
    [502, 'unknown'],
    [504, 'unknown'],
    [307, 'unknown'],
  ] as const)('of %i leaves the message %s', async (status, kind) => {
    provider.answerBy(json(status, '{"error":"no\\r\\nthanks, avery1@example.org"}'));
    const outcome = await mailer.send(aMail(), yes);
    expect(outcome.kind).toBe(kind);
    expect(outcomeState(outcome, true)).toBe(kind);
    expect(JSON.stringify(outcome)).toContain(`HTTP ${status} no thanks, `);
    if ('text' in outcome) expect(outcome.text).not.toContain('avery1@example.org');
    provider.answerBy(null);
    expect(await mailer.send(aMail(2), yes)).toMatchObject({ kind: 'accepted' });
    expect(provider.taken).toHaveLength(2);
  });

  it.each([401, 403, 404])('of %i says that we were not let in, and nothing about the message', async (status) => {
    provider.answerBy(json(status, ''));
    expect(await mailer.send(aMail(), yes)).toEqual({
      ...{ kind: 'deferred', code: 454, text: `HTTP ${status}`, step: 'greeting' },
    });
  });

  it.each([
    ['a closed connection', (_req: unknown, res: ServerResponse) => res.destroy()],
    [
      'half of one',
      (_req: unknown, res: ServerResponse) => {
        res.writeHead(202, { 'content-length': 100 });
        res.write('{"id":');
        setImmediate(() => res.destroy());
      },
    ],
    [
      'one without end',
      (_req: unknown, res: ServerResponse) => {
        res.writeHead(202);
        for (let n = 0; n < 200; n += 1) res.write('x'.repeat(1_000));
      },
    ],
  ])('that is %s leaves the message unknown', async (_what, script) => {
    provider.answerBy(script);
    await answersUnknown(mailer);
  });

  it('that never comes is waited for so long, and leaves the message unknown', async () => {
    provider.answerBy(() => undefined);
    const brief = { ...timeouts, answer: 1_000 };
    const hasty = createHttpMailer({ url: provider.url, key: 'a-key-of-the-test', connections: 1, timeouts: brief });
    await answersUnknown(hasty);
    await hasty.close();
  });

  it('in words that were not agreed counts by its status', async () => {
    provider.answerBy(json(200, '<html>thank you</html>'));
    expect(await mailer.send(aMail(), yes)).toEqual({ kind: 'accepted', code: 250, text: 'HTTP 200', queueId: null });
  });
});

describe('the provider', () => {
  it('that cannot be reached, or does not speak TLS, got nothing, and nobody was asked', async () => {
    let asked = 0;
    const ask = (): Promise<boolean> => {
      asked += 1;
      return yes();
    };
    const deaf = net.createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('no TLS here'),
    );
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as AddressInfo;
    const byTls = createHttpMailer({ url: `https://127.0.0.1:${port}/`, key: 'k', connections: 1, timeouts });
    expect(await byTls.send(aMail(), ask)).toMatchObject({ kind: 'not-sent' });
    await byTls.close();
    await new Promise((resolve) => deaf.close(resolve));
    const nobody = createHttpMailer({ url: `http://127.0.0.1:${port}/`, key: 'k', connections: 1, timeouts });
    expect(await nobody.send(aMail(), ask)).toMatchObject({ kind: 'not-sent', why: expect.stringMatching(/ECONN/) });
    await nobody.close();
    expect(asked).toBe(0);
  });

  it('that went away while the sender was asked leaves the message unknown, because the sender wrote that it may leave', async () => {
    const outcome = await mailer.send(aMail(), async () => {
      await provider.close();
      return true;
    });
    expect(outcome.kind).toBe('unknown');
    expect(provider.taken).toEqual([]);
  });

  it('is tried without posting anything', async () => {
    await mailer.verify();
    provider.answerBy((_req, res) => res.writeHead(401).end());
    await expect(mailer.verify()).rejects.toThrow('is MAIL_HTTP_KEY right?');
    expect(provider.taken).toEqual([]);
  });

  it('gets nothing more once sending is closed', async () => {
    await mailer.close();
    expect(await mailer.send(aMail(), yes)).toEqual({ kind: 'not-sent', why: 'sending is closed' });
  });
});
