// How is a batch inserted so that inserting it again does no harm?
// Ids are repeatable; a duplicate key means "already done" and anything else is an error (reliability, "The pattern
// that replaces a transaction", line 2).
import { mongo, type Model } from 'mongoose';

const duplicateKey = 11_000;

/** Makes one insertion; false when its unique key stands already. */
export async function insertOnce(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === duplicateKey) return false;
    throw error;
  }
}

/** Makes the writes of an unordered batch; gives the places of those that a unique key stopped, by far most often none. */
export async function placesTaken(write: () => Promise<unknown>): Promise<readonly number[]> {
  try {
    await write();
    return [];
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    const errors: readonly mongo.WriteError[] = [error.writeErrors].flat();
    if (errors.some((each) => each.code !== duplicateKey)) throw error;
    return errors.map(({ index }) => index);
  }
}

/** Inserts those whose _id is not there yet; gives the places of those that were there. */
export const insertNew = async <Document>(
  model: Model<Document>,
  documents: readonly Document[],
): Promise<readonly number[]> =>
  documents.length === 0 ? [] : placesTaken(() => model.insertMany([...documents], { ordered: false, lean: true }));
