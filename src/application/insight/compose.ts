import type { Tools } from '../tools.js';
import { figuresCsv } from '../waves/figures-csv.js';
import { whoIsAt } from './already-there.js';
import { checkOutcomes } from './check-outcomes.js';
import { chooseMeasures, qualitySets } from './choose-measures.js';
import { figureCsv, readFigure } from './figures.js';
import { sheetByCode, takeGuess } from './guess-by-code.js';
import { addGroupGuess, openGuessSheet, unsealGuessSheet } from './guess-sheets.js';
import { beginMessage, listMessages, lookAtMessage, saveMessage, showMessage } from './parent-messages.js';
import { makePack, showPack, showPacks } from './partner-packs.js';
import { recountDue } from './recount-due.js';
import { showBackwards } from './show-backwards.js';
import { showClock } from './show-clock.js';
import { showEarlyWarning } from './show-early-warning.js';
import { showFit, showPlaceFit } from './show-fit.js';
import { showFactors } from './show-factors.js';
import { showFlow } from './show-flow.js';
import { showGuesses, showGuessSheet, showSheetOnPaper } from './show-guesses.js';
import { showLongTerm } from './show-long-term.js';
import { showQuality } from './show-quality.js';
import { showReasons } from './show-reasons.js';
import { showRecall } from './show-recall.js';
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
  showLongTerm: showLongTerm(tools),
  showClock: showClock(tools),
  showFactors: showFactors(tools),
  showReasons: showReasons(tools),
  showRecall: showRecall(tools),
  showResponse: showResponse(tools),
  showEarlyWarning: showEarlyWarning(tools),
  whoIsAt: whoIsAt(tools),
  showFit: showFit(tools),
  showPlaceFit: showPlaceFit(tools),
  showPacks: showPacks(tools),
  showPack: showPack(tools),
  makePack: makePack(tools),
  openGuessSheet: openGuessSheet(tools),
  addGroupGuess: addGroupGuess(tools),
  unsealGuessSheet: unsealGuessSheet(tools),
  showGuesses: showGuesses(tools),
  showGuessSheet: showGuessSheet(tools),
  showSheetOnPaper: showSheetOnPaper(tools),
  showBackwards: showBackwards(tools),
  sheetByCode: sheetByCode(tools),
  takeGuess: takeGuess(tools),
  listMessages: listMessages(tools),
  beginMessage: beginMessage(tools),
  showMessage: showMessage(tools),
  lookAtMessage: lookAtMessage(tools),
  saveMessage: saveMessage(tools),
  readFigure: readFigure(tools),
  figureCsv,
  tablesCsv: figuresCsv,
});
