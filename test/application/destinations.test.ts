import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BSON, type Document } from 'mongodb';
import { parse } from 'csv-parse/sync';
import { destinationUseCases } from '../../src/application/destinations/compose.js';
import { NotFound } from '../../src/application/errors.js';
import type { Tools } from '../../src/application/index.js';
import type { AlumnusId, SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { ClaimId } from '../../src/domain/destinations/claim.js';
import type { ConflictId } from '../../src/domain/destinations/conflict.js';
import { outcomeRecipe } from '../../src/domain/destinations/outcome.js';
import { openTestTools } from '../support/tools.js';
import { anAlumnus, aReviewer, atLeeds, caring, keep, northgate, sentOn3November, southgate } from './a-destination.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let use: ReturnType<typeof destinationUseCases>;

beforeAll(async () => {
  opened = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  tools = opened.tools;
  use = destinationUseCases(tools);
});
afterAll(async () => {
  await opened.close();
});

const everybody = aReviewer('rev-1');
const nowhere = 'nowhere' as SchoolId;
const eastgate = 'eastgate' as SchoolId;
const raw = (name: string, id: string): Promise<Document | null> =>
  opened.connection.collection<Document & { _id: string }>(name).findOne({ _id: id });
const sendAnswers = (id: string, answers = atLeeds, more: object = {}) =>
  use.recordClaims({ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers, ...sentOn3November, ...more });
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('recording answers', () => {
  it('makes claims, a conflict with the plan, a verdict and a small row, and again changes nothing', async () => {
    await keep(tools, anAlumnus('p1'));
    const first = await sendAnswers('p1');
    const before = await raw('destinationrecords', 'p1');
    const again = await sendAnswers('p1');
    expect(again).toEqual(first);
    expect(await raw('destinationrecords', 'p1')).toEqual(before);
    if (first.kind !== 'recorded') throw new Error(first.why);
    expect(first.record.claims.map(({ id, source, provider }) => [id, source, provider])).toEqual([
      ['plan:final:1', 'ucas', 'Aston University'],
      ['w1:p1:1:a', 'survey', 'University of Leeds'],
    ]);
    expect(first.record.conflicts).toEqual([
      {
        id: 'two-places-at-once~plan:final:1~w1:p1:1:a',
        kind: 'two-places-at-once',
        claimIds: ['plan:final:1', 'w1:p1:1:a'],
        state: 'open',
        openedOn: '2026-11-03',
      },
    ]);
    expect(first.record.results.map(({ verdict }) => verdict)).toEqual(['still-possible']);
    expect(await raw('outcomes', 'p1')).toEqual({
      _id: 'p1',
      schoolId: 'northgate',
      cohortId: 'y13-2026',
      planned: 'university',
      now: 'university',
      kept: 'partly',
      rule: 'dfe-1618@1',
      verdict: 'still-possible',
      way: 'uu-p-h',
      stay: '320/3/ut/10007795/07',
      at: '10007795',
      later: 'e---',
      conflicts: 1,
      seenOn: '2026-11-03',
      revision: 1,
      recipe: outcomeRecipe,
    });
    expect(before).toMatchObject({ reviewKey: '2027-03-31~p1', recountFrom: '2026-12-01', revision: 1 });
    expect(before).not.toHaveProperty('outcomeDue');
  });

  it('a correction stands in place of the first answers, and both are kept', async () => {
    await keep(tools, anAlumnus('p2'));
    await sendAnswers('p2');
    const corrected = await sendAnswers('p2', { ...atLeeds, provider: 'Aston University' }, { revision: 2 });
    if (corrected.kind !== 'recorded') throw new Error(corrected.why);
    expect(corrected.record.claims.map(({ id }) => id)).toEqual(['plan:final:1', 'w1:p2:1:a', 'w1:p2:2:a']);
    expect([corrected.record.conflicts, corrected.record.revision]).toEqual([[], 2]);
    expect(corrected.record.spells.map(({ provider, claimIds }) => [provider, claimIds])).toEqual([
      ['Aston University', ['w1:p2:2:a']],
    ]);
    expect(await raw('destinationrecords', 'p2')).not.toHaveProperty('reviewKey');
  });

  it('many at once for one person lose nothing', async () => {
    await keep(tools, anAlumnus('p3'));
    const waves = Array.from({ length: 8 }, (_, wave) => `w${wave}:p3`);
    await Promise.all([...waves, ...waves].map((responseId) => sendAnswers('p3', atLeeds, { responseId })));
    const view = await use.showRecord(everybody, 'p3' as AlumnusId);
    expect(view.record.claims.map(({ id }) => id).sort()).toEqual([
      'plan:final:1',
      ...waves.map((wave) => `${wave}:1:a`),
    ]);
  });

  it('refuses what would be claim 2,001 and writes nothing', async () => {
    await keep(tools, anAlumnus('p4'));
    await sendAnswers('p4');
    const [claim] = (await raw('destinationrecords', 'p4'))?.['claims'] as Document[];
    const many = Array.from({ length: 2_000 }, (_, n) => ({ ...claim, id: `x:${n}`, saidIn: 'plan:final' }));
    const records = opened.connection.collection<Document & { _id: string }>('destinationrecords');
    await records.updateOne({ _id: 'p4' }, { $set: { claims: many } });
    expect(await sendAnswers('p4', atLeeds, { responseId: 'w2:p4' })).toEqual({
      kind: 'refused',
      why: 'too-many-claims',
    });
    expect(((await raw('destinationrecords', 'p4'))?.['claims'] as unknown[]).length).toBe(2_000);
  });

  it('knows nobody who is not there', async () => {
    await expect(sendAnswers('nobody')).rejects.toBeInstanceOf(NotFound);
  });
});

describe('what is sealed', () => {
  const secrets = ['caring', 'FIN/M4', 'never-applied', 'only the sealed part', 'money'];

  it('stands nowhere in clear, opens for a purpose, and leaves a trace', async () => {
    await keep(tools, anAlumnus('s1'));
    await sendAnswers('s1', caring);
    for (const name of ['destinationrecords', 'outcomes']) {
      const text = JSON.stringify(await raw(name, 's1'));
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
    const ask = { alumnusId: 's1' as AlumnusId, claimId: 'w1:s1:1:a' as ClaimId, purpose: 'decide-review' as const };
    expect(await use.readDetail(everybody, ask)).toEqual({
      situation: 'caring',
      opening: 'never-applied',
      reasons: ['FIN/M4', 'CAR'],
      mainReason: 'FIN',
      agreedTo: 'sensitive answers 1',
      words: 'A sentence that only the sealed part may hold.',
    });
    const history = await use.showHistory(everybody, 's1' as AlumnusId);
    expect(history.acts.map(({ act, reason, who }) => ({ act, reason, who }))).toEqual([
      { act: 'sealed-answer.read', reason: 'decide-review', who: 'A member of staff' },
    ]);
    await tools.store.auditEvents.moveIntents();
    expect((await use.showHistory(everybody, 's1' as AlumnusId)).acts).toEqual(history.acts);
  });

  it('opens for nobody outside the school, and leaves no trace then', async () => {
    const elsewhere = aReviewer('rev-2', [southgate]);
    const ask = { alumnusId: 's1' as AlumnusId, claimId: 'w1:s1:1:a' as ClaimId, purpose: 'decide-review' as const };
    await expect(use.readDetail(elsewhere, ask)).rejects.toBeInstanceOf(NotFound);
    expect(await raw('destinationrecords', 's1')).not.toHaveProperty('auditIntents');
  });
});

describe('deciding', () => {
  const conflictId = (id: string) => `two-places-at-once~plan:final:1~w1:${id}:1:a` as ConflictId;
  const form = (id: string, revision: number, reason = 'Spoke to them.') => ({
    alumnusId: id as AlumnusId,
    conflictId: conflictId(id),
    ruling: { kind: 'accept' as const, claimId: `w1:${id}:1:a` as ClaimId },
    reason,
    revision,
  });

  it('adds the decision and rebuilds, in one write with who did it; the same again is one decision', async () => {
    await keep(tools, anAlumnus('d1'));
    await sendAnswers('d1');
    const decided = await use.decideConflict(everybody, form('d1', 1));
    const again = await use.decideConflict(everybody, form('d1', 1));
    expect([decided.kind, again]).toEqual(['decided', decided]);
    const record = await raw('destinationrecords', 'd1');
    expect(record).toMatchObject({
      revision: 2,
      conflicts: [{ state: 'decided' }],
      decisions: [{ reason: 'Spoke to them.', by: 'rev-1', ruling: { kind: 'accept', claimId: 'w1:d1:1:a' } }],
      auditIntents: [{ act: 'conflict.decided', subject: 'alumnus:d1', reason: 'Spoke to them.' }],
    });
    expect(record).not.toHaveProperty('reviewKey');
    expect(await raw('outcomes', 'd1')).toMatchObject({ revision: 2, conflicts: 0 });
  });

  it('is undone by a new decision', async () => {
    const reopened = await use.decideConflict(everybody, {
      ...form('d1', 2, 'Wrong person on the phone.'),
      ruling: { kind: 'reopen' },
    });
    if (reopened.kind !== 'decided') throw new Error(reopened.why);
    expect(reopened.record.conflicts.map(({ state }) => state)).toEqual(['open']);
    expect(reopened.record.decisions.map(({ ruling }) => ruling.kind)).toEqual(['accept', 'reopen']);
    expect(await raw('destinationrecords', 'd1')).toMatchObject({ reviewKey: '2027-03-31~d1' });
  });

  it('two reviewers at once: one stands, the other is told, never a silent overwrite (row 32)', async () => {
    for (let pair = 0; pair < 25; pair += 1) {
      const id = `pair-${pair}`;
      await keep(tools, anAlumnus(id));
      await sendAnswers(id);
      const [one, other] = await Promise.all([
        use.decideConflict(aReviewer('rev-1'), form(id, 1, 'First.')),
        use.decideConflict(aReviewer('rev-2'), {
          ...form(id, 1, 'Second.'),
          ruling: { kind: 'accept', claimId: 'plan:final:1' as ClaimId },
        }),
      ]);
      expect([one.kind, other.kind].sort()).toEqual(['decided', 'refused']);
      const kept = (await raw('destinationrecords', id))?.['decisions'] as Document[];
      expect(kept.map(({ reason }) => reason as string)).toEqual([one.kind === 'decided' ? 'First.' : 'Second.']);
    }
  });

  it('refuses a claim or conflict that the record does not have, and people of other schools', async () => {
    await keep(tools, anAlumnus('d2'));
    await sendAnswers('d2');
    const bad = { ...form('d2', 1), ruling: { kind: 'accept' as const, claimId: 'w9:d2:1:a' as ClaimId } };
    await expect(use.decideConflict(everybody, bad)).rejects.toBeInstanceOf(NotFound);
    await expect(use.decideConflict(everybody, form('d2x', 1))).rejects.toBeInstanceOf(NotFound);
    await expect(use.decideConflict(aReviewer('r', [southgate]), form('d2', 1))).rejects.toBeInstanceOf(NotFound);
    expect(await raw('destinationrecords', 'd2')).toMatchObject({ revision: 1, decisions: [] });
  });
});

describe('the queue of reviews', () => {
  it('begins with the nearest reference date, pages without loss, and stays within the schools', async () => {
    const south = { schoolId: southgate };
    await keep(
      tools,
      anAlumnus('q1', { ...south, leftOn: localDate('2024-07-17') }),
      anAlumnus('q2', { ...south, leftOn: localDate('2025-07-17') }),
      anAlumnus('q3', south),
      anAlumnus('q4', { ...south, leftOn: localDate('2027-07-17') }),
    );
    for (const id of ['q1', 'q2', 'q3', 'q4']) {
      const year = { q1: 2024, q2: 2025, q3: 2026, q4: 2027 }[id] ?? 0;
      const since = { month: `${year}-09`, about: false };
      await sendAnswers(id, { ...atLeeds, since }, { submittedAt: new Date(Date.UTC(year, 10, 3)) });
    }
    const viewer = aReviewer('south', [southgate]);
    const ids: string[] = [];
    let from: string | null = '';
    for (let page = 0; page < 5 && from !== null; page += 1) {
      const list: Awaited<ReturnType<typeof use.listReviews>> = await use.listReviews(viewer, { from, limit: 1 });
      expect(list.left).toBe(4);
      ids.push(...list.items.map((item) => item.id));
      from = list.next;
    }
    expect([ids, from]).toEqual([['q3', 'q4', 'q2', 'q1'], null]);
    const whole = await use.listReviews(viewer, { from: '', limit: 25 });
    expect(whole.items.map(({ id, referenceDate }) => [id, referenceDate])).toEqual([
      ['q3', '2027-03-31'],
      ['q4', '2028-03-31'],
      ['q2', '2026-03-31'],
      ['q1', '2025-03-31'],
    ]);
    expect((await use.listReviews(aReviewer('n', [nowhere]), { from: '', limit: 25 })).items).toEqual([]);
  });
});

describe('what is due', () => {
  it('takes plans from imports, once', async () => {
    await keep(tools, anAlumnus('r1'));
    const first = await use.rebuildDue(500);
    expect(first.fromPlans).toBeGreaterThan(0);
    expect(await use.rebuildDue(500)).toEqual({ fromPlans: 0, fromTime: 0, rows: 0 });
    expect(await raw('destinationrecords', 'r1')).toMatchObject({ claims: [{ id: 'plan:final:1' }], revision: 1 });
    expect(await raw('outcomes', 'r1')).toMatchObject({ planned: 'university', verdict: 'not-known' });
  });

  it('looks again when a month has gone by', async () => {
    await keep(tools, anAlumnus('r2'));
    await sendAnswers('r2');
    await use.rebuildDue(500);
    opened.setClock(new Date('2027-04-02T09:00:00Z'));
    const due = await use.rebuildDue(500);
    expect(due.fromTime).toBeGreaterThan(0);
    expect((await use.rebuildDue(500)).fromTime).toBe(0);
    expect(await raw('outcomes', 'r2')).toMatchObject({ verdict: 'not-known', revision: 2 });
    opened.setClock(new Date('2026-11-24T10:00:00Z'));
  });

  it('puts records into the queue, or takes them out, where other things wait for a person since Onward was renewed', async () => {
    for (const id of ['r4', 'r5']) await keep(tools, anAlumnus(id));
    await sendAnswers('r4', { ...atLeeds, provider: 'Leeds' });
    await use.rebuildDue(500);
    const records = opened.connection.collection<Document & { _id: string }>('destinationrecords');
    const reviewKey = '2027-03-31~r4';
    expect(await raw('destinationrecords', 'r4')).toMatchObject({ reviewKey });
    await records.updateOne({ _id: 'r4' }, { $unset: { reviewKey: '' } });
    await records.updateOne({ _id: 'r5' }, { $set: { reviewKey: '2027-03-31~r5' } });
    await tools.store.settings.set('tellings', 'recipes of before');
    while ((await use.renewRows(100)) > 0);
    while ((await use.rebuildDue(100)).rows > 0);
    expect(await raw('destinationrecords', 'r4')).toMatchObject({ reviewKey, revision: 1 });
    expect(await raw('destinationrecords', 'r5')).not.toHaveProperty('reviewKey');
  });

  it('writes a row that a dying process left unwritten, and never an older one over a newer', async () => {
    await keep(tools, anAlumnus('r3'));
    await sendAnswers('r3');
    await opened.connection.collection<Document & { _id: string }>('outcomes').deleteOne({ _id: 'r3' });
    const records = opened.connection.collection<Document & { _id: string }>('destinationrecords');
    await records.updateOne({ _id: 'r3' }, { $set: { outcomeDue: true } });
    expect((await use.rebuildDue(500)).rows).toBe(1);
    const row = await raw('outcomes', 'r3');
    expect(row).toMatchObject({ revision: 1, now: 'university' });
    await tools.store.outcomes.write({
      id: 'r3' as AlumnusId,
      schoolId: northgate,
      cohortId: anAlumnus('r3').cohortId,
      rule: 'dfe-1618@1',
      verdict: 'missed',
      way: '---p--',
      conflicts: 0,
      revision: 0,
    });
    expect(await raw('outcomes', 'r3')).toEqual(row);
  });

  it('keeps rows for counting under 400 bytes', async () => {
    const rows = await opened.connection.collection('outcomes').find().toArray();
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => BSON.calculateObjectSize(row) > 400)).toEqual([]);
  });
});

describe('the export', () => {
  it('is one row a person within school and filter, runs nothing in a spreadsheet, tells nothing sealed, and is noted', async () => {
    await keep(
      tools,
      anAlumnus('e1', {
        schoolId: eastgate,
        name: { given: '=1+1', family: '"Test"\nperson' },
        final: { ...anAlumnus('e1').final, provider: '@evil' } as never,
      }),
      anAlumnus('e2', { schoolId: eastgate }),
      anAlumnus('e3', { schoolId: eastgate, state: 'restricted', name: { given: 'Kept', family: 'Restrictedperson' } }),
    );
    await sendAnswers('e2', caring);
    const viewer = aReviewer('rev-east', [eastgate]);
    const text = (await collect(use.exportTable(viewer, { table: 'destinations', format: 'csv', filter: {} }))).join(
      '',
    );
    const rows = parse<Record<string, string>>(text, { bom: true, columns: true });
    expect(rows.map((row) => [row['Given name'], row['Family name'], row['Final destination'], row['Now']])).toEqual([
      ["'=1+1", '"Test"\nperson', "'@evil, Mathematics (university)", ''],
      ['Avery', 'Testperson', 'Aston University, Mathematics', 'Not in education or work'],
    ]);
    expect(rows[1]).toMatchObject({
      School: 'eastgate',
      Cohort: 'y13-2026',
      UPN: '',
      ULN: '',
      'Given name': 'Avery',
      'Family name': 'Testperson',
      'Intended destination': 'University of Leeds, Physics',
      'Final destination': 'Aston University, Mathematics',
      Now: 'Not in education or work',
      'Kind of activity': 'Not in education or work',
      From: '2026-09',
      To: '',
      'Last known in': '2026-11',
      Source: 'survey',
      Rule: 'dfe-1618 version 1',
      Verdict: 'still-possible',
      Why: 'So far none of the six months from October 2026 to March 2027 counts.',
      'As of': '2026-11-24',
      'Open conflicts': '1',
    });
    expect(text).not.toMatch(/caring|FIN\/|sealed/);
    expect(await collect(use.exportDestinations(viewer, { schoolId: northgate }))).toEqual([]);
    const acts = await tools.store.auditEvents.about('destinations:every-cohort:every-school');
    expect(acts.map(({ act, actor }) => ({ act, actor }))).toEqual([
      { act: 'destinations.exported', actor: { kind: 'staff', id: 'rev-east' } },
    ]);
  });

  it('goes on past one batch, and past a batch of which everybody is restricted', async () => {
    const cohortId = 'y13-2020' as never;
    await keep(
      tools,
      ...Array.from({ length: 501 }, (_, n) => anAlumnus(`b${String(n).padStart(4, '0')}`, { cohortId })),
      ...Array.from({ length: 500 }, (_, n) =>
        anAlumnus(`a${String(n).padStart(4, '0')}`, { cohortId, state: 'restricted' }),
      ),
    );
    const rows = await collect(use.exportDestinations(everybody, { cohortId }));
    expect([rows.length, rows.filter((row) => row.cohort === 'y13-2020').length]).toEqual([501, 501]);
  });
});
