// A scheduler drafts, reads, confirms and steers a wave on the pages; others see their own schools and change nothing.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { School } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { messageId } from '../../src/domain/waves/message.js';
import { actReason } from '../../src/web/staff/wave-words.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, schools } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let scheduler: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await keepTrust(test.tools, [
    ...Array.from({ length: 30 }, (_, n) => aLeaver(n)),
    aLeaver(30, { state: 'has-died' }),
  ]);
  scheduler = await web.signedIn('scheduler');
});
afterAll(() => web.close());

const plan = {
  ...{ title: 'Arrival check', cohort: 'y13-2026', questionnaire: 'destination-check@1', schools },
  ...{ 'i-on': '2026-11-03', 'i-at': '09:00', 'r1-on': '2026-11-12', 'r1-at': '10:00' },
  ...{ 'r2-on': '', 'r2-at': '09:00', 'l-on': '', 'l-at': '09:00', closes: '2026-12-11' },
  ...{ 't-on': '', 't-at': '09:00', 'p-on': '', 'p-at': '10:00' },
};
const school = (id: string): SchoolId => id as SchoolId;
const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('planning a wave', () => {
  it('offers a plan, refuses one that does not fit, and keeps what was typed', async () => {
    const form = await scheduler.get('/staff/waves/new');
    expect(form.status).toBe(200);
    expect(form.text).toContain('value="2026-11-03"');
    const answer = await scheduler.post('/staff/waves', { ...plan, 'r1-on': '2026-11-06', 'i-at': '23:00' });
    expect(answer.status).toBe(422);
    expect(words(answer.text)).toContain('Leave at least a week between two messages');
    expect(words(answer.text)).toContain('Enter a time within contact hours');
    expect(answer.text).toContain('value="Arrival check"');
    expect(answer.text).toContain('value="2026-11-06"');
  });

  it('says what is wrong with the days even while the name is missing, in the order of the form', async () => {
    await scheduler.get('/staff/waves/new');
    const typed = {
      ...plan,
      title: '',
      't-on': '2026-11-14',
      't-at': '12:30',
      'p-on': '2026-11-10',
      closes: '2026-12-01',
    };
    const answer = await scheduler.post('/staff/waves', typed);
    expect(answer.status).toBe(422);
    const listed = /data-error-summary>([\s\S]*?)<\/ul>/.exec(answer.text)?.[1] ?? '';
    expect([...listed.matchAll(/href="#([^"]+)"/g)].map(([, field]) => field)).toEqual(['title', 't-on', 'p-on']);
    expect(words(listed)).toContain('Enter a name for the wave');
    expect(words(listed)).toContain('Leave at least a week between two messages');
    expect(words(listed)).toContain('Enter a day after that of the step before');
    for (const [name, value] of [
      ['t-on', '2026-11-14'],
      ['t-at', '12:30'],
      ['p-on', '2026-11-10'],
      ['closes', '2026-12-01'],
    ]) {
      expect(answer.text).toMatch(new RegExp(`name="${name}" type="(date|time)" value="${value}"`));
    }
  });

  it('takes a text and calls into the plan, each in its place', async () => {
    await scheduler.get('/staff/waves/new');
    const typed = { ...plan, title: 'All ways', 'r1-on': '2026-11-24', 't-on': '2026-11-12', 'p-on': '2026-12-02' };
    const { location } = await scheduler.post('/staff/waves', typed);
    const page = words((await scheduler.get(location ?? '')).text);
    const order = ['Invitation', 'Text message', 'First reminder', 'Calls begin'].map((step) => page.indexOf(step));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(page).not.toContain('quiet days');
  });

  it('warns of quiet days and moves off them in one press, saying why', async () => {
    await scheduler.get('/staff/waves/new');
    const typed = { ...plan, title: 'On a Saturday', 'r1-on': '2026-11-14', 'r2-on': '2026-11-23' };
    const { location } = await scheduler.post('/staff/waves', typed);
    const draft = await scheduler.get(location ?? '');
    expect(words(draft.text)).toContain(
      'First reminder: Saturday 14 November 2026 is a Saturday, then a Sunday. The next day for it is Monday 16 November 2026.',
    );
    const moved = await scheduler.post(`${location ?? ''}/plan/quiet`, { revision: '1' });
    expect([moved.status, moved.location]).toEqual([303, location]);
    const page = words((await scheduler.get(location ?? '')).text);
    expect(page).toContain(
      'First reminder: moved from Saturday 14 November 2026 because it is a Saturday, then a Sunday.',
    );
    expect(page).not.toContain('This plan writes on quiet days');
    expect(words((await scheduler.get('/staff/calendar?from=2026-11')).text)).toContain(
      'First reminder: moved from Saturday 14 November 2026',
    );
    expect((await scheduler.post(`${location ?? ''}/plan/quiet`, { revision: '1' })).status).toBe(409);
    expect((await scheduler.post(`${location ?? ''}/plan/quiet`, { revision: '2' })).location).toBe(location);
    expect(words((await scheduler.get(location ?? '')).text)).toContain('Nothing had to be moved.');
  });

  it('shows who and who not, and sends only by the right number', async () => {
    await scheduler.get('/staff/waves/new');
    const { location } = await scheduler.post('/staff/waves', plan);
    const page = location ?? '';
    const draft = await scheduler.get(page);
    expect(words(draft.text)).toContain('31 in the cohort = 30 written to + 1 not.');
    expect(words(draft.text)).toContain(
      'Invitation As soon as it is confirmed 30 As soon as it is confirmed all at once',
    );
    expect(draft.text.match(/Avery\d+ Testperson/g)).toHaveLength(25);
    const next = /href="([^"]+)" rel="next"/.exec(draft.text)?.[1] ?? '';
    expect((await scheduler.get(next.replaceAll('&amp;', '&'))).text.match(/Avery\d+ Testperson/g)).toHaveLength(5);
    expect(words((await scheduler.get(`${page}?reason=has-died`)).text)).toContain('Avery30 Testperson');

    const preview = await scheduler.get(`${page}/preview/i`);
    expect(words(preview.text)).toMatch(/avery0@example.org Leaves \d/);
    expect(words(preview.text)).toContain('One minute: how are things going?');

    await scheduler.get(page);
    const wrong = await scheduler.post(`${page}/confirm`, { revision: '1', count: '31' });
    expect(wrong.status).toBe(422);
    expect(words(wrong.text)).toContain('Type 30: that is how many people it goes to');
    const right = await scheduler.post(`${page}/confirm`, { revision: '1', count: '30' });
    expect([right.status, right.location]).toEqual([303, page]);
    const again = await scheduler.post(`${page}/confirm`, { revision: '1', count: '30' });
    expect([again.status, again.location]).toEqual([303, page]);

    await web.application.waves.advanceWaves();
    await web.application.waves.queueDueMessages();
    await web.application.waves.refreshProgress();
    const running = await scheduler.get(page);
    expect(running.text).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
    expect(words(running.text)).toContain('31 in the cohort = 30 invited + 1 not invited');
    expect(words(running.text)).toContain('invited 30 ▸ accepted 0 ▸ started 0 ▸ completed 0');
    expect(words(running.text)).toContain('Messages: 30 waiting.');
    expect(words((await scheduler.get(`${page}/not-invited?reason=has-died`)).text)).toContain('Avery30 Testperson');
  });
});

describe('a running wave', () => {
  it('is steered by its schedulers, one move after the other', async () => {
    const [first] = await web.application.waves.listWaves({
      staffId: 'x' as never,
      role: 'scheduler',
      schools: 'every-school',
    });
    const page = `/staff/waves/${first?.wave.id ?? ''}`;
    const revision = String(first?.wave.revision);
    await scheduler.get(page);
    expect((await scheduler.post(`${page}/move`, { revision, move: 'pause' })).location).toBe(page);
    expect(words((await scheduler.get(page)).text)).toContain('Paused. Nothing leaves until you resume.');
    const stale = await scheduler.post(`${page}/move`, { revision, move: 'resume' });
    expect(stale.status).toBe(409);
    const step = { revision: String((first?.wave.revision ?? 0) + 1), at: '09:30' };
    const quiet = await scheduler.post(`${page}/steps/r1`, { ...step, on: '2026-11-21' });
    expect([quiet.status, words(quiet.text)]).toEqual([422, expect.stringContaining('is a Saturday')]);
    expect(quiet.text).toContain('name="anyway" value="2026-11-21"');
    const again = await scheduler.post(`${page}/steps/r1`, { ...step, on: '2026-11-22', anyway: '2026-11-21' });
    expect([again.status, words(again.text)]).toEqual([422, expect.stringContaining('is a Sunday')]);
    const allTheSame = await scheduler.post(`${page}/steps/r1`, { ...step, on: '2026-11-21', anyway: '2026-11-21' });
    expect(allTheSame.location).toBe(page);
    const moved = await scheduler.post(`${page}/steps/r1`, {
      ...{ ...step, revision: String(Number(step.revision) + 1), on: '2026-11-19' },
    });
    expect(moved.location).toBe(page);
    expect(words((await scheduler.get(page)).text)).toContain('First reminder , Thursday 19 November, 09:30');
    const { wave } = await web.application.waves.showWave(
      { staffId: 'x' as never, role: 'scheduler', schools: 'every-school' },
      first?.wave.id ?? '',
    );
    expect((await scheduler.post(`${page}/move`, { revision: String(wave.revision), move: 'cancel' })).status).toBe(
      303,
    );
    expect(words((await scheduler.get(page)).text)).toContain('Cancelled');
    await web.application.waves.refreshProgress();
    expect(await test.tools.store.messages.anyOpen(wave.id)).toBe(false);
  });

  it('lets what may have arrived be sent again while it runs, and only be left once it is over', async () => {
    const wave = await confirmedWave(web.application, { ...aPlan(), title: 'Unsure check' });
    await web.application.waves.advanceWaves();
    await web.application.waves.queueDueMessages();
    const { messages, waves } = test.tools.store;
    const people = [0, 1, 2].map((n) => messageId(wave, aLeaver(n).id, 'i', 1));
    const all = test.connection.collection<{ readonly _id: string; readonly state: string }>('messages');
    await all.updateMany({ _id: { $in: people } }, { $set: { state: 'unknown' }, $unset: { readyAt: 1 } });
    const page = `/staff/waves/${wave}`;
    expect((await scheduler.get(page)).text).toContain('value="send-again"');
    const [one = '', other = ''] = people;
    const press = (message: string, choice: string) =>
      scheduler.post(`${page}/unknown`, { message, choice, reason: 'They wrote' });
    expect((await press(one, 'send-again')).location).toBe(page);
    expect(words((await scheduler.get(page)).text)).toContain('It is sent again, as the same message.');

    const { revision } = (await waves.find('every-school', wave)) ?? { revision: 0 };
    await scheduler.post(`${page}/move`, { revision: String(revision), move: 'close' });
    const over = await scheduler.get(page);
    expect(over.text).not.toContain('send-again');
    expect(words(over.text)).toContain('The wave is over, so nothing is sent again: leave them, and say why.');
    const row = async () => /Unsure check[\s\S]*?<\/tr>/.exec((await scheduler.get('/staff/waves')).text)?.[0] ?? '';
    expect(await row()).toContain(`<a class="govuk-link" href="${page}">2</a>`);
    await press(other, 'send-again');
    expect(words((await scheduler.get(page)).text)).toContain('The wave is over, so nothing is sent again.');
    expect(await messages.countUnknown(wave)).toBe(2);
    await press('all', 'leave');
    const left = await scheduler.get(page);
    expect(words(left.text)).toContain('Left several messages of unknown fate as they are');
    expect(left.text).not.toContain('value="leave"');
    expect([await messages.countUnknown(wave), await row()]).toEqual([0, expect.not.stringContaining('>2</a>')]);
  });

  it('shows a school leader their own school, without the buttons', async () => {
    const wave = await confirmedWave(web.application, aPlan({ i: '2026-11-04' }));
    await web.application.waves.advanceWaves();
    await web.application.waves.refreshProgress();
    const leader = await web.signedIn('school-leader', [school('northgate')]);
    const page = await leader.get(`/staff/waves/${wave}`);
    expect(words(page.text)).toContain('16 in the cohort = 15 invited + 1 not invited');
    expect(page.text).not.toContain('name="move"');
    expect((await leader.post(`/staff/waves/${wave}/move`, { revision: '1', move: 'pause' })).status).toBe(403);
    await test.tools.store.schools.save({
      ...((await test.tools.store.schools.all())[0] as School),
      id: school('eastgate'),
    });
    const elsewhere = await web.signedIn('scheduler', [school('eastgate')]);
    expect((await elsewhere.get(`/staff/waves/${wave}`)).status).toBe(404);
  });
});

describe('who did what', () => {
  it.each([
    ['wave.drafted', 'y13-2025:yearly-1', 'By the standing plan'],
    ['wave.halted', 'policy: 4 of 200', 'Refused because of us: 4 of 200'],
    ['wave.halted', 'content', 'Refused for what it says'],
    ['message.leave', 'They wrote that it came', 'They wrote that it came'],
  ] as const)('says in words why: %s, %s', (act, reason, shown) => {
    expect(actReason(act, reason)).toBe(shown);
  });
});
