// Plans and results brought as files, from the school's system and from UCAS: matched, confirmed, imported twice, half, and
// wrong (Y5; decision R18; rows 31, 44 and 45).
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { Alumnus, SchoolScope } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { ImportKind, PeopleImport } from '../../src/domain/alumni/import.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalDate } from '../../src/domain/calendar/local-date.js';
import { aStudent, idOf } from '../support/a-form-group.js';
import { keepTrust } from '../support/a-trust.js';
import { file, upn } from '../support/leavers-csv.js';
import { openTestTools } from '../support/tools.js';

const ucasOf = (n: number): string => `19000000${String(n).padStart(2, '0')}`;
const ucas = (asOf: LocalDate = localDate('2026-08-13')): ImportKind => ({ of: 'plans', source: 'ucas', asOf });
const southgate = ['southgate' as SchoolId];
const school: ImportKind = { of: 'plans', source: 'school', asOf: localDate('2026-03-20') };

let tools: Tools;
let connection: Connection;
let application: Application;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ tools, connection, close } = await openTestTools({ now: new Date('2026-08-14T09:00:00Z') }));
  application = createApplication(tools);
});
afterAll(() => close());
beforeEach(async () => {
  for (const name of ['alumni', 'imports', 'destinationrecords', 'outcomes']) {
    await connection.collection(name).deleteMany({});
  }
  await keepTrust(tools, [
    aStudent(1, { ucasId: ucasOf(1) }),
    aStudent(2, { upn: upn(2) }),
    aStudent(3, { name: { given: 'Zoë', family: 'O’Testperson' } }),
    aStudent(4, { name: { given: 'Sam', family: 'Twin' } }),
    aStudent(5, { name: { given: 'Sam', family: 'Twin' } }),
  ]);
});

const viewer = (schools: SchoolScope = 'every-school'): Viewer => ({
  ...{ staffId: 'staff-1' as StaffId, role: 'administrator', schools },
});
const bring = (content: string, kind: ImportKind, from: Viewer = viewer()) =>
  application.alumni.uploadImport(from, {
    ...{ stream: Readable.from([Buffer.from(content)]), fileName: 'plans.csv', from: 'browser', kind },
  });
async function preview(content: string, kind: ImportKind, from = viewer()): Promise<PeopleImport> {
  const brought = await bring(content, kind, from);
  if (brought.kind === 'refused') throw new Error(brought.why);
  return application.alumni.showImport(from, brought.importId);
}
async function commit(content: string, kind: ImportKind, lines: readonly number[] = []): Promise<PeopleImport> {
  const ready = await preview(content, kind);
  await application.alumni.confirmImport(viewer(), ready.id, ready.revision, lines);
  await application.alumni.resumeImports();
  return application.alumni.showImport(viewer(), ready.id);
}
const person = async (n: number): Promise<Alumnus> => {
  const found = await tools.store.alumni.find('every-school', idOf(n));
  if (found === null) throw new Error(`Nobody is number ${n}.`);
  return found;
};
const everybody = () => Promise.all([1, 2, 3, 4, 5].map(person));
const counts = (changed: number, unchanged: number, problems: number) => ({ new: 0, changed, unchanged, problems });
const problemsOf = async (content: string, kind: ImportKind = ucas()) =>
  (await preview(content, kind)).problems.map(({ line, field, why }) => [line, field, why]);

describe('a file from the school’s system', () => {
  const content = file(
    'Form;UPN;Legal Surname;Intended destination;Intended University;FIRM;Firm_course;Application status',
    `13A;${upn(2)};Testperson;University;Leeds Uni;Leeds Uni;Physics;Offers received`,
  );

  it('fills in rows of the grid by its headings, whatever their order and signs, and a second time changes nothing', async () => {
    const done = await commit(content, school);
    expect([done.done, done.ignoredHeadings]).toEqual([counts(1, 0, 0), ['Form']]);
    const { intended, planning } = await person(2);
    expect(intended).toEqual({
      ...{ activity: 'university', provider: 'University of Leeds', recordedOn: '2026-03-20', source: 'school' },
    });
    expect(planning?.held).toEqual({
      ...{ application: 'offers', firmProvider: 'University of Leeds', firmCourse: 'Physics' },
    });
    expect(planning?.changes.map(({ source, importRow, by }) => [source, importRow, by])).toEqual([
      ['school', `${done.id}-0002`, undefined],
    ]);
    const before = await everybody();
    const again = await commit(content, school);
    expect([again.found, again.done]).toEqual([counts(0, 1, 0), counts(0, 1, 0)]);
    expect(await everybody()).toEqual(before);
  });
});

describe('a report from UCAS', () => {
  const choices = file(
    'Personal ID,Surname,Provider,Course,Applicant reply',
    `${ucasOf(1)},Testperson,University of Leeds,Physics,CF`,
    `${ucasOf(1)},Testperson,Aston University,Optometry,Insurance`,
    `${ucasOf(1)},Testperson,University of Hull,Law,Declined`,
  );
  const placed = file(
    'Personal ID,Status date,Placement status,Provider,Course',
    `${ucasOf(1)},13/08/2026,Placed,Aston University,Optometry`,
  );

  it('takes one row a choice as one person, then where they were placed as the final destination', async () => {
    const first = await commit(choices, ucas(localDate('2026-05-20')));
    expect(first.done).toEqual(counts(2, 1, 0));
    expect((await person(1)).planning?.held).toEqual({
      ...{ firmProvider: 'University of Leeds', firmCourse: 'Physics' },
      ...{ insuranceProvider: 'Aston University', insuranceCourse: 'Optometry' },
    });
    expect((await person(1)).revision).toBe(2);
    const second = await commit(placed, ucas());
    expect(second.done).toEqual(counts(1, 0, 0));
    const { final, planning } = await person(1);
    expect([planning?.held.result, final]).toEqual([
      'insurance',
      {
        ...{ activity: 'university', provider: 'Aston University', course: 'Optometry' },
        ...{ recordedOn: '2026-08-13', source: 'ucas' },
      },
    ]);
    await application.destinations.rebuildDue(10);
    const record = await tools.store.destinationRecords.find('every-school', idOf(1));
    expect(record?.claims.map(({ id, source, provider }) => [id, source, provider])).toEqual([
      ['plan:final:1', 'ucas', 'Aston University'],
    ]);
    const before = await everybody();
    for (const [content, kind] of [
      [choices, ucas(localDate('2026-05-20'))],
      [placed, ucas()],
    ] as const) {
      const again = await commit(content, kind);
      expect([again.found.changed, again.done.changed]).toEqual([0, 0]);
    }
    expect(await everybody()).toEqual(before);
  });

  it('is left aside where a later day is on record, and replaces what is older without losing it', async () => {
    await commit(placed, ucas());
    const older = file('Personal ID,Result,Final provider', `${ucasOf(1)},Clearing,University of Hull`);
    expect((await commit(older, ucas(localDate('2026-08-12')))).done).toEqual(counts(0, 1, 0));
    expect((await commit(older, ucas(localDate('2026-08-14')))).done).toEqual(counts(1, 0, 0));
    const { final, planning } = await person(1);
    expect([final?.provider, planning?.changes.at(-1)?.was.finalProvider]).toEqual([
      'University of Hull',
      'Aston University',
    ]);
  });

  it('finds somebody by name and birth date only when a person confirms it, and by the number from then on', async () => {
    const content = file(
      'Personal ID,First name,Surname,DOB,Result',
      `${ucasOf(3)},ZOE,O'Testperson,27/02/2008,Unplaced`,
    );
    const ready = await preview(content, ucas());
    expect([ready.found, ready.toConfirm]).toEqual([
      counts(0, 0, 1),
      [{ line: 2, alumnusId: idOf(3), name: 'Zoë O’Testperson', dateOfBirth: '2008-02-27' }],
    ]);
    // Not confirmed, it stays out; a line that the page did not offer cannot be confirmed.
    expect((await commit(content, ucas(), [3])).done).toEqual(counts(0, 0, 1));
    expect((await person(3)).planning).toBeUndefined();
    const done = await commit(content, ucas(), [2]);
    expect(done.done).toEqual(counts(1, 0, 0));
    const found = await person(3);
    expect([found.ucasId, found.planning?.held.result]).toEqual([ucasOf(3), 'unplaced']);
    const again = await commit(content, ucas());
    expect([again.found, again.toConfirm]).toEqual([counts(0, 1, 0), []]);
  });

  it('goes on where it was cut off, and counts each row once', async () => {
    const ready = await preview(choices, ucas());
    await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
    await application.alumni.resumeImports();
    const written = await person(1);
    await connection
      .collection<{ _id: string }>('imports')
      .updateOne({ _id: ready.id }, { $set: { state: 'committing', position: 0, done: counts(0, 0, 0) } });
    await application.alumni.resumeImports();
    expect(await person(1)).toEqual(written);
    const { done, state } = await application.alumni.showImport(viewer(), ready.id);
    expect([state, done.changed + done.unchanged]).toEqual(['done', 3]);
  });
});

describe('rows that stay out', () => {
  it('are named by line, field and reason, and the good ones go in', async () => {
    const content = file(
      'UCAS id,UPN,First name,Surname,DOB,Result,Final provider,Number of offers',
      `${ucasOf(1)},,,,,Firm,,3`,
      `${ucasOf(9)},,,,,Unplaced,,`,
      `,,Sam,Twin,27/02/2008,Unplaced,,`,
      `${ucasOf(1)},${upn(2)},,,,Unplaced,,`,
      `${ucasOf(1)},,Blake,Other,,Unplaced,,`,
      `12,,,,,Maybe,,some`,
      `${ucasOf(1)},,,,,Unplaced,University of Hull,`,
      `,,=1+1,Twin,27/02/2008,Unplaced,,`,
      `,,,,,Unplaced,,`,
      `,${upn(2)},,,,Unplaced,,`,
    );
    expect(await problemsOf(content)).toEqual([
      [2, 'final provider', 'the row cannot stand as it is'],
      [3, '', 'nobody on record has this number, or this name and birth date'],
      [4, '', 'more than one person on record has this name and birth date'],
      [5, 'UCAS id', 'the numbers of this row belong to more than one person on record'],
      [6, 'UCAS id', 'the number of this row belongs to somebody on record with another name'],
      [7, 'UCAS id', 'the UCAS id 12 is not made like one'],
      [7, 'number of offers', 'number of offers reads "some", which is not a number'],
      [7, 'result', 'result reads "Maybe", which is not a result'],
      [8, 'result', 'the row says both "unplaced" and a place'],
      [9, 'given name', 'given name begins like a spreadsheet formula'],
      [10, 'UCAS id', 'the row says of nobody for certain what it says'],
    ]);
    expect((await commit(content, ucas())).done).toEqual(counts(1, 0, 9));
    expect((await person(2)).planning?.held.result).toBe('unplaced');
  });

  it('of another school are nobody’s to change', async () => {
    const content = file('UCAS id,Result', `${ucasOf(1)},Unplaced`);
    const ready = await preview(content, ucas(), viewer(southgate));
    expect([ready.found, ready.problems.map(({ why }) => why)]).toEqual([
      counts(0, 0, 1),
      ['this person is on record at a school that you do not look after'],
    ]);
  });
});

describe('a file that cannot be read whole', () => {
  it.each([
    [
      'with headings in another tongue',
      file('Nachname,Ergebnis', 'Testperson,1'),
      'These headings are missing from the first line: UCAS id, UPN, ULN, or given name with family name and date of birth, a column of plans or results, such as firm choice, result or final provider. Recognised: none. Not recognised: Nachname, Ergebnis.',
    ],
    [
      'that says nothing of plans',
      file('UCAS id,Surname', `${ucasOf(1)},Testperson`),
      'These headings are missing from the first line: a column of plans or results, such as firm choice, result or final provider. Recognised: UCAS id, family name. Not recognised: none.',
    ],
    [
      'with a column twice',
      file('UCAS id,Personal ID,Result', `${ucasOf(1)},${ucasOf(1)},Firm`),
      'Two columns are both read as UCAS id. Take one away or give it another heading.',
    ],
    ['without rows', file('UCAS id,Result'), 'This file has headings and no rows.'],
  ])('%s is refused, and nothing of it stays', async (_what, content, why) => {
    expect(await bring(content, ucas())).toMatchObject({ kind: 'refused', why });
    expect(await tools.store.imports.list('every-school', 'staff-1' as StaffId, 10)).toEqual([]);
  });
});
