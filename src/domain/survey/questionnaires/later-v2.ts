// Version 2 of five and ten years on: where and what from lists, from when until when in one range; else as version 1.
// Published: a change is a new version beside it.
import type { Questionnaire } from '../definition.js';
import { contactIds, fromBank } from './bank.js';
import { placeIds } from './bank-places.js';
import { fiveYearsOnV1, tenYearsOnV1 } from './later-v1.js';

const present = ['situation', 'deferred-until', 'months-there', 'how-ended', ...placeIds, 'also'] as const;
const looksBack = ['earnings', 'satisfied', 'school-helped', 'who-helped', 'school-should', 'lives-in'] as const;

export const fiveYearsOnV2: Questionnaire = {
  ...fiveYearsOnV1,
  version: 2,
  pages: fromBank(...present, ...looksBack, ...contactIds),
};

export const tenYearsOnV2: Questionnaire = { ...tenYearsOnV1, version: 2, pages: fromBank(...present, ...looksBack) };
