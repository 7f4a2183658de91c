// The shapes that the parts of the expression evaluator share.
import { isNumber, toNumber } from '../bson/numbers.js';
import type { Doc, Value } from '../bson/types.js';

/** Values by name, of a command's `let` and of the forms around an expression; `undefined` is a missing value. */
export type Variables = Readonly<Record<string, Value | undefined>>;

/** What an expression may read. */
export interface Scope {
  readonly root: Doc;
  readonly now: Date;
  readonly variables: Variables;
}

/** Gives the expression's value for a scope; `undefined` when it is missing. */
export type Expression = (scope: Scope) => Value | undefined;

/** Turns a specification into an expression; handed to the forms, which compile their own parts. */
export type Compile = (spec: Value) => Expression;

/** False for false, null, missing and any zero; true for all else. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !(isNumber(value) && toNumber(value) === 0);
}

export const isNothing = (value: Value | undefined): value is null | undefined => value === undefined || value === null;
