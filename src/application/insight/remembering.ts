// What was worked out from tables of counts is kept for as long as none of them changes, so that a page asked for again costs a look at
// their marks. Each process keeps its own, the same for every page that shows them; the least used goes first. Nothing that is kept
// names a person.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { ReportName } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';

const mostKept = 300;

/** Works something out under a key, unless it was worked out from the same tables of these cohorts before. */
type Remember<Value> = (key: string, cohorts: readonly CohortId[], make: () => Promise<Value>) => Promise<Value>;

interface Kept {
  readonly marks: string;
  readonly value: unknown;
}
const memories = new WeakMap<Tools['store'], Map<ReportName, Map<string, Kept>>>();

/** What is remembered of the report, by a key that stands for values of one kind alone. */
function keptOf(store: Tools['store'], report: ReportName): Map<string, Kept> {
  const ofStore = memories.get(store) ?? new Map<ReportName, Map<string, Kept>>();
  memories.set(store, ofStore);
  const kept = ofStore.get(report) ?? new Map<string, Kept>();
  ofStore.set(report, kept);
  return kept;
}

/** The memory of what was worked out from the tables of the report. */
export function remembering<Value>({ store }: Pick<Tools, 'store'>, report: ReportName): Remember<Value> {
  const kept = keptOf(store, report);
  return async (key, cohorts, make) => {
    // Read before the tables are: what is changed meanwhile is worked out anew the next time.
    const marks = await store.rollups.marksOf(report, cohorts);
    const known = kept.get(key);
    kept.delete(key);
    const value = known?.marks === marks ? (known.value as Value) : await make();
    kept.set(key, { marks, value });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return value;
  };
}
