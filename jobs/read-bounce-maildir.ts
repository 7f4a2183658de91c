// Takes in mail that was delivered into the maildir of the setting BOUNCE_MAILDIR (requirement D4).
import type { Job } from './job.js';

export const readBounceMaildirJob: Job = {
  name: 'read-bounce-maildir',
  every: { seconds: 30 },
  run: (application) => application.waves.readBounceMaildir(),
};
