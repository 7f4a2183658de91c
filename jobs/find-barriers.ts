// Counts signs of barriers anew where answers changed, and keeps the board of barriers up to date.
import type { Job } from './job.js';

export const findBarriersJob: Job = {
  name: 'find-barriers',
  every: { seconds: 300 }, // a count opens sealed answers: often enough to be of today, seldom enough to be few rows of the log
  run: ({ insight }) => insight.findBarriers(),
};
