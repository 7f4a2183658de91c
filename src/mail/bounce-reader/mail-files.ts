// Where do returned mails lie, and how is one read without ever holding more of it than is looked at?
// Files, folders and maildirs (their `tmp` is somebody else's unfinished writing). The hash is over the whole file, so that
// the same mail is known again; only its beginning is kept in memory.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { mostBytes } from './parts.js';

/** A mail as it lay there. */
export interface MailBytes {
  /** SHA-256 of all of it, in hexadecimal. */
  readonly hash: string;
  /** As much of its beginning as is ever looked at. */
  readonly head: Buffer;
}

/** Reads a mail from a stream, however long it is. */
export async function readMail(stream: Readable): Promise<MailBytes> {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (length < mostBytes) kept.push(chunk.subarray(0, mostBytes - length));
    length += chunk.length;
  }
  return { hash: hash.digest('hex'), head: Buffer.concat(kept) };
}

export const readMailFile = (file: string): Promise<MailBytes> => readMail(createReadStream(file));

/** The file itself, or all files beneath the folder in order of name. Rejects when there is no such path. */
export async function* mailFilesUnder(place: string): AsyncGenerator<string> {
  if (!(await stat(place)).isDirectory()) {
    yield place;
    return;
  }
  const entries = await readdir(place, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || (entry.isDirectory() && entry.name === 'tmp')) continue;
    if (entry.isDirectory() || entry.isFile()) yield* mailFilesUnder(path.join(place, entry.name));
  }
}

/**
 * Hands over what is new in a maildir, oldest first, and moves each to `cur` once it has been taken in. One that cannot be
 * taken in stays and holds up none of the others; the first such failure is thrown at the end.
 */
export async function takeFromMaildir(folder: string, take: (mail: MailBytes) => Promise<unknown>): Promise<void> {
  const fresh = path.join(folder, 'new');
  const names = (await readdir(fresh)).filter((name) => !name.startsWith('.')).sort();
  await mkdir(path.join(folder, 'cur'), { recursive: true, mode: 0o700 });
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      await take(await readMailFile(path.join(fresh, name)));
      await rename(path.join(fresh, name), path.join(folder, 'cur', `${name}:2,S`));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Whether a mail of that Message-ID lies in the maildir, taken in or not. Rejects where there is no such folder. */
export async function maildirHolds(folder: string, messageIdHeader: string): Promise<boolean> {
  for (const part of ['new', 'cur']) {
    const names = await readdir(path.join(folder, part)).catch((error: unknown) => {
      if (part === 'cur') return []; // made when the first mail is taken in
      throw error;
    });
    for (const name of names) {
      // Gone meanwhile: it is found in the other part, now or the next time.
      const mail = await readMailFile(path.join(folder, part, name)).catch(() => null);
      const headers = mail?.head.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '';
      if (/^message-id:\s*(<[^<>\s]+>)/im.exec(headers)?.[1] === messageIdHeader) return true;
    }
  }
  return false;
}
