// Which database is it? The one that MONGODB_URI names, else the embedded server of the data folder, attached to where
// it runs already and started where not (decision R21).
import type { Connection } from 'mongoose';
import type { Log } from '../application/index.js';
import { openEmbedded } from '../embedded/host.js';
import { connect } from '../store/index.js';
import type { Config } from './config.js';

export interface OpenDatabase {
  readonly connection: Connection;
  /** What a worker process connects to. */
  readonly uri: string;
  /** Says on screen where the data is; never a password. */
  readonly described: string;
  readonly close: () => Promise<void>;
}

/** Opens it and waits until it answers. */
export async function openDatabase(
  config: Pick<Config, 'mongoUri' | 'databaseName' | 'dataFolder'>,
  log: Log,
): Promise<OpenDatabase> {
  if (config.mongoUri !== null) {
    const connection = await connect(config.mongoUri, config.databaseName);
    return {
      connection,
      uri: config.mongoUri,
      described: `MongoDB at ${new URL(config.mongoUri).host}, database ${config.databaseName}`,
      close: () => connection.close(),
    };
  }
  const embedded = await openEmbedded({
    dataFolder: config.dataFolder,
    onExit: (code) => log.warn('the embedded database ended by itself and is started again', { code }),
  });
  const connection = await connect(embedded.uri, config.databaseName);
  return {
    connection,
    uri: embedded.uri,
    described: `the embedded database in ${config.dataFolder}`,
    close: async () => {
      await connection.close();
      await embedded.stop();
    },
  };
}
