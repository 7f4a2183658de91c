// The form that changes one wave point of a programme: on or off, the day it is anchored to, its steps in days after that.
// A step without a number is left out; only the invitation must have one (decision R7).
import { z } from 'zod';
import type { LocalTime } from '../../domain/calendar/local-date.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { parseLocalTime } from '../../domain/calendar/london-time.js';
import type { FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import type { WavePoint } from '../../domain/waves/programme.js';
import { stepIds } from '../../domain/waves/wave.js';
import type { FieldErrors, Typed } from '../form.js';
import { problemWords } from './wave-words.js';

const count = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/, 'Enter a number of days, for example 10')
  .transform(Number);
const countOrNone = z.preprocess((text) => (text === '' ? undefined : text), count.optional());
const time = z.string().transform((text, context): LocalTime => {
  const found = parseLocalTime(text.trim().slice(0, 5));
  if (found !== null) return found;
  context.addIssue({ code: 'custom', message: 'Enter a time, for example 10:00' });
  return z.NEVER;
});

export const pointForm = z.strictObject({
  version: z.coerce.number().int(),
  on: z.enum(['yes', 'no'], 'Choose whether it takes place'),
  day: z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, 'Enter a day of the month, for example 15'),
  month: z.string().regex(/^(0[1-9]|1[0-2])$/, 'Choose a month'),
  'i-after': count,
  'i-at': time,
  'r1-after': countOrNone,
  'r1-at': time,
  'r2-after': countOrNone,
  'r2-at': time,
  'l-after': countOrNone,
  'l-at': time,
  't-after': countOrNone,
  't-at': time,
  'p-after': countOrNone,
  'p-at': time,
  closes: count,
});

/** The point that a good form describes; null where the month has no such day in every year. */
export function pointOf(form: z.output<typeof pointForm>, stands: WavePoint): WavePoint | null {
  const anchor = `${form.month}-${form.day.padStart(2, '0')}`;
  if (parseLocalDate(`2027-${anchor}`) === null) return null; // a year without 29 February
  const steps = stepIds.flatMap((id): WavePoint['steps'] => {
    const afterDays = form[`${id}-after`];
    return afterDays === undefined ? [] : [{ id, afterDays, at: form[`${id}-at`] }];
  });
  return {
    ...stands,
    on: form.on === 'yes',
    anchor,
    steps: steps.toSorted((a, b) => a.afterDays - b.afterDays),
    closesAfterDays: form.closes,
  };
}

/** What the form shows at first. */
export function typedOfPoint(point: WavePoint): Typed {
  const typed: Record<string, string> = { on: point.on ? 'yes' : 'no', closes: String(point.closesAfterDays) };
  [typed['month'], typed['day']] = [point.anchor.slice(0, 2), String(Number(point.anchor.slice(3)))];
  for (const id of stepIds) typed[`${id}-at`] = '10:00';
  for (const { id, afterDays, at } of point.steps) {
    typed[`${id}-after`] = String(afterDays);
    typed[`${id}-at`] = at;
  }
  return typed;
}

/** A message beside each field of a point that could not be a wave. */
export function pointErrors(problems: readonly FoundPlanProblem[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { problem, step } of problems) {
    const time = problem === 'outside-hours' || problem === 'clock-change-hour';
    const field =
      step === undefined ? (problem === 'no-invitation' ? 'i-after' : 'closes') : `${step}-${time ? 'at' : 'after'}`;
    errors[field] ??= problemWords[problem];
  }
  return errors;
}
