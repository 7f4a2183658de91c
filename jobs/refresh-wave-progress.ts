// Counts the waves that are under way, for the pages (decision R8).
import type { Job } from './job.js';

export const refreshWaveProgressJob: Job = {
  name: 'refresh-wave-progress',
  every: { seconds: 2 },
  run: (application) => application.waves.refreshProgress(),
};
