// While the rows of one batch are written, whom do the next rows speak of?
// The database is asked one batch ahead, so that reading and writing need not wait for each other. Rows that may speak of somebody
// whom one of the two batches before writes are asked about again when those are written: the preview and the writing stay what
// they would be one by one (decision R18). Few do: a number, or a name with its birth date and school, stands in a file once
// (read-leavers.ts), so only a former pupil number, or one person on record, can join two batches.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { LeaverFacts } from '../../domain/alumni/leaver-row.js';
import type { KnownPeople } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { knownPeople, numbersOf, planRows } from './read-leavers.js';
import { readAhead, type BatchOf, type GoodRowOf, type OpenBatch, type Reading, type RowsOf } from './row-batches.js';

/** What the rows of a batch may have changed: people under these pupil numbers, and these people on record. */
interface Touched {
  readonly numbers: ReadonlySet<string>;
  readonly people: Set<AlumnusId>;
}

const touchedBy = (good: readonly GoodRowOf<LeaverFacts>[]): Touched => ({
  numbers: new Set(good.flatMap(({ facts }) => numbersOf(facts))),
  people: new Set(),
});

/** Whether what was known of the rows may be so no more, since others were written. */
const isOver = (good: readonly GoodRowOf<LeaverFacts>[], { people }: KnownPeople, written: Touched): boolean =>
  people.some(({ id }) => written.people.has(id)) ||
  good.some(({ facts }) => numbersOf(facts).some((number) => written.numbers.has(number)));

/** Batches with those who are known of them; nobody is looked up for rows that were written before. */
async function* lookedUp({ store }: Pick<Tools, 'store'>, batches: RowsOf<LeaverFacts>['batches'], after: number) {
  for await (const batch of readAhead(batches)) {
    const passedOver: BatchOf<LeaverFacts> & { readonly known?: KnownPeople } = batch;
    yield batch.lastLine <= after ? passedOver : { ...batch, known: await knownPeople(store, batch.good) };
  }
}

/** Batches of leavers that plan themselves. */
export async function* leaversAhead(
  tools: Pick<Tools, 'store'>,
  batches: RowsOf<LeaverFacts>['batches'],
  reading: Reading,
): AsyncGenerator<OpenBatch> {
  let before: readonly Touched[] = []; // whoever takes a batch has planned the one before and written those before it
  for await (const { good, known, ...batch } of readAhead(lookedUp(tools, batches, reading.after ?? 0))) {
    let fresh = known === undefined || before.some((written) => isOver(good, known, written)) ? undefined : known;
    const touched = touchedBy(good);
    before = [...before.slice(-1), touched];
    yield {
      ...batch,
      ...{ rows: good.map(({ row }) => row), leans: fresh === undefined },
      plan: async (only) => {
        const rows = only === undefined ? good : good.filter(({ row }) => only.has(row));
        const people = fresh ?? (await knownPeople(tools.store, rows));
        fresh = undefined; // rows that are planned again were overtaken
        const plans = planRows(rows, people, reading);
        for (const { plan } of plans.planned) if (plan.kind !== 'unchanged') touched.people.add(plan.alumnus.id);
        return plans;
      },
    };
  }
}
