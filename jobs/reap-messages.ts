// Takes back what workers held that died or stalled (requirement E6).
import type { Job } from './job.js';

export const reapMessagesJob: Job = {
  name: 'reap-messages',
  every: { seconds: 30 },
  run: (application) => application.waves.reapMessages(),
};
