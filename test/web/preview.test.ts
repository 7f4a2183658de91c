// Staff try a questionnaire: its pages, codes and picture, and the real survey as a made-up person, of whom nothing is kept.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { publishedQuestionnaires, type PublishedQuestionnaire } from '../../src/domain/survey/catalogue.js';
import { dictionaryOf, graphOf } from '../../src/domain/survey/dictionary.js';
import { yearlyCheckV4 } from '../../src/domain/survey/questionnaires/checks-v4.js';
import { withEveryModule } from '../../src/domain/survey/modules.js';
import { leavingFormV2 } from '../../src/domain/survey/questionnaires/leaving-form-v2.js';
import { situationCheckV2 } from '../../src/domain/survey/questionnaires/leavers-v2.js';
import { graphView } from '../../src/web/staff/questionnaire-graph.js';
import type { TestTools } from '../support/tools.js';
import { commandLine, openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let browser: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite());
  browser = await web.signedIn('school-leader');
});
afterAll(() => web.close());

const home = '/staff/settings/questionnaires';
const check2 = `${home}/situation-check/2`;
const numberOf = (id: string): number => situationCheckV2.pages.findIndex((page) => page.id === id) + 1;
const addressOf = (id: string): string => `/staff/preview/question/${numberOf(id)}`;
const person = { left: '0', planned: 'university', who: 'self', language: 'en' };

async function started(given: Partial<typeof person> = {}): Promise<string> {
  await browser.get(check2);
  const answer = await browser.post(check2, { ...person, ...given });
  expect([answer.status, answer.location]).toEqual([303, '/staff/preview']);
  return (await browser.get('/staff/preview')).location ?? '';
}

/** Answers one page and gives where it leads. */
async function fill(id: string, fields: Readonly<Record<string, string | string[]>>): Promise<string> {
  expect((await browser.get(addressOf(id))).status).toBe(200);
  const answer = await browser.post(addressOf(id), fields);
  expect([id, answer.status]).toEqual([id, 303]);
  return answer.location ?? '';
}

function situationCheck(): PublishedQuestionnaire {
  const published = publishedQuestionnaires.find(({ questionnaire }) => questionnaire === situationCheckV2);
  if (published === undefined) throw new Error('Not published.');
  return published;
}

describe('a questionnaire', () => {
  it('is listed in each version and opens, with every code and its picture', async () => {
    const list = (await browser.get(home)).text;
    for (const published of publishedQuestionnaires) {
      const { name, version } = published.questionnaire;
      expect(list).toContain(`href="${home}/${name}/${version}"`);
      const page = await browser.get(`${home}/${name}/${version}`);
      expect(page.status).toBe(200);
      expect(page.text.match(/class="onward-graph__box"/g)).toHaveLength(
        withEveryModule(published).questionnaire.pages.length,
      );
      const missing = dictionaryOf(withEveryModule(published)).filter(
        ({ code }) => code !== '' && !new RegExp(`>\\s*${code}\\s*<`).test(page.text),
      );
      expect(missing).toEqual([]);
    }
  });

  it('folds each question of its dictionary, and names them all at its top', async () => {
    const page = (await browser.get(check2)).text;
    const asked = [...new Set(dictionaryOf(withEveryModule(situationCheck())).map(({ question }) => question))];
    const folds = [...page.matchAll(/<details class="[^"]*onward-dictionary">[\s\S]*?<\/details>/g)].map(
      ([fold]) => fold,
    );
    expect(folds.map((fold) => /id="dictionary-([^"]+)"/.exec(fold)?.[1])).toEqual(asked);
    expect(folds.filter((fold) => fold.includes('<table'))).toEqual([]);
    expect(asked.filter((id) => !page.includes(`href="#dictionary-${id}"`))).toEqual([]);
  });

  it('comes as a file with the same rows', async () => {
    const file = await browser.get(`${check2}/dictionary.csv`);
    expect(file.headers.get('Content-Disposition')).toContain('situation-check-2-dictionary.csv');
    const rows = parse<Record<string, string>>(file.text, { columns: true, bom: true });
    expect(rows.map(({ question, code }) => [question, code])).toEqual(
      dictionaryOf(withEveryModule(situationCheck())).map(({ question, code }) => [question, code]),
    );
    expect(rows.find(({ question }) => question === 'lives-in')).toMatchObject({
      ...{ module: 'where-they-live 1', askedOf: 'everyone, where the module where-they-live 1 is on' },
    });
    expect(rows.find(({ question }) => question === 'study-place')).toMatchObject({
      ...{ kind: 'provider', doubts: 'other-kind' },
      askedOf: 'situation is university or college or apprenticeship or training',
    });
  });

  it('that is not published is not there', async () => {
    for (const address of [`${home}/situation-check/99`, `${home}/nothing/1`, `${home}/situation-check/x`]) {
      expect((await browser.get(address)).status).toBe(404);
    }
  });

  it('is drawn with a line from each page that others hang from', () => {
    for (const published of publishedQuestionnaires) {
      const pages = graphOf(published);
      const view = graphView(pages);
      const hanging = pages.filter(({ hangsFrom }) => hangsFrom.length > 0);
      expect(view.arrows).toHaveLength(hanging.reduce((sum, { hangsFrom }) => sum + hangsFrom.length, 0));
      expect(pages.every(({ place, hangsFrom }) => hangsFrom.every((from) => from < place))).toBe(true);
      expect(JSON.stringify(view)).not.toMatch(/NaN|Infinity|null/);
    }
  });
});

describe('a preview', () => {
  it('walks the real pages, marked as one, with what the answers would record beside them', async () => {
    const place = await started();
    expect(place).toBe(addressOf('situation'));
    const first = (await browser.get(place)).text;
    expect(first).toContain('<strong>Preview:</strong>');
    expect(first).toContain('Nothing yet.');
    expect(first).toContain('What are you doing now?');
    await fill('situation', { situation: 'university' });
    const since = { 'months-there-month': '9', 'months-there-year': '2026', 'months-there-until-year': '' };
    expect(await fill('months-there', { ...since, 'months-there-going-on': 'yes' })).toBe(addressOf('study-place'));
    expect(await fill('study-place', { 'study-place': 'Leeds' })).toBe(addressOf('study-place'));
    expect((await browser.get(addressOf('study-place'))).text).toContain('Which of these do you mean?');
    await fill('study-place', { 'study-place': 'Leeds', 'study-place-pick': '10007795' });
    const so = (await browser.get(addressOf('study-subject'))).text;
    expect(so).toContain('University of Leeds, since September 2026, still there');
    expect(so).toContain('UKPRN 10007795');
    await fill('as-planned', { 'as-planned': 'no' });
    await fill('plan-story', { 'plan-story': 'never-applied' });
    await fill('reasons', { reasons: 'money' });
    await fill('reasons-money', { 'reasons-money': 'FIN/M4' });
    await fill('stay-in-touch', { 'stay-in-touch': 'yes' });
    await fill('stay-until', { 'stay-until': 'three-years' });
    const check = await browser.get('/staff/preview/check');
    expect(check.text).toContain('University of Leeds (you typed “Leeds”)');
    expect((await browser.post('/staff/preview/check')).location).toBe('/staff/preview/end');
    const end = (await browser.get('/staff/preview/end')).text;
    expect(end).toContain('University of Leeds, since September 2026, still there');
    expect(end).toContain('Never applied, or turned it down');
    expect(end).toContain('May be written to, until 3 November 2029');
    expect(end).toContain('Nothing was stored');
  });

  it('keeps nothing: no response, no invitation, no record', async () => {
    for (const collection of ['responses', 'invitations', 'destinationrecords', 'alumni']) {
      expect([collection, await test.connection.collection(collection).countDocuments()]).toEqual([collection, 0]);
    }
  });

  it('does not end before the one required question is answered', async () => {
    await started();
    await browser.get('/staff/preview/check');
    expect((await browser.post('/staff/preview/check')).location).toBe('/staff/preview');
    expect((await browser.get(addressOf('reasons'))).location).toBe('/staff/preview'); // not asked of them
  });

  it('asks the optional questions that are ticked, and those alone, before staying in touch', async () => {
    const page = (await browser.get(check2)).text;
    expect(page).toContain('Optional modules that are on for them');
    expect(page).not.toContain('Work and pay'); // it does not go with this check
    await browser.post(check2, { ...person, modules: 'what-school-did' });
    await browser.get('/staff/preview');
    const asked: string[] = [];
    const place = `/staff/preview/question/${numberOf('stay-in-touch')}`;
    for (let next = place; next !== '/staff/preview/check' && asked.length < 9;) {
      const shown = (await browser.get(next)).text;
      asked.push(/<title>([^<]*?) –/.exec(shown)?.[1] ?? '');
      next = (await browser.post(next, { action: 'skip' })).location ?? '';
    }
    expect(asked.slice(0, 3)).toEqual([
      'How much did your school help you to get here?',
      'Who helped you most to find your way?',
      'What should your school do more of, or stop doing?',
    ]);
    expect(asked).not.toContain('Where do you live now?');
    await browser.get(check2);
    expect((await browser.post(check2, { ...person, modules: ['no-such', 'work-and-pay'] })).status).toBe(303);
    expect((await browser.get(place)).text).toContain('May we write to you again');
  });

  it('goes on from the one button as somebody who comes back, with what it says at once', async () => {
    const yearly = `${home}/yearly-check/4`;
    expect((await browser.get(check2)).text).not.toContain('press that nothing has changed');
    expect((await browser.get(yearly)).text).toContain('press that nothing has changed');
    await browser.post(yearly, { ...person, answers: 'unchanged' });
    const first = (await browser.get('/staff/preview')).location ?? '';
    const page = (await browser.get(first)).text;
    expect(page).toContain('How are you paying for it?');
    expect(page).toContain('University of Leeds, Physics, since September 2026, still there');
    expect(page).toContain('UKPRN 10007795');
    await browser.post(yearly, { ...person, answers: 'unchanged', who: 'proxy' });
    expect((await browser.get('/staff/preview')).location).toBe('/staff/preview/question/1');
  });

  it('shows a consent as what it allows, with the words that it was said to', async () => {
    const yearly = `${home}/yearly-check/4`;
    await browser.get(yearly);
    await browser.post(yearly, person);
    await browser.get('/staff/preview');
    const numberIn = (id: string): number => yearlyCheckV4.pages.findIndex((page) => page.id === id) + 1;
    const link = `/staff/preview/question/${numberIn('may-link')}`;
    expect((await browser.get(link)).text).toContain('May we look you up in official files?');
    expect((await browser.post(link, { 'may-link': 'yes' })).location).toBe(
      `/staff/preview/question/${numberIn('may-chat')}`,
    );
    const end = (await browser.get('/staff/preview/end')).text;
    expect(end).toContain('Looking them up in official files');
    expect(end).toContain('allowed, wording permissions 1');
  });

  it('asks somebody who answers for another what they may be asked, and no more', async () => {
    await started({ who: 'proxy' });
    expect(await fill('situation', { situation: 'work' })).toMatch(/question/);
    expect((await browser.get('/staff/preview/end')).text).not.toContain('May be written to');
    expect((await browser.get(addressOf('stay-in-touch'))).location ?? '').not.toBe('');
  });

  it('speaks a language that nobody has confirmed, to staff alone', async () => {
    await started({ language: 'ar' });
    const page = (await browser.get(addressOf('situation'))).text;
    expect(page).toContain('dir="rtl"');
    expect(page).toContain('<strong>Preview:</strong>');
  });

  it('speaks in easy words where that is chosen', async () => {
    await started();
    const usual = (await browser.get(addressOf('situation'))).text;
    await browser.get(check2);
    await browser.post(check2, { ...person, reading: 'easy' });
    const easy = (await browser.get(addressOf('situation'))).text;
    expect([usual.includes('onward-easy'), easy.includes('onward-easy')]).toEqual([false, true]);
    expect(easy).toContain('What do you do now?');
  });

  it('of the leaving form records the plan, the ways and each address with whose it is, as the form itself does', async () => {
    const leaving = `${home}/leaving-form/2`;
    await browser.get(leaving);
    await browser.post(leaving, person);
    await browser.get('/staff/preview');
    const say = async (id: string, value: string | readonly string[], more: Readonly<Record<string, string>> = {}) => {
      const address = `/staff/preview/question/${leavingFormV2.pages.findIndex((page) => page.id === id) + 1}`;
      await browser.get(address);
      expect([id, (await browser.post(address, { [id]: value, ...more })).status]).toEqual([id, 303]);
    };
    await say('plan', 'university');
    await say('plan-place', 'Leeds', { 'plan-place-pick': '10007795' });
    await say('stay-in-touch', 'yes');
    await say('stay-by', ['mail', 'phone']);
    await say('email', 'avery@example.org');
    await say('other-email', 'parent@example.org');
    await say('other-owner', 'parent');
    const end = (await browser.get('/staff/preview/end')).text;
    expect(end).toMatch(/The plan: <strong>[^<]*University of Leeds/);
    expect(end).toContain('By: Email, Calls');
    expect(end).toContain('avery@example.org (their own)');
    expect(end).toContain('parent@example.org (a parent’s)');
  });

  it('says of a sensitive question that it hangs on a recorded ground, and whether there is one', async () => {
    await web.application.survey.decideSensitive(commandLine, null);
    await started();
    await fill('situation', { situation: 'work' });
    expect((await browser.get(check2)).text).toContain('None holds today, so nobody sees it but in a preview.');
    await browser.get(addressOf('as-planned'));
    await fill('as-planned', { 'as-planned': 'no' });
    await fill('plan-story', { 'plan-story': 'never-applied' });
    const without = (await browser.get(addressOf('reasons'))).text;
    expect(without).toContain('an answer here tells of health');
    expect(without).toContain('None holds today');
    await fill('reasons', { reasons: 'money' });
    await web.application.survey.decideSensitive(commandLine, {
      ...{ condition: 'explicit-consent', decidedBy: 'The board' },
      ...{ decidedOn: localDate('2026-10-01'), until: localDate('2027-09-30') },
    });
    const money = (await browser.get(addressOf('reasons-money'))).text;
    expect(money).toContain('this question can tell of health or faith');
    expect(money).toContain('One is recorded, until 30 September 2027.');
    expect((await browser.get(addressOf('situation'))).text).not.toContain('Article 9');
  });

  it('is begun for somebody who can be, and for no other', async () => {
    await browser.get(check2);
    for (const wrong of [{ left: '7' }, { planned: 'moon' }, { who: 'nobody' }, { language: 'xx' }]) {
      expect((await browser.post(check2, { ...person, ...wrong })).status).toBe(422);
    }
  });

  it('is nobody else’s, and over where there is none', async () => {
    const other = await web.signedIn('reviewer');
    for (const path of ['/staff/preview', '/staff/preview/question/1', '/staff/preview/check', '/staff/preview/end']) {
      expect([path, (await other.get(path)).location]).toEqual([path, home]);
    }
  });
});
