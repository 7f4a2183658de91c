// Tokens in place of passwords (Y22): what the provider is asked, how long an answer is kept, and what a refusal says.
import { generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accessTokens, TokenRefused, type OAuthGrant } from '../../src/mail/index.js';
import { tokenUrlOf } from '../../src/mail/oauth/settings.js';
import { startTokenServer, type TokenServer } from '../support/token-server.js';

const microsoft: OAuthGrant = {
  kind: 'microsoft',
  tenant: 'trust.example',
  clientId: 'client-1',
  clientSecret: 'a-secret-of-the-test',
};
const user = 'destinations@trust.example';
const start = Date.parse('2026-11-03T09:00:00Z');

let server: TokenServer;
let moment: number;
const tokens = (grant: OAuthGrant = microsoft) =>
  accessTokens({ user, grant, tokenUrl: server.url }, () => new Date(moment));

beforeEach(async () => {
  server = await startTokenServer();
  moment = start;
});
afterEach(() => server.close());

describe('what the provider is asked', () => {
  it('is, at Microsoft, a token for the application itself, for sending and reading', async () => {
    await tokens().get();
    expect(server.asked.map((each) => Object.fromEntries(each))).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: 'client-1',
        client_secret: 'a-secret-of-the-test',
        scope: 'https://outlook.office365.com/.default',
      },
    ]);
  });

  it('is, at Google, the next token of a consent that was given', async () => {
    await tokens({ kind: 'google-refresh', clientId: 'c', clientSecret: 's', refreshToken: 'r' }).get();
    expect(server.asked.map((each) => Object.fromEntries(each))).toEqual([
      { grant_type: 'refresh_token', client_id: 'c', client_secret: 's', refresh_token: 'r' },
    ]);
  });

  it('is, for a service account, signed by its key, for the mailbox, for an hour from now', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    await tokens({ kind: 'google-service', account: 'mail@project.example', privateKey: pem }).get();
    const [form] = server.asked;
    expect(form?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [head = '', claims = '', signature = ''] = form?.get('assertion')?.split('.') ?? [];
    expect(verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'mail@project.example',
      sub: user,
      scope: 'https://mail.google.com/',
      aud: server.url,
      iat: start / 1_000,
      exp: start / 1_000 + 3_600,
    });
  });

  it('goes where each provider gives out tokens, and a tenant cannot lead it elsewhere', () => {
    expect(tokenUrlOf({ user, grant: { ...microsoft, tenant: '../x?y' } })).toBe(
      'https://login.microsoftonline.com/..%2Fx%3Fy/oauth2/v2.0/token',
    );
    expect(tokenUrlOf({ user, grant: { kind: 'google-service', account: 'a', privateKey: 'k' } })).toBe(
      'https://oauth2.googleapis.com/token',
    );
  });
});

describe('a token', () => {
  it('is kept until a minute before its end, then another is asked for', async () => {
    const source = tokens();
    const end = 3_599_000;
    expect(await source.get()).toBe('test-token-1');
    moment = start + end - 60_001;
    expect(await source.get()).toBe('test-token-1');
    moment = start + end - 60_000;
    expect(await source.get()).toBe('test-token-2');
    expect(server.asked).toHaveLength(2);
  });

  it('is asked for once by many at the same time', async () => {
    const source = tokens();
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => source.get())))).toEqual(
      new Set(['test-token-1']),
    );
    expect(server.asked).toHaveLength(1);
  });

  it('that a server refused is not given out again; the one that took its place is', async () => {
    const source = tokens();
    const refused = await source.get();
    source.forget(refused);
    expect(await source.get()).toBe('test-token-2');
    source.forget(refused); // a second connection, late with the same news
    expect(await source.get()).toBe('test-token-2');
  });
});

describe('a refusal', () => {
  it.each([
    ['an error', 400, '{"error":"invalid_client","error_description":"a-secret-of-the-test"}', '400 invalid_client'],
    ['words instead of a code', 400, '{"error":"line one\\nline two"}', 'answered 400'],
    ['no JSON', 200, '<html>', 'it gave no proper answer'],
    ['no token', 200, '{"expires_in":3600}', 'answered 200'],
    ['a way to another place', 307, '', 'it could not be reached'],
  ])('that is %s says what there is to say and no secret; the next question is a new one', async (_what, ...script) => {
    const [status, body, says] = script;
    const source = tokens();
    server.answerWith({ status, body });
    const failure = await source.get().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(TokenRefused);
    expect(String(failure)).toContain(says);
    expect(String(failure)).not.toContain('a-secret-of-the-test');
    server.answerWith(null);
    expect(await source.get()).toBe('test-token-1');
  });

  it('is also that nobody answers', async () => {
    const source = tokens();
    await server.close();
    await expect(source.get()).rejects.toThrow('it could not be reached');
  });
});
