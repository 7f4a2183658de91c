// What does a page of questions look like to a template? Texts, choices in their order, what was typed or answered, and a
// sentence beside each field that needs another look (requirement A5). Only answers that the visitor may see come here.
import type { ShownPage } from '../../application/survey/show-page.js';
import { codesIn, isMonth, type Question, type QuestionId } from '../../domain/survey/definition.js';
import { problemText, worded, type QuestionnaireTexts } from '../../domain/survey/texts.js';
import type { Typed, TypedPage } from '../../domain/survey/typed.js';
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
}

/** Digits as keyboards of Arabic, Persian and Urdu write them, in the ones that everything else reads. */
export const plainDigits = (typed: string): string =>
  typed.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) % 16));

const nothing: Typed = { codes: [], text: '', month: '', year: '', about: false };

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
const firstOf = (value: string | readonly string[] | undefined): string => listOf(value)[0] ?? '';

/** What a posted form holds for one question. */
const typedFor = (form: TypedForm, id: QuestionId): Typed => ({
  codes: listOf(form[id]).filter((code) => code !== ''),
  text: firstOf(form[id]).replaceAll('\r\n', '\n'),
  month: firstOf(form[`${id}-month`]),
  year: plainDigits(firstOf(form[`${id}-year`])),
  about: form[`${id}-about`] !== undefined,
});

/** What a posted form holds for every question that it could be about; fields of other names are not looked at. */
export function typedAnswers(form: TypedForm): TypedPage {
  const ids = Object.keys(form).map((name) => name.replace(/-(month|year|about)$/, ''));
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

/** The sentences for the summary and the fields. */
export const errorsOf = (shown: ShownPage, texts: QuestionnaireTexts): FieldErrors =>
  Object.fromEntries(
    Object.entries(shown.refused?.problems ?? {}).map(([id, problem]) => [id, problemText(texts, id, problem)]),
  );

/** The fields of a page; what could not be taken stands in place of stored answers. */
export function fieldsOf(shown: ShownPage, { questions }: QuestionnaireTexts, errors: FieldErrors): Field[] {
  const typed = shown.refused?.typed;
  return shown.page.questions.map((question) => {
    const texts = questions[question.id];
    const isApart = (code: string): boolean => question.choices?.find((choice) => choice.code === code)?.apart === true;
    return {
      name: question.id,
      kind: question.kind,
      heading: worded(texts?.heading ?? '', shown.answers),
      hint: texts?.hint === undefined ? null : worded(texts.hint, shown.answers),
      why: shown.page.hard === true ? (texts?.why ?? []) : [],
      items: (shown.orders[question.id] ?? []).map((code) => ({
        value: code,
        text: texts?.choices?.[code] ?? code,
        apart: isApart(code),
      })),
      typed: typed === undefined ? typedFromAnswer(question, shown.answers) : (typed[question.id] ?? nothing),
      error: errors[question.id] ?? null,
    };
  });
}
