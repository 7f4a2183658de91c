// Moves what people did from the documents they changed into the audit log (decision R19).
import type { Job } from './job.js';

export const appendAuditJob: Job = {
  name: 'append-audit',
  every: { seconds: 10 },
  run: (application) => application.governance.appendAudit(),
};
