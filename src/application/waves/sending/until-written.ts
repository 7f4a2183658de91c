// What if the database is away just when the end of an attempt must be written?
// The write is repeated until it is taken: it names lease and state, so repeating does no harm (requirement F2). What
// cannot be written in the end is found by the reaper, and is of unknown fate (E6).
import { faultOf } from '../../fault.js';
import type { Tools } from '../../tools.js';

const longest = 5_000;
const patience = 10 * 60_000;
const patienceWhenStopping = 15_000;

/** Repeats the write until it succeeds; throws the last failure when that takes too long. */
export async function untilWritten(
  { log }: Pick<Tools, 'log'>,
  signal: AbortSignal,
  write: () => Promise<void>,
): Promise<void> {
  const began = performance.now();
  for (let wait = 100; ; wait = Math.min(2 * wait, longest)) {
    try {
      await write();
      return;
    } catch (error) {
      const waited = performance.now() - began;
      if (waited > (signal.aborted ? patienceWhenStopping : patience)) throw error;
      log.warn('The database did not take a write about messages; it is repeated.', { why: faultOf(error) });
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
