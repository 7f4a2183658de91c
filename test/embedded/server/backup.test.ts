// `onward backup` and `onward restore`: what comes back is what was there, and whatever is not whole is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { openEmbedded, serveDatabase, type EmbeddedServer } from '../../../src/embedded/host.js';

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
