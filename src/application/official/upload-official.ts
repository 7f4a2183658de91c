// Somebody brings an official file: it is kept, read dry, and waits for its confirmation (decision R18).
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { noOfficialCounts } from '../../domain/official/official-import.js';
import type { OfficialImportId } from '../../domain/official/versions.js';
import type { CsvLimits } from '../../files/index.js';
import { keptName, limitsFor, stageFile, type ArrivingFile, type Staged } from '../alumni/stage-file.js';
import type { Tools } from '../tools.js';
import { actOnOfficial } from './acts.js';
import { checkOfficial } from './check-official.js';

/** Requirement W7: official files have up to 236 columns. */
const columns = 400;

/** For every later reading of a file that was let in. */
export const officialLimits: CsvLimits = limitsFor(columns).anyLength;

/** An official file as it arrives, and what whoever brings it says of it. */
export interface BroughtOfficial extends ArrivingFile {
  readonly publishedOn?: LocalDate | undefined;
  readonly leaversGiven?: number | undefined;
}

/** Keeps the file and its preview; nothing of it is written before somebody confirms. */
export const uploadOfficial =
  ({ store, files, clock, newId }: Pick<Tools, 'store' | 'files' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, brought: BroughtOfficial): Promise<Staged<OfficialImportId>> => {
    const { fileName, publishedOn, leaversGiven } = brought;
    const importId = newId() as OfficialImportId;
    return stageFile({ store, files }, brought, { importId, columns }, async ({ fileHash, bytes }, limits) => {
      const preview = await checkOfficial({ store, files }, { fileHash, limits, leaversGiven });
      const actor = { kind: 'staff', id: viewer.staffId } as const;
      await store.officialImports.insert(
        {
          ...{ id: importId, state: 'ready', fileName: keptName(fileName), fileHash, bytes },
          ...{ uploadedBy: viewer.staffId, uploadedAt: clock.now() },
          ...(publishedOn === undefined ? {} : { publishedOn }),
          ...(leaversGiven === undefined ? {} : { leaversGiven }),
          ...preview,
          ...{ position: 0, done: noOfficialCounts, revision: 1 },
        },
        [actOnOfficial({ clock, newId }, actor, 'official.uploaded', importId)],
      );
    });
  };
