// Are settings checked at start, all problems at once, and is each documented?
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { readConfig, settingNames, SettingsProblem } from '../../src/main/config.js';

const problemsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(environment, '/srv');
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

  it.each([
    ['http beyond this machine', { BASE_URL: 'http://alumni.trust.example' }, 'BASE_URL'],
    ['listening beyond this machine without https', { HOST: '0.0.0.0' }, 'HOST'],
    ['a relay without a sender', { ...mail, MAIL_FROM_ADDRESS: '' }, 'MAIL_FROM_ADDRESS'],
    ['a relay without a postal address', { ...mail, TRUST_POSTAL_ADDRESS: '' }, 'TRUST_POSTAL_ADDRESS'],
    ['a relay without the trust', { ...mail, TRUST_NAME: '' }, 'TRUST_NAME'],
    ['a sign-in name without its password', { ...mail, SMTP_USER: 'relay' }, 'SMTP_USER and SMTP_PASSWORD'],
  ])('refuse %s', (_what, environment, name) => {
    expect(problemsOf(environment).map((line) => line.slice(0, name.length))).toEqual([name]);
  });

  it('are ready for production when the mail settings are whole', () => {
    expect(readConfig({ ...mail, BASE_URL: 'https://alumni.trust.example/' }, '/srv')).toMatchObject({
      smtp: { host: 'relay.trust.example', port: 587, secure: false, connections: 5 },
      app: {
        baseUrl: 'https://alumni.trust.example',
        mailFrom: { name: 'Destinations team, Example Trust', address: 'destinations@trust.example' },
        replyTo: 'destinations@trust.example',
        bounceDomain: 'trust.example',
      },
    });
  });

  it('stand in .env.example, each of them and nothing else', () => {
    const example = readFileSync(path.join(import.meta.dirname, '../../.env.example'), 'utf8');
    expect(Object.keys(parseEnv(example)).sort()).toEqual([...settingNames].sort());
    expect(readConfig(parseEnv(example) as Record<string, string>, '/srv').mongoUri).toBeNull();
  });
});
