// How does a questionnaire read in one language, and is anything left without words?
// Texts stand apart from the logic, one file per questionnaire version and language. A text may depend on an earlier
// answer, and may hold one: `{provider|the same place}` gives the answer, or the words after the bar (piping).
import { codesIn, wordsIn, type Answers, type Question, type QuestionId, type Questionnaire } from './definition.js';
import type { SoftCheckKind } from './definition.js';
import { isolated } from './languages/text.js';
import { answerProblems, type AnswerProblem } from './typed.js';

/** One wording for all, or by the code of an earlier answer. */
export type Wording =
  string | { readonly by: QuestionId; readonly when: Readonly<Record<string, string>>; readonly otherwise: string };

/** The words of one question in one language. */
export interface QuestionTexts {
  /** The question itself; the heading of its page. */
  readonly heading: Wording;
  /** A line under it that helps to answer. */
  readonly hint?: Wording;
  /** Two or three words for the page where answers are checked. */
  readonly short: string;
  /** By code. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Why we ask and what happens with it; every question on a hard page has it. */
  readonly why?: readonly string[];
  /** What to do, where the general sentence would not help. */
  readonly problems?: Readonly<Partial<Record<AnswerProblem, string>>>;
  /** What is asked about once where the answer is unlikely. */
  readonly doubts?: Readonly<Partial<Record<SoftCheckKind, string>>>;
}

/** The words of a questionnaire in one language. */
export interface QuestionnaireTexts {
  /** BCP 47, for the page's `lang`. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly questions: Readonly<Record<QuestionId, QuestionTexts>>;
  /** What to do about each problem that its questions can have, where a question says nothing of its own. */
  readonly problems: Readonly<Partial<Record<AnswerProblem, string>>>;
}

const pipe = (text: string, answers: Answers): string =>
  text.replace(/\{([a-z-]+)\|([^}]*)\}/g, (_whole, id: string, otherwise: string) => {
    const value = wordsIn(answers[id]);
    return value === undefined ? otherwise : isolated(value, text);
  });

/** The wording for these answers, which must be ones that the reader may see (decision R13). */
export function worded(wording: Wording, answers: Answers): string {
  if (typeof wording === 'string') return pipe(wording, answers);
  const [code] = codesIn(answers[wording.by]);
  return pipe((code === undefined ? undefined : wording.when[code]) ?? wording.otherwise, answers);
}

/** The sentence that says what to do about a problem with the answer to a question. */
export const problemText = (texts: QuestionnaireTexts, question: QuestionId, problem: AnswerProblem): string =>
  texts.questions[question]?.problems?.[problem] ?? texts.problems[problem] ?? '';

/** What is missing or left over in the texts, in words for whoever writes them; empty when complete. */
export function checkTexts(questionnaire: Questionnaire, texts: QuestionnaireTexts): readonly string[] {
  const problems: string[] = [];
  const pages = questionnaire.pages;
  const asked = pages.flatMap((page) => page.questions.map((question) => ({ question, hard: page.hard === true })));
  for (const { question, hard } of asked) {
    const own = texts.questions[question.id];
    if (own === undefined) {
      problems.push(`${question.id}: no texts`);
      continue;
    }
    if (hard && (own.why ?? []).length === 0) problems.push(`${question.id}: a hard page without why we ask`);
    problems.push(...checkChoiceTexts(question, own.choices ?? {}));
    for (const { kind } of question.doubts ?? []) {
      if ((own.doubts?.[kind] ?? '').trim() === '') problems.push(`${question.id}: no words for the doubt ${kind}`);
    }
  }
  const known = asked.map(({ question }) => question.id);
  problems.push(
    ...Object.keys(texts.questions)
      .filter((id) => !known.includes(id))
      .map((id) => `${id}: not asked`),
  );
  const possible = new Set(asked.flatMap(({ question }) => problemsOf(question)));
  for (const problem of answerProblems) {
    if (possible.has(problem) && (texts.problems[problem] ?? '').trim() === '') {
      problems.push(`problem ${problem}: no sentence`);
    }
  }
  return problems;
}

const ofKind: Readonly<Record<Question['kind'], readonly AnswerProblem[]>> = {
  single: ['unknown-choice'],
  scale: ['unknown-choice'],
  multiple: ['unknown-choice', 'alone-with-others'],
  month: ['month-incomplete', 'month-impossible', 'month-ahead', 'month-past', 'month-too-early', 'month-before-start'],
  consent: ['unknown-choice'],
  'month-range': [
    ...(['month-incomplete', 'month-impossible', 'month-ahead', 'month-too-early'] as const),
    ...(['until-missing', 'until-incomplete', 'until-impossible', 'until-ahead', 'until-and-going-on'] as const),
  ],
  provider: ['too-long', 'which-one'],
  subject: ['too-long', 'which-one'],
  'short-text': ['too-long'],
  employer: ['too-long'],
  'job-title': ['too-long'],
  outcode: ['too-long', 'not-an-outcode'],
  'long-text': ['too-long'],
  email: ['too-long', 'not-an-email'],
  telephone: ['too-long', 'not-a-telephone'],
};

/** What can be wrong with the answer to a question of this kind. */
const problemsOf = ({ kind, required, askTwice }: Question): readonly AnswerProblem[] => [
  ...ofKind[kind],
  ...(required === true ? (['missing'] as const) : []),
  ...(askTwice === true ? (['choose-or-skip'] as const) : []),
];

function checkChoiceTexts(question: Question, texts: Readonly<Record<string, string>>): readonly string[] {
  const codes = (question.choices ?? []).map((choice) => choice.code);
  const missing = codes.filter((code) => (texts[code] ?? '').trim() === '');
  const extra = Object.keys(texts).filter((code) => !codes.includes(code));
  return [
    ...missing.map((code) => `${question.id}: no text for ${code}`),
    ...extra.map((code) => `${question.id}: a text for ${code}, which is no choice`),
  ];
}
