// The questionnaire of the measurement alone: one page of nine questions (four single choices, one multiple of eight, three
// short texts, one comment), as the peers were measured with (decision R15; performance.md, section 2).
import type { PublishedQuestionnaire } from '../../src/domain/survey/catalogue.js';
import type { Question } from '../../src/domain/survey/definition.js';

const codes = (count: number): readonly { readonly code: string }[] =>
  Array.from({ length: count }, (_none, at) => ({ code: `c${at + 1}` }));

const questions: readonly Question[] = [
  ...Array.from({ length: 4 }, (_none, at): Question => ({
    id: `single-${at + 1}`,
    kind: 'single',
    required: at === 0,
    choices: codes(6),
  })),
  { id: 'multiple', kind: 'multiple', choices: codes(8) },
  ...Array.from({ length: 3 }, (_none, at): Question => ({ id: `text-${at + 1}`, kind: 'short-text' })),
  { id: 'comment', kind: 'long-text', maxLength: 2_000 },
];

const words = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(codes(count).map(({ code }) => [code, `An answer, number ${code}`]));

/** The page and its texts. */
export const nineQuestions: PublishedQuestionnaire = {
  title: 'Nine questions, for measuring',
  fingerprint: 'none: it is never published',
  questionnaire: {
    name: 'bench-nine',
    version: 1,
    ending: { question: 'single-1', refusals: [] },
    usual: {},
    pages: [{ id: 'nine', questions, shownWhen: { kind: 'always' } }],
  },
  texts: {
    en: {
      language: 'en',
      direction: 'ltr',
      questions: Object.fromEntries(
        questions.map(({ id, choices }) => [
          id,
          {
            heading: `What would you say about ${id}?`,
            hint: 'Choose or write what fits best.',
            short: id,
            ...(choices === undefined ? {} : { choices: words(choices.length) }),
          },
        ]),
      ),
      problems: {
        missing: 'Choose one of the answers',
        'unknown-choice': 'Choose from the answers on this page',
        'alone-with-others': 'Choose one or the others',
        'too-long': 'Please make it shorter',
      },
    },
  },
};

/** What somebody fills in: every question answered. */
export const nineAnswers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(questions.filter(({ kind }) => kind === 'single').map(({ id }) => [id, 'c2'])),
  multiple: 'c3',
  ...{ 'text-1': 'University of Exampleton', 'text-2': 'Physics', 'text-3': 'LS2 and around' },
  comment: 'The first weeks were hard, and then it got better. A timetable by July would have helped me.',
  action: 'continue',
};
