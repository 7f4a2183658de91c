// How questionnaires of version 2 differ from version 1: they start from what is known (Y10), most choices are buttons that
// answer in one tap, and staying in touch is one question. Pages of the bank keep their ids, codes and meaning.
import type { Condition, Page } from '../definition.js';
import { fromBank } from './bank.js';
import { all } from './making.js';

const unchanged: Condition = { kind: 'unchanged' };

/** The page, asked only where the condition holds as well. */
export const onlyWhen = (page: Page, condition: Condition): Page => ({
  ...page,
  shownWhen: page.shownWhen.kind === 'always' ? condition : all(page.shownWhen, condition),
});

/** The page, asked of nobody who said that nothing has changed. */
export const unlessUnchanged = (page: Page): Page => onlyWhen(page, { kind: 'not', of: unchanged });

/** The page with choices that answer in one tap, where its questions have few that are plain. */
export const inOneTap = (page: Page): Page => ({
  ...page,
  questions: page.questions.map((question) =>
    question.kind === 'single' || question.kind === 'scale' || question.id === 'also' || question.id === 'since'
      ? { ...question, oneTap: true }
      : question,
  ),
});

/** Whether we may write again, and for how long: one question in place of two. */
export const keepInTouch: Page = {
  id: 'keep-in-touch',
  questions: [
    {
      id: 'keep-in-touch',
      kind: 'single',
      ownOnly: true,
      oneTap: true,
      choices: [{ code: 'one-year' }, { code: 'three-years' }, { code: 'ten-years' }, { code: 'no', apart: true }],
    },
  ],
  shownWhen: { kind: 'not', of: unchanged },
};

/** They said that we may write again. */
export const wantsMail: Condition = {
  kind: 'answer-in',
  question: 'keep-in-touch',
  codes: ['one-year', 'three-years', 'ten-years'],
};

const forThem = (page: Page): Page => (page.shownWhen.kind === 'answer-in' ? { ...page, shownWhen: wantsMail } : page);

/** Where to write, for whoever said that we may. */
export const emailPages: readonly Page[] = fromBank('email', 'email-owner').map(forThem);

/** The number to ring where email does not reach them, for whoever said that we may write. */
export const mobilePages: readonly Page[] = fromBank('mobile', 'mobile-owner').map(forThem);
