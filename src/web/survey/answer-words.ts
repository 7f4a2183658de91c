// How does an answer read back to the person who gave it?
import type { LocalMonth } from '../../domain/calendar/local-date.js';
import { codesIn, isListed, isMonth, isRange } from '../../domain/survey/definition.js';
import type { AnswerValue, MonthAnswer, MonthRangeAnswer, Question } from '../../domain/survey/definition.js';
import type { ListedAnswer } from '../../domain/survey/listed.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import type { QuestionnaireTexts } from '../../domain/survey/texts.js';

function monthWords({ month, about }: MonthAnswer, { say, month: written }: Speech): string {
  const inWords = written(month as LocalMonth);
  return about ? say('answer.about', { month: inWords }) : inWords;
}

function rangeWords({ from, to }: MonthRangeAnswer, speech: Speech): string {
  const inside = ({ month, about }: MonthAnswer): string => {
    const inWords = speech.month(month as LocalMonth);
    return about ? speech.say('answer.about-inside', { month: inWords }) : inWords;
  };
  return to === null
    ? speech.say('answer.going-on', { from: inside(from) })
    : speech.say('answer.ended', { from: inside(from), until: inside(to) });
}

/** What was typed beside the name that was meant, where the two differ. */
const nameWords = ({ typed, name }: ListedAnswer, { say }: Speech): string =>
  typed.toLowerCase() === name.toLowerCase() ? name : say('answer.meant', { name, typed });

/** The answer in words; `Skipped`, or what that is in the language, where there is none. */
export function answerWords(
  { texts, speech }: { readonly texts: QuestionnaireTexts; readonly speech: Speech },
  question: Question,
  value: AnswerValue | null,
): string {
  if (value === null) return speech.say('answer.skipped');
  if (typeof value !== 'string') {
    if (isMonth(value)) return monthWords(value, speech);
    if (isListed(value)) return nameWords(value, speech);
    if (isRange(value)) return rangeWords(value, speech);
  }
  if (question.choices === undefined) return codesIn(value).join('; ');
  return codesIn(value)
    .map((code) => texts.questions[question.id]?.choices?.[code] ?? code)
    .join('; ');
}
