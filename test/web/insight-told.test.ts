// The pages of Insight about what people told, over HTTP: why they left, what goes with staying, how well they remember. Small numbers
// are hidden per audience, sensitive ones from everybody; nothing of it stands in clear in the database.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Document } from 'mongodb';
import type { AlumnusId, CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import type { OutcomeRow } from '../../src/domain/destinations/outcome.js';
import { tellingRecipe, type Telling } from '../../src/domain/destinations/telling.js';
import { reportNames } from '../../src/domain/insight/reports.js';
import { keepTrust } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

const [northgate, southgate] = ['northgate' as SchoolId, 'southgate' as SchoolId];
const cohort = 'y13-2025' as CohortId;

let test: TestTools;
let web: TestWeb;
let team: Browser;
let leaders: Browser;

let serial = 0;
/** People of a cohort with what they told. */
async function people(count: number, given: Partial<OutcomeRow>, telling: Telling | null): Promise<void> {
  const { store, vault } = test.tools;
  for (let place = 0; place < count; place += 1) {
    serial += 1;
    const id = `told-${serial}` as AlumnusId;
    const whose = { id, schoolId: northgate, cohortId: cohort, ...given };
    await store.outcomes.write({
      ...{ rule: 'dfe-1618@1', verdict: 'not-known', way: 'u-----', conflicts: 0, revision: 1, planned: 'university' },
      ...whose,
    });
    if (telling === null) continue;
    const { schoolId, cohortId } = whose;
    const sealed = vault.seal(telling, `tellings/${id}`);
    await store.tellings.write({ id, schoolId, cohortId, revision: 1, recipe: tellingRecipe, sealed });
  }
}

const words = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const page = async (browser: Browser, path: string): Promise<string> =>
  words((await browser.get(`/staff/insight/${path}`)).text);

const leftIn = (codes: readonly string[], more: Partial<Telling> = {}): Telling => ({
  reasons: [
    { opening: 'started-and-left', period: 'spring', provider: '10007795', codes, main: codes[0]?.slice(0, 3) ?? '' },
  ],
  recall: {
    ...{ seam: { steps: 1, changes: 1 }, within: { steps: 4, changes: 0 } },
    events: [{ kind: 'left', month: 12, delay: 4, how: 'reason' }],
  },
  ...more,
});
const stays: Telling = {
  ...{ payment: 'student-loan', ratings: { belong: 4, 'right-place': 5 }, asked: 0.333 },
  recall: {
    ...{ seam: { steps: 1, changes: 0 }, within: { steps: 9, changes: 1 } },
    events: [{ kind: 'began', month: 9, delay: 2, how: 'stated' }],
  },
};
const unhappy = { payment: 'family', ratings: { belong: 1, 'right-place': 2 }, asked: 0.333 };

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
  await keepTrust(test.tools, []);
  team = await web.signedIn('reviewer');
  leaders = await web.signedIn('network-leader');
});
afterAll(() => web.close());

it.each(['reasons', 'factors', 'recall'])('before anything is counted /staff/insight/%s says so', async (path) => {
  expect(await page(team, path)).toMatch(/Too few/);
  expect((await leaders.get(`/staff/insight/${path}.csv`)).status).toBe(200);
});

describe('with a cohort that told', () => {
  beforeAll(async () => {
    const left = { way: 'uuqn2-', stay: '308/4/ul/10007795/11', verdict: 'missed' } as const;
    await people(26, left, leftIn(['FIN/M1', 'BEL/B1'], unhappy));
    await people(6, left, leftIn(['FIN/M4'], unhappy));
    await people(11, left, leftIn(['TEA/T1']));
    await people(12, left, null);
    await people(70, { way: 'uu-m5h', stay: '308/12/ut/10007795/11', verdict: 'met' }, stays);
    await people(9, { ...left, schoolId: southgate }, leftIn(['TEA/T2']));
    const places = [northgate, southgate].map((schoolId) => ({ schoolId, cohortId: cohort }));
    await test.tools.store.rollups.mark(places);
    expect((await web.application.insight.recountDue(500)).counted).toBe(2 * reportNames.length);
  });

  it('shows the team why people left, as mentioned and as main, with what the silent leave open', async () => {
    const text = await page(team, 'reasons');
    expect(text).toContain('Money: mentioned by 62 % of those who left early and told us why');
    expect(text).toContain('Known to have left early: 64. Told us why: 52.');
    // 32 of 52 who told, of 64 who left.
    expect(text).toMatch(/Money 32 62 % \(48 to 74 %\) 50 to 69 % 62 %/);
    expect(text).toContain('“Belonging and culture” with “Money” 26');
    expect(text).toContain('University of Leeds 52');
    expect(text).toMatch(/By year of leaving school, share for whom it is the main one .*? Money 62 % \(/);
    expect(text).toMatch(/By when they told us, share for whom it is the main one .*? Money 62 % \(/);
    expect(await page(team, 'reasons?opening=did-not-start')).toContain('Too few have told us why');
  });

  it('tells sensitive reasons of ten or more alone, to everybody, and small numbers not to leaders', async () => {
    const faith = 'A loan with interest goes against their faith or conscience';
    const reasons = await page(team, 'reasons');
    expect([reasons.includes('More exactly: Teaching and course'), reasons.includes(faith)]).toEqual([true, false]);
    const text = await page(leaders, 'reasons');
    expect(text).toContain('Told us why: 50.');
    expect(text).toMatch(/Money – 62 %/);
    expect(text).not.toContain(faith);
    // Of two schools, each would tell the other's nine.
    const school = await page(leaders, 'reasons?school=northgate');
    expect(school).toContain('Too few have told us why to show');
    expect(await page(team, 'reasons?school=northgate')).toContain('Told us why: 43.');
  });

  it('shows what those who left said beside those who stayed, and that it is association alone', async () => {
    const text = await page(team, 'factors?factor=payment');
    expect(text).toContain(
      'I do not belong there: said by 100 % of those who left early and by 0 % of those who stayed at university',
    );
    expect(text).toContain('This shows what goes together, not what causes what.');
    expect(text).toMatch(/I do not belong there 100 % 32 0 % 70 \+100 points \(\+88 to \+100\) yes/);
    expect(text).toMatch(/Student loan 70 100 %/);
    expect(text).toContain('Known of 102 of 134 who began');
    const apart = await page(leaders, 'factors?factor=payment&kind=apprenticeship');
    expect(apart).toContain('Too few have told us how it was');
  });

  it('shows how well people remember', async () => {
    const text = await page(team, 'recall');
    // 52 of 122 steps at seams with a change, 70 of 838 within answers.
    expect(text).toContain('Changes pile up: they are told 5.1 times as often between two answers as within one');
    expect(text).toContain('Between two answers 122 42.6 %');
    expect(text).toContain('December 0 52');
    expect(text).toContain('Three to five months 0 – 52 100 %');
    expect(await page(leaders, 'recall')).toContain('December 0 50');
  });

  it('gives exactly what the pages show as files', async () => {
    const reasons = (await leaders.get('/staff/insight/reasons.csv')).text;
    expect(reasons).toContain(
      '"Reasons as mentioned and as the main one","Money","Share who mention it","62 % (48 to 74 %)"',
    );
    expect(reasons).not.toMatch(/faith or conscience","Mention it",\d/);
    expect((await team.get('/staff/insight/factors.csv?factor=belong')).text).toContain(
      '"I do not belong there","Left early","100 %"',
    );
    expect((await team.get('/staff/insight/recall.csv')).text).toContain(
      '"Months that are named","December","Left early",52',
    );
  });

  it('is closed to other schools, and to those who do not read Insight', async () => {
    const own = await web.signedIn('school-leader', [southgate]);
    const tutor = await web.signedIn('tutor', [southgate]);
    for (const path of ['reasons', 'factors', 'recall']) {
      expect((await own.get(`/staff/insight/${path}?school=northgate`)).status).toBe(404);
      expect((await own.get(`/staff/insight/${path}`)).status).toBe(200);
      expect((await tutor.get(`/staff/insight/${path}`)).status).toBe(403);
    }
  });

  it('stands nowhere in clear: no reason, no payment, no rating of anybody or of any table', async () => {
    const kept = async (name: string) =>
      JSON.stringify(await test.connection.collection<Document>(name).find().toArray());
    const whole = (await Promise.all(['outcomes', 'tellings', 'rollups'].map(kept))).join('\n');
    expect(whole).toMatch(/"sealed":"v1\./);
    // What is sealed is letters at random, three of which spell anything now and then.
    const all = whole.replace(/"sealed":"v1\.[\w.-]+"/g, '');
    expect(all).not.toContain('v1.');
    expect(all).not.toMatch(/FIN|BEL\/|student-loan|belong|faith/);
  });
});

describe('where one school and one plan have few who name their health', () => {
  const health = 'Health';
  beforeAll(async () => {
    const left = { way: 'uuqn2-', stay: '308/4/ul/10007795/11', verdict: 'missed' } as const;
    const cohorts = ['y11-2024', 'y11-2025'] as readonly string[] as readonly CohortId[];
    for (const [schoolId, cohortId, planned, count] of [
      [northgate, cohorts[1], 'university', 5],
      [southgate, cohorts[0], 'university', 14],
      [southgate, cohorts[1], 'university', 20],
      [southgate, cohorts[1], 'employment', 12],
    ] as const) {
      const whose = { ...left, schoolId, planned, ...(cohortId !== undefined && { cohortId }) };
      await people(count, whose, leftIn(['HEA/H1']));
      await people(12, whose, leftIn(['TEA/T1']));
    }
    await test.tools.store.rollups.mark(
      [northgate, southgate].flatMap((schoolId) => cohorts.map((cohortId) => ({ schoolId, cohortId }))),
    );
    await web.application.insight.recountDue(500);
  });

  it('tells the team of no school, year or plan what would tell of the few', async () => {
    const shownIn = async (asked: string): Promise<boolean> =>
      (await page(team, `reasons?stage=y11&${asked}`)).includes(`${health} `);
    expect(await shownIn('')).toBe(true);
    expect(await shownIn('school=northgate')).toBe(false);
    // All less Southgate would be Northgate's five; so would one plan less its part at Southgate.
    for (const asked of [
      'school=southgate',
      'cohort=y11-2025&school=southgate',
      'group=employment',
      'group=university',
    ])
      expect([asked, await shownIn(asked)]).toEqual([asked, false]);
  });
});
