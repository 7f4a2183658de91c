import type { Tools } from '../tools.js';
import { figuresCsv } from '../waves/figures-csv.js';
import { checkOutcomes } from './check-outcomes.js';
import { chooseMeasures, qualitySets } from './choose-measures.js';
import { recountDue } from './recount-due.js';
import { showEarlyWarning } from './show-early-warning.js';
import { showFlow } from './show-flow.js';
import { showQuality } from './show-quality.js';
import { showResponse } from './show-response.js';
import { showStaying } from './show-staying.js';

export const insightUseCases = (tools: Tools) => ({
  recountDue: recountDue(tools),
  checkOutcomes: checkOutcomes(tools),
  qualitySets: qualitySets(tools),
  chooseMeasures: chooseMeasures(tools),
  showQuality: showQuality(tools),
  showFlow: showFlow(tools),
  showStaying: showStaying(tools),
  showResponse: showResponse(tools),
  showEarlyWarning: showEarlyWarning(tools),
  tablesCsv: figuresCsv,
});
