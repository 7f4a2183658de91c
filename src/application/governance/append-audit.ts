// What became of the audit intents that people's acts left behind?
// Each is appended to the log once and then removed from its document (requirement W11, decision R19).
import type { Tools } from '../tools.js';

/** Moves open intents until none is left; gives how many. Safe to run twice and at once. */
export const appendAudit =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<number> => {
    let all = 0;
    for (let moved = await store.auditEvents.moveIntents(); moved > 0; moved = await store.auditEvents.moveIntents()) {
      all += moved;
    }
    await store.sendingGuard.noteActs(all); // how far this database is, for whoever restores a copy of it (decision R10)
    return all;
  };
