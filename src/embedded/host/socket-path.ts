// Where a data folder's socket lies: in the folder, or, because a unix socket's path may not be long, in a private
// folder under the temporary directory whose name follows from the data folder's.
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Linux allows 107 bytes, macOS 103. */
const MAX_PATH_BYTES = 100;

/** Makes the folder private to this user. @throws when it belongs to somebody else or is a link */
const makePrivate = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const { uid } = userInfo();
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} is not a folder of this user`);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
};

/** The folder's one true name and its socket; both are made private to this user. */
export const locate = (given: string): { readonly dataFolder: string; readonly socketPath: string } => {
  mkdirSync(given, { recursive: true, mode: 0o700 });
  const dataFolder = realpathSync(given);
  makePrivate(dataFolder);
  const near = path.join(dataFolder, 'onward.sock');
  if (Buffer.byteLength(near) <= MAX_PATH_BYTES) return { dataFolder, socketPath: near };
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  const folder = path.join(tmpdir(), `onward-${userInfo().uid}-${name}`);
  makePrivate(folder);
  return { dataFolder, socketPath: path.join(folder, 'onward.sock') };
};
