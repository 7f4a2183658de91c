// What was worked out from tables of counts is kept for as long as none of them changes, so that a page asked for again costs a look at
// their marks. Each process keeps its own, the same for every page that shows them; the least used goes first. Nothing that is kept
// names a person.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { ReportName } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';

const mostKept = 300;

/** Works something out under a key, unless it was worked out from the same tables of these cohorts before; `make` asks for no other such. */
type Remember<Value extends object> = (
  key: string,
  cohorts: readonly CohortId[],
  make: () => Promise<Value>,
) => Promise<Value>;

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

const turns = new WeakMap<Tools['store'], Promise<unknown>>();

/** One after the other, since all the tables of what is worked out at once would be in memory at once. */
function inTurn<Value>(store: Tools['store'], make: () => Promise<Value>): Promise<Value> {
  const turn = (turns.get(store) ?? Promise.resolve()).then(make, make);
  turns.set(store, turn);
  return turn;
}

/** The memory of what was worked out from the tables of the report. */
export function remembering<Value extends object>(
  { store }: Pick<Tools, 'store'>,
  report: ReportName,
): Remember<Value> {
  const kept = keptOf(store, report);
  return async (key, cohorts, make) => {
    // Read before the tables are: what is changed meanwhile is worked out anew the next time.
    const marks = await store.rollups.marksOf(report, cohorts);
    const known = (): Value | undefined => {
      const one = kept.get(key);
      return one?.marks === marks ? (one.value as Value) : undefined;
    };
    const value = known() ?? (await inTurn(store, async () => known() ?? (await make())));
    kept.delete(key);
    kept.set(key, { marks, value });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return value;
  };
}
