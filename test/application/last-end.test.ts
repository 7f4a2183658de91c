// The end of a message and the intent of the next on its connection: never two messages of unknown fate (requirement E8).
import { describe, expect, it } from '@jest/globals';
import { lastEnd } from '../../src/application/waves/sending/last-end.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import type { Settlement } from '../../src/store/index.js';

const end = { id: 'm1' as MessageId, leaseId: 'l1', attempts: 1, to: 'suppressed', why: 'a test' } satisfies Settlement;
const never = 2 ** 30;

/** A write that ends when it is told to; `first` resolves when it begins. */
function slowWrite() {
  const begun: Settlement[] = [];
  let begins = (): void => undefined;
  const first = new Promise<void>((resolve) => (begins = resolve));
  let end: { readonly resolve: () => void; readonly reject: (why: Error) => void } | undefined;
  const result = new Promise<void>((resolve, reject) => (end = { resolve, reject }));
  const write = (written: Settlement): Promise<void> => {
    begun.push(written);
    begins();
    return result;
  };
  return { begun, first, write, succeed: () => end?.resolve(), fail: (why: Error) => end?.reject(why) };
}

describe('the last end of a connection', () => {
  it('goes with the next intent, once', async () => {
    const { begun, write } = slowWrite();
    const last = lastEnd(never, write);
    last.keep(end);
    expect(await last.take()).toEqual([end]);
    expect(await last.take()).toEqual([]);
    await last.written();
    expect(begun).toEqual([]);
  });

  it('is written alone when no intent comes soon, and the next intent waits until that is on disk', async () => {
    const { begun, first, write, succeed } = slowWrite();
    const last = lastEnd(0, write);
    last.keep(end);
    await first;
    let taken: readonly Settlement[] | null = null;
    const taking = last.take().then((ends) => (taken = ends));
    await new Promise(setImmediate);
    expect([begun, taken]).toEqual([[end], null]);
    succeed();
    expect(await taking).toEqual([]);
  });

  it('is written when its connection sends no more, and says when it could not be', async () => {
    const { begun, write, fail } = slowWrite();
    const last = lastEnd(never, write);
    last.keep(end);
    const written = last.written();
    expect(begun).toEqual([end]);
    fail(new Error('the database is away'));
    await expect(written).rejects.toThrow('the database is away');
    await expect(last.take()).rejects.toThrow('the database is away');
  });
});
