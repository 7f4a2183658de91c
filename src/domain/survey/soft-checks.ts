// What is unlikely about an answer that can nevertheless be so?
// Asked about once beside the answer, which stands if the person says so; hard checks, which an answer must meet, are in
// answers.ts. Which checks a question has is data of its definition, the sentences are in the texts.
import { addMonths, type LocalMonth } from '../calendar/local-date.js';
import { codesIn, isListed, isMonth, isRange, type Answers, type AnswerValue } from './definition.js';
import type { PlaceKind, Question, SoftCheck, SoftCheckKind } from './definition.js';
import { endsBeforeStart } from './month-range.js';

/** What a doubt needs to know beside the answer. */
export interface DoubtContext {
  /** The answers before this question. */
  readonly answers: Answers;
  readonly leftSchoolIn: LocalMonth;
}

/** What a place is by its name alone; null where the name does not say, or says both. */
export function kindOfPlace(name: string): PlaceKind | null {
  const university = /\b(?:university|universities)\b/i.test(name);
  const college = /\b(?:college|sixth form|academy|school)\b/i.test(name);
  // Many a "School of …" and "College" is a university's; a sixth form never is.
  if (/\bsixth form\b/i.test(name)) return 'college';
  return university && !college ? 'university' : null;
}

function isDoubtful(check: SoftCheck, value: AnswerValue, { answers, leftSchoolIn }: DoubtContext): boolean {
  switch (check.kind) {
    case 'ends-before-start':
      return isRange(value) && endsBeforeStart(value);
    case 'long-before-leaving': {
      const from = isRange(value) ? value.from : isMonth(value) ? value : null;
      return from !== null && from.month < addMonths(leftSchoolIn, -check.months);
    }
    case 'other-kind': {
      const [said] = codesIn(answers[check.by]);
      const expected = said === undefined ? undefined : check.kinds[said];
      const found = isListed(value) ? kindOfPlace(value.name) : null;
      return expected !== undefined && found !== null && found !== expected;
    }
  }
}

/** The doubts about an answer, in the order of the definition; none about a skip. */
export const doubtsOf = (
  { doubts = [] }: Pick<Question, 'doubts'>,
  value: AnswerValue | null,
  context: DoubtContext,
): readonly SoftCheckKind[] =>
  value === null ? [] : doubts.filter((check) => isDoubtful(check, value, context)).map(({ kind }) => kind);
