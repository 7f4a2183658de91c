// The system's clock: the only place that asks the machine what time it is.
import type { Clock } from '../application/index.js';

/** The machine's time, moved on by so many milliseconds: a demonstration may look at next week (decision R9). */
export const systemClock = (movedByMs = 0): Clock => ({ now: () => new Date(Date.now() + movedByMs) });
