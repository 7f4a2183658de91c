// Can this questionnaire be asked?
// Checked as a graph when it is built: codes unique, conditions looking back only (so no circles), each page reachable,
// and every path ending in a claim or an explicit refusal (architecture, section 7, guard tests).
import { checkKind } from './check-kinds.js';
import {
  codesIn,
  drawnBlock,
  heldBefore,
  rangeCodes,
  type Answers,
  type AnswerValue,
  type Page,
} from './definition.js';
import type { Question, Questionnaire } from './definition.js';
import { holds, offeredCodes, questionsOf } from './routing.js';

/** What is wrong, in words for whoever writes the questionnaire; empty when it can be published. */
export const checkDefinition = (questionnaire: Questionnaire): readonly string[] => [
  ...checkNames(questionnaire),
  ...checkReferences(questionnaire),
  ...checkBlocks(questionnaire),
  ...checkPaths(questionnaire),
];

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
];

function checkNames({ pages }: Questionnaire): readonly string[] {
  const questions = pages.flatMap((page) => page.questions);
  return [
    ...repeated(pages.map((page) => page.id)).map((id) => `page ${id}: twice`),
    ...repeated(questions.map((question) => question.id)).map((id) => `question ${id}: twice`),
    ...pages.filter((page) => page.questions.length === 0).map((page) => `page ${page.id}: no question`),
    ...questions.flatMap(checkChoices),
    ...questions.flatMap(checkKind),
  ];
}

function checkChoices(question: Question): readonly string[] {
  const codes = (question.choices ?? []).map((choice) => choice.code);
  const chooses = ['single', 'multiple', 'scale', 'consent'].includes(question.kind);
  const steps = (question.choices ?? []).filter((choice) => choice.apart !== true).map((choice) => Number(choice.code));
  const inOrder = steps.every((step, at) => Number.isInteger(step) && (at === 0 || step === (steps[at - 1] ?? 0) + 1));
  return [
    ...repeated(codes).map((code) => `${question.id}: code ${code} twice`),
    ...(chooses && codes.length < 2 ? [`${question.id}: fewer than two choices`] : []),
    ...(question.kind === 'scale' && !inOrder ? [`${question.id}: a scale whose steps are not numbers in order`] : []),
    ...(question.choices ?? [])
      .filter((choice) => choice.means !== undefined && choice.apart !== true)
      .map(({ code }) => `${question.id}: ${code} says nothing and is not set apart`),
    ...repeated((question.choices ?? []).flatMap((choice) => choice.means ?? [])).map(
      (means) => `${question.id}: two choices mean ${means}`,
    ),
    ...(!chooses && codes.length > 0 ? [`${question.id}: choices on a question that has none`] : []),
  ];
}

function checkReferences({ pages, usual }: Questionnaire): readonly string[] {
  const problems: string[] = [];
  const earlier = new Map<string, Question>();
  for (const page of pages) {
    const drawnOn = page.questions.flatMap((question) =>
      [
        ...[question.onlyChosenIn, question.follows, question.month?.notBefore],
        ...(question.doubts ?? []).map((check) => (check.kind === 'other-kind' ? check.by : undefined)),
      ].filter((id) => id !== undefined),
    );
    for (const id of [...questionsOf(page.shownWhen), ...drawnOn]) {
      if (!earlier.has(id)) problems.push(`page ${page.id}: looks at ${id}, which is not asked before it`);
    }
    problems.push(...checkCodes(page, earlier));
    for (const question of page.questions) earlier.set(question.id, question);
  }
  for (const [id, value] of Object.entries(usual)) {
    const known = conditionCodes(earlier.get(id));
    if (codesIn(value).some((code) => !known.includes(code))) problems.push(`usual answers: ${id} has no such code`);
  }
  return problems;
}

/** The codes of a question that a condition can ask for. */
const conditionCodes = (question: Question | undefined): readonly string[] =>
  question?.kind === 'month-range' ? rangeCodes : (question?.choices ?? []).map((choice) => choice.code);

/** Each block has pages, and each page that is drawn names a block that there is. */
function checkBlocks({ pages, blocks = [] }: Questionnaire): readonly string[] {
  const drawn = pages.map((page) => ({ page, named: blocksIn(page.shownWhen) }));
  const named = drawn.flatMap((each) => each.named);
  return [
    ...repeated(blocks).map((block) => `block ${block}: twice`),
    ...(blocks.length === 1 ? ['blocks: one alone leaves nothing to draw'] : []),
    ...blocks.filter((block) => !named.includes(block)).map((block) => `block ${block}: no page`),
    ...drawn.flatMap(({ page, named: here }) =>
      here.filter((block) => !blocks.includes(block)).map((block) => `page ${page.id}: there is no block ${block}`),
    ),
  ];
}

const blocksIn = (condition: Page['shownWhen']): readonly string[] => {
  switch (condition.kind) {
    case 'drawn':
      return [condition.block];
    case 'all':
    case 'any':
      return condition.of.flatMap(blocksIn);
    case 'not':
      return blocksIn(condition.of);
    default:
      return [];
  }
};

function checkCodes(page: Page, earlier: ReadonlyMap<string, Question>): readonly string[] {
  const problems: string[] = [];
  const look = (condition: Page['shownWhen']): void => {
    if (condition.kind === 'all' || condition.kind === 'any') condition.of.forEach(look);
    if (condition.kind === 'not') look(condition.of);
    if (condition.kind !== 'answer-in') return;
    const known = conditionCodes(earlier.get(condition.question));
    for (const code of condition.codes) {
      if (!known.includes(code)) problems.push(`page ${page.id}: ${condition.question} has no code ${code}`);
    }
  };
  look(page.shownWhen);
  return problems;
}

const someMonth = { month: '2026-01', about: false };

/** What can be answered to a question, as far as routing can tell the answers apart; null is a skip. */
function possibleAnswers(question: Question, answers: Answers): readonly (AnswerValue | null)[] {
  const codes = offeredCodes(question, answers);
  const skip = question.required === true ? [] : [null];
  switch (question.kind) {
    case 'single':
    case 'scale':
      return [...codes, ...skip];
    case 'multiple': {
      const plain = (question.choices ?? []).filter((choice) => choice.alone !== true).map((choice) => choice.code);
      return [...codes.map((code) => [code]), plain, ...skip];
    }
    case 'consent':
      return [...(['yes', 'no'] as const).map((consent) => ({ consent, wording: question.wording ?? '' })), ...skip];
    case 'month':
      return [someMonth, ...skip];
    case 'month-range':
      return [{ from: someMonth, to: null }, { from: someMonth, to: someMonth }, ...skip];
    case 'provider':
    case 'subject':
      return [{ typed: 'x', code: null, name: 'x', list: '' }, ...skip];
    case 'email':
    case 'telephone':
    case 'short-text':
    case 'employer':
    case 'job-title':
    case 'outcode':
    case 'long-text':
      return ['x', ...skip];
  }
}

/** A route that somebody can take: the answers that routing looks at, and the pages seen. */
export interface Path {
  readonly answers: Answers;
  readonly pages: readonly string[];
}

/** What later pages look at: their conditions, and the questions whose choices they draw on. */
const lookedAtBy = (pages: readonly Page[]): ReadonlySet<string> =>
  new Set(
    pages.flatMap((page) => [
      ...questionsOf(page.shownWhen),
      ...page.questions.flatMap((question) => question.onlyChosenIn ?? []),
    ]),
  );

/** What is settled before the first question. */
const fromTheStart: readonly string[] = [drawnBlock, heldBefore];

/** One path of each kind that the rest of the questionnaire can tell apart, and one past each page seen. */
function representatives(paths: readonly Path[], later: ReadonlySet<string>): readonly Path[] {
  const kinds = new Set<string>();
  const pages = new Set<string>();
  return paths.filter((path) => {
    const kind = JSON.stringify(
      Object.entries(path.answers).filter(([question]) => fromTheStart.includes(question) || later.has(question)),
    );
    if (kinds.has(kind) && path.pages.every((page) => pages.has(page))) return false;
    kinds.add(kind);
    for (const page of path.pages) pages.add(page);
    return true;
  });
}

/**
 * Paths that together show every page that can be reached, by every answer that routing can tell apart. Of several
 * choices, each alone and all together stand for the rest; answers that nothing later looks at are left out.
 */
export function pathsOf(questionnaire: Questionnaire): readonly Path[] {
  const starts: readonly Answers[] = questionnaire.blocks?.map((block) => ({ [drawnBlock]: block })) ?? [{}];
  const unchanged: Answers = { [heldBefore]: { month: '2025-10', about: false } };
  let paths: readonly Path[] = starts
    .flatMap((start) => (questionnaire.buildsOnKnown === true ? [start, { ...start, ...unchanged }] : [start]))
    .map((answers) => ({ answers, pages: [] }));
  questionnaire.pages.forEach((page, at) => {
    const later = lookedAtBy(questionnaire.pages.slice(at + 1));
    paths = paths.flatMap((path) => {
      if (!holds(page.shownWhen, path.answers)) return [path];
      let branches: readonly Path[] = [{ ...path, pages: [...path.pages, page.id] }];
      for (const question of page.questions.filter((each) => later.has(each.id))) {
        branches = branches.flatMap((branch) =>
          possibleAnswers(question, branch.answers).map((value) => ({
            ...branch,
            answers: value === null ? branch.answers : { ...branch.answers, [question.id]: value },
          })),
        );
      }
      return branches;
    });
    paths = representatives(paths, later);
  });
  return paths;
}

function checkPaths(questionnaire: Questionnaire): readonly string[] {
  const { ending, pages } = questionnaire;
  const paths = pathsOf(questionnaire);
  const seen = new Set(paths.flatMap((path) => path.pages));
  const endingPage = pages.find((page) => page.questions.some((question) => question.id === ending.question));
  const endingQuestion = endingPage?.questions.find((question) => question.id === ending.question);
  const codes = (endingQuestion?.choices ?? []).map((choice) => choice.code);
  return [
    ...pages.filter((page) => !seen.has(page.id)).map((page) => `page ${page.id}: nobody can reach it`),
    ...(endingQuestion?.required === true ? [] : [`${ending.question}: ends every path and must be required`]),
    ...(ending.refusals.length === 0 || ending.refusals.some((code) => !codes.includes(code))
      ? [`${ending.question}: needs an explicit refusal among its choices`]
      : []),
    ...(endingPage !== undefined && paths.some((path) => !path.pages.includes(endingPage.id))
      ? [`${ending.question}: some path never comes past it`]
      : []),
  ];
}
