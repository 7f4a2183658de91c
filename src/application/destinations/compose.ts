import type { Tools } from '../tools.js';
import { beginRecords } from './begin-records.js';
import { codeClaim, undoCoding } from './code-claim.js';
import { decideConflict } from './decide-conflict.js';
import { exportDestinations } from './export-destinations.js';
import { exportDictionary, exportTable, showExports } from './export-table.js';
import { listFollowUp } from './list-follow-up.js';
import { listReviews } from './list-reviews.js';
import { lookAgain, secondLooks } from './look-again.js';
import { readDetail } from './read-detail.js';
import { rebuildDue } from './rebuild-due.js';
import { recordClaims } from './record-claims.js';
import { recountOwnRule } from './recount-own-rule.js';
import { recordNote } from './record-note.js';
import { recordReply } from './record-reply.js';
import { renewRows } from './renew-rows.js';
import { decideTogether, previewTogether, showTogether, undoTogether } from './review-together.js';
import {
  endSavedExport,
  listSavedExports,
  openSavedExport,
  saveExport,
  writeAgain,
  writeDueExports,
} from './saved-exports.js';
import { showHistory } from './show-history.js';
import { showRecord } from './show-record.js';
import { showRules } from './show-rules.js';

export const destinationUseCases = (tools: Tools) => ({
  beginRecords: beginRecords(tools),
  recordClaims: recordClaims(tools),
  recordNote: recordNote(tools),
  recordReply: recordReply(tools),
  rebuildDue: rebuildDue(tools),
  recountOwnRule: recountOwnRule(tools),
  renewRows: renewRows(tools),
  listFollowUp: listFollowUp(tools),
  listReviews: listReviews(tools),
  decideConflict: decideConflict(tools),
  codeClaim: codeClaim(tools),
  undoCoding: undoCoding(tools),
  previewTogether: previewTogether(tools),
  decideTogether: decideTogether(tools),
  showTogether: showTogether(tools),
  undoTogether: undoTogether(tools),
  secondLooks: secondLooks(tools),
  lookAgain: lookAgain(tools),
  showRecord: showRecord(tools),
  showRules: showRules(tools),
  readDetail: readDetail(tools),
  showHistory: showHistory(tools),
  exportTable: exportTable(tools),
  exportDictionary,
  saveExport: saveExport(tools),
  listSavedExports: listSavedExports(tools),
  writeAgain: writeAgain(tools),
  endSavedExport: endSavedExport(tools),
  openSavedExport: openSavedExport(tools),
  writeDueExports: writeDueExports(tools),
  showExports: showExports(tools),
  exportDestinations: exportDestinations(tools),
});
