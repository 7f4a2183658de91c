// How does a receiver know that the trust's domain stands behind a message?
// By a DKIM signature, where the relay does not sign itself. Both unsubscribe headers are signed, or one click is not
// believed (RFC 8058). RSA alone: a key of another kind would leave mail unsigned without a word. No time stands in the
// signature, so that a second attempt has the same bytes. Bodies here are quoted-printable, in one piece and small.
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import sign from 'nodemailer/lib/dkim/sign';
import type { HeaderLine } from './headers.js';

export interface DkimKey {
  /** The domain that signs: that of From, or one above it, so that DMARC sees them aligned. */
  readonly domain: string;
  /** The public half stands in DNS at `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  readonly privateKey: KeyObject;
}

const signed = [
  'From:Reply-To:To:Subject:Date:Message-ID:MIME-Version:Content-Type',
  'List-Id:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted:Feedback-ID',
].join(':');
const leastBits = 2_048; // below, large receivers count a signature as none

/** A private key from its PEM text. Throws RangeError when it is no RSA key of at least 2,048 bits. */
export function readDkimKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new RangeError('it holds no private key');
  }
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== 'rsa' || modulusLength < leastBits) {
    throw new RangeError(`it holds no RSA key of ${leastBits} bits or more`);
  }
  return key;
}

/** The public half as it must stand in DNS after `p=`. */
export const dkimPublicKey = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');

/** The body as receivers hash it (RFC 6376, "relaxed"). */
const relaxedBody = (body: string): string =>
  body
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)+$/, '\r\n');

/** The DKIM-Signature header, to stand before the others. */
export function signatureOf(headers: readonly HeaderLine[], body: string, key: DkimKey): string {
  const bodyHash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
  const signature = sign(
    headers.map(([name, line]) => ({ key: name.toLowerCase(), line })),
    'sha256',
    bodyHash,
    {
      domainName: key.domain,
      keySelector: key.selector,
      privateKey: key.privateKey,
      headerFieldNames: signed,
    },
  );
  if (signature === false) throw new RangeError('the message could not be signed');
  return signature;
}
