// What of a document is returned: `find`'s projection and the stages `$project`, `$unset` and `$addFields`, which share
// one tree of paths. Fields keep the document's order; computed ones follow ("Projection" and "$project" in the manual).
import { compileExpression } from '../aggregate/expression.js';
import type { Expression, Scope } from '../aggregate/scope.js';
import { isNumber, toNumber, wholeNumber } from '../bson/numbers.js';
import { type Doc, type Value, copyOf, fieldOf, firstField, isDoc, setField } from '../bson/types.js';
import { DatabaseError, badValue } from '../errors.js';
import { type FilterContext, elementTest } from './match.js';
import { positionalFor } from './positional.js';

/** What happens at the end of one path. `limit` changes an array that is kept; `undefined` drops the field. */
type Leaf =
  | { readonly kind: 'include' }
  | { readonly kind: 'exclude' }
  | { readonly kind: 'compute'; readonly value: Expression }
  | {
      readonly kind: 'limit';
      readonly change: (list: readonly Value[], doc: Doc) => Value[] | undefined;
      readonly includes: boolean;
    };
interface Branch {
  readonly kind: 'branch';
  readonly fields: Map<string, Node>;
}
type Node = Leaf | Branch;

const newBranch = (): Branch => ({ kind: 'branch', fields: new Map() });

function plant(root: Branch, path: string, leaf: Leaf): void {
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

export interface ProjectionOptions {
  /** The query's filter: where positional `.$` finds its element. */
  readonly filter?: Doc;
  readonly context?: FilterContext;
}

/**
 * A `find` or `findAndModify` projection.
 * @throws DatabaseError 31253 or 31254 when inclusion and exclusion are mixed, 2 for an unknown operator
 */
export function compileProjection(spec: Doc, options: ProjectionOptions = {}): (doc: Doc) => Doc {
  const context = options.context ?? { now: new Date() };
  const project = compileTree(spec, (path, value) => findLeaf(path, value, options));
  return (doc) => project({ root: doc, now: context.now, variables: context.variables ?? {} });
}

/** The stage `$project`: its operators are all expressions. */
export function compileProjectStage(spec: Doc): (scope: Scope) => Doc {
  if (Object.keys(spec).length === 0)
    throw new DatabaseError(51272, 'projection specification must have at least one field');
  return compileTree(spec, () => undefined);
}

function compileTree(
  spec: Doc,
  special: (path: string, value: Value) => [string, Leaf] | undefined,
): (scope: Scope) => Doc {
  const root = newBranch();
  let id: boolean | undefined;
  let mode: 'include' | 'exclude' | undefined;
  const choose = (wanted: 'include' | 'exclude', path: string) => {
    if (mode !== undefined && mode !== wanted) {
      const code = mode === 'exclude' ? 31253 : 31254;
      const [doing, other] = wanted === 'include' ? ['inclusion', 'exclusion'] : ['exclusion', 'inclusion'];
      throw new DatabaseError(code, `Cannot do ${doing} on field ${path} in ${other} projection`);
    }
    mode = wanted;
  };
  const read = (prefix: string, fields: Doc) => {
    for (const [name, value] of Object.entries(fields)) {
      const path = prefix + name;
      if (isNumber(value) || typeof value === 'boolean') {
        const wanted = isNumber(value) ? toNumber(value) !== 0 : value;
        if (path === '_id') {
          id = wanted;
          continue;
        }
        if (path.endsWith('.$')) {
          const leaf = special(path, value);
          if (leaf) {
            choose('include', path);
            plant(root, ...leaf);
            continue;
          }
        }
        choose(wanted ? 'include' : 'exclude', path);
        plant(root, path, { kind: wanted ? 'include' : 'exclude' });
        continue;
      }
      const leaf = special(path, value);
      if (leaf) {
        if (leaf[1].kind === 'limit' && leaf[1].includes) choose('include', path);
        plant(root, ...leaf);
      } else if (isDoc(value) && !firstField(value).startsWith('$') && firstField(value) !== '')
        read(`${path}.`, value);
      else {
        choose('include', path);
        plant(root, path, { kind: 'compute', value: compileExpression(value) });
      }
    }
  };
  read('', spec);
  const kept = mode ?? (id === true ? 'include' : 'exclude');
  if (kept === 'include') {
    if (id !== false && !root.fields.has('_id')) root.fields.set('_id', { kind: 'include' });
    return (scope) => including(scope.root, root, scope);
  }
  if (id === false) root.fields.set('_id', { kind: 'exclude' });
  return (scope) => excluding(scope.root, root, scope);
}

/** `find`'s own forms: `$slice`, `$elemMatch` and positional `.$`. */
function findLeaf(path: string, value: Value, options: ProjectionOptions): [string, Leaf] | undefined {
  if (path.endsWith('.$')) {
    const array = path.slice(0, -2);
    const indexIn = positionalFor(options.filter ?? {}, options.context);
    const change = (list: readonly Value[], doc: Doc): Value[] => {
      const index = indexIn(doc, array);
      if (index === undefined)
        throw new DatabaseError(
          51246,
          "Executor error: positional operator '.$' couldn't find a matching element in the array",
        );
      return list.slice(index, index + 1);
    };
    return [array, { kind: 'limit', change, includes: true }];
  }
  if (!isDoc(value)) return undefined;
  const operator = firstField(value);
  const argument = value[operator] ?? null;
  if (operator === '$slice') return [path, { kind: 'limit', change: sliceBy(argument), includes: false }];
  if (operator === '$elemMatch') {
    const fits = elementTest(argument, options.context);
    const change = (list: readonly Value[]) => {
      const found = list.findIndex(fits);
      return found < 0 ? undefined : list.slice(found, found + 1);
    };
    return [path, { kind: 'limit', change, includes: true }];
  }
  return undefined;
}

function sliceBy(argument: Value): (list: readonly Value[]) => Value[] {
  const [first, second] = (Array.isArray(argument) ? argument : [argument]).map(wholeNumber);
  if (first === undefined) throw badValue('$slice needs a number, or an array of two');
  if (!Array.isArray(argument)) return (list) => (first < 0 ? list.slice(first) : list.slice(0, first));
  if (second === undefined || second <= 0) throw new DatabaseError(28724, '$slice limit must be positive');
  return (list) => {
    const start = first < 0 ? Math.max(0, list.length + first) : first;
    return list.slice(start, start + second);
  };
}

function including(doc: Doc, branch: Branch, scope: Scope): Doc {
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

function excluding(doc: Doc, branch: Branch, scope: Scope): Doc {
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

/** The stages `$addFields` and `$set`. The result is a new document; what it does not touch is shared with the old one. */
export function compileAddFields(spec: Doc): (scope: Scope) => Doc {
  const root = newBranch();
  const read = (prefix: string, fields: Doc) => {
    for (const [name, value] of Object.entries(fields)) {
      const path = prefix + name;
      if (name.startsWith('$')) throw new DatabaseError(16410, `FieldPath field names may not start with '$': ${path}`);
      if (isDoc(value) && !firstField(value).startsWith('$') && firstField(value) !== '') read(`${path}.`, value);
      else plant(root, path, { kind: 'compute', value: compileExpression(value) });
    }
  };
  read('', spec);
  return (scope) => adding(scope.root, root, scope);
}

function adding(doc: Doc, branch: Branch, scope: Scope): Doc {
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
