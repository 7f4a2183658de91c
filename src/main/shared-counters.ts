// Counters that all processes of Onward share, in the database, so that a limit is one limit however many processes answer. While
// the database does not answer each process counts by itself.
import type { Connection } from 'mongoose';
import { RateLimiterMemory, RateLimiterMongo } from 'rate-limiter-flexible';
import type { MakeCounter } from '../web/api/limits.js';

/** Makes the counters' index and gives what makes counters. */
export async function sharedCounters(connection: Connection): Promise<MakeCounter> {
  const make = (name: string, points: number, duration: number): RateLimiterMongo =>
    new RateLimiterMongo({
      storeClient: connection.getClient(),
      dbName: connection.name,
      tableName: 'ratelimits',
      keyPrefix: name,
      ...{ points, duration },
      disableIndexesCreation: true, // made once below, and waited for
      insuranceLimiter: new RateLimiterMemory({ points, duration }),
    });
  await make('any', 1, 1).createIndexes();
  return make;
}
