// A confirmed import is written, batch by batch, and can be taken up again after a kill (decision R18).
// Each row is guarded by the person's revision and named by import and line, so that writing a batch again changes and
// counts nothing twice; the position moves after its rows, also while the next rows are already being written. Two workers at
// once do no harm: the second one leaves.
import { addCounts, noCounts, type ImportCounts, type PeopleImport } from '../../domain/alumni/import.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Claim } from '../../domain/destinations/claim.js';
import type { ImportedRow } from '../../store/index.js';
import { changeRecord } from '../destinations/change-record.js';
import type { Tools } from '../tools.js';
import { actOnImport } from './import-acts.js';
import { openBatches } from './open-batches.js';
import type { OpenBatch, PlannedRow, PlannedRows, Reading } from './row-batches.js';
import { rowLimits } from './upload-import.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'settings' | 'vault'>;
type Writing = Pick<Tools, 'store' | 'clock' | 'vault'>;

const attempts = 3;

const rowToWrite = ({ row, writtenBy, plan, claim }: PlannedRow): readonly ImportedRow[] => {
  if (plan.kind === 'unchanged' || row !== writtenBy || claim !== undefined) return [];
  // Everybody is counted, whether anything is known of them or not (decision R16).
  return [{ row, kind: plan.kind, alumnus: plan.alumnus, recordDue: true }];
};

const countOf = (planned: readonly PlannedRow[], kind: 'new' | 'changed' | 'unchanged'): number =>
  planned.filter(({ plan, again }) => (plan.kind === 'unchanged' ? (again ?? 'unchanged') : plan.kind) === kind).length;

/** Adds the claim to the person's record; again changes nothing. */
const addClaim = async (tools: Writing, person: Alumnus, claim: Claim): Promise<void> => {
  await changeRecord(tools)(person, ({ claims }) =>
    claims.some(({ id }) => id === claim.id) ? null : { newClaims: [claim] },
  );
};

/** Writes one batch as it was planned; rows whose person was changed meanwhile are planned again. */
async function writeBatch(
  { store, clock, vault }: Writing,
  batch: OpenBatch,
  first: PlannedRows,
): Promise<ImportCounts> {
  let counts: ImportCounts = { ...noCounts, problems: batch.rowsWithProblems };
  let rest: ReadonlySet<AlumnusId> = new Set(batch.rows);
  for (let attempt = 1; rest.size > 0; attempt += 1) {
    const { planned, problems } = attempt === 1 ? first : await batch.plan(rest);
    const left = await store.alumni.writeRows(planned.flatMap(rowToWrite));
    for (const { plan, claim } of planned) {
      if (claim !== undefined && plan.kind === 'changed') await addClaim({ store, clock, vault }, plan.alumnus, claim);
    }
    const written = planned.filter(({ writtenBy }) => !left.has(writtenBy));
    counts = addCounts(counts, {
      new: countOf(written, 'new'),
      changed: countOf(written, 'changed'),
      unchanged: countOf(written, 'unchanged'),
      problems: new Set(problems.map(({ line }) => line)).size,
    });
    rest = new Set(planned.filter(({ writtenBy }) => left.has(writtenBy)).map(({ row }) => row));
    if (attempt === attempts) {
      counts = addCounts(counts, { ...noCounts, problems: rest.size });
      rest = new Set();
    }
  }
  return counts;
}

/** Goes on with one import, for at most `batches` batches; true when it is done. */
async function writeOne(
  { store, files, clock, newId, settings, vault }: Needs,
  from: PeopleImport,
  batches: number,
): Promise<boolean> {
  const { id: importId, kind, own, confirmed, fileHash, scope } = from;
  const reading: Reading = {
    ...{ importId, kind, confirmed, fileHash, scope, now: clock.now(), limits: rowLimits },
    ...(own === undefined ? {} : { own }),
    ...{ schoolDomains: settings.schoolMailDomains, after: from.position },
  };
  const rows = await openBatches({ store, files }, reading);
  let stands: PeopleImport | null = from; // null: another worker is at it
  const underWay: { readonly lastLine: number; readonly counts: Promise<ImportCounts> }[] = [];
  /** Waits until only so many batches are under way, and moves the position past the others, in the order of their lines. */
  const settle = async (most: number): Promise<boolean> => {
    for (const { lastLine, counts } of underWay.splice(0, underWay.length - most)) {
      const done = await counts;
      if (stands !== null) stands = await store.imports.advance(stands, lastLine, done);
    }
    return stands !== null;
  };
  let left = batches;
  for await (const batch of rows.batches) {
    if (batch.lastLine <= from.position) continue;
    if (left === 0) {
      await settle(0);
      return false;
    }
    left -= 1;
    if (batch.leans && !(await settle(0))) return false;
    const counts = writeBatch({ store, clock, vault }, batch, await batch.plan());
    counts.catch(() => undefined); // it is thrown where it is waited for
    underWay.push({ lastLine: batch.lastLine, counts });
    if (!(await settle(1))) break;
  }
  if (!(await settle(0))) return false;
  const actor = { kind: 'system' } as const;
  await store.imports.finish(importId, clock.now(), actOnImport({ clock, newId }, actor, 'import.finished', importId));
  return true;
}

/**
 * The kept file is not there, as after a backup was restored without the files beside it: what was written stays, the import ends and
 * says so, and nothing waits for it any more. Any other failure is thrown.
 */
async function endWithoutFile({ store, clock, newId }: Needs, from: PeopleImport, error: unknown): Promise<boolean> {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  const stands = await store.imports.find('every-school', from.uploadedBy, from.id);
  const note = `The kept file is gone, so nothing after line ${stands?.position ?? from.position} was written. Bring the file again: what is recorded stays as it is.`;
  const act = actOnImport({ clock, newId }, { kind: 'system' }, 'import.finished', from.id);
  return store.imports.finish(from.id, clock.now(), act, note);
}

/** Goes on with every confirmed import; gives how many it finished. A recurring job calls it, and whoever confirms. */
export const resumeImports =
  (tools: Needs) =>
  async ({ batches = Number.MAX_SAFE_INTEGER }: { readonly batches?: number } = {}): Promise<number> => {
    let finished = 0;
    for (const open of await tools.store.imports.committing()) {
      const done = await writeOne(tools, open, batches).catch((error: unknown) => endWithoutFile(tools, open, error));
      if (done) finished += 1;
    }
    return finished;
  };
