// What of a document is returned: `find`'s projection and the stages `$project`, `$unset` and `$addFields`, which share
// one tree of paths. Fields keep the document's order; computed ones follow ("Projection" and "$project" in the manual).
import { compileExpression } from '../aggregate/expression.js';
import type { Scope } from '../aggregate/scope.js';
import { isNumber, toNumber, wholeNumber } from '../bson/numbers.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { DatabaseError, badValue } from '../errors.js';
import { type Leaf, adding, excluding, including, newBranch, plant } from './field-tree.js';
import { type FilterContext, elementTest } from './match.js';
import { positionalFor } from './positional.js';

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

/** The top-level fields that a `find`'s inclusion keeps something of, and whether it keeps them whole; null for any other projection. */
export function inclusionOf(spec: Doc): { readonly fields: ReadonlySet<string>; readonly whole: boolean } | null {
  const fields = new Set<string>();
  let whole = true;
  for (const [path, value] of Object.entries(spec)) {
    if (typeof value !== 'boolean' && !isNumber(value)) return null;
    const kept = value === true || (value !== false && toNumber(value) !== 0);
    if (path === '_id' && !kept) continue;
    const [field = ''] = path.split('.');
    if (!kept || field === '' || path.includes('$')) return null;
    whole &&= field === path;
    fields.add(field);
  }
  if (fields.size === 0) return null; // without `_id`, and everything else
  return { fields: '_id' in spec ? fields : fields.add('_id'), whole };
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
