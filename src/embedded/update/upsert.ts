// The document that an upsert starts from: the fields that the filter fixes to one value ("upsert" on the manual's page
// of update). Equality clauses count, also in `$and`, single-member `$in`, `$all` and `$or`; ranges and the rest do not.
import { equalValues } from '../bson/compare.js';
import { BSONRegExp, ObjectId } from 'bson';
import { type Doc, type Value, isDoc } from '../bson/types.js';
import { notSingleValue } from '../errors.js';
import { holdsOperators } from '../query/match.js';
import { draftOf, placeOf, put } from '../update/draft.js';
import { type UpdateOptions, compileUpdate, isReplacement } from './update.js';

/** The seed, without `_id` unless the filter fixes it. */
export function seedFromFilter(filter: Doc): Doc {
  const fixed = new Map<string, Value>();
  gather(filter, fixed);
  const draft = draftOf({});
  for (const [path, value] of fixed) {
    const parts = path.split('.');
    for (let length = 1; length < parts.length; length += 1) {
      if (fixed.has(parts.slice(0, length).join('.'))) throw twice(path);
    }
    if (placeOf(draft.root, parts).value !== undefined) throw twice(path);
    put(draft, parts, value);
  }
  return draft.root;
}

const twice = (path: string) => notSingleValue(`cannot infer query fields to set, path '${path}' is matched twice`);

function gather(filter: Doc, fixed: Map<string, Value>): void {
  const fix = (path: string, value: Value) => {
    const before = fixed.get(path);
    if (before !== undefined && !equalValues(before, value)) throw twice(path);
    fixed.set(path, value);
  };
  for (const [key, operand] of Object.entries(filter)) {
    if (key === '$and' || key === '$or') {
      const branches = Array.isArray(operand) ? operand.filter(isDoc) : [];
      if (key === '$and' || branches.length === 1) for (const branch of branches) gather(branch, fixed);
    }
    if (key.startsWith('$') || operand instanceof BSONRegExp) continue;
    if (!holdsOperators(operand)) {
      fix(key, operand);
      continue;
    }
    for (const [operator, argument] of Object.entries(operand)) {
      const only = Array.isArray(argument) && argument.length === 1 ? argument[0] : undefined;
      if (operator === '$eq') fix(key, argument);
      else if (
        (operator === '$in' || operator === '$all') &&
        only !== undefined &&
        !(only instanceof BSONRegExp) &&
        !holdsOperators(only)
      ) {
        fix(key, only);
      }
    }
  }
}

/** The whole document that an upsert inserts when nothing matched; `_id` first, made here if nothing fixed it. */
export function upsertDocument(filter: Doc, update: Doc | readonly Value[], options: UpdateOptions): Doc {
  const seed = seedFromFilter(filter);
  const start: Doc = !isReplacement(update) ? seed : seed['_id'] === undefined ? {} : { _id: seed['_id'] };
  const { _id = new ObjectId(), ...fields } = compileUpdate(update, { ...options, isUpsertInsert: true })(start);
  return { _id, ...fields };
}
