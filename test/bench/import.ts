// A file of a million leavers, from its first byte to the moment when everybody can be found (goal d of the performance figures),
// at three sizes, so that growth shows (goal f). Beside it in the same run: csv-parse alone over the same file, and a bare
// insertMany of the same documents under the same indexes. Each import runs in a process of its own, as the command line does.
// --people in the largest file, --rounds.
import { fork } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { ulnCheckDigit, upnCheckLetter } from '../../src/domain/alumni/identifiers.js';
import type { ImportCounts } from '../../src/domain/alumni/import.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { openEmbedded } from '../../src/embedded/host.js';
import { connect, createStore } from '../../src/store/index.js';
import type { ImportResult, ImportTask } from './import-worker.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '1' } },
});
const people = Number(values.people);
const sizes = [people / 100, people / 10, people].map(Math.floor).filter((size) => size >= 100);

/** As the script `onward` starts a command. */
const commandNodeOptions = ['--enable-source-maps', '--max-semi-space-size=8', '--max-old-space-size=1024'];

/** Every so manieth row has a pupil number with the wrong letter. */
const badEvery = 997;
const headings =
  'UPN,ULN,Forename,Surname,Email,Mobile,School,Leaving year,Year group,Date of birth,Intended activity,Intended provider,Basis,Basis evidence,Basis recorded on';
const given = Array.from({ length: 300 }, (_, n) => `Avery${String.fromCharCode(97 + (n % 26))}${n.toString(36)}`);
const family = Array.from(
  { length: 1_500 },
  (_, n) => `Testperson${String.fromCharCode(97 + (n % 26))}${n.toString(36)}`,
);
const providers = ['University of Leeds', '"Leeds, University of"', 'Aston University', '"College, the nearer one"'];

const upnOf = (n: number): string => {
  const rest = `9${String(n).padStart(11, '0')}`;
  return upnCheckLetter(rest) + rest;
};
const isBad = (n: number): boolean => n % badEvery === badEvery - 1;

function rowOf(n: number): string {
  const upn = upnOf(n);
  const letter = isBad(n) ? (upn.startsWith('A') ? 'B' : 'A') : upn.charAt(0);
  const nine = String(300_000_000 + n);
  const check = ulnCheckDigit(nine);
  const mixed = Math.imul(n, 2_654_435_761) >>> 0; // as if by chance, the same in every run
  const year = 2012 + (mixed % 14);
  const born = new Date(Date.UTC(year - 18, 8, 1) + (mixed % 365) * 86_400_000).toISOString().slice(0, 10);
  return [
    ...[letter + upn.slice(1), check === null ? '' : nine + check],
    ...[given[mixed % given.length], family[(mixed >>> 9) % family.length]],
    ...[`a${n}@example.org`, `07700 900${String(n % 1_000).padStart(3, '0')}`],
    ...['north', year, 'Year 13', born, 'university', providers[n % providers.length]],
    ...['public task', '"Leaving form, page 2"', `${year}-06-01`],
  ].join(',');
}

async function writeFile(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${headings}\r\n`);
  for (let from = 0; from < rows; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, rows - from) }, (_, k) => `${rowOf(from + k)}\r\n`).join('');
    if (!out.write(lines)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function inOwnProcess(task: ImportTask): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'import-worker.js'), [], { execArgv: commandNodeOptions });
    child.once('message', (result) => resolve(result as ImportResult));
    child.once('exit', (code) => reject(new Error(`The process ended with ${code} and no result.`)));
    child.send(task);
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'onward-bench-import-'));
const database = await openEmbedded({ dataFolder: path.join(folder, 'data') });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
let failed = false;
const goal = (name: string, measured: string, must: string, met: boolean): void => {
  failed ||= !met;
  say(`${name.padEnd(44)} ${measured.padEnd(26)} must ${must.padEnd(12)} ${met ? 'met' : 'MISSED'}`);
};
const guard = (what: string, holds: boolean): void => {
  if (holds) return;
  failed = true;
  say(`GUARD FAILED: ${what}`);
};
const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const rate = (rows: number, ms: number): number => Math.round((rows * 1_000) / ms);
const sameCounts = (one: ImportCounts, other: ImportCounts): boolean => JSON.stringify(one) === JSON.stringify(other);

interface Measured {
  readonly rows: number;
  readonly ms: number;
  readonly megabytes: number;
  readonly ofParse: number;
  readonly ofInsert: number;
}

async function measure(rows: number, round: number): Promise<Measured> {
  const file = path.join(folder, `leavers-${rows}.csv`);
  await writeFile(file, rows);
  const name = `bench-${rows}-${round}`;
  const connection = await connect(database.uri, name);
  const store = createStore(connection);
  await store.prepare();
  const schoolId = 'north' as SchoolId;
  await store.schools.save({
    ...{ id: schoolId, name: 'Northgate Academy (invented)', urn: '900001', laestab: '9994001' },
    joinedTrustOn: localDate('2010-09-01'),
  });
  const about = { uri: database.uri, database: name, folder: path.join(folder, 'files'), file };
  const parse = await inOwnProcess({ ...about, what: 'parse' });
  const first = await inOwnProcess({ ...about, what: 'import' });
  const bare = await inOwnProcess({ ...about, what: 'insert' });
  const again = await inOwnProcess({ ...about, what: 'import' });

  const bad = Math.floor(rows / badEvery);
  const expected = { new: rows - bad, changed: 0, unchanged: 0, problems: bad };
  guard(`the first import counted ${JSON.stringify(first.done)}`, sameCounts(first.done, expected));
  const nothing = { new: 0, changed: 0, unchanged: rows - bad, problems: bad };
  guard(`the same file again did ${JSON.stringify(again.done)}`, sameCounts(again.done, nothing));
  const recounted = (await store.alumni.countByCohort('every-school')).reduce((sum, { count }) => sum + count, 0);
  guard(`${recounted} people are on record`, recounted === rows - bad);
  const badLines = Array.from({ length: bad }, (_, k) => (k + 1) * badEvery + 1);
  guard('each bad row is named by its line', first.problemLines.join() === badLines.join());
  for (let n = 0; n < rows; n += Math.ceil(rows / 50)) {
    if (isBad(n)) continue;
    const [found, other] = await store.alumni.page('every-school', { text: upnOf(n), limit: 2 });
    guard(`row ${n} is found by its number`, found?.upn === upnOf(n) && other === undefined);
  }
  await connection.dropDatabase();
  await connection.close();
  rmSync(file);
  const ofParse = parse.ms / first.ms;
  const ofInsert = bare.ms / first.ms;
  say(
    `${rows} rows: ${rate(rows, first.ms)}/s, ${Math.round((first.cpuMs * 1_000) / rows)} µs of processor a row, ` +
      `peak ${first.megabytes} MB; the same again ${rate(rows, again.ms)}/s; ` +
      `csv-parse alone ${rate(rows, parse.ms)}/s; bare insertMany ${rate(rows, bare.ms)}/s`,
  );
  return { rows, ms: first.ms, megabytes: first.megabytes, ofParse, ofInsert };
}

say(`${cpus()[0]?.model ?? ''}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''}; the embedded database`);
try {
  const all: Measured[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const rows of sizes) all.push(await measure(rows, round));
  }
  const of = (rows: number, pick: (one: Measured) => number): number =>
    median(all.filter((one) => one.rows === rows).map(pick));
  const [smallest = people, largest = people] = [sizes[0], sizes.at(-1)];
  const perSecond = rate(
    largest,
    of(largest, ({ ms }) => ms),
  );
  goal('(d) rows a second', String(perSecond), '>= 6000', perSecond >= 6_000);
  say(`    of csv-parse alone: ${of(largest, ({ ofParse }) => ofParse).toFixed(3)} (aim on MongoDB 0.15)`);
  say(`    of a bare insertMany: ${of(largest, ({ ofInsert }) => ofInsert).toFixed(2)}`);
  const memory = of(largest, ({ megabytes }) => megabytes);
  goal('    memory of the importing process, MB', String(memory), '<= 250', memory <= 250);
  if (smallest < largest) {
    const slopeOf = (pick: (one: Measured) => number): number =>
      Math.log(of(largest, pick) / of(smallest, pick)) / Math.log(largest / smallest);
    const grown = memory / of(smallest, ({ megabytes }) => megabytes);
    goal(`    memory, ${largest} rows over ${smallest}`, grown.toFixed(2), '<= 1.15', grown <= 1.15);
    const time = slopeOf(({ ms }) => ms);
    goal('(f) growth of time, log-log', time.toFixed(3), '<= 1.05', time <= 1.05);
    const slope = slopeOf(({ megabytes }) => megabytes);
    goal('    growth of memory, log-log', slope.toFixed(3), '<= 0.05', slope <= 0.05);
  }
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(Number(failed));
