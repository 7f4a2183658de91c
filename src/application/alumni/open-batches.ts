// The rows of any kind of import, in batches that plan themselves: the preview, the writing and the list of problems use them
// without asking what a file is about.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { LineProblem } from '../../domain/alumni/import.js';
import type { Tools } from '../tools.js';
import { authorityBatches, planAuthorityRows } from './read-authority.js';
import { leaverBatches, planRows } from './read-leavers.js';
import { planBatches, planPlanRows } from './read-plans.js';
import { readAhead, type GoodRowOf, type PlannedRows, type Reading, type RowsOf } from './row-batches.js';

/** Rows in order; those that are right in themselves can be planned against what is known at that moment. */
export interface OpenBatch {
  readonly rows: readonly AlumnusId[];
  readonly problems: readonly LineProblem[];
  readonly rowsWithProblems: number;
  readonly lastLine: number;
  /** Plans the rows named, or all. */
  readonly plan: (only?: ReadonlySet<AlumnusId>) => Promise<PlannedRows>;
}

/** A file whose headings were understood. */
export interface OpenImport {
  readonly ignoredHeadings: readonly string[];
  readonly batches: AsyncIterable<OpenBatch>;
  readonly notes: RowsOf<unknown>['notes'];
}

async function* opened<Facts>(
  batches: RowsOf<Facts>['batches'],
  plan: (rows: readonly GoodRowOf<Facts>[]) => Promise<PlannedRows>,
): AsyncGenerator<OpenBatch> {
  for await (const { good, ...batch } of readAhead(batches)) {
    yield {
      ...batch,
      rows: good.map(({ row }) => row),
      plan: (only) => plan(only === undefined ? good : good.filter(({ row }) => only.has(row))),
    };
  }
}

/** Opens the kept file of an import. Throws FileRefused, also half way. */
export async function openBatches(tools: Pick<Tools, 'store' | 'files'>, reading: Reading): Promise<OpenImport> {
  const { kind } = reading;
  if (kind.of === 'leavers') {
    const { batches, ...file } = await leaverBatches(tools, reading);
    return { ...file, batches: opened(batches, (rows) => planRows(tools, rows, reading)) };
  }
  if (kind.of === 'authority') {
    const authority = { ...reading, kind };
    const { batches, ...file } = await authorityBatches(tools, authority);
    return { ...file, batches: opened(batches, (rows) => planAuthorityRows(tools, rows, authority)) };
  }
  const plans = { ...reading, kind };
  const { batches, ...file } = await planBatches(tools, plans);
  return { ...file, batches: opened(batches, (rows) => planPlanRows(tools, rows, plans)) };
}
