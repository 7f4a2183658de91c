// Version 3 of five and ten years on: whoever comes back says by one button that nothing has changed (Y10); how they see it is
// then still open, and offered. Consents are kept with their wording. After ten years nobody is asked or looked up again
// (Q14), so that only the leave to quote what they wrote is asked for. Published: a change is a new version beside it.
import type { Page, Questionnaire } from '../definition.js';
import { fromBank } from './bank.js';
import { placeIds } from './bank-places.js';
import { fiveYearsOnV2, tenYearsOnV2 } from './later-v2.js';
import { consentPages } from './permissions.js';
import { emailPages, inOneTap, keepInTouch, mobilePages, unlessUnchanged } from './returning.js';

const pages: readonly Page[] = [
  ...fromBank('situation', 'deferred-until', 'months-there', 'how-ended', ...placeIds),
  ...fromBank('also').map(unlessUnchanged),
  ...fromBank('earnings', 'satisfied', 'school-helped', 'who-helped', 'school-should', 'lives-in'),
];

export const fiveYearsOnV3: Questionnaire = {
  ...fiveYearsOnV2,
  version: 3,
  usual: { situation: 'work', also: ['nothing-else'], 'keep-in-touch': 'ten-years' },
  buildsOnKnown: true,
  pages: [...pages, ...consentPages, keepInTouch, ...emailPages, ...mobilePages].map(inOneTap),
};

export const tenYearsOnV3: Questionnaire = {
  ...tenYearsOnV2,
  version: 3,
  buildsOnKnown: true,
  pages: [...pages, ...consentPages.filter(({ id }) => id === 'may-quote')].map(inOneTap),
};
