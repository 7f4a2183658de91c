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

/** Inserts those whose _id is not there yet; gives the places of those that were there, by far most often none. */
export async function insertNew<Document>(
  model: Model<Document>,
  documents: readonly Document[],
): Promise<readonly number[]> {
  if (documents.length === 0) return [];
  try {
    await model.insertMany([...documents], { ordered: false, lean: true });
    return [];
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    const errors: readonly mongo.WriteError[] = [error.writeErrors].flat();
    if (errors.some((each) => each.code !== duplicateKey)) throw error;
    return errors.map(({ index }) => index);
  }
}
