// Which version of an official measure do pages show? Moving the pointer: to an import that was written, to an earlier one
// again, or back from one (decision R18). Each movement is one guarded write; nothing is deleted.
import type { StaffId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { OfficialImport } from '../../domain/official/official-import.js';
import {
  withShown,
  withTakenBack,
  type OfficialImportId,
  type OfficialVersions,
} from '../../domain/official/versions.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { actOnOfficial } from './acts.js';

type Needs = Pick<Tools, 'store' | 'clock' | 'newId'>;

/** Shows the import for each of its slices; again changes nothing. Somebody else's movement meanwhile is read again. */
export async function pointAt(
  { store, clock, newId }: Needs,
  by: StaffId,
  { id, measure, slices }: Pick<OfficialImport, 'id' | 'measure' | 'slices'>,
): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const next = withShown(await store.officialImports.versions(measure), slices, id, { at: clock.now(), by });
    if (next === null) return;
    const act = actOnOfficial({ clock, newId }, { kind: 'staff', id: by }, 'official.shown', id);
    if (await store.officialImports.moveVersions(next, act)) return;
  }
  throw new ChangedMeanwhile();
}

async function doneImport(store: Tools['store'], id: OfficialImportId): Promise<OfficialImport> {
  const found = await store.officialImports.find(id);
  if (found === null || found.state !== 'done') throw new NotFound();
  return found;
}

/** Throws ChangedMeanwhile when the versions are no longer as the person saw them. */
function asSeen(versions: OfficialVersions, revision: number): OfficialVersions {
  if (versions.revision !== revision) throw new ChangedMeanwhile();
  return versions;
}

/** Shows a version again that was written before; `revision` is the pointer's, as the person saw it. */
export const showVersion =
  ({ store, clock, newId }: Needs) =>
  async (viewer: Viewer, id: OfficialImportId, revision: number): Promise<void> => {
    const { measure, slices } = await doneImport(store, id);
    const stands = asSeen(await store.officialImports.versions(measure), revision);
    const next = withShown(stands, slices, id, { at: clock.now(), by: viewer.staffId });
    if (next === null) return;
    const act = actOnOfficial({ clock, newId }, { kind: 'staff', id: viewer.staffId }, 'official.shown', id);
    if (!(await store.officialImports.moveVersions(next, act))) throw new ChangedMeanwhile();
  };

/** Takes a shown version back: what it replaced is shown again, or nothing where it was the first. */
export const takeBackVersion =
  ({ store, clock, newId }: Needs) =>
  async (viewer: Viewer, id: OfficialImportId, revision: number): Promise<void> => {
    const { measure } = await doneImport(store, id);
    const stands = asSeen(await store.officialImports.versions(measure), revision);
    const next = withTakenBack(stands, id, { at: clock.now(), by: viewer.staffId });
    if (next === null) return;
    const act = actOnOfficial({ clock, newId }, { kind: 'staff', id: viewer.staffId }, 'official.taken-back', id);
    if (!(await store.officialImports.moveVersions(next, act))) throw new ChangedMeanwhile();
  };
