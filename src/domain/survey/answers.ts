// Does what was typed make sense as an answer to this question?
// Shape was checked at the edge; here it is meaning: known codes, choices that stand alone, months that can be, the form
// of an address. Nothing but the situation is required (requirement P4); an empty field of any other is a skip.
import { parseEmailAddress, parseMobile } from '../alumni/contact-point.js';
import { parseOutcode } from '../alumni/outcode.js';
import { addMonths, parseLocalMonth, type LocalMonth } from '../calendar/local-date.js';
import { isMonth, type Answers, type AnswerValue, type Question } from './definition.js';
import { readListed, type ListedKind, type NameLists } from './listed.js';
import { readRange } from './month-range.js';
import { offeredCodes } from './routing.js';
import type { AnswerProblem, Typed } from './typed.js';

/** What reading an answer needs to know. */
export interface AnswerContext {
  /** The answers before this question. */
  readonly answers: Answers;
  readonly thisMonth: LocalMonth;
  readonly leftSchoolIn: LocalMonth;
  readonly lists: NameLists;
}

/** The answer, or what is wrong with it. */
export type AnswerReading =
  { readonly ok: true; readonly value: AnswerValue | null } | { readonly ok: false; readonly problem: AnswerProblem };

const refused = (problem: AnswerProblem): AnswerReading => ({ ok: false, problem });
const answer = (value: AnswerValue | null): AnswerReading => ({ ok: true, value });

/** The longest text taken where a question names no length of its own. */
export const usualMaxLength = 120;

/** The answer that was typed: a value, null for "no answer", or the problem with it. */
export function readAnswer(question: Question, typed: Typed, context: AnswerContext): AnswerReading {
  const reading = readKind(question, typed, context);
  if (!reading.ok || reading.value !== null) return reading;
  if (question.required === true) return refused('missing');
  return question.askTwice === true ? refused('choose-or-skip') : reading;
}

function readKind(question: Question, typed: Typed, context: AnswerContext): AnswerReading {
  switch (question.kind) {
    case 'single':
    case 'multiple':
    case 'scale':
      return readCodes(question, typed.codes, context.answers);
    case 'consent':
      return readConsent(question, typed.codes, context.answers);
    case 'month':
      return readMonth(question, typed, context);
    case 'month-range': {
      const range = readRange(question, typed, context);
      return typeof range === 'string' ? refused(range) : answer(range);
    }
    case 'provider':
    case 'subject':
      return readName(question, question.kind, typed, context.lists);
    case 'email':
      return readText(question, typed.text, parseEmailAddress, 'not-an-email');
    case 'telephone':
      return readText(question, typed.text, parseMobile, 'not-a-telephone');
    case 'outcode':
      return readText(question, typed.text, parseOutcode, 'not-an-outcode');
    case 'short-text':
    case 'employer':
    case 'job-title':
    case 'long-text':
      return readText(question, typed.text);
  }
}

function readCodes(question: Question, typed: readonly string[], answers: Answers): AnswerReading {
  const offered = offeredCodes(question, answers);
  const codes = [...new Set(typed)];
  if (codes.some((code) => !offered.includes(code))) return refused('unknown-choice');
  const [first] = codes;
  if (first === undefined) return answer(null);
  if (question.kind !== 'multiple') return codes.length === 1 ? answer(first) : refused('unknown-choice');
  const alone = (question.choices ?? []).filter((choice) => choice.alone === true).map((choice) => choice.code);
  if (codes.length > 1 && codes.some((code) => alone.includes(code))) return refused('alone-with-others');
  return answer(offered.filter((code) => codes.includes(code)));
}

/** Explicit: only what was chosen, with the wording that it was said to (requirement P1). */
function readConsent(question: Question, typed: readonly string[], answers: Answers): AnswerReading {
  const reading = readCodes(question, typed, answers);
  if (!reading.ok || reading.value === null) return reading;
  return answer({ consent: reading.value === 'yes' ? 'yes' : 'no', wording: question.wording ?? '' });
}

function readName(question: Question, kind: ListedKind, typed: Typed, lists: NameLists): AnswerReading {
  const text = readText(question, typed.text);
  if (!text.ok || typeof text.value !== 'string') return text;
  const meant = readListed(lists[kind], text.value, typed.pick);
  return meant === 'which-one' ? refused('which-one') : answer(meant);
}

function readText(
  question: Question,
  typed: string,
  parse: (text: string) => string | null = (text) => text,
  problem: AnswerProblem = 'unknown-choice',
): AnswerReading {
  const text = question.kind === 'long-text' ? typed.trim() : typed.trim().replace(/\s+/g, ' ');
  if (text === '') return answer(null);
  if (text.length > (question.maxLength ?? usualMaxLength)) return refused('too-long');
  const value = parse(text);
  return value === null ? refused(problem) : answer(value);
}

function readMonth(question: Question, typed: Typed, context: AnswerContext): AnswerReading {
  const [monthText, yearText] = [typed.month.trim(), typed.year.trim()];
  if (monthText === '' && yearText === '') return answer(null);
  if (monthText === '' || yearText === '') return refused('month-incomplete');
  const month = parseLocalMonth(`${yearText}-${monthText.padStart(2, '0')}`);
  if (month === null) return refused('month-impossible');
  const problem = problemOfMonth(question, month, context);
  return problem === null ? answer({ month, about: typed.about }) : refused(problem);
}

function problemOfMonth(question: Question, month: LocalMonth, context: AnswerContext): AnswerProblem | null {
  const bounds = question.month ?? {};
  const { earliestFromLeaving, earliestFromToday, latestFromToday, notBefore } = bounds;
  if (latestFromToday !== undefined && month > addMonths(context.thisMonth, latestFromToday)) return 'month-ahead';
  if (earliestFromToday !== undefined && month < addMonths(context.thisMonth, earliestFromToday)) return 'month-past';
  if (earliestFromLeaving !== undefined && month < addMonths(context.leftSchoolIn, earliestFromLeaving)) {
    return 'month-too-early';
  }
  const start = notBefore === undefined ? undefined : context.answers[notBefore];
  if (start !== undefined && typeof start !== 'string' && isMonth(start) && month < start.month) {
    return 'month-before-start';
  }
  return null;
}
