// Puts what is due into the outbox. All day: each message carries the moment from which it may leave.
import type { Job } from './job.js';

export const queueDueMessagesJob: Job = {
  name: 'queue-due-messages',
  every: { seconds: 5 },
  run: (application) => application.waves.queueDueMessages(),
};
