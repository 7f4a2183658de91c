import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { filesFolder } from '../../src/files/folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'onward-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps bytes once, under their hash, for the owner alone', async () => {
  const files = filesFolder(folder);
  const bytes = Buffer.from('a,b\r\n');
  const hash = createHash('sha256').update(bytes).digest('hex');
  for (let time = 1; time <= 2; time += 1) {
    expect(await files.keep(Readable.from([bytes]), 5)).toEqual({ hash, bytes: 5 });
  }
  expect(readdirSync(folder)).toEqual([hash]);
  expect(statSync(path.join(folder, hash)).mode & 0o777).toBe(0o600);
  expect(Buffer.concat((await files.open(hash).toArray()) as Buffer[])).toEqual(bytes);
  await files.forget(hash);
  await files.forget(hash);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves nothing of a file that is too large or breaks off', async () => {
  const files = filesFolder(folder);
  await expect(files.keep(Readable.from([Buffer.alloc(6)]), 5)).rejects.toThrow('This file is larger than 0 MB.');
  const broken = new Readable({ read: () => undefined });
  const keeping = files.keep(broken, 5);
  broken.destroy(new Error('gone'));
  await expect(keeping).rejects.toThrow('gone');
  expect(readdirSync(folder)).toEqual([]);
});

it('clears away parts that a killed process left an hour ago, and no others', () => {
  const old = new Date(Date.now() - 3_700_000);
  for (const name of ['1-1-1.part', '2-2-2.part', 'a'.repeat(64)]) writeFileSync(path.join(folder, name), 'x');
  utimesSync(path.join(folder, '1-1-1.part'), old, old);
  utimesSync(path.join(folder, 'a'.repeat(64)), old, old);
  filesFolder(folder);
  expect(readdirSync(folder).sort()).toEqual(['2-2-2.part', 'a'.repeat(64)]);
});

it.each(['../etc/passwd', '', 'a'.repeat(63)])('opens nothing but hashes: %j', (name) => {
  expect(() => filesFolder(folder).open(name)).toThrow(RangeError);
});
