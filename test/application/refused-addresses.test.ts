// An address that the mail server refuses for good while it is named is given up as one from which mail comes back later
// (requirements D5, D6, feature 29); and mail that comes back later counts for the breaker of a wave (E11).
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import type { ContactPoint } from '../../src/domain/alumni/alumnus.js';
import { messageId, type MessageId } from '../../src/domain/waves/message.js';
import { returnAddress } from '../../src/domain/waves/return-address.js';
import type { Wave, WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { aBounce, asMail } from '../support/returned-mail.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeEach(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port, 2) });
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

const [own] = aLeaver(0).contactPoints;
if (own === undefined) throw new Error('The leaver has no address.');
const point = (number: number, value: string): ContactPoint => ({ ...own, number, value });
/** Written to at the newest address first. */
const avery = aLeaver(0, { contactPoints: [point(1, 'old@kept.example'), point(2, 'new@gone.example')] });

async function queuedWave(): Promise<WaveId> {
  const wave = await confirmedWave(application);
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  return wave;
}
async function sendUntil<T>(ask: () => Promise<T> | T, hoped: (answer: T) => boolean, by = application): Promise<void> {
  const stopping = new AbortController();
  const sender = by.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
  await eventually(ask, hoped).finally(() => stopping.abort());
  await sender;
}
const stateOf = async (wave: WaveId, address: number): Promise<string | undefined> =>
  (await tools.store.messages.findReturned(messageId(wave, avery.id, 'i', address)))?.state;
const pointStates = async (): Promise<readonly string[] | undefined> =>
  (await tools.store.alumni.find('every-school', avery.id))?.contactPoints.map(({ state }) => state);
const isSuppressed = async (address: string): Promise<boolean> => {
  const key = suppressionKey(tools.signer, address);
  return (await tools.store.suppressions.among([key], [])).addresses.get(key) === 'bounced';
};
const acts = async (): Promise<readonly string[]> => {
  await tools.store.auditEvents.moveIntents();
  return (await tools.store.auditEvents.about(`alumnus:${avery.id}`)).map(({ act }) => act);
};

describe('an address that is refused for good', () => {
  beforeEach(() => keepTrust(tools, [avery]));

  it.each([['550 5.1.1 no such user'], ['550 5.1.10 not found'], ['550 5.2.1 this account is disabled']])(
    'with %s is written to no more, and the step goes to the next own address',
    async (says) => {
      const wave = await queuedWave();
      await sink.misbehave({ at: 'RCPT', how: '5xx', says, domains: ['gone.example'] });
      await sendUntil(pointStates, (states) => states?.includes('bounced') === true);
      expect(await pointStates()).toEqual(['usable', 'bounced']);
      expect([await stateOf(wave, 2), await isSuppressed('new@gone.example')]).toEqual(['rejected', true]);
      await application.waves.completeReturnedMail();
      expect(await acts()).toEqual(['contact.bounced']);

      await application.waves.queueDueMessages();
      await sendUntil(
        () => stateOf(wave, 1),
        (state) => state === 'accepted',
      );
      expect(sink.accepted.map(({ to }) => to)).toEqual(['old@kept.example']);
      expect(await isSuppressed('old@kept.example')).toBe(false);
    },
  );

  it.each([['552 5.2.2 over quota'], ['550 5.7.1 not from you'], ['554 5.6.0 refused for its content']])(
    'with %s is another matter, and nothing is given up',
    async (says) => {
      const wave = await queuedWave();
      await sink.misbehave({ at: 'RCPT', how: '5xx', says });
      await sendUntil(
        () => stateOf(wave, 2),
        (state) => state === 'rejected',
      );
      await application.waves.completeReturnedMail();
      expect([await pointStates(), await isSuppressed('new@gone.example')]).toEqual([['usable', 'usable'], false]);
    },
  );

  it('by a code for somebody’s answers is given up as well, and no step of a wave follows', async () => {
    await application.waves.queueService({
      ...{ template: 'answer-code', fields: { code: '123456' }, expiresAt: new Date('2026-11-03T10:10:00Z') },
      to: { kind: 'alumnus', alumnusId: avery.id, addressNumber: 2 },
    });
    await sink.misbehave({ at: 'RCPT', how: '5xx', says: '550 5.1.1 no such user', domains: ['gone.example'] });
    await sendUntil(pointStates, (states) => states?.includes('bounced') === true);
    await application.waves.completeReturnedMail();
    expect([await pointStates(), await isSuppressed('new@gone.example')]).toEqual([['usable', 'bounced'], true]);
    expect([await acts(), await tools.store.refusedAddresses.open(10)]).toEqual([['contact.bounced'], []]);
  });

  it('is given up by the recurring job where the worker died before, once', async () => {
    const wave = await queuedWave();
    await sink.misbehave({ at: 'RCPT', how: '5xx', says: '550 5.1.1 no such user', domains: ['gone.example'] });
    const { suppressions } = tools.store;
    const addAddress = (): Promise<never> => Promise.reject(new Error('invented: the process died here'));
    const dying = createApplication({
      ...tools,
      store: { ...tools.store, suppressions: { ...suppressions, addAddress } },
    });
    await sendUntil(
      () => stateOf(wave, 2),
      (state) => state === 'rejected',
      dying,
    );
    expect(await pointStates()).toEqual(['usable', 'usable']);
    await Promise.all([application.waves.completeReturnedMail(), application.waves.completeReturnedMail()]);
    await application.waves.completeReturnedMail();
    expect([await pointStates(), await acts()]).toEqual([['usable', 'bounced'], ['contact.bounced']]);
    expect(await application.waves.queueDueMessages()).toBe(1);
    expect(await application.waves.queueDueMessages()).toBe(0);
    expect(await tools.store.refusedAddresses.open(10)).toEqual([]);
  });
});

describe('mail that comes back from addresses that are not there', () => {
  const returned = (wave: WaveId, n: number, status = '5.1.1') => {
    const id = messageId(wave, aLeaver(n).id, 'i', 1);
    const to = returnAddress(id, tools.signer.sign('return-path', id), 'bounce.trust.example');
    return asMail(aBounce({ to, status }));
  };
  const waveOf = async (wave: WaveId): Promise<Wave | null> => tools.store.waves.find('every-school', wave);

  it('pauses the wave at ten of the last 200, each counted once, and not again once a person has looked', async () => {
    await keepTrust(
      tools,
      Array.from({ length: 12 }, (_, n) => aLeaver(n)),
    );
    const wave = await queuedWave();
    await sendUntil(
      () => sink.accepted.length,
      (count) => count === 12,
    );
    for (let n = 0; n < 9; n += 1) {
      await application.waves.takeInMail(returned(wave, n), 'test');
      await application.waves.takeInMail(returned(wave, n), 'test');
    }
    expect((await waveOf(wave))?.state).toBe('running');
    await application.waves.takeInMail(returned(wave, 9), 'test');
    const paused = await waveOf(wave);
    expect([paused?.state, paused?.halted?.why, paused?.halted?.count]).toEqual(['paused', 'hard-bounces', 10]);

    const revision = paused?.revision ?? 0;
    await application.waves.changeWaveState(scheduler, { waveId: wave, revision, move: 'resume' });
    await application.waves.takeInMail(returned(wave, 10), 'test');
    expect((await waveOf(wave))?.state).toBe('running');
  });

  it('or that was refused because of us, at four of the last 200', async () => {
    await keepTrust(
      tools,
      Array.from({ length: 5 }, (_, n) => aLeaver(n)),
    );
    const wave = await queuedWave();
    await sendUntil(
      () => sink.accepted.length,
      (count) => count === 5,
    );
    for (const n of [0, 1, 2, 2]) await application.waves.takeInMail(returned(wave, n, '5.7.1'), 'test');
    expect((await waveOf(wave))?.state).toBe('running');
    await application.waves.takeInMail(returned(wave, 3, '5.7.26'), 'test');
    const paused = await waveOf(wave);
    expect([paused?.state, paused?.halted?.why, paused?.halted?.count]).toEqual(['paused', 'policy', 4]);
    expect(await isSuppressed('avery0@example.org')).toBe(false);
  });

  it('is counted once where two processes take it in at once, or one died after counting', async () => {
    await keepTrust(tools, [aLeaver(0), aLeaver(1)]);
    const wave = await queuedWave();
    const { breakers } = tools.store;
    const note = (id: string, leftAt = tools.clock.now()) =>
      breakers.noteOnce(wave, 'hard', { messageId: id as MessageId, leftAt });
    await Promise.all([note('m1'), note('m2')]);
    await Promise.all([note('m1'), note('m2')]);
    expect(await note('m1')).toEqual(['hard', 'hard']);
    // Once somebody has looked, only what left since.
    const letGoAt = tools.clock.now();
    await breakers.reset(wave, { letGoAt, acceptedSeen: 0 });
    expect(await note('m3')).toEqual([]);
    expect(await note('m4', new Date(letGoAt.getTime() + 1))).toEqual(['hard']);
  });
});
