// What did workers leave behind that died or stalled?
// By the database's clock (requirement E6): what was only leased is planned again; what was being sent for longer than
// the final reply may take is of unknown fate, shown to people, and never sent again by itself.
import type { Tools } from '../tools.js';
import { noteOutcomes } from './breakers.js';
import { unknownAfterMs } from './sending/sender-times.js';

/** One round of the reaper. */
export const reapMessages =
  (tools: Pick<Tools, 'store' | 'clock' | 'settings' | 'log'>) =>
  async (unknownAfter: number = unknownAfterMs): Promise<void> => {
    const { store, log } = tools;
    const { planned, unknown } = await store.outbox.reap(unknownAfter);
    if (planned > 0) log.info('Messages whose worker was lost wait again.', { messages: planned });
    if (unknown === 0) return;
    log.warn('Messages of unknown fate: somebody should look.', { messages: unknown });
    for (const { id } of await store.waves.inStates(['running'])) await noteOutcomes(tools, id, [], true);
  };
