// "Nothing has changed": which answers does that one button give (Y10)?
// What was known, as if it had been answered again; it counts as unchanged until one of these answers is changed. Where the
// person may not be shown what we hold, the answers are entered by nobody's session, so that nobody sees them (decision R13).
import type { AnswerValue, Question, QuestionId, Questionnaire } from './definition.js';
import { heldQuestions, isCarried, knownAnswer, type Known } from './known.js';
import type { NameLists } from './listed.js';
import type { Draft, Entry, SessionMark, Sight } from './response.js';
import { dropOrphans } from './routing.js';

function heldAnswer(question: Question, known: Known, lists: NameLists): AnswerValue | undefined {
  switch (question.id) {
    case 'situation':
      return known.situation;
    case 'since':
      return known.since;
    case 'months-there':
      return known.since === undefined ? undefined : { from: known.since, to: null };
    case 'still-there':
    case 'still-in-job':
      return 'yes';
    default:
      return knownAnswer(question, known, lists);
  }
}

/** The draft after the button was pressed: what was known, entered by `by`. */
export function withUnchanged(
  questionnaire: Questionnaire,
  draft: Draft,
  { known, by, lists }: { readonly known: Known; readonly by: SessionMark; readonly lists: NameLists },
): Draft {
  const entries: Record<QuestionId, Entry> = { ...draft.entries };
  for (const question of questionnaire.pages.flatMap((page) => page.questions)) {
    const { id } = question;
    const value = heldAnswer(question, known, lists);
    if (value !== undefined) entries[id] = { value, by, ...(isCarried(id) && { carried: 'confirmed' as const }) };
  }
  return dropOrphans(questionnaire, { ...draft, entries, heldSince: known.heldSince });
}

/** Whether the visitor may take it back: its answers were entered by their session, or by nobody's, or they were sent a code. */
export const mayTakeBack = (draft: Draft, sight: Sight, nobody: SessionMark): boolean =>
  sight.unlocked ||
  heldQuestions.every((id) => {
    const by = draft.entries[id]?.by;
    return by === undefined || by === sight.session || by === nobody;
  });

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
export const carriedAs = (known: AnswerValue | undefined, value: Entry['value']): Entry['carried'] =>
  value === undefined || known === undefined
    ? undefined
    : JSON.stringify(value) === JSON.stringify(known)
      ? 'confirmed'
      : 'changed';
