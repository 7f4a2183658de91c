// Runs an aggregation pipeline over a stream of documents. Stages are checked before the first document is read; those
// that need nothing else are pushed through together, `$lookup` and `$facet` stand between such runs.
// `$out` and `$merge` write, and belong to the server.
import { type Doc, type Value, firstField, isDoc } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import type { Emit, Flow, Operator, PipelineContext, Stage } from './flow.js';
import { lookupStage } from './lookup.js';
import { compileStage } from './stages.js';

/** @throws DatabaseError 40324 for a stage that is not served, before anything is read */
export function runPipeline(
  stages: readonly Value[],
  source: AsyncIterable<Doc>,
  context: PipelineContext,
): AsyncIterable<Doc> {
  return compilePipeline(stages)(source, context);
}

function compilePipeline(given: readonly Value[]): Flow {
  const stages = given.map((stage) => {
    if (isDoc(stage) && Object.keys(stage).length === 1) return stage;
    throw new DatabaseError(40323, 'A pipeline stage specification object must contain exactly one field.');
  });
  const flows: Flow[] = [];
  let run: Stage[] = [];
  const endRun = () => {
    if (run.length > 0) flows.push(pushThrough(run));
    run = [];
  };
  for (const [at, stage] of stages.entries()) {
    const name = firstField(stage);
    const argument = stage[name] ?? null;
    if (name === '$lookup' || name === '$facet') {
      endRun();
      flows.push(name === '$lookup' ? lookupStage(argument, compilePipeline) : facetStage(argument));
    } else run.push(compileStage(name, argument, stages.slice(at + 1, at + 3)));
  }
  endRun();
  return (source, context) => flows.reduce((documents, flow) => flow(documents, context), source);
}

function pushThrough(stages: readonly Stage[]): Flow {
  return async function* (source, context) {
    const ready: Doc[] = [];
    const { take, end } = chained(
      stages.map((stage) => stage(context)),
      (doc) => ready.push(doc),
    );
    let count = 0;
    for await (const doc of source) {
      count += 1;
      if (count % 256 === 0) context.checkTime();
      const more = take(doc);
      if (ready.length > 0) yield* ready.splice(0);
      if (!more) break;
    }
    end();
    context.checkTime();
    yield* ready;
  };
}

/** One function for the whole run: each operator hands what it makes to the next. */
function chained(operators: readonly Operator[], emit: Emit): { take: (doc: Doc) => boolean; end: () => void } {
  let next: { take: (doc: Doc) => boolean; end: () => void } = {
    take: (doc) => {
      emit(doc);
      return true;
    },
    end: () => undefined,
  };
  for (const operator of [...operators].reverse()) {
    const after = next;
    let open = true; // whether this operator and those after it still want documents
    const hand: Emit = (doc) => {
      if (open && !after.take(doc)) open = false;
    };
    next = {
      take: (doc) => open && operator.take(doc, hand) && open,
      end: () => {
        operator.end?.(hand);
        after.end();
      },
    };
  }
  return next;
}

/** Each named pipeline sees all documents; the answer is one document of arrays. */
function facetStage(argument: Value): Flow {
  if (!isDoc(argument) || firstField(argument) === '') {
    throw new DatabaseError(40169, 'the $facet specification must be a non-empty object');
  }
  const facets = Object.entries(argument).map(([name, stages]) => {
    if (!Array.isArray(stages)) throw new DatabaseError(40170, `arguments to $facet must be arrays, ${name} is not`);
    return { name, flow: compilePipeline(stages) };
  });
  return async function* (source, context) {
    const all: Doc[] = [];
    for await (const doc of source) all.push(doc);
    const result: Doc = {};
    for (const { name, flow } of facets) {
      const list: Doc[] = [];
      for await (const doc of flow(each(all), context)) list.push(doc);
      result[name] = list;
    }
    yield result;
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a list has to look like the stream that flows take
async function* each(docs: readonly Doc[]): AsyncIterable<Doc> {
  yield* docs;
}
