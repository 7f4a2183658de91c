// Bringing a file of leavers, twice, half, and wrong.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { ChangedMeanwhile, NotFound } from '../../src/application/errors.js';
import type { Alumnus, SchoolScope } from '../../src/domain/alumni/alumnus.js';
import type { CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { ImportId, PeopleImport } from '../../src/domain/alumni/import.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { aLeaver, aPlan, confirmedWave, keepTrust } from '../support/a-trust.js';
import { file, headings, row, schools, uln, upn } from '../support/leavers-csv.js';
import { openTestTools } from '../support/tools.js';

const north = 'north' as SchoolId;
const south = 'south' as SchoolId;

let tools: Tools;
let connection: Connection;
let application: Application;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ tools, connection, close } = await openTestTools());
  application = createApplication(tools);
});
afterAll(() => close());
beforeEach(async () => {
  for (const name of ['alumni', 'imports', 'schools', 'auditevents']) await connection.collection(name).deleteMany({});
  for (const school of schools) await tools.store.schools.save(school);
});

const viewer = (scope: SchoolScope = 'every-school', id = 'staff-1'): Viewer => ({
  staffId: id as StaffId,
  role: 'administrator',
  schools: scope,
});
const stream = (content: string | Buffer): Readable => Readable.from([Buffer.from(content)]);
const bring = (content: string | Buffer, from: Viewer = viewer()) =>
  application.alumni.uploadImport(from, { stream: stream(content), fileName: 'leavers.csv', from: 'browser' });

async function preview(content: string | Buffer, from: Viewer = viewer()): Promise<PeopleImport> {
  const uploaded = await bring(content, from);
  if (uploaded.kind === 'refused') throw new Error(uploaded.why);
  return application.alumni.showImport(from, uploaded.importId);
}
async function commit(content: string): Promise<PeopleImport> {
  const ready = await preview(content);
  await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
  await application.alumni.resumeImports();
  return application.alumni.showImport(viewer(), ready.id);
}
const everybody = (): Promise<readonly Alumnus[]> => tools.store.alumni.page('every-school', { limit: 5_000 });
const counts = (added: number, changed: number, unchanged: number, problems: number) => ({
  new: added,
  changed,
  unchanged,
  problems,
});

describe('a good file', () => {
  it('is previewed without writing anything, then written as shown', async () => {
    const ready = await preview(file(headings, row(1, { email: 'Avery@Example.ORG' }), row(2)));
    expect(ready.found).toEqual(counts(2, 0, 0, 0));
    expect(await everybody()).toEqual([]);

    await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
    expect(await application.alumni.resumeImports()).toBe(1);
    expect(await everybody()).toEqual([
      {
        id: `${ready.id}-0002`,
        schoolId: 'north',
        cohortId: 'y13-2026',
        name: { given: 'Avery', family: 'Testperson1' },
        dateOfBirth: '2008-03-02',
        upn: upn(1),
        leftOn: '2026-07-17',
        state: 'usual',
        contactPoints: [
          {
            number: 1,
            kind: 'email',
            value: 'avery@example.org',
            owner: 'self',
            state: 'usable',
            addedOn: '2026-11-03',
          },
        ],
        permissions: [],
        final: { activity: 'university', provider: 'University of Leeds', recordedOn: '2026-11-03', source: 'school' },
        revision: 1,
      },
      expect.objectContaining({ id: `${ready.id}-0003`, upn: upn(2), contactPoints: [] }),
    ]);
    const due = await tools.store.alumni.withRecordDue(10);
    expect(due.map(({ id }) => id)).toEqual([`${ready.id}-0002`, `${ready.id}-0003`]);
  });

  it('changes nothing the second time, and asks for no record to be built again', async () => {
    const content = file(headings, row(1, { email: 'avery@example.org' }), row(2));
    await commit(content);
    const before = await everybody();
    for (const { id, revision } of before) await tools.store.alumni.clearRecordDue(id, revision);

    const again = await commit(content);
    expect([again.found, again.done, again.state]).toEqual([counts(0, 0, 2, 0), counts(0, 0, 2, 0), 'done']);
    expect(await everybody()).toEqual(before);
    expect(await tools.store.alumni.withRecordDue(10)).toEqual([]);
  });

  it('shows each change before and after, and adds an address beside the old one', async () => {
    await commit(file(headings, row(1, { email: 'old@example.org' }), row(2)));
    const ready = await preview(
      file(headings, row(1, { email: 'new@example.org', provider: 'Aston University' }), row(2)),
    );
    expect(ready.found).toEqual(counts(0, 1, 1, 0));
    expect(ready.changes.map(({ line, changes }) => ({ line, changes }))).toEqual([
      {
        line: 2,
        changes: [
          {
            field: 'final destination',
            before: 'university, University of Leeds',
            after: 'university, Aston University',
          },
          { field: 'email', before: '', after: 'new@example.org (self)' },
        ],
      },
    ]);
    await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
    await application.alumni.resumeImports();
    const [person] = await everybody();
    expect(person?.contactPoints.map(({ number, value }) => [number, value])).toEqual([
      [1, 'old@example.org'],
      [2, 'new@example.org'],
    ]);
    expect(person?.revision).toBe(2);
  });

  it('keeps the act of whoever confirmed it in the audit log, once', async () => {
    const done = await commit(file(headings, row(1)));
    await application.alumni.confirmImport(viewer(), done.id, 1);
    await application.governance.appendAudit();
    const acts = await tools.store.auditEvents.about(`import:${done.id}`);
    expect(acts.map(({ act, actor }) => [act, actor]).sort()).toEqual([
      ['import.confirmed', { kind: 'staff', id: 'staff-1' }],
      ['import.finished', { kind: 'system' }],
      ['import.uploaded', { kind: 'staff', id: 'staff-1' }],
    ]);
  });

  it('is not written when somebody else decided meanwhile', async () => {
    const ready = await preview(file(headings, row(1)));
    await expect(application.alumni.confirmImport(viewer(), ready.id, ready.revision + 1)).rejects.toThrow(
      ChangedMeanwhile,
    );
    await application.alumni.discardImport(viewer(), ready.id, ready.revision);
    await expect(application.alumni.confirmImport(viewer(), ready.id, ready.revision)).rejects.toThrow(
      ChangedMeanwhile,
    );
    expect(await everybody()).toEqual([]);
  });
});

describe('a writing that is cut off', () => {
  const rows = Array.from({ length: 999 }, (_, serial) => row(serial));
  const content = file(headings, ...rows);

  it('goes on where it stopped, and counts everybody once', async () => {
    const ready = await preview(content);
    await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
    expect(await application.alumni.resumeImports({ batches: 1 })).toBe(0);
    const half = await application.alumni.showImport(viewer(), ready.id);
    expect([half.state, half.position, half.done]).toEqual(['committing', 501, counts(500, 0, 0, 0)]);
    expect(await tools.store.imports.isOpenFor('y13-2026' as CohortId)).toBe(true);

    expect(await application.alumni.resumeImports()).toBe(1);
    const done = await application.alumni.showImport(viewer(), ready.id);
    expect([done.state, done.position, done.done]).toEqual(['done', 1000, counts(999, 0, 0, 0)]);
    expect(await everybody()).toHaveLength(999);
    expect(await tools.store.imports.isOpenFor('y13-2026' as CohortId)).toBe(false);
  });

  it('counts the same when the process died after the rows and before the position', async () => {
    const ready = await preview(content);
    await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
    await application.alumni.resumeImports({ batches: 1 });
    await connection
      .collection<{ _id: string }>('imports')
      .updateOne({ _id: ready.id }, { $set: { position: 0, done: counts(0, 0, 0, 0) } });
    const written = await everybody();
    await application.alumni.resumeImports();
    const done = await application.alumni.showImport(viewer(), ready.id);
    expect([done.state, done.done]).toEqual(['done', counts(999, 0, 0, 0)]);
    expect((await everybody()).slice(0, 500)).toEqual(written);
  });

  it('is written once by two workers at the same time', async () => {
    const ready = await preview(content);
    await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
    await Promise.all([application.alumni.resumeImports(), application.alumni.resumeImports()]);
    await application.alumni.resumeImports();
    const done = await application.alumni.showImport(viewer(), ready.id);
    expect([done.state, done.done]).toEqual(['done', counts(999, 0, 0, 0)]);
    expect(await everybody()).toHaveLength(999);
  });
});

it('sees in one batch of rows whom the batch before has just added, renumbered or changed', async () => {
  const wide = `${headings},ULN,Former UPN`;
  await commit(file(wide, `${row(900)},${uln(1)},`));
  const others = Array.from({ length: 498 }, (_, serial) => `${row(serial)},,`);
  const byLearnerNumberAlone = row(900).replace(upn(900), '').replace('2008-03-01', '');
  const renumbered = row(901, { given: 'Robin' }).replace(upn(901), upn(902));
  const { done } = await commit(
    file(
      ...[wide, ...others, `${row(900, { provider: 'Aston University' })},,`, `${row(901)},,`],
      ...[`${byLearnerNumberAlone},${uln(1)},`, `${renumbered},,${upn(901)}`],
    ),
  );
  expect(done).toEqual(counts(499, 3, 0, 0));
  const [told, back] = await Promise.all(
    [upn(902), upn(900)].map((text) => tools.store.alumni.page('every-school', { text, limit: 2 })),
  );
  expect(told).toMatchObject([{ formerUpn: upn(901), name: { given: 'Robin', family: 'Testperson901' } }]);
  expect(back).toMatchObject([{ revision: 3, final: { provider: 'University of Leeds' } }]);
  expect(await everybody()).toHaveLength(500);
});

it('ends, and says at which line, where a backup was restored without the files beside it; nothing waits for it (row 30)', async () => {
  const content = file(headings, ...Array.from({ length: 600 }, (_, serial) => row(serial)));
  const half = await preview(content);
  await application.alumni.confirmImport(viewer(), half.id, half.revision);
  await application.alumni.resumeImports({ batches: 1 });
  const other = await preview(file(headings, row(700)));
  await application.alumni.confirmImport(viewer(), other.id, other.revision);
  await tools.files.forget(half.fileHash);

  expect(await application.alumni.resumeImports()).toBe(2);
  const ended = await application.alumni.showImport(viewer(), half.id);
  expect([ended.state, ended.done, ended.notes]).toEqual([
    'done',
    counts(500, 0, 0, 0),
    [
      'The kept file is gone, so nothing after line 501 was written. Bring the file again: what is recorded stays as it is.',
    ],
  ]);
  expect(await tools.store.imports.isOpenFor('y13-2026' as CohortId)).toBe(false);
  expect((await commit(content)).done).toEqual(counts(100, 0, 500, 0));
  expect(await everybody()).toHaveLength(601);
});

describe('rows with problems', () => {
  const problemsOf = async (content: string, from = viewer()) =>
    (await preview(content, from)).problems.map(({ line, field, why, remedy }) => [line, field, why, remedy]);

  it('are told by line, field, reason and remedy, and the good rows go in', async () => {
    const wrongLetter = row(3).replace(upn(3), `${upn(3).startsWith('A') ? 'B' : 'A'}${upn(3).slice(1)}`);
    const content = file(headings, row(1), wrongLetter, row(2));
    const done = await commit(content);
    expect([done.done, (await everybody()).length]).toEqual([counts(2, 0, 0, 1), 2]);
    expect(await problemsOf(content)).toEqual([
      [
        3,
        'UPN',
        `the pupil number ${upn(3).startsWith('A') ? 'B' : 'A'}${upn(3).slice(1)} has the wrong check letter`,
        `with these digits it would begin with ${upn(3).slice(0, 1)}`,
      ],
    ]);
  });

  it('name a person who stands in the file twice on the later line', async () => {
    expect(await problemsOf(file(headings, row(1), row(2), row(1)))).toEqual([
      [
        4,
        '',
        'this person stands in the file already, on line 2',
        'keep the line that is right and take the other away',
      ],
    ]);
  });

  it.each(['=HYPERLINK(""http://x.example"")', '+44', '-1+1', '@SUM(A1)', '\tAvery', '＝1'])(
    'name a formula in place of a name: %j',
    async (given) => {
      expect(await problemsOf(file(headings, row(1, { given: `"${given}"` }), row(2)))).toEqual([
        [
          2,
          'given name',
          'given name begins like a spreadsheet formula',
          'names do not begin with =, +, -, @ or a tab; write the name itself',
        ],
      ]);
    },
  );

  it('name rows of schools that the viewer does not look after, and people on record there', async () => {
    await commit(file(headings, row(1)));
    const moved = row(1).replace('north', 'south');
    const problems = await problemsOf(file(headings, row(2), moved), viewer([south]));
    expect(problems).toEqual([
      [2, 'school', 'you do not look after North Test School', 'ask an administrator to import this row'],
      [
        3,
        'school',
        'this person is on record at a school that you do not look after',
        'ask an administrator to import this row',
      ],
    ]);
  });

  it('name numbers that belong to two people', async () => {
    const withUln = `${headings},ULN`;
    await commit(file(withUln, `${row(1)},${uln(3)}`, `${row(2)},${uln(4)}`));
    expect(await problemsOf(file(withUln, `${row(1)},${uln(4)}`))).toEqual([
      [2, 'UPN', 'the numbers of this row belong to more than one person on record', 'find out which are right'],
    ]);
  });

  it('can be fetched as a CSV file in which nothing is a formula', async () => {
    const ready = await preview(file(headings, row(1, { given: '=1' }), row(2, { email: '=cmd' })));
    const lines: string[] = [];
    for await (const line of await application.alumni.listProblems(viewer(), ready.id)) lines.push(line);
    expect(lines.join('')).toBe(
      '\uFEFF"Line","Field","What is wrong","What to do"\r\n' +
        '2,"given name","given name begins like a spreadsheet formula","names do not begin with =, +, -, @ or a tab; write the name itself"\r\n' +
        '3,"email","email reads ""=cmd"", which is not an email address","write one address, such as name@example.org"\r\n',
    );
  });
});

describe('a file that cannot be read whole', () => {
  it.each([
    ['empty', '', 'This file is empty.'],
    ['without rows', file(headings), 'This file has headings and no rows.'],
    [
      'with other headings',
      file('Name,UPN,Shoe size', 'x,y,z'),
      'These headings are missing from the first line: school, given name, family name, stage, left on or leaving year. Recognised: UPN. Not recognised: Name, Shoe size.',
    ],
    [
      'with a column twice',
      file(`${headings},Surname`, `${row(1)},x`),
      'Two columns are both read as family name. Take one away or give it another heading.',
    ],
    [
      'with 73 columns',
      file(`${headings},${Array.from({ length: 62 }, (_, n) => `extra ${n}`).join(',')}`, row(1)),
      'The first line has 73 columns; a file of leavers has at most 60.',
    ],
    [
      'with a line of 9 MB',
      `${headings}\r\n${'x'.repeat(9_000_000)}\r\n`,
      'The row at line 2 is longer than any row of this kind can be. The file is no CSV file, or a quotation mark is missing.',
    ],
    [
      'of 10 MB and one byte',
      'x'.repeat(10 * 1_048_576 + 1),
      'This file is larger than 10 MB. Bring it in parts, or import it from the command line.',
    ],
    [
      'with an open quotation mark',
      file(headings, row(1), `north,"${upn(2)},Avery`),
      'A quotation mark is opened and never closed, so the end of the file cannot be read.',
    ],
  ])('%s is refused, and nothing of it stays', async (_what, content, why) => {
    expect(await bring(content)).toMatchObject({ kind: 'refused', why });
    expect(await tools.store.imports.list('every-school', 'staff-1' as StaffId, 10)).toEqual([]);
    const hash = createHash('sha256').update(content).digest('hex');
    await expect(tools.files.open(hash).toArray()).rejects.toThrow(/ENOENT/);
  });
});

describe('what is not a file of leavers (row 45)', () => {
  const many = (count: number, of: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => of(n)).join(',');

  it.each([
    [
      'of 10,000 columns',
      file(
        many(10_000, (n) => `c${n}`),
        many(10_000, String),
      ),
      'The first line has 10,000 columns',
    ],
    ['of one line of 9 MB', 'x'.repeat(9 * 1_048_576), 'The file is no CSV file'],
    ['with zeros in it', `${file(headings, row(1))}\0\0\0`, 'is not plain text'],
    ['that is compressed', gzipSync('x'.repeat(5_000_000)), 'compressed'],
    [
      'that mixes encodings',
      Buffer.concat([
        Buffer.from(file(headings, row(1, { given: 'Zoë' }))),
        Buffer.from(row(2, { given: 'Zoë' }), 'latin1'),
      ]),
      'mixes two ways',
    ],
    ['of 50,001 rows', `${headings}\r\n${'x,y\r\n'.repeat(50_001)}`, 'more than 50,000 rows'],
  ])('%s is refused with what to do, and nothing of it stays', async (_what, content, why) => {
    const brought = await bring(content);
    expect(brought.kind === 'refused' ? brought.why : 'kept').toMatch(new RegExp(why));
    expect(await tools.store.imports.list('every-school', 'staff-1' as StaffId, 10)).toEqual([]);
    const hash = createHash('sha256').update(content).digest('hex');
    await expect(tools.files.open(hash).toArray()).rejects.toThrow(/ENOENT/);
  });

  it('has signs of hidden cells in it, which are never taken for a fact', async () => {
    const signs = ['SUPP', 'NA', 'SP', 'SN', 'x', 'c', 'z', 'low', ':', '-'];
    const content = file(
      headings,
      ...signs.map((sign, n) => row(n).replace('2026-07-17', sign)),
      row(50).replace('2026-07-17', ' '),
    );
    const { found, problems } = await preview(content);
    expect(found).toEqual(counts(0, 0, 0, signs.length + 1));
    expect(problems.filter(({ field }) => field === 'left on')).toHaveLength(signs.length + 1);
  });
});

it('is confirmed by fifty presses at once as by one: written once, with one act (row 31)', async () => {
  const ready = await preview(file(headings, row(1), row(2)));
  const pressed = await Promise.allSettled(
    Array.from({ length: 50 }, () => application.alumni.confirmImport(viewer(), ready.id, ready.revision)),
  );
  // Who came second at the very moment reads that somebody was first; everybody later finds it confirmed.
  for (const each of pressed) {
    if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(ChangedMeanwhile);
  }
  expect(pressed.some(({ status }) => status === 'fulfilled')).toBe(true);
  await Promise.all([application.alumni.resumeImports(), application.alumni.resumeImports()]);
  await application.alumni.resumeImports();
  await application.alumni.confirmImport(viewer(), ready.id, ready.revision); // tomorrow, once more
  expect((await application.alumni.showImport(viewer(), ready.id)).done).toEqual(counts(2, 0, 0, 0));
  expect(await everybody()).toHaveLength(2);
  await application.governance.appendAudit();
  const acts = (await tools.store.auditEvents.about(`import:${ready.id}`)).map(({ act }) => act).sort();
  expect(acts).toEqual(['import.confirmed', 'import.finished', 'import.uploaded']);
});

it('makes the freezing of a wave wait until everybody of its cohort is in', async () => {
  await keepTrust(tools, [aLeaver(1)]);
  const ready = await preview(file(headings, row(1)));
  const waveId = await confirmedWave(application, aPlan());
  const frozen = async () => {
    await application.waves.advanceWaves();
    return Object.values(await tools.store.invitations.countByState(waveId)).reduce((sum, n) => sum + n, 0);
  };
  await application.alumni.confirmImport(viewer(), ready.id, ready.revision);
  expect(await frozen()).toBe(0);
  await application.alumni.resumeImports();
  expect(await frozen()).toBe(1); // the one of the wave's schools; the imported person left another school
});

it('shows an import only to whoever brought it and to those who see every school', async () => {
  const mine = await preview(file(headings, row(1)), viewer([north], 'staff-2'));
  const other = viewer([north], 'staff-3');
  await expect(application.alumni.showImport(other, mine.id)).rejects.toThrow(NotFound);
  await expect(application.alumni.showImport(viewer(), 'no-such' as ImportId)).rejects.toThrow(NotFound);
  expect(await application.alumni.listImports(other)).toEqual([]);
  expect((await application.alumni.listImports(viewer())).map(({ id }) => id)).toEqual([mine.id]);
});

it('reads and writes in one go for the command line, or only reads', async () => {
  const content = file(headings, row(1), row(2));
  const bringAll = (write: boolean) =>
    application.alumni.importFile({
      viewer: viewer(),
      stream: stream(content),
      fileName: 'leavers.csv',
      commit: write,
    });
  expect(await bringAll(false)).toMatchObject({ kind: 'read', written: false, import: { found: counts(2, 0, 0, 0) } });
  expect(await everybody()).toEqual([]);
  expect(await bringAll(true)).toMatchObject({ kind: 'read', written: true, import: { done: counts(2, 0, 0, 0) } });
  expect(await bringAll(true)).toMatchObject({ kind: 'read', written: true, import: { done: counts(0, 0, 2, 0) } });
});
