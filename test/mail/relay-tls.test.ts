// Mail goes over TLS to a relay that can prove its name, or not at all: nothing falls back to clear text. And signing in
// with a token in place of a password (Y22).
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import net, { type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { accessTokens, createMailer, type Mailer } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import { testAuthority } from '../support/certificates.js';
import { startTokenServer, type TokenServer } from '../support/token-server.js';

const yes = (): Promise<boolean> => Promise.resolve(true);
let authority: ReturnType<typeof testAuthority>;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  authority = testAuthority();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Relay {
  readonly port: number;
  /** One entry for each message taken: whether it came by TLS. */
  readonly taken: boolean[];
  readonly signIns: string[];
}

async function startRelay(options: SMTPServerOptions): Promise<Relay> {
  const taken: boolean[] = [];
  const signIns: string[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disableReverseLookup: true, closeTimeout: 1, logger: false },
    onData: (stream, session, answer) => {
      stream.resume();
      stream.on('end', () => {
        taken.push(session.secure);
        answer();
      });
    },
    ...options,
  });
  server.on('error', () => undefined); // a handshake that the other side breaks off
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, taken, signIns };
}

type Settings = Parameters<typeof createMailer>[0];
function mailerOf(port: number, settings: Partial<Settings>): Mailer {
  const mailer = createMailer({
    ...{ host: 'localhost', port, secure: false, name: 'onward.example', connections: 1 },
    timeouts: { setUp: 20_000, envelope: 20_000, reply: 20_000 },
    ...settings,
  });
  closing.push(() => mailer.close());
  return mailer;
}

describe.each([
  ['TLS from the first byte', { secure: true }],
  ['STARTTLS', { secure: false, requireTls: true }],
] as const)('%s', (_name, security) => {
  const relayWith = (hosts: readonly string[], until?: Date): Promise<Relay> =>
    startRelay({ secure: security.secure, ...authority.certify(hosts, until) });

  it('carries mail to a relay whose certificate ends in the authority that the settings name', async () => {
    const relay = await relayWith(['localhost']);
    const mailer = mailerOf(relay.port, { ...security, ca: authority.ca });
    expect(await mailer.send(aMail(1), yes)).toMatchObject({ kind: 'accepted', code: 250 });
    expect(await mailer.send(aMail(2), yes)).toMatchObject({ kind: 'accepted', code: 250 });
    expect(relay.taken).toEqual([true, true]);
  });

  it('carries nothing to a relay of an unknown authority', async () => {
    const relay = await relayWith(['localhost']);
    const outcome = await mailerOf(relay.port, { ...security }).send(aMail(), yes);
    expect(outcome).toEqual({ kind: 'not-sent', why: expect.stringMatching(/certificate/) });
    expect(relay.taken).toEqual([]);
  });

  it('carries nothing to a relay that bears another name, or whose certificate has ended', async () => {
    const other = await relayWith(['relay.example']);
    const outcome = await mailerOf(other.port, { ...security, ca: authority.ca }).send(aMail(), yes);
    expect(outcome).toEqual({ kind: 'not-sent', why: expect.stringMatching(/does not match certificate's altnames/) });
    const old = await relayWith(['localhost'], new Date('2021-01-01T00:00:00Z'));
    expect(await mailerOf(old.port, { ...security, ca: authority.ca }).send(aMail(), yes)).toEqual({
      kind: 'not-sent',
      why: expect.stringMatching(/certificate has expired/),
    });
    expect([...other.taken, ...old.taken]).toEqual([]);
  });
});

describe('clear text', () => {
  it('is not fallen back to where the relay offers no TLS, or it was taken out of its answer', async () => {
    const relay = await startRelay({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const mailer = mailerOf(relay.port, { requireTls: true, auth: { user: 'onward', pass: 'a-password' } });
    expect(await mailer.send(aMail(), yes)).toMatchObject({ kind: 'not-sent' });
    expect(relay.taken).toEqual([]);
  });

  it('is what a relay that talks on in the clear after STARTTLS gets nothing by', async () => {
    const said: string[] = [];
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 relay.example\r\n');
      socket.on('data', (chunk) => {
        said.push(chunk.toString('latin1'));
        socket.write(
          /^EHLO/.test(chunk.toString())
            ? '250-relay.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n'
            : '220 go on\r\n250 Ok\r\n',
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const mailer = mailerOf(port, { requireTls: true, auth: { user: 'onward', pass: 'a-password' } });
    expect(await mailer.send(aMail(), yes)).toMatchObject({ kind: 'not-sent' });
    expect(said.join('')).not.toMatch(/AUTH|MAIL|DATA/);
  });
});

describe('signing in by token', () => {
  let provider: TokenServer;
  beforeEach(async () => {
    provider = await startTokenServer();
    closing.push(() => provider.close());
  });

  /** A relay over TLS that lets in whoever shows one of these tokens. */
  async function relayFor(good: ReadonlySet<string>): Promise<Relay> {
    const signIns: string[] = [];
    const relay = await startRelay({
      ...authority.certify(['localhost']),
      authOptional: false,
      authMethods: ['XOAUTH2', 'PLAIN'],
      onAuth: ({ method, username, accessToken }, _session, answer) => {
        signIns.push(`${method} ${username ?? ''} ${accessToken ?? ''}`);
        if (good.has(accessToken ?? '')) answer(null, { user: username });
        else answer(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
      },
    });
    return { ...relay, signIns };
  }
  const byToken = (port: number, connections = 1): Mailer =>
    mailerOf(port, {
      ...{ requireTls: true, ca: authority.ca, connections },
      auth: accessTokens({
        user: 'destinations@trust.example',
        grant: { kind: 'microsoft', tenant: 't', clientId: 'c', clientSecret: 's' },
        tokenUrl: provider.url,
      }),
    });

  it('shows one token on every connection, and asks the provider once', async () => {
    const relay = await relayFor(new Set(['test-token-1']));
    const mailer = byToken(relay.port, 3);
    const outcomes = await Promise.all(Array.from({ length: 9 }, (_, n) => mailer.send(aMail(n), yes)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect(new Set(relay.signIns)).toEqual(new Set(['XOAUTH2 destinations@trust.example test-token-1']));
    expect(relay.signIns.length).toBeLessThanOrEqual(3);
    expect(provider.asked).toHaveLength(1);
  });

  it('asks for another token, once, when the first is refused before its time', async () => {
    const relay = await relayFor(new Set(['test-token-2']));
    expect(await byToken(relay.port).send(aMail(), yes)).toMatchObject({ kind: 'accepted' });
    expect(relay.signIns.map((line) => line.split(' ')[2])).toEqual(['test-token-1', 'test-token-2']);
  });

  it('that is refused twice, or for which there is no token, says nothing about the message', async () => {
    const relay = await relayFor(new Set());
    expect(await byToken(relay.port).send(aMail(), yes)).toEqual({
      kind: 'not-sent',
      why: expect.stringMatching(/^the sign-in by token was refused: 535/),
    });
    expect(relay.signIns).toHaveLength(2);
    provider.answerWith({ status: 401, body: '{"error":"invalid_client"}' });
    expect(await byToken(relay.port).send(aMail(), yes)).toEqual({
      kind: 'not-sent',
      why: expect.stringMatching(/^No sign-in token from .*401 invalid_client$/),
    });
    expect(relay.taken).toEqual([]);
  });
});
