// Where are files kept that people brought?
// Under the SHA-256 of their bytes, each written whole and put in place by one rename, so that a kill leaves nothing
// half (decision R18). They hold personal data: the folder and its files are for the owner alone.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open as openHandle, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileRefused } from './refused.js';

export interface Files {
  /** Keeps the bytes and gives their hash. Throws FileRefused past the limit; a broken stream leaves nothing behind. */
  readonly keep: (stream: Readable, limitBytes: number) => Promise<{ readonly hash: string; readonly bytes: number }>;
  /** The kept bytes, from the beginning. */
  readonly open: (hash: string) => Readable;
  /** Takes the file away; no file is no error. */
  readonly forget: (hash: string) => Promise<void>;
}

const staleAfterMs = 3_600_000;
let running = 0;

/** Files in one folder, which is made where it is missing; parts that a killed process left are cleared away. */
export function filesFolder(folder: string): Files {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    const part = path.join(folder, name);
    if (name.endsWith('.part') && Date.now() - statSync(part).mtimeMs > staleAfterMs) rmSync(part, { force: true });
  }
  const placeOf = (hash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError('This is not the hash of a kept file.');
    return path.join(folder, hash);
  };
  return {
    keep: async (stream, limitBytes) => {
      running += 1;
      const part = path.join(folder, `${process.pid}-${Date.now()}-${running}.part`);
      const digest = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          bytes += chunk.length;
          if (bytes > limitBytes) {
            const most = `${Math.floor(limitBytes / 1_048_576)} MB`;
            done(
              new FileRefused(
                `This file is larger than ${most}. Bring it in parts, or import it from the command line.`,
              ),
            );
            return;
          }
          digest.update(chunk);
          done(null, chunk);
        },
      });
      try {
        // Opened before anything can break: an open still under way would make the file again after its removal.
        await pipeline(stream, measure, createWriteStream(part, { fd: openSync(part, 'wx', 0o600) }));
        const handle = await openHandle(part, 'r+');
        await handle.sync();
        await handle.close();
        const hash = digest.digest('hex');
        await rename(part, placeOf(hash));
        return { hash, bytes };
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    open: (hash) => createReadStream(placeOf(hash)),
    forget: (hash) => rm(placeOf(hash), { force: true }),
  };
}
