// What every command needs: settings, and for most the application on the database, whoever owns it (decision R21).
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Application, Log, Tools } from '../../application/index.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { systemClock } from '../clock.js';
import { compose } from '../compose.js';
import { readConfig, type Config } from '../config.js';
import { openDatabase } from '../database.js';
import { dataFile } from './backup-check.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';

/** Options that every command takes. */
export interface DataOptions {
  readonly data?: string;
  readonly port?: number;
}

/** Where the trust's own machine keeps `.env`: the folder in which the command was typed. */
export function settingsFor({ data, port }: DataOptions): Config {
  const file = path.join(callersFolder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return readConfig(process.env, callersFolder, {
    ...(data === undefined ? {} : { dataFolder: path.resolve(callersFolder, data) }),
    ...(port === undefined ? {} : { port }),
  });
}

/** The command line acts as itself, for every school. */
export const commandLine: Viewer = {
  staffId: 'command-line' as StaffId,
  role: 'administrator',
  schools: 'every-school',
};

/** For commands that only read or take out: a folder that was mistyped is not made. Throws InputProblem. */
export function needData(options: DataOptions): void {
  const { mongoUri, dataFolder } = settingsFor(options);
  if (mongoUri === null && !existsSync(path.join(dataFolder, dataFile))) {
    throw new InputProblem(`There is no database in ${dataFolder}. Say where it is with --data.`);
  }
}

/** For commands, which say themselves what is to be said. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens the application for one piece of work and closes it again, whatever comes. */
export async function withApplication<T>(
  options: DataOptions,
  work: (application: Application, tools: Tools, config: Config) => Promise<T>,
): Promise<T> {
  const config = settingsFor(options);
  const database = await openDatabase(config, silent);
  try {
    const { tools, application } = await compose(config, database.connection, systemClock(), silent);
    await tools.store.prepare();
    try {
      return await work(application, tools, config);
    } finally {
      await tools.mailer.close();
    }
  } finally {
    await database.close();
  }
}
