// What does a page of questions look like to a template? Texts, choices in their order, what was typed or answered, and a
// sentence beside each field that needs another look (requirement A5). Only answers that the visitor may see come here.
import type { ShownPage } from '../../application/survey/show-page.js';
import { codesIn, isMonth, type Question, type QuestionId } from '../../domain/survey/definition.js';
import { problemText, worded, type QuestionnaireTexts } from '../../domain/survey/texts.js';
import type { Typed, TypedPage } from '../../domain/survey/typed.js';
import type { LocalMonth } from '../../domain/calendar/local-date.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import type { FieldErrors, Typed as TypedForm } from '../form.js';

export interface Field {
  readonly name: QuestionId;
  readonly kind: Question['kind'];
  readonly heading: string;
  readonly hint: string | null;
  readonly why: readonly string[];
  readonly items: readonly { readonly value: string; readonly text: string; readonly apart: boolean }[];
  readonly typed: Typed;
  readonly error: string | null;
  /** Its choices are buttons, each of which answers. */
  readonly oneTap: boolean;
  /** What was answered before, in words; null where nothing was. */
  readonly now: string | null;
  /** Of several choices, the one that stands alone and answers by a button of its own. */
  readonly alone: { readonly value: string; readonly text: string } | null;
  /** Months that are offered as buttons. */
  readonly quick: readonly LocalMonth[];
}

/** Digits as keyboards of Arabic, Persian and Urdu write them, in the ones that everything else reads. */
export const plainDigits = (typed: string): string =>
  typed.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) % 16));

const nothing: Typed = { codes: [], text: '', month: '', year: '', about: false };

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
const firstOf = (value: string | readonly string[] | undefined): string => listOf(value)[0] ?? '';

/** What a posted form holds for one question. */
const typedFor = (form: TypedForm, id: QuestionId): Typed => {
  // A month that was offered as a button: `2026-09`.
  const [, quickYear, quickMonth] = /^(\d{4})-(\d{2})$/.exec(firstOf(form[`${id}-quick`])) ?? [];
  return {
    codes: listOf(form[id]).filter((code) => code !== ''),
    text: firstOf(form[id]).replaceAll('\r\n', '\n'),
    month: quickMonth ?? firstOf(form[`${id}-month`]),
    year: quickYear ?? plainDigits(firstOf(form[`${id}-year`])),
    about: form[`${id}-about`] !== undefined,
  };
};

/** What a posted form holds for every question that it could be about; fields of other names are not looked at. */
export function typedAnswers(form: TypedForm): TypedPage {
  const ids = Object.keys(form).map((name) => name.replace(/-(month|year|about|quick)$/, ''));
  return Object.fromEntries([...new Set(ids)].map((id) => [id, typedFor(form, id)]));
}

/** An answer as the fields show it. */
function typedFromAnswer(question: Question, answers: ShownPage['answers']): Typed {
  const value = answers[question.id];
  if (value === undefined) return nothing;
  if (typeof value !== 'string' && isMonth(value)) {
    return {
      ...nothing,
      year: value.month.slice(0, 4),
      month: String(Number(value.month.slice(5))),
      about: value.about,
    };
  }
  return { ...nothing, codes: codesIn(value), text: typeof value === 'string' ? value : '' };
}

const standsAlone = (question: Question, code: string): boolean =>
  question.choices?.find((choice) => choice.code === code)?.alone === true;

/** The sentences for the summary and the fields. */
export const errorsOf = (shown: ShownPage, texts: QuestionnaireTexts): FieldErrors =>
  Object.fromEntries(
    Object.entries(shown.refused?.problems ?? {}).map(([id, problem]) => [id, problemText(texts, id, problem)]),
  );

/** The fields of a page; what could not be taken stands in place of stored answers. */
export function fieldsOf(
  shown: ShownPage,
  { questions }: QuestionnaireTexts,
  errors: FieldErrors,
  speech: Pick<Speech, 'say' | 'date'>,
): Field[] {
  const typed = shown.refused?.typed;
  return shown.page.questions.map((question) => {
    const texts = questions[question.id];
    const isApart = (code: string): boolean => question.choices?.find((choice) => choice.code === code)?.apart === true;
    const text = (code: string): string => texts?.choices?.[code] ?? code;
    const choices = shown.orders[question.id] ?? [];
    const oneTap = question.oneTap === true;
    const alone =
      oneTap && question.kind === 'multiple' ? choices.find((code) => standsAlone(question, code)) : undefined;
    const answers = { ...shown.filledIn, ...shown.answers };
    const now = codesIn(shown.answers[question.id]);
    return {
      name: question.id,
      kind: question.kind,
      heading: worded(texts?.heading ?? '', shown.answers),
      hint:
        shown.filledIn[question.id] !== undefined && shown.knownOn !== null
          ? speech.say('known.field', { date: speech.date(shown.knownOn) })
          : texts?.hint === undefined
            ? null
            : worded(texts.hint, shown.answers),
      why: shown.page.hard === true ? (texts?.why ?? []) : [],
      items: choices
        .filter((code) => code !== alone)
        .map((code) => ({ value: code, text: text(code), apart: isApart(code) })),
      oneTap: oneTap && question.kind !== 'multiple' && question.kind !== 'month',
      now: oneTap && now.length > 0 ? now.map(text).join('; ') : null,
      alone: alone === undefined ? null : { value: alone, text: text(alone) },
      quick: oneTap && question.kind === 'month' ? shown.quickMonths : [],
      typed: typed === undefined ? typedFromAnswer(question, answers) : (typed[question.id] ?? nothing),
      error: errors[question.id] ?? null,
    };
  });
}
