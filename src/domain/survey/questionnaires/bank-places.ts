// The question bank, where somebody is: the place and the subject from a list, or as typed; whom they work for; from when
// until when in one range. Version 2 of the checks asks these in place of free names and of two questions for the months.
import type { Page } from '../definition.js';
import { all, answerIn, choices, page } from './making.js';

const placed = ['university', 'college', 'apprenticeship', 'work', 'training'] as const;
const lasting = [...placed, 'caring', 'looking', 'gap-year', 'other'] as const;

/** Longer before leaving school than this is asked about once more, in months. */
const longBefore = 24;

/** Pages that version 2 of several questionnaires share. */
export const placePages: readonly Page[] = [
  page(answerIn('situation', ...lasting), {
    id: 'months-there',
    kind: 'month-range',
    follows: 'situation',
    month: { earliestFromLeaving: -120, latestFromToday: 0 },
    doubts: [{ kind: 'ends-before-start' }, { kind: 'long-before-leaving', months: longBefore }],
  }),
  page(all(answerIn('months-there', 'ended'), answerIn('situation', ...placed)), {
    id: 'how-ended',
    kind: 'single',
    follows: 'months-there',
    choices: choices('finished', 'left-early'),
  }),
  page(answerIn('situation', 'university', 'college', 'apprenticeship', 'training'), {
    id: 'study-place',
    kind: 'provider',
    follows: 'situation',
    doubts: [{ kind: 'other-kind', by: 'situation', kinds: { university: 'university', college: 'college' } }],
  }),
  page(answerIn('situation', 'university'), { id: 'study-subject', kind: 'subject', follows: 'situation' }),
  // A-levels, BTECs and T-levels have no code of the higher education hierarchy.
  page(answerIn('situation', 'college'), { id: 'college-course', kind: 'short-text', follows: 'situation' }),
  page(answerIn('situation', 'work', 'apprenticeship'), { id: 'works-for', kind: 'employer', follows: 'situation' }),
  page(answerIn('situation', 'work'), { id: 'works-as', kind: 'job-title', follows: 'situation' }),
];

/** Ids of the pages about the place, in the order of asking. */
export const placeIds = ['study-place', 'study-subject', 'college-course', 'works-for', 'works-as'] as const;
