// A kept file goes when nothing rests on it any more: no import, no official file, no hand-over and no saved export with the same
// content.
import type { Tools } from '../tools.js';

/** Forgets it unless something other than what is named rests on it. */
export async function forgetUnlessNeeded(
  { store, files }: Pick<Tools, 'store' | 'files'>,
  hash: string,
  except: string,
): Promise<void> {
  if (await store.imports.isFileShared(hash, except)) return;
  if (await store.officialImports.isFileShared(hash, except)) return;
  if (await store.handOvers.isFileShared(hash, except)) return;
  if (await store.savedExports.isFileShared(hash)) return;
  await files.forget(hash);
}
