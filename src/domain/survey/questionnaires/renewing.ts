// How the newest versions differ from those before: a job has its own question of whether it goes on, since it can come to an
// end without being left; finer reasons are worded for who never applied; since when somebody does what they do beside it; and
// each answer that says nothing says which nothing it is.
import type { Choice, Condition, Page, Questionnaire } from '../definition.js';
import { againstPages } from './against.js';
import { begunMonths } from './destination-check-v1.js';
import { answerIn, any, choices, page } from './making.js';
import { onlyWhen } from './returning.js';

const works = answerIn('situation', 'work');
const not = (of: Condition): Condition => ({ kind: 'not', of });

const stillInJob = page(works, {
  id: 'still-in-job',
  kind: 'single',
  follows: 'situation',
  choices: choices('yes', 'came-to-end', 'left-it'),
});
const jobEnded = page(works, {
  id: 'job-ended',
  kind: 'single',
  follows: 'months-there',
  choices: choices('came-to-end', 'left-it'),
});
const leftOne = any(answerIn('still-there', 'left-early'), answerIn('still-in-job', 'left-it'));

/** Since when, for each thing that they do beside the one they do most. */
const alsoSince = ['university', 'college', 'apprenticeship', 'work', 'training'].map((code) =>
  page(answerIn('also', code), { id: `also-since-${code}`, kind: 'month', follows: 'also', month: begunMonths }),
);

const onTheSame = (shownAs: Page, asked: Page): Page => ({ ...asked, shownWhen: onlyWhen(shownAs, works).shownWhen });

/** The pages in place of the one before, by its id. */
const inPlaceOf: Readonly<Record<string, (before: Page) => readonly Page[]>> = {
  'still-there': (before) => [onlyWhen(before, not(works)), onTheSame(before, stillInJob)],
  'how-ended': (before) => [onlyWhen(before, not(works)), onTheSame(before, jobEnded)],
  'left-in': (before) => [
    { ...before, shownWhen: any(before.shownWhen, answerIn('still-in-job', 'came-to-end', 'left-it')) },
  ],
  also: (before) => [before, ...alsoSince],
};

/** The page under a plain reason, for who began or had a place, and the one for who never applied. */
function reasonsFor(before: Page, asksStory: boolean): readonly Page[] {
  const against = againstPages.filter(({ id }) => id === before.id.replace('reasons-', 'against-'));
  if (!asksStory) return against;
  const neverApplied = answerIn('plan-story', 'never-applied');
  return [onlyWhen(before, not(neverApplied)), ...against.map((page) => onlyWhen(page, neverApplied))];
}

const meanings: Readonly<Record<string, Choice['means']>> = {
  'rather-not-say': 'refused',
  'UNK/U1': 'refused',
  'dont-know': 'unknown',
};

const withMeanings = (page: Page): Page => ({
  ...page,
  questions: page.questions.map(({ choices: offered, ...question }) => ({
    ...question,
    ...(offered !== undefined && {
      choices: offered.map((choice) => {
        const means = meanings[choice.code];
        return means === undefined ? choice : { ...choice, means };
      }),
    }),
  })),
});

/** The questionnaire as its next version. */
export function renewed(before: Questionnaire): Questionnaire {
  const ids = before.pages.map(({ id }) => id);
  const story = (page: Page): Page =>
    ids.includes('still-there')
      ? { ...page, shownWhen: any(answerIn('as-planned', 'partly', 'no'), leftOne) }
      : ids.includes('how-ended')
        ? { ...page, shownWhen: any(page.shownWhen, answerIn('job-ended', 'left-it')) }
        : page;
  return {
    ...before,
    version: before.version + 1,
    pages: before.pages
      .flatMap((page) => {
        if (page.id === 'plan-story') return [story(page)];
        if (page.id.startsWith('reasons-')) return reasonsFor(page, ids.includes('plan-story'));
        return inPlaceOf[page.id]?.(page) ?? [page];
      })
      .map(withMeanings),
  };
}

const deferred = answerIn('situation', 'deferred');

/** The pages of the window, month by month, asked of whoever waits for a place that was put off as well, and what else they do. */
export const alsoOfDeferred = (page: Page): Page =>
  ['months-studying', 'months-working', 'also'].includes(page.id)
    ? { ...page, shownWhen: any(page.shownWhen, deferred) }
    : page;
