// Do the rows for counting and the tables made of them still equal what the records say?
// Everybody is walked through in batches: each table is counted again from the rows, each row worked out again from its record
// (decision R16). What waits for its turn is told apart from what is wrong. Mending takes wrong rows away and marks: the
// recurring jobs do the rest, so that it is done the same way as ever.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { outcomeOf, type OutcomeRow } from '../../domain/destinations/outcome.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { mayTell } from '../../domain/destinations/telling.js';
import { differingNames, reportNames, type CountedPlace } from '../../domain/insight/reports.js';
import { nameLists } from '../../reference/index.js';
import { openTelling, tellingIn } from '../destinations/telling-in.js';
import type { Tools } from '../tools.js';
import { tableKept } from './kept-tables.js';
import { countPlace } from './recount-due.js';

type Store = Tools['store'];
type Checking = Pick<Tools, 'store' | 'vault'>;

/** What was found; the numbers are of people or of tables. */
export interface OutcomesChecked {
  readonly people: number;
  /** Rows that differ from what their record gives, or beside which something else is told. */
  readonly rowsWrong: number;
  /** People who have no row. */
  readonly rowsMissing: number;
  /** Rows of whom there is nobody. */
  readonly rowsLeftOver: number;
  /** People whose change the recurring job has still to take up. */
  readonly rowsDue: number;
  readonly tables: number;
  /** Tables that differ from a recount and are not marked for one. */
  readonly tablesWrong: number;
  readonly tablesDue: number;
  /** The first few that are wrong: a person's id, or school, cohort, report and the names that differ. */
  readonly examples: readonly string[];
}

type Found = { -readonly [K in keyof Omit<OutcomesChecked, 'examples'>]: number } & { readonly examples: string[] };

const batch = 500;
const mostExamples = 20;

const note = ({ examples }: Found, text: string): void => {
  if (examples.length < mostExamples) examples.push(text);
};

const inOrder = (row: OutcomeRow): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
const sameRow = (one: OutcomeRow | undefined, other: OutcomeRow): boolean =>
  one !== undefined && inOrder(one) === inOrder(other);

async function checkTables({ store, vault }: Checking, place: CountedPlace, found: Found): Promise<boolean> {
  const stored = await store.rollups.ofPlace(place);
  const tables = await countPlace({ store, vault }, place);
  const before = found.tablesWrong;
  for (const report of reportNames) {
    found.tables += 1;
    const one = stored.find((each) => each.report === report);
    if (one?.due === true) {
      found.tablesDue += 1;
      continue;
    }
    const names = differingNames(one === undefined ? {} : tableKept({ vault }, one), tables[report]);
    if (names.length === 0) continue;
    found.tablesWrong += 1;
    note(found, `${place.schoolId}, ${place.cohortId}, ${report}: ${names.slice(0, 3).join(', ')}`);
  }
  return found.tablesWrong === before;
}

/** Compares the rows of these people with their records; gives whose are wrong and who has none. */
async function checkRows({ store, vault }: Checking, people: readonly Alumnus[], found: Found) {
  const ids = people.map(({ id }) => id);
  const records = await store.destinationRecords.findMany('every-school', ids);
  const rows = await store.outcomes.findMany(ids);
  const tellings = await store.tellings.findMany(ids);
  const details = await store.destinationRecords.sealedOfMany(ids);
  const sameTelling = (record: DestinationRecord): boolean => {
    const kept = tellings.get(record.id);
    const made = mayTell(record) ? tellingIn({ vault }, record, details.get(record.id) ?? []) : null;
    return JSON.stringify(made) === JSON.stringify(kept === undefined ? null : openTelling({ vault }, record.id, kept));
  };
  const due = new Set([
    ...(await store.destinationRecords.outcomeDueOf(ids)),
    ...(await store.alumni.recordDueOf(ids)),
  ]);
  const settled = ids.filter((id) => !due.has(id));
  const missing = settled.filter((id) => !records.has(id));
  const wrong = settled.filter((id) => {
    const record = records.get(id);
    return record !== undefined && !(sameRow(rows.get(id), outcomeOf(record, nameLists)) && sameTelling(record));
  });
  found.people += ids.length;
  found.rowsDue += due.size;
  found.rowsMissing += missing.length;
  found.rowsWrong += wrong.length;
  for (const id of [...wrong, ...missing]) note(found, `the row of ${id}`);
  return { wrong, missing };
}

/** Of whom there is a row and nobody. */
async function leftOver(store: Store, ids: readonly AlumnusId[], found: Found): Promise<readonly AlumnusId[]> {
  const known = await store.alumni.findMany(ids);
  const nobody = ids.filter((id) => !known.has(id));
  found.rowsLeftOver += nobody.length;
  for (const id of nobody) note(found, `the row of ${id}, of whom there is nobody`);
  return nobody;
}

/** Takes rows away and has the tables in which they stood counted anew. */
async function takeAway(store: Store, ids: readonly AlumnusId[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = [...(await store.outcomes.findMany(ids)).values()];
  await store.outcomes.remove(ids);
  await store.tellings.remove(ids);
  await store.rollups.mark(rows);
}

/** Checks everybody; with `mend` what is wrong is put right, as far as that is not the recurring jobs' part. */
export const checkOutcomes =
  ({ store, vault }: Checking) =>
  async ({ mend }: { readonly mend: boolean }): Promise<OutcomesChecked> => {
    const found: Found = {
      ...{ people: 0, rowsWrong: 0, rowsMissing: 0, rowsLeftOver: 0, rowsDue: 0 },
      ...{ tables: 0, tablesWrong: 0, tablesDue: 0, examples: [] },
    };
    const places = [...(await store.alumni.countByCohort('every-school')), ...(await store.rollups.places())];
    const distinct = new Map(places.map((place) => [`${place.schoolId}~${place.cohortId}`, place]));
    for (const { schoolId, cohortId } of distinct.values()) {
      const place = { schoolId, cohortId };
      if (!(await checkTables({ store, vault }, place, found)) && mend) await store.rollups.mark([place]);
    }
    for (let after = '', more = true; more;) {
      const people = await store.alumni.page('every-school', { limit: batch, ...(after !== '' && { after }) });
      const { wrong, missing } = await checkRows({ store, vault }, people, found);
      if (mend) {
        // A wrong row of the same revision would stand in the way of the right one.
        await takeAway(store, wrong);
        await store.destinationRecords.markOutcomeDue(wrong);
        await store.alumni.markRecordDue(missing);
      }
      after = people.at(-1)?.id ?? '';
      more = people.length === batch;
    }
    for (let after = '', more = true; more;) {
      const ids = await store.outcomes.idsAfter(after, batch);
      const nobody = await leftOver(store, ids, found);
      if (mend) await takeAway(store, nobody);
      after = ids.at(-1) ?? '';
      more = ids.length === batch;
    }
    return found;
  };
