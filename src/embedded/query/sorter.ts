// Puts many things in order while they come, without a single long step and within MongoDB's limit of memory: in runs of
// some thousand, merged when they are asked for. Of a small limit only about twice that many are ever kept.
import { MEMORY_LIMIT, tooMuchMemory } from '../errors.js';

export interface Sorter<T> {
  /** @throws DatabaseError 292 when all that is kept weighs too much */
  add(item: T): void;
  /** The first `limit` in order; equal ones in the order they came. */
  results(): Iterable<T>;
}

/** Sorting so many takes a few milliseconds. */
const RUN = 2_000;

/** @param weigh the bytes an item keeps in memory, roughly */
export function sorterOf<T>(order: (a: T, b: T) => number, limit: number, weigh: (item: T) => number): Sorter<T> {
  const few = limit <= RUN;
  const most = few ? limit * 2 + 100 : RUN;
  const runs: T[][] = [];
  let run: T[] = [];
  let weight = 0;
  let last: T | undefined; // the worst that can still be among the first, once there are enough
  const endRun = (): void => {
    run.sort(order);
    if (!few) {
      runs.push(run);
      run = [];
      return;
    }
    run = run.slice(0, limit);
    if (run.length === limit) last = run.at(-1);
    weight = run.reduce((sum, item) => sum + weigh(item), 0);
  };
  return {
    add(item) {
      if (limit <= 0 || (last !== undefined && order(item, last) >= 0)) return;
      run.push(item);
      weight += weigh(item);
      if (weight > MEMORY_LIMIT) {
        if (few) endRun();
        if (weight > MEMORY_LIMIT) throw tooMuchMemory('Sort');
      }
      if (run.length >= most) endRun();
    },
    results() {
      endRun();
      return few ? run : firstOf(merged(runs, order), limit);
    },
  };
}

function* firstOf<T>(items: Iterable<T>, limit: number): Iterable<T> {
  let left = limit;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}

interface Head<T> {
  readonly run: readonly T[];
  readonly place: number;
  at: number;
  item: T;
}

/** All runs as one, by a heap of their first items. */
function* merged<T>(runs: readonly (readonly T[])[], order: (a: T, b: T) => number): Iterable<T> {
  const heap: Head<T>[] = [];
  const before = (a: Head<T>, b: Head<T>): boolean => (order(a.item, b.item) || a.place - b.place) < 0;
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      const head = heap[at];
      let [least, place] = [head, at];
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const other = heap[child];
        if (other !== undefined && least !== undefined && before(other, least)) [least, place] = [other, child];
      }
      if (place === at || head === undefined || least === undefined) return;
      heap[at] = least;
      heap[place] = head;
      at = place;
    }
  };
  for (const [place, run] of runs.entries()) {
    const [item] = run;
    if (item !== undefined) heap.push({ run, place, at: 0, item });
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(at);
  for (let [head] = heap; head !== undefined; [head] = heap) {
    yield head.item;
    head.at += 1;
    const next = head.run[head.at];
    if (next !== undefined) head.item = next;
    else {
      const end = heap.pop();
      if (end !== undefined && heap.length > 0) heap[0] = end;
    }
    sink(0);
  }
}
