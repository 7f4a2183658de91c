// What the embedded database does in a second, beside LMDB's own loop and a bare socket echo in the same minutes. Rounds are
// interleaved, so that a busy moment of the machine falls on all; each figure is the median, with the least and the most.
// --documents 1000000 for the large ones, --rounds and --ms for how long, --only to pick figures by a part of their name.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { openEmbedded } from '../../src/embedded/host.js';
import type { Result, Task } from './embedded-client.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    ms: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
  },
});
const documents = Number(values.documents);
const rounds = Number(values.rounds);
const small = 20_000;

const folder = mkdtempSync(path.join(tmpdir(), 'onward-bench-'));
let server = await openEmbedded({ dataFolder: folder });
const uri = (): string => `${server.uri}bench`;

const startClient = (): ChildProcess => fork(path.join(import.meta.dirname, 'embedded-client.js'));
const ask = async (client: ChildProcess, task: Partial<Task> & Pick<Task, 'name'>): Promise<Result> =>
  new Promise((resolve, reject) => {
    client.once('message', (answer: { readonly result?: Result; readonly error?: string }) => {
      if (answer.result === undefined) reject(new Error(answer.error));
      else resolve(answer.result);
    });
    client.send({
      uri: uri(),
      socket: echoSocket,
      connections: 1,
      ms: Number(values.ms),
      seed: 1,
      documents: small,
      ...task,
    });
  });

const echoSocket = path.join(folder, 'echo.sock');
const client = startClient();
const echo = startClient();
await ask(echo, { name: 'serve echo' });

/** Pings all the time on a connection of its own, from this otherwise idle process, and watches the server's memory. */
const watchServer = async () => {
  let worst = 0;
  let heap = 0;
  let resident = 0;
  let over = false;
  const watcher = new MongoClient(uri(), { maxPoolSize: 1 });
  const admin = watcher.db('admin');
  await admin.command({ ping: 1 });
  const run = async (): Promise<void> => {
    for (let turn = 0; !over; turn += 1) {
      const sent = performance.now();
      await admin.command({ ping: 1 });
      worst = Math.max(worst, performance.now() - sent);
      if (turn % 10 === 0) {
        const { mem } = (await admin.command({ serverStatus: 1 })) as unknown as { mem: { heap: number } };
        heap = Math.max(heap, mem.heap);
        const status = readFileSync(`/proc/${server.pid ?? 'self'}/status`, 'utf8');
        resident = Math.max(resident, Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await watcher.close();
  };
  const running = run();
  return async () => {
    over = true;
    await running;
    return { worst, heap, resident };
  };
};

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const whole = (number: number): string => Math.round(number).toLocaleString('en-GB');
const short = (number: number): string => number.toFixed(number < 10 ? 2 : 1);
const row = (...cells: readonly string[]): void => {
  const [first = '', ...others] = cells;
  process.stdout.write(`${first.padEnd(30)}${others.map((cell) => cell.padStart(13)).join('')}\n`);
};
const wanted = (name: string): boolean => name.includes(values.only);

const targets: Readonly<Record<string, number>> = {
  'point read 32': 7_000,
  'insert 32': 8_000,
  'update 32': 6_000,
  'single lease 8': 3_500,
  'batch lease 1': 20_000,
  'load, sequential keys': 30_000,
};

const quick = ['LMDB: index and document', 'LMDB: durable put', 'socket echo', 'point read', 'insert', 'update'];
const leases = [
  { name: 'single lease', connections: 8 },
  { name: 'batch lease', connections: 1 },
];

const quickFigures = async (): Promise<void> => {
  await ask(client, { name: 'prepare' });
  for (const connections of [1, 8, 32]) {
    const seen = new Map<string, Result[]>();
    const note = (name: string, result: Result): void => void seen.set(name, [...(seen.get(name) ?? []), result]);
    const stop = await watchServer();
    for (let round = 0; round < rounds; round += 1) {
      for (const name of quick) {
        if (name.startsWith('LMDB') || name === 'socket echo' || wanted(name))
          note(name, await ask(client, { name, connections, seed: connections * 100 + round }));
      }
      for (const lease of leases) {
        if (lease.connections !== connections || !wanted(lease.name)) continue;
        await ask(client, { name: 'fill messages', documents: 60_000 });
        note(lease.name, await ask(client, { name: lease.name, connections, seed: connections * 100 + round }));
      }
    }
    const { worst, heap, resident } = await stop();
    const rate = (name: string): number => median((seen.get(name) ?? []).map((each) => each.perSecond));
    process.stdout.write(`\n${connections} connection${connections > 1 ? 's' : ''}\n`);
    row('', 'per second', 'least', 'most', 'p50 ms', 'p99 ms', '÷ LMDB', '÷ echo', 'to reach');
    for (const [name, results] of seen) {
      const rates = results.map((each) => each.perSecond);
      const yardstick = rate(name === 'point read' ? 'LMDB: index and document' : 'LMDB: durable put');
      row(
        name,
        whole(median(rates)),
        whole(Math.min(...rates)),
        whole(Math.max(...rates)),
        short(median(results.map((each) => each.p50))),
        short(median(results.map((each) => each.p99))),
        name.startsWith('LMDB') || name === 'socket echo' ? '' : (median(rates) / yardstick).toFixed(3),
        name.startsWith('LMDB') || name === 'socket echo' ? '' : (median(rates) / rate('socket echo')).toFixed(3),
        targets[`${name} ${connections}`] === undefined ? '' : whole(targets[`${name} ${connections}`] ?? 0),
      );
    }
    row('server meanwhile', `ping ${short(worst)} ms`, `heap ${whole(heap)} MB`, `${whole(resident)} MB own`);
  }
};

const large = ['$match + $group', 'count by filter', 'sort without index, first 20', 'update that finds nothing'];

const largeFigures = async (): Promise<void> => {
  process.stdout.write(`\n${whole(documents)} documents\n`);
  row('', 'per second', 'seconds', 'worst batch', 'ping ms', 'heap MB', 'own MB', 'to reach');
  const show = async (name: string, count: number): Promise<void> => {
    if (!wanted(name) && !name.startsWith('load, seq')) return;
    const stop = await watchServer();
    const result = await ask(client, { name, documents: count });
    const { worst, heap, resident } = await stop();
    row(
      name,
      whole(result.perSecond),
      short(count / result.perSecond),
      short(result.worst),
      short(worst),
      whole(heap),
      whole(resident),
      name === '$match + $group' ? '4 s for 1 M' : targets[name] === undefined ? '' : whole(targets[name]),
    );
  };
  await show('load, sequential keys', documents);
  for (const name of large) await show(name, documents);
  await show('load, one random key', Math.min(documents, 200_000));
  await show('load, six random keys', Math.min(documents, 300_000));
  await server.stop();
  const began = performance.now();
  server = await openEmbedded({ dataFolder: folder });
  const ready = performance.now() - began;
  const first = new MongoClient(uri());
  const counted = await first.db('bench').collection('big').estimatedDocumentCount();
  row('ready after a stop', `${short(ready / 1000)} s`, `${whole(counted)} there`, '', '', '', '', '0.5 s');
  await first.close();
};

process.stdout.write(`load ${loadavg().map(short).join(' ')}, ${rounds} rounds of ${values.ms} ms, seeds fixed\n`);
try {
  if (values.only === '' || [...quick, 'single lease', 'batch lease'].some(wanted)) await quickFigures();
  if (documents > 0) await largeFigures();
  process.stdout.write(`load ${loadavg().map(short).join(' ')}\n`);
} finally {
  client.disconnect();
  echo.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
