// How is a batch inserted so that inserting it again does no harm?
// Ids are repeatable; a duplicate key means "already done" and anything else is an error (reliability, "The pattern
// that replaces a transaction", line 2).
import { mongo, type Model } from 'mongoose';

const duplicateKey = 11_000;

/** Makes one write; gives `otherwise` when its unique key stands already. */
export async function unlessThere<Result>(write: () => Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === duplicateKey) return otherwise;
    throw error;
  }
}

/** Makes one insertion; false when its unique key stands already. */
export const insertOnce = (insert: () => PromiseLike<unknown>): Promise<boolean> =>
  unlessThere(async () => {
    await insert();
    return true;
  }, false);

/** The writes of a batch whose unique key stood already. Throws the error when anything else went wrong. */
export function duplicatesIn(error: unknown): readonly mongo.WriteError[] {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const errors: readonly mongo.WriteError[] = [error.writeErrors].flat();
  if (errors.some(({ code }) => code !== duplicateKey)) throw error;
  return errors;
}

/** Makes the writes of an unordered batch; gives the places of those that a unique key stopped, by far most often none. */
export async function placesTaken(write: () => Promise<unknown>): Promise<readonly number[]> {
  try {
    await write();
    return [];
  } catch (error) {
    return duplicatesIn(error).map(({ index }) => index);
  }
}

/** Inserts those whose _id is not there yet; gives the places of those that were there. */
export const insertNew = async <Document>(
  model: Model<Document>,
  documents: readonly Document[],
): Promise<readonly number[]> =>
  documents.length === 0 ? [] : placesTaken(() => model.insertMany([...documents], { ordered: false, lean: true }));

/**
 * Puts each in place unless something later stands there; again changes nothing.
 * @param put replaces what is earlier; `mayInsert`: also where nothing stands
 */
export async function putUnlessLater<Each>(
  all: readonly Each[],
  put: (some: readonly Each[], mayInsert: boolean) => Promise<unknown>,
): Promise<void> {
  if (all.length === 0) return;
  const taken = await placesTaken(() => put(all, true));
  // Another one stands there or came in between: an earlier one gives way, this one or a later one stays.
  const stopped = taken.flatMap((place) => all[place] ?? []);
  if (stopped.length > 0) await put(stopped, false);
}
