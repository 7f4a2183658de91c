// A scheduler reads two years of waves, sees why steps moved, changes a plan and turns a cohort off; leaders only read.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { aLeaver, aPlan, confirmedWave, keepTrust } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let scheduler: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-10-01T10:00:00Z') }));
  await keepTrust(test.tools, [aLeaver(0), aLeaver(1), aLeaver(2)]);
  scheduler = await web.signedIn('scheduler');
});
afterAll(() => web.close());

const southgate = 'southgate' as SchoolId;
const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('the calendar', () => {
  it('shows what is drafted, what is still to come and when, and why a step moved', async () => {
    await web.application.waves.advanceWaves();
    const page = words((await scheduler.get('/staff/calendar')).text);
    expect(page).toContain('from October 2026 to September 2028');
    expect(page).toContain('Year 13, 2026: arrival check ▲ Draft 3 people in the cohort');
    expect(page).toContain('Invitation: Thursday 15 October 2026, 10:00');
    expect(page).toContain(
      'First reminder: moved from Saturday 24 October 2026 because it is a Saturday, then a Sunday.',
    );
    expect(page).toContain('Year 13, 2026: sustained check');
    expect(page).toContain('Drafted on 11 March 2027');
    expect(page).toContain('Year 13, 2027: start check ● To come Drafted on 17 August 2027 Nobody imported yet');
    expect(page).toContain('Sustained check, October to March');
    expect(page).not.toContain('stands in: ');
    expect(page).not.toContain('Year 11, ');
  });

  it('opens the draft, which says where it comes from', async () => {
    const { text } = await scheduler.get('/staff/calendar');
    const draft = /href="(\/staff\/waves\/[a-z0-9]+)"/.exec(text)?.[1] ?? '';
    const page = words((await scheduler.get(draft)).text);
    expect(page).toContain('Drafted by the plan for Year 13 leavers, version 1 .');
    expect(page).toContain('3 in the cohort = 3 written to + 0 not.');
  });

  it('goes back for a year, shows waves planned by hand, and says how far its lists reach', async () => {
    const wave = await confirmedWave(web.application, { ...aPlan({ i: '2026-10-05' }), title: 'By hand' });
    const now = words((await scheduler.get('/staff/calendar?from=2026-10')).text);
    expect(now).toContain('By hand');
    expect(now).not.toContain('Later days keep clear of weekends');
    const past = await scheduler.get('/staff/calendar?from=2025-10');
    expect(past.text).toContain(`/staff/waves/${wave}`);
    expect(words(past.text)).toContain('Year 13, 2026: start check');
    expect(words(past.text)).toContain('Its day has passed');
    const later = words((await scheduler.get('/staff/calendar?from=2027-10')).text);
    expect(later).toContain('listed until 31 December 2028');
    expect((await scheduler.get('/staff/calendar?from=tomorrow')).status).toBe(200);
  });

  it('lists in each later month what a wave that goes on has in it, though it began before the months shown', async () => {
    const { text } = await scheduler.get('/staff/calendar?from=2026-11');
    const [november = '', december = ''] = text
      .split('<h2')
      .slice(1)
      .map((month) => words(`<h2${month}`));
    expect(november).toContain(
      'Year 13, 2026: arrival check ▲ Draft Second reminder: Monday 9 November 2026, 10:00 Last message: Wednesday 25 November 2026, 10:00 Calls begin: Monday 30 November 2026, 10:00',
    );
    expect(december).toContain('Year 13, 2026: arrival check ▲ Draft Closes: Wednesday 16 December 2026');
    expect(december).not.toContain('25 November');
  });

  it('counts for each viewer their own schools only', async () => {
    const leader = await web.signedIn('school-leader', [southgate]);
    const page = words((await leader.get('/staff/calendar')).text);
    expect(page).toContain('Year 13, 2026: arrival check ▲ Draft 1 person in the cohort');
    const auditor = await web.signedIn('auditor');
    expect((await auditor.get('/staff/calendar')).status).toBe(403);
  });
});

describe('a plan', () => {
  const point = '/staff/programmes/y13/points/sustained';
  const good = {
    ...{ version: '1', on: 'yes', day: '6', month: '04', 'i-after': '0', 'i-at': '10:00' },
    ...{ 'r1-after': '10', 'r1-at': '10:00', 'r2-after': '', 'r2-at': '10:00', 'l-after': '', 'l-at': '10:00' },
    ...{ 't-after': '20', 't-at': '12:00', 'p-after': '', 'p-at': '10:00', closes: '60' },
  };

  it('is read by all who read waves, and changed by schedulers of the whole trust', async () => {
    const leader = await web.signedIn('network-leader');
    const page = await leader.get('/staff/programmes/y13');
    expect(words(page.text)).toContain('Plan for Year 13 leavers');
    expect(words(page.text)).toContain('1 April, one year after the year of leaving.');
    expect(page.text).not.toContain('/points/');
    expect((await leader.post('/staff/programmes/y13/cohorts', {})).status).toBe(403);
    expect((await scheduler.get('/staff/programmes/y12')).status).toBe(404);
  });

  it('says beside each field what could not be, and keeps what was typed', async () => {
    await scheduler.get(point);
    const answer = await scheduler.post(point, { ...good, 'r1-after': '3', 't-at': '23:00', closes: '200' });
    expect(answer.status).toBe(422);
    expect(words(answer.text)).toContain('Leave at least a week between two messages');
    expect(words(answer.text)).toContain('Enter a time within contact hours');
    expect(words(answer.text)).toContain('Close the wave within 106 days');
    expect(answer.text).toContain('value="200"');
    const february = await scheduler.post(point, { ...good, day: '29', month: '02' });
    expect(words(february.text)).toContain('Enter a day that the month has in every year');
  });

  it('becomes a new version, which the calendar goes by; a second press on the old one is refused', async () => {
    await scheduler.get(point);
    const saved = await scheduler.post(point, good);
    expect([saved.status, saved.location]).toEqual([303, '/staff/programmes/y13']);
    const page = words((await scheduler.get('/staff/programmes/y13')).text);
    expect(page).toContain('Version 2 rules from now on.');
    expect(page).toContain('Text message: 20 days later, 12:00');
    expect(page).toContain('Version 1, came with Onward');
    expect(words((await scheduler.get('/staff/calendar')).text)).toContain('Invitation: Tuesday 6 April 2027, 10:00');
    expect((await scheduler.post(point, good)).status).toBe(409);
  });

  it('is turned off and on by cohort', async () => {
    await scheduler.get('/staff/programmes/y13');
    const turn = (version: string, to: string) =>
      scheduler.post('/staff/programmes/y13/cohorts', { version, cohort: 'y13-2026', turn: to });
    expect((await turn('2', 'off')).location).toBe('/staff/programmes/y13');
    expect(words((await scheduler.get('/staff/programmes/y13')).text)).toContain('off, nothing is drafted');
    expect(words((await scheduler.get('/staff/calendar')).text)).toContain('○ Turned off');
    expect((await turn('3', 'on')).location).toBe('/staff/programmes/y13');
    expect(words((await scheduler.get('/staff/calendar')).text)).not.toContain('Turned off');
  });
});
