// `onward keys export`: the keys stand outside the database and in no backup of it; without them nothing that is sealed can
// be read again (decision R10).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { exportKeyRoot } from '../../security/index.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { settingsFor, type DataOptions } from './open.js';

/** Copies the keys of the data folder to a new file. */
export function exportKeys(file: string, options: DataOptions & { readonly json?: boolean }): void {
  const { dataFolder } = settingsFor(options);
  const target = path.resolve(callersFolder, file);
  if (existsSync(target)) throw new InputProblem(`${target} is there already; name a new file.`);
  const id = exportKeyRoot(dataFolder, target);
  if (id === null) throw new InputProblem(`There are no keys in ${dataFolder}.`);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ file: target, keys: id })}\n`
      : `The keys ${id} are in ${target}. Keep it apart from backups. To put them back: as keys/root in the data folder, readable by its owner only.\n`,
  );
}
