// Rings the bell of a sender that runs in this process. Workers look by themselves every second (decision R1): nothing
// is lost where none hears it.
import type { Job } from './job.js';

export const deliverMessagesJob: Job = {
  name: 'deliver-messages',
  every: { seconds: 5 },
  run: (application) => {
    application.waves.wakeSender();
    return Promise.resolve();
  },
};
