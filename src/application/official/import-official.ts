// The whole import of an official file in one go, for the command line: the same file, rules and preview as on the page.
// An import that was stopped in the middle is finished first; a file that is shown already changes nothing (decision R18).
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { OfficialImport } from '../../domain/official/official-import.js';
import { isShown, type OfficialImportId } from '../../domain/official/versions.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { confirmOfficial, discardOfficial } from './decide-official.js';
import { uploadOfficial, type BroughtOfficial } from './upload-official.js';
import { resumeOfficial } from './write-official.js';

/** What became of the file; `resumed` counts imports that had been stopped and are now whole. */
export type OfficialSummary =
  | { readonly kind: 'refused'; readonly why: string; readonly resumed: number }
  | {
      readonly kind: 'read';
      /** `written`: now shown; `already`: shown before, nothing changed; `dry-run`: nothing stays. */
      readonly outcome: 'written' | 'already' | 'dry-run';
      readonly import: OfficialImport;
      readonly resumed: number;
    };

/** The import that already shows the same reading of the same file, or null. */
async function shownAlready(store: Tools['store'], ready: OfficialImport): Promise<OfficialImport | null> {
  const versions = await store.officialImports.versions(ready.measure);
  const same = (one: OfficialImport): boolean =>
    one.id !== ready.id &&
    one.state === 'done' &&
    one.format === ready.format &&
    one.publishedOn === ready.publishedOn &&
    one.leaversGiven === ready.leaversGiven &&
    isShown(versions, ready.slices, one.id);
  return (await store.officialImports.ofFile(ready.fileHash)).find(same) ?? null;
}

/** Reads a file and, unless it is a dry run, shows its figures at once. */
export const importOfficial =
  (tools: Pick<Tools, 'store' | 'files' | 'clock' | 'newId'>) =>
  async ({
    viewer,
    dryRun,
    ...file
  }: Omit<BroughtOfficial, 'from'> & {
    readonly viewer: Viewer;
    readonly dryRun: boolean;
  }): Promise<OfficialSummary> => {
    const resumed = dryRun ? 0 : await resumeOfficial(tools)();
    const uploaded = await uploadOfficial(tools)(viewer, { ...file, from: 'command-line' });
    if (uploaded.kind === 'refused') return { ...uploaded, resumed };
    const find = async (id: OfficialImportId): Promise<OfficialImport> => {
      const found = await tools.store.officialImports.find(id);
      if (found === null) throw new NotFound();
      return found;
    };
    const ready = await find(uploaded.importId);
    const already = await shownAlready(tools.store, ready);
    if (dryRun || already !== null) {
      await discardOfficial(tools)(viewer, ready.id, ready.revision);
      return { kind: 'read', outcome: dryRun ? 'dry-run' : 'already', import: already ?? ready, resumed };
    }
    await confirmOfficial(tools)(viewer, ready.id, ready.revision);
    await resumeOfficial(tools)();
    const written = await find(ready.id);
    if (written.stopped !== undefined) return { kind: 'refused', why: written.stopped, resumed };
    return { kind: 'read', outcome: 'written', import: written, resumed };
  };
