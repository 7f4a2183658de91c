// The order that a sort specification asks for. An array stands in an ascending sort by its smallest element, in a
// descending one by its largest; a missing value sorts as null, an empty array below it ("cursor.sort()" in the manual).
import { compareValues } from '../bson/compare.js';
import { wholeNumber } from '../bson/numbers.js';
import { isIndex, partsOf } from '../bson/paths.js';
import { type Doc, type Value, fieldOf, isDoc } from '../bson/types.js';
import { DatabaseError, badValue } from '../errors.js';

/** Negative when the first document comes first. */
export type DocOrder = (a: Doc, b: Doc) => number;

/** One field of a sort or an index: its path, and 1 or -1. */
export interface SortField {
  readonly path: string;
  readonly direction: 1 | -1;
}

/**
 * Reads a sort specification.
 * @throws DatabaseError 2 for anything but 1 and -1 (`$meta` included)
 */
export function sortFields(spec: Doc): SortField[] {
  return Object.entries(spec).map(([path, value]) => {
    if (isDoc(value)) throw badValue(`Illegal key in $sort specification: ${path}`);
    const direction = wholeNumber(value);
    if (direction !== 1 && direction !== -1) {
      throw new DatabaseError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    if (path === '' || path.split('.').some((part) => part === '' || part.startsWith('$'))) {
      throw badValue(`FieldPath field names may not be empty or start with '$': '${path}'`);
    }
    return { path, direction };
  });
}

/** The order of whole documents; 0 when all the named fields are equal. */
export function compileSort(spec: Doc): DocOrder {
  const fields = sortFields(spec).map(({ path, direction }) => ({ parts: partsOf(path), direction }));
  return (a, b) => {
    for (const { parts, direction } of fields) {
      const order = compareValues(sortValue(a, parts, direction), sortValue(b, parts, direction));
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

/** What the document sorts by at this path. `undefined` is an empty array, which comes before null. */
function sortValue(doc: Doc, parts: readonly string[], direction: 1 | -1): Value | undefined {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const value = Object.hasOwn(doc, only) ? doc[only] : null;
    if (!Array.isArray(value)) return value;
    return value.length === 0 ? undefined : value.reduce((best, each) => extreme(best, each, direction));
  }
  const seen: (Value | undefined)[] = [];
  collect(doc, parts, 0, seen);
  return seen.reduce((best, each) => (compareValues(each, best) * direction < 0 ? each : best));
}

/** The values a path leads to, as an index holds them: an element without the field counts as null, as in its keys. */
function collect(value: Value | undefined, parts: readonly string[], at: number, seen: (Value | undefined)[]): void {
  const part = parts[at];
  if (!Array.isArray(value)) {
    if (part === undefined) seen.push(value ?? null);
    else
      collect(isDoc(value) ? (fieldOf(value, part) ?? null) : null, parts, isDoc(value) ? at + 1 : parts.length, seen);
  } else if (part === undefined) {
    if (value.length === 0) seen.push(undefined);
    else seen.push(...value);
  } else if (isIndex(part)) collect(value[Number(part)], parts, at + 1, seen);
  else if (value.length === 0) seen.push(null);
  else for (const element of value) collect(isDoc(element) ? element : null, parts, at, seen);
}

function extreme(best: Value, each: Value, direction: 1 | -1): Value {
  return compareValues(each, best) * direction < 0 ? each : best;
}
