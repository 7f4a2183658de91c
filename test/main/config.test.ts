// Are settings checked at start, all problems at once, and is each documented?
import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { readConfig, settingNames, SettingsProblem } from '../../src/main/config.js';

const problemsOf = (environment: Readonly<Record<string, string>>, cwd = '/srv'): readonly string[] => {
  try {
    readConfig(environment, cwd);
  } catch (error) {
    if (error instanceof SettingsProblem) return error.message.split('\n');
    throw error;
  }
  return [];
};

const mail = {
  SMTP_HOST: 'relay.trust.example',
  MAIL_FROM_ADDRESS: 'destinations@trust.example',
  TRUST_NAME: 'Example Trust',
  TRUST_POSTAL_ADDRESS: '1 Invented Street, Exampleton',
  PRIVACY_NOTICE_URL: 'https://trust.example/privacy',
};

const { SMTP_HOST: _none, ...sender } = mail;
const byHttp = { ...sender, MAIL_HTTP_URL: 'https://api.mail.example/v1/messages', MAIL_HTTP_KEY: 'a-key-of-the-test' };
const microsoft = {
  MAIL_OAUTH: 'microsoft',
  MAIL_OAUTH_USER: 'destinations@trust.example',
  MAIL_OAUTH_TENANT: 'trust.example',
  MAIL_OAUTH_CLIENT_ID: 'client-1',
  MAIL_OAUTH_CLIENT_SECRET: 'a-secret-of-the-test',
};

describe('settings', () => {
  it('need nothing: one machine, the embedded database, no mail', () => {
    expect(readConfig({}, '/srv')).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      dataFolder: '/srv/.onward/data',
      mongoUri: null,
      smtp: null,
      workers: 1,
      app: { baseUrl: 'http://127.0.0.1:3000', contactHours: { from: '09:00', to: '19:00' } },
    });
  });

  it('find the maildir of returned mail beside the data, and none unless it is named', () => {
    expect(readConfig({ BOUNCE_MAILDIR: 'mail/bounces' }, '/srv').app.bounceMaildir).toBe('/srv/mail/bounces');
    expect('bounceMaildir' in readConfig({}, '/srv').app).toBe(false);
  });

  it('treat blank values as absent', () => {
    expect(readConfig({ MONGODB_URI: '', PORT: ' ', SMTP_HOST: '' }, '/srv')).toMatchObject({
      mongoUri: null,
      port: 3000,
      smtp: null,
    });
  });

  it('take the command line before the environment', () => {
    const config = readConfig({ PORT: '4000', ONWARD_DATA: 'one' }, '/srv', { port: 5000, dataFolder: 'two' });
    expect([config.port, config.dataFolder, config.app.baseUrl]).toEqual([5000, '/srv/two', 'http://127.0.0.1:5000']);
  });

  it('name every problem at once and show no secret', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      MONGODB_URI: 'postgres://user:secret@host',
      CONTACT_HOURS: '19:00-09:00',
      WORKERS: '99',
    });
    expect(problems.map((line) => line.slice(0, line.indexOf(':'))).sort()).toEqual([
      'CONTACT_HOURS',
      'MONGODB_URI',
      'PORT',
      'WORKERS',
    ]);
    expect(problems.join('\n')).not.toContain('secret');
  });

  it('name what does not hang together beside what is mistyped, each once', () => {
    const problems = problemsOf({
      ...{
        PORT: 'eighty',
        LOG_LEVEL: 'loud',
        BASE_URL: 'http://alumni.trust.example',
        SMTP_HOST: 'relay.trust.example',
      },
      ...{ MAIL_FROM_ADDRESS: 'nobody', SMTP_USER: 'relay' },
    });
    expect(problems).toEqual([
      'PORT: must be a whole number (it is set to "eighty")',
      'MAIL_FROM_ADDRESS: must be one email address (it is set to "nobody")',
      'LOG_LEVEL: must be one of debug, info, warn, error, silent (it is set to "loud")',
      expect.stringMatching(/^BASE_URL: must begin with https/),
      expect.stringMatching(/^TRUST_POSTAL_ADDRESS: must be set/),
      expect.stringMatching(/^TRUST_NAME: must be set/),
      'SMTP_USER and SMTP_PASSWORD: set both or neither',
    ]);
  });

  it.each([
    ['http beyond this machine', { BASE_URL: 'http://alumni.trust.example' }, 'BASE_URL'],
    ['listening beyond this machine without https', { HOST: '0.0.0.0' }, 'HOST'],
    ['a relay without a sender', { ...mail, MAIL_FROM_ADDRESS: '' }, 'MAIL_FROM_ADDRESS'],
    ['a relay without a postal address', { ...mail, TRUST_POSTAL_ADDRESS: '' }, 'TRUST_POSTAL_ADDRESS'],
    ['a relay without the trust', { ...mail, TRUST_NAME: '' }, 'TRUST_NAME'],
    ['a sign-in name without its password', { ...mail, SMTP_USER: 'relay' }, 'SMTP_USER and SMTP_PASSWORD'],
    ['mail in the clear beyond this machine', { ...mail, SMTP_SECURE: 'no' }, 'SMTP_SECURE'],
    ['an authority that cannot be read', { ...mail, SMTP_CA_FILE: 'nowhere.pem' }, 'SMTP_CA_FILE'],
    ['a provider by HTTP without its key', { ...byHttp, MAIL_HTTP_KEY: '' }, 'MAIL_HTTP_URL and MAIL_HTTP_KEY'],
    ['a provider by HTTP in the clear', { ...byHttp, MAIL_HTTP_URL: 'http://api.mail.example/' }, 'MAIL_HTTP_URL'],
    ['a provider by HTTP beside a relay', { ...byHttp, SMTP_HOST: 'relay.trust.example' }, 'MAIL_HTTP_URL'],
    ['a provider by HTTP without a sender', { ...byHttp, MAIL_FROM_ADDRESS: '' }, 'MAIL_FROM_ADDRESS'],
    ['a signing key without its selector', { ...mail, MAIL_DKIM_KEY_FILE: 'key.pem' }, 'MAIL_DKIM_SELECTOR'],
    [
      'a signing key that cannot be read',
      { ...mail, MAIL_DKIM_SELECTOR: 'onward', MAIL_DKIM_KEY_FILE: 'nowhere.pem' },
      'MAIL_DKIM_KEY_FILE',
    ],
    ['a password beside a token', { ...mail, ...microsoft, SMTP_USER: 'relay', SMTP_PASSWORD: 'x' }, 'SMTP_USER'],
    [
      'a sign-in by token without its secret',
      { ...microsoft, MAIL_OAUTH_CLIENT_SECRET: '' },
      'MAIL_OAUTH_CLIENT_SECRET',
    ],
    ['a sign-in by token to no mailbox', { ...microsoft, MAIL_OAUTH_USER: '' }, 'MAIL_OAUTH_USER'],
    [
      'a place of tokens without TLS',
      { ...microsoft, MAIL_OAUTH_TOKEN_URL: 'http://login.example/token' },
      'MAIL_OAUTH_TOKEN_URL',
    ],
  ])('refuse %s', (_what, environment, name) => {
    expect(problemsOf(environment).map((line) => line.slice(0, name.length))).toEqual([name]);
  });

  it('are ready for production when the mail settings are whole', () => {
    expect(readConfig({ ...mail, BASE_URL: 'https://alumni.trust.example/' }, '/srv')).toMatchObject({
      smtp: { host: 'relay.trust.example', port: 587, secure: false, requireTls: true, connections: 5 },
      oauth: null,
      app: {
        baseUrl: 'https://alumni.trust.example',
        mailFrom: { name: 'Destinations team, Example Trust', address: 'destinations@trust.example' },
        replyTo: 'destinations@trust.example',
        bounceDomain: 'trust.example',
      },
    });
  });

  it('speak to a relay on this machine in the clear, unless they say otherwise', () => {
    const here = { ...mail, SMTP_HOST: '127.0.0.1' };
    expect(readConfig(here, '/srv').smtp).toMatchObject({ secure: false, requireTls: false });
    expect(readConfig({ ...here, SMTP_SECURE: 'starttls' }, '/srv').smtp).toMatchObject({ requireTls: true });
    expect(readConfig({ ...mail, SMTP_SECURE: 'yes' }, '/srv').smtp).toMatchObject({ secure: true, requireTls: false });
  });

  it('send by HTTP in place of a relay, signed here where there is a key', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-config-'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    writeFileSync(path.join(folder, 'key.pem'), pem, { mode: 0o600 });
    const signed = { ...byHttp, MAIL_DKIM_SELECTOR: 'onward', MAIL_DKIM_KEY_FILE: 'key.pem' };
    expect(readConfig(signed, folder)).toMatchObject({
      smtp: null,
      http: { url: 'https://api.mail.example/v1/messages', key: 'a-key-of-the-test', connections: 5 },
      dkim: { domain: 'trust.example', selector: 'onward', privateKey: pem },
    });
    chmodSync(path.join(folder, 'key.pem'), 0o640);
    expect(problemsOf(signed, folder)).toEqual([expect.stringMatching(/^MAIL_DKIM_KEY_FILE: .*chmod 600/)]);
    writeFileSync(path.join(folder, 'other.pem'), 'no key', { mode: 0o600 });
    expect(problemsOf({ ...signed, MAIL_DKIM_KEY_FILE: 'other.pem' }, folder)).toEqual([
      'MAIL_DKIM_KEY_FILE: other.pem: it holds no private key',
    ]);
    rmSync(folder, { recursive: true });
  });

  it('send from the mailbox itself, within its day, where the provider refuses anything else', () => {
    expect(readConfig(mail, '/srv').app).toMatchObject({
      envelopeSender: 'signed',
      relayLimits: { perDay: null, from: null },
    });
    expect(readConfig({ ...mail, ...microsoft }, '/srv').app).toMatchObject({
      envelopeSender: 'mailbox',
      relayLimits: { perDay: 10_000, from: 'provider' },
    });
    const own = { MAIL_ENVELOPE_SENDER: 'signed', RELAY_DAILY_LIMIT: '3000' };
    expect(readConfig({ ...mail, ...microsoft, ...own }, '/srv').app).toMatchObject({
      envelopeSender: 'signed',
      relayLimits: { perDay: 3_000, from: 'setting' },
    });
  });

  it('sign in to a mailbox by token: at Microsoft with a secret, at Google with the key file of a service account', () => {
    expect(readConfig(microsoft, '/srv').oauth).toEqual({
      user: 'destinations@trust.example',
      grant: {
        kind: 'microsoft',
        tenant: 'trust.example',
        clientId: 'client-1',
        clientSecret: 'a-secret-of-the-test',
      },
    });
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-config-'));
    const file = path.join(folder, 'key.json');
    const google = {
      MAIL_OAUTH: 'google-service',
      MAIL_OAUTH_USER: 'a@trust.example',
      MAIL_OAUTH_KEY_FILE: 'key.json',
    };
    const privateKey = '-----BEGIN PRIVATE KEY-----';
    writeFileSync(file, JSON.stringify({ client_email: 'mail@project.example', private_key: privateKey }));
    chmodSync(file, 0o644);
    expect(problemsOf(google, folder)).toEqual([expect.stringMatching(/^MAIL_OAUTH_KEY_FILE: .*chmod 600/)]);
    chmodSync(file, 0o600);
    expect(readConfig(google, folder).oauth).toEqual({
      user: 'a@trust.example',
      grant: { kind: 'google-service', account: 'mail@project.example', privateKey },
    });
    writeFileSync(file, '{"client_email":"x"}');
    expect(problemsOf(google, folder)).toEqual([expect.stringMatching(/^MAIL_OAUTH_KEY_FILE: .*not the JSON key/)]);
    rmSync(folder, { recursive: true });
  });

  it('stand in .env.example, each of them and nothing else', () => {
    const example = readFileSync('.env.example', 'utf8');
    expect(Object.keys(parseEnv(example)).sort()).toEqual([...settingNames].sort());
    expect(readConfig(parseEnv(example) as Record<string, string>, '/srv').mongoUri).toBeNull();
  });
});
