// The rows of any kind of import, in batches that plan themselves: the preview, the writing and the list of problems use them
// without asking what a file is about.
import type { Tools } from '../tools.js';
import { authorityBatches, planAuthorityRows } from './read-authority.js';
import { leaversAhead } from './leavers-ahead.js';
import { leaverBatches } from './read-leavers.js';
import { planBatches, planPlanRows } from './read-plans.js';
import {
  readAhead,
  type GoodRowOf,
  type OpenBatch,
  type PlannedRows,
  type Reading,
  type RowsOf,
} from './row-batches.js';

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
      ...{ rows: good.map(({ row }) => row), leans: true },
      plan: (only) => plan(only === undefined ? good : good.filter(({ row }) => only.has(row))),
    };
  }
}

/** Opens the kept file of an import. Throws FileRefused, also half way. */
export async function openBatches(tools: Pick<Tools, 'store' | 'files'>, reading: Reading): Promise<OpenImport> {
  const { kind } = reading;
  if (kind.of === 'leavers') {
    const { batches, ...file } = await leaverBatches(tools, reading);
    return { ...file, batches: leaversAhead(tools, batches, reading) };
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
