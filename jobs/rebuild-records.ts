// Rebuilds destination records whose person changed by an import, or whose months have gone by, and writes rows for counting
// that were left, or that an earlier Onward made otherwise.
import type { Job } from './job.js';

const batch = 200;
/** In one tick, a few seconds of work; what is left waits for the next. */
const mostRounds = 20;

export const rebuildRecordsJob: Job = {
  name: 'rebuild-records',
  every: { seconds: 10 },
  run: async ({ destinations }) => {
    await destinations.renewRows(batch * mostRounds);
    for (let round = 0; round < mostRounds; round += 1) {
      const { fromPlans, fromTime, rows } = await destinations.rebuildDue(batch);
      if (Math.max(fromPlans, fromTime, rows) < batch) return;
    }
  },
};
