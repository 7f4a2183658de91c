// Runs an aggregation pipeline over a stream of documents. Stages are checked before the first document is read; those
// that need nothing else are pushed through together, `$lookup` and `$facet` stand between such runs.
// `$out` and `$merge` write, and belong to the server.
import { type Doc, type Value, firstField, isDoc, weightOf } from '../bson/types.js';
import { DatabaseError, MEMORY_LIMIT, tooMuchMemory } from '../errors.js';
import type { Emit, Flow, Operator, PipelineContext, Stage, Stream } from './flow.js';
import { lookupStage } from './lookup.js';
import { compileStage } from './stages.js';

/** @throws DatabaseError 40324 for a stage that is not served, before anything is read */
export function runPipeline(stages: readonly Value[], source: Stream, context: PipelineContext): Stream {
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
    let ready: Doc[] = [];
    const { take, end } = chained(
      stages.map((stage) => stage(context)),
      (doc) => ready.push(doc),
    );
    const handOut = (): Doc[] => {
      const batch = ready;
      ready = [];
      return batch;
    };
    let more = true;
    for await (const docs of source) {
      for (const doc of docs) if (more) more = take(doc);
      await context.checkTime();
      if (ready.length > 0) yield handOut();
      if (!more) break;
    }
    const steps = end()[Symbol.iterator]();
    for (let step = 1; steps.next().done !== true; step += 1) {
      if (step % BATCH > 0) continue;
      await context.checkTime();
      if (ready.length > 0) yield handOut();
    }
    await context.checkTime();
    if (ready.length > 0) yield handOut();
  };
}

/** Documents between two looks at the clock. */
const BATCH = 128;

interface Link {
  readonly take: (doc: Doc) => boolean;
  readonly end: () => Iterable<unknown>;
}

/** One function for the whole run: each operator hands what it makes to the next. */
function chained(operators: readonly Operator[], emit: Emit): Link {
  let next: Link = {
    take: (doc) => {
      emit(doc);
      return true;
    },
    end: () => [],
  };
  for (const operator of [...operators].reverse()) {
    const after = next;
    let open = true; // whether this operator and those after it still want documents
    const hand: Emit = (doc) => {
      if (open && !after.take(doc)) open = false;
    };
    next = {
      take: (doc) => open && operator.take(doc, hand) && open,
      *end() {
        for (const doc of operator.end?.() ?? []) {
          hand(doc);
          yield;
          if (!open) break;
        }
        yield* after.end();
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
    const all: (readonly Doc[])[] = [];
    let weight = 0;
    for await (const docs of source) {
      all.push(docs);
      weight += docs.reduce((sum, doc) => sum + weightOf(doc), 0);
      if (weight > MEMORY_LIMIT) throw tooMuchMemory('$facet');
    }
    const result: Doc = {};
    for (const { name, flow } of facets) {
      const list: Doc[] = [];
      for await (const docs of flow(each(all), context)) list.push(...docs);
      result[name] = list;
    }
    yield [result];
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a list has to look like the stream that flows take
async function* each(batches: readonly (readonly Doc[])[]): Stream {
  yield* batches;
}
