// `onward import dfe` as a process of its own: what it prints, what it refuses, that a killed one is finished by the next, and
// that memory does not grow with the file (decision R18, fault row 27).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { OfficialSummary } from '../../src/application/official/import-official.js';
import { connect, createStore, type Store } from '../../src/store/index.js';
import { eventually } from '../support/a-trust.js';
import { report } from '../support/fault-report.js';
import { csvOf, sampleFile, someCounts, tablesRow, wideRow } from '../support/official-csv.js';
import { processesWith, runOnward, startOnward } from '../support/onward.js';

let folder: string;
let served: ReturnType<typeof startOnward>;
let connection: Connection;
let store: Store;
const data = (): string => path.join(folder, 'data');
const onward = (...words: string[]) => runOnward([...words, '--data', data()], { folder });
const put = (name: string, content: string): string => {
  writeFileSync(path.join(folder, name), content);
  return name;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'onward-dfe-'));
  served = startOnward(['database', '--data', data()], { folder });
  const uri = (await served.says(/mongodb:\/\/\S+\n/)).trim();
  connection = await connect(uri, 'onward');
  store = createStore(connection);
});
afterAll(async () => {
  await connection.close();
  served.signal('SIGTERM');
  await served.ended;
  for (const { pid } of processesWith(folder)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function imported(...words: string[]): Promise<Extract<OfficialSummary, { kind: 'read' }>> {
  const { code, stdout, stderr } = await onward('import', 'dfe', ...words, '--json');
  expect([code, stderr]).toEqual([0, '']);
  const summary = JSON.parse(stdout) as OfficialSummary;
  if (summary.kind === 'refused') throw new Error(summary.why);
  return summary;
}

describe('onward import dfe', () => {
  it('tries, imports, and finds nothing new the second time', async () => {
    const file = put('tables.csv', `\uFEFF${csvOf([tablesRow(4001), tablesRow(4002)])}`);
    expect(await imported(file, '--dry-run')).toMatchObject({ outcome: 'dry-run', import: { found: { figures: 48 } } });
    expect(await store.officialImports.list(10)).toMatchObject([{ state: 'discarded' }]);
    const words = [file, '--published', '2026-10-15', '--leavers', '2022/23'];
    const first = await imported(...words);
    expect(first).toMatchObject({ outcome: 'written', import: { state: 'done', publishedOn: '2026-10-15' } });
    expect(first.import.identities.overall).toEqual({ holds: 4, broken: 0, notCheckable: 44 });
    expect(await imported(...words)).toMatchObject({ outcome: 'already', import: { id: first.import.id } });
  });

  it('says in words what it found', async () => {
    const file = put(
      'words.csv',
      csvOf([wideRow(4001, someCounts, { overall: 80 }), wideRow(4002, someCounts, { he: '?' })]),
    );
    const { code, stdout } = await onward('import', 'dfe', file, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('16–18 destination measures, layout dfe-1618-wide@1. Dry run; nothing was saved.');
    expect(stdout).toContain(
      'Line 2 (School 4001 (invented)) does not add up: overall, 75 against 80. It is kept as published.',
    );
    expect(stdout).toContain('Line 3, he: “?” is neither a number nor a sign that is known; ');
  });

  it.each([
    ['a file that is not there', ['nowhere.csv'], 'There is no file '],
    ['another day', ['words.csv', '--published', 'yesterday'], 'Give the day of publication'],
    ['another year', ['words.csv', '--leavers', '2022/24'], 'Give the leavers’ year as two years'],
  ])('refuses %s with exit code 2', async (_what, words, why) => {
    const { code, stderr } = await onward('import', 'dfe', ...words);
    expect([code, stderr.startsWith(why)]).toEqual([2, true]);
  });

  it('refuses a half-translated file, and says so in JSON too', async () => {
    const file = put('translated.csv', csvOf([wideRow(4001)]).replace('all_work', 'Beschäftigung'));
    const { code, stdout, stderr } = await onward('import', 'dfe', file, '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([2, { kind: 'refused' }]);
    expect(stderr).toContain('these headings are missing: all_work');
  });
});

describe('an import that is killed', () => {
  it('is invisible, and whole after the next command, with a small heap', async () => {
    const lines = 3_000;
    const rows = Array.from({ length: lines }, (_, place) => wideRow(1_000 + place));
    const file = put('many.csv', csvOf(rows));
    const words = ['import', 'dfe', file, '--json', '--data', data()];
    // The heap holds a small part of what the file would need at once.
    const settings = { NODE_OPTIONS: '--max-old-space-size=64' };
    const killed = startOnward(words, { folder, settings });
    const open = await eventually(
      async () => (await store.officialImports.committing())[0],
      (found) => found !== undefined && found.position > 0,
      120_000,
    );
    killed.signal('SIGKILL');
    await killed.ended;
    const id = open?.id;
    if (id === undefined) throw new Error('Nothing was being written.');
    const stopped = await store.officialImports.find(id);
    expect([stopped?.state, (stopped?.done.lines ?? lines) < lines]).toEqual(['committing', true]);
    const shownBefore = (await store.officialImports.versions('16-18-destinations')).shown;
    expect(shownBefore.some(({ importId }) => importId === id)).toBe(false);

    const again = await runOnward(words, { folder, settings });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'already', resumed: 1, import: { id } });
    expect(await store.officialImports.find(id)).toMatchObject({
      state: 'done',
      done: { lines, figures: lines, problems: 0 },
    });
    expect(await store.officialFigures.count(id)).toBe(lines);
    const shown = (await store.officialImports.versions('16-18-destinations')).shown;
    expect(shown.filter(({ importId }) => importId === id)).toHaveLength(1);
    report(
      '27',
      'import not half-visible, others unaffected',
      `killed after ${stopped?.done.lines ?? 0} of ${lines} lines in a heap of 64 MB: nothing shown, whole after the next start`,
    );
  }, 300_000);
});

const samples = ['england_ks5-studest.csv', 'england_ks5-studest-he.csv'].map(sampleFile);
const withSamples = samples.includes(null) ? it.skip : it; // needs the published samples
if (samples.includes(null))
  console.warn('The published sample files are not beside the checkout; their tests are skipped.');

withSamples('reads both published samples whole and reports every identity that it checked', async () => {
  const [destinations, progression] = [await imported(samples[0] ?? ''), await imported(samples[1] ?? '')];
  expect(destinations.import).toMatchObject({
    found: { lines: 88, figures: 88 * 24, problems: 0 },
    identities: {
      overall: { broken: 0 },
      education: { broken: 0 },
      cohort: { broken: 0 },
      'small-cohort': { broken: 0 },
    },
    broken: [],
    problems: [],
  });
  expect(progression.import).toMatchObject({
    found: { lines: 83, figures: 83 * 5, problems: 0 },
    identities: { progressed: { broken: 0 } },
  });
});
