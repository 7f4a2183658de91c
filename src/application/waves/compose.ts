// The verbs of waves and of the outbox over the same tools.
import type { Tools } from '../tools.js';
import { advanceWaves } from './advance-waves.js';
import { armSending, letLaneGo, showSending, takeInRelayLog } from './arm-sending.js';
import { addStep, extendWindow } from './change-plan.js';
import { changeWaveState, startLate } from './change-wave-state.js';
import { completeFollowUps } from './complete-follow-ups.js';
import { confirmWave } from './confirm-wave.js';
import { dryRun, listCandidates } from './dry-run.js';
import { figuresCsv } from './figures-csv.js';
import { completeReturnedMail } from './mail-consequences.js';
import { confirmLanguage, listLanguages } from './letters/confirm-language.js';
import { listLetters, saveLetter, showLetter } from './letters/keep-letters.js';
import { letterBook } from './letters/letter-book.js';
import { previewLetter } from './letters/preview-letter.js';
import { sendTest } from './letters/send-test.js';
import { sendThanks } from './letters/send-thanks.js';
import { newerLetters, takeOverLetters } from './letters/take-over-letters.js';
import { listModuleChoices, showModuleChoice, switchModules } from './modules.js';
import { planChoices } from './plan-choices.js';
import { checkPlan, draftWave, moveStep, suggestPlan } from './plan-wave.js';
import { changeProgramme, showProgramme } from './programmes.js';
import { previewMail } from './preview-mail.js';
import { moveOffQuietDays, quietDaysOf } from './quiet-days.js';
import { queueDueMessages } from './queue-due-messages.js';
import { queueTexts } from './queue-due-texts.js';
import { queueService } from './queue-service.js';
import { reapMessages } from './reap-messages.js';
import { refreshProgress } from './refresh-progress.js';
import { resolveUnknown } from './resolve-unknown.js';
import { returnContactSlots } from './sending/contact-slots.js';
import { usedUpToday } from './sending/day-limit.js';
import { doorbell, runSender } from './sending/run-sender.js';
import { sendRelayTest } from './send-relay-test.js';
import { checkSendingDomain, overrideSendingDomain, showSendingDomain } from './sending-domain.js';
import { showReach } from './show-reach.js';
import { showCalendar } from './show-calendar.js';
import { runTextSender } from './sending/run-text-sender.js';
import { watchWaves } from './show-counts.js';
import { listByTelephone, listExcluded, listWaves, showWave } from './show-wave.js';
import { stopOpenMessages, stopPerson } from './stops.js';
import { readInbox } from './read-inbox.js';
import { exportSuppressions, importSuppressions } from './suppression-files.js';
import {
  addSuppression,
  findSuppression,
  liftSuppression,
  listSuppressions,
  suppressionToLift,
} from './suppression-list.js';
import { takeInDelivery } from './take-in-delivery.js';
import { takeStopBack } from './take-stop-back.js';
import { stopAsWished, unsubscribe } from './unsubscribe.js';
import { takeInTextEvents } from './take-in-text-events.js';
import { waveHistory } from './wave-history.js';
import { readBounceMaildir, takeInMail } from './take-in-mail.js';

export const waveUseCases = (given: Tools) => {
  const tools = { ...given, book: letterBook(given) };
  const complete = completeFollowUps(tools);
  const bell = doorbell();
  return {
    planChoices: planChoices(tools),
    suggestPlan: suggestPlan(tools),
    checkPlan: checkPlan(tools),
    draftWave: draftWave(tools),
    quietDaysOf: quietDaysOf(tools),
    moveOffQuietDays: moveOffQuietDays(tools),
    dryRun: dryRun(tools),
    listCandidates: listCandidates(tools),
    figuresCsv,
    listModuleChoices: listModuleChoices(tools),
    showModuleChoice: showModuleChoice(tools),
    switchModules: switchModules(tools),
    previewMail: previewMail(tools),
    confirmWave: confirmWave(tools),
    changeWaveState: changeWaveState(tools, complete),
    startLate: startLate(tools),
    moveStep: moveStep(tools, complete),
    addStep: addStep(tools, complete),
    extendWindow: extendWindow(tools, complete),
    showReach: showReach(tools),
    showCalendar: showCalendar(tools),
    showProgramme: showProgramme(tools),
    changeProgramme: changeProgramme(tools),
    listWaves: listWaves(tools),
    showWave: showWave(tools),
    waveHistory: waveHistory(tools),
    watchWaves: watchWaves(tools),
    listExcluded: listExcluded(tools),
    listByTelephone: listByTelephone(tools),
    resolveUnknown: resolveUnknown(tools),

    advanceWaves: advanceWaves(tools, complete),
    queueDueMessages: queueDueMessages(tools, (wave, unsureUntil) => queueTexts(tools, wave, unsureUntil)),
    refreshProgress: refreshProgress(tools),
    completeFollowUps: complete,
    takeInMail: takeInMail(tools),
    readBounceMaildir: readBounceMaildir(tools),
    readInbox: readInbox(tools),
    listSuppressions: listSuppressions(tools),
    findSuppression: findSuppression(tools),
    addSuppression: addSuppression(tools),
    suppressionToLift: suppressionToLift(tools),
    liftSuppression: liftSuppression(tools),
    exportSuppressions: exportSuppressions(tools),
    importSuppressions: importSuppressions(tools),
    takeInDelivery: takeInDelivery(tools),
    completeReturnedMail: completeReturnedMail(tools),
    reapMessages: reapMessages(tools),
    returnContactSlots: returnContactSlots(tools),
    showSending: showSending(tools),
    usedUpToday: usedUpToday(tools),
    letLaneGo: letLaneGo(tools),
    armSending: armSending(tools),
    showSendingDomain: showSendingDomain(tools),
    checkSendingDomain: checkSendingDomain(tools),
    overrideSendingDomain: overrideSendingDomain(tools),
    takeInRelayLog: takeInRelayLog(tools),
    runSender: runSender(tools, bell),
    runTextSender: runTextSender(tools, bell),
    takeInTextEvents: takeInTextEvents(tools),
    wakeSender: bell.ring,

    listLetters: listLetters(tools),
    showLetter: showLetter(tools),
    saveLetter: saveLetter(tools),
    listLanguages: listLanguages(tools),
    confirmLanguage: confirmLanguage(tools),
    newerLetters: newerLetters(tools),
    takeOverLetters: takeOverLetters(tools),
    previewLetter: previewLetter(tools),
    sendTest: sendTest(tools),
    sendRelayTest: sendRelayTest(tools),
    sendThanks: sendThanks(tools),

    queueService: queueService(tools),
    stopOpenMessages: stopOpenMessages(tools),
    stopPerson: stopPerson(tools),
    unsubscribe: unsubscribe(tools),
    stopAsWished: stopAsWished(tools),
    takeStopBack: takeStopBack(tools),
  };
};
