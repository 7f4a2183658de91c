// Where Onward's own files are: the folder of the nearest package.json above this one, built or not (decision R22).
import { existsSync } from 'node:fs';
import path from 'node:path';

function nearest(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error('No package.json above this file.');
  return nearest(above);
}

export const packageRoot = nearest(import.meta.dirname);
/** Paths that people type resolve against the folder they stand in, also under `npm run` (decision R22). */
export const callersFolder = process.env['INIT_CWD'] ?? process.cwd();
/** The built file of one of our own processes. */
export const builtFile = (name: string): string => path.join(packageRoot, 'dist/src', name);
