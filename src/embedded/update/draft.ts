// A document being changed: the original is never touched, and only the containers on changed paths are copied.
// Paths here are concrete: field names and element numbers, no positional signs.
import { isIndex } from '../bson/paths.js';
import { identicalValues } from '../bson/compare.js';
import { type Doc, type Value, copyOf, fieldOf, isDoc, setField, typeName } from '../bson/types.js';
import { badValue, pathNotViable } from '../errors.js';

export interface Draft {
  root: Doc;
  changed: boolean;
  /** Containers made for this draft, which may be written to. */
  readonly own: Set<object>;
}

export const draftOf = (doc: Doc): Draft => ({ root: doc, changed: false, own: new Set() });

/** How far a path can be followed: its value, and why it could not be created if it is blocked by something else. */
export interface Place {
  readonly value: Value | undefined;
  readonly blocked?: string;
}

export function placeOf(root: Doc, parts: readonly string[]): Place {
  let value: Value | undefined = root;
  for (const [at, part] of parts.entries()) {
    if (value === undefined) return { value };
    if (isDoc(value)) value = fieldOf(value, part);
    else if (Array.isArray(value) && isIndex(part)) value = value[Number(part)];
    else {
      const element = `{${parts[at - 1] ?? ''}: ${typeName(value)}}`;
      return { value: undefined, blocked: `Cannot create field '${part}' in element ${element}` };
    }
  }
  return { value };
}

/**
 * Sets the value at a path, or removes it for `undefined` (an array's element becomes null), unless that changes no byte.
 * @throws DatabaseError 28 when a scalar or a list without that number stands in the way of a new field
 */
export function put(draft: Draft, parts: readonly string[], value: Value | undefined): void {
  const place = placeOf(draft.root, parts);
  if (value === undefined ? place.value === undefined : identicalValues(place.value, value)) return;
  if (place.blocked) throw pathNotViable(place.blocked);
  draft.root = replaced(draft, draft.root, parts, 0, value) as Doc;
  draft.changed = true;
}

const furthestPad = 1_500_000; // MongoDB's limit for elements added at once by writing far behind the end

function replaced(
  draft: Draft,
  container: Value | undefined,
  parts: readonly string[],
  at: number,
  value: Value | undefined,
): Value {
  const part = parts[at] ?? '';
  const last = at === parts.length - 1;
  if (Array.isArray(container)) {
    const list = owned(draft, container, (old) => [...old]);
    const index = Number(part);
    if (index - list.length > furthestPad) throw badValue(`can't backfill more than ${furthestPad} elements`);
    while (list.length < index) list.push(null);
    list[index] = last ? (value ?? null) : replaced(draft, list[index], parts, at + 1, value);
    return list;
  }
  const doc = owned(draft, isDoc(container) ? container : {}, copyOf);
  if (!last) setField(doc, part, replaced(draft, fieldOf(doc, part), parts, at + 1, value));
  else if (value === undefined) Reflect.deleteProperty(doc, part);
  else setField(doc, part, value);
  return doc;
}

function owned<T extends object>(draft: Draft, container: T, copy: (old: T) => T): T {
  if (draft.own.has(container)) return container;
  const made = copy(container);
  draft.own.add(made);
  return made;
}
