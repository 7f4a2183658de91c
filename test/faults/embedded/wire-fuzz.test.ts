// Hostile bytes on the wire: real requests, mutated, are thrown at a live server (100,000 in full). It answers or closes
// that connection; it does not crash, does not grow, and the client beside it notices nothing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Long } from 'bson';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode } from '../../../src/embedded/bson/encode.js';
import type { Doc } from '../../../src/embedded/bson/types.js';
import { counted, isFull } from './counts.js';
import { chanceFrom, type Chance } from './random.js';
import { startServerChild, type ServerChild } from './server-child.js';

const FRAMES = counted(100_000, 6_000);
const AT_ONCE = 16;
/** What the process may hold more at the end than after its first tenth: room for its pools, not for a leak of frames. */
const GROWTH_MIB = 48;

const folder = mkdtempSync(path.join(tmpdir(), 'onward-fuzz-'));
let server: ServerChild;
beforeAll(async () => {
  server = await startServerChild(folder);
});
afterAll(async () => {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const framed = (opcode: number, ...pieces: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(pieces);
  return Buffer.concat([int32(16 + body.length), int32(7), int32(0), int32(opcode), body]);
};
const command = (body: Doc): Buffer => framed(2013, int32(0), Buffer.from([0]), encode({ ...body, $db: 'fuzz' }));
const sequence = (name: string, documents: readonly Doc[]): Buffer => {
  const rest = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((document) => encode(document))]);
  return Buffer.concat([Buffer.from([1]), int32(4 + rest.length), rest]);
};

const requests: readonly Buffer[] = [
  command({ ping: 1 }),
  command({ hello: 1, client: { driver: { name: 'invented', version: '1' } } }),
  command({ insert: 'c', documents: [{ a: 1, b: [1, 2, { c: 'text' }] }], ordered: true }),
  framed(
    2013,
    int32(0),
    sequence('documents', [{ a: 1 }, { a: 'two', b: new Date(0) }]),
    Buffer.from([0]),
    encode({ insert: 'c', ordered: false, $db: 'fuzz' }),
  ),
  command({
    find: 'c',
    filter: { a: { $gte: 1 }, $or: [{ b: 1 }, { b: /x/ as never }] },
    sort: { a: 1 },
    batchSize: 3,
  }),
  command({ find: 'c', filter: { $expr: { $gt: ['$a', { $add: [1, 2] }] } }, projection: { a: 1 }, limit: 2 }),
  command({ getMore: Long.fromNumber(2 ** 40), collection: 'c' }),
  command({ update: 'c', updates: [{ q: { a: 1 }, u: { $set: { 'b.0': 5 }, $inc: { n: 1 } }, upsert: true }] }),
  command({ update: 'c', updates: [{ q: {}, u: [{ $set: { at: '$$NOW' } }], multi: true }] }),
  command({ delete: 'c', deletes: [{ q: { a: { $in: [1, 2, 3] } }, limit: 0 }] }),
  command({ findAndModify: 'c', query: { a: 1 }, update: { $push: { b: { $each: [1], $slice: -2 } } }, new: true }),
  command({ aggregate: 'c', pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$b', n: { $sum: 1 } } }], cursor: {} }),
  command({ createIndexes: 'c', indexes: [{ key: { a: 1, b: -1 }, name: 'ab' }] }),
  framed(2004, int32(0), Buffer.from('admin.$cmd\0'), int32(0), int32(-1), encode({ ismaster: 1, helloOk: true })),
];

const lengths = [0, -1, 1, 4, 5, 15, 16, 0x7fffffff, -0x80000000, 48_000_001];

/** One to four changes; the length in front is made right again in half of the cases, or nothing would get further. */
const mutated = (chance: Chance): Buffer => {
  let frame: Buffer = Buffer.from(chance.pick(requests));
  for (let changes = 1 + chance.below(4); changes > 0; changes -= 1) {
    const place = chance.below(frame.length);
    switch (chance.below(6)) {
      case 0:
        frame[place] = chance.below(256);
        break;
      case 1:
        frame[place] = (frame[place] ?? 0) ^ (1 << chance.below(8));
        break;
      case 2:
        frame = frame.subarray(0, Math.max(1, place));
        break;
      case 3:
        frame = Buffer.concat([
          frame.subarray(0, place),
          Buffer.alloc(chance.below(40), chance.below(256)),
          frame.subarray(place),
        ]);
        break;
      case 4:
        frame = Buffer.concat([frame, frame.subarray(place)]);
        break;
      default:
        if (place + 4 <= frame.length) frame.writeInt32LE(chance.pick(lengths), place);
    }
  }
  if (chance.below(4) > 0 && frame.length >= 4) frame.writeInt32LE(frame.length, 0);
  return frame;
};

/** Sends bytes on a connection of their own; settles when the server has answered or closed it. */
const sent = async (bytes: Buffer): Promise<'answered' | 'closed'> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.socketPath);
    let answered = false;
    // A frame that says it is longer than it is leaves the server waiting, rightly; the client then goes away.
    const patience = setTimeout(() => socket.destroy(), 300);
    socket.on('data', () => {
      answered = true;
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(answered ? 'answered' : 'closed');
    });
    const saysMore = bytes.length < 4 || bytes.readInt32LE(0) > bytes.length;
    if (saysMore) socket.end(bytes);
    else socket.write(bytes);
  });

/** Memory of its own (not the mapped file) in MiB, where the system tells. */
const ownMemory = async (client: MongoClient): Promise<number> => {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    const { mem } = (await client.db('admin').command({ serverStatus: 1 })) as { mem: { resident: number } };
    return mem.resident;
  }
};

describe(`${FRAMES} mutated frames`, () => {
  it('neither crash the server nor make it grow, and a client beside them gets right answers all the time', async () => {
    const chance = chanceFrom(20_261_124);
    const client = new MongoClient(server.uri, { retryReads: false, retryWrites: false });
    const calm = client.db('calm').collection<{ _id: number; n: number }>('things');
    const outcomes = { answered: 0, closed: 0 };
    let over = false;
    let rounds = 0;
    const beside = async (): Promise<void> => {
      while (!over) {
        rounds += 1;
        await calm.updateOne({ _id: rounds % 50 }, { $inc: { n: 1 } }, { upsert: true });
        expect(await calm.countDocuments({ _id: rounds % 50 })).toBe(1);
      }
    };
    try {
      const neighbour = beside();
      let left = FRAMES;
      let settled = 0;
      let early = 0;
      const attacker = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          outcomes[await sent(mutated(chance))] += 1;
          settled += 1;
          if (settled === Math.floor(FRAMES / 10)) early = await ownMemory(client);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, attacker));
      over = true;
      await neighbour;
      expect(server.isRunning()).toBe(true);
      expect(outcomes.answered + outcomes.closed).toBe(FRAMES);
      // Both ends of the reader were reached, or the mutations would prove little.
      expect(outcomes.answered).toBeGreaterThan(FRAMES / 20);
      expect(outcomes.closed).toBeGreaterThan(FRAMES / 20);
      const grown = (await ownMemory(client)) - early;
      if (isFull) expect(grown).toBeLessThan(GROWTH_MIB); // after few frames the pools still grow by themselves
      const sum = (await calm.find().toArray()).reduce((total, { n }) => total + n, 0);
      expect(sum).toBe(rounds);
      expect(rounds).toBeGreaterThan(10);
    } finally {
      over = true;
      await client.close();
    }
  }, 600_000);
});
