// Requirement D3: a return address names its message, survives being written in lower case, and cannot be guessed.
import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { MessageId } from '../../../src/domain/waves/message.js';
import { messageIdHeader, namedMessage, returnAddress } from '../../../src/domain/waves/return-address.js';
import { keyRing, signer } from '../../../src/security/index.js';

const id = 'w1:a1-0001:i:1' as MessageId;
const keys = signer(keyRing(randomBytes(32)));
const mac = keys.sign('return-path', id);

describe('the return address', () => {
  it('names the message and carries 84 bits of its MAC in letters and digits of one case', () => {
    expect(returnAddress(id, 'AbCdEfGhIjKlMnOpQr', 'bounce.trust.example')).toBe(
      'b+w1_a1-0001_i_1.agyj2epruerdfjjso@bounce.trust.example',
    );
    expect(messageIdHeader(id, 'AbCdEfGhIjKlMnOpQr', 'trust.example')).toBe(
      '<w1_a1-0001_i_1.agyj2epruerdfjjso@trust.example>',
    );
  });

  it('is read back, in any case, with a MAC that the signer verifies', () => {
    const address = returnAddress(id, mac, 'bounce.trust.example');
    for (const written of [address, address.toLowerCase(), address.toUpperCase(), `<${address}>`]) {
      const named = namedMessage(written);
      expect(named).toEqual({ id, mac: mac.slice(0, 14) });
      expect(keys.verify('return-path', id, named?.mac ?? '')).toBe(true);
    }
    expect(namedMessage(messageIdHeader(id, mac, 'trust.example'))).toEqual({ id, mac: mac.slice(0, 14) });
  });

  it('of another message, or changed in one letter, is not verified', () => {
    const address = returnAddress(id, mac, 'bounce.trust.example');
    const other = namedMessage(address.replace('w1_', 'w2_'));
    expect(keys.verify('return-path', other?.id ?? '', other?.mac ?? '')).toBe(false);
    const [before = '', after = ''] = address.split('.', 2);
    const changed = namedMessage(
      `${before}.${after.startsWith('a') ? 'b' : 'a'}${after.slice(1)}@bounce.trust.example`,
    );
    expect(changed === null || !keys.verify('return-path', changed.id, changed.mac)).toBe(true);
  });

  it('is nothing that other addresses look like', () => {
    for (const text of ['avery@example.org', 'b+w1.short@example.org', '', 'b+@', '<a.b@c>']) {
      expect(namedMessage(text)).toBeNull();
    }
  });

  it('is refused when it could not be an address, or could be guessed', () => {
    expect(() => returnAddress('w'.repeat(45) as MessageId, mac, 'bounce.trust.example')).toThrow(RangeError);
    expect(() => returnAddress(id, 'short', 'bounce.trust.example')).toThrow(RangeError);
  });
});
