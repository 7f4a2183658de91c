// How a dotted path finds values in a document, arrays on the way included ("Query on Embedded Documents" and
// "Query an Array" in the manual): each array of documents is entered, and a number also means that element.
import { type Doc, type Value, fieldOf, isDoc } from './types.js';

/** Told each value the path leads to (`undefined` for a missing one); true ends the visit. */
export type Visit = (value: Value | undefined) => boolean;

export const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part);

/**
 * Visits what a filter's path leads to.
 * @param leaves also visit each element when the last value is an array (not for `$size`, `$elemMatch`)
 * @returns whether some visit answered true
 */
export function visitPath(doc: Doc, parts: readonly string[], leaves: boolean, visit: Visit, from = 0): boolean {
  let value: Value | undefined = doc;
  for (let at = from; at < parts.length; at += 1) {
    if (Array.isArray(value)) return visitList(value, parts, at, leaves, visit);
    if (!isDoc(value)) return visit(undefined);
    value = fieldOf(value, parts[at] ?? '');
    if (value === undefined) return visit(undefined);
  }
  if (leaves && Array.isArray(value) && value.some((element) => visit(element))) return true;
  return visit(value);
}

/** The path goes on inside a list: through each document in it, and through the element that the next part numbers. */
function visitList(
  list: readonly Value[],
  parts: readonly string[],
  at: number,
  leaves: boolean,
  visit: Visit,
): boolean {
  const part = parts[at] ?? '';
  const chosen = isIndex(part) ? Number(part) : -1;
  for (let index = 0; index < list.length; index += 1) {
    const element = list[index];
    if (isDoc(element) && visitPath(element, parts, leaves, visit, at)) return true;
    if (index !== chosen) continue;
    if (at === parts.length - 1) {
      if (visit(element)) return true;
    } else if (Array.isArray(element)) {
      if (visitList(element, parts, at + 1, leaves, visit)) return true;
    } else if (isDoc(element) && visitPath(element, parts, leaves, visit, at + 1)) return true;
  }
  return false;
}

/** The value at an expression's field path (`$a.b`): an array of the values found when arrays are on the way. */
export function valueAt(value: Value | undefined, parts: readonly string[], from = 0): Value | undefined {
  let current = value;
  for (let at = from; at < parts.length; at += 1) {
    if (Array.isArray(current)) {
      const found: Value[] = [];
      for (const element of current) {
        const inner = isDoc(element) ? valueAt(element, parts, at) : undefined;
        if (inner !== undefined) found.push(inner);
      }
      return found;
    }
    if (!isDoc(current)) return undefined;
    current = fieldOf(current, parts[at] ?? '');
  }
  return current;
}

const splits = new Map<string, readonly string[]>();

/** The path's parts; kept for the few hundred paths that an application uses. */
export function partsOf(path: string): readonly string[] {
  let parts = splits.get(path);
  if (!parts) {
    parts = path.split('.');
    if (splits.size > 2_000) splits.clear();
    splits.set(path, parts);
  }
  return parts;
}
