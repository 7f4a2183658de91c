// Somebody has read the preview and confirms the import, or takes it back. Guarded by the revision that they saw.
import type { ImportId } from '../../domain/alumni/import.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { forgetUnlessNeeded } from './forget-file.js';
import { actOnImport, actorOf } from './import-acts.js';

/** From `ready` to `committing`, with the lines whose person was confirmed. A second press finds it confirmed and changes nothing. */
export const confirmImport =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, id: ImportId, revision: number, lines: readonly number[] = []): Promise<void> => {
    const act = actOnImport({ clock, newId }, actorOf(viewer), 'import.confirmed', id);
    const stands = await store.imports.find(viewer.schools, viewer.staffId, id);
    if (stands === null) throw new NotFound();
    if (stands.state === 'committing' || stands.state === 'done') return;
    // Only what the page offered can be confirmed.
    const confirmed = stands.toConfirm.map(({ line }) => line).filter((line) => lines.includes(line));
    if (!(await store.imports.decide({ id, revision }, 'committing', act, confirmed))) throw new ChangedMeanwhile();
  };

/** Takes a ready import back and its file away, unless another import rests on the file. */
export const discardImport =
  ({ store, files, clock, newId }: Pick<Tools, 'store' | 'files' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, id: ImportId, revision: number): Promise<void> => {
    const act = actOnImport({ clock, newId }, actorOf(viewer), 'import.discarded', id);
    const stands = await store.imports.find(viewer.schools, viewer.staffId, id);
    if (stands === null) throw new NotFound();
    if (stands.state === 'discarded') return;
    if (!(await store.imports.decide({ id, revision }, 'discarded', act))) throw new ChangedMeanwhile();
    await forgetUnlessNeeded({ store, files }, stands.fileHash, id);
  };
