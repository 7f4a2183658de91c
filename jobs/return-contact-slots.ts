// Gives an address back the slots of mails that never left, and forgets it when its cycle is over (requirement E12).
import type { Job } from './job.js';

export const returnContactSlotsJob: Job = {
  name: 'return-contact-slots',
  every: { seconds: 300 },
  run: (application) => application.waves.returnContactSlots(),
};
