// Tells those who look after people's safety, passes on what nobody has read, wipes words whose time is over (Y8).
import type { Job } from './job.js';

export const keepFlagsJob: Job = {
  name: 'keep-flags',
  every: { seconds: 30 },
  run: (application) => application.care.keepFlags(),
};
