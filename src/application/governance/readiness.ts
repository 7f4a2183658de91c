// Can this process do its work? When the database takes a write on disk within two seconds (requirement F5).
import type { Tools } from '../tools.js';

const patienceMs = 2_000;

/** True when ready; never throws. */
export const readiness =
  ({ store, log }: Pick<Tools, 'store' | 'log'>) =>
  async (): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no answer')), patienceMs);
    });
    try {
      await Promise.race([store.ready(), late]);
      return true;
    } catch {
      log.warn('The database did not take a write in two seconds');
      return false;
    } finally {
      clearTimeout(timer);
    }
  };
