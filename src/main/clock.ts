// The system's clock: the only place that asks the machine what time it is.
import type { Clock } from '../application/index.js';

export const systemClock: Clock = { now: () => new Date() };
