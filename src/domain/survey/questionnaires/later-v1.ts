// Five and ten years on, and news of how to reach somebody, version 1: what has become of them, how they see it, what their
// school did for it and should do; after ten years nobody is asked again (Q14). Published: a change is a new version.
import type { Answers, Questionnaire } from '../definition.js';
import { contactIds, fromBank } from './bank.js';

const ending = { question: 'situation', refusals: ['rather-not-say'] } as const;
const usual: Answers = { situation: 'work', also: ['nothing-else'] };

const present = ['situation', 'deferred-until', 'since', 'provider', 'course', 'employer', 'job', 'also'] as const;
const looksBack = ['earnings', 'satisfied', 'school-helped', 'who-helped', 'school-should', 'lives-in'] as const;

export const fiveYearsOnV1: Questionnaire = {
  name: 'five-years-on',
  version: 1,
  ending,
  usual: { ...usual, 'stay-in-touch': 'yes' },
  pages: fromBank(...present, ...looksBack, ...contactIds),
};

export const tenYearsOnV1: Questionnaire = {
  name: 'ten-years-on',
  version: 1,
  ending,
  usual,
  pages: fromBank(...present, ...looksBack),
};

/**
 * Sent when an address has gone silent, or asked for. Without a button "nothing has changed": it comes to an address that nobody
 * has confirmed yet, and what has changed is the one thing that it asks.
 */
export const contactUpdateV1: Questionnaire = {
  name: 'contact-update',
  version: 1,
  ending,
  usual: { situation: 'work', 'stay-in-touch': 'yes' },
  pages: fromBank('situation', ...contactIds),
};
