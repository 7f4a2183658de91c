// `onward backup` and `onward restore`: what comes back is what was there, and whatever is not whole is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { openEmbedded, serveDatabase, type EmbeddedServer } from '../../../src/embedded/host.js';
import { full, report } from '../../support/fault-report.js';
import { startOnward } from '../../support/onward.js';

const folder = mkdtempSync(path.join(tmpdir(), 'onward-backup-'));
const dataFolder = path.join(folder, 'data');
let server: EmbeddedServer;
let client: MongoClient;

const onward = async (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const env: NodeJS.ProcessEnv = { ...process.env, INIT_CWD: folder };
    delete env['MONGODB_URI'];
    if (args[0] === 'with-mongodb') env['MONGODB_URI'] = 'mongodb://127.0.0.1:1/onward';
    const rest = args.filter((arg) => arg !== 'with-mongodb');
    execFile(process.execPath, [path.resolve('dist/src/main/cli.js'), ...rest], { env }, (error, out, problems) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: out + problems }),
    );
  });

beforeAll(async () => {
  server = await openEmbedded({ dataFolder });
  client = new MongoClient(server.uri);
  const people = client.db('onward').collection('people');
  await people.createIndexes([{ key: { email: 1 }, unique: true }, { key: { tags: 1 } }]);
  await people.insertMany(
    Array.from({ length: 500 }, (_, place) => ({ email: `avery${place}@example.org`, tags: [place % 3, `t${place}`] })),
  );
  await client
    .db('onward')
    .collection('notes')
    .insertOne({ text: 'x'.repeat(100_000) });
  mkdirSync(path.join(dataFolder, 'keys'));
  writeFileSync(path.join(dataFolder, 'keys', 'root'), 'not a real key');
});
afterAll(async () => {
  await client.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('is taken while others write, and holds everything that was acknowledged before', async () => {
    let stop = false;
    const write = async (): Promise<number> => {
      let written = 0;
      for (; !stop; written += 1)
        await client
          .db('onward')
          .collection('people')
          .insertOne({ email: `w${written}`, tags: [] });
      return written;
    };
    const writing = write();
    const { code, said } = await onward('backup', 'copy', '--data', 'data');
    stop = true;
    expect(await writing).toBeGreaterThan(0);
    expect(said).toMatch(
      /^Backed up and checked: 2 collections, [\d,]+ documents in .*copy\.\nThe keys are not in it\./,
    );
    expect(code).toBe(0);
    expect(readdirSync(path.join(folder, 'copy')).sort()).toEqual(['backup.json', 'onward.mdb', 'onward.mdb-lock']);
    const { collections } = JSON.parse(readFileSync(path.join(folder, 'copy/backup.json'), 'utf8')) as {
      collections: Record<string, { documents: number }>;
    };
    expect(collections['onward.people']?.documents).toBeGreaterThanOrEqual(500);
  });

  it('comes back document by document, with its indexes, and only into an empty folder', async () => {
    const restored = path.join(folder, 'restored');
    expect((await onward('restore', 'copy', '--data', 'restored')).said).toMatch(
      /^Restored and checked: 2 collections/,
    );
    const second = await onward('restore', 'copy', '--data', 'restored');
    expect([second.code, second.said]).toEqual([2, expect.stringContaining('is not empty')]);
    const again = await openEmbedded({ dataFolder: restored });
    const reader = new MongoClient(again.uri);
    try {
      const find = async (from: MongoClient) =>
        from
          .db('onward')
          .collection('people')
          .find({ email: /^avery/ })
          .sort({ _id: 1 })
          .toArray();
      expect(await find(reader)).toEqual(await find(client));
      const indexes = async (from: MongoClient) => from.db('onward').collection('people').indexes();
      expect(await indexes(reader)).toEqual(await indexes(client));
    } finally {
      await reader.close();
      await again.stop();
    }
  });

  it('is refused when a byte of it has changed, and nothing is left of it', async () => {
    const damaged = path.join(folder, 'damaged');
    mkdirSync(damaged);
    copyFileSync(path.join(folder, 'copy/backup.json'), path.join(damaged, 'backup.json'));
    const bytes = readFileSync(path.join(folder, 'copy/onward.mdb'));
    bytes[bytes.indexOf('x'.repeat(1000)) + 500] = 0x79;
    writeFileSync(path.join(damaged, 'onward.mdb'), bytes);
    const { code, said } = await onward('restore', 'damaged', '--data', 'elsewhere');
    expect([code, said]).toEqual([2, expect.stringContaining('is not what')]);
    expect(existsSync(path.join(folder, 'elsewhere/onward.mdb'))).toBe(false);
  });

  it('refuses a folder in use, a folder that is not empty, no database, no backup, and a MongoDB server', async () => {
    const answers = [
      await onward('restore', 'copy', '--data', 'data'),
      await onward('backup', 'copy', '--data', 'data'),
      await onward('backup', 'other', '--data', 'nothing-here'),
      await onward('restore', 'data', '--data', 'other'),
      await onward('with-mongodb', 'backup', 'other', '--data', 'data'),
      await onward('with-mongodb', 'restore', 'copy', '--data', 'other'),
    ];
    expect(answers).toEqual(
      ['in use', 'not empty', 'no database', 'not a backup', 'mongodump', 'mongorestore'].map((words) => ({
        code: 2,
        said: expect.stringContaining(words),
      })),
    );
  }, 120_000);

  it('is not made through a port, nor into a folder that holds something', async () => {
    const open = await serveDatabase({ dataFolder: path.join(folder, 'open') }, { port: 0 });
    const outside = new MongoClient(open.uri);
    try {
      await expect(outside.db('admin').command({ onwardBackup: path.join(folder, 'stolen') })).rejects.toMatchObject({
        code: 13,
      });
      await expect(client.db('admin').command({ onwardBackup: folder })).rejects.toMatchObject({ code: 2 });
    } finally {
      await outside.close();
      await open.stop();
    }
  });
});

describe('row 30: the drill', () => {
  const target = (full ? 1_024 : 8) * 2 ** 20;
  const padding = randomBytes(16_384).toString('base64'); // about as long as a long record

  /** A trust with people, records, figures and waves, as the demonstration makes it; only in a full run. */
  async function aTrust(): Promise<void> {
    const demo = startOnward(['demo', '--data', 'drill', '--port', '0'], { folder });
    await demo.says('Onward is ready', 120_000);
    demo.signal('SIGINT');
    await demo.ended;
  }

  it(`brings ${target / 2 ** 20} MB back within the time of the goal, whole, with all that was acknowledged`, async () => {
    if (full) await aTrust();
    const drilled = await openEmbedded({ dataFolder: path.join(folder, 'drill') });
    const writer = new MongoClient(drilled.uri);
    const records = writer.db('onward').collection<{ _id: string; text: string; n: number }>('drillrecords');
    await records.createIndexes([{ key: { n: 1 } }]);
    const batch = 100;
    const batches = Math.ceil(target / (padding.length * batch));
    for (let at = 0; at < batches; at += 1) {
      await records.insertMany(
        Array.from({ length: batch }, (_, n) => ({ _id: `${at}-${n}`, n: at, text: `${at}${n}${padding}` })),
      );
    }
    let acknowledged = 0;
    const stopping = new AbortController();
    const writing = (async (): Promise<void> => {
      for (; !stopping.signal.aborted; acknowledged += 1) {
        await records.insertOne({ _id: `while ${String(acknowledged).padStart(9, '0')}`, n: -1, text: '' });
      }
    })();
    const timed = async (...words: string[]): Promise<number> => {
      const began = performance.now();
      const { code, said } = await onward(...words);
      expect([code, code === 0 ? '' : said]).toEqual([0, '']);
      return Math.round((performance.now() - began) / 1_000);
    };
    const before = acknowledged;
    const dumped = await timed('backup', 'drill-copy', '--data', 'drill');
    stopping.abort();
    await writing;
    await writer.close();
    await drilled.stop();
    expect(statSync(path.join(folder, 'drill-copy/onward.mdb')).size).toBeGreaterThan(target);

    if (full) cpSync(path.join(folder, 'drill/keys'), path.join(folder, 'drill-back/keys'), { recursive: true });
    // Every index is made again and compared, every collection counted and hashed against the copy's contents.
    const restored = await timed('restore', 'drill-copy', '--data', 'drill-back');
    const checked = full ? await timed('outcomes', 'check', '--data', 'drill-back') : 0;
    const again = await openEmbedded({ dataFolder: path.join(folder, 'drill-back') });
    const reader = new MongoClient(again.uri);
    try {
      const back = reader.db('onward').collection<{ _id: string; n: number }>('drillrecords');
      expect(await back.countDocuments({ n: { $gte: 0 } })).toBe(batches * batch);
      const written = (await back.find({ n: -1 }).sort({ _id: 1 }).toArray()).map(({ _id }) => Number(_id.slice(6)));
      // What was acknowledged before the copy began is in it, and nothing is missing in between.
      expect(written.length).toBeGreaterThanOrEqual(before);
      expect(written).toEqual(written.map((_, n) => n));
    } finally {
      await reader.close();
      await again.stop();
    }
    report(
      '30',
      'backup ≤ 5 min, restore ≤ 10 min, invariants hold',
      `${Math.round(target / 2 ** 20)} MB: ${dumped} s, ${restored} s; every hash and index${full ? `, every figure recounted in ${checked} s` : ''}`,
    );
    if (full) expect([dumped <= 300, restored <= 600]).toEqual([true, true]);
  }, 1_200_000);
});
