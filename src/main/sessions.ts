// Where staff sessions are kept: in the database, as documents that can be listed and revoked (decision R12).
import MongoStore from 'connect-mongo';
import type { Store as SessionStore } from 'express-session';
import type { Connection } from 'mongoose';

/**
 * Sessions end after twelve hours at the latest; being used is written at most once a minute. The index that removes them
 * is there before anybody signs in: the library makes it behind our back, and a process that stops at once would trip over it.
 */
export async function sessionStore(connection: Connection): Promise<SessionStore> {
  const store = MongoStore.create({
    client: connection.getClient(),
    ...(connection.name === '' ? {} : { dbName: connection.name }),
    collectionName: 'sessions',
    stringify: false,
    ttl: 12 * 60 * 60,
    touchAfter: 60,
  });
  await store.collectionP;
  return store;
}
