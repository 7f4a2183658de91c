// Drafts what the programmes call for, freezes confirmed waves, closes those whose last day is over, ends those that have nothing left to send.
import type { Job } from './job.js';

export const advanceWavesJob: Job = {
  name: 'advance-waves',
  every: { seconds: 5 },
  run: (application) => application.waves.advanceWaves(),
};
