// The phone queue by its use cases over a real database: who gets on the list, who may take a call, what an outcome
// brings, and that a stop ends it at once. 3 November 2026 is a Tuesday; ten in the morning in England.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import type { Alumnus, ContactPoint } from '../../src/domain/alumni/alumnus.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { callId } from '../../src/domain/waves/call.js';
import type { InvitationId } from '../../src/domain/waves/invitation.js';
import { invite, openWave, waveId, type Invited } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';

type Opened = Awaited<ReturnType<typeof openTestTools>>;
const caller = (name: string): Viewer => ({ staffId: name as StaffId, role: 'reviewer', schools: 'every-school' });
const [ann, ben] = [caller('ann'), caller('ben')];

const mobile = (value: string, given: Partial<ContactPoint> = {}): ContactPoint => ({
  number: 2,
  kind: 'mobile',
  value,
  owner: 'self',
  state: 'usable',
  addedOn: localDate('2026-07-01'),
  ...given,
});
const withNumber = (given: Partial<Alumnus> = {}): Partial<Alumnus> => ({
  contactPoints: [mobile('+447700900123')],
  ...given,
});

let test: Opened;
let application: Application;
beforeEach(async () => {
  test = await openTestTools({ now: new Date('2026-11-10T10:00:00Z') });
  application = createApplication(test.tools);
  await openWave(test.tools, {
    steps: [
      { id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '09:00' as LocalTime },
      { id: 'p', kind: 'phone', on: localDate('2026-11-10'), at: '09:00' as LocalTime },
    ],
  });
});
afterEach(() => test.close());

const call = ({ alumnusId }: Invited) => test.tools.store.calls.find('every-school', callId(waveId, alumnusId));
const person = async ({ alumnusId }: Invited): Promise<Alumnus> => {
  const found = await test.tools.store.alumni.find('every-school', alumnusId);
  if (found === null) throw new Error('Nobody there.');
  return found;
};
async function taken(by: Viewer): Promise<number> {
  expect((await application.calls.takeCall(by, null)).kind).toBe('taken');
  return (await application.calls.showCallInHand(by))?.call.fence ?? 0;
}
/** One person on the list, in the hands of Ann. */
async function inAnnsHands(given: Partial<Alumnus> = {}): Promise<{ readonly who: Invited; readonly fence: number }> {
  const who = await invite(test.tools, 'a1', withNumber(given));
  await application.calls.openCalls();
  return { who, fence: await taken(ann) };
}

describe('the list of calls', () => {
  it('holds who has not answered after the last mail and may be rung, each once, however often it is made', async () => {
    const may = await invite(test.tools, 'a1', withNumber());
    const answered = await invite(test.tools, 'a2', withNumber());
    await test.tools.store.invitations.markCompleted(answered.invitationId, test.tools.clock.now());
    await invite(test.tools, 'a3', { contactPoints: [mobile('+447700900124', { owner: 'parent' })] });
    await invite(test.tools, 'a4', withNumber({ contactRules: { notBy: ['phone'] } }));
    const mailToCome = await invite(test.tools, 'a5', withNumber());
    await test.connection
      .collection<{ _id: InvitationId }>('invitations')
      .updateOne(
        { _id: mailToCome.invitationId },
        { $set: { nextStep: 'l', nextDueAt: new Date('2026-11-12T09:00:00Z') } },
      );

    await Promise.all([application.calls.openCalls(), application.calls.openCalls()]);
    await application.calls.openCalls();
    const { due, count } = await application.calls.listCalls(ann);
    expect(due.map(({ call: { alumnusId } }) => alumnusId)).toEqual([may.alumnusId]);
    expect(count).toBe(1);
    expect(await application.calls.countCallsOfWave(ann, waveId)).toEqual({ waiting: 1 });
  });

  it('leaves out whose last mail has not left yet, until the look of the day after it has', async () => {
    const who = await invite(test.tools, 'a1', withNumber());
    const messages = test.connection.collection<{ invitationId: InvitationId }>('messages');
    const mailIs = (state: string) => messages.updateOne({ invitationId: who.invitationId }, { $set: { state } });
    for (const [state, day] of [
      ['planned', '10'],
      ['deferred', '11'],
      ['sending', '12'],
    ] as const) {
      await mailIs(state);
      test.setClock(new Date(`2026-11-${day}T10:00:00Z`));
      await application.calls.openCalls();
      expect(await call(who)).toBeNull();
    }
    await mailIs('accepted');
    test.setClock(new Date('2026-11-13T10:00:00Z'));
    await application.calls.openCalls();
    expect(await call(who)).toMatchObject({ state: 'waiting' });
  });

  it('is empty before the day of the phone step', async () => {
    await invite(test.tools, 'a1', withNumber());
    test.setClock(new Date('2026-11-10T08:59:00Z'));
    await application.calls.openCalls();
    expect(await application.calls.countCalls(ann)).toBe(0);
  });

  it('shows a member of staff only their own schools', async () => {
    await inAnnsHands();
    const other: Viewer = { ...ben, schools: [] };
    expect((await application.calls.listCalls(other)).count).toBe(0);
    expect((await application.calls.takeCall(other, null)).kind).toBe('nothing-due');
  });

  it('puts who asked for a call before the others, and an agreed time first', async () => {
    const [first, second, third] = [
      await invite(test.tools, 'a1', withNumber()),
      await invite(test.tools, 'a2', withNumber()),
      await invite(test.tools, 'a3', withNumber()),
    ];
    await application.calls.openCalls();
    const actor = { kind: 'alumnus' } as const;
    const asked = await application.calls.requestCall({ alumnusId: second.alumnusId, actor });
    expect(asked).toEqual({ kind: 'asked', at: new Date('2026-11-10T10:00:00Z') });
    const at = new Date('2026-11-10T15:00:00Z');
    await application.calls.requestCall({ alumnusId: third.alumnusId, actor, at });
    await application.calls.requestCall({ alumnusId: third.alumnusId, actor, at });
    test.setClock(at);
    const order = (await application.calls.listCalls(ann)).due.map((each) => each.call.alumnusId);
    expect(order).toEqual([third.alumnusId, second.alumnusId, first.alumnusId]);
  });

  it('refuses a request for somebody who may not be rung, and says why', async () => {
    const parent = await invite(test.tools, 'a1', { contactPoints: [mobile('+447700900124', { owner: 'parent' })] });
    const far = await invite(test.tools, 'a2', { contactPoints: [mobile('+99912345678')] });
    const ask = ({ alumnusId }: Invited) => application.calls.requestCall({ alumnusId, actor: { kind: 'alumnus' } });
    expect(await ask(parent)).toEqual({ kind: 'refused', why: 'no-own-number' });
    expect(await ask(far)).toEqual({ kind: 'refused', why: 'time-not-known' });
    expect(await application.calls.countCalls(ann)).toBe(0);
  });
});

describe('taking a call', () => {
  it('is for one at a time: of two callers at once one gets it', async () => {
    await invite(test.tools, 'a1', withNumber());
    await application.calls.openCalls();
    const [one, other] = await Promise.all([
      application.calls.takeCall(ann, null),
      application.calls.takeCall(ben, null),
    ]);
    expect([one.kind, other.kind].sort()).toEqual(['nothing-due', 'taken']);
  });

  it('lapses: after its lease another may take it, and the outcome of the first is refused', async () => {
    const { who, fence } = await inAnnsHands();
    await test.connection
      .collection('calls')
      .updateOne({ alumnusId: who.alumnusId }, { $set: { leaseUntil: new Date(Date.now() - 1_000) } });
    const bens = await taken(ben);
    const late = await application.calls.recordOutcome(ann, { fence, outcome: 'no-answer', note: '' });
    expect(late).toEqual({ kind: 'refused', why: 'not-in-hand' });
    expect((await application.calls.recordOutcome(ben, { fence: bens, outcome: 'no-answer', note: '' })).kind).toBe(
      'recorded',
    );
    expect((await call(who))?.attempts.map(({ by }) => by)).toEqual(['ben']);
  });

  it('is refused at night where they are, and put off to the morning there', async () => {
    const who = await invite(test.tools, 'a1', withNumber({ contactRules: { timeZone: 'America/Toronto' } }));
    await application.calls.openCalls();
    expect((await call(who))?.nextAt).toEqual(new Date('2026-11-10T15:00:00Z'));
    test.setClock(new Date('2026-11-11T12:00:00Z')); // seven in the morning there
    expect(await application.calls.takeCall(ann, callId(waveId, who.alumnusId))).toEqual({
      kind: 'refused',
      why: 'not-now',
    });
    expect((await call(who))?.nextAt).toEqual(new Date('2026-11-11T15:00:00Z'));
  });

  it('ends what nobody may ring any more', async () => {
    const who = await invite(test.tools, 'a1', withNumber());
    await application.calls.openCalls();
    await test.tools.store.invitations.markCompleted(who.invitationId, test.tools.clock.now());
    expect((await application.calls.takeCall(ann, null)).kind).toBe('nothing-due');
    expect(await call(who)).toMatchObject({ state: 'ended', end: 'answered' });
  });
});

describe('an outcome', () => {
  it('no answer: rings again another day in another part of the day, at most three times', async () => {
    const { who, fence } = await inAnnsHands();
    const first = await application.calls.recordOutcome(ann, { fence, outcome: 'no-answer', note: '' });
    expect(first).toEqual({ kind: 'recorded', nextAt: new Date('2026-11-11T17:00:00Z') });
    // The same press again finds nothing in hand.
    const again = await application.calls.recordOutcome(ann, { fence, outcome: 'no-answer', note: '' });
    expect(again).toEqual({ kind: 'refused', why: 'not-in-hand' });
    for (const day of ['2026-11-12T18:00:00Z', '2026-11-17T12:00:00Z']) {
      test.setClock(new Date(day));
      await application.calls.recordOutcome(ann, { fence: await taken(ann), outcome: 'voicemail', note: '' });
    }
    expect(await call(who)).toMatchObject({ state: 'ended', end: 'attempts-used' });
    expect((await call(who))?.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'no-answer'],
      [2, 'voicemail'],
      [3, 'voicemail'],
    ]);
  });

  it('call back: at the agreed time, before everybody else; a time that is past is refused', async () => {
    const { who, fence } = await inAnnsHands();
    const record = (callBackAt: string) =>
      application.calls.recordOutcome(ann, { fence, outcome: 'call-back', note: '', callBackAt: new Date(callBackAt) });
    expect(await record('2026-11-10T09:00:00Z')).toEqual({ kind: 'refused', why: 'time-past' });
    expect(await record('2026-11-10T16:30:00Z')).toEqual({
      kind: 'recorded',
      nextAt: new Date('2026-11-10T16:30:00Z'),
    });
    expect(await call(who)).toMatchObject({ state: 'waiting', priority: 0 });
  });

  it('wrong number: marks the number, never the person, and goes on to another of their own', async () => {
    const { who, fence } = await inAnnsHands({
      contactPoints: [mobile('+447700900456', { number: 1 }), mobile('+447700900123')],
    });
    const recorded = await application.calls.recordOutcome(ann, { fence, outcome: 'wrong-number', note: '' });
    expect(recorded.kind).toBe('recorded');
    expect((await person(who)).contactPoints.map(({ value, state }) => [value, state])).toEqual([
      ['+447700900456', 'usable'],
      ['+447700900123', 'stopped'],
    ]);
    expect((await person(who)).state).toBe('usual');
    expect(await call(who)).toMatchObject({ state: 'waiting' });
    test.setClock(new Date('2026-11-12T18:00:00Z'));
    await application.calls.recordOutcome(ann, { fence: await taken(ann), outcome: 'wrong-number', note: '' });
    expect(await call(who)).toMatchObject({ state: 'ended', end: 'no-number' });
  });

  it('no calls: stops calls alone; mail goes on', async () => {
    const { who, fence } = await inAnnsHands();
    await application.calls.recordOutcome(ann, { fence, outcome: 'refused-calls', note: '' });
    expect((await person(who)).contactRules).toEqual({ notBy: ['phone'] });
    expect((await person(who)).objectedOn).toBeUndefined();
    expect((await test.tools.store.invitations.find(who.invitationId))?.state).toBe('invited');
  });

  it.each([
    ['refused-all', { objectedOn: '2026-11-10' }],
    ['has-died', { state: 'has-died' }],
    ['cannot-answer', { state: 'cannot-answer' }],
  ] as const)('%s: stops every way at once', async (outcome, expected) => {
    const { who, fence } = await inAnnsHands();
    await application.calls.recordOutcome(ann, { fence, outcome, note: '' });
    expect(await person(who)).toMatchObject(expected);
    expect(await test.tools.store.invitations.find(who.invitationId)).toMatchObject({ state: 'stopped' });
    expect(await call(who)).toMatchObject({ state: 'ended', end: outcome });
  });

  it('is completed by the job where the process died before what follows', async () => {
    const { who, fence } = await inAnnsHands();
    const held = await call(who);
    if (held === null) throw new Error('Nothing in hand.');
    const by = ann.staffId;
    const at = test.tools.clock.now();
    await test.tools.store.calls.record(
      { id: held.id, fence },
      { number: 1, at, by, contactNumber: 2, outcome: 'has-died' },
      { end: 'has-died' },
      {
        followUp: { id: 'f1', outcome: 'has-died', contactNumber: 2, by },
        audit: {
          id: 'x1',
          at,
          actor: { kind: 'staff', id: by },
          act: 'call.has-died',
          subject: `alumnus:${who.alumnusId}`,
        },
      },
    );
    expect((await person(who)).state).toBe('usual');
    await application.calls.completeCalls();
    await application.calls.completeCalls();
    expect((await person(who)).state).toBe('has-died');
    expect(await test.tools.store.calls.withFollowUps(10)).toEqual([]);
  });

  it('keeps the note sealed, shows it to the next caller, and writes down that it was read', async () => {
    const { who, fence } = await inAnnsHands();
    await application.calls.recordOutcome(ann, { fence, outcome: 'no-answer', note: 'works nights until Friday' });
    expect(JSON.stringify(await call(who))).not.toContain('nights');
    test.setClock(new Date('2026-11-12T18:00:00Z'));
    expect(await application.calls.readCallNotes(ben)).toEqual([]);
    await taken(ben);
    expect(await application.calls.readCallNotes(ben)).toEqual([
      { at: new Date('2026-11-10T10:00:00Z'), outcome: 'no-answer', words: 'works nights until Friday' },
    ]);
    await application.governance.appendAudit();
    const acts = (await test.tools.store.auditEvents.about(`alumnus:${who.alumnusId}`)).map(({ act }) => act);
    expect(acts.sort()).toEqual(['call.no-answer', 'call.notes-read']);
  });
});

describe('what ends a call that somebody has in hand', () => {
  it.each([
    [
      'an answer',
      (who: Invited) => application.waves.stopOpenMessages({ invitationId: who.invitationId, why: 'answered' }),
    ],
    [
      'a stop',
      (who: Invited) =>
        application.waves.stopPerson({ alumnusId: who.alumnusId, reason: 'objected', actor: { kind: 'alumnus' } }),
    ],
    [
      'a death',
      (who: Invited) =>
        application.waves.stopPerson({ alumnusId: who.alumnusId, reason: 'has-died', actor: { kind: 'alumnus' } }),
    ],
    ['one click in a mail', (who: Invited) => application.waves.unsubscribe({ token: who.token, scope: 'wave' })],
  ])('%s: at once, and the outcome is refused', async (_name, stop) => {
    const { who, fence } = await inAnnsHands();
    await stop(who);
    expect((await call(who))?.state).toBe('ended');
    expect((await application.calls.showCallInHand(ann))?.check).toEqual({ kind: 'ended' });
    const outcome = await application.calls.recordOutcome(ann, { fence, outcome: 'no-answer', note: '' });
    expect(outcome).toEqual({ kind: 'refused', why: 'not-in-hand' });
    expect((await application.calls.takeCall(ben, null)).kind).toBe('nothing-due');
  });
});
