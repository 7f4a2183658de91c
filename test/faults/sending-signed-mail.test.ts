// Mail that is signed here is believed by an independent verifier (row 36): both unsubscribe headers among what is signed,
// the list's on one line, whatever the names and however long the links. `npm run test:faults` has the full count.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { dkimPublicKey, readDkimKey, type DkimKey } from '../../src/mail/dkim.js';
import { mimeOf } from '../../src/mail/mime.js';
import { aMail } from '../support/a-mail.js';
import { full, report } from '../support/fault-report.js';
import { hostileTexts } from '../support/hostile-texts.js';

const count = full ? 1_000 : 60;

let key: DkimKey;
beforeAll(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  key = { domain: 'trust.example', selector: 'onward', privateKey };
});

/** What receivers find in DNS. */
const resolver = (name: string, type: string): Promise<string[][]> =>
  type === 'TXT' && name === 'onward._domainkey.trust.example'
    ? Promise.resolve([[`v=DKIM1; k=rsa; p=${dkimPublicKey(key.privateKey)}`]])
    : Promise.reject(Object.assign(new Error('nothing here'), { code: 'ENOTFOUND' }));

async function resultOf(bytes: Buffer) {
  const { results } = await dkimVerify(bytes, { resolver });
  return results.map(({ status, signingDomain }) => ({
    result: status.result,
    comment: status.comment,
    signingDomain,
  }));
}
const pass = [{ result: 'pass', comment: undefined, signingDomain: 'trust.example' }];

const names = ['Avery Testperson', 'Zoë Müller-Østergård', '李小龍', 'محمد', ...hostileTexts];
const produced = (n: number): Buffer => {
  const name = names[n % names.length] ?? '';
  const token = 'x'.repeat((n * 37) % 700);
  return mimeOf(
    aMail(n, {
      to: { name, address: `avery${n}@example.org` },
      from: { name, address: 'destinations@trust.example' },
      subject: `${n} ${name}`,
      text: `Hello  ${name},\n\n two  spaces \nhttps://survey.trust.example/s/${token}\n\n\n`,
      html: `<!doctype html>\n<p>Hello ${n}</p>\n<a href="https://survey.trust.example/s/${token}">Ü  ü </a>\n\n`,
      listUnsubscribe: {
        url: `https://survey.trust.example/u/${token}`,
        mailto: 'mailto:replies@trust.example?subject=stop',
      },
    }),
    key,
  );
};

describe('a signature', () => {
  it(`is believed on ${count} different mails, with both unsubscribe headers signed and unfolded`, async () => {
    for (let n = 0; n < count; n += 1) {
      const bytes = produced(n);
      expect(await resultOf(bytes)).toEqual(pass);
      const lines = bytes.toString('latin1').split('\r\n');
      expect(lines.filter((line) => /^List-Unsubscribe: <https:\S+>, <mailto:\S+>$/.test(line))).toHaveLength(1);
      expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      const signature = /^DKIM-Signature: [\s\S]*?\r\n(?![ \t])/.exec(bytes.toString('latin1'))?.[0] ?? '';
      const signed = /;h=([^;]*);/.exec(signature.replace(/\s+/g, ''))?.[1]?.split(':') ?? [];
      expect(signed).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']));
    }
    report('36', '100 % pass, both headers signed, unfolded', `${count} of ${count} by an independent verifier`);
  });

  it('is not believed when a word of the body, the sender or the way to stop was changed', async () => {
    const whole = produced(1).toString('latin1');
    const changes: readonly (readonly [string, string])[] = [
      ['<p>Hello', '<p>Goodbye'],
      ['destinations@trust.example', 'somebody@trust.example'],
      ['survey.trust.example/u/', 'survey.evil.example/u/'],
      ['List-Unsubscribe=One-Click', 'List-Unsubscribe=No'],
    ];
    for (const [from, to] of changes) {
      const changed = whole.replace(from, to);
      expect(changed).not.toBe(whole);
      const [result] = await resultOf(Buffer.from(changed, 'latin1'));
      expect(['fail', 'neutral']).toContain(result?.result);
    }
  });

  it('is the same on every attempt', () => {
    expect(produced(3).equals(produced(3))).toBe(true);
  });
});

describe('a key', () => {
  const pemOf = (privateKey: KeyObject): string => privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

  it('is an RSA key of 2,048 bits or more; another kind would leave mail unsigned without a word', () => {
    expect(readDkimKey(pemOf(key.privateKey)).equals(createPrivateKey(pemOf(key.privateKey)))).toBe(true);
    expect(() => readDkimKey(pemOf(generateKeyPairSync('ed25519').privateKey))).toThrow('no RSA key of 2048 bits');
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    expect(() => readDkimKey(pemOf(small))).toThrow('no RSA key of 2048 bits');
    expect(() => readDkimKey('-----BEGIN PRIVATE KEY-----\nnothing')).toThrow('no private key');
  });
});
