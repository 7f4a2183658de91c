// Writes the tables of schools that were handed over, and goes on with erasing those whose erasure was begun (Y21).
import type { Job } from './job.js';

export const handOverSchoolsJob: Job = {
  name: 'hand-over-schools',
  every: { seconds: 30 },
  run: (application) => application.alumni.goOnWithHandOvers(),
};
