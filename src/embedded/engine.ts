// Everything a command works with, opened once for a data folder.
import { randomInt } from 'node:crypto';
import { openCursors, type Cursors } from './commands/cursors.js';
import { openCatalog, type Catalog } from './store/catalog.js';
import { openEnvironment, type Environment } from './store/environment.js';
import { openRecords, type Records } from './store/records.js';
import { startSweeper } from './store/sweeper.js';

export interface Engine {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly records: Records;
  readonly cursors: Cursors;
  readonly startedAt: Date;
  close(): Promise<void>;
}

/**
 * An index that was being built when the server died holds some keys of some documents: it is built anew by its user. On
 * a full disk it stays and serves nobody, and what is whole can be read.
 */
const dropUnfinished = async (environment: Environment, catalog: Catalog): Promise<void> => {
  for (const collection of catalog.list()) {
    for (const index of [...collection.indexes.values()].filter(({ ready }) => !ready)) {
      await environment.write(() => catalog.dropIndex(collection, index)).catch(() => undefined);
    }
  }
};

export const openEngine = async (dataFolder: string, sweepEveryMs: number): Promise<Engine> => {
  const later: { catalog?: Catalog } = {};
  const environment = await openEnvironment(dataFolder, () => later.catalog?.reload());
  const catalog = openCatalog(environment);
  later.catalog = catalog;
  await dropUnfinished(environment, catalog);
  const records = openRecords(environment, catalog);
  const cursors = openCursors(randomInt(1, 2 ** 31));
  const sweeper = startSweeper({ environment, catalog, records }, sweepEveryMs);
  return {
    environment,
    catalog,
    records,
    cursors,
    startedAt: new Date(),
    close: async () => {
      await sweeper.stop();
      cursors.closeAll();
      await environment.close();
    },
  };
};
