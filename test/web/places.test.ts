// Names of a list, months from and until, and doubts, over HTTP and without scripting: what may mean several is asked, what
// was typed is kept, and what is unlikely is asked about once.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { situationCheckV2 } from '../../src/domain/survey/questionnaires/leavers-v2.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
});
afterAll(() => web.close());

const numberOf = (id: string): number => situationCheckV2.pages.findIndex((page) => page.id === id) + 1;
const addressOf = (id: string): string => `/survey/question/${numberOf(id)}`;
const september = { 'months-there-month': '9', 'months-there-year': '2026' };

interface Visitor {
  readonly browser: Browser;
  readonly invited: Invited;
  /** Posts the page and gives the id of the page that follows, the same where it was not taken. */
  readonly post: (id: string, fields: Readonly<Record<string, string | string[]>>) => Promise<string>;
  readonly page: (id: string) => Promise<string>;
}

async function visitor(name: string, situation: string): Promise<Visitor> {
  const invited = await invite(test.tools, name, {}, { name: 'situation-check', version: 2 });
  const browser = web.browser();
  await browser.post(`/s/${invited.token}`, { choice: 'start' });
  const page = async (id: string) => (await browser.get(addressOf(id))).text;
  const post: Visitor['post'] = async (id, fields) => {
    await page(id);
    const answer = await browser.post(addressOf(id), fields);
    expect(answer.status).toBe(303);
    const place = /question\/(\d+)/.exec(answer.location ?? '')?.[1];
    return place === undefined ? 'check' : (situationCheckV2.pages[Number(place) - 1]?.id ?? '');
  };
  await post('situation', { situation });
  return { browser, invited, post, page };
}

/** The claim that the answers make once sent. */
async function claimOf({ browser, invited }: Visitor) {
  await browser.get('/survey/check');
  expect((await browser.post('/survey/check')).location).toBe('/survey/thank-you');
  const record = await test.tools.store.destinationRecords.find('every-school', invited.alumnusId);
  return record?.claims.find(({ source }) => source === 'survey');
}

describe('a name that may mean several', () => {
  it('is asked, with what was typed kept, and the one chosen is recorded with its number', async () => {
    const leaver = await visitor('several', 'university');
    expect(
      await leaver.post('months-there', {
        ...september,
        'months-there-going-on': 'yes',
        'months-there-until-year': '',
      }),
    ).toBe('study-place');
    expect(await leaver.post('study-place', { 'study-place': 'Leeds' })).toBe('study-place');
    const asked = await leaver.page('study-place');
    expect(asked).toContain('<title>Which one do you mean? Which university?');
    expect(asked).toContain('value="Leeds"');
    expect(asked).toContain('None of these. Keep “Leeds”');
    expect(asked).not.toContain('There is something to put right');
    expect(asked.indexOf('University of Leeds')).toBeLessThan(asked.indexOf('Leeds Beckett University'));
    expect(await leaver.post('study-place', { 'study-place': 'Leeds', 'study-place-pick': '10007795' })).toBe(
      'study-subject',
    );
    expect(await leaver.post('study-subject', { 'study-subject': 'maths' })).toBe('also');
    const check = (await leaver.browser.get('/survey/check')).text;
    expect(check).toContain('University of Leeds (you typed “Leeds”)');
    expect(check).toContain('From September 2026, still going on');
    // Coming back and going on without a change asks nothing again.
    expect(await leaver.page('study-place')).toContain('type="hidden" name="study-place-pick" value="10007795"');
    expect(await claimOf(leaver)).toMatchObject({
      ...{ provider: 'University of Leeds', ukprn: '10007795', course: 'maths', subject: 'CAH09-01-01' },
    });
  });

  it('is kept as it was typed by whoever says none of these, and asked again of whoever types another', async () => {
    const leaver = await visitor('none', 'university');
    await leaver.post('study-place', { 'study-place': 'Leeds' });
    expect(await leaver.post('study-place', { 'study-place': 'Bristol', 'study-place-pick': '10007795' })).toBe(
      'study-place',
    );
    expect(await leaver.page('study-place')).toContain('University of Bristol');
    expect(await leaver.post('study-place', { 'study-place': 'Bristol', 'study-place-pick': 'as-typed' })).toBe(
      'study-subject',
    );
    const claim = await claimOf(leaver);
    expect([claim?.provider, claim?.ukprn]).toEqual(['Bristol', undefined]);
  });

  it('can be skipped, and names that nobody knows are taken at once', async () => {
    const leaver = await visitor('skipped', 'university');
    await leaver.post('study-place', { 'study-place': 'Leeds' });
    expect(await leaver.post('study-place', { 'study-place': 'Leeds', action: 'skip' })).toBe('study-subject');
    expect(await leaver.post('study-place', { 'study-place': 'Exampleton <i>' })).toBe('study-subject');
    expect((await leaver.browser.get('/survey/check')).text).toContain('Exampleton &lt;i&gt;');
  });
});

describe('what the script asks for', () => {
  it('are the same names, from public lists alone', async () => {
    const browser = web.browser();
    const found = await browser.get('/names/provider?q=leeds');
    expect(JSON.parse(found.text)).toContainEqual({ code: '10007795', name: 'University of Leeds' });
    expect(found.headers.get('Set-Cookie')).toBeNull();
    expect(JSON.parse((await browser.get('/names/subject?q=maths')).text)).toEqual([
      { code: 'CAH09-01-01', name: 'Mathematics' },
    ]);
    for (const query of ['', '?q=', '?q=%20', '?q[$ne]=x', `?q=${'x'.repeat(3_000)}`]) {
      expect([query, (await browser.get(`/names/provider${query}`)).text]).toEqual([query, '[]']);
    }
    for (const kind of ['constructor', 'single', '__proto__']) {
      expect((await browser.get(`/names/${kind}?q=leeds`)).status).toBe(404);
    }
  });
});

describe('months', () => {
  it('that are wrong stand beside what to do, with everything typed', async () => {
    const leaver = await visitor('wrong', 'university');
    const ended = {
      'months-there-until-month': '13',
      'months-there-until-year': '2026',
      'months-there-until-about': 'y',
    };
    expect(await leaver.post('months-there', { ...september, ...ended })).toBe('months-there');
    const page = await leaver.page('months-there');
    expect(page).toContain('<a href="#months-there-until">Enter a month and a year with four numbers for the end');
    expect(page).toContain('id="months-there-until-error"');
    expect(page).toMatch(/id="months-there-until-year"[^>]* value="2026"/);
    expect(page).toMatch(/id="months-there-until-about"[^>]* checked/);
    expect(page).not.toMatch(/id="months-there-about"[^>]* checked/);
  });

  it('that are unlikely are asked about once, and stand by going on', async () => {
    const leaver = await visitor('unlikely', 'university');
    const ended = { 'months-there-until-month': '8', 'months-there-until-year': '2026' };
    expect(await leaver.post('months-there', { ...september, ...ended })).toBe('months-there');
    const page = await leaver.page('months-there');
    expect(page).toContain('<title>Please check: When did you start at university');
    expect(page).toContain('The end comes before the start.');
    expect(page).toContain('value="as-it-is"');
    expect(page).not.toContain('There is something to put right');
    const other = { ...ended, 'months-there-until-month': '7' };
    expect(await leaver.post('months-there', { ...september, ...other })).toBe('months-there'); // another, so once more
    expect(await leaver.post('months-there', { ...september, ...other })).toBe('how-ended'); // the same again
    expect(await leaver.post('how-ended', { 'how-ended': 'left-early' })).toBe('study-place');
    const second = await visitor('as-it-is', 'university');
    await second.post('months-there', { ...september, ...ended });
    expect(await second.post('months-there', { ...september, ...ended, action: 'as-it-is' })).toBe('how-ended');
    expect(await claimOf(second)).toMatchObject({ from: null, to: null });
  });

  it('that are wrong cannot be waved through as unlikely', async () => {
    const leaver = await visitor('waved', 'university');
    const ahead = { 'months-there-month': '12', 'months-there-year': '2027', 'months-there-going-on': 'yes' };
    const fields = { ...ahead, 'months-there-until-year': '', action: 'as-it-is' };
    expect(await leaver.post('months-there', fields)).toBe('months-there');
    expect(await leaver.post('months-there', fields)).toBe('months-there');
  });
});

it('a university named by somebody at college is asked about, and may be so', async () => {
  const leaver = await visitor('other-kind', 'college');
  expect(await leaver.post('study-place', { 'study-place': 'University of Leeds' })).toBe('study-place');
  expect(await leaver.page('study-place')).toContain('You first chose another kind of place.');
  expect(await leaver.post('study-place', { 'study-place': 'University of Leeds' })).toBe('college-course');
  expect(await claimOf(leaver)).toMatchObject({ activity: 'further-education', ukprn: '10007795' });
});
