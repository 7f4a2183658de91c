// Local-authority files out and in: codes by the crosswalk, the instruction to pass on no more than the basic details, and what
// the authority answers as claims (Y20).
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { changeRecord } from '../../src/application/destinations/change-record.js';
import { NotFound } from '../../src/application/errors.js';
import type { CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import type { PeopleImport } from '../../src/domain/alumni/import.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { Activity } from '../../src/domain/destinations/activity.js';
import { standingClaims } from '../../src/domain/destinations/claim.js';
import type { ReturnKind } from '../../src/domain/destinations/authority-return.js';
import { aClaim } from '../domain/destinations/a-claim.js';
import { aStudent, idOf } from '../support/a-form-group.js';
import { keepTrust, scheduler } from '../support/a-trust.js';
import { file, upn } from '../support/leavers-csv.js';
import { openTestTools } from '../support/tools.js';

const cohortId = 'y13-2026' as CohortId;
const placed = {
  final: { activity: 'university', provider: '=HYPERLINK(1)', recordedOn: localDate('2026-08-20'), source: 'school' },
} as const;

let tools: Tools;
let connection: Connection;
let application: Application;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ tools, connection, close } = await openTestTools({ now: new Date('2026-11-10T09:00:00Z') }));
  application = createApplication(tools);
});
afterAll(() => close());
beforeEach(async () => {
  for (const name of ['alumni', 'imports', 'destinationrecords', 'outcomes', 'settings', 'auditevents']) {
    await connection.collection(name).deleteMany({});
  }
  await keepTrust(tools, [
    aStudent(1, { upn: upn(1), ...placed }),
    aStudent(2, { upn: upn(2), contactRules: { basicDetailsOnlySince: localDate('2026-09-01') }, ...placed }),
    aStudent(3, { upn: upn(3) }),
    aStudent(4, { upn: upn(4), state: 'left-mid-course', leftOn: localDate('2026-02-13') }),
    aStudent(5, { upn: upn(5), state: 'has-died' }),
  ]);
});

async function linesOf(kind: ReturnKind, viewer = scheduler): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of await application.authority.exportReturn(viewer, { authority: '999', cohortId, kind })) {
    lines.push(line.trim());
  }
  return lines;
}
async function bring(content: string): Promise<PeopleImport> {
  const kind = { of: 'authority', asOf: localDate('2026-11-05') } as const;
  const brought = await application.alumni.uploadImport(scheduler, {
    ...{ stream: Readable.from([Buffer.from(content)]), fileName: 'la.csv', from: 'browser', kind },
  });
  if (brought.kind === 'refused') throw new Error(brought.why);
  const ready = await application.alumni.showImport(scheduler, brought.importId);
  await application.alumni.confirmImport(scheduler, ready.id, ready.revision);
  await application.alumni.resumeImports();
  return application.alumni.showImport(scheduler, ready.id);
}
const answer = file(
  'Unique Pupil Number,Current activity,Activity start date,Last verified,Establishment',
  `${upn(1)},240,2026-09,04/11/2026,University of Leeds`,
  `${upn(3)},310,2026-09,,`,
  `${upn(4)},810,,,`,
  `${upn(4)},999,,,`,
  `${upn(9)},240,,,`,
);

describe('what an authority answers', () => {
  it('comes in as claims of its own source, once, and what says nothing is named', async () => {
    const first = await bring(answer);
    expect([first.done, first.problems.map(({ line, why }) => [line, why])]).toEqual([
      { new: 0, changed: 2, unchanged: 0, problems: 3 },
      [
        [4, 'code 810 makes no statement: the authority does not know'],
        [5, 'the list has no code 999'],
        [6, 'nobody on record has this number, or this name and birth date'],
      ],
    ]);
    const claims = async (n: number) =>
      (await tools.store.destinationRecords.find('every-school', idOf(n)))?.claims.map(
        ({ id, source, activity, standing, from, knownOn }) => [id, source, activity, standing, from, knownOn],
      );
    const told = [
      ['authority:240:2026-09:2026-11-04', 'local-authority', 'university', 'began', '2026-09', '2026-11-04'],
    ];
    expect(await claims(1)).toEqual(told);
    expect((await claims(3))?.[0]?.slice(2, 6)).toEqual(['apprenticeship', 'began', '2026-09', '2026-11-05']);
    const again = await bring(answer);
    expect(again.done).toEqual({ new: 0, changed: 0, unchanged: 2, problems: 3 });
    expect(await claims(1)).toEqual(told);
  });
});

describe('what an authority corrects', () => {
  const head = 'Unique Pupil Number,Current activity,Activity start date,Last verified,Establishment';
  const row = (place: string) => `${upn(1)},240,2026-09,04/11/2026,${place}`;
  const held = async () => (await tools.store.destinationRecords.find('every-school', idOf(1))) ?? null;
  const standing = async () =>
    standingClaims((await held())?.claims ?? []).map(({ id, revision, provider }) => [id, revision, provider]);

  it('stands in place of what it said before, which is kept; the older file again changes nothing', async () => {
    const first = file(head, row('University of Leeds'));
    await bring(first);
    const corrected = file(head, row('University of York'));
    const kept = await bring(corrected);
    expect(kept.done.changed).toBe(1);
    const now = [['authority:240:2026-09:2026-11-04:r2', 2, 'University of York']];
    expect(await standing()).toEqual(now);
    expect((await held())?.claims.map(({ provider }) => provider)).toEqual([
      'University of Leeds',
      'University of York',
    ]);
    for (const again of [corrected, first]) {
      expect((await bring(again)).done).toEqual({ new: 0, changed: 0, unchanged: 1, problems: 0 });
      expect(await standing()).toEqual(now);
    }
  });

  it('is no correction where one file names two places, in whatever batch and order they come', async () => {
    const between = Array.from({ length: 500 }, (_, n) => `${upn(100 + n)},240,2026-09,,`);
    const both = file(head, row('University of Leeds'), ...between, row('University of York'));
    expect((await bring(both)).done.changed).toBe(2);
    const now = [
      ['authority:240:2026-09:2026-11-04', 1, 'University of Leeds'],
      ['authority:240:2026-09:2026-11-04:universityofyork', 1, 'University of York'],
    ];
    expect(await standing()).toEqual(now);
    const turned = file(head, row('University of York'), row('University of Leeds'));
    expect((await bring(turned)).done).toEqual({ new: 0, changed: 0, unchanged: 2, problems: 0 });
    expect(await standing()).toEqual(now);
  });
});

it('a day that is still to come confirms nothing', async () => {
  const late = await bring(
    file(
      'Unique Pupil Number,Current activity,Activity start date,Last verified',
      `${upn(1)},240,2026-09,01/11/2027`,
      `${upn(3)},240,2026-09,10/11/2026`,
    ),
  );
  expect([late.done.changed, late.problems]).toEqual([
    1,
    [
      {
        ...{ line: 2, field: 'last confirmed on', why: 'last confirmed on 2027-11-01 is still to come' },
        remedy: 'give the day on which it was recorded',
      },
    ],
  ]);
  expect(await tools.store.destinationRecords.find('every-school', idOf(1))).toBeNull();
});

describe('what an authority is told', () => {
  it('is the situation on 1 November with its codes, and no more than the basic details of who asked for that', async () => {
    await bring(answer);
    expect(await linesOf('situation')).toEqual([
      '"UPN","ULN","Given name","Family name","Date of birth","School","DfE number","Code","Situation","Place","Since","Known on","Note"',
      `"${upn(1)}","","Avery2","Testperson","2008-02-27","Northgate Academy (invented)","9994001","240","University","University of Leeds","2026-09","2026-11-04",""`,
      '"","","Avery4","Testperson","2008-02-27","","","","","","","","Basic details only"',
      `"${upn(3)}","","Avery6","Testperson","2008-02-27","Northgate Academy (invented)","9994001","310","Apprenticeship","","2026-09","2026-11-05",""`,
      `"${upn(4)}","","Avery8","Testperson","2008-02-27","Northgate Academy (invented)","9994001","810","Current situation not known","","","",""`,
    ]);
  });

  it('is the main situation: a full-time place before a job that began later, a job before a year out', async () => {
    const also = (n: number, activity: Activity, from: string) =>
      aClaim({ id: `w:${n}:${activity}`, saidIn: `response:${n}`, activity, from, knownOn: '2026-11-03' });
    const told = new Map([
      [1, [also(1, 'further-education', '2026-09'), also(1, 'employment', '2026-10')]],
      [3, [also(3, 'employment', '2026-09'), also(3, 'gap-year', '2026-10')]],
    ]);
    for (const [n, newClaims] of told) await changeRecord(tools)(aStudent(n), () => ({ newClaims }));
    const codes = (await linesOf('situation')).map((line) => line.split(',').slice(7, 11).join());
    expect([codes[1], codes[3]]).toEqual(['"","College or sixth form","","2026-09"', '"","Work","","2026-09"']);
  });

  it('is who has an offer, and who left mid-course; no cell is a formula', async () => {
    const offers = await linesOf('offers');
    expect(offers[1]).toContain(`"110","Offer made","'=HYPERLINK(1)",""`);
    expect(offers[3]).toContain('"159","Not yet recorded","",""');
    expect(offers).toHaveLength(5);
    expect((await linesOf('left-early')).slice(1)).toEqual([
      `"${upn(4)}","","Avery8","Testperson","2008-02-27","Northgate Academy (invented)","9994001","2026-02-13",""`,
    ]);
  });

  it('stands under the authority’s own headings, and that it was taken is in the audit log', async () => {
    expect(await application.authority.keepHeadings(scheduler, '999', 'Shoe size = 9')).toEqual({
      ...{ kind: 'refused', line: 'Shoe size = 9' },
    });
    await application.authority.keepHeadings(
      scheduler,
      '999',
      'UPN = Unique Pupil Number\nleft on = Date of leaving\n',
    );
    const [head] = await linesOf('left-early');
    expect(head).toContain('"Unique Pupil Number","ULN"');
    expect(head).toContain('"Date of leaving"');
    const acts = await tools.store.auditEvents.about('authority:999:y13-2026:left-early');
    expect(acts.map(({ act }) => act)).toEqual(['authority.exported']);
  });

  it('is for those who look after a school of it', async () => {
    const nobody = { ...scheduler, schools: ['elsewhere' as SchoolId] };
    await expect(linesOf('offers', nobody)).rejects.toThrow(NotFound);
    await expect(application.authority.keepHeadings(nobody, '999', '')).rejects.toThrow(NotFound);
    const south = { ...scheduler, schools: ['southgate' as SchoolId] };
    expect(await linesOf('offers', south)).toHaveLength(1);
  });
});
