// The shapes of a pipeline at work: stages that documents are pushed through, and streams between them.
import type { Doc } from '../bson/types.js';
import type { Variables } from './scope.js';

export type Emit = (doc: Doc) => void;

/** One stage at work. `take` answers false when it wants no more documents; `end` gives what it has kept, one by one. */
export interface Operator {
  take(doc: Doc, emit: Emit): boolean;
  end?(): Iterable<Doc>;
}

/** What stages may read besides the documents. */
export interface StageContext {
  readonly now: Date;
  readonly variables?: Variables;
}

/** A stage, checked; each run asks for an operator of its own. */
export type Stage = (context: StageContext) => Operator;

/** Where joined documents come from. */
export interface JoinSource {
  /** The documents of a collection of the same database that satisfy the filter. */
  lookup(collection: string, filter: Doc): Stream;
}

export interface PipelineContext extends StageContext, JoinSource {
  /** Throws when the command's time is up, and lets others in; asked every few hundred documents. */
  checkTime(): void | Promise<void>;
}

/** Documents, some hundred at a time. */
export type Stream = AsyncIterable<readonly Doc[]>;

/** A part of the pipeline: documents in, documents out. */
export type Flow = (source: Stream, context: PipelineContext) => Stream;
