// What acknowledge-early.mjs puts in LMDB's place. Every flush seems slow, so that the server commits beside its event loop;
// a transaction settles before its commit, and the wait for its flush is over before that too.
import { setTimeout } from 'node:timers';
import { open as openReal } from 'lmdb';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const open = (options) => {
  const root = openReal(options);
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
      if (name === 'childTransaction') return early;
      if (name === 'flushed') return pause(8);
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};
