// How do several connections share one write?
// What is asked within a short time is done in one go, and each asker gets the same answer (decision R5: connections that
// wait after 354 are grouped for at most 2 ms).

/** Collects items for `waitMs` and runs them together; each caller gets what `run` gave for its group. */
export function grouped<Item, Result>(
  waitMs: number,
  run: (items: readonly Item[]) => Promise<Result>,
): (item: Item) => Promise<Result> {
  let items: Item[] = [];
  let running: Promise<Result> | null = null;
  return (item) => {
    items.push(item);
    running ??= new Promise((resolve) => setTimeout(resolve, waitMs)).then(() => {
      const group = items;
      items = [];
      running = null;
      return run(group);
    });
    return running;
  };
}
