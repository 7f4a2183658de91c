// Tells those who reply to requests for help, and who is late; wipes words whose time is over (Y7).
import type { Job } from './job.js';

export const keepHelpJob: Job = {
  name: 'keep-help',
  every: { seconds: 30 },
  run: (application) => application.care.keepHelp(),
};
