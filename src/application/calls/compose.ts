// The verbs of the phone queue over the same tools.
import type { Tools } from '../tools.js';
import { countCalls, countCallsOfWave, listCalls, showCallInHand } from './look-at-calls.js';
import { openCalls } from './open-calls.js';
import { readCallNotes } from './read-notes.js';
import { completeCalls, recordOutcome, type CallNeighbours } from './record-outcome.js';
import { requestCall } from './request-call.js';
import { giveCallBack, takeCall } from './take-call.js';

export const callUseCases = (tools: Tools, neighbours: CallNeighbours) => ({
  openCalls: openCalls(tools),
  completeCalls: completeCalls(tools, neighbours),
  requestCall: requestCall(tools),
  listCalls: listCalls(tools),
  countCalls: countCalls(tools),
  countCallsOfWave: countCallsOfWave(tools),
  takeCall: takeCall(tools),
  giveCallBack: giveCallBack(tools),
  showCallInHand: showCallInHand(tools),
  readCallNotes: readCallNotes(tools),
  recordOutcome: recordOutcome(tools, neighbours),
});
