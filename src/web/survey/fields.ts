// What does a page of questions look like to a template? Texts, choices in their order, what was typed or answered, and a
// sentence beside each field that needs another look (requirement A5). Only answers that the visitor may see come here.
import type { ShownPage } from '../../application/survey/show-page.js';
import { plainDigits } from '../../domain/alumni/plain-digits.js';
import { codesIn, isListed, isMonth, isRange } from '../../domain/survey/definition.js';
import type { MonthAnswer, Question, QuestionId } from '../../domain/survey/definition.js';
import { asTyped, type Listed } from '../../domain/survey/listed.js';
import { problemText, worded, type QuestionnaireTexts } from '../../domain/survey/texts.js';
import { nothingTyped, type Typed, type TypedPage } from '../../domain/survey/typed.js';
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
  /** What is wrong with the end of a month range, whose fields stand by themselves. */
  readonly untilError: string | null;
  /** Names that may be meant by what was typed; empty where nobody needs to choose. */
  readonly offers: readonly Listed[];
  /** The list that a script may look names up in. */
  readonly list: string | null;
  /** What is asked about once where the answer is unlikely. */
  readonly doubts: readonly string[];
}

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
    ...(form[`${id}-pick`] !== undefined && { pick: firstOf(form[`${id}-pick`]) }),
    ...(form[`${id}-until-year`] !== undefined && {
      until: {
        month: firstOf(form[`${id}-until-month`]),
        year: plainDigits(firstOf(form[`${id}-until-year`])),
        about: form[`${id}-until-about`] !== undefined,
      },
      goingOn: form[`${id}-going-on`] !== undefined,
    }),
  };
};

const fieldNames = /-(?:until-)?(?:month|year|about)$|-(?:pick|going-on|quick)$/;

/** What a posted form holds for every question that it could be about; fields of other names are not looked at. */
export function typedAnswers(form: TypedForm): TypedPage {
  const ids = Object.keys(form).map((name) => name.replace(fieldNames, ''));
  return Object.fromEntries([...new Set(ids)].map((id) => [id, typedFor(form, id)]));
}

const typedMonth = ({ month, about }: MonthAnswer): Pick<Typed, 'month' | 'year' | 'about'> => ({
  year: month.slice(0, 4),
  month: String(Number(month.slice(5))),
  about,
});

/** An answer as the fields show it. */
function typedFromAnswer(question: Question, answers: ShownPage['answers']): Typed {
  const value = answers[question.id];
  if (value === undefined) return nothingTyped;
  if (typeof value === 'string') return { ...nothingTyped, codes: [value], text: value };
  if (isMonth(value)) return { ...nothingTyped, ...typedMonth(value) };
  if (isListed(value)) return { ...nothingTyped, text: value.typed, pick: value.code ?? asTyped };
  if (isRange(value)) {
    const until = value.to === null ? { goingOn: true } : { until: typedMonth(value.to) };
    return { ...nothingTyped, ...typedMonth(value.from), ...until };
  }
  return { ...nothingTyped, codes: codesIn(value) };
}

const standsAlone = (question: Question, code: string): boolean =>
  question.choices?.find((choice) => choice.code === code)?.alone === true;

/** Where the field stands that a problem is about: an end of a month range has fields of its own. */
const fieldOf = (id: QuestionId, problem: string): string => (problem.startsWith('until-') ? `${id}-until` : id);

/** The sentences for the summary and the fields; that a name may mean several is a question, not an error. */
export const errorsOf = (shown: ShownPage, texts: QuestionnaireTexts, { say }: Pick<Speech, 'say'>): FieldErrors =>
  Object.fromEntries(
    Object.entries(shown.refused?.problems ?? {})
      .filter(([, problem]) => problem !== 'which-one')
      .map(([id, problem]) => [
        fieldOf(id, problem),
        problem === 'school-address-alone' ? say('leaving.school-alone') : problemText(texts, id, problem),
      ]),
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
      typed: typed === undefined ? typedFromAnswer(question, answers) : (typed[question.id] ?? nothingTyped),
      error: errors[question.id] ?? null,
      untilError: errors[`${question.id}-until`] ?? null,
      offers: shown.offers[question.id] ?? [],
      list: question.kind === 'provider' || question.kind === 'subject' ? `/names/${question.kind}` : null,
      doubts: (shown.refused?.doubts?.[question.id] ?? []).map((kind) => texts?.doubts?.[kind] ?? ''),
    };
  });
}
