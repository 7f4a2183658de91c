// When does sending stop by itself, and how does it go on? Each breaker at its default (requirement E11), and the lanes of
// receiving domains that want less, or nothing (requirement D5), against a relay that misbehaves on order.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { usualPacing } from '../../src/domain/waves/pacing.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

const open = async (given: Parameters<typeof openTestTools>[0] = {}): Promise<void> => {
  opened = await openTestTools({ mailer: mailerTo(sink.port, 2), ...given });
  tools = opened.tools;
  application = createApplication(tools);
};
beforeEach(async () => {
  sink = await startSmtpSink();
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

const at = (domain: string, n: number) =>
  aLeaver(n, {
    contactPoints: aLeaver(n).contactPoints.map((point) => ({ ...point, value: `avery${n}@${domain}` })),
  });

async function queuedWave(count: number, person = aLeaver, plan = aPlan()): Promise<WaveId> {
  await keepTrust(
    tools,
    Array.from({ length: count }, (_, n) => person(n)),
  );
  const wave = await confirmedWave(application, plan);
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  return wave;
}

/** Sends until the question is answered as hoped. */
async function sendUntil<T>(ask: () => Promise<T> | T, hoped: (answer: T) => boolean): Promise<T> {
  const stopping = new AbortController();
  const times = { ...senderTimes, idleMs: 20, probeMs: 100 };
  const sender = application.waves.runSender({ signal: stopping.signal, times });
  try {
    return await eventually(ask, hoped, 40_000);
  } finally {
    stopping.abort();
    await sender;
  }
}

const waveOf = async (id: WaveId) => (await application.waves.showWave(scheduler, id)).wave;
const isPaused = ({ state }: { readonly state: string }): boolean => state === 'paused';
const statesOf = async (wave: WaveId): Promise<Record<string, number>> => {
  const states: Record<string, number> = {};
  for await (const { state } of tools.store.messages.each(wave)) states[state] = (states[state] ?? 0) + 1;
  return states;
};
const resume = async (waveId: WaveId): Promise<void> => {
  const { revision } = await waveOf(waveId);
  await application.waves.changeWaveState(scheduler, { waveId, revision, move: 'resume' });
};

describe('the breaker of connections', () => {
  it('opens at ten failures in a row, costs no attempt, and closes by itself at the first success', async () => {
    await open();
    const wave = await queuedWave(25);
    await sink.misbehave({ at: 'connect', how: 'refuse' });
    const state = await sendUntil(tools.store.breakers.relayState, ({ openedAt }) => openedAt !== null);
    expect(state.failures).toBeGreaterThanOrEqual(10);
    expect(state.failures).toBeLessThanOrEqual(11); // the other connection was under way
    const attempts = await opened.connection.collection('messages').distinct('attempts');
    expect([attempts, (await waveOf(wave)).state]).toEqual([[0], 'running']);

    await sink.misbehave(null);
    opened.setClock(new Date('2026-11-03T10:01:00Z'));
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === 25,
    );
    expect(await tools.store.breakers.relayState()).toEqual({ failures: 0, why: '', openedAt: null });
  });
});

describe('a breaker of a wave', () => {
  it.each([
    ['refusals because of us, four in the last 200', 'policy', '550 5.7.1 not from you', 4, 30],
    ['addresses that do not exist, ten in the last 200', 'hard-bounces', '550 5.1.1 nobody here', 10, 30],
    ['one refusal of what it says', 'content', '552 5.3.4 too large', 1, 20],
  ] as const)('opens at %s, and a person lets it go on', async (_what, why, says, count, people) => {
    await open({ mailer: mailerTo(sink.port, 1) });
    const wave = await queuedWave(people);
    await sink.misbehave({ at: 'RCPT', how: '5xx', says });
    const paused = await sendUntil(() => waveOf(wave), isPaused);
    expect(paused.halted).toEqual({ why, count, of: count, at: tools.clock.now() });
    expect(await statesOf(wave)).toEqual({ rejected: count, planned: people - count });
    await sink.misbehave(null);
    await resume(wave);
    const done = { rejected: count, accepted: people - count };
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === done.accepted,
    );
    expect([await statesOf(wave), (await waveOf(wave)).halted]).toEqual([done, undefined]);
    await application.governance.appendAudit();
    const acts = (await tools.store.auditEvents.about(`wave:${wave}`)).map(({ act }) => act);
    expect(acts.filter((act) => act === 'wave.halted')).toHaveLength(1);
  });

  it('opens at ten messages of unknown fate, and counts anew once a person has looked', async () => {
    await open({ mailer: mailerTo(sink.port, 1) });
    const wave = await queuedWave(25);
    await sink.misbehave({ at: 'before-250', how: 'fin' });
    expect((await sendUntil(() => waveOf(wave), isPaused)).halted).toMatchObject({ why: 'unknown', count: 10 });
    await resume(wave);
    // Deciding about those afterwards leaves no room for as many more.
    const decided = { waveId: wave, messageId: 'all', choice: 'leave', reason: 'They arrived' } as const;
    await application.waves.resolveUnknown(scheduler, decided);
    expect((await sendUntil(() => waveOf(wave), isPaused)).halted).toMatchObject({ why: 'unknown', count: 10 });
    expect(await statesOf(wave)).toEqual({ unknown: 20, planned: 5 });
  });
});

describe('a receiving domain', () => {
  const pacing = { ...usualPacing, perSecond: { ...usualPacing.perSecond, other: 50 } };
  const two = (n: number) => at(n % 2 === 0 ? 'slow.example' : 'quick.example', n);

  it('that says slow down rests for 5 minutes, then 15, while mail goes on to the others', async () => {
    await open({ settings: { pacing } });
    const wave = await queuedWave(12, two);
    await sink.misbehave({ at: 'RCPT', how: '4xx', says: '450 4.7.1 greylisted', domains: ['slow.example'] });
    await sendUntil(
      () => statesOf(wave),
      ({ accepted = 0, deferred = 0 }) => accepted === 6 && deferred > 0,
    );
    expect(sink.accepted.every(({ to }) => to.endsWith('@quick.example'))).toBe(true);
    const rest = async () => (await tools.store.lanes.find('slow.example'))?.restsUntil;
    expect(await rest()).toEqual(new Date('2026-11-03T10:05:00Z'));
    opened.setClock(new Date('2026-11-03T10:05:00Z'));
    await sendUntil(rest, (until) => (until?.getTime() ?? 0) > tools.clock.now().getTime());
    expect(await rest()).toEqual(new Date('2026-11-03T10:20:00Z'));
    await sink.misbehave(null);
    opened.setClock(new Date('2026-11-03T10:20:00Z'));
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === 12,
    );
    expect(await tools.store.lanes.find('slow.example')).toMatchObject({ slowdowns: 0, sentToday: 8 });
  });

  it('that refuses us gets nothing more until a person lets it, while mail goes on to the others', async () => {
    await open({ settings: { pacing }, mailer: mailerTo(sink.port, 2) });
    const wave = await queuedWave(12, two);
    await sink.misbehave({ at: 'RCPT', how: '5xx', says: '550 5.7.515 not authenticated', domains: ['slow.example'] });
    await sendUntil(
      () => statesOf(wave),
      ({ accepted = 0, rejected = 0 }) => accepted === 6 && rejected > 0,
    );
    const { rejected = 0 } = await statesOf(wave);
    expect(rejected).toBeLessThanOrEqual(2);
    expect((await tools.store.lanes.find('slow.example'))?.stopped?.text).toContain('5.7.515');
    await sink.misbehave(null);
    expect(await tools.store.lanes.letGo('slow.example', tools.clock.now())).toBe(true);
    expect(await tools.store.lanes.letGo('slow.example', tools.clock.now())).toBe(false);
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === 12 - rejected,
    );
  });

  it('that gets nothing until the reminder is due gets it a week after what it reminds of, and nobody is rung before', async () => {
    await open({ settings: { pacing } });
    const plan = aPlan({ i: '2026-11-03', r1: '2026-11-12', p: '2026-11-13' });
    const withNumber = (n: number) => {
      const person = two(n);
      const number = { number: 2, kind: 'mobile', value: `+4477009001${n}0`, owner: 'self' } as const;
      return {
        ...person,
        contactPoints: [
          ...person.contactPoints,
          { ...number, state: 'usable' as const, addedOn: localDate('2026-07-01') },
        ],
      };
    };
    const wave = await queuedWave(4, withNumber, plan);
    const { lanes } = tools.store;
    await lanes.stop('slow.example', { text: '5.7.1', at: tools.clock.now() }, tools.clock.now());
    const acceptedIs = (count: number) =>
      sendUntil(
        () => statesOf(wave),
        ({ accepted }) => accepted === count,
      );
    await acceptedIs(2);
    opened.setClock(new Date('2026-11-12T10:00:00Z'));
    expect(await application.waves.queueDueMessages()).toBe(4);
    await acceptedIs(4);
    opened.setClock(new Date('2026-11-13T11:00:00Z'));
    await application.calls.openCalls();
    const calls = await opened.connection.collection('calls').find().toArray();
    expect(calls.map(({ alumnusId }) => String(alumnusId)).sort()).toEqual([aLeaver(1).id, aLeaver(3).id]);

    await application.waves.letLaneGo(scheduler, 'slow.example');
    await acceptedIs(6);
    expect(await statesOf(wave)).toEqual({ accepted: 6, planned: 2 });
    opened.setClock(new Date('2026-11-20T09:00:00Z'));
    await acceptedIs(8);
    const toSlow = sink.accepted.flatMap(({ to, messageId }) => (to === 'avery0@slow.example' ? [messageId] : []));
    expect(toSlow.map((id) => /_(i|r1)_/.exec(id)?.[1])).toEqual(['i', 'r1']);
  });

  it('that has had its mail for the day gets the rest on the next', async () => {
    await open({ settings: { pacing: { ...pacing, gmailPerDay: 4 } } });
    const wave = await queuedWave(7, (n) => at('gmail.com', n));
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === 4,
    );
    await sendUntil(
      () => tools.store.lanes.find('gmail'),
      (lane) => lane?.holder === undefined && lane?.sentToday === 4,
    );
    expect(await statesOf(wave)).toEqual({ accepted: 4, planned: 3 });
    opened.setClock(new Date('2026-11-04T09:00:00Z'));
    await sendUntil(
      () => statesOf(wave),
      ({ accepted }) => accepted === 7,
    );
  });

  it('of several waves and workers are counted together, and what did not leave is given back', async () => {
    await open();
    const { lanes } = tools.store;
    const day = '2026-11-03' as never;
    expect(await Promise.all([1, 2, 3].map((sent) => lanes.count('counter', day, sent)))).toContain(6);
    await lanes.uncount('counter', day, 2);
    await lanes.uncount('counter', '2026-11-02' as never, 2); // of a day that is over
    expect(await lanes.count('counter', day, 0)).toBe(4);
    expect([await lanes.endDay('counter', day), await lanes.endDay('counter', day)]).toEqual([true, false]);
    expect(await lanes.count('counter', '2026-11-04' as never, 5)).toBe(5);
    expect((await lanes.find('counter'))?.dayEnded).toBeUndefined();
  });

  it('whose lane is taken is nobody else’s until it is given back, or its holder is gone', async () => {
    await open();
    const { lanes } = tools.store;
    const portion = { leaseMs: 60_000, now: tools.clock.now(), day: '2026-11-03' as never, most: 20, perDay: null };
    const taken = await Promise.all(['a', 'b', 'c'].map((holder) => lanes.take('x.example', { ...portion, holder })));
    expect(taken.filter((each) => each !== null)).toHaveLength(1);
    const [winner = ''] = taken.flatMap((each) => each?.lane.holder ?? []);
    await lanes.giveBack('x.example', winner, { answeredAgo: [300, 200], unused: 15, then: { kind: 'go-on' } });
    const next = await lanes.take('x.example', { ...portion, holder: 'd', leaseMs: -1 });
    expect(next?.lane).toMatchObject({ holder: 'd', lapsed: false, sentToday: 25 });
    const ages = next?.lane.recent.map((each) => (next.lane.takenAt?.getTime() ?? 0) - each.getTime()) ?? [];
    expect(ages.map((age) => age >= 200)).toEqual([true, true]);
    expect((await lanes.take('x.example', { ...portion, holder: 'e' }))?.lane).toMatchObject({ lapsed: true });
    expect(await lanes.renew('x.example', 'd', 60_000)).toBe(false);
  });
});

describe('what the mail server takes in a day', () => {
  const pacing = { ...usualPacing, perSecond: { ...usualPacing.perSecond, other: 50 } };
  const aCode = () =>
    application.waves.queueService({
      ...{ template: 'answer-code', fields: { code: '123456' }, expiresAt: new Date('2026-11-03T10:10:00Z') },
      to: { kind: 'alumnus', alumnusId: aLeaver(0).id, addressNumber: 1 },
    });
  const to = (domain: string) => sink.accepted.filter((mail) => mail.to.endsWith(domain)).length;

  it.each([['as fast as it goes', 'off'] as const, ['at a pace', pacing] as const])(
    'is kept %s, service mail counts and goes on, and the rest leaves on the next day',
    async (_how, pace) => {
      await open({ settings: { pacing: pace, relayLimits: { perDay: 5, from: 'setting' } } });
      const wave = await queuedWave(8, (n) => at(n % 2 === 0 ? 'one.example' : 'two.example', n));
      await aCode();
      await sendUntil(
        () => statesOf(wave),
        ({ accepted }) => accepted === 4,
      );
      await aCode();
      await sendUntil(
        () => sink.accepted.length,
        (arrived) => arrived === 6,
      );
      expect(await statesOf(wave)).toEqual({ accepted: 4, planned: 4 });
      opened.setClock(new Date('2026-11-04T09:00:00Z'));
      await sendUntil(
        () => statesOf(wave),
        ({ accepted }) => accepted === 8,
      );
      expect(to('.example')).toBe(10);
    },
  );

  it.each([
    ['550 5.1.90 Your message can’t be sent because you’ve reached your daily limit', 'off'],
    ['550 5.4.5 Daily user sending limit exceeded', pacing],
    ['452 4.5.3 Sending quota reached', 'off'],
  ] as const)(
    'as it says itself (%s) ends no mail, pauses no wave and is tried again the next day',
    async (says, pace) => {
      await open({ settings: { pacing: pace } });
      const wave = await queuedWave(8);
      await sink.misbehave({ at: 'RCPT', how: says.startsWith('4') ? '4xx' : '5xx', says: says.replaceAll('’', "'") });
      await sendUntil(
        () => statesOf(wave),
        ({ deferred = 0 }) => deferred > 0,
      );
      const { deferred = 0, planned = 0, ...others } = await statesOf(wave);
      expect([deferred + planned, others, planned >= 6]).toEqual([8, {}, true]);
      await sink.misbehave(null);
      await aCode();
      await sendUntil(
        () => sink.accepted.length,
        (arrived) => arrived === 1,
      );
      expect(await statesOf(wave)).toEqual({ deferred, planned });
      opened.setClock(new Date('2026-11-04T09:00:00Z'));
      await sendUntil(
        () => statesOf(wave),
        ({ accepted }) => accepted === 8,
      );
      expect(await opened.connection.collection('messages').distinct('attempts')).toEqual([1]);
      expect((await waveOf(wave)).halted).toBeUndefined();
    },
  );

  it('puts off service mail too that it refuses so, by the plan of retries', async () => {
    await open();
    await queuedWave(1);
    await aCode();
    await sink.misbehave({ at: 'RCPT', how: '5xx', says: '550 5.4.5 Daily user sending limit exceeded' });
    const service = () => opened.connection.collection('messages').findOne({ kind: 'service' });
    const found = await sendUntil(service, (message) => message?.['state'] === 'deferred');
    expect([found?.['attempts'], found?.['readyAt']]).toEqual([1, new Date('2026-11-03T10:05:00Z')]);
  });
});
