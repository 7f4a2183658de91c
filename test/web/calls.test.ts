// The phone queue as a member of staff sees it: the list, the call in hand with a script that gives nothing away, one
// press for what came of it, and the questions written down for the person or by somebody for them.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { callId } from '../../src/domain/waves/call.js';
import { invite, openWave, waveId, type Invited } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Answer, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let staff: Browser;
beforeEach(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-10T10:00:00Z') }));
  await openWave(test.tools, {
    steps: [
      { id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime },
      { id: 'p', kind: 'phone', on: localDate('2026-11-10'), at: '09:00' as LocalTime },
    ],
  });
  staff = await web.signedIn('reviewer');
});
afterEach(async () => {
  await web.close();
});

const held: Partial<Alumnus> = {
  dateOfBirth: localDate('2009-03-01'),
  final: {
    activity: 'university',
    provider: 'University of Leeds',
    course: 'Physics',
    recordedOn: localDate('2026-08-13'),
    source: 'ucas',
  },
  contactPoints: [
    {
      number: 2,
      kind: 'mobile',
      value: '+447700900123',
      owner: 'self',
      state: 'usable',
      addedOn: localDate('2026-07-01'),
    },
  ],
};
async function onTheList(id = 'a1', given: Partial<Alumnus> = {}): Promise<Invited> {
  const who = await invite(test.tools, id, { ...held, ...given });
  await test.connection.collection('waves').updateMany({}, { $unset: { callsOpenedOn: 1 } });
  await web.application.calls.openCalls();
  return who;
}
const call = ({ alumnusId }: Invited) => test.tools.store.calls.find('every-school', callId(waveId, alumnusId));
const fenceIn = ({ text }: Answer): string => /name="fence" value="(\d+)"/.exec(text)?.[1] ?? '';
const outcome = (fence: string, more: Record<string, string>) =>
  staff.post('/staff/call', { fence, note: '', 'back-on': '', 'back-at': '', ...more });

/** Chooses the first choice of what must be answered and skips the rest, to the page where answers are checked. */
async function answerAll(path: string): Promise<Answer> {
  let [next, steps] = [path, 0];
  for (; steps < 40 && !next.endsWith('/check'); steps += 1) {
    const page = await staff.get(next);
    const choice = /name="([^"]+)" type="radio" value="([^"]+)"/.exec(page.text);
    const skip = page.text.includes('value="skip"');
    const fields = choice === null || skip ? {} : { [choice[1] ?? '']: choice[2] ?? '' };
    next = page.location ?? (await staff.post(next, { ...fields, action: skip ? 'skip' : 'continue' })).location ?? '';
  }
  return staff.get(next);
}

describe('the list and the call in hand', () => {
  it('leads from Today to a call whose page gives away nothing that we hold', async () => {
    await onTheList();
    expect((await staff.get('/staff')).text).toContain('One person is to be rung');
    const list = await staff.get('/staff/calls');
    expect(list.text).toContain('Avery Testperson');
    expect(list.text).not.toContain('7700');
    expect((await staff.get(`/staff/waves/${waveId}`)).text).toContain('href="/staff/calls">Calls</a>: 1 to be rung.');
    expect((await staff.post('/staff/calls')).location).toBe('/staff/call');
    const page = await staff.get('/staff/call');
    expect(page.text).toContain('href="tel:+447700900123"');
    expect(page.text).toContain('May I speak to Avery?');
    expect(page.text).not.toMatch(/Leeds|Physics|University of/);
    expect(page.text).toContain('Sam Safeguard');
  });

  it('takes one press for an outcome, and says when they are rung next', async () => {
    await onTheList();
    await staff.post('/staff/calls');
    const page = await staff.get('/staff/call');
    expect((await outcome(fenceIn(page), { outcome: 'no-answer', note: 'rings out' })).location).toBe('/staff/calls');
    const list = await staff.get('/staff/calls');
    expect(list.text).toContain('to be rung again from Wednesday 11 November, 17:00');
    // Pressed again from a page that was left open: nothing is saved twice.
    await outcome(fenceIn(page), { outcome: 'no-answer' });
    expect((await staff.get('/staff/calls')).text).toContain('one attempt');
  });

  it('asks for day and time of a call back, and keeps what was typed', async () => {
    const who = await onTheList();
    await staff.post('/staff/calls');
    const fence = fenceIn(await staff.get('/staff/call'));
    const wrong = await outcome(fence, { outcome: 'call-back', note: 'at the gym', 'back-on': '2026-11-10' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Enter the time at which to ring again');
    expect(wrong.text).toContain('at the gym');
    await outcome(fence, { outcome: 'call-back', 'back-on': '2026-11-10', 'back-at': '16:30' });
    expect(await call(who)).toMatchObject({ priority: 0, nextAt: new Date('2026-11-10T16:30:00Z') });
  });

  it('says at once not to ring when they answered meanwhile, and saves no outcome', async () => {
    const who = await onTheList();
    await staff.post('/staff/calls');
    const fence = fenceIn(await staff.get('/staff/call'));
    await web.application.waves.stopOpenMessages({ invitationId: who.invitationId, why: 'answered' });
    expect((await staff.get('/staff/call')).text).toContain('Do not ring');
    await outcome(fence, { outcome: 'refused-all' });
    expect((await staff.get('/staff/calls')).text).toContain('Nothing was saved');
    expect((await test.tools.store.alumni.find('every-school', who.alumnusId))?.objectedOn).toBeUndefined();
  });
});

describe('answers on the telephone', () => {
  async function questions(who: 'phone' | 'proxy'): Promise<Answer> {
    await staff.post('/staff/calls');
    await staff.get('/staff/call');
    return staff.post('/staff/call/questions', { who });
  }

  it('become claims by phone with the caller, end the call, and are sent once however often it is pressed', async () => {
    const who = await onTheList();
    expect((await questions('phone')).location).toBe('/staff/call/questions');
    const check = await answerAll('/staff/call/questions');
    expect(check.text).toContain('Send their answers');
    expect(check.text).not.toContain('Leeds');
    expect((await staff.post('/staff/call/questions/check')).location).toBe('/staff/call/done');
    expect((await staff.post('/staff/call/questions/check')).location).toBe('/staff/call');
    const record = await test.tools.store.destinationRecords.find('every-school', who.alumnusId);
    const told = record?.claims.filter(({ source }) => source === 'phone') ?? [];
    expect(told.map(({ saidIn, revision }) => [saidIn, revision])).toEqual([[`response:${who.invitationId}`, 1]]);
    const after = await call(who);
    expect(told[0]?.taken).toEqual({ by: after?.holder, at: new Date('2026-11-10T10:00:00Z') });
    expect(after).toMatchObject({ state: 'ended', end: 'answered' });
    expect(after?.attempts.map((each) => each.outcome)).toEqual(['answered']);
    expect((await test.tools.store.invitations.find(who.invitationId))?.state).toBe('completed');
    // The next call puts this one down; nothing is left in hand.
    await staff.get('/staff/calls');
    expect((await staff.post('/staff/calls')).location).toBe('/staff/calls');
  });

  it('by somebody for them: fewer questions, no consent, a weaker claim', async () => {
    const who = await onTheList();
    expect((await questions('proxy')).location).toBe('/staff/call/questions');
    const check = await answerAll('/staff/call/questions');
    expect(check.text).not.toContain('stay in touch');
    await staff.post('/staff/call/questions/check');
    const record = await test.tools.store.destinationRecords.find('every-school', who.alumnusId);
    expect(record?.claims.map(({ source }) => source).sort()).toEqual(['proxy', 'ucas']);
    expect(await call(who)).toMatchObject({ state: 'ended', end: 'proxy' });
    expect((await test.tools.store.alumni.find('every-school', who.alumnusId))?.permissions).toHaveLength(1);
  });

  it('by somebody for them only where that is allowed', async () => {
    await onTheList('a1', { dateOfBirth: localDate('2008-01-01') });
    expect((await questions('proxy')).location).toBe('/staff/call');
    expect((await staff.get('/staff/call')).text).not.toContain('Somebody answers for them');
    expect((await staff.get('/staff/call/questions')).location).toBe('/staff/call');
  });

  it('show nothing that the person began to answer, and go on where they stopped', async () => {
    const who = await onTheList();
    const theirs = web.browser();
    await theirs.get(`/s/${who.token}`);
    const first = (await theirs.post(`/s/${who.token}`, { choice: 'start' })).location ?? '';
    const page = await theirs.get((await theirs.get(first)).location ?? '');
    const choice = /name="([^"]+)" type="radio" value="([^"]+)"/.exec(page.text);
    await theirs.post('/survey/question/1', { [choice?.[1] ?? '']: choice?.[2] ?? '', action: 'continue' });

    await questions('phone');
    expect((await staff.get('/staff/call/questions')).location).not.toBe('/staff/call/questions/question/1');
    expect((await staff.get('/staff/call/questions/question/1')).location).toBe('/staff/call/questions');
    const check = await answerAll('/staff/call/questions');
    expect(check.text).toContain('One earlier answer is');
    expect(check.text).not.toContain('/survey/code');
    expect((await questions('proxy')).location).toBe('/staff/call');
  });

  it('end with the hold on the call: who lost it writes nothing more', async () => {
    const who = await onTheList();
    await questions('phone');
    const lost = { $set: { holder: 'somebody-else' } };
    await test.connection.collection('calls').updateOne({ alumnusId: who.alumnusId }, lost);
    expect((await staff.get('/staff/call/questions')).location).toBe('/staff/call');
    expect((await staff.get('/staff/call')).location).toBe('/staff/calls');
  });
});
