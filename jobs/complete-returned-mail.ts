// Finishes what a process left undone after a returned mail, and wipes what mails said when its time is over (D4, D6).
import type { Job } from './job.js';

export const completeReturnedMailJob: Job = {
  name: 'complete-returned-mail',
  every: { seconds: 10 },
  run: (application) => application.waves.completeReturnedMail(),
};
