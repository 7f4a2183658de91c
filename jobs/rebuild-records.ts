// Rebuilds destination records whose person changed by an import.
import type { Job } from './job.js';

const batch = 200;

export const rebuildRecordsJob: Job = {
  name: 'rebuild-records',
  every: { seconds: 10 },
  run: (application) => application.destinations.rebuildDue(batch),
};
