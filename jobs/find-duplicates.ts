// Compares people who came in or were changed with those who might be the same person.
import type { Job } from './job.js';

const batch = 500;

export const findDuplicatesJob: Job = {
  name: 'find-duplicates',
  every: { seconds: 30 },
  run: (application) => application.people.findDuplicates(batch),
};
