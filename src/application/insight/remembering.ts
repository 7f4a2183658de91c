// What was worked out from tables of counts is kept for as long as none of them changes, so that a page asked for again costs a look at
// their marks. Each process keeps its own; the least used goes first. Nothing that is kept names a person.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { ReportName } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';

/** Over which tables something is worked out, for every school. */
interface Behind {
  readonly report: ReportName;
  readonly cohorts: readonly CohortId[];
}

const mostKept = 300;

/** Works something out under a key, unless it was worked out from the same tables before. */
export type Remember<Value> = (key: string, behind: Behind, make: () => Promise<Value>) => Promise<Value>;

/** An empty memory. */
export function remembering<Value>({ store }: Pick<Tools, 'store'>): Remember<Value> {
  const kept = new Map<string, { readonly marks: string; readonly value: Value }>();
  return async (key, { report, cohorts }, make) => {
    // Read before the tables are: what is changed meanwhile is worked out anew the next time.
    const marks = await store.rollups.marksOf(report, cohorts);
    const known = kept.get(key);
    kept.delete(key);
    const value = known?.marks === marks ? known.value : await make();
    kept.set(key, { marks, value });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return value;
  };
}
