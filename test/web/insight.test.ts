// The pages of Insight, over HTTP: shares beside what they count, nothing small to leaders, nothing of other schools, and the same
// numbers as a plain count of the rows.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figureNames } from '../../src/application/insight/figures.js';
import type { AlumnusId, CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import type { OutcomeRow } from '../../src/domain/destinations/outcome.js';
import { reportNames } from '../../src/domain/insight/reports.js';
import { keepTrust } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const [northgate, southgate] = ['northgate' as SchoolId, 'southgate' as SchoolId];

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let network: Browser;

let serial = 0;
async function rows(count: number, given: Partial<OutcomeRow>): Promise<void> {
  for (let place = 0; place < count; place += 1) {
    serial += 1;
    await test.tools.store.outcomes.write({
      ...{ id: `row-${serial}` as AlumnusId, schoolId: northgate, cohortId: 'y13-2024' as CohortId },
      ...{ rule: 'dfe-1618@1', verdict: 'not-known', way: '------', conflicts: 0, revision: 1, ...given },
    });
  }
}

const words = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const page = async (browser: Browser, path: string): Promise<string> => words((await browser.get(path)).text);

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  await keepTrust(test.tools, []);
  web = await openWeb(test.tools, test.connection);
  network = await web.signedIn('network-leader');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

describe('before anything is counted', () => {
  it.each(['', '/response', '/flow', '/staying'])('/staff/insight%s says so', async (path) => {
    const answer = await network.get(`/staff/insight${path}`);
    expect(answer.status).toBe(200);
    expect(words(answer.text)).toMatch(
      /Nobody has been counted yet|No wave has been sent yet|Too few to tell|no way yet/,
    );
  });
});

describe('with two schools and two years', () => {
  beforeAll(async () => {
    const at = {
      planned: 'university',
      now: 'university',
      verdict: 'met',
      by: 'education',
      studied: 'u',
      way: 'uu-m4h',
    } as const;
    const begun = { ...at, stay: '296/12/ut/10007795/11' };
    for (const [cohortId, stayed, left] of [
      ['y13-2024', 30, 12],
      ['y13-2025', 40, 8],
    ] as const) {
      const cohort = { cohortId: cohortId as CohortId };
      await rows(stayed, { ...begun, ...cohort });
      await rows(left, {
        ...{ ...cohort, planned: 'university', verdict: 'missed', way: 'uuqn2h', stay: '296/3/ul/10007795/11' },
      });
      await rows(10, cohort);
      await rows(28, { ...begun, ...cohort, schoolId: southgate });
      await rows(3, { ...cohort, schoolId: southgate, planned: 'employment', verdict: 'missed', way: 'ee-n2w' });
    }
    await test.tools.store.rollups.mark(
      [northgate, southgate].flatMap((schoolId) =>
        ['y13-2024', 'y13-2025'].map((cohortId) => ({ schoolId, cohortId: cohortId as CohortId })),
      ),
    );
    expect((await web.application.insight.recountDue(500)).counted).toBe(4 * reportNames.length);
  });

  it('gives the trust’s share, interval and bounds of each year, and whether it is better', async () => {
    const text = await page(network, '/staff/insight');
    // 2025: 40 + 28 of 40 + 8 + 28 + 3 known, of 89 people.
    expect(text).toContain('Sustained for six months: 86 % of the 2025 leavers of whom we know');
    expect(text).toContain('2025 89 89 % 86 % (77 to 92 %) 76 to 88 %');
    expect(text).toContain('Too close to tell: ');
    expect(text).toContain('Plan kept: too few to tell');
    expect(text).toContain('Counted from our records on Tuesday 24 November, 10:00.');
  });

  it('hides from leaders the school with few on one side, and the one beside it, over the years too', async () => {
    const text = await page(network, '/staff/insight');
    const sustained = text.slice(text.indexOf('Sustained for six months: '), text.indexOf('Level 4 or above'));
    expect(sustained).not.toContain('Sustained for six months by school');
    expect(sustained).toMatch(
      /Too few to tell, or hidden beside them, the last two whole years: .*Northgate Academy \(invented\), Southgate/,
    );
    const team = await page(await web.signedIn('reviewer'), '/staff/insight');
    expect(team).toContain('Southgate Academy (invented) 62 90 %');
  });

  it('shows a school its own, no other, and of two schools not the trust’s, which would tell the other’s', async () => {
    const leader = await web.signedIn('school-leader', [southgate]);
    const text = await page(leader, '/staff/insight');
    expect(text).toContain('Southgate Academy (invented) Counted');
    expect(text).toContain('Sustained for six months: too few to tell');
    expect(text).not.toContain('the trust’s say');
    expect(text).toContain('they would tell those of the one other school');
    expect(await page(leader, '/staff/insight?school=')).toContain('Southgate Academy (invented) Counted');
    expect((await leader.get('/staff/insight?school=northgate')).status).toBe(404);
    for (const path of ['flow', 'staying', 'response']) {
      expect((await leader.get(`/staff/insight/${path}?school=northgate`)).status).toBe(404);
      expect((await leader.get(`/staff/insight/${path}`)).status).toBe(200);
    }
    expect((await (await web.signedIn('tutor', [southgate])).get('/staff/insight')).status).toBe(403);
  });

  it('draws the ways in whole fives for leaders and as they are for the team', async () => {
    const leaders = (await network.get('/staff/insight/flow?cohort=y13-2025')).text;
    expect(words(leaders)).toContain('Autumn to six-month rule: University to University 70');
    expect(leaders).toContain('onward-flow--university');
    expect(words(leaders)).toContain('Left out because few people took them');
    const team = await page(await web.signedIn('administrator'), '/staff/insight/flow?cohort=y13-2025');
    expect(team).toContain('Autumn to six-month rule: University to University 68');
    expect(team).toContain('Started and left early 10 % (');
  });

  it('draws the ways of one plan, which add up to everybody’s, to leaders of the whole trust alone', async () => {
    const reviewer = await web.signedIn('reviewer');
    const took = (text: string, way: string): number => Number(new RegExp(`${way} (\\d+)`).exec(text)?.[1] ?? 0);
    const way = 'Place to autumn: University to University';
    const everybody = await page(reviewer, '/staff/insight/flow');
    const planned = await page(reviewer, '/staff/insight/flow?group=university');
    expect(took(planned, way)).toBe(took(everybody, way));
    expect(took(planned, way)).toBeGreaterThan(0);
    expect(planned).toContain('After results: Planned university');
    expect(planned).not.toContain('Place to autumn: Work to Work');
    expect((await reviewer.get('/staff/insight/flow.csv?group=employment')).text).toContain('Work to Work');
    const leaders = await page(network, '/staff/insight/flow?group=university');
    expect(took(leaders, way) % 5).toBe(0);
    expect(leaders).toContain('Planned an apprenticeship'); // to choose
    const school = await network.get('/staff/insight/flow?group=university&school=northgate');
    expect([school.status, words(school.text).includes('Planned an apprenticeship')]).toEqual([200, false]);
    expect((await network.get('/staff/insight/flow.csv?group=university&school=northgate')).status).toBe(400);
    expect((await network.get('/staff/insight/flow?group=poets')).status).toBe(400);
  });

  it('shows the measures that the trust chose, version by version, and of two who choose at once takes one', async () => {
    const admin = await web.signedIn('administrator');
    expect(await page(admin, '/staff/settings/measures')).toContain('Version Measures Chosen 1 Plan kept, Sustained');
    const choose = (version: string, ...measures: string[]) =>
      admin.post('/staff/settings/measures', { version, measures });
    expect((await choose('1')).status).toBe(422);
    expect((await choose('1', 'sustained', 'level')).status).toBe(303);
    expect((await choose('1', 'sustained')).status).toBe(409);
    expect((await choose('2', 'level', 'sustained')).status).toBe(303);
    const text = await page(network, '/staff/insight');
    expect(text).toContain('Version 2 of the set of measures, chosen on 24 November 2026.');
    expect(text).not.toContain('Plan kept');
    await test.tools.store.auditEvents.moveIntents();
    const acts = await test.connection.collection('auditevents').find({ act: 'measures.chosen' }).toArray();
    expect(acts.map(({ subject }) => String(subject))).toEqual(['quality-set:2']);
    expect((await choose('2', 'kept', 'sustained', 'level', 'fit', 'second')).status).toBe(303);
    expect((await network.get('/staff/settings/measures')).status).toBe(403);
  });

  it('has a page of the same name for every figure', async () => {
    const admin = await web.signedIn('administrator');
    for (const name of figureNames) {
      const { status } = await admin.get(`/staff/insight${name === 'quality' ? '' : `/${name}`}`);
      expect([name, status]).toEqual([name, 200]);
    }
  });

  it('gives exactly what the page shows as a file, a line a cell', async () => {
    const file = await network.get('/staff/insight/quality.csv');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.text).toContain('"Table","Row","Figure","Value"');
    expect(file.text).toContain(
      '"Sustained for six months by year of leaving","2025","Ours, with 95 % interval","86 % (77 to 92 %)"',
    );
    expect(file.text).not.toContain('Southgate Academy (invented)');
    const flow = (await network.get('/staff/insight/flow.csv?cohort=y13-2025')).text;
    expect(flow).toContain('"Autumn to six-month rule: University to University","People",70');
    expect((await network.get('/staff/insight/staying.csv')).text).toContain(
      '"By place","University of Leeds","After 12 months","86 % (',
    );
    expect((await network.get('/staff/insight/response.csv')).status).toBe(200);
  });

  it.each([
    [
      'flow?cohort=y13-2010',
      'There is no cohort “Year 13 leavers of 2010” here. There are: Year 13 leavers of 2024, Year 13 leavers of 2025.',
    ],
    ['flow.csv?cohort=y13-1999-and-more', 'There is no cohort “y13-1999-and-more” here.'],
    ['flow.csv?stage=y11&cohort=y13-2025', 'There is no cohort “Year 13 leavers of 2025” here. Leave the cohort out.'],
    ['flow?cohort=y13-2024&cohort=y13-2025', 'There is no cohort “y13-2024, y13-2025” here.'],
    ['quality.csv?stage=y12', 'There is no stage “y12” here. There are: Year 11 leavers, Year 13 leavers.'],
    ['staying?kind=palace', 'There is no kind “palace” here. There are: university, further-education,'],
    ['fit.csv?kind=employment', 'There is no kind “employment” here.'],
    ['fit/10007795?cohort=y13-2025', 'There is no cohort “Year 13 leavers of 2025” here. Leave the cohort out.'],
    ['fit/10007795/packs?kind=palace', 'There is no kind “palace” here.'],
    ['factors?factor=course', 'There is no factor “course” here. There are: plan, payment,'],
    ['factors?factor=weather', 'There is no factor “weather” here. There are: '],
    ['reasons.csv?opening=door', 'There is no opening “door” here. There are: '],
    ['reasons?group=university', 'There is no group “university” here. Leave the group out.'],
    ['clock?outcome=luck', 'There is no outcome “luck” here.'],
    ['clock.csv?outcome=own&group=girls', 'There is no group “girls” here. Leave the group out.'],
  ])('refuses %s in place of showing something else', async (path, said) => {
    const answer = await network.get(`/staff/insight/${path}`);
    expect([answer.status, words(answer.text)]).toEqual([400, expect.stringContaining(said)]);
  });

  it('refuses a school that is not there, and says which are', async () => {
    const answer = await network.get('/staff/insight/response?school=atlantis');
    expect(answer.status).toBe(404);
    expect(words(answer.text)).toContain('There is no school “atlantis” here. There are: northgate, southgate.');
  });

  it('leaves aside the cohort that the form still held when the stage was changed, and takes the stage of a cohort', async () => {
    expect((await network.get('/staff/insight/flow?stage=y11&cohort=y13-2025')).status).toBe(200);
    expect(await page(network, '/staff/insight/flow?cohort=y13-2025&stage=')).toContain(
      'The whole trust: Year 13, 2025',
    );
  });

  it('gives the curve of who stays, by place and subject, by name', async () => {
    const text = await page(network, '/staff/insight/staying');
    // 20 of 146 left in month 3; nobody later.
    expect(text).toContain('86 % are still at university after 12 months; those who leave do so most often in month 3');
    expect(text).toContain('Place After 12 months University of Leeds 86 % (');
    expect(text).toContain('Subject After 12 months Computing 86 % (');
    expect(await page(network, '/staff/insight/staying?kind=employment')).toContain('Too few to tell how long');
  });
});
