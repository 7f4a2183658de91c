import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import path from 'node:path';
import { takeLock } from '../../embedded/host/lock.js';
import { callersFolder } from '../package-root.js';
import { contentsFile, contentsOf, contentsShape, DamagedCopy, dataFile, described } from './backup-check.js';
import { InputProblem } from '../problem.js';
import { settingsFor, type DataOptions } from './open.js';

/** What may lie in a data folder into which a backup is put. */
const harmless = ['keys', 'owner.lock'];

/** `onward restore`: puts a backup into an empty data folder and compares it with what was backed up. */
export async function runRestore(folder: string, options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const config = settingsFor(options);
  if (config.mongoUri !== null)
    throw new InputProblem('MONGODB_URI names a MongoDB server. Fill it with its own tool, mongorestore.');
  const source = path.resolve(callersFolder, folder);
  const { dataFolder } = config;
  if (!existsSync(path.join(source, dataFile)) || !existsSync(path.join(source, contentsFile)))
    throw new InputProblem(`${source} is not a backup: it has no ${dataFile} and ${contentsFile}.`);
  const wanted = contentsShape.parse(JSON.parse(readFileSync(path.join(source, contentsFile), 'utf8')));
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const lock = takeLock(dataFolder);
  if (lock === undefined) throw new InputProblem(`${dataFolder} is in use. Stop Onward first.`);
  const target = path.join(dataFolder, dataFile);
  try {
    const there = readdirSync(dataFolder).filter((name) => !harmless.includes(name));
    if (there.length > 0)
      throw new InputProblem(`${dataFolder} is not empty (${there.join(', ')}). Name a folder without a database.`);
    copyFileSync(path.join(source, dataFile), target);
    const file = openSync(target, 'r+');
    fsyncSync(file);
    closeSync(file);
  } finally {
    lock.release();
  }
  try {
    if (!isDeepStrictEqual(await contentsOf(dataFolder), wanted.collections))
      throw new DamagedCopy(`What was restored is not what ${path.join(source, contentsFile)} says.`);
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ folder: dataFolder, ...wanted })}\n`
      : `Restored and checked: ${described(wanted.collections)} in ${dataFolder}, as they were on ${wanted.madeAt}.\n` +
          (existsSync(path.join(dataFolder, 'keys'))
            ? ''
            : `Put the keys into ${path.join(dataFolder, 'keys')} before you start Onward.\n`),
  );
}
