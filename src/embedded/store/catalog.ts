// What exists: collections and their indexes, in memory for every command and in the catalog sub-database for the next
// start. Changes are made inside a write; when that write is undone, the catalog is read again from disk.
import { randomBytes } from 'node:crypto';
import { compileFilter } from '../query/match.js';
import { decode } from '../bson/codec.js';
import { encode } from '../bson/encode.js';
import type { Doc } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import type { Environment } from './environment.js';

/** Raised whenever the bytes on disk change their meaning; a folder written by a newer server is refused. */
const FORMAT_VERSION = 1;

/** What the user asked for, as listIndexes shows it. */
export interface IndexOptions {
  readonly name: string;
  readonly key: Doc;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partialFilterExpression?: Doc;
  readonly expireAfterSeconds?: number;
}

export interface Index {
  readonly id: number;
  options: IndexOptions;
  readonly fields: readonly {
    readonly path: string;
    readonly parts: readonly string[];
    readonly descending: boolean;
  }[];
  /** Whether a document belongs to a partial index. */
  readonly covers: (doc: Doc) => boolean;
  /** Has held an array: one document may have several entries. Never unset. */
  multikey: boolean;
  /** Has held a key too long to keep whole: order is only approximate. Never unset. */
  cut: boolean;
  /** False while it is being built: written to, but not read from. */
  ready: boolean;
}

export interface Collection {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly uuid: Buffer;
  readonly indexes: Map<string, Index>;
}

interface StoredIndex {
  readonly id: number;
  readonly options: IndexOptions;
  readonly multikey: boolean;
  readonly cut: boolean;
  readonly ready: boolean;
}

export interface Waste {
  /** The catalog's own note of it, removed when all is swept. */
  readonly key: Buffer;
  readonly kind: 'documents' | 'entries';
  readonly prefix: Buffer;
}

export interface Catalog {
  find(database: string, name: string): Collection | undefined;
  list(database?: string): readonly Collection[];
  /** Inside a write: makes the collection if it is not there. */
  ensure(database: string, name: string): Collection;
  /** Inside a write: forgets the collection; its documents and entries become waste for the sweeper. */
  drop(collection: Collection): void;
  addIndex(collection: Collection, options: IndexOptions, ready: boolean): Index;
  dropIndex(collection: Collection, index: Index): void;
  /** Inside a write: stores what changed about a collection or its indexes. */
  save(collection: Collection): void;
  /** What was dropped and still takes room: every key with this prefix, in the store of this kind. */
  waste(): readonly Waste[];
  /** Reads everything again from disk, after a write was undone. */
  reload(): void;
}

const u32 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const describeIndex = (stored: StoredIndex): Index => {
  const partial = stored.options.partialFilterExpression;
  return {
    id: stored.id,
    options: stored.options,
    fields: Object.entries(stored.options.key).map(([path, direction]) => ({
      path,
      parts: path.split('.'),
      descending: Number(direction) < 0,
    })),
    covers: partial === undefined ? () => true : compileFilter(partial),
    multikey: stored.multikey,
    cut: stored.cut,
    ready: stored.ready,
  };
};

const storeIndex = ({ id, options, multikey, cut, ready }: Index): Doc => ({
  id,
  options: { ...options },
  multikey,
  cut,
  ready,
});

const COLLECTION = 'c:';
const WASTE = 'w:';
const FORMAT = Buffer.from('format');
const NEXT_ID = Buffer.from('next-id');

/** Opens the catalog of an environment. @throws when the folder was written by a newer version */
export const openCatalog = (environment: Environment): Catalog => {
  const { catalog: store } = environment;
  let collections = new Map<string, Collection>();

  const readWaste = (): Waste[] =>
    [...store.getRange({ start: Buffer.from(WASTE), end: Buffer.from('w;') })].map(({ key }) => ({
      key,
      kind: key[2] === 0x64 ? 'documents' : 'entries',
      prefix: key.subarray(3),
    }));
  const addWaste = (kind: 'documents' | 'entries', id: number): void =>
    environment.put(
      store,
      Buffer.concat([Buffer.from(`${WASTE}${kind === 'documents' ? 'd' : 'e'}`), u32(id)]),
      Buffer.alloc(0),
    );
  const keyOf = ({ database, name }: Pick<Collection, 'database' | 'name'>): Buffer =>
    Buffer.from(`${COLLECTION}${database}.${name}`);
  const takeId = (): number => {
    const id = store.get(NEXT_ID)?.readUInt32BE(0) ?? 1;
    environment.put(store, NEXT_ID, u32(id + 1));
    return id;
  };
  const save = (collection: Collection): void => {
    const { id, database, name, uuid, indexes } = collection;
    const stored = { id, database, name, uuid: uuid.toString('hex'), indexes: [...indexes.values()].map(storeIndex) };
    environment.put(store, keyOf(collection), encode(stored));
  };
  const reload = (): void => {
    // After a failed enlargement LMDB may answer every question with nothing. Better no server than an empty one: the
    // process ends here, and its owner starts another.
    if (collections.size > 0 && store.get(FORMAT) === undefined) throw new Error('the data can be read no more');
    collections = new Map();
    for (const { value } of store.getRange({ start: Buffer.from(COLLECTION), end: Buffer.from('c;') })) {
      const stored = decode(value) as unknown as Omit<Collection, 'indexes' | 'uuid'> & {
        uuid: string;
        indexes: StoredIndex[];
      };
      const indexes = new Map(stored.indexes.map((index) => [index.options.name, describeIndex(index)]));
      const collection = { ...stored, uuid: Buffer.from(stored.uuid, 'hex'), indexes };
      collections.set(`${collection.database}.${collection.name}`, collection);
    }
  };

  const format = store.get(FORMAT)?.readUInt32BE(0) ?? FORMAT_VERSION;
  if (format !== FORMAT_VERSION) {
    throw new DatabaseError(72, `the data folder has format ${format}; this server reads format ${FORMAT_VERSION}`);
  }
  reload();

  return {
    find: (database, name) => collections.get(`${database}.${name}`),
    list: (database) =>
      [...collections.values()].filter((collection) => database === undefined || collection.database === database),
    ensure: (database, name) => {
      const known = collections.get(`${database}.${name}`);
      if (known !== undefined) return known;
      environment.put(store, FORMAT, u32(FORMAT_VERSION));
      const uuid = randomBytes(16);
      const collection: Collection = { id: takeId(), database, name, uuid, indexes: new Map() };
      collections.set(`${database}.${name}`, collection);
      save(collection);
      return collection;
    },
    drop: (collection) => {
      collections.delete(`${collection.database}.${collection.name}`);
      environment.remove(store, keyOf(collection));
      addWaste('documents', collection.id);
      for (const index of collection.indexes.values()) addWaste('entries', index.id);
    },
    addIndex: (collection, options, ready) => {
      const index = describeIndex({ id: takeId(), options, multikey: false, cut: false, ready });
      collection.indexes.set(options.name, index);
      save(collection);
      return index;
    },
    dropIndex: (collection, index) => {
      collection.indexes.delete(index.options.name);
      save(collection);
      addWaste('entries', index.id);
    },
    save,
    waste: readWaste,
    reload,
  };
};
