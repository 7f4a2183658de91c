// What was brought, what would it change, and which rows have problems?
import type { ImportId, PeopleImport } from '../../domain/alumni/import.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { csvLine, csvMark } from '../../files/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { openBatches } from './open-batches.js';
import { rowLimits } from './upload-import.js';

const listedAtMost = 50;

/** The latest imports that the viewer may see. */
export const listImports =
  ({ store }: Pick<Tools, 'store'>) =>
  (viewer: Viewer): Promise<readonly PeopleImport[]> =>
    store.imports.list(viewer.schools, viewer.staffId, listedAtMost);

/** Throws NotFound for an import that somebody else brought, unless the viewer sees every school. */
export const showImport =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: ImportId): Promise<PeopleImport> => {
    const found = await store.imports.find(viewer.schools, viewer.staffId, id);
    if (found === null) throw new NotFound();
    return found;
  };

/** All problems of the file as CSV, read from it again, line by line; a discarded import has no file any more. */
export const listProblems =
  ({ store, files, clock, settings }: Pick<Tools, 'store' | 'files' | 'clock' | 'settings'>) =>
  async (viewer: Viewer, id: ImportId): Promise<AsyncIterable<string>> => {
    const found = await store.imports.find(viewer.schools, viewer.staffId, id);
    if (found === null || found.state === 'discarded' || found.forgotten === true) throw new NotFound();
    const reading = {
      importId: id,
      kind: found.kind,
      ...(found.own === undefined ? {} : { own: found.own }),
      confirmed: found.confirmed,
      fileHash: found.fileHash,
      scope: found.scope,
      now: clock.now(),
      limits: rowLimits,
      schoolDomains: settings.schoolMailDomains,
    };
    const { batches } = await openBatches({ store, files }, reading);
    async function* lines(): AsyncGenerator<string> {
      yield csvMark + csvLine(['Line', 'Field', 'What is wrong', 'What to do']);
      for await (const batch of batches) {
        const { problems } = await batch.plan();
        const inOrder = [...batch.problems, ...problems].sort((a, b) => a.line - b.line);
        for (const { line, field, why, remedy } of inOrder) yield csvLine([line, field, why, remedy]);
      }
    }
    return lines();
  };
