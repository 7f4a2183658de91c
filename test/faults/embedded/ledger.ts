// Writers that work until the server is gone, and a ledger of what it acknowledged, kept outside its process. Each kind
// of write leaves something that is only there whole or not at all: two fields that agree, a list that stops at an error.
import type { Collection, Db } from 'mongodb';
import { MongoBulkWriteError } from 'mongodb';

interface Entry {
  readonly _id: string;
  readonly mark: string;
  readonly twin: string;
  readonly text: string;
}
interface Counter {
  readonly _id: string;
  readonly a: number;
  readonly b: number;
}

export interface Ledger {
  /** Inserted and acknowledged, not asked to be deleted. */
  readonly present: Set<string>;
  /** Deleted and acknowledged. */
  readonly absent: Set<string>;
  /** Behind the error of an acknowledged ordered bulk: never tried. */
  readonly never: Set<string>;
  /** What each counter was acknowledged to be at least. */
  readonly counted: Map<string, number>;
  /** What each counter was asked to be at most. */
  readonly asked: Map<string, number>;
  acknowledged: number;
}

export const newLedger = (): Ledger => ({
  ...{ present: new Set(), absent: new Set(), never: new Set(), counted: new Map(), asked: new Map(), acknowledged: 0 },
});

const entry = (_id: string): Entry => ({ _id, mark: `mark ${_id}`, twin: `mark ${_id}`, text: _id.repeat(20) });
const entriesOf = (database: Db): Collection<Entry> => database.collection<Entry>('entries');
const countersOf = (database: Db): Collection<Counter> => database.collection<Counter>('counters');

/** The indexes that every round has to keep equal to the documents. */
export const prepare = async (database: Db): Promise<void> => {
  await entriesOf(database).createIndex({ mark: 1 }, { unique: true }, {});
  await entriesOf(database).createIndex({ text: -1, twin: 1 }, {}, {});
  await countersOf(database).createIndex({ a: -1, b: 1 }, {}, {});
};

/** Writes until a write fails because the server is gone. */
export const writeUntilGone = async (database: Db, ledger: Ledger, writer: string): Promise<void> => {
  const [entries, counters] = [entriesOf(database), countersOf(database)];
  const acknowledge = (): void => {
    ledger.acknowledged += 1;
  };
  const insertOne = async (_id: string): Promise<void> => {
    await entries.insertOne(entry(_id));
    ledger.present.add(_id);
    acknowledge();
  };
  const insertMany = async (name: string): Promise<void> => {
    const ids = ['a', 'b', 'c', 'b', 'd'].map((letter) => `${name}${letter}`); // the fourth is there already
    try {
      await entries.insertMany(ids.map(entry));
      throw new Error('a duplicate was inserted');
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || error.code !== 11000) throw error;
    }
    for (const id of ids.slice(0, 3)) ledger.present.add(id);
    ledger.never.add(`${name}d`);
    acknowledge();
  };
  const count = async (name: string): Promise<void> => {
    ledger.asked.set(name, (ledger.asked.get(name) ?? 0) + 1);
    await counters.updateOne({ _id: name }, { $inc: { a: 1, b: 1 } }, { upsert: true });
    ledger.counted.set(name, (ledger.counted.get(name) ?? 0) + 1);
    acknowledge();
  };
  const remove = async (_id: string): Promise<void> => {
    ledger.present.delete(_id); // from here on it may or may not be there
    await entries.deleteOne({ _id });
    ledger.absent.add(_id);
    acknowledge();
  };
  try {
    for (let n = 0; ; n += 1) {
      await insertOne(`${writer}-${n}`);
      if (n % 3 === 0) await insertMany(`${writer}-${n}`);
      await count(n % 2 === 0 ? writer.slice(0, 1) : 'shared');
      if (n % 4 === 3) await remove(`${writer}-${n - 2}`);
    }
  } catch (error) {
    if (error instanceof Error && error.message === 'a duplicate was inserted') throw error;
  }
};

export interface Findings {
  readonly missing: readonly string[];
  readonly halfApplied: readonly string[];
  readonly invalid: readonly unknown[];
}

/** Compares what the server holds with the ledger. Nothing found is what a sound server gives. */
export const compare = async (database: Db, ledger: Ledger): Promise<Findings> => {
  const entries = new Map((await entriesOf(database).find().toArray()).map((each) => [each._id, each]));
  const counters = new Map((await countersOf(database).find().toArray()).map((each) => [each._id, each]));
  const invalid: unknown[] = [];
  for (const validate of ['entries', 'counters']) {
    const answer = await database
      .command({ validate })
      .catch((error: unknown) => ({ valid: false, errors: String(error) }));
    if (answer['valid'] !== true) invalid.push(answer['errors']);
  }
  return {
    missing: [
      ...[...ledger.present].filter((_id) => !entries.has(_id)),
      ...[...ledger.counted].filter(([name, n]) => (counters.get(name)?.a ?? 0) < n).map(([name]) => `counter ${name}`),
      ...[...ledger.absent].filter((_id) => entries.has(_id)).map((_id) => `deletion of ${_id}`),
    ],
    halfApplied: [
      ...[...entries.values()].filter(({ mark, twin }) => mark !== twin).map(({ _id }) => _id),
      ...[...counters.values()].filter(({ a, b }) => a !== b).map(({ _id }) => `counter ${_id}`),
      ...[...counters.values()]
        .filter(({ _id, a }) => a > (ledger.asked.get(_id) ?? 0))
        .map(({ _id }) => `counter ${_id} counted twice`),
      ...[...ledger.never].filter((_id) => entries.has(_id)),
    ],
    invalid,
  };
};
