// Tables taken out and read back by a reader that shares nothing with the writer: they equal what the database holds, and no
// spreadsheet runs anything of them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import {
  anAlumnus,
  atLeeds,
  caring,
  keep,
  northgate,
  sentOn3November,
  southgate,
} from '../application/a-destination.js';
import { readXlsx } from '../support/read-xlsx.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let reviewer: Browser;

const nasty = ['=1+1', '+44', '-2', '@SUM(A1)', '"quoted", and; more', 'two\nlines', '＝cmd', 'Zoë ☃ 你'];

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  web = await openWeb(test.tools, test.connection);
  reviewer = await web.signedIn('reviewer');
  for (const [n, given] of nasty.entries()) {
    const id = `e${n}`;
    await keep(
      test.tools,
      anAlumnus(id, {
        name: { given, family: 'Testperson' },
        schoolId: n % 2 === 0 ? northgate : southgate,
        dateOfBirth: localDate('2008-03-04'),
        ...(n === 1 ? { formerUpn: 'A801200005001' } : {}),
      }),
    );
    await web.application.destinations.recordClaims({
      ...{
        alumnusId: id as AlumnusId,
        responseId: `w1:${id}`,
        answers: n === 3 ? caring : { ...atLeeds, course: given },
      },
      ...sentOn3November,
    });
  }
  await keep(test.tools, anAlumnus('hidden', { state: 'restricted' }));
});
afterAll(async () => {
  await web.close();
  await test.close();
});

const cookiesOf = (browser: Browser): string =>
  [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
async function bytesOf(path: string): Promise<Buffer> {
  const answer = await fetch(web.origin + path, { headers: { Cookie: cookiesOf(reviewer) } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  return Buffer.from(await answer.arrayBuffer());
}
const csvRows = async (path: string): Promise<string[][]> => parse((await bytesOf(path)).toString(), { bom: true });
/** As it was before it was made harmless for spreadsheets. */
const asWritten = (text: string): string => text.replace(/^'(?=["'\s\uFEFF]*[=+\-@＝＋－＠]|[\t\r\n])/u, '');

/** What the database holds, read by its own driver and by nothing of Onward. */
type Stored = Readonly<Record<string, unknown>> & { readonly _id: string; readonly schoolId: string };
const inOrder = (rows: readonly Stored[]): readonly Stored[] =>
  [...rows].sort((a, b) => (`${a.schoolId}~${a._id}` < `${b.schoolId}~${b._id}` ? -1 : 1));
const stored = async (name: string): Promise<readonly Stored[]> =>
  inOrder(await test.connection.collection<Stored>(name).find({}).toArray());
const told = async () => (await stored('alumni')).filter(({ state }) => state !== 'restricted').map(({ _id }) => _id);
const partsOf = (record: Stored, list: 'claims' | 'spells'): readonly Readonly<Record<string, unknown>>[] =>
  record[list] as never;
/** A value of the database as a cell holds it. */
const cell = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
};

/** The named columns of each row, as they were before they were made harmless. */
function columnsOf([headings = [], ...rows]: readonly (readonly string[])[], names: readonly string[]): string[][] {
  expect(headings).toEqual(expect.arrayContaining([...names]));
  return rows.map((row) => names.map((name) => asWritten(row[headings.indexOf(name)] ?? '')));
}

const claimColumns: Readonly<Record<string, string>> = {
  ...{ Statement: 'id', Source: 'source', 'Known on': 'knownOn', 'Recorded on': 'recordedOn', 'Said in': 'saidIn' },
  ...{ Revision: 'revision', Standing: 'standing', Provider: 'provider', Course: 'course', Employer: 'employer' },
  ...{ UKPRN: 'ukprn', Subject: 'subject', Job: 'job', From: 'from', To: 'to', Certainty: 'fromCertainty' },
  ...{ Ended: 'ended' },
};
const spellColumns: Readonly<Record<string, string>> = {
  ...{ Provider: 'provider', Course: 'course', Employer: 'employer', From: 'from', To: 'to' },
  ...{ 'Last known in': 'lastKnown', Seen: 'standing', Ended: 'ended', Statements: 'claimIds' },
};
const whoColumns = ['Person', 'School', 'Cohort'];

describe('an export, read back', () => {
  it('wide: one row a person, every column as the database has it', async () => {
    const table = await csvRows('/staff/exports/destinations.csv');
    const schools = new Map((await stored('schools')).map(({ _id, name }) => [_id, cell(name)]));
    const records = new Map((await stored('destinationrecords')).map((record) => [record._id, record]));
    const expected = (await stored('alumni'))
      .filter(({ state }) => state !== 'restricted')
      .map((person) => {
        const record = records.get(person._id);
        const { given, family } = person['name'] as { given: string; family: string };
        const now =
          record === undefined ? undefined : partsOf(record, 'spells').findLast(({ standing }) => standing === 'began');
        const [result] = record?.['results'] as readonly { verdict: string }[];
        const open = (record?.['conflicts'] as readonly { state: string }[]).filter(({ state }) => state === 'open');
        return [
          ...[person._id, person.schoolId, cell(person['cohortId']), schools.get(person.schoolId)],
          ...['upn', 'formerUpn', 'uln'].map((name) => cell(person[name])),
          ...[given, family, cell(person['dateOfBirth']), cell(person['leftOn'])],
          ...['from', 'to', 'lastKnown'].map((name) => cell(now?.[name])),
          ...[result?.verdict, cell(record?.['asOf']), String(open.length)],
        ];
      });
    expect(
      columnsOf(table, [
        ...[...whoColumns, 'School name', 'UPN', 'Former UPN', 'ULN', 'Given name', 'Family name', 'Birth date'],
        ...['Left on', 'From', 'To', 'Last known in', 'Verdict', 'As of', 'Open conflicts', 'Restricted'],
      ]),
    ).toEqual(expected.map((row) => [...row, '']));
    expect(expected).toHaveLength(nasty.length);
    const said = columnsOf(table, ['Intended destination', 'Final destination', 'Given name', 'Now']);
    for (const [intended, final, given = '', now = ''] of said) {
      expect([intended, final]).toEqual(['University of Leeds, Physics', 'Aston University, Mathematics']);
      if (given !== nasty[3]) expect(now).toContain(`University of Leeds, ${given}`);
    }
  });

  it('long: every statement and every stretch of time, each column as the database has it, in CSV and in XLSX', async () => {
    for (const [table, list, columns] of [
      ['statements', 'claims', claimColumns],
      ['time-at', 'spells', spellColumns],
    ] as const) {
      const rows = await csvRows(`/staff/exports/${table}.csv`);
      const expected = (await stored('destinationrecords')).flatMap((record) =>
        partsOf(record, list).map((part) => [
          ...[record._id, record.schoolId, cell(record['cohortId'])],
          ...Object.values(columns).map((name) => cell(part[name])),
        ]),
      );
      expect(expected.length).toBeGreaterThanOrEqual(nasty.length);
      expect(columnsOf(rows, [...whoColumns, ...Object.keys(columns)])).toEqual(expected);
      const width = rows[0]?.length ?? 0;
      expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([width]));
      const book = readXlsx(await bytesOf(`/staff/exports/${table}.xlsx`));
      expect(book.rows.map((row) => Array.from({ length: width }, (_, n) => row[n] ?? ''))).toEqual(
        rows.map((row, at) => (at === 0 ? row : row.map(asWritten))),
      );
    }
    const months = columnsOf(await csvRows('/staff/exports/rule-months.csv'), [
      'Person',
      'Verdict',
      'Month',
      'Finding',
    ]);
    const judged = (await stored('destinationrecords')).flatMap(({ _id, results }) => {
      const [result] = results as readonly { verdict: string; months: { month: string; finding: string }[] }[];
      return (result?.months ?? []).map(({ month, finding }) => [_id, result?.verdict, month, finding]);
    });
    expect(months).toEqual(judged.filter(([id]) => id !== 'hidden'));
    expect(new Set(months.map(([id]) => id))).toEqual(new Set(await told()));
  });

  it('holds nothing that a spreadsheet runs, and nothing that is sealed', async () => {
    for (const table of ['destinations', 'time-at', 'statements', 'rule-months']) {
      const rows = await csvRows(`/staff/exports/${table}.csv`);
      expect(rows.flat().filter((cell) => /^["'\s\uFEFF]*[=+@＝＋－＠]/u.test(cell) && !cell.startsWith("'"))).toEqual(
        [],
      );
      const book = readXlsx(await bytesOf(`/staff/exports/${table}.xlsx`));
      expect([table, book.formulas, book.rows.length]).toEqual([table, 0, rows.length]);
      expect(JSON.stringify([rows, book.rows])).not.toMatch(/"caring"|part-loan|only the sealed part|hidden/);
    }
  });

  it('has a dictionary that names every column of every table', async () => {
    const [, ...dictionary] = await csvRows('/staff/exports/dictionary.csv');
    for (const table of ['destinations', 'time-at', 'statements', 'rule-months']) {
      const [headings = []] = await csvRows(`/staff/exports/${table}.csv`);
      const told = dictionary.filter(([name]) => name === table);
      expect(told.map(([, , , heading]) => heading)).toEqual(headings);
      expect(told.every(([, , , , meaning = '']) => meaning.length > 3)).toBe(true);
    }
  });
});

it('is for the schools of who asks, says how many people it is about, and stands in the audit', async () => {
  const leader = await web.signedIn('school-leader', [southgate]);
  const page = await leader.get('/staff/exports');
  expect(page.text).toContain('<strong>four people</strong>');
  const file = await leader.get('/staff/exports/destinations.csv');
  const rows = parse(file.text, { bom: true });
  expect(new Set(rows.slice(1).map(([, school]) => school))).toEqual(new Set([southgate]));
  const acts = await test.tools.store.auditEvents.about('destinations:every-cohort:every-school');
  expect(acts.some(({ act }) => act === 'destinations.exported')).toBe(true);
  // One table has one address, with what the list of people was narrowed to.
  const people = (await leader.get('/staff/people?cohort=y13-2026')).text;
  expect(people).toContain('href="/staff/exports/destinations.csv?cohort=y13-2026"');
  expect((await leader.get('/staff/destinations.csv')).status).toBe(404);
  expect((await leader.get('/staff/exports/nothing.csv')).status).toBe(404);
  expect((await leader.get('/staff/exports/destinations.txt')).status).toBe(404);
});
