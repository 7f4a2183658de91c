// Who owns a data folder, and how its server begins and ends (decision R21).
import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { openEmbedded, serveDatabase, type EmbeddedServer } from '../../../src/embedded/host.js';

const folders: string[] = [];
const servers: EmbeddedServer[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-host-'));
  folders.push(folder);
  return folder;
};
const opened = async (server: Promise<EmbeddedServer>): Promise<EmbeddedServer> => {
  const result = await server;
  servers.push(result);
  return result;
};
afterEach(async () => {
  for (const server of servers.splice(0).reverse()) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (what: () => boolean): Promise<boolean> => {
  const end = Date.now() + 50_000;
  while (!what() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  return what();
};
const insertAndCount = async (uri: string): Promise<number> => {
  const client = new MongoClient(uri);
  try {
    const things = client.db('host').collection('things');
    await things.insertOne({});
    return await things.countDocuments();
  } finally {
    await client.close();
  }
};

describe('the server of a data folder', () => {
  it('is started once; whoever comes later uses the same one', async () => {
    const dataFolder = newFolder();
    const [first, second] = await Promise.all([
      opened(openEmbedded({ dataFolder })),
      opened(openEmbedded({ dataFolder })),
    ]);
    expect([first.owned, second.owned].sort()).toEqual([false, true]);
    expect(first.uri).toBe(second.uri);
    expect([await insertAndCount(first.uri), await insertAndCount(second.uri)]).toEqual([1, 2]);
  });

  it('lets in only its own user', async () => {
    const server = await opened(openEmbedded({ dataFolder: newFolder() }));
    expect(statSync(server.socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(server.socketPath)).mode & 0o777).toBe(0o700);
  });

  it('keeps its data over a stop and a new start, and leaves neither socket nor lock behind', async () => {
    const dataFolder = newFolder();
    const first = await openEmbedded({ dataFolder });
    expect(await insertAndCount(first.uri)).toBe(1);
    await first.stop();
    expect([existsSync(first.socketPath), existsSync(path.join(dataFolder, 'owner.lock'))]).toEqual([false, false]);
    const second = await opened(openEmbedded({ dataFolder }));
    expect(await insertAndCount(second.uri)).toBe(2);
  });

  it('is started again when it is killed, and clients come back to it', async () => {
    const server = await opened(openEmbedded({ dataFolder: newFolder() }));
    const client = new MongoClient(server.uri);
    try {
      const things = client.db('host').collection('things');
      await things.insertOne({});
      const { pid } = server;
      process.kill(pid ?? 0, 'SIGKILL');
      expect(await until(() => server.pid !== pid)).toBe(true);
      expect(await things.countDocuments()).toBe(1);
    } finally {
      await client.close();
    }
  });

  it('ignores the signals of the terminal but ends with the process that started it', async () => {
    const dataFolder = newFolder();
    const script = `
      const { openEmbedded } = await import(${JSON.stringify(path.resolve('dist/src/embedded/host.js'))});
      const server = await openEmbedded({ dataFolder: ${JSON.stringify(dataFolder)} });
      console.log(server.pid);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (text: Buffer) => resolve(Number(text))),
    );
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGTERM');
    const beside = await openEmbedded({ dataFolder });
    expect([beside.owned, await insertAndCount(beside.uri)]).toEqual([false, 1]);
    await beside.stop(); // or it would take the folder over
    parent.kill('SIGKILL');
    expect(await until(() => !isRunning(pid))).toBe(true);
    const after = await opened(openEmbedded({ dataFolder }));
    expect([after.owned, await insertAndCount(after.uri)]).toEqual([true, 2]);
  });

  it('is taken over by an attached process when its owner is killed; clients come back to it', async () => {
    const dataFolder = newFolder();
    const script = `
      const { openEmbedded } = await import(${JSON.stringify(path.resolve('dist/src/embedded/host.js'))});
      await openEmbedded({ dataFolder: ${JSON.stringify(dataFolder)} });
      console.log('ready');
    `;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => owner.stdout.once('data', resolve));
    const [left, right] = await Promise.all([
      opened(openEmbedded({ dataFolder })),
      opened(openEmbedded({ dataFolder })),
    ]);
    const client = new MongoClient(left.uri);
    try {
      const things = client.db('host').collection('things');
      await things.insertOne({});
      expect([left.owned, right.owned]).toEqual([false, false]);
      owner.kill('SIGKILL');
      // Whoever starts in this moment meets the dying server, and must not be left without one either.
      const late = await opened(openEmbedded({ dataFolder }));
      expect(await until(() => [left, right, late].filter((server) => server.owned).length === 1)).toBe(true);
      expect(await things.countDocuments()).toBe(1);
      expect(await insertAndCount(late.uri)).toBe(2);
    } finally {
      await client.close();
    }
  });

  it('moves its socket to a private folder when the path would be too long', async () => {
    const dataFolder = path.join(newFolder(), 'a-long-name-'.repeat(10));
    mkdirSync(dataFolder);
    const server = await opened(openEmbedded({ dataFolder }));
    folders.push(path.dirname(server.socketPath));
    expect(Buffer.byteLength(server.socketPath)).toBeLessThanOrEqual(100);
    expect(server.socketPath.startsWith(dataFolder)).toBe(false);
    expect(statSync(path.dirname(server.socketPath)).mode & 0o777).toBe(0o700);
    expect(await insertAndCount(server.uri)).toBe(1);
  });

  it('serves a loopback port when asked to, beside the socket, and refuses a folder that is served already', async () => {
    const dataFolder = newFolder();
    const server = await opened(serveDatabase({ dataFolder }, { port: 0 }));
    expect(server.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await insertAndCount(server.uri)).toBe(1);
    const beside = await opened(openEmbedded({ dataFolder }));
    expect([beside.owned, await insertAndCount(beside.uri)]).toEqual([false, 2]);
    await expect(serveDatabase({ dataFolder }, { port: 0 })).rejects.toThrow('Another process already serves');
  });
});
