// Writes the saved exports that are due.
import type { Job } from './job.js';

const batch = 5;

export const writeExportsJob: Job = {
  name: 'write-exports',
  every: { seconds: 30 },
  run: (application) => application.destinations.writeDueExports(batch),
};
