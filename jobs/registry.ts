// Every job of Onward, in the order of a message's life and then the housekeeping.
import { advanceWavesJob } from './advance-waves.js';
import { appendAuditJob } from './append-audit.js';
import { completeFollowUpsJob } from './complete-follow-ups.js';
import { completeReturnedMailJob } from './complete-returned-mail.js';
import { completeMergesJob } from './complete-merges.js';
import { deliverMessagesJob } from './deliver-messages.js';
import { findBarriersJob } from './find-barriers.js';
import { findDuplicatesJob } from './find-duplicates.js';
import { finishLeavingFormsJob } from './finish-leaving-forms.js';
import { handOverSchoolsJob } from './hand-over-schools.js';
import type { Job } from './job.js';
import { keepCallsJob } from './keep-calls.js';
import { keepFlagsJob } from './keep-flags.js';
import { keepHelpJob } from './keep-help.js';
import { queueDueMessagesJob } from './queue-due-messages.js';
import { readBounceMaildirJob } from './read-bounce-maildir.js';
import { readInboxJob } from './read-inbox.js';
import { reapMessagesJob } from './reap-messages.js';
import { rebuildRecordsJob } from './rebuild-records.js';
import { recountOwnRuleJob } from './recount-own-rule.js';
import { recountTablesJob } from './recount-tables.js';
import { recordResponsesJob } from './record-responses.js';
import { refreshWaveProgressJob } from './refresh-wave-progress.js';
import { resumeImportsJob } from './resume-imports.js';
import { returnContactSlotsJob } from './return-contact-slots.js';
import { takeDroppedFilesJob } from './take-dropped-files.js';
import { writeExportsJob } from './write-exports.js';

export const jobs: readonly Job[] = [
  advanceWavesJob,
  queueDueMessagesJob,
  deliverMessagesJob,
  reapMessagesJob,
  returnContactSlotsJob,
  refreshWaveProgressJob,
  completeFollowUpsJob,
  keepCallsJob,
  readBounceMaildirJob,
  readInboxJob,
  completeReturnedMailJob,
  recordResponsesJob,
  keepFlagsJob,
  keepHelpJob,
  finishLeavingFormsJob,
  rebuildRecordsJob,
  recountOwnRuleJob,
  recountTablesJob,
  takeDroppedFilesJob,
  findBarriersJob,
  resumeImportsJob,
  findDuplicatesJob,
  completeMergesJob,
  writeExportsJob,
  handOverSchoolsJob,
  appendAuditJob,
];
