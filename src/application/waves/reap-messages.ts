// What did workers leave behind that died or stalled?
// By the database's clock (requirement E6): what was only leased is planned again; what was being sent for longer than
// the final reply may take is of unknown fate, shown to people, and never sent again by itself.
import type { Tools } from '../tools.js';
import { unknownAfterMs } from './sending/sender-times.js';

/** One round of the reaper. */
export const reapMessages =
  ({ store, log }: Pick<Tools, 'store' | 'log'>) =>
  async (unknownAfter: number = unknownAfterMs): Promise<void> => {
    const { planned, unknown } = await store.outbox.reap(unknownAfter);
    if (planned > 0) log.info('Messages whose worker was lost wait again.', { messages: planned });
    if (unknown > 0) log.warn('Messages of unknown fate: somebody should look.', { messages: unknown });
  };
