// The verbs of care over the same tools: what alumni see, what staff do, what the clock does.
import type { Tools } from '../tools.js';
import { queueService } from '../waves/queue-service.js';
import { careAfterLeaving, passOnOrNotAtSchool } from './after-leaving.js';
import { careAfterSending, passOnOrNot } from './after-sending.js';
import { askForHelp, helpPage } from './ask-for-help.js';
import { dealWithFlag } from './deal-with-flag.js';
import { dealWithHelp } from './deal-with-help.js';
import { askForHelpAtSchool, helpPageAtSchool } from './help-at-school.js';
import { keepFlags } from './keep-flags.js';
import { keepHelp } from './keep-help.js';
import { countFlags, listFlags, readFlag, showFlag } from './look-at-flags.js';
import { listHelpRequests, readHelpRequest, showHelpRequest } from './look-at-help.js';
import { raiseByHand } from './raise-by-hand.js';
import { raiseFlag } from './raise-flag.js';
import { changeCareSettings, showCareSettings } from './settings.js';
import { keepUnsentHelp, keepUnsentHelpAtSchool } from './unsent-help.js';
import { changeUseful, listUseful, showUseful } from './useful-now.js';
import { changeTold, listChanges, sayWhatChanged } from './what-changed.js';

export const careUseCases = (tools: Tools) => {
  const neighbours = { queueService: queueService(tools) };
  const raise = raiseFlag(tools, neighbours);
  return {
    raiseFlag: raise,
    raiseByHand: raiseByHand(tools, raise),
    /** Names one form, so that sending it twice does what sending it once does. */
    newForm: tools.newId,
    careAfterSending: careAfterSending(tools),
    passOnOrNot: passOnOrNot(tools, neighbours),
    careAfterLeaving: careAfterLeaving(tools),
    passOnOrNotAtSchool: passOnOrNotAtSchool(tools, neighbours),
    listFlags: listFlags(tools),
    countFlags: countFlags(tools),
    showFlag: showFlag(tools),
    readFlag: readFlag(tools),
    dealWithFlag: dealWithFlag(tools, neighbours),
    keepFlags: keepFlags(tools, neighbours),
    helpPage: helpPage(tools),
    askForHelp: askForHelp(tools, neighbours, raise),
    helpPageAtSchool: helpPageAtSchool(tools),
    askForHelpAtSchool: askForHelpAtSchool(tools, neighbours, raise),
    keepUnsentHelp: keepUnsentHelp(tools),
    keepUnsentHelpAtSchool: keepUnsentHelpAtSchool(tools),
    listHelpRequests: listHelpRequests(tools),
    showHelpRequest: showHelpRequest(tools),
    readHelpRequest: readHelpRequest(tools),
    dealWithHelp: dealWithHelp(tools, neighbours),
    keepHelp: keepHelp(tools, neighbours, raise),
    listUseful: listUseful(tools),
    showUseful: showUseful(tools),
    changeUseful: changeUseful(tools),
    changeTold: changeTold(tools),
    listChanges: listChanges(tools),
    sayWhatChanged: sayWhatChanged(tools),
    showCareSettings: showCareSettings(tools),
    changeCareSettings: changeCareSettings(tools),
  };
};
