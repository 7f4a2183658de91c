// Positional signs in update paths: `.$` the element the filter matched, `.$[]` every element, `.$[id]` those that the
// array filter named `id` accepts. Turns such a path into concrete ones ("$[<identifier>]" in the manual).
import { type Doc, type Value, isDoc, typeName } from '../bson/types.js';
import { badValue, failedToParse } from '../errors.js';
import { compileFilter } from '../query/match.js';
import type { Positional } from '../query/positional.js';
import { placeOf } from './draft.js';

export interface ArrayFilters {
  /** Whether the element is one that `$[id]` stands for. */
  accepts(id: string, element: Value): boolean;
  /** Notes the identifiers of a path; one without a filter is refused. */
  markUsed(path: string, parts: readonly string[]): void;
  /** A filter that no path used is refused. */
  refuseUnused(): void;
}

export function compileArrayFilters(given: readonly Value[]): ArrayFilters {
  const filters = new Map<string, (element: Value) => boolean>();
  const used = new Set<string>();
  for (const filter of given) {
    if (!isDoc(filter)) throw failedToParse('arrayFilters must hold documents');
    const [id, ...others] = new Set(identifiersOf(filter));
    if (id === undefined)
      throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
    if (others.length > 0)
      throw failedToParse(
        `Error parsing array filter: Expected a single top-level field name, found '${id}' and '${others.join()}'`,
      );
    if (!/^[a-z][a-zA-Z0-9]*$/.test(id)) {
      throw badValue(
        `Error parsing array filter: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${id}'`,
      );
    }
    if (filters.has(id)) throw failedToParse(`Found multiple array filters with the same top-level field name ${id}`);
    const fits = compileFilter(filter);
    filters.set(id, (element) => fits({ [id]: element }));
  }
  return {
    accepts: (id, element) => filters.get(id)?.(element) === true,
    markUsed(path, parts) {
      for (const part of parts) {
        const id = identifierIn(part);
        if (id === undefined || id === '') continue;
        if (!filters.has(id)) throw badValue(`No array filter found for identifier '${id}' in path '${path}'`);
        used.add(id);
      }
    },
    refuseUnused() {
      for (const id of filters.keys()) {
        if (!used.has(id)) throw failedToParse(`The array filter for identifier '${id}' was not used in the update`);
      }
    },
  };
}

function identifiersOf(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([key, operand]) => {
    if (!key.startsWith('$')) return [key.split('.')[0] ?? ''];
    return Array.isArray(operand) ? operand.flatMap((branch) => (isDoc(branch) ? identifiersOf(branch) : [])) : [];
  });
}

/** The identifier of `$[id]`, '' for `$[]`, `undefined` for anything else. */
function identifierIn(part: string): string | undefined {
  return part.startsWith('$[') ? part.slice(2, -1) : undefined;
}

/** The concrete paths that a path with positional signs stands for in this document. */
export function expandPath(
  path: string,
  parts: readonly string[],
  root: Doc,
  original: Doc,
  filters: ArrayFilters,
  positional: Positional,
): readonly (readonly string[])[] {
  const sign = parts.findIndex((part) => part === '$' || part.startsWith('$['));
  if (sign < 0) return [parts];
  const [before, rest] = [parts.slice(0, sign), parts.slice(sign + 1)];
  const indexes = chosenIndexes(before, parts[sign] ?? '', root, original, filters, positional);
  return indexes.flatMap((index) =>
    expandPath(path, [...before, String(index), ...rest], root, original, filters, positional),
  );
}

function chosenIndexes(
  before: readonly string[],
  sign: string,
  root: Doc,
  original: Doc,
  filters: ArrayFilters,
  positional: Positional,
): number[] {
  const arrayPath = before.join('.');
  if (sign === '$') {
    const index = positional(original, arrayPath);
    if (index === undefined) throw badValue('The positional operator did not find the match needed from the query.');
    return [index];
  }
  const list = placeOf(root, before).value;
  if (list === undefined)
    throw badValue(`The path '${arrayPath}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(list))
    throw badValue(`Cannot apply array updates to non-array element ${arrayPath}: ${typeName(list)}`);
  const id = identifierIn(sign) ?? '';
  return [...list.keys()].filter((index) => id === '' || filters.accepts(id, list[index] ?? null));
}
