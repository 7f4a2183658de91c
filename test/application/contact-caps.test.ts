// An address gets one survey mail in a day and four in a cycle, whoever shares it (requirement E12): with real workers,
// a real relay, races, and what becomes of a slot whose mail never left.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { contactKey, takeContactSlots } from '../../src/application/waves/sending/contact-slots.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { messageId, type MessageId, type MessageState } from '../../src/domain/waves/message.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { connect, createStore } from '../../src/store/index.js';
import { testDatabaseUri } from '../support/database.js';
import { httpTexts } from '../../src/texts/index.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { startTextProvider } from '../support/text-provider.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeEach(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port, 3) });
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

/** Person n at an address that others may have too. */
const at = (n: number, address: string): Alumnus => {
  const [own] = aLeaver(n).contactPoints;
  if (own === undefined) throw new Error('The leaver has no address.');
  return aLeaver(n, { contactPoints: [{ ...own, value: address }] });
};

async function queuedWave(people: readonly Alumnus[], plan = aPlan()): Promise<WaveId> {
  await keepTrust(tools, people);
  const wave = await confirmedWave(application, plan);
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  return wave;
}

/** Workers send until nothing more is due. */
async function sendAll(wave: WaveId, workers = 1): Promise<void> {
  const stopping = new AbortController();
  const times = { ...senderTimes, idleMs: 20, batch: 7 };
  const senders = Array.from({ length: workers }, () =>
    application.waves.runSender({ signal: stopping.signal, times }),
  );
  const busy = async (): Promise<boolean> => {
    for await (const { _id } of tools.store.messages.each(wave)) {
      const message = await stored(_id);
      const waits = message?.['readyAt'] as Date | undefined;
      const working = ['leased', 'sending'].includes(String(message?.['state']));
      if (working || (waits !== undefined && waits <= tools.clock.now())) return true;
    }
    return false;
  };
  await eventually(busy, (still) => !still);
  stopping.abort();
  await Promise.all(senders);
}

const stored = (id: MessageId): Promise<Record<string, unknown> | null> =>
  opened.connection.collection<{ _id: string }>('messages').findOne({ _id: id });
const first = (wave: WaveId, n: number): MessageId => messageId(wave, aLeaver(n).id, 'i', 1);
const stateOf = async (id: MessageId): Promise<MessageState> => (await stored(id))?.['state'] as MessageState;
const sentTo = (): readonly string[] => sink.accepted.map(({ to }) => to);

describe('a wave that was held up until its reminder came due', () => {
  const stopped = '2026-11-12T10:00:00Z';
  const resumeAt = async (wave: WaveId): Promise<void> => {
    opened.setClock(new Date(stopped));
    expect(await application.waves.queueDueMessages()).toBe(1);
    await sendAll(wave);
  };

  it('sends the reminder a week after the invitation has left, not the day after', async () => {
    const wave = await queuedWave([at(0, 'own@example.org')], aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    await resumeAt(wave);
    const reminder = messageId(wave, aLeaver(0).id, 'r1', 1);
    expect([await stateOf(first(wave, 0)), await stateOf(reminder)]).toEqual(['accepted', 'planned']);
    expect((await stored(reminder))?.['heldUntil']).toEqual(new Date('2026-11-18T22:00:00Z'));
    opened.setClock(new Date('2026-11-18T18:00:00Z'));
    await sendAll(wave);
    expect(sentTo()).toHaveLength(1);
    opened.setClock(new Date('2026-11-19T09:00:00Z'));
    await sendAll(wave);
    expect([sentTo().length, await stateOf(reminder)]).toEqual([2, 'accepted']);
  });

  it('counts what went to another address or number of the person', async () => {
    const [own] = aLeaver(0).contactPoints;
    if (own === undefined) throw new Error('The leaver has no address.');
    const wave = await queuedWave(
      [aLeaver(0, { contactPoints: [own, { ...own, number: 2, kind: 'mobile', value: '07700900001' }] })],
      aPlan({ i: '2026-11-03', r1: '2026-11-12' }),
    );
    opened.setClock(new Date('2026-11-10T10:00:00Z'));
    await takeContactSlots(tools, [
      { id: messageId(wave, aLeaver(0).id, 't', 2), address: '07700900001', others: [own.value] },
    ]);
    await resumeAt(wave);
    expect([sentTo(), (await stored(first(wave, 0)))?.['heldUntil']]).toEqual([[], new Date('2026-11-16T22:00:00Z')]);
  });
});

describe('a mail and a text that both waited', () => {
  it('leave a week apart and in the order of the plan, whichever sender comes first', async () => {
    const provider = await startTextProvider();
    tools = { ...tools, texts: httpTexts({ url: provider.url, apiKey: 'key', from: 'Trust', connections: 2 }) };
    application = createApplication(tools);
    const [own] = aLeaver(0).contactPoints;
    if (own === undefined) throw new Error('The leaver has no address.');
    const person = aLeaver(0, { contactPoints: [own, { ...own, number: 2, kind: 'mobile', value: '+447700900123' }] });
    const wave = await queuedWave([person], aPlan({ i: '2026-11-03', t: '2026-11-10' }));
    const text = messageId(wave, person.id, 't', 2);
    const sendText = async (): Promise<void> => {
      const stopping = new AbortController();
      const sender = application.waves.runTextSender({
        signal: stopping.signal,
        times: { ...senderTimes, idleMs: 20 },
      });
      const isOver = (message: Awaited<ReturnType<typeof stored>>): boolean =>
        message?.['state'] === 'accepted' ||
        (message?.['state'] === 'planned' && (message['readyAt'] as Date) > tools.clock.now());
      await eventually(() => stored(text), isOver);
      stopping.abort();
      await sender;
    };

    opened.setClock(new Date('2026-11-13T10:00:00Z')); // nothing has left until then
    expect(await application.waves.queueDueMessages()).toBe(1);
    await sendText();
    expect([provider.received, sentTo()]).toEqual([[], []]);
    await sendAll(wave);
    expect([sentTo(), await stateOf(text)]).toEqual([['avery0@example.org'], 'planned']);
    opened.setClock(new Date('2026-11-19T18:59:00Z'));
    await sendText();
    expect(provider.received).toEqual([]);
    opened.setClock(new Date('2026-11-20T09:00:00Z'));
    await sendText();
    expect(provider.received.map(({ to }) => to)).toEqual(['+447700900123']);
    await provider.close();
  });
});

describe('a mail that is put off on a Friday evening', () => {
  it('is tried again on Monday, as its wave’s page says', async () => {
    opened.setClock(new Date('2026-11-06T18:58:00Z'));
    const wave = await queuedWave([at(0, 'own@example.org')], aPlan({ i: '2026-11-06' }));
    await sink.misbehave({ at: 'RCPT', how: '4xx' });
    await sendAll(wave);
    expect(await stateOf(first(wave, 0))).toBe('deferred');
    await sink.misbehave(null);
    opened.setClock(new Date('2026-11-07T10:00:00Z'));
    const { stuck } = await application.waves.showWave(scheduler, wave);
    expect(stuck.map(({ leavesAt }) => leavesAt)).toEqual([new Date('2026-11-09T09:00:00Z')]);
    opened.setClock(new Date('2026-11-09T09:00:00Z'));
    await sendAll(wave);
    expect(sentTo()).toEqual(['own@example.org']);
  });
});

describe('an address that several people share', () => {
  it('is told on the wave’s page when the second really leaves: not at night, not at a weekend', async () => {
    opened.setClock(new Date('2026-11-06T10:00:00Z')); // a Friday
    const wave = await queuedWave(
      [at(0, 'twins@example.org'), at(1, 'twins@example.org')],
      aPlan({ i: '2026-11-06', r1: '2026-11-13' }),
    );
    await sendAll(wave);
    const page = await application.waves.showWave(scheduler, wave);
    expect(page.held.map(({ leavesAt }) => leavesAt)).toEqual([new Date('2026-11-09T09:00:00Z')]);
    expect(page.goesOnAt).toEqual(new Date('2026-11-09T09:00:00Z'));
    for (const [now, sent] of [
      ['2026-11-06T18:00:00Z', 1],
      ['2026-11-09T09:00:00Z', 2],
    ] as const) {
      opened.setClock(new Date(now));
      await sendAll(wave);
      expect(sink.accepted).toHaveLength(sent);
    }
  });

  it('gets the second mail a day later, and the page can say when', async () => {
    const wave = await queuedWave([
      at(0, 'twins@example.org'),
      at(1, 'Twins@Example.org '.trim()),
      at(2, 'own@example.org'),
    ]);
    await sendAll(wave);
    expect(sink.accepted).toHaveLength(2);
    const states = await Promise.all([0, 1].map((n) => stateOf(first(wave, n))));
    expect([...states].sort()).toEqual(['accepted', 'planned']);
    const [waiting] = await tools.store.messages.held('every-school', wave, 10);
    expect(waiting).toMatchObject({ state: 'planned', heldUntil: new Date('2026-11-04T10:15:00Z') });
    expect(await tools.store.messages.held(['elsewhere'] as never, wave, 10)).toEqual([]);

    opened.setClock(new Date('2026-11-04T10:00:00Z'));
    await sendAll(wave);
    expect(sink.accepted).toHaveLength(2); // looked at again, and still held
    opened.setClock(new Date('2026-11-04T11:15:00Z'));
    await sendAll(wave);
    expect(sink.accepted).toHaveLength(3);
    expect(await tools.store.messages.held('every-school', wave, 10)).toEqual([]);
  });

  it('gets no fifth mail before the cycle of the first is over', async () => {
    const people = Array.from({ length: 5 }, (_, n) => at(n, 'family@example.org'));
    const wave = await queuedWave(people);
    for (const day of ['03', '04', '05', '06']) {
      opened.setClock(new Date(`2026-11-${day}T1${Number(day) - 2}:30:00Z`));
      await sendAll(wave);
    }
    expect(sink.accepted).toHaveLength(4);
    opened.setClock(new Date('2026-11-09T18:00:00Z'));
    await sendAll(wave);
    expect(sink.accepted).toHaveLength(4);
    const [waiting] = await tools.store.messages.held('every-school', wave, 10);
    expect(waiting?.heldUntil).toEqual(new Date('2026-12-08T11:30:00Z'));
    opened.setClock(new Date('2026-12-08T12:30:00Z'));
    await sendAll(wave);
    expect(sink.accepted).toHaveLength(5);
  });

  it('is free for the second when the first never left, once the slot is given back', async () => {
    const wave = await queuedWave([at(0, 'twins@example.org'), at(1, 'twins@example.org')]);
    await sink.misbehave({ at: 'RCPT', how: '4xx' });
    await sendAll(wave);
    expect(sink.accepted).toEqual([]);
    const [deferred, waiting] = (await stateOf(first(wave, 0))) === 'deferred' ? [0, 1] : [1, 0];
    expect([await stateOf(first(wave, deferred)), await stateOf(first(wave, waiting))]).toEqual([
      'deferred',
      'planned',
    ]);
    // The first may still leave: nothing is given back. Then its person stops us.
    opened.setClock(new Date('2026-11-03T10:04:00Z'));
    expect(await application.waves.returnContactSlots()).toEqual({ returned: 0 });
    await application.waves.stopPerson({
      alumnusId: aLeaver(deferred).id,
      reason: 'objected',
      actor: { kind: 'alumnus' },
    });
    opened.setClock(new Date('2026-11-03T11:00:00Z'));
    expect(await application.waves.returnContactSlots()).toEqual({ returned: 1 });
    expect(await application.waves.returnContactSlots()).toEqual({ returned: 0 });
    await sink.misbehave(null);
    await sendAll(wave);
    expect(await stateOf(first(wave, waiting))).toBe('accepted');
  });

  it('lets a mail that was put off take its own slot again, and keeps that slot when its fate is unknown', async () => {
    const wave = await queuedWave([at(0, 'one@example.org')]);
    await sink.misbehave({ at: 'RCPT', how: '4xx' });
    await sendAll(wave);
    expect(await stateOf(first(wave, 0))).toBe('deferred');
    opened.setClock(new Date('2026-11-03T10:05:00Z'));
    await sink.misbehave({ at: 'before-250', how: 'fin' });
    await sendAll(wave);
    expect(await stateOf(first(wave, 0))).toBe('unknown');
    opened.setClock(new Date('2026-11-03T12:00:00Z'));
    expect(await application.waves.returnContactSlots()).toEqual({ returned: 0 });
    const key = contactKey(tools.signer, 'one@example.org');
    expect((await tools.store.contactSlots.find([key])).get(key)?.slots).toEqual([
      { message: first(wave, 0), at: new Date('2026-11-03T10:05:00Z') },
    ]);
  });
});

describe('workers that race', () => {
  it('take one slot of each address between them, and lose none', async () => {
    const addresses = Array.from({ length: 25 }, (_, n) => `shared${n}@example.org`);
    const racers = await Promise.all(
      Array.from({ length: 8 }, async () => connect(testDatabaseUri(), opened.connection.name)),
    );
    try {
      const held = await Promise.all(
        racers.map((connection, racer) =>
          takeContactSlots(
            { ...tools, store: createStore(connection) },
            addresses.map((address, n) => ({ id: `w:racer${racer}-${n}:i:1` as MessageId, address, others: [] })),
          ),
        ),
      );
      const taken = addresses.map(
        (_, n) => held.filter((one, racer) => !one.has(`w:racer${racer}-${n}:i:1` as MessageId)).length,
      );
      // Where all were faster than one another, the address waits a minute: never two.
      expect(taken.every((count) => count <= 1)).toBe(true);
      const keys = addresses.map((address) => contactKey(tools.signer, address));
      const slots = await tools.store.contactSlots.find(keys);
      expect(keys.map((key) => slots.get(key)?.slots.length)).toEqual(addresses.map(() => 1));
      expect(taken).toEqual(addresses.map(() => 1));
    } finally {
      await Promise.all(racers.map((connection) => connection.close()));
    }
  });

  it('send one mail to each address, and forget it when its cycle is over', async () => {
    const people = Array.from({ length: 40 }, (_, n) => at(n, `family${n % 8}@example.org`));
    const wave = await queuedWave(people);
    await sendAll(wave, 4);
    expect([...sentTo()].sort()).toEqual(Array.from({ length: 8 }, (_, n) => `family${n}@example.org`));
    expect(await tools.store.messages.held('every-school', wave, 100)).toHaveLength(32);
    const count = (): Promise<number> => opened.connection.collection('contactslots').countDocuments({});
    expect(await count()).toBe(8);
    opened.setClock(new Date('2026-12-09T10:00:00Z'));
    await application.waves.returnContactSlots();
    expect(await count()).toBe(0);
  });
});
