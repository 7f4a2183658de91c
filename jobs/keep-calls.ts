// Puts people on the list of calls once a wave's mail is over, and finishes what a process left undone after a call.
import type { Job } from './job.js';

export const keepCallsJob: Job = {
  name: 'keep-calls',
  every: { seconds: 30 },
  run: async ({ calls }) => {
    await calls.completeCalls();
    await calls.openCalls();
  },
};
