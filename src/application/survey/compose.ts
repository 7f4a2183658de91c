// The survey's verbs over the same tools, and what they ask of the other parts.
import { surveyLanguages } from '../../domain/survey/languages/languages.js';
import type { Tools } from '../tools.js';
import { answerForCaller } from './answer-for-caller.js';
import { askForFreshLink } from './ask-for-fresh-link.js';
import { checkAnswers } from './check-answers.js';
import { choose, showChoices, tellUsHere } from './choices.js';
import { dictionaryCsv } from './dictionary-csv.js';
import { finishResponse, finishResponses } from './finish-responses.js';
import { noteDeadLink } from './link-tries.js';
import { listResponses } from './list-responses.js';
import type { SurveyNeighbours } from './neighbours.js';
import { previewVerbs } from './preview.js';
import { savePage } from './save-page.js';
import { sayUnchanged, sayUnchangedByLink, showKnown, takeUnchangedBack } from './say-unchanged.js';
import { sendAnswers } from './send-answers.js';
import { formToken } from './session.js';
import { showPage, whereToGoOn } from './show-page.js';
import { decideSensitive, groundToday, sensitiveGround } from './sensitive-questions.js';
import { startAnswering } from './start-answering.js';
import { askForCall, chooseReading, readingOf, waysToAnswer } from './choose-reading.js';
import { suggestNames } from './suggest-names.js';
import { tellUs } from './tell-us.js';
import { codePage, enterCode, sendCode } from './unlock.js';

export const surveyUseCases = (tools: Tools, neighbours: SurveyNeighbours) => {
  const send = sendAnswers(tools, finishResponse(tools, neighbours));
  return {
    languages: tools.languages ?? surveyLanguages,
    answerForCaller: answerForCaller(tools),
    startAnswering: startAnswering(tools),
    noteDeadLink: noteDeadLink(tools),
    tellUs: tellUs(tools, neighbours),
    askForFreshLink: askForFreshLink(tools, neighbours),
    formToken: formToken(tools),
    readingOf: readingOf(tools),
    waysToAnswer: waysToAnswer(tools),
    chooseReading: chooseReading(tools),
    askForCall: askForCall(tools, neighbours),
    whereToGoOn: whereToGoOn(tools),
    showPage: showPage(tools),
    savePage: savePage(tools),
    checkAnswers: checkAnswers(tools),
    showChoices: showChoices(tools),
    choose: choose(tools, neighbours),
    tellUsHere: tellUsHere(tools, neighbours),
    showKnown: showKnown(tools),
    sayUnchanged: sayUnchanged(tools, send),
    sayUnchangedByLink: sayUnchangedByLink(tools, send),
    takeUnchangedBack: takeUnchangedBack(tools),
    sendAnswers: send,
    finishResponses: finishResponses(tools, neighbours),
    codePage: codePage(tools),
    sendCode: sendCode(tools, neighbours),
    enterCode: enterCode(tools),
    listResponses: listResponses(tools),
    suggestNames,
    preview: previewVerbs(tools),
    dictionaryCsv,
    sensitiveGround: sensitiveGround(tools),
    groundToday: groundToday(tools),
    decideSensitive: decideSensitive(tools),
  };
};
