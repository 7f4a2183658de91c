// What acknowledge-early.mjs puts in LMDB's place. The first flushes are slow, so that the server chooses to commit beside
// its event loop; then a transaction settles before its commit, and nothing waits for a flush.
import { setTimeout } from 'node:timers';
import { open as openReal } from 'lmdb';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const open = (options) => {
  const root = openReal(options);
  let slow = 3;
  const early = (change) =>
    new Promise((resolve, reject) => {
      void root
        .transaction(async () => {
          try {
            resolve(change());
          } catch (error) {
            reject(error);
            throw error;
          }
          await pause(20);
        })
        .catch(() => undefined);
    });
  return new Proxy(root, {
    get: (target, name) => {
      if (name === 'transaction') return early;
      if (name === 'flushed') {
        slow -= 1;
        return slow < 0 ? Promise.resolve(true) : pause(8);
      }
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};
