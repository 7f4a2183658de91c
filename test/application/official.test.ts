// Official files from the file to the figures that pages show: versions, what changed, going back, being stopped half way, and
// the school's official figures beside its own (decision R18).
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { ChangedMeanwhile, NotFound } from '../../src/application/errors.js';
import type { BroughtOfficial } from '../../src/application/official/upload-official.js';
import type { PersonState } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import type { OfficialImport } from '../../src/domain/official/official-import.js';
import type { OfficialImportId } from '../../src/domain/official/versions.js';
import { aLeaver, keepTrust, scheduler } from '../support/a-trust.js';
import { csvOf, someCounts, tablesRow, wideRow, type Counts } from '../support/official-csv.js';
import { openTestTools } from '../support/tools.js';

let tools: Tools;
let connection: Connection;
let application: Application;
let filesFolder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ tools, connection, filesFolder, close } = await openTestTools());
  application = createApplication(tools);
  await keepTrust(tools, [aLeaver(1), aLeaver(2)]);
});
afterAll(() => close());
beforeEach(async () => {
  for (const name of ['officialimports', 'officialfigures', 'officialversions']) {
    await connection.collection(name).deleteMany({});
  }
});

const bring = (content: string, given: Partial<BroughtOfficial> & { readonly dryRun?: boolean } = {}) =>
  application.official.importOfficial({
    viewer: scheduler,
    stream: Readable.from([Buffer.from(content)]),
    fileName: 'official.csv',
    dryRun: false,
    ...given,
  });
async function written(content: string, given: Partial<BroughtOfficial> = {}): Promise<OfficialImport> {
  const summary = await bring(content, given);
  if (summary.kind === 'refused') throw new Error(summary.why);
  return summary.import;
}

const other: Counts = { ...someCounts, he: 44, unknown: 2 };
/** The schools of the test's trust have the numbers 9994001 and 9994002. */
const provisional = csvOf([wideRow(4001), wideRow(4002), wideRow(4003)]);
const revised = csvOf([
  wideRow(4001, other, { version: 'Revised' }),
  wideRow(4002, someCounts, { version: 'Revised' }),
  wideRow(4004, someCounts, { version: 'Revised' }),
]);

async function beside(asked: { readonly schoolId: string; readonly place?: string }, viewer: Viewer = scheduler) {
  const found = await application.official.besideOfficial(viewer, asked);
  if (found === null) throw new Error('There are no schools.');
  return found;
}
const shownOverall = async (): Promise<unknown> => {
  const { columns } = await beside({ schoolId: 'northgate' });
  return columns[0]?.figures[0]?.values['overall'];
};

describe('an official file', () => {
  it('is shown whole once it is written, with the day as of which it stands', async () => {
    const found = await written(provisional, { publishedOn: localDate('2026-10-15') });
    expect(found).toMatchObject({
      state: 'done',
      measure: '16-18-destinations',
      found: { lines: 3, figures: 3, problems: 0 },
      done: { lines: 3, figures: 3, problems: 0 },
      identities: { overall: { holds: 3, broken: 0, notCheckable: 0 } },
      difference: null,
    });
    const { columns } = await beside({ schoolId: 'northgate' });
    expect(columns[0]?.figures).toMatchObject([
      { publishedOn: '2026-10-15', leavers: 2023, release: 'provisional', values: { overall: 75, cohort: 95 } },
    ]);
  });

  it('that is brought again changes nothing, and makes no second version', async () => {
    const first = await written(provisional);
    const figures = await connection.collection('officialfigures').find().sort({ _id: 1 }).toArray();
    const again = await bring(provisional);
    expect(again).toMatchObject({ kind: 'read', outcome: 'already', import: { id: first.id } });
    expect(await connection.collection('officialfigures').find().sort({ _id: 1 }).toArray()).toEqual(figures);
    expect((await tools.store.officialImports.versions('16-18-destinations')).acts).toHaveLength(1);
  });

  it('that is only tried leaves nothing', async () => {
    const tried = await bring(provisional, { dryRun: true });
    expect(tried).toMatchObject({ kind: 'read', outcome: 'dry-run', import: { found: { figures: 3 } } });
    expect(await connection.collection('officialfigures').countDocuments()).toBe(0);
    expect(await tools.store.officialImports.ofFile(tried.kind === 'read' ? tried.import.fileHash : '')).toEqual([]);
  });

  it('says what changed from the version that was shown, and takes its place', async () => {
    await written(provisional);
    const found = await written(revised);
    expect(found.difference).toMatchObject({ same: 1, changed: 1, added: 1, gone: 1 });
    expect(found.difference?.ours.map(({ cell, before, after }) => [cell, before, after]).sort()).toEqual([
      ['all_unknown', 6, 2],
      ['education', 55, 59],
      ['he', 40, 44],
      ['overall', 75, 79],
    ]);
    expect(await shownOverall()).toBe(79);
  });

  it('goes back by the pointer alone, and forward again', async () => {
    const first = await written(provisional);
    const second = await written(revised);
    const before = await connection.collection('officialfigures').find().sort({ _id: 1 }).toArray();
    const revisionNow = async () => (await tools.store.officialImports.versions('16-18-destinations')).revision;
    await application.official.takeBackVersion(scheduler, second.id, await revisionNow());
    expect(await shownOverall()).toBe(75);
    await application.official.showVersion(scheduler, second.id, await revisionNow());
    expect(await shownOverall()).toBe(79);
    await application.official.showVersion(scheduler, first.id, await revisionNow());
    await application.official.takeBackVersion(scheduler, first.id, await revisionNow());
    expect(await shownOverall()).toBe(79);
    expect(await connection.collection('officialfigures').find().sort({ _id: 1 }).toArray()).toEqual(before);
    await expect(application.official.takeBackVersion(scheduler, second.id, 1)).rejects.toThrow(ChangedMeanwhile);
    await expect(application.official.showVersion(scheduler, 'nothing' as OfficialImportId, 1)).rejects.toThrow(
      NotFound,
    );
  });

  it('keeps rows that do not add up as published, and marks them', async () => {
    const found = await written(csvOf([wideRow(4001, someCounts, { overall: 80 })]));
    expect(found.broken).toEqual([
      { line: 2, name: 'School 4001 (invented)', identity: 'overall', sum: 75, total: 80 },
      { line: 2, name: 'School 4001 (invented)', identity: 'cohort', sum: 100, total: 95 },
    ]);
    const { columns } = await beside({ schoolId: 'northgate' });
    expect(columns[0]?.figures[0]).toMatchObject({ values: { overall: 80 }, broken: ['overall', 'cohort'] });
  });

  it('that is refused leaves no file and no import', async () => {
    const refused = await bring(provisional.replace('overall', 'insgesamt'));
    expect(refused).toMatchObject({ kind: 'refused', why: expect.stringContaining('missing: overall') });
    expect(await connection.collection('officialimports').countDocuments()).toBe(0);
  });

  it('that does not name its leavers takes the year that is given', async () => {
    const found = await written(csvOf([tablesRow(4001)]), { leaversGiven: 2021 });
    expect(found.slices).toMatchObject([{ kind: 'institution', leavers: 2021, figures: 24 }]);
  });

  it('that is refused as a file of leavers is not forgotten while it waits as an official one', async () => {
    const uploaded = await application.official.uploadOfficial(scheduler, {
      stream: Readable.from([Buffer.from(provisional)]),
      fileName: 'official.csv',
      from: 'browser',
    });
    if (uploaded.kind === 'refused') throw new Error(uploaded.why);
    const wrong = { stream: Readable.from([Buffer.from(provisional)]), fileName: 'x.csv', from: 'browser' } as const;
    expect((await application.alumni.uploadImport(scheduler, wrong)).kind).toBe('refused');
    await application.official.confirmOfficial(scheduler, uploaded.importId, 1);
    expect(await application.official.resumeOfficial()).toBe(1);
    expect(await shownOverall()).toBe(75);
  });
});

describe('an import that is stopped half way', () => {
  const many = csvOf(Array.from({ length: 1_100 }, (_, place) => wideRow(1_000 + place)));

  it('shows nothing until it was taken up again, wherever it stopped, and then exactly what a straight run shows', async () => {
    const straight = await written(many);
    const expected = (await connection.collection('officialfigures').find().toArray()).map(({ _id, ...rest }) => [
      String(_id).replace(`${straight.id}:`, ''),
      rest,
    ]);
    for (const stopAfter of [1, 2]) {
      await connection.collection('officialversions').deleteMany({});
      const uploaded = await application.official.uploadOfficial(scheduler, {
        stream: Readable.from([Buffer.from(many)]),
        fileName: 'official.csv',
        from: 'browser',
      });
      if (uploaded.kind === 'refused') throw new Error(uploaded.why);
      const id = uploaded.importId;
      await application.official.confirmOfficial(scheduler, id, 1);
      expect(await application.official.resumeOfficial({ batches: stopAfter })).toBe(0);
      const versions = await tools.store.officialImports.versions('16-18-destinations');
      expect([versions.shown, (await tools.store.officialImports.find(id))?.state]).toEqual([[], 'committing']);
      expect(await tools.store.officialFigures.count(id)).toBe(stopAfter * 500);
      expect(await application.official.resumeOfficial()).toBe(1);
      expect(await application.official.resumeOfficial()).toBe(0);
      const documents = await connection.collection<{ _id: string }>('officialfigures').find().toArray();
      const own = documents.filter(({ _id }) => _id.startsWith(`${id}:`));
      expect(own.map(({ _id, ...rest }) => [_id.replace(`${id}:`, ''), rest])).toEqual(expected);
      expect((await tools.store.officialImports.find(id))?.done).toEqual(straight.done);
    }
  }, 120_000);

  it('counts every line once when two workers go at it together', async () => {
    const uploaded = await application.official.uploadOfficial(scheduler, {
      stream: Readable.from([Buffer.from(many)]),
      fileName: 'official.csv',
      from: 'browser',
    });
    if (uploaded.kind === 'refused') throw new Error(uploaded.why);
    await application.official.confirmOfficial(scheduler, uploaded.importId, 1);
    await Promise.all([1, 2, 3].map(() => application.official.resumeOfficial()));
    expect(await application.official.resumeOfficial()).toBe(0);
    expect(await tools.store.officialImports.find(uploaded.importId)).toMatchObject({
      state: 'done',
      done: { lines: 1_100, figures: 1_100, problems: 0 },
    });
    expect((await tools.store.officialImports.versions('16-18-destinations')).acts).toHaveLength(1);
  });

  it('ends and says what to do where its kept file is gone or torn, and holds up no other', async () => {
    const confirmed = async (fileName: string, content: string): Promise<OfficialImport> => {
      const stream = Readable.from([Buffer.from(content)]);
      const uploaded = await application.official.uploadOfficial(scheduler, { stream, fileName, from: 'browser' });
      if (uploaded.kind === 'refused') throw new Error(uploaded.why);
      await application.official.confirmOfficial(scheduler, uploaded.importId, 1);
      return (await application.official.showOfficial(uploaded.importId)).import;
    };
    const gone = await confirmed('gone.csv', many);
    await application.official.resumeOfficial({ batches: 1 });
    const torn = await confirmed('torn.csv', revised);
    const whole = await confirmed('whole.csv', csvOf([wideRow(4001, other)]));
    await tools.files.forget(gone.fileHash);
    writeFileSync(path.join(filesFolder, torn.fileHash), 'nothing,of,use\n1,2,3\n');

    expect(await application.official.resumeOfficial()).toBe(1);
    expect(await application.official.resumeOfficial()).toBe(0); // no tick meets them again
    const now = ({ id }: OfficialImport) => application.official.showOfficial(id);
    expect(await now(gone)).toMatchObject({
      shown: 'no',
      import: {
        state: 'stopped',
        done: { figures: 500 },
        stopped:
          'The kept copy of “gone.csv” is gone. Its figures are not shown: bring the same file again. What pages showed before stays as it is.',
      },
    });
    expect((await now(torn)).import).toMatchObject({
      state: 'stopped',
      stopped: expect.stringContaining('The kept copy of “torn.csv” is not what it was. '),
    });
    expect((await now(whole)).import.state).toBe('done');
    const { auditIntents } = (await connection
      .collection<{ _id: string; auditIntents: { act: string }[] }>('officialimports')
      .findOne({ _id: gone.id })) ?? { auditIntents: [] };
    expect(auditIntents.map(({ act }) => act)).toEqual(['official.uploaded', 'official.confirmed', 'official.stopped']);

    const toBringAgain = async () =>
      (await application.governance.today(scheduler)).needs.filter(({ kind }) => kind === 'official-stopped');
    expect(await toBringAgain()).toEqual([{ kind: 'official-stopped', count: 2, href: '/staff/official' }]);
    expect((await written(many)).done).toMatchObject({ figures: 1_100 }); // brought again, it is whole
    expect(await toBringAgain()).toEqual([{ kind: 'official-stopped', count: 1, href: '/staff/official' }]);
  });

  it('keeps the lines of a group together in the long layout, across batches', async () => {
    const destinations = [
      'Sustained education destination',
      'Sustained apprenticeships',
      'Sustained employment destination',
    ];
    const long = Array.from({ length: 400 }, (_, place) => 1_000 + place).flatMap((estab) =>
      ['Sustained education, employment & apprenticeships', ...destinations].map((description, at) => {
        const { he: _he, overall: _overall, ...row } = wideRow(estab);
        const [total, part] = [30, 10];
        return {
          ...row,
          ...{ cohort_count: 95, destination_group: 'x', destination_description: description },
          ...{ pupil_count: at === 0 ? total : part, pupil_percent: 'c' },
        };
      }),
    );
    const found = await written(csvOf(long));
    const whole = { overall: { holds: 400, broken: 0, notCheckable: 400 } };
    const format = 'dfe-1618-long@1';
    expect(found).toMatchObject({ format, found: { lines: 1_600, figures: 800 }, identities: whole });

    // Sorted by destination the lines of one school stand apart: a few are put together, of many the file says what to do.
    const byDestination = (rows: typeof long) =>
      csvOf(rows.toSorted((a, b) => (a.destination_description < b.destination_description ? -1 : 1)));
    expect((await written(byDestination(long.slice(0, 800)))).identities).toMatchObject({
      overall: { holds: 200, broken: 0, notCheckable: 200 },
    });
    const kept = await connection.collection('officialfigures').countDocuments();
    const refused = await bring(byDestination(long));
    expect(refused).toMatchObject({
      kind: 'refused',
      why: 'Line 402 goes on about School 1000 (invented) (2022/23 leavers), of which line 2 spoke: the lines of one group of students stand too far apart, or stand twice. Sort the file by school, year and group of students, and bring it again.',
    });
    expect(await connection.collection('officialfigures').countDocuments()).toBe(kept);
  });
});

describe('our own records beside it', () => {
  beforeAll(async () => {
    const row = {
      schoolId: 'southgate' as SchoolId,
      cohortId: 'y13-2026' as CohortId,
      rule: 'dfe-1618@1',
      way: '------',
      conflicts: 0,
      revision: 1,
    };
    const rows = [
      { verdict: 'met', by: 'education', now: 'employment', studied: 'u' },
      { verdict: 'met', by: 'employment', now: 'employment' },
      { verdict: 'not-known' },
      { verdict: 'not-known', uncounted: true },
      { verdict: 'met', by: 'employment', uncounted: true },
      { verdict: 'met', by: 'education', studied: 'u', uncounted: true },
    ] as const;
    const states = [...Array<PersonState>(3).fill('usual'), 'repeating-year', 'has-died', 'restricted'] as const;
    await keepTrust(
      tools,
      states.map((state, n) => aLeaver(101 + 2 * n, { state })),
    );
    for (const [place, result] of rows.entries()) {
      await tools.store.outcomes.write({ ...row, ...result, id: aLeaver(101 + 2 * place).id });
    }
  });

  it('are the same cells, by cohort, and hidden from leaders where they are small', async () => {
    await written(csvOf([wideRow(4002, someCounts, { time_period: '202526' })]));
    const found = await beside({ schoolId: 'southgate' });
    expect(found.own).toMatchObject({
      cohortId: 'y13-2026',
      // Those of whom there is no row are known as little as those whose row says nothing.
      row: { cohort: 4, overall: 2, he: 1, other_edu: 0, all_work: 1, all_unknown: 2, open: 0 },
      leadersView: false,
    });
    const twin = await application.official.twinOfSchool(scheduler, {
      ...{ schoolId: 'southgate', measure: '16-18-destinations', cohort: 'y13-2026' },
    });
    expect(twin?.twin).toMatchObject({ kind: 'twin', ours: 4, official: 95 });
    const leader = { ...scheduler, role: 'school-leader', schools: ['southgate' as SchoolId] } as const;
    const hidden = await beside({ schoolId: 'southgate' }, leader);
    expect(Object.values(hidden.own?.row ?? {}).every((count) => count === null)).toBe(true);
    expect(hidden.schools.map(({ id }) => id)).toEqual(['southgate']);
    await expect(application.official.besideOfficial(leader, { schoolId: 'northgate' })).rejects.toThrow(NotFound);
  });

  it('are those of the same leavers as the official figures, whichever cohort was looked at before', async () => {
    const [of2023, of2026] = [
      wideRow(4002, { ...someCounts, he: 44 }),
      wideRow(4002, someCounts, { time_period: '202526' }),
    ];
    await written(csvOf([of2023, of2026]));
    const schoolId = 'southgate';
    const own = async (leavers: string, cohort: string) => {
      const found = await application.official.besideOfficial(scheduler, { schoolId, leavers, cohort });
      return [found?.leavers, found?.own?.cohortId, found?.own?.otherLeavers];
    };
    const gaps = (leavers: string, cohort: string) =>
      application.official.twinOfSchool(scheduler, { schoolId, measure: '16-18-destinations', leavers, cohort });
    // While we hold nobody who left in 2023, another year's people may stand there, but nothing is explained by them.
    expect(await own('2023', 'y13-2026')).toEqual(['2023', 'y13-2026', true]);
    expect((await gaps('2023', 'y13-2026'))?.twin).toEqual({ kind: 'none', why: 'other-leavers' });
    await keepTrust(tools, [aLeaver(201, { cohortId: 'y13-2023' as CohortId })]);
    for (const cohort of ['y13-2023', 'y13-2026']) {
      expect(await own('2023', cohort)).toEqual(['2023', 'y13-2023', false]);
      expect(await own('2026', cohort)).toEqual(['2026', 'y13-2026', false]);
      expect(await gaps('2023', cohort)).toMatchObject({
        ...{ cohortId: 'y13-2023', figure: { leavers: 2023 }, twin: { ours: 1, official: 99 } },
      });
    }
    expect(await own('1999', '')).toEqual(['2026', 'y13-2026', false]); // of no file: the latest
  });

  it('stand beside another place too, by URN, DfE number or authority', async () => {
    await written(provisional);
    for (const place of ['999003', '999/4003', 'estab:9994003']) {
      const { columns } = await beside({ schoolId: 'southgate', place });
      expect(columns[1]).toMatchObject({ who: 'chosen', figures: [{ place: { name: 'School 4003 (invented)' } }] });
    }
  });
});
