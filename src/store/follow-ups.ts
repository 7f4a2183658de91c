// What must still follow from a write stands in its document, and is taken out once it is done (reliability, "The pattern that
// replaces a transaction").
import type { Model } from 'mongoose';

/** Documents with something left to do. */
export const withOpenFollowUps = { 'followUps.id': { $exists: true, $gt: '' } } as const;

/** Takes a follow-up out; the last one with its list, so that the partial index stays small. */
export async function takeFollowUpOut<Document extends { readonly _id: string }>(
  model: Model<Document>,
  id: Document['_id'],
  followUpId: string,
): Promise<void> {
  const untyped = model as unknown as Model<{ _id: string; followUps?: readonly { id: string }[] }>;
  await untyped.updateOne({ _id: id }, { $pull: { followUps: { id: followUpId } } });
  await untyped.updateOne({ _id: id, followUps: { $size: 0 } }, { $unset: { followUps: 1 } });
}
