// How is something sensitive kept so that the database alone does not show it?
// AES-256-GCM with a fresh nonce per value (requirement P5). The place of a value (collection, id, field) is authenticated
// with it, so that a sealed value copied into another document does not open there.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './keys.js';

/** `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url. */
export type Sealed = string & { readonly __sealed: true };

export interface FieldVault {
  /** Seals any JSON value for the place that it will stand in, for example `responses/w1:a1/draft`. */
  readonly seal: (value: unknown, place: string) => Sealed;
  /** Opens it again; throws when the place or the key is another, or a byte was changed. */
  readonly open: (sealed: string, place: string) => unknown;
}

/** The vault of a key ring. */
export function fieldVault(keys: KeyRing): FieldVault {
  return {
    seal: (value, place) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keys.key('field'), nonce);
      cipher.setAAD(Buffer.from(place));
      const box = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${keys.id}.${nonce.toString('base64url')}.${box.toString('base64url')}` as Sealed;
    },
    open: (sealed, place) => {
      const [version, keyId, nonce, box] = sealed.split('.');
      if (version !== 'v1' || nonce === undefined || box === undefined) throw new Error('This is not a sealed value.');
      if (keyId !== keys.id) throw new Error('This value was sealed with another key.');
      const bytes = Buffer.from(box, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', keys.key('field'), Buffer.from(nonce, 'base64url'));
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-16));
      const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
      return JSON.parse(text) as unknown;
    },
  };
}
