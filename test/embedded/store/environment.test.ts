// The one way to write: what a group has put is undone whole when it fails, whichever thread takes it to the disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openEnvironment } from '../../../src/embedded/store/environment.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const open = async (slowFlushMs: number) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-environment-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  let undone = 0;
  const environment = await openEnvironment(folder, () => (undone += 1), slowFlushMs);
  cleanUps.push(async () => environment.close());
  return { environment, undoings: () => undone };
};

describe.each([
  { mode: 'sync', slowFlushMs: Infinity },
  { mode: 'async', slowFlushMs: -1 },
])('a group taken to the disk ($mode)', ({ mode, slowFlushMs }) => {
  const key = (name: string): Buffer => Buffer.from(name);

  it('is undone whole when a write fails after its first put', async () => {
    const { environment, undoings } = await open(slowFlushMs);
    const { documents, put } = environment;
    const before = environment.write(() => put(documents, key('before'), key('1')));
    const broken = environment.write(() => {
      put(documents, key('half'), key('1'));
      throw new Error('no index entry');
    });
    await expect(before).rejects.toMatchObject({ code: 14031 });
    await expect(broken).rejects.toMatchObject({ code: 14031 });
    expect(environment.mode()).toBe(mode);
    expect(undoings()).toBe(1);
    expect(documents.doesExist(key('before'))).toBe(false);
    expect(documents.doesExist(key('half'))).toBe(false);
    await environment.write(() => put(documents, key('after'), key('1')));
    expect(documents.doesExist(key('after'))).toBe(true);
  });

  it('keeps the rest when one write is refused before its first put', async () => {
    const { environment, undoings } = await open(slowFlushMs);
    const { documents, put } = environment;
    const good = environment.write(() => put(documents, key('good'), key('1')));
    const refused = environment.write(() => {
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    await good;
    expect(undoings()).toBe(0);
    expect(documents.doesExist(key('good'))).toBe(true);
  });
});
