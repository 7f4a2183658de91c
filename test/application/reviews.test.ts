// Reviewing as use cases: many at once and undone at once, codings, second looks, and two reviewers at one record.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { destinationUseCases } from '../../src/application/destinations/compose.js';
import { NotFound } from '../../src/application/errors.js';
import type { Tools } from '../../src/application/index.js';
import type { AlumnusId, SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { recordAsKnownOn } from '../../src/domain/destinations/as-known-on.js';
import type { ClaimId } from '../../src/domain/destinations/claim.js';
import type { DestinationRecord } from '../../src/domain/destinations/record.js';
import { isSampled } from '../../src/domain/destinations/second-look.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import { full, report } from '../support/fault-report.js';
import { openTestTools } from '../support/tools.js';
import { anAlumnus, aReviewer, atLeeds, keep, northgate, sentOn3November, southgate } from './a-destination.js';

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

const [avery, blake] = [aReviewer('avery'), aReviewer('blake')];
async function person(id: string, answers: Answers = atLeeds, given: Parameters<typeof anAlumnus>[1] = {}) {
  await keep(tools, anAlumnus(id, given));
  await use.recordClaims({ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers, ...sentOn3November });
}
async function held(id: string): Promise<DestinationRecord> {
  const record = await tools.store.destinationRecords.find('every-school', id as AlumnusId);
  if (record === null) throw new Error(`No record of ${id}`);
  return record;
}
const conflictOf = (id: string) => `two-places-at-once~plan:final:1~w1:${id}:1:a`;
const acceptPlan = { kind: 'accept', claimId: 'plan:final:1' as ClaimId } as const;
const acceptAnswers = (id: string) => ({ kind: 'accept', claimId: `w1:${id}:1:a` as ClaimId }) as const;
const decide = async (
  id: string,
  viewer = avery,
  ruling: typeof acceptPlan | ReturnType<typeof acceptAnswers> = acceptPlan,
) =>
  use.decideConflict(viewer, {
    ...{ alumnusId: id as AlumnusId, conflictId: conflictOf(id) as never, ruling },
    ...{ reason: `${viewer.staffId} asked.`, revision: (await held(id)).revision },
  });

describe('two reviewers at one record (row 32)', () => {
  const pairs = full ? 50 : 10;
  const people = Array.from({ length: 20 }, (_, place) => `pair-${place}`);

  it(`${pairs * people.length} pairs: one decides, the other is told; none is overwritten silently`, async () => {
    for (const id of people) await person(id);
    let [won, told] = [0, 0];
    for (let round = 0; round < pairs; round += 1) {
      const results = await Promise.all(
        people.map(async (id) => {
          const { revision } = await held(id);
          const form = { alumnusId: id as AlumnusId, conflictId: conflictOf(id) as never, revision };
          return Promise.all([
            use.decideConflict(avery, { ...form, ruling: acceptPlan, reason: `Avery, round ${round}.` }),
            use.decideConflict(blake, { ...form, ruling: acceptAnswers(id), reason: `Blake, round ${round}.` }),
          ]);
        }),
      );
      won += results.flat().filter(({ kind }) => kind === 'decided').length;
      told += results.flat().filter(({ kind }) => kind === 'refused').length;
      expect(
        results.every(
          (pair) =>
            pair
              .map(({ kind }) => kind)
              .sort()
              .join() === 'decided,refused',
        ),
      ).toBe(true);
    }
    const count = pairs * people.length;
    expect([won, told]).toEqual([count, count]);
    for (const id of people) {
      const { decisions } = await held(id);
      // Of every round exactly one, in order: what was decided is what is kept.
      expect(decisions.map(({ reason }) => Number(/round (\d+)/.exec(reason)?.[1]))).toEqual([...Array(pairs).keys()]);
    }
    report('32', '0 silent overwrites, the other is told', `${count} pairs: ${won} decided, ${told} told, none lost`);
  }, 300_000);
});

describe('deciding together', () => {
  const ids = ['t1', 't2', 't3', 't4'] as const;
  let batch = '';
  const items = async () =>
    Promise.all(ids.map(async (id) => ({ id: id as AlumnusId, revision: (await held(id)).revision })));
  const states = async () => Promise.all(ids.map(async (id) => (await held(id)).conflicts[0]?.state));

  it('shows what would stand, and changes nothing', async () => {
    for (const id of ids) await person(id, atLeeds, id === 't4' ? { schoolId: southgate } : {});
    const before = await items();
    const rows = await use.previewTogether(
      aReviewer('avery', [northgate]),
      [...ids, 't1', 'nobody'].map((id) => id as AlumnusId),
    );
    expect(rows.map(({ alumnus, proposals }) => [alumnus.id, proposals[0]?.stands.provider])).toEqual([
      ['t1', 'University of Leeds'],
      ['t2', 'University of Leeds'],
      ['t3', 'University of Leeds'],
    ]);
    expect(await items()).toEqual(before);
  });

  it('decides for each that is still as it was shown, within the viewer’s schools, and names the others', async () => {
    const seen = await items();
    await decide('t2');
    const done = await use.decideTogether(aReviewer('avery', [northgate]), seen);
    batch = done.batch;
    expect([done.decided, done.leftAlone]).toEqual([
      ['t1', 't3'],
      ['t2', 't4'],
    ]);
    expect(await states()).toEqual(['decided', 'decided', 'decided', 'open']);
    const again = await use.decideTogether(avery, seen);
    expect(again.decided).toEqual(['t4']);
    expect((await held('t1')).decisions).toHaveLength(1);
    expect((await use.showHistory(avery, 't1' as AlumnusId)).acts.map(({ act }) => act)).toContain('conflict.decided');
  });

  it('is undone as a whole, but for what somebody has decided anew, and only once', async () => {
    await decide('t3', blake);
    expect(await use.undoTogether(avery, batch)).toBe(1);
    expect(await states()).toEqual(['open', 'decided', 'decided', 'decided']);
    expect((await held('t3')).decisions.at(-1)?.by).toBe('blake');
    expect(await use.undoTogether(avery, batch)).toBe(0);
    expect((await use.showTogether(avery, batch)).map(({ alumnus, stands }) => [alumnus.id, stands])).toEqual([
      ['t1', false],
      ['t3', false],
    ]);
    expect(await use.undoTogether(avery, 'no such act')).toBe(0);
  });
});

describe('coding', () => {
  const queue = async () => (await use.listReviews(avery, { from: '', limit: 100 })).items;
  const kindsOf = async (id: string) =>
    (await queue()).flatMap((item) => (item.what === 'record' && item.id === id ? [item.kinds] : []))[0] ?? null;
  const { final: _final, ...bare } = anAlumnus('c');

  it('a doubtful place waits, is given its usual name, and what was said stays', async () => {
    await keep(tools, { ...bare, id: 'c1' as AlumnusId });
    const answers = { ...atLeeds, provider: 'Leds Univ' };
    await use.recordClaims({ alumnusId: 'c1' as AlumnusId, responseId: 'w1:c1', answers, ...sentOn3November });
    expect(await kindsOf('c1')).toEqual(['doubtful-place']);
    const form = {
      alumnusId: 'c1' as AlumnusId,
      claimId: 'w1:c1:1:a' as ClaimId,
      kind: 'place',
      name: 'Leeds University',
    } as const;
    const { revision } = await held('c1');
    const [one, other] = await Promise.all([
      use.codeClaim(avery, { ...form, revision }),
      use.codeClaim(blake, { ...form, name: 'Leeds Beckett University', revision }),
    ]);
    expect([one.kind, other.kind].sort()).toEqual(['coded', 'refused']);
    const record = await held('c1');
    expect(record.claims[0]?.provider).toBe('Leds Univ');
    const name = record.codings?.[0]?.name;
    expect(['University of Leeds', 'Leeds Beckett University']).toContain(name);
    expect(record.spells.map(({ provider }) => provider)).toEqual([name]);
    expect(await kindsOf('c1')).toBeNull();
    await expect(use.codeClaim(avery, { ...form, revision: record.revision })).rejects.toBeInstanceOf(NotFound);
    expect(recordAsKnownOn(record, localDate('2026-11-23')).spells).toEqual([]);
  });

  const candidates = async (id: string) =>
    (await use.showRecord(avery, id as AlumnusId)).tasks.map((task) => task.candidates.map(({ name }) => name));
  const rowOf = async (id: string) => (await tools.store.outcomes.findMany([id as AlumnusId])).get(id as AlumnusId);
  const firstOf = async (id: string) => ({
    ...{ alumnusId: id as AlumnusId, claimId: `w1:${id}:1:a` as ClaimId, revision: (await held(id)).revision },
  });

  it('a course whose subject nobody can tell waits with those that may be meant; what is chosen is counted, and undone', async () => {
    await keep(tools, { ...bare, id: 's1' as AlumnusId });
    const answers = { ...atLeeds, course: 'Physics with Philosophy' };
    await use.recordClaims({ alumnusId: 's1' as AlumnusId, responseId: 'w1:s1', answers, ...sentOn3November });
    expect(await kindsOf('s1')).toEqual(['doubtful-subject']);
    expect(await candidates('s1')).toEqual([expect.arrayContaining(['Philosophy', 'Physics'])]);
    const uncounted = await rowOf('s1');
    await use.codeClaim(avery, { ...(await firstOf('s1')), kind: 'subject', name: 'CAH07-01-01' });
    const coded = await held('s1');
    expect(coded.codings).toMatchObject([{ kind: 'subject', name: 'Physics', code: 'CAH07-01-01', by: 'avery' }]);
    expect(coded.claims.map(({ course, subject }) => [course, subject])).toEqual([
      ['Physics with Philosophy', undefined],
    ]);
    expect([uncounted?.stay, (await rowOf('s1'))?.stay]).toEqual(['320/3/ut/10007795/', '320/3/ut/10007795/07']);
    expect(await kindsOf('s1')).toBeNull();

    const undo = { ...(await firstOf('s1')), kind: 'subject' } as const;
    const both = await Promise.all([use.undoCoding(avery, undo), use.undoCoding(blake, undo)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['coded', 'refused']);
    expect(await kindsOf('s1')).toEqual(['doubtful-subject']);
    expect((await rowOf('s1'))?.stay).toBe(uncounted?.stay);
    expect((await held('s1')).codings).toHaveLength(2);
    await expect(use.undoCoding(avery, { ...undo, ...(await firstOf('s1')) })).rejects.toBeInstanceOf(NotFound);
    const { acts } = await use.showHistory(avery, 's1' as AlumnusId);
    expect(acts.map(({ act }) => act)).toEqual(expect.arrayContaining(['subject.coded', 'subject.uncoded']));
  });

  it('a college waits where its name is that of several, by whose number it is then counted; not one that is on no list', async () => {
    const answers = { situation: 'college', since: { month: '2026-09', about: false }, 'still-there': 'yes' };
    for (const [id, provider] of [
      ['g1', 'Grimsby Institute'],
      ['g2', 'Millrace College (invented)'],
    ] as const) {
      await keep(tools, { ...bare, id: id as AlumnusId });
      const said = { ...answers, provider, 'college-course': 'BTEC in something of their own' };
      await use.recordClaims({ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers: said, ...sentOn3November });
    }
    expect([await kindsOf('g1'), await kindsOf('g2')]).toEqual([['doubtful-place'], null]);
    expect(await candidates('g1')).toEqual([expect.arrayContaining(['TEC Partnership', 'University of Hull'])]);
    expect((await rowOf('g1'))?.at).toBeUndefined();
    await use.codeClaim(avery, { ...(await firstOf('g1')), kind: 'place', name: '10007938' });
    expect([(await rowOf('g1'))?.at, (await held('g1')).claims[0]?.provider]).toEqual([
      '10007938',
      'Grimsby Institute',
    ]);
    await use.undoCoding(avery, { ...(await firstOf('g1')), kind: 'place' });
    expect([(await rowOf('g1'))?.at, await kindsOf('g1')]).toEqual([undefined, ['doubtful-place']]);
  });

  it('words that were coded once are not asked about again after the next answers', async () => {
    await keep(tools, { ...bare, id: 'c3' as AlumnusId });
    const alumnusId = 'c3' as AlumnusId;
    const answers = { ...atLeeds, provider: 'Leeds' }; // four places are called so
    await use.recordClaims({ alumnusId, responseId: 'w1:c3', answers, ...sentOn3November });
    expect(await kindsOf('c3')).toEqual(['doubtful-place']);
    await use.codeClaim(avery, { ...(await firstOf('c3')), kind: 'place', name: '10007795' });
    const later = { revision: 1, submittedAt: new Date('2026-11-20T10:00:00Z') };
    await use.recordClaims({ alumnusId, responseId: 'w2:c3', answers, ...later });
    expect(await kindsOf('c3')).toBeNull();
    expect([(await held('c3')).spells.length, (await rowOf('c3'))?.at]).toEqual([1, '10007795']);
  });

  it('words of their own wait for a reason, which is sealed like the words', async () => {
    await keep(tools, { ...bare, id: 'c2' as AlumnusId });
    const answers = {
      ...atLeeds,
      'plan-story': 'never-applied',
      reasons: ['something-else'],
      'reason-words': 'My gran needed me.',
    };
    await use.recordClaims({ alumnusId: 'c2' as AlumnusId, responseId: 'w1:c2', answers, ...sentOn3November });
    expect(await kindsOf('c2')).toEqual(['reason-to-code']);
    const form = { alumnusId: 'c2' as AlumnusId, claimId: 'w1:c2:1:a' as ClaimId, kind: 'reason' } as const;
    const { revision } = await held('c2');
    await expect(use.codeClaim(avery, { ...form, codes: ['NO/N1'], revision })).rejects.toBeInstanceOf(NotFound);
    expect((await use.codeClaim(avery, { ...form, codes: ['CAR/C1'], revision })).kind).toBe('coded');
    expect(await kindsOf('c2')).toBeNull();
    const raw = JSON.stringify(
      await opened.connection.collection('destinationrecords').findOne({ _id: 'c2' as never }),
    );
    expect(raw).not.toMatch(/CAR|gran/);
    const read = await use.readDetail(avery, {
      ...{ alumnusId: 'c2' as AlumnusId, claimId: 'w1:c2:1:a~coded' as ClaimId, purpose: 'decide-review' },
    });
    expect(read).toEqual({ reasons: ['CAR/C1'], more: { 'coded-by': 'RT-1, version 1' } });

    // Taken back, what was sealed goes, so that the next coding alone is read.
    await use.undoCoding(avery, { ...(await firstOf('c2')), kind: 'reason' });
    expect(await kindsOf('c2')).toEqual(['reason-to-code']);
    await use.codeClaim(avery, { ...(await firstOf('c2')), kind: 'reason', codes: ['FIN/M1'] });
    const again = await use.readDetail(avery, {
      ...{ alumnusId: 'c2' as AlumnusId, claimId: 'w1:c2:1:a~coded' as ClaimId, purpose: 'decide-review' },
    });
    expect(again.reasons).toEqual(['FIN/M1']);
  });
});

describe('second looks', () => {
  const sampled = Array.from({ length: 400 }, (_, place) => `look-${place}`).filter((id) =>
    isSampled(id, conflictOf(id) as never),
  );

  it('fall on one decision in ten, by nobody’s choice', () => {
    expect(sampled.length).toBeGreaterThan(20);
    expect(sampled.length).toBeLessThan(60);
  });

  it('never wait for who decided; agreement is counted, and a difference opens the conflict again', async () => {
    const [first = '', second = ''] = sampled;
    const eastgate = 'eastgate' as SchoolId; // where nobody else has decided anything
    const [avery, blake] = [aReviewer('avery', [eastgate]), aReviewer('blake', [eastgate])];
    for (const id of [first, second]) {
      await person(id, atLeeds, { schoolId: eastgate });
      await decide(id);
    }
    expect((await use.secondLooks(avery)).next).toBeNull();
    const look = async (ruling: Parameters<typeof use.lookAgain>[1]['ruling']) => {
      const { next } = await use.secondLooks(blake);
      if (next === null) throw new Error('nothing waits');
      const revision = (await held(next.alumnusId)).revision;
      return [next.alumnusId, await use.lookAgain(blake, { ...next, ruling, revision })] as const;
    };
    const [one, agrees] = await look(acceptPlan);
    const otherId = one === first ? second : first;
    const [other, differs] = await look(acceptAnswers(otherId));
    expect([agrees, other, differs]).toEqual(['agrees', otherId, 'differs']);
    expect((await held(one)).conflicts[0]?.state).toBe('decided');
    expect((await held(other)).conflicts[0]?.state).toBe('open');
    expect(await use.secondLooks(blake)).toEqual({ waiting: 0, next: null, looks: 2, agreed: 1 });
    await decide(other, blake, acceptAnswers(other));
    expect((await use.secondLooks(avery)).next?.alumnusId).toBe(other);
    const own = { alumnusId: other, conflictId: conflictOf(other) as never, ruling: acceptPlan };
    await expect(use.lookAgain(blake, { ...own, revision: (await held(other)).revision })).rejects.toBeInstanceOf(
      NotFound,
    );
    expect(await use.lookAgain(avery, { ...own, revision: 1 })).toBe('changed-meanwhile');
  });
});
