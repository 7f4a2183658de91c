// Where did you go, are you still there, and if not, why? The first questionnaire, version 1.
// Published: this data never changes; a change is version 2 beside it (architecture, section 1, line 7). Reasons are asked
// by three openings (Y9), eight plain choices first, the finer codes of taxonomy RT-1 only under those chosen (Y10); how it
// is paid for is asked of all who study (Y12). Texts: destination-check-v1.en.ts.
import type { Choice, Page, Questionnaire } from '../definition.js';
import { always, answerIn, any, choices, page, unsaid } from './making.js';

const apart = (...codes: readonly string[]): readonly Choice[] => codes.map((code) => ({ code, apart: true }));
const aloneApart = (...codes: readonly string[]): readonly Choice[] =>
  codes.map((code) => ({ code, apart: true, alone: true }));

/** Months of starting: never ahead, at most ten years before leaving school (somebody may always have been caring). */
export const begunMonths = { earliestFromLeaving: -120, latestFromToday: 0 } as const;

const situations = [
  'university',
  'college',
  'apprenticeship',
  'work',
  'training',
  'caring',
  'looking',
  'gap-year',
  'deferred',
] as const;

const storyOpens = answerIn('plan-story', 'never-applied', 'did-not-start', 'started-and-left');

/** The leaves of RT-1 under each plain choice, where people would look for them; some stand under two. */
const leaves: Readonly<Record<string, readonly string[]>> = {
  place: ['GEO/G1', 'GEO/G2', 'GEO/G3', 'GEO/G4', 'GEO/G5'],
  teaching: [
    ...['TEA/T1', 'TEA/T2', 'TEA/T3', 'TEA/T4', 'TEA/T5', 'TEA/T6', 'TEA/T7', 'TEA/T8'],
    ...['ACA/A1', 'ACA/A2', 'ACA/A3'],
  ],
  choice: [
    ...['FIT/F1', 'FIT/F2', 'FIT/F3', 'FIT/F4', 'FIT/F5', 'FIT/F6'],
    ...['POS/P1', 'POS/P2', 'POS/P3', 'POS/P4'],
  ],
  belonging: ['BEL/B1', 'BEL/B2', 'BEL/B3', 'BEL/B4', 'BEL/B5'],
  caring: ['CAR/C1', 'CAR/C2', 'CAR/C3'],
  money: ['FIN/M1', 'FIN/M2', 'FIN/M3', 'FIN/M4', 'FIN/M5', 'FIN/M6', 'FIN/M7'],
  health: ['HEA/H1', 'HEA/H2', 'HEA/H3', 'HEA/H4'],
  work: ['EMP/E1', 'EMP/E2', 'EMP/E3', 'EMP/E4', 'EMP/E5', 'EMP/E6', 'EMP/E7', 'FIN/M7', 'POS/P3'],
  'something-else': ['EXT/X1', 'EXT/X2', 'EXT/X3'],
};

const plainReasons = ['place', 'teaching', 'choice', 'belonging', 'caring', 'money', 'health', 'work'] as const;

const reasonPages: readonly Page[] = [...plainReasons, 'something-else'].map((reason) =>
  page(
    answerIn('reasons', reason),
    {
      id: `reasons-${reason}`,
      kind: 'multiple',
      randomOrder: true,
      choices: [...choices(...(leaves[reason] ?? [])), ...unsaid],
    },
    'hard',
  ),
);

/** The first questionnaire, version 1. */
export const destinationCheckV1: Questionnaire = {
  name: 'destination-check',
  version: 1,
  ending: { question: 'situation', refusals: ['rather-not-say'] },
  usual: {
    situation: 'university',
    'as-planned': 'yes',
    'still-there': 'yes',
    'stay-in-touch': 'yes',
  },
  pages: [
    page(always, {
      id: 'situation',
      kind: 'single',
      required: true,
      choices: [...choices(...situations), ...apart('other', 'rather-not-say')],
    }),
    page(answerIn('situation', 'deferred'), {
      id: 'deferred-until',
      kind: 'month',
      follows: 'situation',
      month: { earliestFromToday: 0, latestFromToday: 36 },
    }),
    page(answerIn('situation', ...situations.filter((code) => code !== 'deferred'), 'other'), {
      id: 'since',
      kind: 'month',
      follows: 'situation',
      month: begunMonths,
    }),
    page(answerIn('situation', 'university', 'college', 'apprenticeship', 'training'), {
      id: 'provider',
      kind: 'short-text',
      follows: 'situation',
    }),
    page(answerIn('situation', 'university', 'college'), { id: 'course', kind: 'short-text', follows: 'situation' }),
    page(answerIn('situation', 'work', 'apprenticeship'), { id: 'employer', kind: 'short-text', follows: 'situation' }),
    page(answerIn('situation', 'work'), { id: 'job', kind: 'short-text', follows: 'situation' }),
    page(answerIn('situation', ...situations, 'other'), {
      id: 'as-planned',
      kind: 'single',
      follows: 'situation',
      choices: choices('yes', 'partly', 'no', 'had-no-plan'),
    }),
    page(answerIn('situation', 'university', 'college', 'apprenticeship', 'work', 'training'), {
      id: 'still-there',
      kind: 'single',
      follows: 'situation',
      choices: choices('yes', 'finished', 'left-early'),
    }),
    page(answerIn('still-there', 'finished', 'left-early'), {
      id: 'left-in',
      kind: 'month',
      follows: 'still-there',
      month: { ...begunMonths, notBefore: 'since' },
    }),
    page(any(answerIn('as-planned', 'partly', 'no'), answerIn('still-there', 'left-early')), {
      id: 'plan-story',
      kind: 'single',
      choices: [
        ...choices('never-applied', 'did-not-start', 'started-and-left'),
        ...apart('none-of-these', 'rather-not-say'),
      ],
    }),
    page(answerIn('plan-story', 'did-not-start', 'started-and-left'), { id: 'planned-place', kind: 'short-text' }),
    page(
      storyOpens,
      {
        id: 'reasons',
        kind: 'multiple',
        randomOrder: true,
        choices: [
          ...choices(...plainReasons),
          ...apart('something-else'),
          ...aloneApart('rather-not-say', 'dont-know'),
        ],
      },
      'hard',
    ),
    ...reasonPages,
    page(
      { kind: 'chosen-at-least', question: 'reasons', count: 2 },
      {
        id: 'main-reason',
        kind: 'single',
        onlyChosenIn: 'reasons',
        choices: [...choices(...plainReasons), ...apart('something-else')],
      },
      'hard',
    ),
    page(storyOpens, { id: 'reason-words', kind: 'long-text', maxLength: 2_000 }, 'hard'),
    page(
      answerIn('situation', 'university', 'college'),
      {
        id: 'payment',
        kind: 'single',
        choices: [
          ...choices('student-loan', 'part-loan', 'family', 'work', 'employer', 'bursary'),
          ...apart('other', 'rather-not-say'),
        ],
      },
      'hard',
    ),
    page(always, { id: 'stay-in-touch', kind: 'single', askTwice: true, choices: choices('yes', 'no') }),
    page(answerIn('stay-in-touch', 'yes'), {
      id: 'stay-until',
      kind: 'single',
      choices: choices('one-year', 'three-years', 'ten-years'),
    }),
    page(answerIn('stay-in-touch', 'yes'), { id: 'email', kind: 'email', maxLength: 254 }),
    page(
      { kind: 'answered', question: 'email' },
      {
        id: 'email-owner',
        kind: 'single',
        follows: 'email',
        choices: choices('self', 'parent', 'shared'),
      },
    ),
    page(answerIn('stay-in-touch', 'yes'), { id: 'mobile', kind: 'telephone', maxLength: 30 }),
    page(
      { kind: 'answered', question: 'mobile' },
      {
        id: 'mobile-owner',
        kind: 'single',
        follows: 'mobile',
        choices: choices('self', 'parent', 'shared'),
      },
    ),
  ],
};
