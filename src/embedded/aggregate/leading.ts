// What of a pipeline the server may do by index before documents are decoded: the filter, order and window that its
// first stages ask for, and which fields the rest will read.
import { wholeNumber } from '../bson/numbers.js';
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';

export interface Leading {
  /** All `$match` at the front, joined. */
  readonly filter: Doc;
  readonly sort?: Doc;
  readonly skip?: number;
  readonly limit?: number;
  /** The stages that remain to be run. */
  readonly rest: readonly Value[];
}

/**
 * Takes `$match`, then one `$sort`, then one `$skip` and `$limit` off the front, in this order only.
 * Done by `find` with the same filter, sort, skip and limit they give the same documents.
 * @param options.only take `$match` only, and only without `$expr`, which may read variables of a `let`
 */
export function leadingMatch(stages: readonly Value[], options: { readonly only?: '$match' } = {}): Leading {
  const filters: Doc[] = [];
  let at = 0;
  const argumentOf = (name: string): Value | undefined => {
    const stage = stages[at];
    return isDoc(stage) && firstField(stage) === name && Object.keys(stage).length === 1 ? stage[name] : undefined;
  };
  for (let match = argumentOf('$match'); isDoc(match); match = argumentOf('$match')) {
    if (options.only && readsVariables(match)) break;
    filters.push(match);
    at += 1;
  }
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  if (options.only) return { filter, rest: stages.slice(at) };
  const sort = argumentOf('$sort');
  if (isDoc(sort) && firstField(sort) !== '') at += 1;
  const skip = wholeNumber(argumentOf('$skip'));
  if (skip !== undefined && skip >= 0) at += 1;
  const limit = wholeNumber(argumentOf('$limit'));
  if (limit !== undefined && limit > 0) at += 1;
  return {
    filter,
    ...(isDoc(sort) && firstField(sort) !== '' ? { sort } : {}),
    ...(skip !== undefined && skip >= 0 ? { skip } : {}),
    ...(limit !== undefined && limit > 0 ? { limit } : {}),
    rest: stages.slice(at),
  };
}

function readsVariables(filter: Doc): boolean {
  return Object.entries(filter).some(
    ([key, operand]) =>
      key === '$expr' || (Array.isArray(operand) && operand.some((branch) => isDoc(branch) && readsVariables(branch))),
  );
}

/**
 * The top-level fields that a pipeline reads when its first stage groups or counts, so that only these need decoding;
 * `null` when any field may be read.
 */
export function fieldsRead(stages: readonly Value[]): Set<string> | null {
  const [first] = stages;
  if (!isDoc(first)) return null;
  const name = firstField(first);
  if (name === '$count') return new Set();
  if (name !== '$group') return null;
  const fields = new Set<string>();
  return collect(first[name] ?? null, fields) ? fields : null;
}

/** Adds the fields an expression reads; false when it reads the whole document. */
function collect(spec: Value, fields: Set<string>): boolean {
  if (typeof spec === 'string') {
    if (/^\$\$(ROOT|CURRENT)/.test(spec)) return false;
    if (/^\$[^$]/.test(spec)) fields.add(spec.slice(1).split('.')[0] ?? '');
    return true;
  }
  if (Array.isArray(spec)) return spec.every((each) => collect(each, fields));
  return !isDoc(spec) || Object.values(spec).every((each) => collect(each, fields));
}
