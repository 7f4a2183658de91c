// The routers of every screen, in the order in which a request meets them.
import type { Router } from 'express';
import type { Application, AppSettings, Clock, Log } from '../application/index.js';
import { apiLimits, type ApiLimits } from './api/limits.js';
import type { LiveWaves } from './live-waves.js';
import { textWebhook } from './email/text-webhook.js';
import { providerWebhook } from './email/provider-webhook.js';
import { apiPages } from './api/pages.js';
import { testMailPage } from './email/test-mail.js';
import { unsubscribePages } from './email/unsubscribe.js';
import { healthPages } from './health.js';
import { homePages } from './home.js';
import { policyReports } from './policy-reports.js';
import { exportPages } from './staff/exports.js';
import { authorityPages } from './staff/authority.js';
import { importPages } from './staff/imports.js';
import { importFolderPages } from './staff/import-folder.js';
import { figuresThenPages } from './staff/figures-then.js';
import { followUpPages } from './staff/follow-up.js';
import { rulesPages } from './staff/rules.js';
import { callPages } from './staff/calls.js';
import { apiKeyPages } from './staff/api-keys.js';
import { calendarPages } from './staff/calendar.js';
import { backwardsPages } from './staff/insight/backwards.js';
import { insightClockPages } from './staff/insight/clock.js';
import { earlyWarningPages } from './staff/insight/early-warning.js';
import { insightFitPages } from './staff/insight/fit.js';
import { insightFactorPages } from './staff/insight/factors.js';
import { insightFlowPages } from './staff/insight/flow.js';
import { guessSheetPages } from './staff/insight/guesses.js';
import { insightLongTermPages } from './staff/insight/long-term.js';
import { measurePages } from './staff/insight/measures.js';
import { insightMessagePages } from './staff/insight/messages.js';
import { packPages } from './staff/insight/packs.js';
import { barrierPages } from './staff/insight/barriers.js';
import { gatsbyPages } from './staff/insight/gatsby.js';
import { interventionPages } from './staff/insight/interventions.js';
import { onePagePages } from './staff/insight/one-page.js';
import { provisionPages } from './staff/insight/provision.js';
import { insightQualityPages } from './staff/insight/quality.js';
import { insightReasonPages } from './staff/insight/reasons.js';
import { insightRecallPages } from './staff/insight/recall.js';
import { insightResponsePages } from './staff/insight/response.js';
import { insightStayingPages } from './staff/insight/staying.js';
import { insightStoryPages } from './staff/insight/story.js';
import { duplicatePages } from './staff/duplicates.js';
import { handOverPages } from './staff/hand-over.js';
import { helpRequestPages } from './staff/help-requests.js';
import { languagePages } from './staff/languages.js';
import { leavingFormPages } from './staff/leaving.js';
import { letterPages } from './staff/letters.js';
import { officialDiaryPages } from './staff/official-diary.js';
import { officialFigurePages } from './staff/official-figures.js';
import { officialGapPages } from './staff/official-gaps.js';
import { officialFilePages } from './staff/official-files.js';
import { previewPages } from './staff/preview.js';
import { peoplePages } from './staff/people.js';
import { planRowPages } from './staff/plan-row.js';
import { planPages } from './staff/plans.js';
import { personContactPages } from './staff/person-contact.js';
import { personNotePages } from './staff/person-note.js';
import { personRecordPages } from './staff/person-record.js';
import { personRulesPages } from './staff/person-rules.js';
import { programmePages } from './staff/programmes.js';
import { questionnairePages } from './staff/questionnaires.js';
import { reviewCodingPages } from './staff/review-coding.js';
import { reachPages } from './staff/reach.js';
import { reviewPages } from './staff/reviews.js';
import { reviewTogetherPages, secondLookPages } from './staff/reviews-together.js';
import { responsesPages } from './staff/responses.js';
import { modulePages } from './staff/modules.js';
import { savedExportPages } from './staff/saved-exports.js';
import { schoolPage } from './staff/school.js';
import { schoolPages } from './staff/schools.js';
import { sendingPages } from './staff/sending.js';
import { signInPages } from './staff/sign-in.js';
import { staffAccountPages } from './staff/staff-accounts.js';
import { replyPages } from './staff/replies.js';
import { safetyPages } from './staff/safety.js';
import { careSettingPages } from './staff/care-settings.js';
import { personSafetyPages } from './staff/person-safety.js';
import { savedAnswerPages } from './staff/saved-answers.js';
import { suppressionPages } from './staff/suppressions.js';
import { sensitivePages } from './staff/sensitive.js';
import { usefulNowPages } from './staff/useful-now.js';
import { todayPages } from './staff/today.js';
import { carePages } from './survey/care.js';
import { choicesPages } from './survey/choices.js';
import { surveyCookies } from './survey/cookie.js';
import { helpPages } from './survey/help.js';
import { knownPages } from './survey/known.js';
import { stoppedPages } from './survey/stopped.js';
import { guessPages } from './guess/pages.js';
import { leavingPages } from './leaving/pages.js';
import { linkPages } from './survey/link.js';
import { namePages } from './survey/names.js';
import { surveyPages } from './survey/pages.js';
import { privacyPages } from './survey/privacy.js';
import { usefulPages } from './survey/useful.js';
import { waysPages } from './survey/ways.js';
import { waveLetterPages } from './staff/wave-letters.js';
import { waveMailPages } from './staff/wave-mail.js';
import { wavePages } from './staff/waves.js';
import { waveNewPages } from './staff/wave-new.js';
import { wavePlanPages } from './staff/wave-plan.js';
import { whatChangedPages } from './staff/what-changed.js';

export interface RouterOptions {
  readonly application: Application;
  readonly settings: AppSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** The open event streams, which whoever stops the process ends first. */
  readonly live: LiveWaves;
  /** How often the API may be asked; counted in this process alone unless it is given. */
  readonly apiLimits?: ApiLimits;
}

/** Every screen's router. Survey routes carry no stored session; everything under /staff does. */
export function routersOf({
  application,
  settings,
  clock,
  live,
  log,
  apiLimits: limits = apiLimits(),
}: RouterOptions): readonly Router[] {
  const cookies = surveyCookies(settings.baseUrl);
  return [
    healthPages(application),
    homePages(application.survey.languages),
    privacyPages(settings, application.survey.languages),
    policyReports(log),
    linkPages(application, cookies),
    surveyPages(application, cookies),
    knownPages(application, cookies),
    stoppedPages(application, cookies),
    choicesPages(application, cookies),
    carePages(application, cookies),
    helpPages(application, cookies),
    usefulPages(application, cookies),
    waysPages(application, cookies),
    namePages(application),
    leavingPages(application, surveyCookies(settings.baseUrl, 'onward-leaving')),
    leavingFormPages(application, settings),
    unsubscribePages(application.waves, application.survey.languages),
    reachPages(application),
    providerWebhook(application),
    testMailPage(application.survey.languages),
    textWebhook(application),
    apiPages(application, settings, limits),
    signInPages(application),
    todayPages(application),
    calendarPages(application),
    programmePages(application),
    waveNewPages(application),
    wavePlanPages(application, clock),
    wavePages(application, clock, live),
    waveMailPages(application),
    waveLetterPages(application),
    callPages(application, settings),
    sendingPages(application),
    responsesPages(application),
    followUpPages(application),
    rulesPages(application),
    peoplePages(application),
    planPages(application),
    planRowPages(application),
    personContactPages(application, clock),
    personRulesPages(application),
    personNotePages(application, clock),
    personRecordPages(application),
    reviewPages(application),
    reviewCodingPages(application),
    reviewTogetherPages(application),
    duplicatePages(application, clock),
    secondLookPages(application),
    exportPages(application, clock),
    savedExportPages(application),
    importPages(application, clock, log),
    importFolderPages(application),
    authorityPages(application, clock),
    officialFilePages(application, log),
    officialDiaryPages(application),
    officialFigurePages(application),
    officialGapPages(application),
    figuresThenPages(application, clock),
    insightQualityPages(application),
    measurePages(application),
    insightResponsePages(application),
    insightFlowPages(application),
    insightStayingPages(application),
    earlyWarningPages(application),
    insightFitPages(application),
    packPages(application),
    guessSheetPages(application, settings),
    backwardsPages(application),
    guessPages(application, surveyCookies(settings.baseUrl, 'onward-guess')),
    insightStoryPages(application),
    insightLongTermPages(application),
    insightClockPages(application),
    insightMessagePages(application),
    insightFactorPages(application),
    insightReasonPages(application),
    insightRecallPages(application),
    barrierPages(application),
    interventionPages(application),
    provisionPages(application, clock),
    gatsbyPages(application),
    onePagePages(application, settings),
    letterPages(application),
    questionnairePages(application),
    previewPages(application),
    languagePages(application),
    schoolPages(application),
    modulePages(application),
    schoolPage(application),
    handOverPages(application),
    apiKeyPages(application, clock),
    suppressionPages(application, clock),
    safetyPages(application),
    helpRequestPages(application),
    personSafetyPages(application, settings),
    careSettingPages(application),
    sensitivePages(application, clock),
    usefulNowPages(application, clock),
    whatChangedPages(application, clock),
    replyPages(application),
    savedAnswerPages(application),
    staffAccountPages(application, settings),
  ];
}
