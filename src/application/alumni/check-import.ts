// What would this file change? A dry reading from its first line to its last; nothing is written (decision R18).
import type { CohortId } from '../../domain/alumni/ids.js';
import {
  keptForPage,
  noCounts,
  type ImportCounts,
  type LineChange,
  type LineMatch,
  type LineProblem,
} from '../../domain/alumni/import.js';
import type { Tools } from '../tools.js';
import { openBatches } from './open-batches.js';
import type { Reading } from './row-batches.js';

/** What a file would change, found by reading it without writing (decision R18). */
export interface Preview {
  readonly ignoredHeadings: readonly string[];
  readonly notes: readonly string[];
  readonly cohortIds: readonly CohortId[];
  readonly found: ImportCounts;
  /** The first of each, for the page. */
  readonly changes: readonly LineChange[];
  readonly problems: readonly LineProblem[];
  readonly toConfirm: readonly LineMatch[];
}

/** Reads the kept file. Throws FileRefused when it cannot be read whole. */
export async function checkImport(tools: Pick<Tools, 'store' | 'files'>, reading: Reading): Promise<Preview> {
  const { ignoredHeadings, batches, notes } = await openBatches(tools, reading);
  const cohortIds = new Set<CohortId>();
  const changes: LineChange[] = [];
  const problems: LineProblem[] = [];
  const toConfirm: LineMatch[] = [];
  let found = noCounts;
  for await (const batch of batches) {
    const { planned, problems: unsure, toConfirm: waiting } = await batch.plan();
    const ofKind = (kind: 'new' | 'changed' | 'unchanged') => planned.filter(({ plan }) => plan.kind === kind).length;
    found = {
      new: found.new + ofKind('new'),
      changed: found.changed + ofKind('changed'),
      unchanged: found.unchanged + ofKind('unchanged'),
      problems: found.problems + batch.rowsWithProblems + new Set(unsure.map(({ line }) => line)).size,
    };
    for (const { line, cohortId, plan } of planned) {
      cohortIds.add(cohortId);
      if (plan.kind === 'changed' && changes.length < keptForPage) {
        changes.push({ line, alumnusId: plan.alumnus.id, changes: plan.changes });
      }
    }
    const inOrder = [...batch.problems, ...unsure].sort((a, b) => a.line - b.line);
    problems.push(...inOrder.slice(0, keptForPage - problems.length));
    toConfirm.push(...waiting.slice(0, keptForPage - toConfirm.length));
  }
  return { ignoredHeadings, notes: notes(), cohortIds: [...cohortIds].sort(), found, changes, problems, toConfirm };
}
