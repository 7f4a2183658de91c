// What an update operator is to the rest of the updater: the value at its path afterwards, given the one before.
import type { Doc, Value } from '../bson/types.js';

/** What one operator does at one path. */
export interface Change {
  /** Whether a missing path is created; otherwise it is left alone. */
  readonly creates: boolean;
  /** The value afterwards; `undefined` removes the field. */
  readonly next: (before: Value | undefined, path: string, doc: Doc) => Value | undefined;
  /** `$rename` only: the path that the value is taken from, and the one it goes to. */
  readonly from?: readonly string[];
  readonly to?: string;
}

export type CompileChange = (operand: Value, path: string, clock: { readonly now: Date }) => Change;
