// "Nothing has changed": which answers does that one button give (Y10)?
// What was known, as if it had been answered again; it counts as unchanged until one of these answers is changed. Where the
// person may not be shown what we hold, the answers are entered by nobody's session, so that nobody sees them (decision R13).
import type { QuestionId, Questionnaire } from './definition.js';
import { carriedQuestions, isCarried, type CarriedQuestion, type Known } from './known.js';
import type { Draft, Entry, SessionMark } from './response.js';

/** The answers that the button gives; a change of any of them takes "nothing has changed" back. */
export const heldQuestions: readonly QuestionId[] = ['situation', 'since', ...carriedQuestions, 'still-there'];

/** The draft after the button was pressed: what was known, entered by `by`. */
export function withUnchanged(questionnaire: Questionnaire, draft: Draft, known: Known, by: SessionMark): Draft {
  const asked = questionnaire.pages.flatMap((page) => page.questions.map(({ id }) => id));
  const entries: Record<QuestionId, Entry> = { ...draft.entries };
  const enter = (id: QuestionId, value: Entry['value']): void => {
    if (value === undefined || !asked.includes(id)) return;
    entries[id] = { value, by, ...(isCarried(id) && { carried: 'confirmed' as const }) };
  };
  enter('situation', known.situation);
  enter('since', known.since);
  for (const id of carriedQuestions) enter(id, known[id]);
  enter('still-there', 'yes');
  return { ...draft, entries, heldSince: known.heldSince };
}

/** The draft for somebody who takes "nothing has changed" back: without the answers that it gave. */
export function withoutUnchanged(draft: Draft): Draft {
  const { heldSince, ...rest } = draft;
  if (heldSince === undefined) return draft;
  return {
    ...rest,
    entries: Object.fromEntries(Object.entries(draft.entries).filter(([id]) => !heldQuestions.includes(id))),
  };
}

/** Whether what was answered, where the known answer stood in the field, is the same or another. */
export const carriedAs = (id: CarriedQuestion, known: Known, value: Entry['value']): Entry['carried'] =>
  value === undefined || known[id] === undefined ? undefined : value === known[id] ? 'confirmed' : 'changed';
