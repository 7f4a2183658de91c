// Which pages does this person see, which comes next, and about how many are left?
// Pages stand in one order; a page is shown when its condition holds for the answers before it (decision R15). Answers
// that a change has orphaned are dropped, so that nothing stands that nobody would be asked (architecture, walk 2).
import {
  codesIn,
  drawnBlock,
  heldBefore,
  type Answers,
  type AnswerValue,
  type Condition,
  type Page,
} from './definition.js';
import type { Question, QuestionId, Questionnaire } from './definition.js';
import { answersIn, maySee, type Draft, type Entry, type Sight } from './response.js';
import { goingOnSituations, heldQuestions } from './known.js';

/** Whether the condition holds; a question without an answer fulfils nothing. */
export function holds(condition: Condition, answers: Answers): boolean {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'answer-in':
      return codesIn(answers[condition.question]).some((code) => condition.codes.includes(code));
    case 'drawn':
      return answers[drawnBlock] === condition.block;
    case 'unchanged':
      return answers[heldBefore] !== undefined;
    case 'answered':
      return answers[condition.question] !== undefined;
    case 'chosen-at-least':
      return codesIn(answers[condition.question]).length >= condition.count;
    case 'all':
      return condition.of.every((part) => holds(part, answers));
    case 'any':
      return condition.of.some((part) => holds(part, answers));
    case 'not':
      return !holds(condition.of, answers);
  }
}

/** The questions that a condition speaks of. */
export function questionsOf(condition: Condition): readonly QuestionId[] {
  switch (condition.kind) {
    case 'always':
    case 'drawn':
    case 'unchanged':
      return [];
    case 'answer-in':
    case 'answered':
    case 'chosen-at-least':
      return [condition.question];
    case 'all':
    case 'any':
      return condition.of.flatMap(questionsOf);
    case 'not':
      return questionsOf(condition.of);
  }
}

/** The pages shown for these answers, in order. */
export const routeOf = (questionnaire: Questionnaire, answers: Answers): readonly Page[] =>
  questionnaire.pages.filter((page) => holds(page.shownWhen, answers));

/** The codes on offer: all, or only those chosen in the earlier question that it draws on. */
export function offeredCodes(question: Question, answers: Answers): readonly string[] {
  const codes = (question.choices ?? []).map((choice) => choice.code);
  if (question.onlyChosenIn === undefined) return codes;
  const chosen = codesIn(answers[question.onlyChosenIn]);
  return codes.filter((code) => chosen.includes(code));
}

/** The draft without answers to questions that are no longer asked, and without codes no longer on offer. */
export function dropOrphans(questionnaire: Questionnaire, draft: Draft): Draft {
  const kept: Record<QuestionId, Entry> = {};
  const answers: Record<QuestionId, AnswerValue> = { ...answersIn({ ...draft, entries: {} }) };
  for (const page of questionnaire.pages) {
    if (!holds(page.shownWhen, answers)) continue;
    for (const question of page.questions) {
      const entry = draft.entries[question.id];
      if (entry === undefined) continue;
      const gone =
        question.onlyChosenIn !== undefined &&
        !codesIn(entry.value).every((code) => offeredCodes(question, answers).includes(code));
      if (gone) continue;
      kept[question.id] = entry;
      if (entry.value !== undefined) answers[question.id] = entry.value;
    }
  }
  return { ...draft, entries: kept };
}

const same = (one: AnswerValue | undefined, other: AnswerValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * The draft after one page was answered or skipped. Answers that spoke of a changed one fall with it ("since when" of
 * another situation), and so do those that are no longer asked, and that nothing had changed.
 */
export function withPage(
  questionnaire: Questionnaire,
  draft: Draft,
  page: Page,
  values: Readonly<Record<QuestionId, AnswerValue | null>>,
  session: Sight['session'],
): Draft {
  const entries: Record<QuestionId, Entry> = { ...draft.entries };
  let { heldSince } = draft;
  for (const { id } of page.questions) {
    const value = values[id] ?? null;
    const changed = entries[id] !== undefined && !same(entries[id].value, value ?? undefined);
    const { carried } = entries[id] ?? {};
    entries[id] = {
      ...(value !== null && { value }),
      by: session,
      ...(carried !== undefined && !changed && { carried }),
    };
    if (!changed) continue;
    if (heldQuestions.includes(id)) heldSince = undefined;
    for (const question of questionnaire.pages.flatMap((each) => each.questions)) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a fresh record of plain question ids
      if (question.follows === id) delete entries[question.id];
    }
  }
  const { heldSince: _before, ...rest } = draft;
  return dropOrphans(questionnaire, { ...rest, ...(heldSince !== undefined && { heldSince }), entries });
}

/**
 * Whether being asked the page tells what "nothing has changed" answered where the visitor may not see it (Y2): that they were
 * somewhere they know by the button, but not whether it was a course or a job.
 */
const tellsWhatIsKnown = ({ shownWhen }: Page, draft: Draft, sight: Sight): boolean =>
  draft.heldSince !== undefined &&
  !maySee(draft, 'situation', sight) &&
  goingOnSituations.some((situation) => !holds(shownWhen, { ...answersIn(draft), situation }));

/**
 * Whether the page must wait for the code (decision R13): it holds an entry of another session, or its being asked, or
 * the choices it offers, would give away an answer of another session to a hard question, or what we hold.
 */
export function isLocked(questionnaire: Questionnaire, page: Page, draft: Draft, sight: Sight): boolean {
  const hard = questionnaire.pages.filter((each) => each.hard === true).flatMap((each) => each.questions);
  const givesAway = [...questionsOf(page.shownWhen), ...page.questions.flatMap((each) => each.onlyChosenIn ?? [])];
  return (
    page.questions.some((question) => !maySee(draft, question.id, sight)) ||
    givesAway.some((id) => hard.some((question) => question.id === id) && !maySee(draft, id, sight)) ||
    tellsWhatIsKnown(page, draft, sight)
  );
}

const isPassed = (page: Page, draft: Draft): boolean =>
  page.questions.every((question) => draft.entries[question.id] !== undefined);

/** The first page that nobody has passed and the visitor may see; null when it is time to check the answers. */
export const firstOpenPage = (questionnaire: Questionnaire, draft: Draft, sight: Sight): Page | null =>
  routeOf(questionnaire, answersIn(draft)).find(
    (page) => !isPassed(page, draft) && !isLocked(questionnaire, page, draft, sight),
  ) ?? null;

/** The next page after this one that the visitor may see; null when it is time to check the answers. */
export function nextPage(questionnaire: Questionnaire, draft: Draft, page: Page, sight: Sight): Page | null {
  const later = questionnaire.pages.slice(questionnaire.pages.indexOf(page) + 1);
  const route = routeOf(questionnaire, answersIn(draft));
  return later.find((each) => route.includes(each) && !isLocked(questionnaire, each, draft, sight)) ?? null;
}

/** The page before this one that the visitor may see; null at the first. */
export function previousPage(questionnaire: Questionnaire, draft: Draft, page: Page | null, sight: Sight): Page | null {
  const earlier = page === null ? questionnaire.pages : questionnaire.pages.slice(0, questionnaire.pages.indexOf(page));
  const route = routeOf(questionnaire, answersIn(draft));
  return earlier.findLast((each) => route.includes(each) && !isLocked(questionnaire, each, draft, sight)) ?? null;
}

/** About how many questions come after this page: exact for what is answered, the usual answers for what is not. */
export function questionsLeft(questionnaire: Questionnaire, draft: Draft, page: Page): number {
  const assumed = Object.entries(questionnaire.usual).filter(([question]) => draft.entries[question] === undefined);
  const answers = { ...Object.fromEntries(assumed), ...answersIn(draft) };
  const here = questionnaire.pages.indexOf(page);
  return routeOf(questionnaire, answers)
    .filter((each) => questionnaire.pages.indexOf(each) > here)
    .reduce((sum, each) => sum + each.questions.length, 0);
}
