// Somebody brings an official file: it is kept, read dry, and waits for its confirmation (decision R18).
import type { Readable } from 'node:stream';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { noOfficialCounts } from '../../domain/official/official-import.js';
import type { OfficialImportId } from '../../domain/official/versions.js';
import { FileRefused } from '../../files/index.js';
import { forgetUnlessNeeded } from '../alumni/forget-file.js';
import type { Tools } from '../tools.js';
import { actOnOfficial } from './acts.js';
import { checkOfficial } from './check-official.js';

const megabyte = 1_048_576;
/** Requirement W7: official files have up to 236 columns. */
const inTheBrowser = { bytes: 10 * megabyte, rows: 50_000, columns: 400, field: 4_096 } as const;
const onTheCommandLine = { ...inTheBrowser, bytes: Number.MAX_SAFE_INTEGER, rows: Number.MAX_SAFE_INTEGER } as const;

/** For every later reading of a file that was let in. */
export const officialLimits = onTheCommandLine;

/** An official file as it arrives, and what whoever brings it says of it. */
export interface BroughtOfficial {
  readonly stream: Readable;
  readonly fileName: string;
  readonly from: 'browser' | 'command-line';
  readonly publishedOn?: LocalDate | undefined;
  readonly leaversGiven?: number | undefined;
}

export type UploadedOfficial =
  { readonly kind: 'kept'; readonly importId: OfficialImportId } | { readonly kind: 'refused'; readonly why: string };

/** Keeps the file and its preview; nothing of it is written before somebody confirms. */
export const uploadOfficial =
  ({ store, files, clock, newId }: Pick<Tools, 'store' | 'files' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, brought: BroughtOfficial): Promise<UploadedOfficial> => {
    const { stream, fileName, from, publishedOn, leaversGiven } = brought;
    const limits = from === 'browser' ? inTheBrowser : onTheCommandLine;
    const importId = newId() as OfficialImportId;
    let hash: string | null = null;
    try {
      const kept = await files.keep(stream, limits.bytes);
      hash = kept.hash;
      const preview = await checkOfficial({ store, files }, { fileHash: hash, limits, leaversGiven });
      const actor = { kind: 'staff', id: viewer.staffId } as const;
      await store.officialImports.insert(
        {
          id: importId,
          state: 'ready',
          fileName: fileName.slice(0, 200),
          fileHash: hash,
          bytes: kept.bytes,
          uploadedBy: viewer.staffId,
          uploadedAt: clock.now(),
          ...(publishedOn === undefined ? {} : { publishedOn }),
          ...(leaversGiven === undefined ? {} : { leaversGiven }),
          ...preview,
          position: 0,
          done: noOfficialCounts,
          revision: 1,
        },
        [actOnOfficial({ clock, newId }, actor, 'official.uploaded', importId)],
      );
      return { kind: 'kept', importId };
    } catch (error) {
      if (hash !== null) await forgetUnlessNeeded({ store, files }, hash, importId);
      if (error instanceof FileRefused) return { kind: 'refused', why: error.message };
      throw error;
    }
  };
