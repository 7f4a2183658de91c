// Barriers, what was done, careers provision and what goes on paper, over HTTP: from answers to a card of the board; two people at once;
// what leaders cannot learn; and nothing about anybody in what is kept.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBarriers } from '../../src/application/insight/find-barriers.js';
import type { AlumnusId, CohortId, SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { OutcomeRow } from '../../src/domain/destinations/outcome.js';
import { aLeaver, keepTrust } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const [northgate, southgate, eastgate] = ['northgate', 'southgate', 'eastgate'] as readonly string[] as readonly [
  SchoolId,
  SchoolId,
  SchoolId,
];
const perSchool = 40;
const stoppedPeople = 24;

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let team: Browser;
let network: Browser;

const words = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const page = async (browser: Browser, path: string): Promise<string> =>
  words((await browser.get(`/staff/insight${path}`)).text);
const post = (browser: Browser, path: string, form: Readonly<Record<string, string | readonly string[]>>) =>
  browser.post(`/staff/insight${path}`, form);
const pathOf = (location: string | null): string => (location ?? '').replace('/staff/insight', '');

/** Rows for counting of earlier leavers, for the measures. */
async function rows(count: number, given: Partial<OutcomeRow>): Promise<void> {
  const mark = JSON.stringify(given);
  for (let place = 0; place < count; place += 1) {
    await test.tools.store.outcomes.write({
      ...{
        id: `row-${mark.length}-${mark}-${place}`.replace(/[^a-z0-9-]/gi, '') as AlumnusId,
        schoolId: northgate,
        cohortId: 'y13-2024' as CohortId,
      },
      ...{ rule: 'dfe-1618@1', verdict: 'not-known', way: '------', conflicts: 0, revision: 1, ...given },
    });
  }
}

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  const { store } = test.tools;
  const schools = [northgate, southgate, eastgate];
  const people = schools.flatMap((schoolId, school) =>
    Array.from({ length: perSchool }, (_, place) => ({
      schoolId,
      stopped: place < (school === 0 ? stoppedPeople : 5),
      person: aLeaver(school * 100 + place, { schoolId }),
    })),
  );
  await keepTrust(
    test.tools,
    people.map(({ person }) => person),
  );
  const east = {
    name: 'Eastgate Academy (invented)',
    urn: '900003',
    laestab: '9994003',
    joinedTrustOn: localDate('2020-09-01'),
  };
  await store.schools.save({ id: eastgate, ...east });
  web = await openWeb(test.tools, test.connection);
  team = await web.signedIn('reviewer');
  network = await web.signedIn('network-leader');
  for (const { person, stopped } of people) {
    await web.application.destinations.recordClaims({
      ...{
        alumnusId: person.id,
        responseId: `leaving:${person.id}`,
        revision: 1,
        submittedAt: new Date('2026-06-10T10:00:00Z'),
      },
      answers: {
        ...{
          plan: 'university',
          'ruled-out': [stopped ? 'university' : 'work'],
          payment: stopped ? 'family' : 'student-loan',
        },
        ...(stopped ? { reasons: ['money'], 'reasons-money': ['FIN/M4'] } : { reasons: ['place'] }),
        'reason-words': 'A sentence that only the sealed part may hold.',
        'school-should': 'More about money, please',
      },
    });
  }
  for (const schoolId of schools) {
    await rows(45, {
      schoolId,
      cohortId: 'y13-2024' as CohortId,
      planned: 'university',
      kept: 'yes',
      verdict: 'met',
      by: 'education',
      way: 'uu--4h',
    });
    await rows(15, {
      schoolId,
      cohortId: 'y13-2024' as CohortId,
      planned: 'university',
      kept: 'no',
      verdict: 'missed',
      way: 'uuq-2h',
    });
    const well = schoolId === northgate ? 51 : 45;
    await rows(well, {
      schoolId,
      cohortId: 'y13-2025' as CohortId,
      planned: 'university',
      kept: 'yes',
      verdict: 'met',
      by: 'education',
      way: 'uu--4h',
    });
    await rows(60 - well, {
      schoolId,
      cohortId: 'y13-2025' as CohortId,
      planned: 'university',
      kept: 'no',
      verdict: 'missed',
      way: 'uuq-2h',
    });
  }
  await store.rollups.mark(
    schools.flatMap((schoolId) =>
      ['y13-2024', 'y13-2025'].map((cohortId) => ({ schoolId, cohortId: cohortId as CohortId })),
    ),
  );
  while ((await web.application.insight.recountDue(500)).counted > 0);
});
afterAll(async () => {
  await web.close();
  await test.close();
});

const id = 'loan-with-interest~northgate~y13-2026';

describe('before anything is raised or written down', () => {
  it.each(['/barriers', '/interventions', '/provision', '/gatsby', '/one-page', '/website'])(
    '%s says so',
    async (path) => {
      const answer = await network.get(`/staff/insight${path}`);
      expect(answer.status).toBe(200);
      expect(words(answer.text)).toMatch(
        /Nothing stands here|Nothing has been written down yet|No change of careers provision|No sheet has been made|Copy this/,
      );
    },
  );
});

describe('the board of barriers', () => {
  it('is given a card by the detector once, however often it looks and wherever it stopped, and kept up to date', async () => {
    const { insight, destinations } = web.application;
    const { store } = test.tools;
    const insert = () => Promise.reject(new Error('stopped'));
    const stopping = { ...test.tools, store: { ...store, barriers: { ...store.barriers, insert } } };
    await expect(findBarriers(stopping)()).rejects.toThrow('stopped');
    expect(await store.barriers.list('every-school')).toEqual([]);
    const look = () => insight.findBarriers();
    const [one, other] = await Promise.all([look(), look()]);
    expect(one.raised + other.raised).toBe(1);
    expect(await look()).toEqual({ counted: 0, raised: 0 });
    await destinations.recordClaims({
      ...{
        alumnusId: aLeaver(100).id,
        responseId: 'again',
        revision: 1,
        submittedAt: new Date('2026-11-20T10:00:00Z'),
      },
      answers: { plan: 'university', payment: 'family' },
    });
    expect(await look()).toEqual({ counted: 1, raised: 0 });
    expect((await page(team, '/barriers')).match(/A loan with interest may stand in the way/g)).toHaveLength(1);
  });

  it('keeps no word about anybody: barriers name no person, and nothing of a person names a barrier', async () => {
    await web.application.governance.appendAudit();
    const people = /import1-|row-/;
    let documents = 0;
    for (const { name } of (await test.connection.db?.listCollections().toArray()) ?? []) {
      for await (const document of test.connection.collection(name).find({})) {
        const text = JSON.stringify(document);
        documents += 1;
        expect(text).not.toMatch(/FIN\/M4|only the sealed part|More about money/);
        if (/loan-with-interest|barrier/.test(text)) expect(text).not.toMatch(people);
      }
    }
    expect(documents).toBeGreaterThan(400);
    const counted = await test.connection.collection('auditevents').find({ act: 'sealed-answers.counted' }).toArray();
    expect(counted.length).toBeGreaterThan(0);
    expect(counted.every(({ actor }) => (actor as { readonly kind: string }).kind === 'system')).toBe(true);
  });

  it('shows shares with their intervals, of whom, and how it was worked out', async () => {
    const text = await page(team, `/barriers/${id}`);
    expect(text).toContain('A loan with interest goes against their faith or conscience');
    expect(text).toContain('Pay without any student loan 60 % (45 to 74 %) of 40');
    expect(text).toContain('An association: it does not say why.');
    expect(await page(network, `/barriers/${id}`)).toContain('Pay without any student loan 60 %');
    const own = await web.signedIn('school-leader', [northgate]);
    expect(await page(own, `/barriers/${id}`)).toContain('60 % (45 to 74 %)');
    const some = await web.signedIn('school-leader', [northgate, eastgate]);
    expect(await page(some, `/barriers/${id}`)).toContain('not shown beside your own');
    const elsewhere = await web.signedIn('school-leader', [southgate]);
    expect((await elsewhere.get(`/staff/insight/barriers/${id}`)).status).toBe(404);
    expect(await page(elsewhere, '/barriers')).not.toContain('A loan with interest');
  });

  it('takes one change of two people who change a card at once, and tells the other', async () => {
    const looked = (found: string) => ({ act: 'evidence', version: '1', found, holds: 'yes' });
    await Promise.all([team.get(`/staff/insight/barriers/${id}`), network.get(`/staff/insight/barriers/${id}`)]);
    const answers = await Promise.all([
      post(team, `/barriers/${id}`, looked('Asked sixty students')),
      post(network, `/barriers/${id}`, looked('Asked the bursary office')),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const late = answers.find(({ status }) => status === 409);
    expect(words(late?.text ?? '')).toContain('Somebody else changed it meanwhile');
    const text = await page(team, `/barriers/${id}`);
    expect(
      [text.includes('Asked sixty students'), text.includes('Asked the bursary office')].filter(Boolean),
    ).toHaveLength(1);
    await web.application.governance.appendAudit();
    expect(await test.connection.collection('auditevents').countDocuments({ act: 'barrier.looked-into' })).toBe(1);
  });

  it('asks who gains, who could lose and who checked the duty, and goes on to its result', async () => {
    const decided = {
      act: 'decide',
      version: '2',
      way: 'work-around',
      why: 'Show degree apprenticeships',
      gains: 'All who borrow nothing',
      loses: 'Nobody',
    };
    const without = await post(team, `/barriers/${id}`, { ...decided, dutyCheckedBy: '' });
    expect([without.status, words(without.text).includes('Enter who checked it')]).toEqual([422, true]);
    expect((await post(team, `/barriers/${id}`, { ...decided, dutyCheckedBy: 'Equality lead' })).status).toBe(303);
    expect(
      (await post(team, `/barriers/${id}`, { act: 'result', version: '3', result: 'better', came: 'x' })).status,
    ).toBe(409);
    expect(
      (
        await post(team, `/barriers/${id}`, {
          act: 'act',
          version: '3',
          what: 'Visits',
          owner: 'Head',
          by: '2027-02-30',
        })
      ).status,
    ).toBe(422);
    expect(
      (
        await post(team, `/barriers/${id}`, {
          act: 'act',
          version: '3',
          what: 'Visits',
          owner: 'Head',
          by: '2027-03-31',
        })
      ).status,
    ).toBe(303);
    expect(
      (await post(team, `/barriers/${id}`, { act: 'result', version: '4', result: 'cannot-tell', came: 'Too few yet' }))
        .status,
    ).toBe(303);
    expect(await page(network, '/barriers')).toContain(
      'Results What may stand in the way Whose How it stands Last changed A loan with interest',
    );
    // A result that stands is not raised again in the same year.
    await test.tools.store.rollups.mark([{ schoolId: northgate, cohortId: 'y13-2026' as CohortId }]);
    expect((await web.application.insight.findBarriers()).raised).toBe(0);
  });

  it('takes hints of staff about their own schools, of what stops people and not of who they are', async () => {
    const own = await web.signedIn('school-leader', [southgate]);
    await own.get('/staff/insight/barriers');
    const hint = { place: 'southgate', title: 'The bus', hint: 'It costs too much' };
    expect((await post(own, '/barriers', hint)).status).toBe(303);
    expect((await post(own, '/barriers', { ...hint, place: 'northgate' })).status).toBe(422);
    expect((await post(own, '/barriers', { ...hint, place: 'trust' })).status).toBe(422);
    const who = await post(own, '/barriers', { ...hint, hint: 'Muslim students do not borrow' });
    expect(words(who.text)).toContain('Say what stops people, not who they are');
    const auditor = await web.signedIn('auditor');
    expect(await page(auditor, '/barriers')).toContain('The bus');
    expect((await post(auditor, '/barriers', hint)).status).toBe(403);
    expect((await network.get('/staff/insight/barriers.csv')).text).toContain(
      '"Hints","The bus","Whose","Southgate Academy (invented)"',
    );
  });
});

describe('what was done', () => {
  const mentors = {
    place: 'trust',
    title: 'Mentors',
    what: 'A mentor each',
    forWhom: 'Everybody in Year 13',
    leavers: 'y13',
    measure: 'sustained',
    first: 'northgate',
    from: '2025',
    drawn: 'no',
  };

  it('is written down for groups, compared beside others and before, as an association', async () => {
    await team.get('/staff/insight/interventions');
    const made = await post(team, '/interventions', mentors);
    expect(made.status).toBe(303);
    const path = pathOf(made.location);
    const text = await page(network, path);
    // 2025: 51 of 60 beside 90 of 120; before: 45 of 60.
    expect(text).toContain('Beside others of the same years 85 % (74 to 92 %) 75 % (67 to 82 %) +10.0 points');
    expect(text).toContain('The same schools before 85 % (74 to 92 %) 75 % (63 to 84 %)');
    expect(text).toContain('+10.0 points, too few schools for an interval');
    expect(text).toContain('Association only');
    // Only Northgate had it: to another school's leader "with it" would be Northgate's figure.
    const south = await page(await web.signedIn('school-leader', [southgate]), path);
    expect(south).toContain('Beside others of the same years too few to tell too few to tell');
    expect(south).not.toContain('85 %');
    expect(await page(await web.signedIn('school-leader', [northgate]), path)).toContain('75 % (67 to 82 %)');
    await team.get(`/staff/insight${path}`);
    const more = { act: 'school', version: '1', next: 'eastgate', from: '2027', why: 'Asked for it' };
    expect((await post(team, path, more)).status).toBe(303);
    expect((await post(team, path, more)).status).toBe(409);
    expect((await post(team, path, { ...more, version: '2' })).status).toBe(422);
    expect((await post(team, '/interventions', { ...mentors, measure: '' })).status).toBe(422);
    const file = (await network.get('/staff/insight/interventions.csv')).text;
    expect(file).toContain(
      '"Mentors: Sustained for six months","Beside others of the same years","With it","85 % (74 to 92 %)"',
    );
  });

  it('shows leaders nothing of few people, and the team every number', async () => {
    await rows(9, {
      schoolId: eastgate,
      cohortId: 'y11-2025' as CohortId,
      verdict: 'met',
      by: 'education',
      way: 'ff----',
    });
    await rows(9, { schoolId: southgate, cohortId: 'y11-2025' as CohortId, verdict: 'missed', way: 'ff----' });
    await test.tools.store.rollups.mark(
      [eastgate, southgate].map((schoolId) => ({ schoolId, cohortId: 'y11-2025' as CohortId })),
    );
    while ((await web.application.insight.recountDue(500)).counted > 0);
    await team.get('/staff/insight/interventions');
    const made = await post(team, '/interventions', { ...mentors, title: 'Visits', leavers: 'y11', first: 'eastgate' });
    const path = pathOf(made.location);
    expect(await page(team, path)).toContain('100 % (70 to 100 %) 0 % (0 to 30 %)');
    expect(await page(network, path)).toContain('Beside others of the same years too few to tell too few to tell');
    expect(await page(await web.signedIn('school-leader', [northgate, eastgate]), path)).toContain(
      'Schools beside each other are shown to those who see every school',
    );
  });
});

describe('careers provision', () => {
  it('is changed because of a figure as it stood, and looked at again', async () => {
    const form = await team.get('/staff/insight/provision?stage=y13');
    expect(form.text).toContain('value="trust/sustained:y13-2025"');
    expect(words(form.text)).toContain('120 people wrote what school should add or drop');
    expect(words(form.text)).toContain('Money, loans and budgeting 120');
    const talks = {
      place: 'trust',
      stage: 'y13',
      kind: 'added',
      what: 'Talks by apprentices',
      yearGroups: ['y9', 'y8'],
      from: '2027-01-11',
      because: 'trust/sustained:y13-2025',
      why: '',
      reviewOn: '2026-11-01',
    };
    const made = await post(team, '/provision', talks);
    expect(made.status).toBe(303);
    const path = pathOf(made.location);
    const text = await page(network, path);
    expect(text).toContain('Year groups Year 8, Year 9');
    expect(text).toContain(
      'Sustained for six months: 78 % (95 % interval 72 % to 84 %) of about 180 people heard of, Year 13, 2025',
    );
    expect(text).toContain('To be looked at since 1 November 2026');
    await team.get(`/staff/insight${path}`);
    const review = { act: 'review', version: '1', verdict: 'keep', found: 'Well liked', next: '2027-11-01' };
    expect((await post(team, path, review)).status).toBe(303);
    expect((await post(team, path, review)).status).toBe(409);
    expect(await page(network, '/provision')).toContain('Kept as it is, 24 November 2026');
    expect((await post(team, '/provision', { ...talks, because: 'northgate/sustained:y13-2025' })).status).toBe(422);
    expect((await post(team, '/provision', { ...talks, because: 'other' })).status).toBe(422);
    expect((await network.get('/staff/insight/provision.csv')).text).toContain(
      '"Talks by apprentices","Year groups","Year 8, Year 9"',
    );
  });

  it('is the evidence for Gatsby benchmark 3, the same for the team as for leaders', async () => {
    const [ofTeam, ofLeaders] = [await page(team, '/gatsby?stage=y13'), await page(network, '/gatsby?stage=y13')];
    expect(ofTeam).toContain('Year 13, 2024 2 180 100 % 75 % (68 to 81 %) 75 %');
    expect(ofTeam).toContain(
      'Changed: one change of careers provision, written down with its reason and looked at again since.',
    );
    const tablesOf = (text: string): string =>
      text.slice(text.indexOf('What we know of each'), text.indexOf('What former students said that'));
    expect(tablesOf(ofTeam)).toBe(tablesOf(ofLeaders));
    expect((await network.get('/staff/insight/gatsby.csv?stage=y13')).text).toContain(
      '"What we know of each year’s leavers","Year 13, 2024","People",180',
    );
  });
});

describe('what goes on paper and on the website', () => {
  it('freezes a sheet with three findings and one decision, and says when figures read otherwise', async () => {
    const form = (await team.get('/staff/insight/one-page?stage=y13')).text;
    const keys = [...form.matchAll(/name="keys"[^>]*value="([^"]+)"/g)].map(([, key = '']) => key);
    expect(keys.length).toBeGreaterThanOrEqual(3);
    const sheet = {
      place: 'trust',
      stage: 'y13',
      keys: keys.slice(0, 3),
      asked: 'Pay the bus of everybody',
      owner: 'Chair of governors',
    };
    expect((await post(team, '/one-page', { ...sheet, keys: keys.slice(0, 2) })).status).toBe(422);
    expect((await post(team, '/one-page', { ...sheet, keys: [...keys.slice(0, 2), 'trust/none:last'] })).status).toBe(
      422,
    );
    const made = await post(team, '/one-page', sheet);
    expect(made.status).toBe(303);
    const path = pathOf(made.location);
    const frozen = await page(network, path);
    expect(frozen).toContain('Sustained for six months: 78 %');
    expect(frozen).toContain('Pay the bus of everybody');
    expect(frozen).toContain('The figures still read the same.');
    await rows(60, {
      schoolId: eastgate,
      cohortId: 'y13-2025' as CohortId,
      planned: 'employment',
      verdict: 'met',
      by: 'employment',
      way: 'ee----',
    });
    await test.tools.store.rollups.mark([{ schoolId: eastgate, cohortId: 'y13-2025' as CohortId }]);
    while ((await web.application.insight.recountDue(500)).counted > 0);
    const later = await page(network, path);
    expect(later.slice(0, later.indexOf('Today'))).toBe(frozen.slice(0, frozen.indexOf('Today')));
    expect(later).toContain('Some figures read otherwise by now; the sheet stays as it was frozen.');
    expect(later.slice(later.indexOf('Today'))).toContain('Sustained for six months: 84 %');
    const elsewhere = await web.signedIn('school-leader', [southgate]);
    await elsewhere.get('/staff/insight/one-page');
    expect((await post(elsewhere, '/one-page', sheet)).status).toBe(422);
  });

  it('gives the website a block of HTML with definitions and the official tables, and nothing small', async () => {
    const html = (await network.get('/staff/insight/website?stage=y13')).text;
    const copied = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? '';
    expect(copied).toContain('&lt;section&gt;');
    expect(copied).toContain('the DfE six-month rule is met');
    expect(copied).toContain('find-statistics/16-18-destination-measures');
    expect(copied).not.toContain('class=');
    // Who sees all schools but one is told none of the trust, and not one of theirs under its name.
    const most = await web.signedIn('reviewer', [northgate, southgate]);
    expect(words((await most.get('/staff/insight/website?stage=y13&school=')).text)).toContain('too small');
    const few = words((await team.get('/staff/insight/website?stage=y11')).text);
    expect(few).toContain('Our groups of leavers are too small');
  });
});
