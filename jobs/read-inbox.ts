// Takes in what came to the mailbox of the settings IMAP_…: returned mail, complaints and replies (requirement D4, Y3).
import type { Job } from './job.js';

export const readInboxJob: Job = {
  name: 'read-inbox',
  every: { seconds: 60 },
  run: (application) => application.waves.readInbox(),
};
