// kill -9 of the server at random moments under concurrent writers. The ledger of what was acknowledged is kept here,
// outside the server's process; after each restart everything in it is there, whole, and every index equals its documents
// (requirement of durability). Two hundred kills in full, a few by default. The control acknowledges too early and must
// be caught by the same ledger.
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/a-trust.js';
import { counted } from './counts.js';
import { compare, newLedger, prepare, writeUntilGone, type Findings, type Ledger } from './ledger.js';
import { startServerChild, type ChildOptions } from './server-child.js';

const WRITERS = 8;
const KILLS_A_FOLDER = counted(10, 6);
const FOLDERS = counted(20, 1);

const database = (client: MongoClient) => client.db('crash');

/** Lets writers loose on a fresh server of the folder and kills it at a random moment after the first acknowledgement. */
const killWhileWriting = async (
  folder: string,
  ledger: Ledger,
  round: number,
  options: ChildOptions,
  longest: number,
): Promise<void> => {
  const server = await startServerChild(folder, options);
  const client = new MongoClient(server.uri, {
    retryWrites: false,
    maxPoolSize: WRITERS,
  });
  try {
    await prepare(database(client));
    const before = ledger.acknowledged;
    const writers = Array.from({ length: WRITERS }, async (_, writer) =>
      writeUntilGone(database(client), ledger, `${writer}-${round}`),
    );
    await eventually(
      () => ledger.acknowledged,
      (acknowledged) => acknowledged > before,
    );
    await new Promise((resolve) => setTimeout(resolve, randomInt(longest)));
    await server.kill();
    await client.close(); // or the writers would look for the server for half a minute
    await Promise.all(writers);
  } finally {
    await server.kill();
    await client.close();
  }
};

const compareAfterRestart = async (folder: string, ledger: Ledger): Promise<Findings> => {
  const server = await startServerChild(folder);
  const client = new MongoClient(server.uri);
  try {
    return await compare(database(client), ledger);
  } finally {
    await client.close();
    await server.stop();
  }
};

const killAgainAndAgain = async (kills: number, options: ChildOptions, longest: number) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-crash-'));
  const ledger = newLedger();
  const all: Findings[] = [];
  try {
    for (let round = 1; round <= kills; round += 1) {
      await killWhileWriting(folder, ledger, round, options, longest);
      all.push(await compareAfterRestart(folder, ledger));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    missing: all.flatMap(({ missing }) => missing),
    halfApplied: all.flatMap(({ halfApplied }) => halfApplied),
    invalid: all.flatMap(({ invalid }) => invalid),
    acknowledged: ledger.acknowledged,
  };
};

describe(`a server killed ${KILLS_A_FOLDER * FOLDERS} times in the middle of writing`, () => {
  it.each(Array.from({ length: FOLDERS }, (_, place) => place + 1))(
    'has everything it acknowledged, nothing by halves, and indexes that equal their documents (folder %i)',
    async () => {
      const { acknowledged, ...found } = await killAgainAndAgain(KILLS_A_FOLDER, {}, 150);
      expect(found).toEqual({ missing: [], halfApplied: [], invalid: [] });
      expect(acknowledged).toBeGreaterThan(KILLS_A_FOLDER);
    },
    240_000,
  );
});

describe('a server that acknowledges before it commits', () => {
  it('is caught by the same ledger', async () => {
    const preload = path.join(process.cwd(), 'test/faults/embedded/acknowledge-early.mjs');
    const { missing } = await killAgainAndAgain(counted(6, 3), { preload }, 60);
    expect(missing.length).toBeGreaterThan(0);
  }, 120_000);
});
