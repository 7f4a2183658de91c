// Where are the keys, and which of them serves which purpose?
// One random root of 256 bits in the data folder, readable by its owner only and never in the database (decision R10);
// a key of its own is derived from it for each purpose (HKDF, SHA-256), so that no key serves two.
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type KeyPurpose =
  | 'field'
  | 'survey-session'
  | 'staff-session'
  | 'suppression'
  | 'contact-cap'
  | 'code-tries'
  | 'return-path'
  | 'api-cursor'
  | 'check';

export interface KeyRing {
  /** Names the root in sealed values, so that a value sealed under another root is told apart. */
  readonly id: string;
  /** 32 bytes for the purpose. */
  readonly key: (purpose: KeyPurpose) => Buffer;
  /** What the database keeps to notice that the keys are not its own (decision R10). */
  readonly checkValue: string;
}

/** A ring over a root of 32 bytes; `keyRing(randomBytes(32))` in tests. */
export function keyRing(root: Buffer): KeyRing {
  if (root.length !== 32) throw new RangeError('A key root has 32 bytes.');
  const derived = new Map<KeyPurpose, Buffer>();
  const key = (purpose: KeyPurpose): Buffer => {
    const known = derived.get(purpose);
    if (known !== undefined) return known;
    const fresh = Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `onward ${purpose}`, 32));
    derived.set(purpose, fresh);
    return fresh;
  };
  const digest = createHmac('sha256', key('check')).update('onward key check').digest('base64url');
  return { id: digest.slice(0, 8), key, checkValue: digest };
}

/** The ring of a data folder; makes the root at the first call. Two processes that start together get the same one. */
export function openKeyRing(dataFolder: string): KeyRing {
  const folder = path.join(dataFolder, 'keys');
  const file = path.join(folder, 'root');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, randomBytes(32).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(fresh, file); // fails when another process was first: then its root is the one
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh, { force: true });
    }
  }
  chmodSync(file, 0o600);
  return keyRing(Buffer.from(readFileSync(file, 'utf8'), 'base64url'));
}

/** Copies the root of a data folder to a new file that only its owner can read; gives its id, null where there is none. */
export function exportKeyRoot(dataFolder: string, target: string): string | null {
  const file = path.join(dataFolder, 'keys', 'root');
  if (!existsSync(file)) return null;
  const root = readFileSync(file, 'utf8');
  writeFileSync(target, root, { mode: 0o600, flag: 'wx' });
  return keyRing(Buffer.from(root, 'base64url')).id;
}
