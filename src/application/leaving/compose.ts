// The leaving form's verbs over the same tools: the student's, the tutor's, the clock's.
import { surveyLanguages } from '../../domain/survey/languages/languages.js';
import type { SurveyNeighbours } from '../survey/neighbours.js';
import type { Tools } from '../tools.js';
import { checkAnswers, savePage, sendAnswers, showPage, whereToGoOn } from './answer.js';
import { codeTries } from './code-tries.js';
import { confirmPage, correctAddress, enterAddressCode, sendAddressCode } from './confirm-address.js';
import { enterGroupCode, listNames, sayWho, stageOfGroup } from './enter.js';
import { finishLeaving, finishLeavingForms } from './finish.js';
import { closeLeavingForm, letAnswerAgain, openLeavingForm } from './keep-forms.js';
import { listLeavingForms, showLeavingForm } from './look-at-forms.js';
import { chooseLeavingReading, goOnAfterwards, leavingFormToken, leavingReading, sessionIsShared } from './session.js';

export const leavingUseCases = (
  tools: Tools,
  neighbours: Pick<SurveyNeighbours, 'waves' | 'destinations' | 'care'>,
) => {
  const finish = finishLeaving(tools, neighbours);
  return {
    codeTries: codeTries(tools, 'leaving'),
    enterGroupCode: enterGroupCode(tools),
    listNames: listNames(tools),
    sayWho: sayWho(tools),
    stageOfGroup: stageOfGroup(tools),
    formToken: leavingFormToken(tools),
    readingOf: leavingReading(tools),
    chooseReading: chooseLeavingReading(tools),
    goOnAfterwards: goOnAfterwards(tools),
    sessionIsShared: sessionIsShared(tools),
    /** The pages of questions, in the shape that the survey's own have. */
    questions: {
      languages: tools.languages ?? surveyLanguages,
      whereToGoOn: whereToGoOn(tools),
      showPage: showPage(tools),
      savePage: savePage(tools),
      checkAnswers: checkAnswers(tools),
      sendAnswers: sendAnswers(tools, finish, sendAddressCode(tools, neighbours)),
    },
    confirmPage: confirmPage(tools),
    sendAddressCode: sendAddressCode(tools, neighbours),
    correctAddress: correctAddress(tools, neighbours),
    enterAddressCode: enterAddressCode(tools),
    finishLeavingForms: finishLeavingForms(tools, finish),
    listLeavingForms: listLeavingForms(tools),
    showLeavingForm: showLeavingForm(tools),
    openLeavingForm: openLeavingForm(tools),
    closeLeavingForm: closeLeavingForm(tools),
    letAnswerAgain: letAnswerAgain(tools),
  };
};
