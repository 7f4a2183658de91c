// The whole import in one go, for the command line: the same file, rules and preview as on the page (reliability, Q6).
import type { PeopleImport } from '../../domain/alumni/import.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { confirmImport, discardImport } from './decide-import.js';
import { uploadImport, type BroughtFile } from './upload-import.js';
import { resumeImports } from './write-import.js';

/** What became of the file. */
export type ImportSummary =
  | { readonly kind: 'refused'; readonly why: string }
  /** `written`: the counts in `done`; otherwise a preview, whose counts are in `found`, and nothing stays. */
  | { readonly kind: 'read'; readonly written: boolean; readonly import: PeopleImport };

/** Reads a file and, with `commit`, writes its good rows at once; the same file again changes nothing (decision R18). */
export const importFile =
  (tools: Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'settings' | 'vault'>) =>
  async ({
    viewer,
    commit,
    ...file
  }: Pick<BroughtFile, 'stream' | 'fileName' | 'kind'> & {
    readonly viewer: Viewer;
    readonly commit: boolean;
  }): Promise<ImportSummary> => {
    const uploaded = await uploadImport(tools)(viewer, { ...file, from: 'command-line' });
    if (uploaded.kind === 'refused') return uploaded;
    const id = uploaded.importId;
    const find = async (): Promise<PeopleImport> => {
      const found = await tools.store.imports.find(viewer.schools, viewer.staffId, id);
      if (found === null) throw new NotFound();
      return found;
    };
    const ready = await find();
    if (!commit) {
      await discardImport(tools)(viewer, id, ready.revision);
      return { kind: 'read', written: false, import: ready };
    }
    await confirmImport(tools)(viewer, id, ready.revision);
    await resumeImports(tools)();
    return { kind: 'read', written: true, import: await find() };
  };
