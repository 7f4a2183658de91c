// A mail server that drops what it took, is down, answers late, or is slow for one domain (rows 9, 10, 12, 17 and 20 of the
// fault table). The wave is sent by workers of their own, or, where days pass, by one sender on a clock that the test moves.
import { afterEach, describe, expect, it } from '@jest/globals';
import { createApplication } from '../../../src/application/index.js';
import type { Alumnus } from '../../../src/domain/alumni/alumnus.js';
import { usualPacing } from '../../../src/domain/waves/pacing.js';
import type { LocalTime } from '../../../src/domain/calendar/local-date.js';
import { createMailer } from '../../../src/mail/index.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { mailerTo } from '../../support/mailer-to.js';
import { account, openSending, quickTimes, type Sending } from '../../support/sending.js';
import { startSmtpSink } from '../../support/smtp-sink.js';
import { openTestTools } from '../../support/tools.js';

const patience = full ? 600_000 : 120_000;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const at = (domain: string, n: number): Partial<Alumnus> => ({
  contactPoints: aLeaver(n).contactPoints.map((point) => ({ ...point, value: `person${n}@${domain}` })),
});
const opening = async (given: Parameters<typeof openSending>[0]): Promise<Sending> => {
  const sending = await openSending(given);
  open.push(sending.close);
  return sending;
};
const finished = ({ tools, wave }: Sending): Promise<boolean> =>
  eventually(
    () => tools.store.messages.anyOpen(wave),
    (isOpen) => !isOpen,
    patience,
  );

describe('a mail server', () => {
  it(
    'row 9: that takes every tenth message and hangs up without a word leaves exactly those unknown',
    async () => {
      const people = full ? 10_000 : 100;
      const sending = await opening({ people, person: (n) => at(n % 10 === 0 ? 'drop.example' : 'good.example', n) });
      await sending.sink.misbehave({ at: 'before-250', how: 'fin', domains: ['drop.example'] });
      sending.startWorker();
      sending.startWorker();
      await finished(sending);
      await sending.stopWorkers();
      const { states } = await account(sending, people);
      expect(states).toEqual({ accepted: people - people / 10, unknown: people / 10 });
      const dropped = sending.sink.accepted.filter(({ to }) => to.endsWith('@drop.example'));
      expect(dropped).toHaveLength(people / 10);
      report(
        '9',
        'all of them unknown, 0 resent',
        `${dropped.length} dropped, ${states['unknown'] ?? 0} unknown, 0 resent`,
      );
    },
    patience,
  );

  it(
    'row 20: that is down in the middle costs no attempt, and mail goes on once it is back',
    async () => {
      const people = full ? 2_000 : 100;
      const sending = await opening({ people });
      const { breakers, messages } = sending.tools.store;
      sending.startWorker();
      sending.startWorker();
      await eventually(
        () => sending.sink.accepted.length,
        (count) => count > people / 5,
        patience,
      );
      await sending.sink.misbehave({ at: 'connect', how: 'refuse' });
      await eventually(breakers.relayState, ({ openedAt }) => openedAt !== null, patience);
      const attempts = (await sending.connection.collection('messages').distinct('attempts')) as number[];
      expect(Math.max(...attempts)).toBeLessThanOrEqual(1); // the one under way when it went
      await sending.sink.misbehave(null);
      const back = performance.now();
      const before = sending.sink.accepted.length;
      await eventually(
        () => sending.sink.accepted.length,
        (count) => count > before,
        patience,
      );
      const resumedMs = Math.round(performance.now() - back);
      await finished(sending);
      await sending.stopWorkers();
      const { accepted, unknown } = await account(sending, people);
      expect(accepted + unknown).toBe(people);
      expect(await messages.countUnknown(sending.wave)).toBeLessThanOrEqual(10);
      report(
        '20',
        '0 attempts burned, resumes ≤ 60 s after return',
        `0 burned, ${resumedMs} ms at a look every ${quickTimes.probeMs} ms (30 s in life), ${unknown} unknown`,
      );
    },
    patience,
  );

  it(
    'row 10: that answers late is waited for as long as mail allows, and no longer',
    async () => {
      // The times in life, made shorter; where others need the machine too, further from the limit on both sides.
      const [scale, late, tooLate] = full ? [1 / 100, 9 + 50 / 60, 12] : [1 / 200, 5, 18];
      const minutes = (count: number): number => count * 60_000 * scale;
      const sink = await startSmtpSink();
      const mailer = createMailer({
        ...{ host: '127.0.0.1', port: sink.port, secure: false, name: 'onward.example', connections: 1 },
        timeouts: { setUp: 20_000, envelope: 20_000, reply: minutes(11) },
      });
      const opened = await openTestTools({ mailer });
      open.push(opened.close, sink.close, mailer.close);
      const { tools } = opened;
      const application = createApplication(tools);
      await keepTrust(
        tools,
        [0, 1].map((n) => aLeaver(n)),
      );
      const wave = await confirmedWave(application);
      await application.waves.advanceWaves();
      await application.waves.queueDueMessages();
      const states = async (): Promise<readonly string[]> => {
        const found: string[] = [];
        for await (const { state } of tools.store.messages.each(wave)) found.push(state);
        return found.sort();
      };
      const stopping = new AbortController();
      sink.hesitate(minutes(late));
      const sender = application.waves.runSender({ signal: stopping.signal, times: { ...quickTimes, batch: 1 } });
      await eventually(states, (found) => found.includes('accepted'), patience);
      sink.hesitate(minutes(tooLate));
      await eventually(states, (found) => found.includes('unknown'), patience);
      stopping.abort();
      await sender;
      expect(await states()).toEqual(['accepted', 'unknown']);
      report('10', '9 min 50 s: accepted; 12 min: unknown', `accepted, unknown (scaled 1:${1 / scale})`);
    },
    patience,
  );

  it(
    'row 17: that puts mail off is asked again by the plan: delivered after 5 minutes and 71 hours, given up after 72',
    async () => {
      const sink = await startSmtpSink();
      const opened = await openTestTools({
        mailer: mailerTo(sink.port, 3),
        settings: { contactHours: { from: '00:00' as LocalTime, to: '00:00' as LocalTime } },
      });
      open.push(opened.close, sink.close, opened.tools.mailer.close);
      const { tools } = opened;
      const application = createApplication(tools);
      const domains = ['soon.example', 'late.example', 'never.example'];
      await keepTrust(
        tools,
        domains.map((domain, n) => aLeaver(n, at(domain, n))),
      );
      await confirmedWave(application, aPlan());
      await application.waves.advanceWaves();
      await application.waves.queueDueMessages();
      const began = tools.clock.now().getTime();
      const minute = 60_000;
      const hour = 60 * minute;
      const plan = [
        0,
        5 * minute,
        15 * minute,
        30 * minute,
        ...[1, 2, 4, 8, 16, 24, 48, 72].map((hours) => hours * hour),
      ];
      const until = [5 * minute, 71 * hour, 73 * hour];
      const stored = () =>
        opened.connection
          .collection<{ state: string; attempts: number; alumnusId: string }>('messages')
          .find({})
          .sort({ _id: 1 })
          .toArray();
      const stopping = new AbortController();
      let sender: Promise<void> | null = null;
      for (const [attempt, after] of plan.entries()) {
        await sink.misbehave({
          ...{ at: 'RCPT', how: '4xx', says: '451 4.7.1 greylisted' },
          domains: domains.filter((_, n) => after < (until[n] ?? 0)),
        });
        opened.setClock(new Date(began + after - 1));
        sender ??= application.waves.runSender({ signal: stopping.signal, times: quickTimes });
        opened.setClock(new Date(began + after));
        await eventually(
          stored,
          (found) => found.every(({ state, attempts }) => state === 'accepted' || attempts === attempt + 1),
          patience,
        );
        await eventually(stored, (found) =>
          found.every(({ state }) => !['leased', 'sending', 'planned'].includes(state)),
        );
      }
      stopping.abort();
      await sender;
      const ended = (await stored()).map(({ state, attempts }) => [state, attempts]);
      expect(ended).toEqual([
        ['accepted', 2],
        ['accepted', 12],
        ['expired', 12],
      ]);
      expect(sink.accepted.map(({ to }) => to)).toEqual(['person0@soon.example', 'person1@late.example']);
      report('17', 'delivered / delivered / expired, attempts exact', ended.map((each) => each.join(' ')).join(' / '));
    },
    patience,
  );

  it(
    'row 12: that is stuck for some domains does not hold up the others',
    async () => {
      const perSecond = 10;
      const [stuck, quick] = [
        ['stuck1.example', 'stuck2.example'],
        ['one.example', 'two.example'],
      ];
      const each = full ? 200 : 30;
      const domains = [...stuck, ...quick];
      const sending = await opening({
        people: each * domains.length,
        settings: { pacing: { ...usualPacing, perSecond: { ...usualPacing.perSecond, other: perSecond } } },
        person: (n) => at(domains[n % domains.length] ?? '', n),
      });
      await sending.sink.misbehave({ at: 'RCPT', how: 'silence', domains: stuck });
      for (let n = 0; n < 4; n += 1) sending.startWorker({ sendsOnly: true });
      const of = (domain: string) => sending.sink.accepted.filter(({ to }) => to.endsWith(`@${domain}`));
      await eventually(
        () => quick.map((domain) => of(domain).length),
        (counts) => counts.every((count) => count === each),
        patience,
      );
      const used = quick.map((domain) => {
        const times = of(domain).map((mail) => mail.at);
        return (1_000 * (times.length - 1)) / ((times.at(-1) ?? 0) - (times[0] ?? 0)) / perSecond;
      });
      const least = Math.round(100 * Math.min(...used));
      expect(stuck.flatMap(of)).toEqual([]);
      report('12', 'other lanes keep ≥ 90 % of their rate', `${least} % of ${perSecond}/s beside two stuck domains`);
      if (full) expect(least).toBeGreaterThanOrEqual(90);
    },
    patience,
  );
});
