// `onward doctor` as people type it, with real parts around it: an embedded database, the built-in mailbox as the relay and
// its folder as the mailbox that is read, an IMAP server, a relay that refuses, and one that is not there (Y22).
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readMaildir, startMailbox, type Mailbox } from '../../src/mail/index.js';
import { openKeyRing, signer } from '../../src/security/index.js';
import { connect, createStore } from '../../src/store/index.js';
import { eventually } from '../support/a-trust.js';
import { startImapServer } from '../support/imap-server.js';
import { startNameServer } from '../support/name-server.js';
import { runOnward, startOnward, type Ended, type Program } from '../support/onward.js';
import { startSmtpSink } from '../support/smtp-sink.js';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly outcome: string; readonly says: string }[];
}

const reply = 'replies@trust.example';
let folder: string;
let mailbox: Mailbox;
let served: Program;
let uri: string;
const data = (): string => path.join(folder, 'data');
const maildir = (): string => path.join(folder, 'mail');

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'onward-doctor-'));
  mailbox = await startMailbox({ folder: maildir(), host: '127.0.0.1', smtpPort: 0, httpPort: 0 });
  served = startOnward(['database', '--data', data()], { folder });
  uri = (await served.says(/mongodb:\/\/\S+\n/)).trim();
  const connection = await connect(uri, 'onward');
  await createStore(connection).settings.setOnce('key-check', openKeyRing(data()).checkValue);
  await connection.close();
});
afterAll(async () => {
  served.signal('SIGTERM');
  await served.ended;
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const relay = (port: number): Readonly<Record<string, string>> => ({
  ...{ SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), MAIL_FROM_ADDRESS: 'alumni@trust.example' },
  ...{ MAIL_REPLY_TO: reply, TRUST_NAME: 'Sample Trust', TRUST_POSTAL_ADDRESS: '1 Test Road, Exampleton' },
});
const typed = (settings: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> =>
  runOnward(['doctor', '--data', data(), '--json', ...words], { folder, settings });
const reportOf = ({ stdout }: Ended): Report => JSON.parse(stdout) as Report;
const outcomes = (ended: Ended): Readonly<Record<string, string>> =>
  Object.fromEntries(reportOf(ended).checks.map(({ name, outcome }) => [name, outcome]));
const saysOf = (ended: Ended, wanted: string): string =>
  reportOf(ended).checks.find(({ name }) => name === wanted)?.says ?? '';
const fit = {
  ...{ Settings: 'ok', 'Data folder': 'ok', Database: 'ok', Keys: 'ok', 'Sending domain': 'not-applicable' },
  ...{ Relay: 'ok', 'Test mail': 'ok', Arrival: 'ok' },
};
const unsent = { 'Test mail': 'not-applicable', Arrival: 'not-applicable' };

/** What the database holds, but for the rows of who did what. */
async function contents(): Promise<{ readonly rows: number; readonly rest: unknown }> {
  const connection = await connect(uri, 'onward');
  const names = (await connection.db?.listCollections().toArray())?.map(({ name }) => name).sort() ?? [];
  const found: [string, unknown][] = [];
  for (const name of names) found.push([name, await connection.collection(name).find({}).toArray()]);
  await connection.close();
  const isRows = ([name]: [string, unknown]): boolean => name === 'auditevents';
  const rows = found.find(isRows)?.[1] as readonly unknown[] | undefined;
  return { rows: rows?.length ?? 0, rest: found.filter((each) => !isRows(each)) };
}

describe('onward doctor', () => {
  it('sends one test each time, sees it come in, and leaves nothing but the row about it', async () => {
    const settings = { ...relay(mailbox.smtpPort), BOUNCE_MAILDIR: maildir() };
    const before = await contents();
    const ended = await typed(settings);
    expect([ended.code, ended.stderr, outcomes(ended)]).toEqual([0, '', fit]);
    const [mail, ...more] = await readMaildir(maildir());
    expect([mail?.subject, mail?.to, more]).toEqual(['A test of your mail by Onward', reply, []]);
    expect(mail?.headers).toContain('Auto-Submitted: auto-generated');
    expect(await contents()).toEqual({ rows: before.rows + 1, rest: before.rest });
    expect(ended.stdout).not.toContain('@');

    const again = await runOnward(['doctor', '--data', data(), '--to', 'me@bounce.example'], { folder, settings });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(/Test mail: ok\n.*\nArrival: not applicable\n.*“A test of your mail by Onward”/);
    expect(again.stdout).toContain('Nothing is in the way.');
    expect((await readMaildir(maildir())).map(({ to }) => to)).toEqual([reply, 'me@bounce.example']);
  });

  it('waits for it in a mailbox behind IMAP, and says when it does not come in', async () => {
    const imap = await startImapServer((user, { password }) => user === reply && password === 'right');
    const sink = await startSmtpSink();
    const settings = {
      ...relay(sink.port),
      ...{ IMAP_HOST: '127.0.0.1', IMAP_PORT: String(imap.port), IMAP_SECURE: 'no', IMAP_USER: reply },
      IMAP_PASSWORD: 'right',
    };
    try {
      const waiting = typed(settings);
      const [mail] = await eventually(
        () => sink.accepted,
        ({ length }) => length > 0,
      );
      const uid = imap.deliver(mail?.raw ?? '');
      expect(outcomes(await waiting)).toEqual(fit);
      expect(imap.folder('INBOX')).toEqual([{ uid, seen: false }]);

      const never = await typed(settings, '--wait', '0');
      expect([never.code, outcomes(never)]).toEqual([1, { ...fit, Arrival: 'no' }]);
      const locked = await typed({ ...settings, IMAP_PASSWORD: 'hidden-words' });
      expect([locked.code, saysOf(locked, 'Arrival')]).toEqual([1, expect.stringContaining('refused the sign-in')]);
      expect(locked.stdout).not.toContain('hidden-words');
    } finally {
      await sink.close();
      await imap.close();
    }
  });

  it('tells what a relay says that refuses, without addresses', async () => {
    const sink = await startSmtpSink();
    try {
      await sink.misbehave({ at: 'MAIL', how: '5xx', says: `550 5.7.1 <${reply}> may not send` });
      const ended = await typed(relay(sink.port));
      expect([ended.code, outcomes(ended)]).toEqual([1, { ...fit, 'Test mail': 'no', Arrival: 'not-applicable' }]);
      expect(saysOf(ended, 'Test mail')).toContain('may not send');
      expect(ended.stdout).not.toContain(reply);

      await sink.misbehave({ at: 'before-250', how: 'fin' });
      const unsure = await typed(relay(sink.port));
      expect([unsure.code, saysOf(unsure, 'Test mail')]).toEqual([1, expect.stringContaining('It may have left')]);
      expect(sink.accepted).toHaveLength(1); // and not a second time
    } finally {
      await sink.close();
    }
  });

  it('sends nothing to an address that must not be mailed', async () => {
    const connection = await connect(uri, 'onward');
    const _id = signer(openKeyRing(data())).sign('suppression', 'stopped@trust.example');
    await connection.collection<{ _id: string; scope: string }>('suppressions').insertOne({ _id, scope: 'all' });
    await connection.close();
    const before = await readMaildir(maildir());
    const ended = await typed(relay(mailbox.smtpPort), '--to', 'stopped@trust.example');
    expect([ended.code, saysOf(ended, 'Test mail')]).toEqual([1, expect.stringContaining('must not be mailed')]);
    expect(await readMaildir(maildir())).toEqual(before);
  });

  it('tells what the sending domain lacks', async () => {
    const names = await startNameServer();
    const settings = {
      ...relay(mailbox.smtpPort),
      ...{ MAIL_FROM_ADDRESS: 'alumni@trust.org.uk', MAIL_BOUNCE_DOMAIN: 'bounce.trust.org.uk' },
      ...{ MAIL_DKIM_SELECTOR: 'onward', DNS_SERVERS: names.address },
    };
    const records = {
      'bounce.trust.org.uk': ['v=spf1 -all'],
      'onward._domainkey.trust.org.uk': ['v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3'],
    };
    try {
      names.serve(records);
      const ended = await typed(settings);
      expect([ended.code, outcomes(ended)['Sending domain'], outcomes(ended)['Test mail']]).toEqual([1, 'no', 'ok']);
      expect(saysOf(ended, 'Sending domain')).toMatch(/^trust\.org\.uk: .*has no DMARC policy/);
      names.serve({ ...records, '_dmarc.trust.org.uk': ['v=DMARC1; p=reject'] });
      expect(outcomes(await typed(settings))['Sending domain']).toBe('ok');
    } finally {
      await names.close();
    }
  });

  it('tells that no relay is there, or none is set, and sends nothing', async () => {
    const ended = await typed(relay(1)); // a port at which nothing ever listens
    expect([ended.code, outcomes(ended)]).toEqual([1, { ...fit, Relay: 'no', ...unsent }]);
    expect(saysOf(ended, 'Relay')).toContain('ECONNREFUSED');

    const without = await typed({});
    expect([without.code, outcomes(without)]).toEqual([0, { ...fit, Relay: 'not-applicable', ...unsent }]);
  });

  it('names settings that are wrong without their values, and refuses an address that is none', async () => {
    const ended = await typed({ MAIL_FROM_ADDRESS: 'avery at trust', SMTP_PASSWORD: 'hidden-words', PORT: 'eighty' });
    expect([ended.code, outcomes(ended)]).toEqual([1, { Settings: 'no' }]);
    expect(saysOf(ended, 'Settings')).toMatch(/PORT: [\s\S]*MAIL_FROM_ADDRESS: must be one email address/);
    expect(ended.stdout).not.toMatch(/avery|hidden-words|eighty/);
    const wrong = await typed({}, '--to', 'nobody');
    expect([wrong.code, wrong.stderr]).toEqual([2, '--to takes one email address.\n']);
  });

  it('neither makes a data folder nor keys, and tells keys that are not of this database', async () => {
    const none = path.join(folder, 'none');
    const ended = await runOnward(['doctor', '--json', '--data', none], { folder });
    expect([ended.code, outcomes(ended), existsSync(none)]).toEqual([
      1,
      {
        ...{ ...fit, 'Data folder': 'no', Database: 'not-applicable', Keys: 'not-applicable' },
        ...{ Relay: 'not-applicable', ...unsent },
      },
      false,
    ]);

    const other = path.join(folder, 'other');
    mkdirSync(other);
    const settings = { ...relay(mailbox.smtpPort), MONGODB_URI: uri };
    const elsewhere = () => runOnward(['doctor', '--json', '--data', other], { folder, settings });
    const missing = await elsewhere();
    expect(saysOf(missing, 'Keys')).toContain('Put the copy back');
    expect(existsSync(path.join(other, 'keys'))).toBe(false);
    openKeyRing(other);
    const wrong = await elsewhere();
    expect([wrong.code, outcomes(wrong)]).toEqual([1, { ...fit, Keys: 'no', ...unsent }]);
    expect(saysOf(wrong, 'Keys')).toContain('not of this database');
    chmodSync(path.join(other, 'keys', 'root'), 0o644);
    expect(saysOf(await elsewhere(), 'Keys')).toContain('Others may read');
  });

  it('tells a database that does not answer', async () => {
    const broken = path.join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(path.join(broken, 'onward.mdb'), Buffer.alloc(65_536, 'not a database'));
    const ended = await runOnward(['doctor', '--json', '--data', broken], { folder });
    expect([ended.code, outcomes(ended)['Database'], outcomes(ended)['Keys']]).toEqual([1, 'no', 'not-applicable']);
  });
});
