// A database of its own for one test file, on the server that the global set-up started or that MONGODB_URI names
// (decision R23). Every file's name is unlike any other's, so files may run side by side.
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { connect, createStore, type Store } from '../../src/store/index.js';

interface TestStore {
  readonly store: Store;
  readonly connection: Connection;
  /** Drops the database and closes the connection. */
  readonly close: () => Promise<void>;
}

/** The connection string of the server under test. */
export function testDatabaseUri(): string {
  const uri = process.env['ONWARD_TEST_MONGODB_URI'];
  if (uri === undefined) throw new Error('ONWARD_TEST_MONGODB_URI is not set: is the global set-up missing?');
  return uri;
}

/** A store over an empty database with all its indexes; `query` is added to the connection string. */
export async function openTestStore(query = ''): Promise<TestStore> {
  const connection = await connect(`${testDatabaseUri()}${query}`, `test-${randomBytes(6).toString('hex')}`);
  const store = createStore(connection);
  await store.prepare();
  return {
    store,
    connection,
    close: async () => {
      await connection.dropDatabase();
      await connection.destroy(); // mongoose keeps one that is only closed
    },
  };
}
