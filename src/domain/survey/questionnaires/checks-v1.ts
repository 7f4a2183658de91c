// The questionnaires of the first two years, version 1, each asked at its point of the programme: are they set (start),
// did they start and how do they pay (arrival; Y9, Y12), did it last from October to March, month by month (sustained),
// what do leavers of Year 11 do (situation), and still there (yearly). Published: a change is a new version beside it.
import type { Answers, Questionnaire } from '../definition.js';
import { contactIds, factorBlocks, factorIds, fromBank, planStoryAtStart, reasonIds } from './bank.js';

const ending = { question: 'situation', refusals: ['rather-not-say'] } as const;
const atStart: Answers = { situation: 'university', 'as-planned': 'yes', 'stay-in-touch': 'yes' };
const usual: Answers = { ...atStart, 'still-there': 'yes' };

const where = ['provider', 'course', 'employer', 'job'] as const;
const still = ['still-there', 'left-in'] as const;
const stayers = ['right-place', 'three-more', ...factorIds] as const;

/** Early September: are last summer's leavers set? */
export const startCheckV1: Questionnaire = {
  name: 'start-check',
  version: 1,
  ending,
  usual: { ...atStart, begun: 'not-yet' },
  pages: fromBank(
    ...['situation', 'deferred-until', 'begun', 'starts-in', 'started-in', ...where, 'as-planned'],
    ...reasonIds,
    ...contactIds,
  ).map((page) => (page.id === 'plan-story' ? planStoryAtStart : page)),
};

/** Mid-October: did they start? */
export const arrivalCheckV1: Questionnaire = {
  name: 'arrival-check',
  version: 1,
  ending,
  usual: { ...usual, also: ['nothing-else'] },
  pages: fromBank(
    ...['situation', 'deferred-until', 'since', ...where, 'also', 'as-planned', ...still],
    ...reasonIds,
    ...['right-place', 'payment'],
    ...contactIds,
  ),
};

/** From April: did it last, month by month? */
export const sustainedCheckV1: Questionnaire = {
  name: 'sustained-check',
  version: 1,
  ending,
  usual: { ...usual, 'whole-window': 'yes', 'three-more': 'no' },
  blocks: factorBlocks,
  pages: fromBank(
    ...['situation', 'deferred-until', 'since', ...where],
    ...['whole-window', 'months-studying', 'studied-at', 'months-working', 'also', 'as-planned', ...still],
    ...reasonIds,
    ...stayers,
    ...contactIds,
  ),
};

/** November: what does each leaver of Year 11 do? */
export const situationCheckV1: Questionnaire = {
  name: 'situation-check',
  version: 1,
  ending,
  usual: { ...usual, situation: 'college', also: ['nothing-else'] },
  pages: fromBank(
    ...['situation', 'deferred-until', 'since', ...where, 'also', 'as-planned', ...still],
    ...reasonIds,
    ...contactIds,
  ),
};

/** Every autumn after: still there? */
export const yearlyCheckV1: Questionnaire = {
  name: 'yearly-check',
  version: 1,
  ending,
  usual: { ...usual, also: ['nothing-else'], 'three-more': 'no' },
  blocks: factorBlocks,
  pages: fromBank(
    ...['situation', 'deferred-until', 'since', ...where, 'also', 'as-planned', ...still],
    ...reasonIds,
    ...['payment', ...stayers],
    ...contactIds,
  ),
};
