// Turns sent answers into claims where the process that took them could not (architecture, walk 2).
import type { Job } from './job.js';

const batch = 200;

export const recordResponsesJob: Job = {
  name: 'record-responses',
  every: { seconds: 10 },
  run: (application) => application.survey.finishResponses(batch),
};
