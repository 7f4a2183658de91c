// What did somebody type, and what is wrong with it? Shape is checked here by zod (requirement W1); a form that does not
// fit comes back with everything typed and an error beside each field (requirement A5).
import { z } from 'zod';

/** The message for each field that needs another look, in the order of the form. */
export type FieldErrors = Readonly<Record<string, string>>;
/** What was typed, by field; several values for a field that was ticked more than once. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

export type FormResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly typed: Typed }
  | { readonly ok: false; readonly errors: FieldErrors; readonly typed: Typed };

/** A text that an address may carry; left aside where it does not fit. */
export const inAddress = (most: number) => z.string().trim().max(most).optional().catch(undefined);

/** A form with fields that it does not have, or whose fields are not text: not made by our page. Answered with 400. */
export class NotOurForm extends Error {
  override readonly name = 'NotOurForm';
}

/** What was typed, without the form token. Throws NotOurForm for anything but text. */
export function typedIn(body: unknown): Typed {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new NotOurForm();
  const typed: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === '_csrf' || name === '__proto__') continue;
    if (typeof value === 'string') typed[name] = value;
    else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) typed[name] = value;
    else throw new NotOurForm();
  }
  return typed;
}

/** Reads a form of one button: it holds nothing but the form token. Throws NotOurForm for anything else. */
export function readButton(body: unknown): void {
  if (Object.keys(typedIn(body)).length > 0) throw new NotOurForm();
}

/** Reads a posted form through a strict schema; the schema's messages are what the person reads. */
export function readForm<Schema extends z.ZodType>(schema: Schema, body: unknown): FormResult<z.output<Schema>> {
  const typed = typedIn(body);
  const parsed = schema.safeParse(typed);
  if (parsed.success) return { ok: true, value: parsed.data, typed };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') throw new NotOurForm();
    const field = String(issue.path[0] ?? '');
    errors[field] ??= issue.message;
  }
  return { ok: false, errors, typed };
}
