// What forms of kept things have in common: texts with their limits, days, versions, and the answer to who comes second.
import type { Response } from 'express';
import { z } from 'zod';
import { parseLocalDate } from '../../../domain/calendar/local-date.js';
import { longestText } from '../../../domain/insight/kept-change.js';
import { NotOurForm, type FieldErrors, type Typed } from '../../form.js';
import { format } from '../../format.js';

/** A text that must be there. */
export const needs = (message: string, most: number = longestText) =>
  z
    .string(message)
    .trim()
    .min(1, message)
    .max(most, `Use at most ${format.number(most)} characters`);

/** A text that may be left out. */
export const may = z
  .string()
  .trim()
  .max(longestText, `Use at most ${format.number(longestText)} characters`);

export const version = z.string().regex(/^\d{1,6}$/);

/** A day, as `2027-03-31`. */
export const day = (message: string) =>
  z.string(message).transform((value, context) => {
    const date = parseLocalDate(value.trim());
    if (date !== null) return date;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A year of leaving, as `2027`. */
export const leavingYear = z
  .string('Enter the year, for example 2027')
  .trim()
  .regex(/^20\d\d$/, 'Enter the year, for example 2027')
  .transform(Number);

/** Boxes that were ticked, as a list. */
export const ticked = <T extends readonly [string, ...string[]]>(of: T, message: string) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? [value] : (value ?? [])),
    z.array(z.enum(of)).min(1, message).max(of.length),
  );

/** What a page shows again after a form that could not be taken. */
export interface Again {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
}

/** The page again with what is wrong; a form without its act or version was not made by our page. */
export function again(res: Response, form: { readonly errors: FieldErrors; readonly typed: Typed }): Again {
  if (form.errors['act'] !== undefined || form.errors['version'] !== undefined) throw new NotOurForm();
  res.status(422);
  return form;
}

/** The page again after a refusal: 409 where somebody else was first. */
export function refused(res: Response, field: string, message: string, typed: Typed, late = false): Again {
  res.status(late ? 409 : 422);
  return { errors: { [field]: message }, typed };
}
