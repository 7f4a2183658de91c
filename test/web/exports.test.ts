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

interface StoredClaim {
  readonly id: string;
  readonly course?: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly revision: number;
}
interface Stored {
  readonly _id: string;
  readonly schoolId: string;
  readonly cohortId: string;
  readonly claims: readonly StoredClaim[];
  readonly spells: readonly {
    readonly from: string;
    readonly to: string | null;
    readonly lastKnown: string;
    readonly course?: string;
  }[];
}
const inOrder = <Row extends { schoolId: string; _id: string }>(rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => (`${a.schoolId}~${a._id}` < `${b.schoolId}~${b._id}` ? -1 : 1));
const records = async (): Promise<readonly Stored[]> =>
  inOrder(await test.connection.collection<Stored>('destinationrecords').find({}).toArray());

describe('an export, read back', () => {
  it('wide: one row a person, as the database has them', async () => {
    const [headings = [], ...rows] = await csvRows('/staff/exports/destinations.csv');
    const people = await test.connection
      .collection<{ _id: string; schoolId: string; name: { given: string }; formerUpn?: string; state: string }>(
        'alumni',
      )
      .find({})
      .toArray();
    const at = (heading: string): number => headings.indexOf(heading);
    expect(
      rows.map((row) => [
        row[at('Person')],
        row[at('School')],
        asWritten(row[at('Given name')] ?? ''),
        row[at('Former UPN')],
      ]),
    ).toEqual(
      inOrder(people.filter(({ state }) => state !== 'restricted')).map((each) => [
        ...[each._id, each.schoolId, each.name.given, each.formerUpn ?? ''],
      ]),
    );
    expect(rows.every((row) => row.length === headings.length)).toBe(true);
  });

  it('long: every statement and every stretch of time, as the database has them, in CSV and in XLSX', async () => {
    const [headings = [], ...rows] = await csvRows('/staff/exports/statements.csv');
    const pick = (row: readonly string[], ...names: string[]) =>
      names.map((name) => asWritten(row[headings.indexOf(name)] ?? ''));
    const expected = (await records()).flatMap(({ _id, claims }) =>
      claims.map(({ id, course = '', from, to, revision }) => [
        _id,
        id,
        course,
        from ?? '',
        to ?? '',
        String(revision),
      ]),
    );
    expect(rows.map((row) => pick(row, 'Person', 'Statement', 'Course', 'From', 'To', 'Revision'))).toEqual(expected);
    const book = readXlsx(await bytesOf('/staff/exports/statements.xlsx'));
    expect(book.rows[0]).toEqual(headings);
    const width = headings.length;
    expect(book.rows.slice(1).map((row) => Array.from({ length: width }, (_, n) => row[n] ?? ''))).toEqual(
      rows.map((row) => row.map(asWritten)),
    );
    const [spellHeadings = [], ...spells] = await csvRows('/staff/exports/time-at.csv');
    const of = (row: readonly string[], name: string) => asWritten(row[spellHeadings.indexOf(name)] ?? '');
    expect(
      spells.map((row) => [
        of(row, 'Person'),
        of(row, 'From'),
        of(row, 'To'),
        of(row, 'Last known in'),
        of(row, 'Course'),
      ]),
    ).toEqual(
      (await records()).flatMap(({ _id, spells: all }) =>
        all.map(({ from, to, lastKnown, course = '' }) => [_id, from, to ?? '', lastKnown, course]),
      ),
    );
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
  expect((await leader.get('/staff/exports/nothing.csv')).status).toBe(404);
  expect((await leader.get('/staff/exports/destinations.txt')).status).toBe(404);
});
