// Does the program do what its commands say, as a process of its own? Help for each, results as JSON, refusals with exit code
// 2 and what to do, and stops that are clean and in time (decision R25).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { sampleSchools } from '../../src/main/sample/names.js';
import { connect, createStore } from '../../src/store/index.js';
import { processesWith, program, runOnward, startOnward } from '../support/onward.js';
import { goodPassword } from '../support/web.js';

const sample = path.join(process.cwd(), 'docs/sample-leavers.csv');
let folder: string;
let served: ReturnType<typeof startOnward>;
let uri: string;
const data = (): string => path.join(folder, 'data');
const onward = (...words: string[]) => runOnward([...words, '--data', data()], { folder });

// The commands attach to one server, as they would to a running Onward (decision R21).
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'onward-cli-'));
  served = startOnward(['database', '--data', data()], { folder });
  uri = (await served.says(/mongodb:\/\/\S+\n/)).trim();
  const connection = await connect(uri, 'onward');
  const { schools } = createStore(connection);
  for (const school of sampleSchools) await schools.save(school);
  await connection.close();
});
afterAll(() => {
  for (const { pid } of processesWith(folder)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('help', () => {
  const commands = [
    'start',
    'demo',
    'staff add',
    'outcomes check',
    'insight',
    'import leavers',
    'export destinations',
    'backup',
    'restore',
  ];
  it.each([...commands, 'bounces read', 'relay-log read', 'sending arm', 'keys export', 'database', 'doctor'])(
    'tells %s',
    async (words) => {
      const { code, stdout, stderr } = await runOnward([...words.split(' '), '--help'], { folder });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Usage: onward ${words}`);
      expect(stdout).toContain('--data <folder>');
    },
  );

  it('points the way after a word that is not known', async () => {
    const { code, stderr } = await runOnward(['sned'], { folder });
    expect([code, stderr.includes("unknown command 'sned'"), stderr.includes('Type "onward help"')]).toEqual([
      1,
      true,
      true,
    ]);
  });
});

describe('settings', () => {
  it('are refused all at once with exit code 2', async () => {
    const elsewhere = mkdtempSync(path.join(folder, 'typed-in-'));
    writeFileSync(path.join(elsewhere, '.env'), 'PORT=eighty\nWORKERS=99\nSMTP_SECURE=perhaps\n');
    const { code, stdout, stderr } = await runOnward(['start'], { folder: elsewhere });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^PORT: .*"eighty"/),
      expect.stringMatching(/^SMTP_SECURE: .*"perhaps"/),
      expect.stringMatching(/^WORKERS: .*"99"/),
    ]);
  });
});

describe('questionnaires', () => {
  const asked = (...words: string[]) => runOnward(['questionnaire', ...words], { folder });

  it('are drawn, and listed code by code, by name or name and version', async () => {
    const drawn = await asked('draw', 'destination-check@1');
    expect([drawn.code, drawn.stdout.split('\n')[1]]).toEqual([0, 'flowchart TD']);
    const listed = await asked('dictionary', 'destination-check', '--json');
    const rows = JSON.parse(listed.stdout) as readonly object[];
    expect(rows[0]).toMatchObject({ question: 'situation', code: 'university', text: 'Studying at university' });
    const table = await asked('dictionary', 'destination-check', '--csv');
    expect(table.stdout.trimEnd().split('\r\n').length).toBe(rows.length + 1);
    const none = await asked('draw', 'no-such');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('Known: destination-check@1')]);
  });
});

describe('staff, import and export', () => {
  it('previews a file without saving, imports it, and finds nothing new the second time', async () => {
    const run = async (...more: string[]) => {
      const { code, stdout, stderr } = await onward('import', 'leavers', sample, '--json', ...more);
      expect([code, stderr]).toEqual([0, '']);
      return JSON.parse(stdout) as { written: boolean; import: { found: object; done: object } };
    };
    const preview = await run('--preview');
    expect([preview.written, preview.import.found]).toMatchObject([false, { unchanged: 0 }]);
    const first = await run();
    expect([first.written, first.import.done]).toEqual([true, preview.import.found]);
    const second = await run();
    expect(second.import.done).toMatchObject({ new: 0, changed: 0 });
  });

  it('checks the figures against a recount, and prints a page of them', async () => {
    const checked = await onward('outcomes', 'check', '--json');
    const found = JSON.parse(checked.stdout) as { ok: boolean; people: number; rowsDue: number; tables: number };
    expect([checked.code, found.ok, found.people > 0, found.tables > 0]).toEqual([0, true, true, true]);
    expect(found.rowsDue).toBe(found.people); // no Onward is running that would count them
    const shown = await onward('insight', 'quality', '--json');
    expect([shown.code, JSON.parse(shown.stdout)]).toMatchObject([
      ...[0, { figure: 'quality', audience: 'team', figures: { cohorts: [], school: null } }],
    ]);
    const unknown = await onward('insight', 'weather');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('There are: quality, response, flow')]);
    expect((await onward('insight', 'response', '--kind', 'university')).code).toBe(2);
    expect((await onward('insight', 'flow', '--csv')).stdout).toContain('"Figure","Read on","What","Value"');
    const never = await onward('insight', 'flow', '--cohort', 'y13-1999');
    expect([never.code, never.stderr]).toEqual([2, expect.stringContaining('There is no cohort “y13-1999” here.')]);
    const nowhere = await onward('insight', 'early-warning', '--school', 'nowhere');
    expect([nowhere.code, nowhere.stdout]).toEqual([2, '']);
    expect(nowhere.stderr).toContain('There is no school “nowhere” here.');
  });

  it('refuses a file that is not there with exit code 2', async () => {
    const { code, stderr } = await onward('import', 'leavers', 'nowhere.csv');
    expect([code, stderr]).toEqual([2, `There is no file ${path.join(folder, 'nowhere.csv')}.\n`]);
  });

  it('exports one line a person, as CSV for its owner alone and as JSON', async () => {
    const csv = await onward('export', 'destinations', '--out', 'all.csv');
    expect([csv.code, csv.stdout]).toEqual([0, '']);
    const lines = readFileSync(path.join(folder, 'all.csv'), 'utf8').trimEnd().split('\r\n');
    const json = await onward('export', 'destinations', '--json');
    const rows = json.stdout.trimEnd().split('\n');
    expect([rows.length > 0, lines.length]).toEqual([true, rows.length + 1]);
    expect(rows.map((row) => typeof JSON.parse(row))).toEqual(rows.map(() => 'object'));
  });

  it.each([
    ['cohort', 'y13-1066', 'y11-2026, y13-2026'],
    ['school', 'nowhere', 'eastmoor, northgate, riverside, southfield'],
  ])('refuses a %s that there is not, and names those that there are', async (what, given, known) => {
    expect(await onward('export', 'destinations', `--${what}`, given)).toEqual({
      ...{ code: 2, stdout: '', stderr: `No such ${what}: ${given}. Known: ${known}.\n` },
    });
  });

  it('takes nothing out of a folder without a database, and makes none there', async () => {
    const nowhere = path.join(folder, 'mistyped');
    const { code, stderr } = await runOnward(['export', 'destinations', '--data', nowhere], { folder });
    expect([code, stderr]).toEqual([2, `There is no database in ${nowhere}. Say where it is with --data.\n`]);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('ends quietly when nobody reads its rows to the end', () => {
    const words = `"${process.execPath}" "${program}" export destinations --data "${data()}" | true`;
    const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', words], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('makes a link to the port that it is told', async () => {
    const words = ['staff', 'add', 'desk@trust.example', '--role', 'reviewer', '--port', '4123', '--json'];
    expect((JSON.parse((await onward(...words)).stdout) as { link: string }).link).toMatch(
      /^http:\/\/127\.0\.0\.1:4123\/staff\/welcome\//,
    );
  });

  it('makes a member of staff whose link works once', async () => {
    const { code, stdout } = await onward('staff', 'add', 'head@trust.example', '--role', 'scheduler', '--json');
    const added = JSON.parse(stdout) as { link: string };
    expect([code, added]).toMatchObject([0, { email: 'head@trust.example', role: 'scheduler' }]);
    const again = await onward('staff', 'add', 'head@trust.example', '--role', 'scheduler');
    expect([again.code, again.stderr.startsWith('This address has an account already.')]).toEqual([2, true]);

    const running = startOnward(['start', '--data', data(), '--port', '0'], { folder, settings: { WORKERS: '0' } });
    const screen = await running.says('TRUST_POSTAL_ADDRESS');
    expect(screen).toContain('No mail leaves: no relay is set. Set SMTP_HOST,');
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(screen)?.[0] ?? '';
    const door = `${origin}${new URL(added.link).pathname}`;
    const choose = async (): Promise<number> => {
      const page = await fetch(door);
      const token = /name="_csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
      const cookie = page.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      const body = new URLSearchParams({ _csrf: token, password: goodPassword });
      return (await fetch(door, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })).status;
    };
    expect(await choose()).toBe(303);
    expect(await choose()).toBe(404);
    const began = performance.now();
    running.signal('SIGTERM');
    expect((await running.ended).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

describe('the database alone', () => {
  it('serves any client by the connection string that it prints', async () => {
    const client = new MongoClient(uri);
    const row = { _id: 'one' as never, said: 'kept' };
    await client.db('try').collection('things').insertOne(row);
    expect(await client.db('try').collection('things').findOne()).toEqual(row);
    await client.close();
  });
});

describe('wrong keys', () => {
  it('refuse to start, say where to look, and leave nothing running', async () => {
    const keys = path.join(data(), 'keys');
    const file = path.join(keys, readdirSync(keys)[0] ?? '');
    const right = readFileSync(file);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/[A-Za-z0-9]/, (first) => (first === 'A' ? 'B' : 'A')),
    );
    const refused = await runOnward(['start', '--data', data(), '--port', '0'], { folder });
    writeFileSync(file, right);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      `The keys in ${keys} are not those of this database. Put the right keys back; nothing was changed.\n`,
    ]);
    expect(processesWith('cli.js start', data())).toEqual([]);
  });
});

describe('the database, told to stop', () => {
  it('ends with code 0 and leaves no process', async () => {
    served.signal('SIGTERM');
    expect(await served.ended).toEqual({ code: 0, stdout: `${uri}\n`, stderr: '' });
    expect(processesWith(folder)).toEqual([]);
  });
});
