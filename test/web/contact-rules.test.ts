// What staff say on a person's page about contacting them: each rule has its effect on who is written to and rung, each is
// in the history with its reason, some are for administrators, and nobody writes over what somebody else just said.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { callId } from '../../src/domain/waves/call.js';
import { mayAnswerForThem } from '../../src/domain/waves/reach-by-number.js';
import { aLeaver, aPlan, keepTrust, schools, scheduler as everything } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Answer, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let staff: Browser;

const mobile = { number: 2, kind: 'mobile', value: '+447700900123', owner: 'self', state: 'usable' } as const;
const withMobile = (n: number, given: Partial<Alumnus> = {}): Alumnus => {
  const person = aLeaver(n);
  const points = [...person.contactPoints, { ...mobile, addedOn: localDate('2026-07-01') }];
  return { ...person, contactPoints: points, ...given };
};

beforeAll(async () => {
  ({ test, web } = await openSite());
  await keepTrust(
    test.tools,
    Array.from({ length: 40 }, (_, n) => withMobile(n)),
  );
  staff = await web.signedIn('reviewer');
});
afterAll(() => web.close());

const id = (n: number): AlumnusId => aLeaver(n).id;
const person = async (n: number): Promise<Alumnus> => {
  const found = await test.tools.store.alumni.find('every-school', id(n));
  if (found === null) throw new Error('The person is not there.');
  return found;
};
const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const nothing = { state: 'usual', deferredUntil: '', timeZone: '', language: '', reason: 'told by their tutor' };

/** Opens the form of person n and sends it; what is not named stays as for anybody else. */
async function say(
  n: number,
  more: Readonly<Record<string, string | readonly string[]>>,
  by: Browser = staff,
): Promise<Answer> {
  const form = await by.get(`/staff/people/${id(n)}/rules`);
  const revision = /name="revision" value="(\d+)"/.exec(form.text)?.[1] ?? '';
  return by.post(`/staff/people/${id(n)}/rules`, { ...nothing, revision, ...more });
}

/** Why a wave of the cohort would leave the person out; null where it would not. */
async function leftOut(n: number): Promise<string | null> {
  const drafted = await web.application.waves.draftWave(everything, aPlan());
  if (drafted.kind === 'refused') throw new Error('The plan was refused.');
  const { exclusions } = await web.application.waves.dryRun(everything, drafted.waveId);
  for (const reason of Object.keys(exclusions)) {
    const { people } = await web.application.waves.listCandidates(everything, drafted.waveId, {
      reason: reason as never,
    });
    if (people.some((each) => each.id === id(n))) return reason;
  }
  return null;
}

describe('what is said about contacting somebody', () => {
  it.each([
    [1, 'stayed-with-us', 'stayed-with-us'],
    [2, 'repeating-year', 'repeating-year'],
    [3, 'cannot-answer', 'cannot-answer'],
    [4, 'left-mid-course', null],
  ] as const)('person %i, %s: left out of waves and calls as %s', async (n, state, expected) => {
    expect(await leftOut(n)).toBeNull();
    const said = await say(n, { state });
    expect([said.status, said.location]).toEqual([303, `/staff/people/${id(n)}/contact`]);
    expect((await person(n)).state).toBe(state);
    expect(await leftOut(n)).toBe(expected);
    const asked = await staff.post(`/staff/people/${id(n)}/call`, { 'call-on': '', 'call-at': '' });
    expect(asked.status).toBe(expected === null ? 303 : 422);
  });

  it('leaves alone whose place is deferred, until the month is over', async () => {
    const missing = await say(5, { state: 'deferred' });
    expect(missing.status).toBe(422);
    expect(words(missing.text)).toContain('Enter the month until which it is deferred');
    expect(missing.text).toMatch(/value="deferred" checked/);
    await say(5, { state: 'deferred', deferredUntil: '2026-11' });
    expect(await leftOut(5)).toBe('deferred');
    await say(5, { state: 'deferred', deferredUntil: '2026-10' });
    expect(await leftOut(5)).toBeNull();
  });

  it('keeps the family out, the way shut, the clock of the place and the language', async () => {
    await say(6, { rules: ['never-family'], notBy: ['mail'], timeZone: 'America/Toronto', language: 'ar' });
    const kept = await person(6);
    expect(kept.contactRules).toEqual({
      ...{ neverFamily: true, notBy: ['mail'], timeZone: 'America/Toronto', language: 'ar' },
    });
    expect(mayAnswerForThem({ ...kept, dateOfBirth: localDate('2010-01-01') }, localDate('2026-11-03'))).toBe(false);
    expect(await leftOut(6)).toBe('asked-not-to');
    // Ten in the morning here is five in Toronto: the call waits until it is ten there.
    await staff.get(`/staff/people/${id(6)}/contact`);
    await staff.post(`/staff/people/${id(6)}/call`, { 'call-on': '', 'call-at': '' });
    const call = await test.tools.store.calls.find('every-school', callId(null, id(6)));
    expect(call?.nextAt).toEqual(new Date('2026-11-03T15:00:00Z'));
    const page = words((await staff.get(`/staff/people/${id(6)}/contact`)).text);
    expect(page).toContain('Their family Never contact them');
    expect(page).toContain('Where they are Toronto, America');
    expect(page).toContain('Language Arabic, in English until its words are confirmed');
    const both = await say(7, { rules: ['never-family', 'proxy'] });
    expect([both.status, words(both.text).includes('Choose one: nobody may answer for them')]).toEqual([422, true]);
  });

  it('needs a reason, which stands in the history with each rule and who said it', async () => {
    expect((await say(8, { state: 'left-mid-course', reason: ' ' })).status).toBe(422);
    await say(8, { state: 'left-mid-course', rules: ['once-a-year'], notBy: ['text'] });
    const held = await test.connection.collection('alumni').findOne({ _id: id(8) });
    const acts = (held?.['auditIntents'] as { act: string; reason: string }[]).map(({ act, reason }) => [act, reason]);
    expect(acts).toEqual([
      ['rules.state-left-mid-course', 'told by their tutor'],
      ['rules.not-by-text', 'told by their tutor'],
      ['rules.once-a-year', 'told by their tutor'],
    ]);
    await web.application.governance.appendAudit();
    const history = words((await staff.get(`/staff/people/${id(8)}/history`)).text);
    expect(history).toContain('Where they stand: They left before the end of their course told by their tutor');
    expect(history).toContain('Do not use: text messages told by their tutor');
  });

  it('is refused where somebody else said something meanwhile, and says so where nothing changed', async () => {
    const stale = String((await person(9)).revision);
    await say(9, { rules: ['once-a-year'] });
    const late = await staff.post(`/staff/people/${id(9)}/rules`, { ...nothing, revision: stale });
    expect(late.status).toBe(409);
    expect((await person(9)).onceAYearSince).toBe('2026-11-03');
    await say(9, { rules: ['once-a-year'] });
    expect(words((await staff.get(`/staff/people/${id(9)}/contact`)).text)).toContain('nothing was changed');
  });

  it('leaves restricting a record, and taking back a death, to administrators', async () => {
    const form = await staff.get(`/staff/people/${id(10)}/rules`);
    expect(form.text).not.toContain('value="restricted"');
    expect((await say(10, { state: 'restricted' })).status).toBe(422);
    const administrator = await web.signedIn('administrator');
    await say(10, { state: 'restricted' }, administrator);
    expect(await leftOut(10)).toBe('restricted');
    expect((await say(10, { state: 'usual' })).status).toBe(422);
    expect((await person(10)).state).toBe('restricted');
  });

  it('is for those who see people, in their own schools', async () => {
    const leader = await web.signedIn('network-leader');
    expect((await leader.get(`/staff/people/${id(11)}/rules`)).status).toBe(403);
    const elsewhere = await web.signedIn('school-leader', schools.slice(0, 1));
    expect((await elsewhere.get(`/staff/people/${id(11)}/rules`)).status).toBe(404);
    expect((await elsewhere.get(`/staff/people/${id(12)}/rules`)).status).toBe(200);
  });
});

describe('asking for a call', () => {
  it('puts them on the list at the agreed time, and a second press moves it', async () => {
    await staff.get(`/staff/people/${id(13)}/contact`);
    const past = await staff.post(`/staff/people/${id(13)}/call`, { 'call-on': '2026-11-02', 'call-at': '17:30' });
    expect([past.status, past.text.includes('value="2026-11-02"')]).toEqual([422, true]);
    expect((await staff.post(`/staff/people/${id(13)}/call`, { 'call-on': '2026-11-05', 'call-at': '' })).status).toBe(
      422,
    );
    await staff.post(`/staff/people/${id(13)}/call`, { 'call-on': '2026-11-05', 'call-at': '17:30' });
    expect(words((await staff.get(`/staff/people/${id(13)}/contact`)).text)).toContain(
      'On the list of calls, from Thursday 5 November, 17:30.',
    );
    await staff.post(`/staff/people/${id(13)}/call`, { 'call-on': '2026-11-06', 'call-at': '12:00' });
    const calls = await test.connection
      .collection<{ alumnusId: string; nextAt: Date; priority: number }>('calls')
      .find({ alumnusId: id(13) })
      .toArray();
    expect(calls.map(({ nextAt, priority }) => [nextAt, priority])).toEqual([[new Date('2026-11-06T12:00:00Z'), 0]]);
    expect(words((await staff.get('/staff/calls')).text)).toContain('Avery13 Testperson');
  });
});
