// Somebody brings a file of leavers, of plans or of a local authority: it is kept, read dry, and waits for its confirmation
// (decision R18).
import { noCounts, type ImportId, type ImportKind } from '../../domain/alumni/import.js';
import type { OwnReading } from '../../domain/alumni/own-headings.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { CsvLimits } from '../../files/index.js';
import type { Tools } from '../tools.js';
import { checkImport } from './check-import.js';
import { actOnImport, actorOf } from './import-acts.js';
import { keptName, limitsFor, stageFile, type ArrivingFile, type Staged } from './stage-file.js';

/** A file about people has at most so many columns (requirement W7). */
const columns = 60;

/** The form of rows for every later reading of a file that was let in. */
export const rowLimits: CsvLimits = limitsFor(columns).anyLength;

/** A file about people as it arrives. */
export interface BroughtFile extends ArrivingFile {
  /** What it is about; leavers where nothing is said. */
  readonly kind?: ImportKind;
  /** How its headings are read beside the usual ones. */
  readonly own?: OwnReading;
  /** The id of its import where it is known before, so that bringing it again makes no second one. */
  readonly importId?: ImportId;
}

/** Keeps the file and its preview; nothing of it is written before somebody confirms (decision R18). */
export const uploadImport =
  ({ store, files, clock, newId, settings }: Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'settings'>) =>
  async (viewer: Viewer, brought: BroughtFile): Promise<Staged<ImportId>> => {
    const { fileName, kind = { of: 'leavers' }, own, importId = newId() as ImportId } = brought;
    return stageFile({ store, files }, brought, { importId, columns }, async ({ fileHash, bytes }, limits) => {
      const scope = viewer.schools;
      const asBrought = { kind, fileHash, scope, ...(own === undefined ? {} : { own }) };
      const preview = await checkImport(
        { store, files },
        {
          ...{ importId, ...asBrought, confirmed: [], limits },
          ...{ now: clock.now(), schoolDomains: settings.schoolMailDomains },
        },
      );
      await store.imports.insert(
        {
          ...{ id: importId, ...asBrought, bytes, state: 'ready', fileName: keptName(fileName) },
          ...{ uploadedBy: viewer.staffId, uploadedAt: clock.now() },
          ...preview,
          ...{ confirmed: [], position: 0, done: noCounts, revision: 1 },
        },
        [actOnImport({ clock, newId }, actorOf(viewer), 'import.uploaded', importId)],
      );
    });
  };
