// Applies an update to one document: operators, a replacement, or a pipeline ("Update Operators" and "Updates with
// Aggregation Pipeline" in the manual). Fields are treated in the order of their paths, as MongoDB 5 and later do.
// `_id` never changes (code 66); two operators on one path are refused (code 40).
import type { Variables } from '../aggregate/scope.js';
import { compareText, equalValues, identicalValues } from '../bson/compare.js';
import { isIndex } from '../bson/paths.js';
import { type Doc, type Value, firstField, isDoc, setField, typeName } from '../bson/types.js';
import { DatabaseError, dollarPrefixed, failedToParse, immutableField, updateConflict } from '../errors.js';
import { type FilterContext } from '../query/match.js';
import { type Positional, positionalFor } from '../query/positional.js';
import { type ArrayFilters, compileArrayFilters, expandPath } from './array-filters.js';
import type { Change } from './change.js';
import { type Draft, draftOf, placeOf, put } from './draft.js';
import { changes } from './operators.js';
import { compilePipelineUpdate } from './pipeline.js';

export interface UpdateOptions {
  /** The filter that found the document: where positional `.$` finds its element. */
  readonly filter?: Doc;
  readonly arrayFilters?: readonly Value[];
  /** The document is the seed of an upsert: `$setOnInsert` applies. */
  readonly isUpsertInsert?: boolean;
  /** The database's clock: `$$NOW`, `$currentDate`. */
  readonly now: Date;
  /** `let` variables, for the pipeline form. */
  readonly variables?: Variables;
}

/** Gives the new document, or the very same object when nothing changed. */
export type Updater = (doc: Doc) => Doc;

/** Whether the update is a whole document rather than operators or a pipeline. */
export function isReplacement(update: Doc | readonly Value[]): update is Doc {
  return !isPipeline(update) && !firstField(update).startsWith('$');
}

const isPipeline = (update: Doc | readonly Value[]): update is readonly Value[] => Array.isArray(update);

/** Compiles an update once, for as many documents as it meets. */
export function compileUpdate(update: Doc | readonly Value[], options: UpdateOptions): Updater {
  if (options.arrayFilters?.length && (isPipeline(update) || isReplacement(update))) {
    throw failedToParse('Cannot specify arrayFilters with a replacement or a pipeline');
  }
  if (isPipeline(update)) {
    const run = compilePipelineUpdate(update, options);
    return (doc) => keepingId(doc, run(doc));
  }
  if (isReplacement(update)) {
    for (const name of Object.keys(update)) {
      if (name.startsWith('$'))
        throw dollarPrefixed(
          `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in a replacement document.`,
        );
    }
    return (doc) => keepingId(doc, update);
  }
  return compileOperators(update, options);
}

/** A document that takes another's place: `_id` stays, first; a different one is refused. */
function keepingId(before: Doc, after: Doc): Doc {
  const id = before['_id'];
  const given = after['_id'];
  if (id !== undefined && given !== undefined && !equalValues(id, given)) throw changedId();
  const result: Doc = {};
  const kept = id ?? given;
  if (kept !== undefined) result['_id'] = kept;
  for (const [name, value] of Object.entries(after)) if (name !== '_id') setField(result, name, value);
  return identicalValues(before, result) ? before : result;
}

const changedId = () => immutableField("Performing an update on the path '_id' would modify the immutable field '_id'");

/** One operator on one path, `$` signs still in it. */
interface Step {
  readonly path: string;
  readonly parts: readonly string[];
  readonly change: Change;
}

function compileOperators(update: Doc, options: UpdateOptions): Updater {
  const filters = compileArrayFilters(options.arrayFilters ?? []);
  const steps = stepsOf(update, options);
  refuseConflicts(steps);
  for (const { path, parts } of steps) filters.markUsed(path, parts);
  filters.refuseUnused();
  const context: FilterContext = { now: options.now };
  const positional = positionalFor(options.filter ?? {}, context);
  return (doc) => {
    const draft = draftOf(doc);
    for (const step of steps) applyStep(draft, doc, step, filters, positional);
    if (!draft.changed) return doc;
    const id = doc['_id'];
    if (id !== undefined && !(Object.hasOwn(draft.root, '_id') && equalValues(id, draft.root['_id'])))
      throw changedId();
    return identicalValues(doc, draft.root) ? doc : draft.root;
  };
}

function applyStep(draft: Draft, original: Doc, step: Step, filters: ArrayFilters, positional: Positional): void {
  for (const parts of expandPath(step.path, step.parts, draft.root, original, filters, positional)) {
    const { from, creates, next } = step.change;
    if (from) {
      moveField(draft, from, parts);
      continue;
    }
    const place = placeOf(draft.root, parts);
    if (place.value === undefined && !creates) continue;
    put(draft, parts, next(place.value, step.path, draft.root));
  }
}

/** `$rename`: the old field goes, the new one takes its value. */
function moveField(draft: Draft, from: readonly string[], to: readonly string[]): void {
  for (const parts of [from, to]) {
    for (let length = 1; length < parts.length; length += 1) {
      if (Array.isArray(placeOf(draft.root, parts.slice(0, length)).value)) {
        throw new DatabaseError(2, `The field of a $rename cannot be an array element, '${parts.join('.')}'`);
      }
    }
  }
  const { value } = placeOf(draft.root, from);
  if (value === undefined) return;
  put(draft, from, undefined);
  put(draft, to, undefined); // an existing target is replaced, and stands at the end
  put(draft, to, value);
}

function stepsOf(update: Doc, options: UpdateOptions): Step[] {
  const steps: Step[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    const compile = Object.hasOwn(changes, operator) ? changes[operator] : undefined;
    if (!compile) {
      throw failedToParse(
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDoc(fields)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ...}`,
      );
    }
    for (const [path, operand] of Object.entries(fields)) {
      const parts = checkedParts(path);
      const change = compile(operand, path, { now: options.now });
      if (operator === '$setOnInsert' && !options.isUpsertInsert) continue;
      if (change.from) steps.push({ path, parts: change.from, change: { creates: false, next: (value) => value } });
      steps.push({ path: change.to ?? path, parts: change.to ? checkedParts(change.to) : parts, change });
    }
  }
  return steps.sort((a, b) => comparePaths(a.parts, b.parts));
}

function checkedParts(path: string): readonly string[] {
  const parts = path.split('.');
  for (const part of parts) {
    if (part === '')
      throw new DatabaseError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    if (part.startsWith('$') && part !== '$' && !/^\$\[[^\]]*\]$/.test(part)) {
      throw dollarPrefixed(
        `The dollar ($) prefixed field '${part}' in '${path}' is not allowed in the context of an update.`,
      );
    }
  }
  if (parts[0]?.startsWith('$')) {
    throw new DatabaseError(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  }
  return parts;
}

/** Part by part: numbers by worth and before names, names by their bytes. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (isIndex(part) && isIndex(other)) return Number(part) - Number(other);
    return compareText(part, other);
  }
  return a.length - b.length;
}

/** One path may be changed once, and not together with a path inside it. */
function refuseConflicts(steps: readonly Step[]): void {
  const taken = new Set<string>();
  const above = new Set<string>();
  for (const { parts } of steps) {
    const path = parts.join('.');
    let conflict = taken.has(path) || above.has(path);
    for (let length = 1; length < parts.length; length += 1) {
      const prefix = parts.slice(0, length).join('.');
      conflict ||= taken.has(prefix);
      above.add(prefix);
    }
    if (conflict) throw updateConflict(`Updating the path '${path}' would create a conflict at '${path}'`);
    taken.add(path);
  }
}
