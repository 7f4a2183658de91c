// The rows for counting and the tables made of them: kept true whenever a process dies in between, and whoever marks them
// while they are counted; the check finds everything that is not as the records say, and what it marks is put right (R16).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Document } from 'mongodb';
import { destinationUseCases } from '../../src/application/destinations/compose.js';
import { NotFound } from '../../src/application/errors.js';
import type { Tools } from '../../src/application/index.js';
import { insightUseCases } from '../../src/application/insight/compose.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId } from '../../src/domain/alumni/ids.js';
import { localDate, parseLocalDate } from '../../src/domain/calendar/local-date.js';
import type { OutcomeRow } from '../../src/domain/destinations/outcome.js';
import { publishOwnRules } from '../../src/domain/destinations/sustained/catalogue.js';
import { readOwnRules } from '../../src/domain/destinations/sustained/own-rule.js';
import { reportNames, type ReportName, type Table } from '../../src/domain/insight/reports.js';
import { keepOwnRules } from '../../src/main/own-rule-settings.js';
import { openTestTools } from '../support/tools.js';
import { anAlumnus, aReviewer, atLeeds, caring, keep, northgate, sentOn3November, southgate } from './a-destination.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
const everybody: string[] = [];

beforeAll(async () => {
  opened = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  tools = opened.tools;
});
afterAll(() => opened.close());

const cohort = 'y13-2026' as CohortId;
const collection = (name: string) => opened.connection.collection<Document & { _id: string }>(name);
const kept = async (...people: readonly Alumnus[]): Promise<void> => {
  everybody.push(...people.map(({ id }) => id));
  await keep(tools, ...people);
};
const sendAnswers = (id: string, given: Tools = tools) =>
  destinationUseCases(given).recordClaims({
    ...{ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers: atLeeds, ...sentOn3November },
  });
/** What the recurring jobs do. */
const jobsRun = async (): Promise<void> => {
  await destinationUseCases(tools).rebuildDue(500);
  await insightUseCases(tools).recountDue(500);
};
const check = (mend = false) => insightUseCases(tools).checkOutcomes({ mend });
const nothingWrong = () => ({
  ...{ people: everybody.length, rowsWrong: 0, rowsMissing: 0, rowsLeftOver: 0, rowsDue: 0 },
  ...{ tablesWrong: 0, tablesDue: 0, examples: [] },
});
const tableOf = async (report: ReportName, schoolId = northgate): Promise<Table> =>
  (await tools.store.rollups.ofCohorts(report, [cohort])).find((one) => one.schoolId === schoolId)?.table ?? {};

/** Tools of a process that dies at the named call of the store. */
function dying<C extends 'outcomes' | 'tellings' | 'rollups' | 'destinationRecords'>(
  name: C,
  call: keyof Tools['store'][C] & string,
): Tools {
  const dead = { ...tools.store[name], [call]: () => Promise.reject(new Error('The process died.')) };
  return { ...tools, store: { ...tools.store, [name]: dead } };
}

describe('rows and tables', () => {
  it('are there for everybody, whether anything is known of them or not, and again changes nothing', async () => {
    const { intended: _plan, final: _place, ...unknown } = anAlumnus('nobody-asked');
    await kept(unknown, anAlumnus('placed'));
    await jobsRun();
    expect(await tableOf('quality')).toEqual({
      ...{ 'no-plan|people': 1, 'no-plan|second|open': 1 },
      ...{ 'university|people': 1, 'university|second|open': 1 },
    });
    expect(await tableOf('flow')).toEqual({ '-----': 1, 'uu---': 1 });
    expect(await check()).toMatchObject(nothingWrong());
    expect(await insightUseCases(tools).recountDue(500)).toEqual({ due: 0, counted: 0 });
    expect(await destinationUseCases(tools).rebuildDue(500)).toEqual({ fromPlans: 0, fromTime: 0, rows: 0 });
  });

  it.each([
    ['before the row is written', () => dying('outcomes', 'write')],
    ['after the row, before what is told beside it', () => dying('tellings', 'write')],
    ['after the row, before its tables are marked', () => dying('rollups', 'mark')],
    [
      'after the tables are marked, before the mark is taken away',
      () => dying('destinationRecords', 'clearOutcomeDue'),
    ],
  ])('come true though the process died %s', async (when, dead) => {
    const id = `died-${everybody.length}`;
    await kept(anAlumnus(id));
    await jobsRun();
    const before = await tableOf('flow');
    await expect(sendAnswers(id, dead())).rejects.toThrow('The process died.');
    expect(await check()).toMatchObject({ rowsDue: 1, rowsWrong: 0, rowsMissing: 0 });
    await jobsRun();
    expect(await check()).toMatchObject(nothingWrong());
    const after = await tableOf('flow');
    expect([when, (after['uuup-'] ?? 0) - (before['uuup-'] ?? 0)]).toEqual([when, 1]);
  });

  it('are written many at once: an earlier revision gives way, a later one stays, and again changes nothing', async () => {
    const whose = { schoolId: northgate, cohortId: cohort };
    const row = (id: string, revision: number, way: string): OutcomeRow => ({
      ...{ ...whose, id: id as AlumnusId, rule: 'dfe-1618@1', verdict: 'not-known', conflicts: 0, way, revision },
    });
    const telling = (id: string, revision: number, sealed: string | null) => ({
      ...{ ...whose, id: id as AlumnusId, revision, recipe: 1, sealed },
    });
    const ids = ['many-1', 'many-2', 'many-3', 'many-4'] as readonly string[] as readonly AlumnusId[];
    const { outcomes, tellings } = tools.store;
    await outcomes.write(row('many-1', 2, 'uu----'), row('many-2', 5, 'uu----'));
    await tellings.write(telling('many-1', 2, 'two'), telling('many-2', 5, 'five'), telling('many-4', 1, 'one'));
    for (let time = 0; time < 2; time += 1) {
      await outcomes.write(row('many-1', 3, 'uuu---'), row('many-2', 4, 'uuu---'), row('many-3', 1, 'uuu---'));
      await tellings.write(
        ...[telling('many-1', 3, 'three'), telling('many-2', 4, 'four'), telling('many-3', 1, null)],
        telling('many-4', 2, null),
      );
      const rows = await outcomes.findMany(ids);
      expect([...rows.values()].map(({ id, revision, way }) => [id, revision, way]).sort()).toEqual([
        ['many-1', 3, 'uuu---'],
        ['many-2', 5, 'uu----'],
        ['many-3', 1, 'uuu---'],
      ]);
      expect([...(await tellings.findMany(ids))].sort()).toEqual([
        ['many-1', 'three'],
        ['many-2', 'five'],
      ]);
      expect(await collection('tellings').countDocuments({ _id: 'many-3' })).toBe(0);
    }
    // What an earlier recipe, or none, made of the same revision gives way too; a later recipe's stays.
    const made = (revision: number, recipe: number, way: string): OutcomeRow => ({
      ...row('many-1', revision, way),
      recipe,
    });
    await outcomes.write(made(3, 1, 'fff---'));
    await outcomes.write(made(3, 2, 'aaa---'));
    for (const late of [made(3, 1, 'eee---'), made(3, 2, 'eee---'), made(2, 3, 'eee---'), row('many-1', 3, 'eee---')]) {
      await outcomes.write(late);
      expect((await outcomes.findMany(ids)).get('many-1' as AlumnusId)).toEqual(made(3, 2, 'aaa---'));
    }
    await outcomes.remove(ids);
    await tellings.remove(ids);
  });

  it('are counted once more when somebody answers while they are counted', async () => {
    await kept(anAlumnus('meanwhile'), anAlumnus('first'));
    await jobsRun();
    await sendAnswers('first');
    const each: Tools['store']['outcomes']['each'] = async function* (cohortId, schoolId) {
      const rows: OutcomeRow[] = [];
      for await (const row of tools.store.outcomes.each(cohortId, schoolId)) rows.push(row);
      await sendAnswers('meanwhile');
      yield* rows;
    };
    const late = { ...tools, store: { ...tools.store, outcomes: { ...tools.store.outcomes, each } } };
    const all = reportNames.length;
    expect(await insightUseCases(late).recountDue(500)).toEqual({ due: all, counted: 0 });
    expect(await insightUseCases(tools).recountDue(500)).toEqual({ due: all, counted: all });
    expect(await check()).toMatchObject(nothingWrong());
  });

  it('follow somebody to another school, and leave out who has died', async () => {
    await kept(anAlumnus('moves'), anAlumnus('dies'));
    await jobsRun();
    const before = await tableOf('quality');
    for (const [id, change] of [
      ['moves', { schoolId: southgate }],
      ['dies', { state: 'has-died' }],
    ] as const) {
      const person = await tools.store.alumni.find('every-school', id as AlumnusId);
      if (person === null) throw new Error(`${id} is not there.`);
      expect(await tools.store.alumni.replace({ ...person, ...change, revision: person.revision + 1 }, [])).toBe(true);
    }
    await jobsRun();
    expect((await tableOf('quality'))['university|people']).toBe((before['university|people'] ?? 0) - 2);
    expect(await tableOf('quality', southgate)).toEqual({ 'university|people': 1, 'university|second|open': 1 });
    expect(await check()).toMatchObject(nothingWrong());
  });
});

describe('the check', () => {
  it('finds what is not as the records say, and what it marks is put right', async () => {
    await kept(anAlumnus('wrong'), anAlumnus('gone'));
    await jobsRun();
    await collection('outcomes').updateOne({ _id: 'wrong' }, { $set: { verdict: 'met' } });
    const row = await collection('outcomes').findOneAndDelete({ _id: 'gone' });
    await collection('outcomes').insertOne({ ...row, _id: 'a-ghost' });
    const table = `${northgate}~${cohort}~stays`;
    await collection('rollups').updateOne({ _id: table }, { $set: { table: { '320/3/ut//': 99 } } });
    const found = await check();
    expect(found).toMatchObject({ rowsWrong: 2, rowsMissing: 0, rowsLeftOver: 1, rowsDue: 0 });
    expect(found.tablesWrong).toBeGreaterThan(0);
    expect(found.examples).toContain('the row of wrong');
    expect(await check()).toEqual(found);

    await check(true);
    await jobsRun();
    expect(await check()).toMatchObject(nothingWrong());
  });

  it('finds what is told beside a row and is not as the record says, and has all made anew after a renewal', async () => {
    await kept(anAlumnus('told'));
    await sendAnswers('told');
    await jobsRun();
    const telling = await collection('tellings').findOne({ _id: 'told' });
    expect(JSON.stringify(telling)).not.toContain('part-loan');
    await collection('tellings').deleteOne({ _id: 'told' });
    expect(await check(true)).toMatchObject({ rowsWrong: 1 });
    await jobsRun();
    expect(await check()).toMatchObject(nothingWrong());

    await collection('tellings').deleteMany({});
    await collection('outcomes').updateMany({}, { $unset: { recipe: '' }, $set: { way: 'xxxxxx' } });
    await collection('settings').updateOne({ _id: 'tellings' }, { $set: { value: 'recipe 1' } }, { upsert: true });
    for (let more = true; more;) more = (await destinationUseCases(tools).renewRows(3)) > 0;
    expect(await destinationUseCases(tools).renewRows(3)).toBe(0);
    await jobsRun();
    expect(await check()).toMatchObject(nothingWrong());
    expect(await collection('tellings').countDocuments()).toBeGreaterThan(1);
  });

  it('finds people without a record, who are given one', async () => {
    const lost = anAlumnus('without');
    everybody.push(lost.id);
    await tools.store.alumni.writeRows([{ row: 'x:1', kind: 'new', alumnus: lost, recordDue: false }]);
    expect(await check(true)).toMatchObject({ rowsMissing: 1 });
    await jobsRun();
    expect(await check()).toMatchObject(nothingWrong());
  });
});

describe('a new version of the trust’s own rule', () => {
  const texts = ['2026-07-01 Oct-Jul education=5 work=5 mix=5 apprenticeship=5'];
  const later = [...texts, '2027-07-01 Oct-Jul education=6 work=6 mix=6 apprenticeship=6'];
  const rulesOf = (given: readonly string[]) => {
    const read = readOwnRules(given, parseLocalDate);
    if (!read.ok) throw new Error(read.why);
    return read.rules;
  };
  /** What a process does when it starts. */
  const started = async (given: readonly string[] = texts): Promise<void> => {
    await keepOwnRules(tools.store, rulesOf(given));
    publishOwnRules(rulesOf(given));
  };
  afterAll(() => publishOwnRules([]));

  const recount = (limit: number, given: Tools = tools) => destinationUseCases(given).recountOwnRule(limit);
  const underOwnRule = async () =>
    (
      await collection('outcomes')
        .find({ risk: { $elemMatch: { $gte: 10_020_000, $lt: 10_030_000 } } })
        .toArray()
    )
      .map(({ _id }) => _id)
      .sort();
  const stands = async (version = 2) => (await tools.store.ownRules.list()).find((one) => one.version === version);
  const people = () => collection('outcomes').countDocuments();

  it('has everybody counted under it by itself, once, whoever dies meanwhile and however many go at it', async () => {
    const ids = ['own-a', 'own-b', 'own-c', 'own-d'];
    const before = { ...anAlumnus('own-before'), leftOn: localDate('2026-06-30') };
    await kept(...ids.map((id) => anAlumnus(id)), before);
    for (const id of [...ids, before.id]) {
      await destinationUseCases(tools).recordClaims({
        ...{ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers: caring, ...sentOn3November },
      });
    }
    await jobsRun();
    expect([await recount(500), await underOwnRule()]).toEqual([0, []]); // nothing was published

    await started();
    await started(); // a second process, or the same one again
    expect((await stands())?.recount).toEqual({ after: '', people: 0, judged: 0 });
    await expect(recount(500, dying('outcomes', 'write'))).rejects.toThrow('The process died.');
    expect([await underOwnRule(), (await stands())?.recount?.people]).toEqual([[], 0]);
    for (let rounds = 0; (await stands())?.recount !== undefined; rounds += 1) {
      await Promise.all([recount(3), recount(3)]);
      if (rounds > 100) throw new Error('It does not end.');
    }
    expect(await underOwnRule()).toEqual(ids);
    expect((await stands())?.recounted).toEqual({
      people: await people(),
      judged: (await people()) - 1,
      at: tools.clock.now(),
    });
    await destinationUseCases(tools).rebuildDue(500); // what the death left undone
    await insightUseCases(tools).recountDue(500);
    const rows = await collection('outcomes').find().toArray();
    await started();
    expect(await recount(500)).toBe(0);
    expect(await collection('outcomes').find().toArray()).toEqual(rows);
    expect(await check()).toMatchObject(nothingWrong());
  });

  it('is not counted by a process that does not know it yet, and may not be changed or left out', async () => {
    await keepOwnRules(tools.store, rulesOf(later)); // published by another process
    expect(await recount(500)).toBe(0);
    expect((await stands(3))?.recount?.people).toBe(0);
    await started(later);
    expect(await recount(500)).toBe(await people());
    expect(await recount(500)).toBe(0);
    expect((await stands(3))?.recounted).toMatchObject({ judged: 0 }); // nobody has left since
    await expect(started(texts)).rejects.toThrow('OWN_RULES: version 3 was in force');
    await expect(started(texts.map((text) => text.replace('work=5', 'work=4')))).rejects.toThrow(
      'OWN_RULES: version 2 was in force as',
    );
  });
});

describe('figures of a past day', () => {
  const insight = () => insightUseCases(tools);
  const viewer = aReviewer('rev-1');
  const then = localDate('2026-11-24');
  const asked = { school: northgate, cohort: cohort as string, on: then };
  const tablesNow = async () =>
    Object.fromEntries(
      await Promise.all(
        (['quality', 'flow', 'stays', 'later'] as const).map(async (name) => [name, await tableOf(name)] as const),
      ),
    );
  const figuresThen = async () => {
    const shown = await insight().showFiguresThen(viewer, asked);
    if (shown === null) throw new Error('There is nobody.');
    return shown;
  };
  afterAll(() => opened.setClock(new Date('2026-11-24T10:00:00Z')));

  it('are those that were shown on it, byte for byte, whatever is told, corrected or put right later', async () => {
    await kept(anAlumnus('then-a'), anAlumnus('then-b'), anAlumnus('then-c'), anAlumnus('then-d'));
    for (const id of ['then-a', 'then-b', 'then-c']) await sendAnswers(id);
    await jobsRun();
    const shown = await tablesNow();
    expect(await insight().keepFiguresThen(viewer, asked)).toEqual({ kind: 'refused', why: 'not-over' });

    opened.setClock(new Date('2026-11-26T10:00:00Z'));
    expect((await figuresThen()).then.tables).toEqual(shown);
    const first = await insight().keepFiguresThen(viewer, asked);
    if (first.kind === 'refused') throw new Error(first.why);
    const document = await collection('keptreports').findOne({ _id: first.id });

    await destinationUseCases(tools).recordClaims({
      ...{ alumnusId: 'then-a' as AlumnusId, responseId: 'w2:then-a', answers: caring, revision: 1 },
      submittedAt: new Date('2026-11-26T09:00:00Z'),
    });
    const moved = await tools.store.alumni.find('every-school', 'then-b' as AlumnusId);
    if (moved === null) throw new Error('then-b is not there');
    await tools.store.alumni.writeRows([
      {
        ...{ row: 'later:1', kind: 'changed', recordDue: true },
        alumnus: { ...moved, schoolId: southgate, revision: moved.revision + 1 },
      },
    ]);
    await kept(anAlumnus('then-new'));
    await jobsRun();
    expect(await tablesNow()).not.toEqual(shown);
    const now = await figuresThen();
    expect([now.then.tables, now.kept.map(({ id }) => id)]).toEqual([shown, [first.id]]);
    expect(now.today.tables).toEqual(await tablesNow());

    // Keeping it again changes nothing of what is kept.
    expect(await insight().keepFiguresThen(aReviewer('rev-2'), asked)).toEqual(first);
    expect(await collection('keptreports').findOne({ _id: first.id })).toEqual(document);
    const checked = await insight().checkKeptReport(viewer, first.id);
    expect(checked).toMatchObject({ whole: true, same: true, missing: 0, changed: [] });
    expect(checked.report.people).toEqual(expect.arrayContaining(['then-a', 'then-b', 'then-c', 'then-d']));
    expect(checked.report.people).not.toContain('then-new');
    await expect(insight().checkKeptReport(aReviewer('rev-1', [southgate]), first.id)).rejects.toThrow(NotFound);
    expect(await insight().checkKeptReports()).toEqual({ reports: 1, same: 1, explained: 0, wrong: [] });
  });

  it('stand as they were kept once somebody is erased, and say so; what was changed in the database is found', async () => {
    const { id } = (await figuresThen()).kept[0] ?? { id: '' };
    while (!(await tools.store.erasing.people(['then-c' as AlumnusId])));
    const checked = await insight().checkKeptReport(viewer, id);
    expect(checked).toMatchObject({ whole: true, same: false, missing: 1 });
    expect(await insight().checkKeptReports()).toEqual({ reports: 1, same: 0, explained: 1, wrong: [] });
    await collection('keptreports').updateOne({ _id: id }, { $inc: { 'figures.row.cohort': 1 } });
    expect((await insight().checkKeptReport(viewer, id)).whole).toBe(false);
    expect((await insight().checkKeptReports()).wrong).toEqual([id]);
  });
});
