import { codeTries } from '../leaving/code-tries.js';
import type { Tools } from '../tools.js';
import { figuresCsv } from '../waves/figures-csv.js';
import { whoIsAt } from './already-there.js';
import { checkOutcomes } from './check-outcomes.js';
import { chooseMeasures, qualitySets } from './choose-measures.js';
import { figureCsv, readFigure } from './figures.js';
import { checkKeptReport, checkKeptReports, keepFiguresThen, showFiguresThen } from './figures-then.js';
import { sheetByCode, takeGuess } from './guess-by-code.js';
import { addGroupGuess, openGuessSheet, unsealGuessSheet } from './guess-sheets.js';
import { beginMessage, listMessages, lookAtMessage, saveMessage, showMessage } from './parent-messages.js';
import { makePack, showPack, showPacks } from './partner-packs.js';
import { changeBarrier, noticeBarrier, showBarrier, showBarriers } from './board-of-barriers.js';
import { findBarriers } from './find-barriers.js';
import { changeIntervention, logIntervention, showIntervention, showInterventions } from './interventions.js';
import { freezeOnePage, showOnePage, showOnePages, showWebsiteBlock } from './one-page.js';
import { changeProvision, logProvision, showProvision, showProvisionChange } from './provision-log.js';
import { recountDue } from './recount-due.js';
import { showBackwards } from './show-backwards.js';
import { showClock } from './show-clock.js';
import { showEarlyWarning } from './show-early-warning.js';
import { showFit, showPlaceFit } from './show-fit.js';
import { showFactors } from './show-factors.js';
import { showFlow } from './show-flow.js';
import { showGuesses, showGuessSheet, showSheetOnPaper } from './show-guesses.js';
import { showLongTerm } from './show-long-term.js';
import { showGatsby } from './show-gatsby.js';
import { showQuality } from './show-quality.js';
import { showReasons } from './show-reasons.js';
import { showRecall } from './show-recall.js';
import { showResponse } from './show-response.js';
import { showStaying } from './show-staying.js';
import { showStory } from './show-story.js';

export const insightUseCases = (tools: Tools) => ({
  recountDue: recountDue(tools),
  checkOutcomes: checkOutcomes(tools),
  qualitySets: qualitySets(tools),
  chooseMeasures: chooseMeasures(tools),
  showQuality: showQuality(tools),
  showFlow: showFlow(tools),
  showStaying: showStaying(tools),
  showStory: showStory(tools),
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
  codeTries: codeTries(tools, 'guess'),
  sheetByCode: sheetByCode(tools),
  takeGuess: takeGuess(tools),
  listMessages: listMessages(tools),
  beginMessage: beginMessage(tools),
  showMessage: showMessage(tools),
  lookAtMessage: lookAtMessage(tools),
  saveMessage: saveMessage(tools),
  readFigure: readFigure(tools),
  figureCsv,
  findBarriers: findBarriers(tools),
  showBarriers: showBarriers(tools),
  showBarrier: showBarrier(tools),
  noticeBarrier: noticeBarrier(tools),
  changeBarrier: changeBarrier(tools),
  showInterventions: showInterventions(tools),
  showIntervention: showIntervention(tools),
  logIntervention: logIntervention(tools),
  changeIntervention: changeIntervention(tools),
  showProvision: showProvision(tools),
  showProvisionChange: showProvisionChange(tools),
  logProvision: logProvision(tools),
  changeProvision: changeProvision(tools),
  showFiguresThen: showFiguresThen(tools),
  keepFiguresThen: keepFiguresThen(tools),
  checkKeptReport: checkKeptReport(tools),
  checkKeptReports: checkKeptReports(tools),
  showGatsby: showGatsby(tools),
  showOnePages: showOnePages(tools),
  showOnePage: showOnePage(tools),
  freezeOnePage: freezeOnePage(tools),
  showWebsiteBlock: showWebsiteBlock(tools),
  tablesCsv: figuresCsv,
});
