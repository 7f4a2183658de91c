// What mail providers have told us already, by the hash of what they sent: a delivery that is sent again, by them or by
// somebody who listened, does nothing (requirement W9). Kept a little longer than a delivery is believed.
import { Schema, type Connection } from 'mongoose';

interface DeliveryDocument {
  readonly _id: string;
  readonly removeAt: Date;
}

const deliverySchema = new Schema<DeliveryDocument>(
  { _id: { type: String, required: true }, removeAt: { type: Date, required: true } },
  { collection: 'providerdeliveries', versionKey: false, strict: 'throw' },
);
deliverySchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });

/** Deliveries by their hash. */
export function providerDeliveriesStore(connection: Connection) {
  const deliveries = connection.model<DeliveryDocument>('ProviderDelivery', deliverySchema);
  const raw = connection.collection<DeliveryDocument>('providerdeliveries'); // a pipeline update, named below
  return {
    isKnown: async (id: string): Promise<boolean> => (await deliveries.exists({ _id: id })) !== null,
    /** Kept once everything in it was done, so that one that a crash cut off may come again; so long by the database's own clock. */
    keep: async (id: string, forMs: number): Promise<void> => {
      const removeAt = { $ifNull: ['$removeAt', { $add: ['$$NOW', forMs] }] };
      await raw.updateOne({ _id: id }, [{ $set: { removeAt } }], { upsert: true });
    },
  };
}
