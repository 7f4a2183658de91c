// Version 3 of the arrival, sustained, yearly and Year 11 checks: the place and the subject from lists, kept with UKPRN and CAH
// code; how somebody pays is asked of whoever says by one button that nothing has changed as well (Y12); and what they allow
// is asked as consents, each kept with its wording. Leavers of Year 11 who said in September where they are have the one
// button too (Y10). Published: a change is a new version beside it.
import type { Page, Questionnaire } from '../definition.js';
import { fromBank, planStoryByEnd, reasonIds } from './bank.js';
import { placeIds } from './bank-places.js';
import { arrivalCheckV2, sustainedCheckV2, yearlyCheckV2 } from './checks-v2.js';
import { consentPages } from './permissions.js';
import { emailPages, inOneTap, keepInTouch, mobilePages, unlessUnchanged } from './returning.js';

const inPlaceOf: Readonly<Record<string, readonly Page[]>> = {
  ...{ provider: fromBank(...placeIds), course: [], employer: [], job: [] },
  payment: fromBank('payment').map(inOneTap),
  ...Object.fromEntries(consentPages.map((page) => [page.id, [page]])),
};

const renewed = (before: Questionnaire): Questionnaire => ({
  ...before,
  version: 3,
  pages: before.pages.flatMap((page) => inPlaceOf[page.id] ?? [page]),
});

/** Mid-October: did they start? */
export const arrivalCheckV3 = renewed(arrivalCheckV2);

/** From April: did it last, month by month? */
export const sustainedCheckV3 = renewed(sustainedCheckV2);

/** Every autumn after: still there? */
export const yearlyCheckV3 = renewed(yearlyCheckV2);

/** November: what does each leaver of Year 11 do? */
export const situationCheckV3: Questionnaire = {
  name: 'situation-check',
  version: 3,
  ending: { question: 'situation', refusals: ['rather-not-say'] },
  usual: { situation: 'college', also: ['nothing-else'], 'as-planned': 'yes', 'keep-in-touch': 'ten-years' },
  buildsOnKnown: true,
  pages: [
    ...fromBank('situation', 'deferred-until', 'months-there', 'how-ended', ...placeIds),
    ...fromBank('also', 'as-planned').map(unlessUnchanged),
    ...fromBank(...reasonIds).map((page) => (page.id === 'plan-story' ? planStoryByEnd : page)),
    keepInTouch,
    ...emailPages,
    ...mobilePages,
  ].map(inOneTap),
};
