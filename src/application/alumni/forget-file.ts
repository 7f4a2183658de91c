// A brought file goes when nothing rests on it any more: no import, no official file and no hand-over with the same content.
import type { Tools } from '../tools.js';

/** Forgets the kept file unless an import other than the one named rests on it. */
export async function forgetUnlessNeeded(
  { store, files }: Pick<Tools, 'store' | 'files'>,
  hash: string,
  except: string,
): Promise<void> {
  if (await store.imports.isFileShared(hash, except)) return;
  if (await store.officialImports.isFileShared(hash, except)) return;
  if (await store.handOvers.isFileShared(hash, except)) return;
  await files.forget(hash);
}
