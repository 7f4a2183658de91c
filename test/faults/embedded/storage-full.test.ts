// No room left: the disk takes no more, a file may not grow, or the map cannot be made larger. The write is refused with
// an error, nothing acknowledged is lost, reads go on, and writing goes on as soon as there is room again.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient, MongoNetworkError, type Collection } from 'mongodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openEmbedded } from '../../../src/embedded/host.js';
import { eventually } from '../../support/a-trust.js';

interface Thing {
  readonly _id: number;
  readonly mark: string;
  readonly text: string;
}

const thing = (_id: number): Thing => ({ _id, mark: `mark ${_id}`, text: String(_id % 10).repeat(3_000) });
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});
const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-full-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const connectTo = (uri: string): MongoClient => new MongoClient(uri, { retryReads: true });
const thingsOf = (client: MongoClient): Collection<Thing> => client.db('full').collection<Thing>('things');

/** Inserts, eight at a time, until one is refused; gives what was acknowledged and the codes of what was refused. */
const insertUntilRefused = async (things: Collection<Thing>, from: number) => {
  const acknowledged: number[] = [];
  const refused: unknown[] = [];
  for (let next = from; refused.length === 0 && next < from + 20_000; next += 8) {
    await Promise.all(
      Array.from({ length: 8 }, async (_, place) => {
        try {
          await things.insertOne(thing(next + place));
          acknowledged.push(next + place);
        } catch (error) {
          refused.push((error as { code?: unknown }).code ?? (error as Error).name);
        }
      }),
    );
  }
  return { acknowledged: acknowledged.sort((a, b) => a - b), refused };
};

/** Asks again where a server was cut off that ended itself, as it may after a commit that failed half-way. */
const askAgain = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof MongoNetworkError) || attempt === 10) throw error;
    }
  }
};

/** Everything acknowledged is there and whole, and the index equals the documents. */
const expectWhole = async (client: MongoClient, acknowledged: readonly number[]): Promise<void> => {
  const stored = await askAgain(() => thingsOf(client).find().sort({ _id: 1 }).toArray());
  const ids = new Set(stored.map(({ _id }) => _id));
  expect(acknowledged.filter((_id) => !ids.has(_id))).toEqual([]);
  expect(stored.filter((each) => JSON.stringify(each) !== JSON.stringify(thing(each._id)))).toEqual([]);
  const checked = await askAgain(() => client.db('full').command({ validate: 'things' }));
  expect(checked).toMatchObject({ valid: true, errors: [] });
};

const canMount = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(path.join(tmpdir(), 'onward-mount-'));
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]).status !== 0) return false;
    return spawnSync('umount', [probe]).status === 0;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
};
const mountable = canMount();
const whereMountable = mountable ? it : it.skip; // mounting needs root on Linux
const limitable = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
const whereLimitable = limitable ? it : it.skip; // limiting needs prlimit

/** Kills the server's process and waits for the one in its place: what is asked of a dying one may be cut off half-way. */
async function killAndReplace(server: Awaited<ReturnType<typeof openEmbedded>>): Promise<void> {
  const { pid } = server;
  process.kill(pid ?? 0, 'SIGKILL');
  await eventually(
    () => server.pid,
    (now) => now !== null && now !== pid,
  );
}

describe('a full disk', () => {
  const ofFiles = 'that is a limit on the size of files: refuses, keeps, reads, and goes on where there is more room';
  whereLimitable(
    `${ofFiles}${limitable ? '' : ' (left out: needs prlimit)'}`,
    async () => {
      const server = await openEmbedded({ dataFolder: newFolder() });
      const client = connectTo(server.uri);
      try {
        await thingsOf(client).createIndex({ mark: 1 }, { unique: true }, {});
        const { pid } = server;
        execFileSync('prlimit', ['--pid', String(pid), '--fsize=6000000']);
        const { acknowledged, refused } = await insertUntilRefused(thingsOf(client), 0);
        expect(new Set(refused)).toEqual(new Set([14031]));
        expect(acknowledged.length).toBeGreaterThan(100);
        await expectWhole(client, acknowledged);
        expect(await askAgain(() => thingsOf(client).findOne({ mark: 'mark 7' }))).toEqual(thing(7));
        // The limit is the process's own: the one in its place has more room.
        if (server.pid === pid) await killAndReplace(server);
        await expectWhole(client, acknowledged);
        await thingsOf(client).insertMany(Array.from({ length: 500 }, (_, n) => thing(1_000_000 + n)));
        await expectWhole(client, [...acknowledged, 1_000_000, 1_000_499]);
      } finally {
        await client.close();
        await server.stop();
      }
    },
    180_000,
  );

  const title =
    'that is a file system of 12 MB: refuses, keeps, reads, starts, and goes on once something else is removed';
  whereMountable(
    `${title}${mountable ? '' : ' (left out: mounting needs root on Linux)'}`,
    async () => {
      const folder = newFolder();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]);
      cleanUps.push(() => spawnSync('umount', ['-l', folder]));
      const ballast = path.join(folder, 'something else');
      writeFileSync(ballast, Buffer.alloc(6_000_000));
      const dataFolder = path.join(folder, 'data');
      mkdirSync(dataFolder);
      const server = await openEmbedded({ dataFolder });
      const client = connectTo(server.uri);
      try {
        await thingsOf(client).createIndex({ mark: 1 }, { unique: true }, {});
        const { acknowledged, refused } = await insertUntilRefused(thingsOf(client), 0);
        expect(new Set(refused)).toEqual(new Set([14031]));
        expect(acknowledged.length).toBeGreaterThan(100);
        await expectWhole(client, acknowledged);
        // A server that has to start on a full disk still gives what it holds.
        await killAndReplace(server);
        await expectWhole(client, acknowledged);
        expect((await insertUntilRefused(thingsOf(client), 500_000)).acknowledged).toEqual([]);

        rmSync(ballast);
        const later = await insertUntilRefused(thingsOf(client), 1_000_000);
        expect(later.acknowledged.length).toBeGreaterThan(200);
        await expectWhole(client, [...acknowledged, ...later.acknowledged]);

        // One write that is larger than all the room there is fails in the middle, and takes nothing with it.
        const large = Array.from({ length: 4 }, (_, n) => ({ ...thing(2_000_000 + n), text: 'x'.repeat(3_000_000) }));
        await expect(thingsOf(client).insertMany(large)).rejects.toThrow();
        await expectWhole(client, [...acknowledged, ...later.acknowledged]);
        expect(await askAgain(() => thingsOf(client).countDocuments({ _id: { $gte: 2_000_000 } }))).toBe(0);
      } finally {
        await client.close();
        await server.stop();
      }
    },
    180_000,
  );
});

describe('a full map', () => {
  const title =
    'that finds no more address space: the write fails, and a new process goes on with everything acknowledged';
  whereLimitable(
    `${title}${limitable ? '' : ' (left out: needs prlimit)'}`,
    async () => {
      const server = await openEmbedded({ dataFolder: newFolder() });
      const client = connectTo(server.uri);
      try {
        await thingsOf(client).createIndex({ mark: 1 }, { unique: true }, {});
        await thingsOf(client).insertMany(Array.from({ length: 50 }, (_, n) => thing(900_000 + n)));
        const { pid } = server;
        const size = Number(/VmSize:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1]) * 1_024;
        execFileSync('prlimit', ['--pid', String(pid), `--as=${size + 40_000_000}`]);
        const { acknowledged, refused } = await insertUntilRefused(thingsOf(client), 0);
        expect(refused.length).toBeGreaterThan(0);
        await expectWhole(client, [900_000, 900_049, ...acknowledged]);
        // Reading went on, by the same process or by the one in its place; writing goes on by that one.
        if (server.pid === pid) await killAndReplace(server);
        await thingsOf(client).insertMany(Array.from({ length: 500 }, (_, n) => thing(1_000_000 + n)));
        await expectWhole(client, [900_000, 900_049, ...acknowledged, 1_000_499]);
      } finally {
        await client.close();
        await server.stop();
      }
    },
    180_000,
  );
});
