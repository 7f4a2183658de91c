// A process of its own beside the server: everything that is measured from the client's side, and the two yardsticks, LMDB's
// own loop and a bare socket echo. Told what to do by its parent, one task at a time; the same seed gives the same work.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { open } from 'lmdb';
import { MongoClient, type Collection } from 'mongodb';

export interface Task {
  readonly name: string;
  readonly uri: string;
  readonly socket: string;
  readonly connections: number;
  readonly ms: number;
  readonly seed: number;
  readonly documents: number;
}

export interface Result {
  readonly perSecond: number;
  /** Of one operation, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

type Fields<Name extends string, Kind> = Readonly<Partial<Record<Name, Kind>>>;
type Person = { readonly _id: string } & Fields<
  'email' | 'key' | 'school' | 'state' | 'note' | 'kind' | 'lane' | 'template' | 'hash' | 'seal' | 'leaseId',
  string
> &
  Fields<'year' | 'score' | 'attempts' | 'fence', number> &
  Fields<'at' | 'changedAt' | 'createdAt' | 'dueAt' | 'readyAt' | 'expiresAt', Date> &
  Fields<'stayed', boolean> &
  Fields<'parts', readonly string[]>;

/** Mulberry32: small, and the same everywhere. */
const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const padded = (number: number): string => String(number).padStart(9, '0');
const filler = 'x'.repeat(226);

/** About 470 bytes as BSON. */
const person = (id: string, place: number, key: string): Person => ({
  _id: id,
  email: `avery.testperson.${padded(place)}@alumni.example`,
  key,
  state: ['planned', 'leased', 'accepted', 'unknown'][place % 4] ?? '',
  school: `school-${place % 15}`,
  year: 2015 + (place % 10),
  stayed: place % 3 === 0,
  score: (place * 7919) % 1000,
  at: new Date(1_700_000_000_000 + place * 1000),
  note: filler,
});

const message = (id: string, place: number): Person => ({
  _id: id,
  kind: 'invitation',
  state: 'planned',
  lane: 'wave-1',
  template: 'first-invitation',
  createdAt: new Date(1_700_000_000_000),
  dueAt: new Date(1_700_000_000_000 + place),
  readyAt: new Date(1_700_000_000_000 + place),
  expiresAt: new Date(1_800_000_000_000),
  attempts: 0,
  fence: 0,
  hash: filler.slice(0, 43),
  seal: filler.slice(0, 120),
});

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const summary = (times: readonly number[], worth: number, tookMs: number): Result => {
  const sorted = Float64Array.from(times).sort();
  return {
    perSecond: (times.length * worth * 1000) / tookMs,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    worst: sorted.at(-1) ?? 0,
  };
};

/** Keeps so many loops busy for so long; `worth` is what one turn counts for. */
const keepBusy = async (task: Task, turn: (loop: number) => Promise<unknown>, worth = 1): Promise<Result> => {
  const times: number[] = [];
  const began = performance.now();
  const end = began + task.ms;
  const loop = async (_: unknown, place: number): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      await turn(place);
      const after = performance.now();
      times.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: task.connections }, loop));
  return summary(times, worth, performance.now() - began);
};

const clients = new Map<string, MongoClient>();
const collectionOf = (task: Task, name: string): Collection<Person> => {
  const key = `${task.uri} ${task.connections}`;
  const client =
    clients.get(key) ??
    new MongoClient(task.uri, {
      maxPoolSize: task.connections,
      minPoolSize: task.connections,
      writeConcern: { w: 1, journal: true },
    });
  clients.set(key, client);
  return client.db('bench').collection<Person>(name);
};
let lastId = 0;
const freshId = (task: Task): string => `p-${task.seed}-${process.pid}-${padded((lastId += 1))}`;

const fill = async (task: Task, name: string, make: (place: number) => Person): Promise<Result> => {
  const people = collectionOf(task, name);
  const times: number[] = [];
  const began = performance.now();
  for (let from = 0; from < task.documents; from += 1000) {
    const batch = Array.from({ length: Math.min(1000, task.documents - from) }, (_, place) => make(from + place));
    const sent = performance.now();
    await people.insertMany(batch, { ordered: false });
    times.push(performance.now() - sent);
  }
  const { p50, p99, worst } = summary(times, 1, 1);
  return { perSecond: (task.documents * 1000) / (performance.now() - began), p50, p99, worst };
};

const once = async (work: () => Promise<unknown>, worth: number): Promise<Result> => {
  const began = performance.now();
  await work();
  const took = performance.now() - began;
  return { perSecond: (worth * 1000) / took, p50: took, p99: took, worst: took };
};

const echoFrame = Buffer.alloc(300, 1);

const tasks: Readonly<Record<string, (task: Task) => Promise<Result>>> = {
  prepare: async (task) => {
    const people = collectionOf(task, 'people');
    await people.createIndexes([{ key: { email: 1 }, unique: true }, { key: { school: 1, at: -1 } }]);
    return fill(task, 'people', (place) => person(`p-${padded(place)}`, place, ''));
  },
  'point read': async (task) => {
    const random = randomFrom(task.seed);
    const people = collectionOf(task, 'people');
    return keepBusy(task, async () => {
      const place = Math.floor(random() * task.documents);
      const found = await people.findOne({ email: `avery.testperson.${padded(place)}@alumni.example` });
      if (found === null) throw new Error(`document ${place} is not there`);
    });
  },
  insert: async (task) => {
    const people = collectionOf(task, 'people');
    const base = 10_000_000 + task.seed * 1_000_000;
    let place = 0;
    return keepBusy(task, () => people.insertOne(person(freshId(task), base + (place += 1), '')));
  },
  update: async (task) => {
    const random = randomFrom(task.seed);
    const people = collectionOf(task, 'people');
    return keepBusy(task, () =>
      people.updateOne(
        { _id: `p-${padded(Math.floor(random() * task.documents))}` },
        { $set: { state: 'accepted', changedAt: new Date() }, $inc: { score: 1 } },
      ),
    );
  },
  'fill messages': async (task) => {
    const messages = collectionOf(task, 'messages');
    await messages.drop().catch(() => undefined);
    await messages.createIndexes([
      { key: { lane: 1, readyAt: 1 }, partialFilterExpression: { readyAt: { $exists: true } } },
      { key: { state: 1, leaseUntil: 1 }, partialFilterExpression: { leaseUntil: { $exists: true } } },
    ]);
    return fill(task, 'messages', (place) => message(`m-${padded(place)}`, place));
  },
  'single lease': async (task) => {
    const messages = collectionOf(task, 'messages');
    return keepBusy(task, async (loop) => {
      const leased = await messages.findOneAndUpdate(
        { lane: 'wave-1', readyAt: { $lte: new Date() }, state: { $in: ['planned', 'deferred'] } },
        [
          {
            $set: {
              state: 'leased',
              leaseId: `lease-${loop}`,
              leaseUntil: { $add: ['$$NOW', 60_000] },
              fence: { $add: ['$fence', 1] },
              readyAt: '$$REMOVE',
            },
          },
        ],
        { sort: { readyAt: 1 }, returnDocument: 'after' },
      );
      if (leased === null) throw new Error('the messages ran out: take more --documents or less time');
    });
  },
  'batch lease': async (task) => {
    const messages = collectionOf(task, 'messages');
    const limit = 500;
    let turn = 0;
    return keepBusy(
      task,
      async () => {
        const leaseId = `batch-${task.seed}-${(turn += 1)}`;
        const due = await messages
          .find({ lane: 'wave-1', readyAt: { $lte: new Date() } }, { projection: { _id: 1 } })
          .sort({ readyAt: 1 })
          .limit(limit)
          .toArray();
        const ids = due.map((each) => each._id);
        await messages.updateMany(
          { _id: { $in: ids }, state: { $in: ['planned', 'deferred'] }, readyAt: { $lte: new Date() } },
          [
            {
              $set: {
                state: 'leased',
                leaseId,
                leaseUntil: { $add: ['$$NOW', 60_000] },
                fence: { $add: ['$fence', 1] },
                readyAt: '$$REMOVE',
              },
            },
          ],
        );
        const mine = await messages.find({ _id: { $in: ids }, leaseId }).toArray();
        if (mine.length !== limit)
          throw new Error(`leased ${mine.length} of ${limit}: take more --documents or less time`);
      },
      limit,
    );
  },
  'load, sequential keys': async (task) => {
    const people = collectionOf(task, 'big');
    await people.createIndexes([{ key: { email: 1 }, unique: true }, { key: { at: 1, school: 1 } }]);
    return fill(task, 'big', (place) => person(`p-${padded(place)}`, place, ''));
  },
  'load, one random key': async (task) => {
    const random = randomFrom(task.seed);
    const people = collectionOf(task, 'scattered');
    await people.createIndexes([{ key: { email: 1 }, unique: true }, { key: { key: 1 } }]);
    return fill(task, 'scattered', (place) => person(`p-${padded(place)}`, place, random().toString(36).slice(2)));
  },
  // As people are imported: every document touches six places of its indexes that no other one beside it touches.
  'load, six random keys': async (task) => {
    const random = randomFrom(task.seed);
    const word = (): string => random().toString(36).slice(2);
    const people = collectionOf(task, 'wide');
    await people.createIndexes([{ key: { email: 1 }, unique: true }, { key: { key: 1 } }, { key: { parts: 1 } }]);
    return fill(task, 'wide', (place) => ({
      ...person(`p-${padded(place)}`, place, word()),
      ...{ email: `${word()}@alumni.example`, parts: [word(), word(), word(), word()] },
    }));
  },
  '$match + $group': async (task) =>
    once(
      () =>
        collectionOf(task, 'big')
          .aggregate([
            { $match: { stayed: { $in: [true, false] }, year: { $gte: 2016 } } },
            { $group: { _id: { year: '$year', state: '$state' }, n: { $sum: 1 }, score: { $avg: '$score' } } },
          ])
          .toArray(),
      task.documents,
    ),
  'count by filter': async (task) =>
    once(() => collectionOf(task, 'big').countDocuments({ score: { $gte: 500 } }), task.documents),
  'sort without index, first 20': async (task) =>
    once(() => collectionOf(task, 'big').find().sort({ score: -1, _id: 1 }).limit(20).toArray(), task.documents),
  'update that finds nothing': async (task) =>
    once(() => collectionOf(task, 'big').updateOne({ score: -1 }, { $set: { note: '' } }), task.documents),
  'LMDB: index and document': async (task) => lmdbLoop(task, false),
  'LMDB: durable put': async (task) => lmdbLoop(task, true),
  'socket echo': async (task) => {
    const sockets = await Promise.all(
      Array.from(
        { length: task.connections },
        async () =>
          new Promise<Socket>((resolve, reject) => {
            const socket = connect(task.socket, () => resolve(socket)).once('error', reject);
          }),
      ),
    );
    const result = await keepBusy(task, async (loop) => {
      const socket = sockets[loop];
      if (socket === undefined) throw new Error('no socket');
      const answered = new Promise((resolve) => socket.once('data', resolve));
      socket.write(echoFrame);
      await answered;
    });
    for (const socket of sockets) socket.destroy();
    return result;
  },
  'serve echo': async (task) => {
    await new Promise<void>((resolve) =>
      createServer((socket) => {
        socket.on('data', (bytes) => socket.write(bytes));
        socket.on('error', () => socket.destroy());
      }).listen(task.socket, resolve),
    );
    return summary([], 0, 1);
  },
};

/** So many puts (or an index read and the document it names), durable like the server's: one commit in flight, the rest waits. */
const lmdbLoop = async (task: Task, writes: boolean): Promise<Result> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-bench-lmdb-'));
  const root = open<Buffer, Buffer>({ path: path.join(folder, 'loop.mdb'), encoding: 'binary', keyEncoding: 'binary' });
  const value = Buffer.alloc(470, 1);
  const keyOf = (kind: string, place: number): Buffer => Buffer.from(`${kind}${padded(place)}`);
  const random = randomFrom(task.seed);
  try {
    root.transactionSync(() => {
      for (let place = 0; place < 20_000; place += 1) {
        root.putSync(keyOf('d', place), value);
        root.putSync(keyOf('i', place), keyOf('d', place));
      }
    });
    await root.flushed;
    const times: number[] = [];
    const began = performance.now();
    for (let now = began; now < began + task.ms;) {
      if (writes) {
        root.transactionSync(() => {
          for (let turn = 0; turn < task.connections; turn += 1) {
            const key = keyOf('d', Math.floor(random() * 20_000));
            root.get(key);
            root.putSync(key, value);
          }
        });
        await root.flushed;
      } else {
        for (let turn = 0; turn < task.connections; turn += 1)
          root.get(root.get(keyOf('i', Math.floor(random() * 20_000))) ?? value);
      }
      const after = performance.now();
      times.push(after - now);
      now = after;
    }
    return summary(times, task.connections, performance.now() - began);
  } finally {
    await root.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

process.on('message', (task: Task) => {
  const work = tasks[task.name];
  const failed = (error: unknown): void => {
    process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  };
  if (work === undefined) failed(new Error(`no task ${task.name}`));
  else work(task).then((result) => process.send?.({ result }), failed);
});
process.once('disconnect', () => process.exit(0));
