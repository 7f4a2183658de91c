// A folder into which schools' systems put files: each is taken once, read by remembered headings, and put aside with a report,
// whatever dies in between.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { watchedFolder } from '../../src/files/index.js';
import { file, headings, row, schools, upn } from '../support/leavers-csv.js';
import { openTestTools } from '../support/tools.js';

let bare: Tools;
let connection: Connection;
let close: () => Promise<void>;
let root: string;
let application: Application;

const everything: Viewer = { staffId: 'staff-1' as StaffId, role: 'administrator', schools: 'every-school' };
const collections = ['alumni', 'imports', 'schools', 'droppedfiles', 'ownheadings', 'auditevents'];

beforeAll(async () => {
  ({ tools: bare, connection, close } = await openTestTools());
});
afterAll(() => close());
beforeEach(async () => {
  for (const name of collections) await connection.collection(name).deleteMany({});
  for (const school of schools) await bare.store.schools.save(school);
  root = mkdtempSync(path.join(tmpdir(), 'onward-folder-'));
  application = applicationWith();
  await application.alumni.takeDropped(); // makes the folders
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function applicationWith({
  straightIn = false,
  store = bare.store,
}: { straightIn?: boolean; store?: Tools['store'] } = {}) {
  return createApplication({ ...bare, store, watched: { folder: watchedFolder(root, 0), straightIn, keepDays: 30 } });
}
const put = (place: string, name: string, content: string): void =>
  writeFileSync(path.join(root, place, name), content);
const only = (id: string) => schools.filter((school) => school.id === id).map((school) => school.id);
const there = (place: string, shelf = ''): readonly string[] =>
  readdirSync(path.join(root, place, shelf), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
const report = (place: string, shelf: string): string => {
  const name = there(place, shelf).find((each) => each.endsWith('.report.txt'));
  if (name === undefined) throw new Error(`No report in ${place}/${shelf}`);
  return readFileSync(path.join(root, place, shelf, name), 'utf8');
};
const people = async (): Promise<number> => (await bare.store.alumni.page('every-school', { limit: 100 })).length;
const latest = async () => (await application.alumni.listDropped(everything)).latest;
const withoutSchool = (text: string): string =>
  text
    .split('\r\n')
    .map((line) => line.replace(/^[^,]*,/, ''))
    .join('\r\n');

describe('a file in a school’s folder', () => {
  it('need not name the school, is read, and waits for a person with a report beside it', async () => {
    put('north/leavers', 'export.csv', withoutSchool(file(headings, row(1), row(2))));
    expect(await application.alumni.takeDropped()).toBe(1);
    expect([there('north/leavers'), there('north/leavers', 'taken')]).toEqual([[], []]);
    expect(report('north/leavers', 'done')).toContain('It waits for a member of staff');
    expect(await people()).toBe(0);
    const [dropped] = await latest();
    expect(dropped).toMatchObject({ fileName: 'export.csv', state: 'read', open: false });
    const north: Viewer = { staffId: 'staff-2' as StaffId, role: 'scheduler', schools: only('north') };
    const south: Viewer = { ...north, schools: only('south') };
    expect(await application.alumni.listImports(south)).toEqual([]);
    const [ready] = await application.alumni.listImports(north);
    if (ready === undefined) throw new Error('No import.');
    expect(ready.found).toEqual({ new: 2, changed: 0, unchanged: 0, problems: 0 });
    await application.alumni.confirmImport(north, ready.id, ready.revision);
    await application.alumni.resumeImports();
    const all = await bare.store.alumni.page('every-school', { limit: 10 });
    expect(all.map(({ schoolId, upn: number }) => [schoolId, number])).toEqual([
      ['north', upn(1)],
      ['north', upn(2)],
    ]);
  });

  it('goes straight in where that is set, and its report says what came of it and names nobody', async () => {
    application = applicationWith({ straightIn: true });
    put('trust/leavers', 'all.csv', file(headings, row(1), row(2), row(3), row(4), row(5, { family: '=HYPERLINK' })));
    await application.alumni.takeDropped();
    expect(await people()).toBe(0);
    expect(await application.alumni.resumeImports()).toBe(1);
    await application.alumni.takeDropped();
    expect(await people()).toBe(4);
    const told = report('trust/leavers', 'done');
    for (const line of ['Imported.', 'New people: 4', 'Rows with problems: 1', 'Row 6: family name has a problem']) {
      expect(told).toContain(line);
    }
    expect(told).not.toMatch(/Testperson|Avery|HYPERLINK/);
    await application.governance.appendAudit();
    const acts = await bare.store.auditEvents.about(`import:${(await latest())[0]?.importId ?? ''}`);
    expect(acts.map(({ act, actor }) => [act, actor.kind]).sort()).toEqual([
      ['import.confirmed', 'system'],
      ['import.finished', 'system'],
      ['import.uploaded', 'system'],
    ]);
  });

  it('waits for a person although files go straight in, where one row in five has a problem', async () => {
    application = applicationWith({ straightIn: true });
    put('trust/leavers', 'all.csv', file(headings, row(1), row(2), row(3, { family: '=1' })));
    await application.alumni.takeDropped();
    await application.alumni.resumeImports();
    expect(await people()).toBe(0);
    expect(report('trust/leavers', 'done')).toContain('More than one row in five has a problem');
  });

  it('is taken once, under whatever name and however often it is put there', async () => {
    const content = file(headings, row(1));
    put('trust/leavers', 'monday.csv', content);
    await application.alumni.takeDropped();
    put('trust/leavers', 'tuesday.csv', content);
    put('trust/leavers', 'monday.csv', content);
    expect(await application.alumni.takeDropped()).toBe(0);
    expect(there('trust/leavers')).toEqual([]);
    expect(await application.alumni.listImports(everything)).toHaveLength(1);
    expect(there('trust/leavers', 'done').filter((name) => name.endsWith('.report.txt'))).toHaveLength(3);
    // In another folder the same content is another file.
    put('north/leavers', 'monday.csv', content);
    expect(await application.alumni.takeDropped()).toBe(1);
  });

  it('that cannot be used is refused with the reason, and read again when it is put there again', async () => {
    put('trust/leavers', 'book.csv', 'PK\u0003\u0004 not a CSV file');
    await application.alumni.takeDropped();
    expect(report('trust/leavers', 'refused')).toContain('This is an Excel workbook');
    put('trust/leavers', 'book.csv', 'PK\u0003\u0004 not a CSV file');
    expect(await application.alumni.takeDropped()).toBe(1);
    expect(there('trust/leavers', 'refused').filter((name) => name.endsWith('.report.txt'))).toHaveLength(1);
  });

  it('of plans finds people on record, as of the day of the file', async () => {
    put('trust/leavers', 'leavers.csv', file(headings, row(1)));
    await application.alumni.takeDropped();
    const [leavers] = await application.alumni.listImports(everything);
    if (leavers === undefined) throw new Error('No import.');
    await application.alumni.confirmImport(everything, leavers.id, leavers.revision);
    await application.alumni.resumeImports();
    put('north/plans', 'plans.csv', file('UPN,Firm choice', `${upn(1)},Aston University`));
    await application.alumni.takeDropped();
    const [plans] = await application.alumni.listImports(everything);
    expect([plans?.kind, plans?.found]).toEqual([
      { of: 'plans', source: 'school', asOf: '2026-11-03' },
      { new: 0, changed: 1, unchanged: 0, problems: 0 },
    ]);
  });
});

describe('headings that nobody knows', () => {
  const odd = () =>
    withoutSchool(file(headings, row(1)))
      .replace('Surname', 'Nachname')
      .replace('Year group', 'Jahrgang');

  it('are asked for once, remembered for the school, and read by themselves from then on', async () => {
    put('north/leavers', 'one.csv', odd());
    await application.alumni.takeDropped();
    expect(await latest()).toMatchObject([{ state: 'headings', missing: ['family name', 'stage'], open: true }]);
    await application.alumni.takeDropped(); // nothing was said: it goes on waiting
    const { waiting, remembered } = await application.alumni.showPlace(everything, 'north/leavers');
    expect([waiting[0]?.unknown, remembered.revision]).toEqual([['Nachname', 'Jahrgang'], 0]);

    const said = [
      { heading: 'Nachname', field: 'familyName' },
      { heading: 'Jahrgang', field: 'stage' },
    ];
    expect(await application.alumni.keepHeadings(everything, 'north/leavers', said, 0)).toEqual({ kind: 'kept' });
    expect(await application.alumni.keepHeadings(everything, 'north/leavers', said, 0)).toEqual({
      kind: 'changed-meanwhile',
    });
    await application.alumni.takeDropped();
    expect(await latest()).toMatchObject([{ state: 'read', open: false }]);
    put('north/leavers', 'two.csv', odd().replace(upn(1), upn(2)));
    await application.alumni.takeDropped();
    expect((await application.alumni.listImports(everything)).map(({ found }) => found.new)).toEqual([1, 1]);
    // Another school's are its own.
    put('south/leavers', 'one.csv', odd());
    await application.alumni.takeDropped();
    expect((await latest()).find(({ place }) => place.school === 'south')?.state).toBe('headings');
  });

  it('are frozen with the import: what is said later changes nothing of what was previewed', async () => {
    await application.alumni.keepHeadings(
      everything,
      'north/leavers',
      [
        { heading: 'Nachname', field: 'familyName' },
        { heading: 'Jahrgang', field: 'stage' },
      ],
      0,
    );
    put('north/leavers', 'one.csv', odd());
    await application.alumni.takeDropped();
    await application.alumni.keepHeadings(
      everything,
      'north/leavers',
      [{ heading: 'Nachname', field: 'givenName' }],
      1,
    );
    const [ready] = await application.alumni.listImports(everything);
    if (ready === undefined) throw new Error('No import.');
    await application.alumni.confirmImport(everything, ready.id, ready.revision);
    await application.alumni.resumeImports();
    const [person] = await bare.store.alumni.page('every-school', { limit: 1 });
    expect(person?.name).toEqual({ given: 'Avery', family: 'Testperson1' });
  });
});

it('leaves alone what is still being written, what nobody meant, and links', async () => {
  const outside = path.join(root, 'outside.csv');
  writeFileSync(outside, file(headings, row(1)));
  symlinkSync(outside, path.join(root, 'trust/leavers/link.csv'));
  put('trust/leavers', 'export.csv.part', file(headings, row(2)));
  put('trust/leavers', '~$export.csv', 'x');
  mkdirSync(path.join(root, 'trust/leavers/folder.csv'));
  expect(await application.alumni.takeDropped()).toBe(0);
  const writing = createApplication({
    ...bare,
    watched: { folder: watchedFolder(root, 60_000), straightIn: false, keepDays: 30 },
  });
  put('trust/leavers', 'fresh.csv', file(headings, row(3)));
  expect(await writing.alumni.takeDropped()).toBe(0);
  expect(await application.alumni.takeDropped()).toBe(1);
});

it('takes nothing and says so where the folder is a drive that is not there', async () => {
  rmSync(root, { recursive: true });
  await expect(application.alumni.takeDropped()).rejects.toThrow(/ENOENT/);
});

it('wherever a process dies, the next tick goes on: one file is one import, and nothing of it is left lying', async () => {
  /** Tools whose stores fail at the nth call that concerns the file, as a process that is killed there. */
  function dyingAt(n: number): Tools['store'] {
    let left = n;
    const mortal = <Part extends object>(part: Part): Part =>
      new Proxy(part, {
        get: (target, name, receiver) => {
          const held: unknown = Reflect.get(target, name, receiver);
          if (typeof held !== 'function') return held;
          return (...given: unknown[]): unknown => {
            left -= 1;
            if (left === 0) throw new Error('invented death');
            return Reflect.apply(held, target, given);
          };
        },
      });
    return { ...bare.store, droppedFiles: mortal(bare.store.droppedFiles), imports: mortal(bare.store.imports) };
  }
  let deaths = 0;
  for (let n = 1; n <= 16; n += 1) {
    put('trust/leavers', `file-${n}.csv`, file(headings, row(100 + n)));
    const dies = applicationWith({ straightIn: true, store: dyingAt(n) });
    await dies.alumni.takeDropped().catch(() => (deaths += 1));
    await dies.alumni.resumeImports().catch(() => (deaths += 1));
    const lives = applicationWith({ straightIn: true });
    await lives.alumni.takeDropped();
    await lives.alumni.resumeImports();
    await lives.alumni.takeDropped();
    expect([n, await people(), (await lives.alumni.listImports(everything)).length]).toEqual([n, n, n]);
    expect([n, there('trust/leavers'), there('trust/leavers', 'taken')]).toEqual([n, [], []]);
  }
  expect(deaths).toBeGreaterThan(3);
  expect(there('trust/leavers', 'done').filter((name) => !name.endsWith('.report.txt'))).toHaveLength(16);
});

it('deletes what was put aside after the days that are set', async () => {
  put('trust/leavers', 'old.csv', file(headings, row(1)));
  await application.alumni.takeDropped();
  expect(there('trust/leavers', 'done')).toHaveLength(2);
  const later = new Date(Date.now() + 31 * 86_400_000);
  const much = createApplication({
    ...bare,
    clock: { now: () => later },
    watched: { folder: watchedFolder(root, 0), straightIn: false, keepDays: 30 },
  });
  await much.alumni.takeDropped();
  expect(there('trust/leavers', 'done')).toEqual([]);
});
