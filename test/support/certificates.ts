// Certificates for tests, made in the test: an authority of their own and what it signs. Nothing else trusts them.
// X.509 in DER, written out by hand, because Node can read certificates and not make them.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const hex = (tag: number, digits: string): Buffer => der(tag, Buffer.from(digits, 'hex'));
const oid = (digits: string): Buffer => hex(0x06, digits);
const sha256WithRsa = sequence(oid('2a864886f70d01010b'), hex(0x05, ''));
const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))));
const time = (instant: Date): Buffer => der(0x18, Buffer.from(instant.toISOString().replace(/[-:T]|\.\d+/g, '')));
const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [hex(0x01, 'ff')] : []), der(0x04, value));

interface Wanted {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly until: Date;
  /** Null for the authority itself. */
  readonly hosts: readonly string[] | null;
}

function write({ subject, publicKey, issuer, issuerKey, until, hosts }: Wanted): string {
  const serial = createHash('sha256').update(`${subject}${until.toISOString()}`).digest('hex').slice(0, 14);
  const extensions =
    hosts === null
      ? [extension('551d13', true, sequence(hex(0x01, 'ff'))), extension('551d0f', true, hex(0x03, '0106'))]
      : [extension('551d11', false, sequence(...hosts.map((host) => der(0x82, Buffer.from(host)))))];
  const content = sequence(
    der(0xa0, hex(0x02, '02')),
    hex(0x02, `01${serial}`),
    sha256WithRsa,
    nameOf(issuer),
    sequence(time(new Date('2020-01-01T00:00:00Z')), time(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('RSA-SHA256', content, issuerKey);
  const whole = sequence(content, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const farAway = new Date('2126-01-01T00:00:00Z');

/** An authority that nobody knows, and what it says of hosts. */
export function testAuthority(): {
  readonly ca: string;
  readonly certify: (hosts: readonly string[], until?: Date) => Certificate;
} {
  const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = pair();
  const servers = pair(); // one key for all of them: making one takes longest
  const issuer = 'An authority for tests';
  return {
    ca: write({
      subject: issuer,
      publicKey: own.publicKey,
      issuer,
      issuerKey: own.privateKey,
      until: farAway,
      hosts: null,
    }),
    certify: (hosts, until = farAway) => {
      const { publicKey, privateKey } = servers;
      const subject = hosts[0] ?? '';
      return {
        cert: write({ subject, publicKey, issuer, issuerKey: own.privateKey, until, hosts }),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      };
    },
  };
}
