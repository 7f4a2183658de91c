// What would this file change? A dry reading from its first line to its last; nothing is written (decision R18).
import type { CohortId } from '../../domain/alumni/ids.js';
import {
  keptForPage,
  noCounts,
  type ImportCounts,
  type LineChange,
  type LineProblem,
} from '../../domain/alumni/import.js';
import type { Tools } from '../tools.js';
import { leaverBatches, planRows, type Reading } from './read-leavers.js';

/** What a file would change, found by reading it without writing (decision R18). */
export interface Preview {
  readonly ignoredHeadings: readonly string[];
  readonly cohortIds: readonly CohortId[];
  readonly found: ImportCounts;
  /** The first of each, for the page. */
  readonly changes: readonly LineChange[];
  readonly problems: readonly LineProblem[];
}

/** Reads the kept file. Throws FileRefused when it cannot be read whole. */
export async function checkLeavers(tools: Pick<Tools, 'store' | 'files'>, reading: Reading): Promise<Preview> {
  const { ignoredHeadings, batches } = await leaverBatches(tools, reading);
  const cohortIds = new Set<CohortId>();
  const changes: LineChange[] = [];
  const problems: LineProblem[] = [];
  let found = noCounts;
  for await (const batch of batches) {
    const { planned, problems: unsure } = await planRows(tools, batch.good, reading);
    const ofKind = (kind: 'new' | 'changed' | 'unchanged') => planned.filter(({ plan }) => plan.kind === kind).length;
    found = {
      new: found.new + ofKind('new'),
      changed: found.changed + ofKind('changed'),
      unchanged: found.unchanged + ofKind('unchanged'),
      problems: found.problems + batch.rowsWithProblems + unsure.length,
    };
    for (const { line, facts, plan } of planned) {
      cohortIds.add(facts.cohortId);
      if (plan.kind === 'changed' && changes.length < keptForPage) {
        changes.push({ line, alumnusId: plan.alumnus.id, changes: plan.changes });
      }
    }
    const inOrder = [...batch.problems, ...unsure].sort((a, b) => a.line - b.line);
    problems.push(...inOrder.slice(0, keptForPage - problems.length));
  }
  return { ignoredHeadings, cohortIds: [...cohortIds].sort(), found, changes, problems };
}
