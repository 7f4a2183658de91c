// Goes on with the recount under a version of the trust's own rule that was published.
import type { Job } from './job.js';

const batch = 200;
/** In one tick, a few seconds of work; what is left waits for the next. */
const mostRounds = 20;

export const recountOwnRuleJob: Job = {
  name: 'recount-own-rule',
  every: { seconds: 10 },
  run: async ({ destinations }) => {
    for (let round = 0; round < mostRounds; round += 1) {
      if ((await destinations.recountOwnRule(batch)) === 0) return;
    }
  },
};
