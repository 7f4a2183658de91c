// Today shows what needs somebody within their own schools, and leads there.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { messageId, type MessageId } from '../../src/domain/waves/message.js';
import type { Wave, WaveId, WaveProgress } from '../../src/domain/waves/wave.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
const north = 'northgate' as SchoolId;
const river = 'riverside' as SchoolId;
const elsewhere = 'elsewhere' as SchoolId;
const now = new Date('2026-11-03T10:00:00Z');

const aWave = (id: string, given: Partial<Wave>): Wave => ({
  id: id as WaveId,
  title: id,
  cohortId: 'y13-2026' as CohortId,
  schoolIds: [north, river],
  questionnaire: { name: 'destination-check', version: 1 },
  steps: [{ id: 'i', kind: 'invitation', on: localDate('2026-11-02'), at: '10:00' as LocalTime }],
  closesOn: localDate('2026-11-30'),
  state: 'running',
  createdBy: 's1' as StaffId,
  revision: 0,
  ...given,
});
const progress: WaveProgress = {
  asOf: now,
  schools: [
    {
      schoolId: north,
      candidates: 12,
      exclusions: { suppressed: 2 },
      invitations: { invited: 6, started: 1, completed: 3 },
      accepted: 9,
      steps: { i: { accepted: 9, unknown: 2 } },
    },
    {
      schoolId: river,
      candidates: 5,
      exclusions: {},
      invitations: { invited: 4, completed: 1 },
      accepted: 3,
      steps: { i: { accepted: 3, unknown: 2 } },
    },
  ],
};

beforeAll(async () => {
  ({ test, web } = await openSite({ now }));
  for (const [id, name] of [
    [north, 'Northgate School'],
    [river, 'Riverside Academy'],
  ] as const) {
    const joinedTrustOn = localDate('2015-09-01');
    await test.tools.store.schools.save({ id, name, urn: '100000', laestab: '9990001', joinedTrustOn });
  }
});
afterAll(() => web.close());

describe('Today', () => {
  it('teaches the first step while there is nothing', async () => {
    const page = await (await web.signedIn('scheduler')).get('/staff');
    expect(page.text).toContain('Nothing waits for you.');
    expect(page.text).toContain('No wave is under way.');
    expect(page.text).toContain('<strong>no answers</strong>. As of Tuesday 3 November, 10:00.');
  });

  it('misses no wave that is under way, however many were drafted or closed since', async () => {
    const { waves } = test.tools.store;
    await waves.insert(aWave('a-running', { title: 'Long under way' }), now, []);
    const halted = { why: 'policy', count: 4, of: 200, at: now } as const;
    await waves.insert(aWave('a-halted', { title: 'Stopped by itself', state: 'paused', halted }), now, []);
    for (let n = 10; n < 61; n += 1) {
      await waves.insert(aWave(`b-${n}`, { state: 'closed' }), now, []);
      await waves.insert(aWave(`c-${n}`, { state: 'draft', title: `Draft ${n}` }), now, []);
    }
    const page = await (await web.signedIn('scheduler')).get('/staff');
    for (const title of ['Long under way', 'Stopped by itself', 'Draft 60']) expect(page.text).toContain(title);
    await test.connection.collection('waves').deleteMany({});
  });

  it('counts within the viewer’s schools', async () => {
    await test.tools.store.waves.insert(aWave('w1', { title: 'Autumn check' }), now, []);
    await test.tools.store.waves.saveProgress('w1' as WaveId, progress);
    await test.tools.store.waves.insert(aWave('w2', { title: 'Spring check', state: 'draft' }), now, []);
    for (const [n, schoolId] of [north, river, river].entries()) {
      const of = { waveId: 'w1' as WaveId, alumnusId: `p${n}` as AlumnusId, schoolId };
      const id = messageId(of.waveId, of.alumnusId, 'i', 1);
      const [sent, fate] = [{ dueAt: now, expiresAt: now }, { kind: 'survey', state: 'unknown' } as const];
      await test.tools.store.messages.insertNew([{ id, ...of, ...fate, ...sent, template: 'invitation' }], now);
    }
    // The thanks of one of them, which no page of a wave lists.
    const thanks = { id: 'service:thank-you:p1' as MessageId, waveId: 'w1' as WaveId, schoolId: river };
    const fate = { kind: 'service', state: 'unknown', template: 'thank-you', dueAt: now, expiresAt: now } as const;
    await test.tools.store.messages.insertNew([{ ...thanks, ...fate }], now);
    const { today } = web.application.governance;
    const viewer = { staffId: 's1' as StaffId, role: 'scheduler' } as const;
    const whole = await today({ ...viewer, schools: 'every-school' });
    expect(whole).toEqual({
      needs: [
        { kind: 'unknown-messages', count: 3, title: 'Autumn check', href: '/staff/waves/w1' },
        { kind: 'draft-wave', title: 'Spring check', href: '/staff/waves/w2' },
      ],
      waves: [
        {
          id: 'w1',
          title: 'Autumn check',
          state: 'running',
          href: '/staff/waves/w1',
          invited: 15,
          completed: 4,
          closesOn: '2026-11-30',
        },
      ],
      answersSinceYesterday: 0,
      asOf: now,
    });
    const one = await today({ ...viewer, schools: [river] });
    expect(one.needs[0]).toEqual({
      kind: 'unknown-messages',
      count: 2,
      title: 'Autumn check',
      href: '/staff/waves/w1',
    });
    expect(one.waves.map(({ invited, completed }) => [invited, completed])).toEqual([[5, 1]]);
    expect((await today({ ...viewer, schools: [elsewhere] })).waves).toEqual([]);
  });

  it('says it in words', async () => {
    const page = await (await web.signedIn('scheduler')).get('/staff');
    expect(page.text).toContain('Three messages of unknown fate in “Autumn check”');
    expect(page.text).toContain('Wave “Spring check” is drafted');
    expect(page.text).toContain('4 of 15 have answered');
    expect(page.text).toContain('until 30 November 2026');
  });

  it('names no message of unknown fate that somebody left, whatever a wave that is over was last counted to', async () => {
    const { waves } = test.tools.store;
    const wave = await waves.find('every-school', 'w1' as WaveId);
    expect(await waves.change(wave ?? { id: 'w1' as WaveId, revision: -1 }, { state: 'closed' })).toBe(true);
    const scheduler = { staffId: 's1' as StaffId, role: 'scheduler', schools: 'every-school' } as const;
    const kinds = async () => (await web.application.governance.today(scheduler)).needs.map(({ kind }) => kind);
    expect(await kinds()).toEqual(['unknown-messages', 'draft-wave']);
    const left = { waveId: 'w1', messageId: 'all', choice: 'leave', reason: 'It is over' } as const;
    await web.application.waves.resolveUnknown(scheduler, left);
    expect(await kinds()).toEqual(['draft-wave']);
    expect((await web.application.waves.listWaves(scheduler)).map(({ unknown }) => unknown)).toEqual([0, 0]);
  });

  it('calls a wave paused by itself while it is paused, and no longer', async () => {
    const { waves } = test.tools.store;
    const halted = { why: 'policy', count: 4, of: 30, at: now } as const;
    await waves.insert(aWave('w3', { title: 'Halted check', state: 'paused', halted }), now, []);
    const browser = await web.signedIn('scheduler');
    expect((await browser.get('/staff')).text).toContain('Wave “Halted check” was paused by itself');
    await browser.get('/staff/waves/w3');
    await browser.post('/staff/waves/w3/move', { revision: '0', move: 'cancel' });
    expect((await waves.find('every-school', 'w3' as WaveId))?.halted).toBeUndefined();
    expect((await browser.get('/staff')).text).not.toContain('Halted check');
    expect((await browser.get('/staff/waves/w3')).text).not.toContain('Paused by itself on');
  });
});
