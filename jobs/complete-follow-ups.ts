// Finishes what a process left undone between a decision and what follows from it (requirement E13).
import type { Job } from './job.js';

export const completeFollowUpsJob: Job = {
  name: 'complete-follow-ups',
  every: { seconds: 10 },
  run: (application) => application.waves.completeFollowUps(),
};
