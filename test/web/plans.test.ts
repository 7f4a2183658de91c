// The grids of plans and results day over HTTP: saved row by row, by whom they may be seen, and two people at one row (Y5;
// requirement F7, row 32).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { aStudent, idOf } from '../support/a-form-group.js';
import { keepTrust } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Answer, type Browser, type TestWeb } from '../support/web.js';

const resultsDay = new Date('2026-08-13T08:00:00Z');
const grid = '/staff/plans/northgate.y13-2026.13a';
const whole = '/staff/plans/northgate.y13-2026';
const northgate = ['northgate' as SchoolId];
const southgate = ['southgate' as SchoolId];
const leeds = { activity: 'university', provider: 'University of Leeds', course: 'Physics' } as const;
const planned = { intended: { ...leeds, recordedOn: localDate('2026-03-10'), source: 'school' } } as const;

let test: TestTools;
let web: TestWeb;
let tutor: Browser;
let leader: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite({ now: resultsDay }));
  await keepTrust(test.tools, []);
  tutor = await web.signedIn('tutor', northgate, ['13A']);
  leader = await web.signedIn('school-leader', northgate);
});
afterAll(() => web.close());
beforeEach(async () => {
  test.setClock(resultsDay);
  for (const name of ['alumni', 'destinationrecords', 'outcomes', 'planlists', 'auditevents']) {
    await test.connection.collection(name).deleteMany({});
  }
  await keepTrust(test.tools, [
    aStudent(1, planned),
    aStudent(2),
    aStudent(3, { formGroup: '13B' }),
    aStudent(4, { state: 'has-died' }),
  ]);
});

/** What a person reads on the page, without tags. */
const words = ({ text }: Answer): string =>
  text
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const rowOf = (n: number): string => `${grid}/rows/${idOf(n)}`;
const stored = async (n: number) => {
  const person = await test.tools.store.alumni.find('every-school', idOf(n));
  if (person === null) throw new Error(`Nobody is number ${n}.`);
  return person;
};
const hiddenIn = (page: string): Record<string, string> => {
  const form = /<div class="onward-actions">[\s\S]*?<\/form>/.exec(page)?.[0] ?? '';
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([a-zA-Z]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;
};

describe('a row', () => {
  it('is saved by itself, comes back with who and when, and makes the destination record follow', async () => {
    const page = await tutor.get(grid);
    expect(words(page)).toContain('First: Two have not been seen');
    expect(words(page)).not.toContain('Avery8');
    const saved = await tutor.post(rowOf(1), { seen: '0', result: 'firm', nextStep: '', finalPlace: 'Leeds Uni' });
    expect([saved.status, saved.location]).toEqual([303, `${grid}#p-${idOf(1)}`]);
    const after = words(await tutor.get(grid));
    expect(after).toContain('Saved.');
    expect(after).toContain('University: University of Leeds');
    expect(after).toContain('Changed: Avery tutor, Thursday 13 August, 09:00');
    const person = await stored(1);
    expect([person.final?.provider, person.final?.source, person.final?.recordedOn]).toEqual([
      ...['University of Leeds', 'school', '2026-08-13'],
    ]);
    await web.application.destinations.rebuildDue(10);
    const claims = async () =>
      (await test.tools.store.destinationRecords.find('every-school', idOf(1)))?.claims.map(
        ({ id, source, standing, provider }) => [id, source, standing, provider],
      );
    expect(await claims()).toEqual([['plan:final:1', 'school', 'placed', 'University of Leeds']]);

    // The same once more changes nothing; taken back, the record learns of it and keeps both.
    const again = await tutor.post(rowOf(1), { seen: '1', result: 'firm', nextStep: '' });
    expect(again.status).toBe(303);
    expect(words(await tutor.get(grid))).toContain('Nothing to save: the row says this already.');
    expect(await stored(1)).toEqual(person);
    await tutor.post(rowOf(1), { seen: '1', result: 'unplaced' });
    for (let turn = 0; turn < 2; turn += 1) await web.application.destinations.rebuildDue(10);
    expect(await claims()).toEqual([
      ['plan:final:1', 'school', 'placed', 'University of Leeds'],
      ['plan:final:2', 'school', 'planned', undefined],
    ]);
    const row = words(await tutor.get(rowOf(1)));
    expect(row).toContain('Avery tutor Results day Firm choice Unplaced');
    expect(row).toContain('Final place University of Leeds –');
  });

  it('with something to put right comes back with what was typed, and nothing is saved', async () => {
    await tutor.get(grid);
    const answer = await tutor.post(`${rowOf(2)}?view=results&list=not-seen`, {
      seen: '0',
      result: 'firm',
      nextStep: 'Ring <b>',
    });
    expect([answer.status, words(answer)]).toEqual([
      422,
      expect.stringContaining('Write which place their firm choice is'),
    ]);
    expect(answer.text).toContain('value="Ring &lt;b&gt;"');
    expect(answer.text).toContain('value="firm" selected');
    expect(answer.text).toContain(`href="${grid}?view=results&amp;list=not-seen#p-${idOf(2)}"`);
    expect((await stored(2)).planning).toBeUndefined();
  });

  it('is found by its list: unplaced with no next step until there is one', async () => {
    await tutor.get(grid);
    await tutor.post(rowOf(2), { seen: '0', result: 'unplaced' });
    expect(words(await tutor.get(`${grid}?list=unplaced`))).toContain('Avery4 Testperson');
    expect(words(await tutor.get(`${grid}?list=unplaced`))).not.toContain('Avery2 Testperson');
    await tutor.post(rowOf(2), { seen: '1', nextStep: 'Careers adviser, ten o’clock' });
    expect(words(await tutor.get(`${grid}?list=unplaced`))).toContain('Nobody is on this list.');
    expect(words(await tutor.get(`${grid}/sheet`))).toContain(
      'Unplaced No place or job yet Careers adviser, ten o’clock',
    );
  });
});

describe('two people at one row', () => {
  it('see both when they changed the same thing; nothing is overwritten before one of them has chosen', async () => {
    await tutor.get(grid);
    await leader.get(grid);
    await tutor.post(rowOf(1), { seen: '0', result: 'firm', finalPlace: 'University of Leeds', nextStep: '' });
    const answer = await leader.post(rowOf(1), { seen: '0', result: 'clearing', nextStep: 'Ring Hull at ten' });
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain('While you were writing, Avery tutor changed this row too');
    expect(words(answer)).toContain('Results day In clearing Firm choice');
    expect(words(answer)).toContain('Next step Ring Hull at ten –');
    expect((await stored(1)).planning?.held.result).toBe('firm');

    const hidden = hiddenIn(answer.text);
    expect(hidden['seen']).toBe('1');
    const chosen = await leader.post(rowOf(1), hidden);
    expect(chosen.status).toBe(303);
    const person = await stored(1);
    expect([person.planning?.held.result, person.planning?.held.nextStep, person.final?.activity]).toEqual([
      ...['clearing', 'Ring Hull at ten', 'undecided'],
    ]);
    expect(person.planning?.changes.map(({ was }) => was.result)).toEqual(['', 'firm']);
    // What the other one had saved is still there to be read.
    expect(words(await tutor.get(rowOf(1)))).toContain('Results day Firm choice In clearing');
  });

  it('both go in when they changed different things', async () => {
    await tutor.get(grid);
    await leader.get(grid);
    await tutor.post(rowOf(1), { seen: '0', talked: 'yes' });
    expect((await leader.post(rowOf(1), { seen: '0', nextStep: 'Ring Hull at ten' })).status).toBe(303);
    const { planning } = await stored(1);
    expect([planning?.held.talkedOn, planning?.held.nextStep, planning?.changes.length]).toEqual([
      ...['2026-08-13', 'Ring Hull at ten'],
      2,
    ]);
  });

  it('at once, fifty times over: each is saved or shown both, and every saved one is in the history', async () => {
    await tutor.get(grid);
    await leader.get(grid);
    const people = { tutor, leader };
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, turn) => {
        const who = turn % 2 === 0 ? people.tutor : people.leader;
        const { status } = await who.post(rowOf(2), { seen: '0', nextStep: `Step ${turn}` });
        return { turn, status };
      }),
    );
    const saved = answers.filter(({ status }) => status === 303);
    expect([saved.length, answers.filter(({ status }) => status === 409).length]).toEqual([1, 49]);
    const { planning } = await stored(2);
    expect([planning?.held.nextStep, planning?.changes.length]).toEqual([`Step ${saved[0]?.turn ?? ''}`, 1]);
  });
});

describe('the same press, many times over', () => {
  it('is saved once, with one change and one act, and everybody gets the same answer', async () => {
    await tutor.get(grid);
    const press = () => tutor.post(rowOf(2), { seen: '0', result: 'unplaced', nextStep: 'Ring Hull' });
    const answers = await Promise.all(Array.from({ length: 50 }, press));
    expect(new Set(answers.map(({ status, location }) => `${status} ${location ?? ''}`))).toEqual(
      new Set([`303 ${grid}#p-${idOf(2)}`]),
    );
    expect((await press()).status).toBe(303);
    expect((await stored(2)).planning?.changes).toHaveLength(1);
    await web.application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about(`alumnus:${idOf(2)}`);
    expect(acts.map(({ act }) => act)).toEqual(['plan.changed']);
  });
});

describe('who sees the rows', () => {
  it('a tutor those of their own groups, and no school whole', async () => {
    const page = words(await tutor.get('/staff/plans'));
    expect(page).toContain('13A');
    expect(page).not.toMatch(/13B|Whole school/);
    const bar =
      /<nav class="onward-bar__places"[\s\S]*?<\/nav>/.exec((await tutor.get('/staff/plans')).text)?.[0] ?? '';
    expect([...bar.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      '/staff',
      '/staff/plans',
      '/staff/leaving',
    ]);
    const other = '/staff/plans/northgate.y13-2026.13b';
    for (const path of [whole, other, `${other}/rows/${idOf(3)}`, `${grid}/rows/${idOf(3)}`, `${other}/sheet`]) {
      expect([path, (await tutor.get(path)).status]).toEqual([path, 404]);
    }
    for (const path of [`${other}/rows/${idOf(3)}`, `${grid}/rows/${idOf(3)}`, `${grid}/rows/${idOf(4)}`]) {
      expect([path, (await tutor.post(path, { seen: '0', result: 'unplaced' })).status]).toEqual([path, 404]);
    }
    expect((await stored(3)).planning).toBeUndefined();
  });

  it('nobody of another school, nor who sees no names', async () => {
    const south = await web.signedIn('school-leader', southgate);
    expect((await south.get(grid)).status).toBe(404);
    expect((await south.post(rowOf(1), { seen: '0', result: 'unplaced' })).status).toBe(404);
    const trust = await web.signedIn('network-leader');
    expect((await trust.get('/staff/plans')).status).toBe(403);
  });

  it('counts by group are what the lists hold', async () => {
    await leader.get(whole);
    await leader.post(`${whole}/rows/${idOf(3)}`, { seen: '0', result: 'unplaced' });
    expect(words(await leader.get('/staff/plans'))).toMatch(
      /Whole school Northgate Academy \(invented\) 3 1 2 3 ▲ Nobody 13A Northgate Academy \(invented\) 2 0 2 2 13B Northgate Academy \(invented\) 1 1 0 1/,
    );
    expect(words(await leader.get(`${whole}?view=plans`))).toContain('No plan yet 2');
  });
});

describe('the unplaced', () => {
  it('have somebody who looks after them, who reads on Today how many have no next step', async () => {
    await leader.get(whole);
    await leader.post(`${whole}/rows/${idOf(3)}`, { seen: '0', result: 'unplaced' });
    const page = await leader.get(whole);
    const own = /<option value="([^"]+)">Avery school-leader/.exec(page.text)?.[1] ?? '';
    expect((await leader.post(`${whole}/owner`, { owner: own, seen: '0' })).status).toBe(303);
    // Again by somebody who had not seen it: refused, because it is another person's by now.
    const stale = await leader.post(`${whole}/owner`, { owner: 'nobody', seen: '0' });
    expect(stale.status).toBe(404);
    expect(words(await leader.get(whole))).toContain('Avery school-leader looks after the unplaced');
    expect(words(await leader.get('/staff'))).toContain('One leaver is unplaced with no next step, on a list of yours');
    await leader.post(`${whole}/rows/${idOf(3)}`, { seen: '1', nextStep: 'Careers adviser' });
    expect(words(await leader.get('/staff'))).not.toContain('unplaced');
    expect((await tutor.post(`${whole}/owner`, { owner: own, seen: '1' })).status).toBe(403);
  });
});
