// Somebody brings a file of leavers or of plans: it is kept by its hash, read dry, and waits for its confirmation (decision R18).
// A file that cannot be read whole is refused with what to do about it, and nothing of it stays (requirement W7).
import type { Readable } from 'node:stream';
import { noCounts, type ImportId, type ImportKind } from '../../domain/alumni/import.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { FileRefused, type CsvLimits } from '../../files/index.js';
import type { Tools } from '../tools.js';
import { checkImport } from './check-import.js';
import { forgetUnlessNeeded } from './forget-file.js';
import { actOnImport } from './import-acts.js';

/** What may be brought in the browser (requirement W7). */
const inTheBrowser = { bytes: 10 * 1_048_576, rows: 50_000, columns: 60, field: 4_096 } as const;
/** The command line takes any number of rows; a row is as wide as in the browser (reliability, Q6). */
const onTheCommandLine = {
  bytes: Number.MAX_SAFE_INTEGER,
  rows: Number.MAX_SAFE_INTEGER,
  columns: 60,
  field: 4_096,
} as const;

/** The form of rows for every later reading of a file that was let in. */
export const rowLimits: CsvLimits = onTheCommandLine;

/** The kept file’s import, waiting for its confirmation, or why the file was refused. */
export type Uploaded =
  { readonly kind: 'kept'; readonly importId: ImportId } | { readonly kind: 'refused'; readonly why: string };

/** A file as it arrives, by browser or command line. */
export interface BroughtFile {
  readonly stream: Readable;
  readonly fileName: string;
  readonly from: 'browser' | 'command-line';
  /** What it is about; leavers where nothing is said. */
  readonly kind?: ImportKind;
}

/** Keeps the file and its preview; nothing of it is written before somebody confirms (decision R18). */
export const uploadLeavers =
  ({ store, files, clock, newId, settings }: Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'settings'>) =>
  async (viewer: Viewer, { stream, fileName, from, kind = { of: 'leavers' } }: BroughtFile): Promise<Uploaded> => {
    const limits = from === 'browser' ? inTheBrowser : onTheCommandLine;
    const importId = newId() as ImportId;
    let hash: string | null = null;
    try {
      const kept = await files.keep(stream, limits.bytes);
      hash = kept.hash;
      const reading = {
        importId,
        kind,
        confirmed: [],
        fileHash: hash,
        scope: viewer.schools,
        now: clock.now(),
        limits,
        schoolDomains: settings.schoolMailDomains,
      };
      const preview = await checkImport({ store, files }, reading);
      const actor = { kind: 'staff', id: viewer.staffId } as const;
      await store.imports.insert(
        {
          id: importId,
          kind,
          state: 'ready',
          fileName: fileName.slice(0, 200),
          fileHash: hash,
          bytes: kept.bytes,
          uploadedBy: viewer.staffId,
          uploadedAt: clock.now(),
          scope: viewer.schools,
          ...preview,
          confirmed: [],
          position: 0,
          done: noCounts,
          revision: 1,
        },
        [actOnImport({ clock, newId }, actor, 'import.uploaded', importId)],
      );
      return { kind: 'kept', importId };
    } catch (error) {
      if (hash !== null) await forgetUnlessNeeded({ store, files }, hash, importId);
      if (error instanceof FileRefused) return { kind: 'refused', why: error.message };
      throw error;
    }
  };
