// One process of the measurement of imports, told by its parent what to do: read the file with csv-parse and nothing else, import
// it as the command line does, or insert what was imported once more, bare, under the same indexes.
import { createReadStream, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { parse } from 'csv-parse';
import { createApplication } from '../../src/application/index.js';
import { noCounts, type ImportCounts } from '../../src/domain/alumni/import.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { refusingMailer } from '../../src/mail/index.js';
import { readConfig } from '../../src/main/config.js';
import { fieldVault, keyRing, passwords, signer } from '../../src/security/index.js';
import { connect, createStore } from '../../src/store/index.js';

export interface ImportTask {
  readonly what: 'parse' | 'import' | 'insert';
  readonly uri: string;
  readonly database: string;
  readonly folder: string;
  readonly file: string;
}
export interface ImportResult {
  readonly ms: number;
  /** Time of a processor that the process itself took for it; says more than `ms` where others work beside it. */
  readonly cpuMs: number;
  /** The most memory the process ever had. */
  readonly megabytes: number;
  readonly done: ImportCounts;
  readonly problemLines: readonly number[];
}

const peak = (): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024);

async function parseOnly({ file }: ImportTask): Promise<number> {
  const began = performance.now();
  let rows = 0;
  for await (const row of createReadStream(file).pipe(parse()) as AsyncIterable<readonly string[]>) rows += row.length;
  if (rows === 0) throw new Error('The file is empty.');
  return performance.now() - began;
}

const batch = 1_000;

/** The documents as they were imported, into a collection with the same indexes; reading them is not counted. */
async function insertBare({ uri, database }: ImportTask): Promise<number> {
  const connection = await connect(uri, database);
  const from = connection.collection('alumni');
  const into = connection.collection('bare');
  for (const { key, unique, partialFilterExpression: partial } of await from.indexes()) {
    await into.createIndexes([
      {
        key: key,
        ...(unique === true ? { unique } : {}),
        ...(partial === undefined ? {} : { partialFilterExpression: partial }),
      },
    ]);
  }
  let ms = 0;
  const insert = async (documents: Parameters<typeof into.insertMany>[0]): Promise<void> => {
    const began = performance.now();
    await into.insertMany(documents, { ordered: false });
    ms += performance.now() - began;
  };
  let held = [];
  for await (const document of from.find().sort({ _id: 1 })) {
    held.push(document);
    if (held.length === batch) {
      await insert(held);
      held = [];
    }
  }
  if (held.length > 0) await insert(held);
  await into.drop();
  await connection.close();
  return ms;
}

const cpuMsSince = (began: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
};

async function importFile({ uri, database, folder, file }: ImportTask): Promise<Omit<ImportResult, 'megabytes'>> {
  const connection = await connect(uri, database);
  const keys = keyRing(randomBytes(32));
  const viewer: Viewer = { staffId: 'bench' as StaffId, role: 'administrator', schools: 'every-school' };
  let ids = 0;
  const { alumni } = createApplication({
    store: createStore(connection),
    clock: { now: () => new Date() },
    newId: () => `b${Date.now().toString(36)}${(ids += 1).toString(36)}`,
    vault: fieldVault(keys),
    signer: signer(keys),
    passwords: passwords(),
    mailer: refusingMailer('The measurement sends nothing.'),
    files: filesFolder(folder),
    memory: sendingMemory(folder),
    machine: 'bench',
    settings: readConfig({}, folder).app,
    log: { info: () => undefined, warn: () => undefined, error: (line, why) => console.error(line, why) },
  });
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  const summary = await alumni.importFile({
    viewer,
    stream: createReadStream(file),
    fileName: 'leavers.csv',
    commit: true,
  });
  const ms = performance.now() - began;
  const cpuMs = cpuMsSince(cpuBegan);
  if (summary.kind === 'refused') throw new Error(summary.why);
  const problemLines: number[] = [];
  for await (const line of await alumni.listProblems(viewer, summary.import.id)) {
    const number = /^\D{0,2}"?(\d+)/.exec(line)?.[1];
    if (number !== undefined) problemLines.push(Number(number));
  }
  await connection.close();
  return { ms, cpuMs, done: summary.import.done, problemLines };
}

process.once('message', (task: ImportTask) => {
  void (async () => {
    const none = { cpuMs: 0, done: noCounts, problemLines: [] };
    const result =
      task.what === 'import'
        ? await importFile(task)
        : { ...none, ms: await (task.what === 'parse' ? parseOnly(task) : insertBare(task)) };
    process.send?.({ ...result, megabytes: peak() } satisfies ImportResult, () => process.exit(0));
  })();
});
