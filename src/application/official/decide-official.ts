// Somebody has read the preview of an official file and confirms it, or takes it back. Guarded by the revision they saw.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { OfficialImport } from '../../domain/official/official-import.js';
import type { OfficialImportId } from '../../domain/official/versions.js';
import { forgetUnlessNeeded } from '../alumni/forget-file.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { actOnOfficial } from './acts.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'newId'>;

async function needImport(store: Tools['store'], id: OfficialImportId): Promise<OfficialImport> {
  const found = await store.officialImports.find(id);
  if (found === null) throw new NotFound();
  return found;
}

/** From `ready` to `committing`. A second press finds it confirmed and changes nothing. */
export const confirmOfficial =
  ({ store, clock, newId }: Omit<Needs, 'files'>) =>
  async (viewer: Viewer, id: OfficialImportId, revision: number): Promise<void> => {
    const stands = await needImport(store, id);
    if (stands.state === 'committing' || stands.state === 'done' || stands.state === 'stopped') return;
    const act = actOnOfficial({ clock, newId }, { kind: 'staff', id: viewer.staffId }, 'official.confirmed', id);
    if (!(await store.officialImports.decide({ id, revision }, 'committing', act))) throw new ChangedMeanwhile();
  };

/** Takes a ready import back and its file away, unless another import rests on the file. */
export const discardOfficial =
  ({ store, files, clock, newId }: Needs) =>
  async (viewer: Viewer, id: OfficialImportId, revision: number): Promise<void> => {
    const stands = await needImport(store, id);
    if (stands.state === 'discarded') return;
    const act = actOnOfficial({ clock, newId }, { kind: 'staff', id: viewer.staffId }, 'official.discarded', id);
    if (!(await store.officialImports.decide({ id, revision }, 'discarded', act))) throw new ChangedMeanwhile();
    await forgetUnlessNeeded({ store, files }, stands.fileHash, id);
  };
