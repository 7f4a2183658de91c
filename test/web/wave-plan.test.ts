// A wave's plan on its pages: one more step, more time, what is refused and why; and a big wave, which the first person puts
// forward and another confirms.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler as everything, schools } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let scheduler: Browser;

beforeEach(async () => {
  ({ test, web } = await openSite({ settings: { secondPersonAbove: 7 } }));
  scheduler = await web.signedIn('scheduler');
});
afterEach(async () => {
  await web.close();
});

const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const people = (count: number) =>
  keepTrust(
    test.tools,
    Array.from({ length: count }, (_, n) => aLeaver(n)),
  );
const waveNow = async (id: WaveId) => (await web.application.waves.showWave(everything, id)).wave;
const revisionOf = async (id: WaveId): Promise<string> => String((await waveNow(id)).revision);

describe('the plan of a running wave', () => {
  async function running(): Promise<WaveId> {
    await people(3);
    const wave = await confirmedWave(web.application, aPlan({ i: '2026-11-03', r2: '2026-11-24' }));
    await web.application.waves.advanceWaves();
    await web.application.waves.queueDueMessages();
    return wave;
  }

  it('takes one more step, which everybody without an answer then waits for, and takes it once', async () => {
    const wave = await running();
    const page = `/staff/waves/${wave}/plan`;
    const form = await scheduler.get(page);
    expect(words(form.text)).toContain('Invitation Tuesday 3 November 2026 09:00 has begun');
    const offered = [...form.text.matchAll(/<option value="([^"]+)"/g)].map(([, value]) => value);
    expect(offered).toEqual(['r1', 'l', 't', 'p']);
    const revision = await revisionOf(wave);
    const added = await scheduler.post(`${page}/step`, { revision, step: 'r1', on: '2026-11-12', at: '10:00' });
    expect([added.status, added.location]).toEqual([303, `/staff/waves/${wave}`]);
    expect(words((await scheduler.get(`/staff/waves/${wave}`)).text)).toContain(
      'First reminder added. Nobody gets a message twice because of it.',
    );
    const waiting = await test.tools.store.invitations.page('every-school', wave, { state: 'invited', limit: 10 });
    expect(waiting.map(({ nextStep }) => nextStep)).toEqual(['r1', 'r1', 'r1']);
    expect((await scheduler.post(`${page}/step`, { revision, step: 'r1', on: '2026-11-12', at: '10:00' })).status).toBe(
      422,
    );
    const stale = await scheduler.post(`${page}/step`, { revision, step: 't', on: '2026-12-01', at: '10:00' });
    expect(stale.status).toBe(409);
    expect((await waveNow(wave)).steps.map(({ id }) => id)).toEqual(['i', 'r1', 'r2']);
  });

  it('refuses a step that does not fit, with what was typed', async () => {
    const wave = await running();
    const page = `/staff/waves/${wave}/plan`;
    await scheduler.get(page);
    const revision = await revisionOf(wave);
    const step = (on: string, at = '10:00') => scheduler.post(`${page}/step`, { revision, step: 'r1', on, at });
    expect(words((await step('2026-11-06')).text)).toContain('Leave at least a week between two messages');
    expect(words((await step('2026-11-02')).text)).toContain('Enter a later day: what has begun stays where it is');
    expect(words((await step('2026-12-20')).text)).toContain('Enter a day');
    expect(words((await step('2026-11-14')).text)).toContain('Saturday 14 November 2026 is a Saturday.');
    const calls = { revision, step: 'p', on: '2026-12-05', at: '10:00', anyway: '2026-12-05' };
    expect(words((await scheduler.post(`${page}/step`, calls)).text)).toContain(
      'Saturday 5 December 2026 is a Saturday. Nobody is rung on it: choose another day',
    );
    const late = await step('2026-11-12', '23:00');
    expect(late.status).toBe(422);
    expect(words(late.text)).toContain('Enter a time within contact hours');
    expect(late.text).toContain('value="2026-11-12"');
    expect(late.text).toContain('value="23:00"');
    expect(late.text).toContain('<option value="r1" selected>');
    expect((await waveNow(wave)).steps).toHaveLength(2);
  });

  it('stays open longer, but no longer than its links live, and never shorter', async () => {
    const wave = await running();
    const page = `/staff/waves/${wave}/plan`;
    expect(words((await scheduler.get(page)).text)).toContain('Until 17 February 2027 at the latest');
    const closes = async (day: string) =>
      scheduler.post(`${page}/closes`, { revision: await revisionOf(wave), closes: day });
    expect(words((await closes('2027-02-18')).text)).toContain('Close the wave within 106 days of the invitation');
    expect(words((await closes('2026-12-01')).text)).toContain('Enter a later day');
    expect((await closes('2027-02-17')).location).toBe(`/staff/waves/${wave}`);
    expect((await waveNow(wave)).closesOn).toBe('2027-02-17');
    const history = words((await scheduler.get(`/staff/waves/${wave}`)).text);
    expect(history).toContain('Kept it open longer Avery scheduler');
  });

  it('is for schedulers, and takes nothing once the wave is over', async () => {
    const wave = await running();
    const reviewer = await web.signedIn('reviewer');
    expect((await reviewer.get(`/staff/waves/${wave}/plan`)).status).toBe(403);
    await scheduler.get(`/staff/waves/${wave}`);
    await scheduler.post(`/staff/waves/${wave}/move`, { revision: await revisionOf(wave), move: 'cancel' });
    const late = await scheduler.post(`/staff/waves/${wave}/plan/closes`, {
      ...{ revision: await revisionOf(wave), closes: '2026-12-20' },
    });
    expect([late.status, words(late.text).includes('The wave is over and takes no change')]).toEqual([422, true]);
  });
});

describe('a big wave', () => {
  it('is put forward by the first, waits in sight of all, and begins when another confirms it', async () => {
    await people(8);
    await scheduler.get('/staff/waves/new');
    const empty = Object.fromEntries(
      ['r1', 'r2', 'l', 't', 'p'].flatMap((id) => [
        [`${id}-on`, ''],
        [`${id}-at`, '10:00'],
      ]),
    );
    const drafted = await scheduler.post('/staff/waves', {
      ...{ title: 'A big wave', cohort: 'y13-2026', questionnaire: 'destination-check@1', schools, ...empty },
      ...{ 'i-on': '2026-11-04', 'i-at': '09:00', closes: '2026-12-11' },
    });
    const page = drafted.location ?? '';
    const id = page.split('/').at(-1) as WaveId;
    const confirm = async (by: Browser) => {
      await by.get(page);
      return by.post(`${page}/confirm`, { revision: await revisionOf(id), count: '8' });
    };
    expect((await confirm(scheduler)).location).toBe(page);
    const notice = words((await scheduler.get(page)).text);
    expect(notice).toContain(
      'Put forward. It goes to so many people that a second person confirms it; nothing is sent yet.',
    );
    expect(notice).toContain('Waits for a second person Put forward on Tuesday 3 November, 10:00 for eight people.');
    expect((await waveNow(id)).state).toBe('draft');

    const again = await confirm(scheduler);
    expect(again.status).toBe(422);
    expect(words(again.text)).toContain('You put it forward yourself: somebody else has to confirm it');
    expect((await waveNow(id)).state).toBe('draft');

    const other = await web.signedIn('scheduler');
    expect(words((await other.get(page)).text)).toContain('Waits for a second person');
    expect((await confirm(other)).location).toBe(page);
    expect((await waveNow(id)).state).toBe('confirmed');
    const history = words((await other.get(page)).text);
    expect(history).toContain('Put it forward for a second person Avery scheduler');
    expect(history).toContain('Confirmed it Avery scheduler');
  });
});
