// Counts the tables of Insight anew whose rows changed, so that a new answer shows within seconds.
import type { Job } from './job.js';

const batch = 60;
/** In one tick; what is left waits for the next. */
const mostRounds = 20;

export const recountTablesJob: Job = {
  name: 'recount-tables',
  every: { seconds: 3 },
  run: async ({ insight }) => {
    for (let round = 0; round < mostRounds; round += 1) {
      if ((await insight.recountDue(batch)).due < batch) return;
    }
  },
};
