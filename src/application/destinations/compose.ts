import type { Tools } from '../tools.js';
import { decideConflict } from './decide-conflict.js';
import { exportDestinations, exportDestinationsCsv } from './export-destinations.js';
import { listReviews } from './list-reviews.js';
import { readDetail } from './read-detail.js';
import { rebuildDue } from './rebuild-due.js';
import { recordClaims } from './record-claims.js';
import { recordReply } from './record-reply.js';
import { showHistory } from './show-history.js';
import { showRecord } from './show-record.js';

export const destinationUseCases = (tools: Tools) => ({
  recordClaims: recordClaims(tools),
  recordReply: recordReply(tools),
  rebuildDue: rebuildDue(tools),
  listReviews: listReviews(tools),
  decideConflict: decideConflict(tools),
  showRecord: showRecord(tools),
  readDetail: readDetail(tools),
  showHistory: showHistory(tools),
  exportDestinations: exportDestinations(tools),
  exportDestinationsCsv: exportDestinationsCsv(tools),
});
