// kill -9 under concurrent writers. The ledger of what was acknowledged is kept here, outside the server's process;
// after each restart everything in it must be there, whole, and every index must equal its documents.
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient, type Collection } from 'mongodb';
import { openEmbedded, type EmbeddedServer } from '../../../src/embedded/host.js';
import { chanceFrom } from './random.js';

const ROUNDS = 5;
const WRITERS = 8;

interface Entry {
  _id: string;
  mark: string;
  text: string;
}
interface Counter {
  _id: number;
  best: number;
  twin: number;
}
interface Ledger {
  readonly inserted: Set<string>;
  readonly best: Map<number, number>;
}

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-crash-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Round {
  readonly number: number;
  over: boolean;
}

/** Writes until the server is gone; notes each write only when it was acknowledged. */
const writeUntilGone = async (server: EmbeddedServer, ledger: Ledger, writer: number, round: Round): Promise<void> => {
  const client = new MongoClient(server.uri, { serverSelectionTimeoutMS: 2_000, retryWrites: false });
  try {
    const entries: Collection<Entry> = client.db('crash').collection<Entry>('entries');
    const counters = client.db('crash').collection<Counter>('counters');
    for (let n = 0; !round.over; n += 1) {
      const _id = `${round.number}-${writer}-${n}`;
      await entries.insertOne({ _id, mark: `mark ${_id}`, text: 'x'.repeat(300) });
      ledger.inserted.add(_id);
      const best = round.number * 1_000_000 + n;
      await counters.updateOne({ _id: writer }, { $max: { best, twin: best } }, { upsert: true });
      ledger.best.set(writer, best);
    }
  } catch {
    // the server was killed; what was not acknowledged may or may not be there
  } finally {
    await client.close();
  }
};

const untilAnother = async (server: EmbeddedServer, killed: number): Promise<void> => {
  const end = Date.now() + 10_000;
  while (server.pid === killed && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('a server killed in the middle of writing', () => {
  it('has everything it acknowledged, and indexes that equal their documents', async () => {
    const chance = chanceFrom(Date.now());
    const server = await openEmbedded({ dataFolder: newFolder() });
    const ledger: Ledger = { inserted: new Set(), best: new Map() };
    const client = new MongoClient(server.uri, { serverSelectionTimeoutMS: 10_000 });
    try {
      const database = client.db('crash');
      await database.collection('entries').createIndex({ mark: 1 }, { unique: true }, {});
      await database.collection('counters').createIndex({ best: -1, twin: 1 }, {}, {});
      for (let number = 1; number <= ROUNDS; number += 1) {
        const round: Round = { number, over: false };
        const before = ledger.inserted.size;
        const writers = Array.from({ length: WRITERS }, async (_, writer) =>
          writeUntilGone(server, ledger, writer, round),
        );
        const enough = before + 20 + chance.below(400);
        const end = Date.now() + 10_000;
        while (ledger.inserted.size < enough && Date.now() < end)
          await new Promise((resolve) => setTimeout(resolve, 1));
        const { pid } = server;
        if (pid === null) throw new Error('no child to kill');
        process.kill(pid, 'SIGKILL');
        round.over = true;
        await Promise.all(writers);
        await untilAnother(server, pid);

        const entries = database.collection<Entry>('entries');
        const present = new Set((await entries.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id));
        expect([...ledger.inserted].filter((_id) => !present.has(_id))).toEqual([]);
        expect(ledger.inserted.size).toBeGreaterThan(before);
        const counters = await database.collection<Counter>('counters').find().toArray();
        const behind = counters.filter(({ _id, best, twin }) => best < (ledger.best.get(_id) ?? 0) || best !== twin);
        expect(behind).toEqual([]);
        for (const name of ['entries', 'counters']) {
          expect(await database.command({ validate: name })).toMatchObject({ valid: true, errors: [] });
        }
      }
    } finally {
      await client.close();
      await server.stop();
    }
  }, 60_000);
});
