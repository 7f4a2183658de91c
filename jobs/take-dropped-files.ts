// Takes files that lie in the watched folder, and goes on with those that were taken (Y22).
import type { Job } from './job.js';

export const takeDroppedFilesJob: Job = {
  name: 'take-dropped-files',
  every: { seconds: 30 },
  run: (application) => application.alumni.takeDropped(),
};
