import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { openEmbedded } from '../../embedded/host.js';
import { callersFolder } from '../package-root.js';
import { contentsFile, contentsOf, dataFile, described, type Contents } from './backup-check.js';
import { InputProblem } from '../problem.js';
import { settingsFor, type DataOptions } from './open.js';

/** `onward backup`: a checked copy of the embedded database, taken through whoever runs it. */
export async function runBackup(folder: string, options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const config = settingsFor(options);
  if (config.mongoUri !== null)
    throw new InputProblem('MONGODB_URI names a MongoDB server. Back it up with its own tool, mongodump.');
  const { dataFolder } = config;
  if (!existsSync(path.join(dataFolder, dataFile)))
    throw new InputProblem(`There is no database in ${dataFolder}. Say where it is with --data.`);
  const target = path.resolve(callersFolder, folder);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new InputProblem(`${target} is not empty. Name a new folder for each backup.`);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  try {
    const server = await openEmbedded({ dataFolder });
    const client = new MongoClient(server.uri);
    try {
      await client.db('admin').command({ onwardBackup: target });
    } finally {
      await client.close();
      await server.stop();
    }
    const contents: Contents = { madeAt: new Date().toISOString(), collections: await contentsOf(target) };
    writeFileSync(path.join(target, contentsFile), `${JSON.stringify(contents, null, 2)}\n`, { mode: 0o600 });
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ folder: target, ...contents })}\n`
        : `Backed up and checked: ${described(contents.collections)} in ${target}.\n` +
            `The keys are not in it. Keep a copy of ${path.join(dataFolder, 'keys')} in another safe place:\n` +
            'without them nobody can read the sealed answers, and with both anybody can.\n',
    );
  } catch (error) {
    for (const name of readdirSync(target)) rmSync(path.join(target, name), { recursive: true, force: true });
    throw error;
  }
}
