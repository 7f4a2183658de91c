// Turns leaving forms that were sent into plan, consent and addresses where the process that took them could not (Y1).
import type { Job } from './job.js';

const batch = 200;

export const finishLeavingFormsJob: Job = {
  name: 'finish-leaving-forms',
  every: { seconds: 10 },
  run: (application) => application.leaving.finishLeavingForms(batch),
};
