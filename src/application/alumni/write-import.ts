// A confirmed import is written, batch by batch, and can be taken up again after a kill (decision R18).
// Each row is guarded by the person's revision and named by import and line, so that writing a batch again changes and
// counts nothing twice; the position moves after its rows. Two workers at once do no harm: the second one leaves.
import { addCounts, noCounts, type ImportCounts, type LeaversImport } from '../../domain/alumni/import.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { ImportedRow } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { actOnImport } from './import-acts.js';
import { leaverBatches, planRows, type LeaverBatch, type PlannedRow, type Reading } from './read-leavers.js';
import { rowLimits } from './upload-leavers.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'settings'>;

const attempts = 3;

const rowToWrite = ({ row, plan }: PlannedRow): readonly ImportedRow[] => {
  if (plan.kind === 'unchanged') return [];
  // Everybody is counted, whether anything is known of them or not (decision R16).
  return [{ row, kind: plan.kind, alumnus: plan.alumnus, recordDue: true }];
};

const countOf = (planned: readonly PlannedRow[], kind: 'new' | 'changed' | 'unchanged'): number =>
  planned.filter(({ plan, again }) => (plan.kind === 'unchanged' ? (again ?? 'unchanged') : plan.kind) === kind).length;

/** Writes one batch; rows whose person was changed meanwhile are planned again. */
async function writeBatch(store: Tools['store'], batch: LeaverBatch, reading: Reading): Promise<ImportCounts> {
  let counts: ImportCounts = { ...noCounts, problems: batch.rowsWithProblems };
  let rest = batch.good;
  for (let attempt = 1; rest.length > 0; attempt += 1) {
    const { planned, problems } = await planRows({ store }, rest, reading);
    const left = await store.alumni.writeRows(planned.flatMap(rowToWrite));
    const written = planned.filter(({ row }) => !left.has(row));
    counts = addCounts(counts, {
      new: countOf(written, 'new'),
      changed: countOf(written, 'changed'),
      unchanged: countOf(written, 'unchanged'),
      problems: problems.length,
    });
    rest = rest.filter(({ row }) => left.has(row));
    if (attempt === attempts) {
      counts = addCounts(counts, { ...noCounts, problems: rest.length });
      rest = [];
    }
  }
  return counts;
}

/** Goes on with one import, for at most `batches` batches; true when it is done. */
async function writeOne(
  { store, files, clock, newId, settings }: Needs,
  from: LeaversImport,
  batches: number,
): Promise<boolean> {
  const { id: importId, fileHash, scope } = from;
  const reading: Reading = {
    ...{ importId, fileHash, scope, today: londonDate(clock.now()), limits: rowLimits },
    schoolDomains: settings.schoolMailDomains,
  };
  const rows = await leaverBatches({ store, files }, reading);
  let stands = from;
  let left = batches;
  for await (const batch of rows.batches) {
    if (batch.lastLine <= from.position) continue;
    if (left === 0) return false;
    left -= 1;
    const next = await store.imports.advance(stands, batch.lastLine, await writeBatch(store, batch, reading));
    if (next === null) return false; // another worker is at it
    stands = next;
  }
  const actor = { kind: 'system' } as const;
  await store.imports.finish(importId, clock.now(), actOnImport({ clock, newId }, actor, 'import.finished', importId));
  return true;
}

/** Goes on with every confirmed import; gives how many it finished. A recurring job calls it, and whoever confirms. */
export const resumeImports =
  (tools: Needs) =>
  async ({ batches = Number.MAX_SAFE_INTEGER }: { readonly batches?: number } = {}): Promise<number> => {
    let finished = 0;
    for (const open of await tools.store.imports.committing()) {
      if (await writeOne(tools, open, batches)) finished += 1;
    }
    return finished;
  };
