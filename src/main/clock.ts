// The only place that asks what time it is: the machine, or the database, which all machines of an installation share.
import type { Clock } from '../application/index.js';

/** The machine's time, moved on by so many milliseconds: a demonstration may look at next week (decision R9). */
export const systemClock = (movedByMs = 0): Clock => ({ now: () => new Date(Date.now() + movedByMs) });

const askEveryMs = 30_000;

/**
 * The database's time (decision R9), asked for now and then and counted on in between by a clock that nobody can set: a
 * machine whose own clock is wrong, or jumps, sends no earlier and no later than the others. While the database does not
 * answer it counts on.
 */
export async function databaseClock(ask: () => Promise<Date>, movedByMs = 0): Promise<Clock> {
  const offset = async (): Promise<number> => {
    const before = performance.now();
    const told = (await ask()).getTime();
    return told - (before + performance.now()) / 2; // it answered somewhere in between
  };
  let ahead = await offset();
  setInterval(() => {
    offset().then(
      (fresh) => {
        ahead = fresh;
      },
      () => undefined,
    );
  }, askEveryMs).unref();
  return { now: () => new Date(Math.round(ahead + performance.now()) + movedByMs) };
}
