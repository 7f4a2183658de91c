// A confirmed official file is written, batch by batch, under its own id where no page looks, and can be taken up again after
// a kill; then the pointer moves in one write and all of it is seen at once (decision R18). Two workers at once do no harm. An import
// whose kept file is gone is ended and says what to do.
import { checkIdentities } from '../../domain/official/identities.js';
import type { OfficialFigure } from '../../domain/official/figure.js';
import type { OfficialMeasure } from '../../domain/official/measure.js';
import type { OfficialImport } from '../../domain/official/official-import.js';
import { FileRefused } from '../../files/index.js';
import type { StoredFigure } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { actOnOfficial } from './acts.js';
import { pointAt } from './move-versions.js';
import { officialBatches } from './read-official.js';
import { officialLimits } from './upload-official.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'newId'>;

function marked(measure: OfficialMeasure, figure: OfficialFigure): StoredFigure {
  const broken = checkIdentities(measure, figure)
    .filter(({ outcome }) => outcome === 'broken')
    .map(({ name }) => name);
  return broken.length === 0 ? figure : { ...figure, broken };
}

/** Goes on with one import, for at most `batches` batches; true when it is done. */
async function writeOne(
  { store, files, clock, newId }: Needs,
  from: OfficialImport,
  batches: number,
): Promise<boolean> {
  const { id, fileHash, leaversGiven, measure } = from;
  const read = await officialBatches({ files }, { fileHash, limits: officialLimits, leaversGiven });
  let stands = from;
  let left = batches;
  for await (const batch of read.batches) {
    if (batch.lastLine <= from.position) continue;
    if (left === 0) return false;
    left -= 1;
    await store.officialFigures.write(
      id,
      [...batch.figures.values()].map((figure) => marked(measure, figure)),
    );
    const next = await store.officialImports.advance(stands, batch.lastLine, {
      lines: stands.done.lines + batch.lines,
      figures: stands.done.figures + batch.figures.size,
      problems: stands.done.problems + batch.linesWithProblems,
    });
    if (next === null) return false; // another worker is at it
    stands = next;
  }
  await pointAt({ store, clock, newId }, from.uploadedBy, stands);
  const finished = actOnOfficial({ clock, newId }, { kind: 'system' }, 'official.finished', id);
  await store.officialImports.finish(id, clock.now(), finished);
  return true;
}

/**
 * The kept file is not there, as after a backup was restored without the files beside it, or is not what it was: the import ends and says
 * so, nothing of it is shown, and no tick of the clock meets it again. Any other failure is thrown. Gives false: it did not finish.
 */
async function stopWithoutFile({ store, clock, newId }: Needs, from: OfficialImport, error: unknown): Promise<boolean> {
  const torn = error instanceof FileRefused ? `is not what it was. ${error.message}` : null;
  const what = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is gone.' : torn;
  if (what === null) throw error;
  const why = `The kept copy of “${from.fileName}” ${what} Its figures are not shown: bring the same file again. What pages showed before stays as it is.`;
  const act = actOnOfficial({ clock, newId }, { kind: 'system' }, 'official.stopped', from.id);
  await store.officialImports.stop(from.id, why, clock.now(), act);
  return false;
}

/** Goes on with every confirmed official file; gives how many it finished. A recurring job calls it, and whoever confirms. */
export const resumeOfficial =
  (tools: Needs) =>
  async ({ batches = Number.MAX_SAFE_INTEGER }: { readonly batches?: number } = {}): Promise<number> => {
    let finished = 0;
    for (const open of await tools.store.officialImports.committing()) {
      const done = await writeOne(tools, open, batches).catch((error: unknown) => stopWithoutFile(tools, open, error));
      if (done) finished += 1;
    }
    return finished;
  };
