// The tree of paths that projections and `$addFields` are compiled to, and how it is applied to a document: arrays on
// the way are entered, fields keep the document's order, computed ones follow in the order they were asked for.
import type { Expression, Scope } from '../aggregate/scope.js';
import { type Doc, type Value, copyOf, fieldOf, isDoc, setField } from '../bson/types.js';
import { DatabaseError } from '../errors.js';

/** What happens at the end of one path. `limit` changes an array that is kept; `undefined` drops the field. */
export type Leaf =
  | { readonly kind: 'include' }
  | { readonly kind: 'exclude' }
  | { readonly kind: 'compute'; readonly value: Expression }
  | {
      readonly kind: 'limit';
      readonly change: (list: readonly Value[], doc: Doc) => Value[] | undefined;
      readonly includes: boolean;
    };
export interface Branch {
  readonly kind: 'branch';
  readonly fields: Map<string, Node>;
}
type Node = Leaf | Branch;

export const newBranch = (): Branch => ({ kind: 'branch', fields: new Map() });

/** Puts a leaf at a path; two on one path, or one inside another, are refused. */
export function plant(root: Branch, path: string, leaf: Leaf): void {
  const parts = path.split('.');
  if (parts.some((part) => part === ''))
    throw new DatabaseError(40352, 'FieldPath cannot be constructed with an empty part');
  let at = root;
  for (const part of parts.slice(0, -1)) {
    const next = at.fields.get(part) ?? newBranch();
    if (next.kind !== 'branch') throw new DatabaseError(31249, `Path collision at ${path}`);
    at.fields.set(part, next);
    at = next;
  }
  const last = parts.at(-1) ?? '';
  if (at.fields.has(last)) throw new DatabaseError(31250, `Path collision at ${path}`);
  at.fields.set(last, leaf);
}

/** The fields that the tree keeps or computes. */
export function including(doc: Doc, branch: Branch, scope: Scope): Doc {
  const result: Doc = {};
  for (const field of Object.keys(doc)) {
    const node = branch.fields.get(field);
    if (!node || node.kind === 'compute') continue;
    const value = fieldOf(doc, field) ?? null;
    const kept =
      node.kind === 'branch'
        ? within(value, (inner) => including(inner, node, scope), false)
        : atLeaf(value, node, scope);
    if (kept !== undefined) setField(result, field, kept);
  }
  return computeFields(result, branch, scope, doc);
}

/** Everything but what the tree leaves out. */
export function excluding(doc: Doc, branch: Branch, scope: Scope): Doc {
  const result: Doc = {};
  for (const field of Object.keys(doc)) {
    const node = branch.fields.get(field);
    const value = fieldOf(doc, field) ?? null;
    if (!node) setField(result, field, value);
    else {
      const kept =
        node.kind === 'branch'
          ? within(value, (inner) => excluding(inner, node, scope), true)
          : atLeaf(value, node, scope);
      if (kept !== undefined) setField(result, field, kept);
    }
  }
  return result;
}

function atLeaf(value: Value, leaf: Leaf, scope: Scope): Value | undefined {
  if (leaf.kind === 'exclude' || leaf.kind === 'compute') return undefined;
  if (leaf.kind === 'include') return value;
  if (Array.isArray(value)) return leaf.change(value, scope.root);
  return leaf.includes ? undefined : value;
}

/** Goes into documents, through any arrays of them. `others`: whether values that are no documents stay. */
function within(value: Value, into: (doc: Doc) => Doc, others: boolean): Value | undefined {
  if (isDoc(value)) return into(value);
  if (!Array.isArray(value)) return others ? value : undefined;
  const list: Value[] = [];
  for (const element of value) {
    const kept = within(element, into, others);
    if (kept !== undefined) list.push(kept);
  }
  return list;
}

/** Sets the computed fields of a branch in `doc`, which is the caller's own copy; `from` is what it was made of. */
function computeFields(doc: Doc, branch: Branch, scope: Scope, from: Doc): Doc {
  for (const [field, node] of branch.fields) {
    if (node.kind === 'compute') {
      const value = node.value(scope);
      if (value === undefined) Reflect.deleteProperty(doc, field);
      else setField(doc, field, value);
    } else if (node.kind === 'branch' && hasComputed(node) && !Object.hasOwn(doc, field)) {
      const before = fieldOf(from, field);
      if (before === undefined || !Array.isArray(before)) setField(doc, field, computeFields({}, node, scope, {}));
    }
  }
  return doc;
}

const hasComputed = (branch: Branch): boolean =>
  [...branch.fields.values()].some((node) => node.kind === 'compute' || (node.kind === 'branch' && hasComputed(node)));

/** The whole document with the tree's computed fields set. */
export function adding(doc: Doc, branch: Branch, scope: Scope): Doc {
  const result = copyOf(doc);
  for (const [field, node] of branch.fields) {
    const before = fieldOf(result, field);
    const value =
      node.kind === 'compute' ? node.value(scope) : node.kind === 'branch' ? addingTo(before, node, scope) : before;
    if (value === undefined) Reflect.deleteProperty(result, field);
    else setField(result, field, value);
  }
  return result;
}

function addingTo(value: Value | undefined, branch: Branch, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((element) => addingTo(element, branch, scope));
  return adding(isDoc(value) ? value : {}, branch, scope);
}
