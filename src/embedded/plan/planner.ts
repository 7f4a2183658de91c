// Which way to the documents: by _id, by the index that narrows the search most, or through all of them. The longest
// equality prefix wins ($in counts as points), then a range behind it, then an order that saves sorting (decision R20);
// there are no statistics. Whatever is chosen, every document is tested again by the matcher.
import { typeRank } from '../bson/compare.js';
import { isNumber } from '../bson/numbers.js';
import { filterBounds, filterImplies, type Bound } from '../query/bounds.js';
import { holdsOperators } from '../query/match.js';
import { sortFields } from '../query/sort.js';
import { isDoc, type Doc, type Value } from '../bson/types.js';
import { badValue, DatabaseError } from '../errors.js';
import { encodeValue } from '../index-keys/encode.js';
import type { Collection, Index } from '../store/catalog.js';
import { prefixed } from '../store/records.js';
import { spanOfPrefix, spanOfRange, type Span } from './spans.js';

export interface Plan {
  /** EOF: there is no collection, hence nothing to look at. OR: one plan after another, each document once. */
  readonly stage: 'IDHACK' | 'COLLSCAN' | 'IXSCAN' | 'EOF' | 'OR';
  readonly branches?: readonly Plan[];
  readonly index?: Index;
  readonly indexName?: string;
  readonly spans: readonly Span[];
  readonly reverse: boolean;
  /** The documents come in the order asked for. */
  readonly sorted: boolean;
  /** One document may come twice. */
  readonly repeats: boolean;
  /** The keys between the bounds are the matches, one for one: nothing is left to test. */
  readonly exact: boolean;
  /** The order asked for comes about by merging the spans, each in order behind a beginning of so many bytes. */
  readonly merge?: readonly number[];
}

/** More streams than this are not merged: their documents are sorted. */
const MAX_MERGED = 64;

/** More combinations of $in points than this are left to the matcher. */
const MAX_POINTS = 10_000;

interface Source {
  readonly id: number;
  readonly index?: Index;
  readonly fields: Index['fields'];
  readonly multikey: boolean;
  readonly ordered: boolean;
}

interface Candidate {
  readonly plan: Plan;
  /** 0 when it is no better than looking at everything. */
  readonly score: number;
}

const idSource = (collection: Collection): Source => ({
  id: collection.id,
  fields: [{ path: '_id', parts: ['_id'], descending: false }],
  multikey: false,
  ordered: true,
});

const pointsOf = (bound: Bound | undefined): readonly Value[] | undefined =>
  bound?.eq !== undefined ? [bound.eq] : bound?.in;

/** The direction in which these fields give the order asked for, or undefined when they do not. */
const orderGiven = (fields: Source['fields'], fixed: number, sort: Doc): 'forward' | 'backward' | undefined => {
  const known = new Set(fields.slice(0, fixed).map((field) => field.path));
  const wanted = sortFields(sort).filter(({ path }) => !known.has(path));
  const rest = fields.slice(fixed);
  const along = wanted.map(({ path, direction }, place) =>
    rest[place]?.path === path ? rest[place].descending === (direction === -1) : undefined,
  );
  // Nothing can follow _id: it is unique already.
  const end = along.findIndex((_, place) => rest[place]?.path === '_id');
  const deciding = end < 0 ? along : along.slice(0, end + 1);
  if (deciding.every((same) => same === true)) return 'forward';
  return deciding.every((same) => same === false) ? 'backward' : undefined;
};

/** Whether bounds on these paths say everything the filter says. */
const saysAll = (filter: Doc, bounds: ReadonlyMap<string, Bound>, paths: ReadonlySet<string>): boolean =>
  Object.entries(filter).every(([path, operand]) => {
    const bound = bounds.get(path);
    if (bound === undefined || bound.loose === true || !paths.has(path)) return false;
    const { eq, in: points, low, high } = bound;
    const clauses = holdsOperators(operand) ? Object.keys(operand) : ['$eq'];
    const ends = [eq, points, low, high].filter((end) => end !== undefined).length;
    if (clauses.length !== ends || !clauses.every((clause) => /^\$(eq|in|gte?|lte?)$/.test(clause))) return false;
    if (low !== undefined && high !== undefined) return ends === 2 && typeRank(low.value) === typeRank(high.value);
    // NaN has a key below every number, but it is not less than anything.
    return ends === 1 && (high === undefined || !isNumber(high.value));
  });

/** Puts each point behind each prefix; undefined when that would be too many. */
const extend = (prefixes: readonly Buffer[], points: readonly Value[], descending: boolean): Buffer[] | undefined => {
  if (prefixes.length * points.length > MAX_POINTS) return undefined;
  const keys = points
    .map((point) => encodeValue(point, descending))
    .sort((a, b) => a.compare(b))
    .filter((key, place, all) => all[place - 1]?.equals(key) !== true);
  if (prefixes.length === 1 && prefixes[0]?.length === 0) return keys;
  return prefixes.flatMap((prefix) => keys.map((key) => Buffer.concat([prefix, key])));
};

const sortSpans = (spans: readonly Span[], reverse: boolean): Span[] => {
  const ordered = [...spans].sort((a, b) => Buffer.compare(a.start, b.start));
  const distinct = ordered.filter((span, place) => ordered[place - 1]?.start.equals(span.start) !== true);
  return reverse ? distinct.reverse() : distinct;
};

const candidate = (
  source: Source,
  filter: Doc,
  bounds: ReadonlyMap<string, Bound>,
  sort: Doc | undefined,
): Candidate => {
  const { fields, id, index, multikey } = source;
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let equal = 0;
  let range: Bound | undefined;
  let itself: Value | undefined;
  const used = new Set<string>();
  const several = new Set<string>();
  const answered = new Set<string>();
  for (const { path, parts, descending } of fields) {
    const bound = bounds.get(path);
    // Below one array, two demands may be met by two elements, which never stand in one key.
    if (bound === undefined || (multikey && used.has(parts[0] ?? ''))) break;
    const points = pointsOf(bound);
    const extended = points && extend(prefixes, points, descending);
    if (extended === undefined) {
      if (bound.low !== undefined || bound.high !== undefined) {
        range = bound;
        answered.add(path);
      } else if (bound.begins !== undefined) ({ itself, ...range } = bound.begins);
      break;
    }
    used.add(parts[0] ?? '');
    answered.add(path);
    prefixes = extended;
    if (points?.length !== 1) several.add(path);
    equal += 1;
  }
  if (range !== undefined && multikey && range.low !== undefined) range = { low: range.low };
  const single = several.size === 0;
  const whole = equal === fields.length;
  const descending = fields[equal]?.descending ?? false;
  const spans = prefixes.map((prefix) =>
    range === undefined ? spanOfPrefix(id, prefix, whole) : spanOfRange(id, prefix, range, descending),
  );
  if (itself !== undefined) {
    const alone = encodeValue(itself, descending);
    for (const prefix of prefixes)
      spans.push(spanOfPrefix(id, Buffer.concat([prefix, alone]), equal + 1 === fields.length));
  }
  const oneOrNone = single && whole && (index === undefined || index.options.unique === true);
  const ordered = source.ordered && !multikey && (single || (prefixes.length <= MAX_MERGED && itself === undefined));
  const orderly = ordered && sort !== undefined && !Object.keys(sort).some((path) => several.has(path));
  const order = orderly ? orderGiven(fields, equal, sort) : undefined;
  const sorted = sort === undefined || order !== undefined || (oneOrNone && !multikey);
  const reverse = order === 'backward';
  const narrows = range !== undefined || order !== undefined;
  const stage = index !== undefined || (equal === 0 && narrows) ? 'IXSCAN' : equal > 0 ? 'IDHACK' : 'COLLSCAN';
  const merit =
    (oneOrNone ? 100_000 : 0) + equal * 1_000 + (range === undefined ? 0 : 300) + (order === undefined ? 0 : 100);
  return {
    score: merit === 0 ? 0 : merit - fields.length, // between equals the narrower index
    plan: {
      stage,
      ...(index !== undefined && { index }),
      ...(stage !== 'COLLSCAN' && { indexName: index?.options.name ?? '_id_' }),
      spans: order !== undefined && !single ? spans : sortSpans(spans, reverse),
      ...(order !== undefined && !single && { merge: prefixes.map((prefix) => prefix.length + 4) }),
      reverse,
      sorted,
      repeats: multikey,
      exact: !multikey && source.ordered && saysAll(filter, bounds, answered),
    },
  };
};

/** Whether the index holds every document the filter can match. */
const holdsAll = (index: Index, filter: Doc, bounds: ReadonlyMap<string, Bound>): boolean => {
  const { partialFilterExpression, sparse } = index.options;
  if (partialFilterExpression !== undefined && !filterImplies(filter, partialFilterExpression)) return false;
  return sparse !== true || index.fields.some(({ path }) => bounds.get(path)?.exists === true);
};

const hinted = (collection: Collection, hint: Doc | string): Index | 'id' | 'natural' => {
  if (typeof hint !== 'string' && Object.keys(hint)[0] === '$natural') return 'natural';
  const shape = typeof hint === 'string' ? hint : JSON.stringify(hint);
  if (shape === '_id_' || shape === '{"_id":1}') return 'id';
  for (const index of collection.indexes.values()) {
    if (index.ready && (index.options.name === hint || JSON.stringify(index.options.key) === shape)) return index;
  }
  throw badValue('error processing query: hint provided does not correspond to an existing index');
};

const scanAll = (collection: Collection, filter: Doc): Plan => {
  const start = prefixed(collection.id);
  return {
    stage: 'COLLSCAN',
    spans: [{ start, end: prefixed(collection.id, Buffer.from([0xff])) }],
    reverse: false,
    sorted: false,
    repeats: false,
    exact: Object.keys(filter).length === 0,
  };
};

/** Chooses. `sort` is undefined when any order will do. @throws DatabaseError 2 for a hint that names no index */
export const plan = (collection: Collection | undefined, filter: Doc, sort?: Doc, hint?: Doc | string): Plan => {
  sortFields(sort ?? {}); // a wrong order is refused whether it is needed or not
  if (collection === undefined)
    return { stage: 'EOF', spans: [], reverse: false, sorted: true, repeats: false, exact: true };
  const bounds = filterBounds(filter);
  const wanted = sort !== undefined && Object.keys(sort).length > 0 ? sort : undefined;
  const sources = [idSource(collection)];
  const forced = hint === undefined ? undefined : hinted(collection, hint);
  if (forced === 'natural') return { ...scanAll(collection, filter), sorted: wanted === undefined };
  // At most one document has this _id: no index can narrow more, and none is weighed.
  const others = forced === undefined && bounds.get('_id')?.eq !== undefined ? [] : collection.indexes.values();
  for (const index of others) {
    if (forced !== undefined ? forced !== index : !index.ready || !holdsAll(index, filter, bounds)) continue;
    sources.push({ id: index.id, index, fields: index.fields, multikey: index.multikey, ordered: !index.cut });
  }
  if (forced !== undefined && forced !== 'id') sources.shift();
  let best: Candidate = { score: 0, plan: { ...scanAll(collection, filter), sorted: wanted === undefined } };
  for (const source of sources) {
    try {
      const next = candidate(source, filter, bounds, wanted);
      if (next.score > best.score || (forced !== undefined && next.plan.stage !== 'COLLSCAN')) best = next;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error; // a value that no index holds, such as a Decimal128
    }
  }
  return best.score === 0 && forced === undefined ? (alternatives(collection, filter, wanted) ?? best.plan) : best.plan;
};

/** `$or` whose every branch has an index of its own. */
const alternatives = (collection: Collection, filter: Doc, sort: Doc | undefined): Plan | undefined => {
  const { $or: given } = filter;
  const branches = (Array.isArray(given) ? given : []).filter(isDoc).map((branch) => plan(collection, branch));
  if (branches.length === 0 || branches.some(({ stage }) => stage === 'COLLSCAN')) return undefined;
  return { stage: 'OR', branches, spans: [], reverse: false, sorted: sort === undefined, repeats: true, exact: false };
};
