// The form that drafts a wave: a cohort, schools, a questionnaire, its steps with day and time, the day it closes. A step
// without a day is left out; only the invitation must have one (decision R7). Days are looked at even while a name is missing.
import { z } from 'zod';
import type { WavePlan } from '../../application/waves/plan-wave.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { parseLocalDate, type LocalDate, type LocalTime } from '../../domain/calendar/local-date.js';
import { parseLocalTime } from '../../domain/calendar/london-time.js';
import { kindOfStep, type FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import { english } from '../../domain/waves/letters/catalogue.js';
import { mailStepIds, stepIds, type QuestionnaireRef, type Step } from '../../domain/waves/wave.js';
import type { FieldErrors, Typed } from '../form.js';
import { problemWords } from './wave-words.js';

const listed = (value: unknown): unknown => (value === undefined ? [] : [value].flat());

export const day = z.string().transform((text, context): LocalDate => {
  const date = parseLocalDate(text.trim());
  if (date !== null) return date;
  context.addIssue({ code: 'custom', message: 'Enter a day, for example 2026-11-03' });
  return z.NEVER;
});
const dayOrNone = z.preprocess((text) => (text === '' ? undefined : text), day.optional());
const time = z.string().transform((text, context): LocalTime => {
  const found = parseLocalTime(text.trim().slice(0, 5));
  if (found !== null) return found;
  context.addIssue({ code: 'custom', message: 'Enter a time, for example 09:00' });
  return z.NEVER;
});

const planFields = {
  'i-on': day,
  'i-at': time,
  'r1-on': dayOrNone,
  'r1-at': time,
  'r2-on': dayOrNone,
  'r2-at': time,
  'l-on': dayOrNone,
  'l-at': time,
  't-on': dayOrNone,
  't-at': time,
  'p-on': dayOrNone,
  'p-at': time,
  closes: day,
};
const planPart = z.object(planFields);

export const draftForm = z.strictObject({
  title: z.string().trim().min(1, 'Enter a name for the wave').max(100, 'Enter a name of at most 100 characters'),
  cohort: z.string().min(1, 'Choose a cohort').max(20),
  questionnaire: z
    .string()
    .regex(/^[a-z0-9-]{1,60}@\d{1,4}$/, 'Choose what to ask')
    .transform((text): QuestionnaireRef => {
      const [name = '', version = ''] = text.split('@');
      return { name, version: Number(version) };
    }),
  schools: z.preprocess(listed, z.array(z.string().max(60)).min(1, 'Choose at least one school').max(200)),
  ...planFields,
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'Choose a language')
    .optional(),
  thanks: z.literal('yes').optional(),
});

/** `anyway`: the quiet day that somebody was told of and plans for all the same. */
export const stepForm = z.strictObject({
  ...{ revision: z.coerce.number().int(), on: day, at: time },
  anyway: z.string().max(10).optional(),
});

/** Mail in its own order, the text by its day but never first, calls last. */
function stepsOf(form: z.output<typeof planPart>): readonly Step[] {
  const given = (ids: readonly Step['id'][]): readonly Step[] =>
    ids.flatMap((id): Step[] => {
      const on = form[`${id}-on`];
      return on === undefined ? [] : [{ id, kind: kindOfStep[id], on, at: form[`${id}-at`] }];
    });
  const [invitation, ...others] = given(mailStepIds);
  const steps = [...others];
  for (const text of given(['t'])) {
    const later = steps.findIndex(({ on }) => on > text.on);
    steps.splice(later < 0 ? steps.length : later, 0, text);
  }
  return [...(invitation === undefined ? [] : [invitation]), ...steps, ...given(['p'])];
}

/** The plan that a good form describes. */
export const planOf = (form: z.output<typeof draftForm>): WavePlan => ({
  title: form.title,
  cohortId: form.cohort as CohortId,
  questionnaire: form.questionnaire,
  schoolIds: form.schools.map((id) => id as SchoolId),
  steps: stepsOf(form),
  closesOn: form.closes,
  ...(form.language === undefined || form.language === english.language ? {} : { language: form.language }),
  ...(form.thanks === undefined ? {} : { thanks: true }),
});

/** The days and times of a form of which something else may be missing; null where one of them cannot be read. */
export function daysOf(typed: Typed): Pick<WavePlan, 'steps' | 'closesOn'> | null {
  const parsed = planPart.safeParse(typed);
  return parsed.success ? { steps: stepsOf(parsed.data), closesOn: parsed.data.closes } : null;
}

/** The messages in the order of the form. */
export const inFormOrder = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.keys(draftForm.shape).flatMap((field) => (errors[field] === undefined ? [] : [[field, errors[field]]])),
  );

/** A message beside each field of a plan that has something wrong with it. */
export function planErrors(problems: readonly FoundPlanProblem[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { problem, step } of problems) {
    const time = problem === 'outside-hours' || problem === 'clock-change-hour';
    const field =
      step === undefined ? (problem === 'no-invitation' ? 'i-on' : 'closes') : `${step}-${time ? 'at' : 'on'}`;
    errors[field] ??= problemWords[problem];
  }
  return errors;
}

/** The same beside the day and the time of one step; what is wrong with another step because of it stands beside the day. */
export function stepErrors(problems: readonly FoundPlanProblem[], id: Step['id']): FieldErrors {
  const { [`${id}-on`]: on, [`${id}-at`]: at, ...others } = planErrors(problems);
  const first = on ?? (at === undefined ? Object.values(others)[0] : undefined);
  return { ...(first === undefined ? {} : { on: first }), ...(at === undefined ? {} : { at }) };
}

/** How the form names one version of a questionnaire. */
export const questionnaireValue = ({ name, version }: QuestionnaireRef): string => `${name}@${version}`;

/** What the form shows at first: the suggested plan. */
export function typedOf(
  plan: { readonly steps: readonly Step[]; readonly closesOn: LocalDate },
  schools: readonly string[],
): Typed {
  const typed: Record<string, string | readonly string[]> = { schools, closes: plan.closesOn };
  for (const id of stepIds) typed[`${id}-at`] = plan.steps.at(-1)?.at ?? '';
  for (const { id, on, at } of plan.steps) {
    typed[`${id}-on`] = on;
    typed[`${id}-at`] = at;
  }
  return typed;
}
