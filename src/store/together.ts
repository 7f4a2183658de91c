// What many visitors ask of the database in the same turn of the event loop goes there as one command: a hundred at once cost
// a few commands, not hundreds. Each goes out after it was asked for, so a read sees every write that was acknowledged before;
// nothing is kept.
import DataLoader from 'dataloader';

const mostAtOnce = 100; // what a cursor gives in its first answer

/**
 * Does one of a kind, together with the others that are asked for meanwhile.
 * @param all does them at once and gives what came of each, in the same order
 */
export function together<Asked, Result>(
  all: (asked: readonly Asked[]) => Promise<readonly Result[]>,
): (asked: Asked) => Promise<Result> {
  const loader = new DataLoader<Asked, Result>(all, {
    ...{ cache: false, maxBatchSize: mostAtOnce, batchScheduleFn: (send) => void setImmediate(send) },
  });
  return (asked) => loader.load(asked);
}

/**
 * One document by its id, or null.
 * @param findMany gives those of the ids that there are
 */
export const readTogether = <Id, Found>(
  findMany: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, Found>>,
): ((id: Id) => Promise<Found | null>) =>
  together(async (ids) => {
    const found = await findMany([...new Set(ids)]);
    return ids.map((id) => found.get(id) ?? null);
  });
