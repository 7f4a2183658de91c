// The question bank: pages that several questionnaires ask, each with one id, one set of codes and one meaning for ever, so
// that answers can be laid side by side over the years. What destination-check asks is taken from it as it stands; what
// came later is here. Published questionnaires are made of these pages: a change here shows in their fingerprints.
import type { Choice, Page, Question } from '../definition.js';
import { placePages } from './bank-places.js';
import { destinationCheckV1 } from './destination-check-v1.js';
import { all, always, answerIn, any, choices, page, refused, unknown } from './making.js';

const placed = ['university', 'college', 'apprenticeship', 'work', 'training'] as const;
const lasting = [...placed, 'caring', 'looking', 'gap-year', 'other'] as const;

/** The months of the measuring window, October to March, as codes. */
export const windowMonths = ['m10', 'm11', 'm12', 'm01', 'm02', 'm03'] as const;

const none: Choice = { code: 'none', apart: true, alone: true };
const months = (id: string): Page =>
  page(answerIn('whole-window', 'not-all'), {
    id,
    kind: 'multiple',
    forValid: true,
    choices: [...choices(...windowMonths), none],
  });

const steps = choices('1', '2', '3', '4', '5');
const scale = (id: string): Question => ({ id, kind: 'scale', choices: [...steps, unknown, refused] });
/** Three questions each; one block falls to each person who has a minute more (Y10). */
const blockQuestions = {
  living: ['travel-works', 'home-works', 'belong'],
  learning: ['taught-well', 'hours-work', 'help-there'],
  means: ['money-enough', 'paid-work-fits', 'know-where-to-ask'],
} as const;

/** The blocks of factors. */
export const factorBlocks = Object.keys(blockQuestions);

const factorPages = Object.entries(blockQuestions).flatMap(([block, ids]) =>
  ids.map((id) =>
    page(
      all(answerIn('three-more', 'yes'), { kind: 'drawn', block }),
      scale(id),
      id === 'money-enough' ? 'hard' : undefined,
    ),
  ),
);

const newer: readonly Page[] = [
  page(answerIn('situation', ...placed), {
    id: 'begun',
    kind: 'single',
    follows: 'situation',
    forValid: true,
    choices: choices('yes', 'not-yet'),
  }),
  page(answerIn('begun', 'not-yet'), {
    id: 'starts-in',
    kind: 'month',
    follows: 'begun',
    month: { earliestFromToday: 0, latestFromToday: 36 },
  }),
  page(
    { kind: 'any', of: [answerIn('begun', 'yes'), answerIn('situation', 'caring', 'looking', 'gap-year', 'other')] },
    { id: 'started-in', kind: 'month', follows: 'situation', month: { earliestFromLeaving: -120, latestFromToday: 0 } },
  ),
  page(answerIn('situation', ...lasting), {
    id: 'also',
    kind: 'multiple',
    follows: 'situation',
    choices: [...choices(...placed), { code: 'nothing-else', apart: true, alone: true }],
  }),
  page(answerIn('situation', ...lasting), {
    id: 'whole-window',
    kind: 'single',
    follows: 'situation',
    forValid: true,
    choices: [...choices('yes', 'not-all'), unknown],
  }),
  months('months-studying'),
  page(answerIn('months-studying', ...windowMonths), {
    id: 'studied-at',
    kind: 'single',
    follows: 'months-studying',
    choices: [...choices('university', 'college', 'apprenticeship', 'training'), unknown],
  }),
  months('months-working'),
  page(answerIn('situation', ...placed), { ...scale('right-place'), follows: 'situation', ownOnly: true }),
  page(answerIn('situation', ...placed), {
    id: 'three-more',
    kind: 'single',
    ownOnly: true,
    choices: choices('yes', 'no'),
  }),
  ...factorPages,
  page(
    answerIn('situation', 'work', 'apprenticeship'),
    {
      id: 'earnings',
      kind: 'single',
      ownOnly: true,
      choices: [...choices('under-15', '15-25', '25-35', '35-50', 'over-50'), unknown, refused],
    },
    'hard',
  ),
  page(always, { ...scale('satisfied'), ownOnly: true }),
  page(always, { ...scale('school-helped'), ownOnly: true }),
  page(always, {
    id: 'who-helped',
    kind: 'multiple',
    ownOnly: true,
    choices: [
      ...choices('teacher', 'careers-adviser', 'family', 'friends', 'employer', 'online'),
      { code: 'nobody', apart: true, alone: true },
      { ...refused, alone: true },
    ],
  }),
  page(always, { id: 'school-should', kind: 'long-text', maxLength: 2_000, ownOnly: true }, 'hard'),
  page(always, { id: 'lives-in', kind: 'outcode', maxLength: 10, ownOnly: true }),
  page(always, {
    id: 'lives-with',
    kind: 'single',
    ownOnly: true,
    choices: [...choices('family', 'students', 'own', 'alone'), refused],
  }),
  page(
    always,
    {
      id: 'looks-after',
      kind: 'single',
      ownOnly: true,
      choices: [...choices('no', 'some-hours', 'many-hours'), refused],
    },
    'hard',
  ),
];

/** Whether the place was as they had been told, by whom, and what surprised them: asked of who stays and who left alike. */
const toldPages: readonly Page[] = [
  page(always, { ...scale('as-told'), ownOnly: true }),
  page(always, {
    id: 'told-by',
    kind: 'multiple',
    ownOnly: true,
    choices: [
      ...choices('teacher', 'careers-adviser', 'family', 'friends', 'former-students', 'place-itself', 'online'),
      { code: 'nobody', apart: true, alone: true },
      { ...refused, alone: true },
    ],
  }),
  page(always, { id: 'surprise-words', kind: 'long-text', maxLength: 2_000, ownOnly: true }, 'hard'),
];

const [planStory] = destinationCheckV1.pages.filter(({ id }) => id === 'plan-story');
if (planStory === undefined) throw new Error('Destination check asks no plan-story.');
/** The same question where nobody was asked whether they left again. */
export const planStoryAtStart: Page = { ...planStory, shownWhen: answerIn('as-planned', 'partly', 'no') };
/** The same question where one range of months says whether it ended, and `how-ended` how. */
export const planStoryByEnd: Page = {
  ...planStory,
  shownWhen: any(answerIn('as-planned', 'partly', 'no'), answerIn('how-ended', 'left-early')),
};

const bank = new Map(
  [...destinationCheckV1.pages, ...newer, ...toldPages, ...placePages].map((each) => [each.id, each]),
);

/** The pages of these ids, in this order. Throws for an id that the bank does not hold. */
export const fromBank = (...ids: readonly string[]): readonly Page[] =>
  ids.map((id) => {
    const found = bank.get(id);
    if (found === undefined) throw new Error(`The question bank has no ${id}.`);
    return found;
  });

/** Ids of the pages that ask why a plan and the present differ: openings, reasons and what mattered most (Y9, Y10). */
export const reasonIds: readonly string[] = destinationCheckV1.pages
  .map(({ id }) => id)
  .filter((id) => ['plan-story', 'planned-place', 'main-reason', 'reason-words'].includes(id) || /^reasons/.test(id));

/** Ids of the pages about staying in touch. */
export const contactIds = ['stay-in-touch', 'stay-until', 'email', 'email-owner', 'mobile', 'mobile-owner'] as const;

/** Ids of the pages of all blocks. */
export const factorIds: readonly string[] = factorPages.map(({ id }) => id);
