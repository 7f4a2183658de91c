// Does this worker send at all?
// It compares how far the database is with what its machine remembers (requirement E10, decision R10), when it starts, and
// again each time it begins to send, at most once a second; it remembers more before the first byte leaves. Where they do
// not fit it asks, by a word made for this one question, and waits until a person answers.
import { whyNotSend, type GuardReason } from '../../../domain/waves/restore-guard.js';
import type { Tools } from '../../tools.js';

/** One worker's guard. */
export interface RestoreGuard {
  /** Whether this worker may look for mail. */
  readonly isArmed: () => Promise<boolean>;
  /** Called before a batch is sent: remembers it, or says that the database is not the one it was. */
  readonly beginToSend: () => Promise<boolean>;
}

const everyMs = 1_000;
const rememberEveryMs = 30_000; // what people did since is remembered too, so that a copy without it is told

export function restoreGuard({
  store,
  newId,
  clock,
  log,
  memory,
  machine,
}: Pick<Tools, 'store' | 'newId' | 'clock' | 'log' | 'memory' | 'machine'>): RestoreGuard {
  let armed = false;
  let asked = false;
  let lookedAt = -Infinity;
  let begunAt = -Infinity;

  const ask = async (why: GuardReason): Promise<void> => {
    if (!asked) log.error('Nothing is sent from this machine until somebody has looked.', { why, machine });
    asked = true;
    await store.sendingGuard.ask({ id: memory.question(newId()), name: machine, why, since: clock.now() });
  };

  const look = async (): Promise<void> => {
    const stands = await store.sendingGuard.read();
    // A new database and a machine that never sent: they begin together, the memory first.
    if (stands === null) memory.begin({ epoch: newId(), sent: 0, acts: 0 });
    const mark = stands?.mark ?? (await store.sendingGuard.open(memory.read()?.epoch ?? newId()));
    const why = whyNotSend(mark, memory.read());
    const question = why === null ? null : memory.question(newId());
    const answered = question !== null && stands?.armed.includes(question) === true;
    if (why === null || answered) {
      memory.write(mark);
      memory.answered();
      if (question !== null) await store.sendingGuard.withdraw(question);
      if (asked || answered) log.info('This machine sends again.');
      armed = true;
      asked = false;
      return;
    }
    armed = false;
    await ask(why);
  };

  return {
    isArmed: async () => {
      if (performance.now() - lookedAt >= (armed ? rememberEveryMs : everyMs)) {
        lookedAt = performance.now();
        await look();
      }
      return armed;
    },
    beginToSend: async () => {
      if (!armed) return false;
      if (performance.now() - begunAt < everyMs) return true;
      const remembered = memory.read();
      const mark = remembered === null ? null : await store.sendingGuard.beginToSend(remembered.epoch);
      // Its own step is counted: a database that is now only as far as the memory was one behind before.
      const fits =
        mark !== null && remembered !== null && mark.sent > remembered.sent && whyNotSend(mark, remembered) === null;
      if (fits) {
        memory.write(mark);
        begunAt = performance.now();
        return true;
      }
      armed = false;
      lookedAt = -Infinity;
      // Its step must not make up for what is missing: whatever it was, a person looks.
      await ask(mark === null ? 'other-database' : 'behind');
      return false;
    },
  };
}
