// Completes merges of two records, and their undoing, that a process left undone.
import type { Job } from './job.js';

const batch = 50;

export const completeMergesJob: Job = {
  name: 'complete-merges',
  every: { seconds: 10 },
  run: (application) => application.people.completeMerges(batch),
};
