// The arrival, sustained and yearly checks, version 2: whoever comes back says by one button that nothing has changed, or
// finds what is known filled in; a first arrival check takes fifteen taps (Y10; returning.ts). Published: a change is a new
// version beside it.
import type { Answers, Page, Questionnaire } from '../definition.js';
import { factorBlocks, factorIds, fromBank, reasonIds } from './bank.js';
import { permissionPages } from './permissions.js';
import { emailPages, inOneTap, keepInTouch, onlyWhen, unlessUnchanged } from './returning.js';

const ending = { question: 'situation', refusals: ['rather-not-say'] } as const;
const usual: Answers = {
  situation: 'university',
  also: ['nothing-else'],
  'as-planned': 'yes',
  'keep-in-touch': 'ten-years',
};

const where = ['provider', 'course', 'employer', 'job'] as const;
const untold = (...ids: readonly string[]): readonly Page[] => fromBank(...ids).map(unlessUnchanged);

/** Mid-October: did they start? Who is where they had planned to be is not asked whether they are still there. */
export const arrivalCheckV2: Questionnaire = {
  name: 'arrival-check',
  version: 2,
  ending,
  usual,
  buildsOnKnown: true,
  pages: [
    ...fromBank('situation', 'deferred-until', 'since', ...where),
    ...untold('also', 'as-planned'),
    ...fromBank('still-there').map((page) =>
      onlyWhen(page, { kind: 'not', of: { kind: 'answer-in', question: 'as-planned', codes: ['yes'] } }),
    ),
    ...fromBank('left-in', ...reasonIds),
    ...untold('right-place', 'payment'),
    keepInTouch,
    ...emailPages,
  ].map(inOneTap),
};

/** From April: did it last, month by month? */
export const sustainedCheckV2: Questionnaire = {
  name: 'sustained-check',
  version: 2,
  ending,
  usual: { ...usual, 'whole-window': 'yes', 'still-there': 'yes', 'three-more': 'no' },
  blocks: factorBlocks,
  buildsOnKnown: true,
  pages: [
    ...fromBank('situation', 'deferred-until', 'since', ...where),
    ...untold('whole-window'),
    ...fromBank('months-studying', 'studied-at', 'months-working'),
    ...untold('also', 'as-planned'),
    ...fromBank('still-there', 'left-in', ...reasonIds),
    ...untold('right-place'),
    ...fromBank('three-more', ...factorIds),
    keepInTouch,
    ...emailPages,
  ].map(inOneTap),
};

/** Every autumn after: still there? */
export const yearlyCheckV2: Questionnaire = {
  name: 'yearly-check',
  version: 2,
  ending,
  usual: { ...usual, 'still-there': 'yes', 'three-more': 'no' },
  blocks: factorBlocks,
  buildsOnKnown: true,
  pages: [
    ...fromBank('situation', 'deferred-until', 'since', ...where),
    ...untold('also', 'as-planned'),
    ...fromBank('still-there', 'left-in', ...reasonIds),
    ...untold('payment', 'right-place'),
    ...fromBank('three-more', ...factorIds),
    ...permissionPages,
    keepInTouch,
    ...emailPages,
  ].map(inOneTap),
};
