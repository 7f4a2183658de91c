// `onward rules`, as people type it: what each rule says of month patterns from a file, and of rows that cannot be read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runOnward } from '../support/onward.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'onward-rules-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const rules = (...words: readonly string[]) => runOnward(['rules', ...words], { folder });
const file = (text: string | Buffer, name = 'patterns.csv'): string => {
  writeFileSync(path.join(folder, name), text);
  return name;
};
interface Answer {
  readonly ruleset: { readonly name: string; readonly version: number };
  readonly rows: readonly {
    readonly row: number;
    readonly id: string;
    readonly verdict: string;
    readonly category: string | null;
    readonly reason: string;
    readonly meter: { readonly atRisk: boolean; readonly lastDays: readonly object[]; readonly until: string | null };
    readonly months: readonly { readonly month: string; readonly finding: string; readonly because: string }[];
  }[];
  readonly problems: readonly {
    readonly row: number;
    readonly field: string;
    readonly why: string;
    readonly remedy: string;
  }[];
}

describe('onward rules check', () => {
  it('gives verdict, reason, meter and every month of the sample that comes along', async () => {
    const sample = path.join(process.cwd(), 'docs/sample-month-patterns.csv');
    const { code, stdout, stderr } = await rules('check', sample, '--ruleset', 'dfe-1618', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { ruleset, rows, problems } = JSON.parse(stdout) as Answer;
    expect([ruleset.name, ruleset.version, problems]).toEqual(['dfe-1618', 1, []]);
    expect(rows.map(({ row, id, verdict, category }) => [row, id, verdict, category])).toEqual([
      [2, 'Studies all year', 'met', 'education'],
      [3, 'Works from October to February', 'met', 'employment'],
      [4, 'Apprentice from February', 'met', 'apprenticeship'],
      [5, 'Study, work, study', 'met', 'combination'],
      [6, 'Left in November', 'still-possible', null],
      [7, 'Nobody has told us', 'not-known', null],
    ]);
    expect(rows[4]?.reason).toBe('So far one of the six months from October 2026 to March 2027 counts.');
    expect(rows[4]?.meter).toEqual({
      asOf: '2026-11-24',
      atRisk: true,
      lastDays: [{ route: 'apprenticeship', day: '2027-02-28' }],
      until: '2027-02-28',
    });
    expect(rows[4]?.months.slice(2, 5)).toEqual([
      { month: '2026-10', finding: 'education', because: 'Education.' },
      { month: '2026-11', finding: 'none', because: 'Not in education or work.' },
      { month: '2026-12', finding: 'ahead', because: 'Still ahead.' },
    ]);
  });

  it('judges the same months otherwise by the stricter rule, also from columns of months in any order', async () => {
    const text =
      'March;January;id;Left on;OCTOBER;february;November;December\r\nlearning;work;x;17/07/2026;E;E;study;W\r\n';
    const { code, stdout } = await rules('check', file(text), '--ruleset', 'fe-obsm@1');
    expect(code).toBe(0);
    expect(stdout).toContain('Row 2 (x): missed. More than one switch between learning and work from October 2026');
  });

  it('judges by the trust’s own versions as its settings have them, the latest where none is named', async () => {
    const settings = { OWN_RULES: '2026-09-01 Oct-Mar education=6 work=6 mix=6 apprenticeship=6' };
    const check = (ruleset: string, own: Readonly<Record<string, string>> = settings) =>
      runOnward(['rules', 'check', file('left on,pattern\n2026-09-02,NNEEEEEENNNN\n'), '--ruleset', ruleset], {
        ...{ folder, settings: own },
      });
    const ended = await Promise.all([check('trust-own'), check('trust-own@2'), check('trust-own@1')]);
    expect(ended.map(({ code, stdout }) => [code, stdout.split(' ', 1)[0], /Row 2: (\w+)/.exec(stdout)?.[1]])).toEqual([
      [0, 'trust-own@2', 'met'],
      [0, 'trust-own@2', 'met'],
      [0, 'trust-own@1', 'missed'],
    ]);
    expect((await check('trust-own@2', {})).stderr).toContain('No such ruleset: trust-own@2.');
  });

  it('names what is wrong by row, field and remedy, judges the others, and ends with exit code 2', async () => {
    const text = [
      'id,left on,as of,pattern',
      'good,2026-07-17,,NNEEEEEENNNN',
      'no day,,,NN',
      'odd day,2026-02-30,,NN',
      'odd letter,2026-07-17,,NNXE',
      'too long,2026-07-17,,NNEEEEEENNNNE',
      'too early,2026-07-17,2026-10-15,NNEE',
      'cells,2026-07-17,,NN,extra',
    ].join('\n');
    const { code, stdout, stderr } = await rules('check', file(text), '--ruleset', 'dfe-1618', '--json');
    const { rows, problems } = JSON.parse(stdout) as Answer;
    expect([code, rows.map(({ id, verdict }) => [id, verdict])]).toEqual([2, [['good', 'met']]]);
    expect(problems.map(({ row, field, why }) => [row, field, why])).toEqual([
      [3, 'left on', 'it is not said when they left'],
      [4, 'left on', '"2026-02-30" is no day'],
      [5, 'October 2026', '"X" is not known as a month'],
      [6, 'months', 'there are 13 months, and dfe-1618 looks at 12'],
      [7, 'November 2026', 'November 2026 comes after the day 2026-10-15 by which it is judged'],
      [8, '', 'the row has 5 cells and the headings have 4'],
    ]);
    expect(problems.every(({ remedy }) => remedy.length > 5)).toBe(true);
    expect(stderr).toContain('Row 5, October 2026: "X" is not known as a month; write one of E (education)');
  });

  it('takes the days for rows that say none', async () => {
    const patterns = file('pattern\n???\n');
    const { stdout } = await rules(
      ...['check', patterns, '--ruleset', 'dfe-ks4', '--left-on', '2026-07-17', '--as-of', '2026-11-24', '--json'],
    );
    expect((JSON.parse(stdout) as Answer).rows[0]?.meter).toMatchObject({ asOf: '2026-11-24' });
  });

  it.each([
    [
      'no such ruleset',
      () => file('pattern\nE\n'),
      ['--ruleset', 'dfe'],
      'No such ruleset: dfe. Known: dfe-1618@1, dfe-ks4@1',
    ],
    ['no such file', () => 'nothing.csv', ['--ruleset', 'dfe-1618'], 'There is no file'],
    [
      'no months',
      () => file('id,left on\nx,2026-07-17\n'),
      ['--ruleset', 'dfe-1618'],
      'The first line names no months.',
    ],
    ['both', () => file('pattern,October\nE,E\n'), ['--ruleset', 'dfe-1618'], 'Leave one of the two.'],
    ['twice', () => file('October,oct\nE,E\n'), ['--ruleset', 'dfe-1618'], 'Two columns have the same meaning.'],
    ['empty', () => file(''), ['--ruleset', 'dfe-1618'], 'This file is empty.'],
    ['headings alone', () => file('pattern\n'), ['--ruleset', 'dfe-1618'], 'headings and no rows'],
    ['a workbook', () => file(Buffer.from('504b0304', 'hex')), ['--ruleset', 'dfe-1618'], 'Excel workbook'],
    [
      'an odd day',
      () => file('pattern\nE\n'),
      ['--ruleset', 'dfe-1618', '--left-on', 'July'],
      '--left-on must be a day',
    ],
  ])('refuses with what to do: %s', async (_name, name, words, says) => {
    const { code, stderr } = await rules('check', name(), ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  it('tells in its help what the columns are', async () => {
    const { code, stdout } = await rules('check', '--help');
    expect([code, stdout.includes('one letter a month from August'), stdout.includes('--ruleset <name>')]).toEqual([
      0,
      true,
      true,
    ]);
  });
});

describe('onward rules list', () => {
  it('names each with its version, where it is written and what is unverified', async () => {
    const { code, stdout } = await rules('list');
    expect(code).toBe(0);
    for (const words of [
      'dfe-1618@1  DfE six-month rule',
      'dfe-ks4@1',
      'fe-obsm@1',
      'fft-181@1',
      'trust-own@1',
      'Unverified: ',
    ]) {
      expect(stdout).toContain(words);
    }
    const listed = JSON.parse((await rules('list', '--json')).stdout) as readonly {
      name: string;
      sections: unknown[];
    }[];
    expect(listed.map(({ name, sections }) => [name, sections.length > 0])).toEqual(
      ['dfe-1618', 'dfe-ks4', 'fe-obsm', 'fft-181', 'trust-own'].map((name) => [name, true]),
    );
  });
});
