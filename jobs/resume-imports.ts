// Goes on with imports whose process died half way (decision R18).
import type { Job } from './job.js';

export const resumeImportsJob: Job = {
  name: 'resume-imports',
  every: { seconds: 30 },
  run: async (application) =>
    (await application.alumni.resumeImports()) + (await application.official.resumeOfficial()),
};
