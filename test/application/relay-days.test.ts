// The dry run says on how many days a wave leaves because of what the mail server takes in a day (Y22), and the pages of what
// is under way that today has no more.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { usualPacing } from '../../src/domain/waves/pacing.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { openWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;

beforeAll(async () => {
  test = await openTestTools();
  await keepTrust(
    test.tools,
    Array.from({ length: 10 }, (_, n) => {
      const contactPoints = aLeaver(n).contactPoints.map((point) => ({ ...point, value: `avery${n}@gmail.com` }));
      return aLeaver(n, n < 5 ? { contactPoints } : {});
    }),
  );
});
afterAll(() => test.close());

describe('a wave of ten people', () => {
  it.each([
    [null, null, null, '2026-11-03'],
    [10, 'setting', null, '2026-11-03'],
    [9, 'setting', { days: 2, from: 'setting' }, '2026-11-04'],
    [4, 'provider', { days: 3, from: 'provider' }, '2026-11-05'],
    [1, 'setting', { days: 10, from: 'setting' }, '2026-11-16'],
  ] as const)('where the mail server takes %s a day', async (perDay, from, relay, lastDay) => {
    const settings = { ...test.tools.settings, relayLimits: { perDay, from } };
    const { waves } = createApplication({ ...test.tools, settings });
    const drafted = await waves.draftWave(scheduler, aPlan());
    const [step] = (await waves.dryRun(scheduler, drafted.kind === 'drafted' ? drafted.waveId : '')).steps;
    expect(step?.relay).toEqual(relay);
    expect(step?.forecast?.lastAt.toISOString().slice(0, 10)).toBe(lastDay);
  });

  it('reads so on the draft, and that a provider’s number is unverified', async () => {
    const settings = { ...test.tools.settings, relayLimits: { perDay: 4, from: 'provider' } as const };
    const web = await openWeb({ ...test.tools, settings }, test.connection);
    try {
      const drafted = await web.application.waves.draftWave(scheduler, aPlan());
      const reader = await web.signedIn('scheduler');
      const page = await reader.get(`/staff/waves/${drafted.kind === 'drafted' ? drafted.waveId : ''}`);
      expect(page.text).toContain(
        'the mail server: 4 a day, so it needs 3 days (the provider’s usual limit, unverified)',
      );
    } finally {
      await web.close();
    }
  });

  it('says on the running wave and under Sending that the day’s limit is used up', async () => {
    const sink = await startSmtpSink();
    const settings = {
      ...test.tools.settings,
      pacing: { ...usualPacing, gmailPerDay: 1, perSecond: { ...usualPacing.perSecond, gmail: 1 } },
      relayLimits: { perDay: 6, from: 'provider' } as const,
    };
    const mailer = mailerTo(sink.port);
    const web = await openWeb({ ...test.tools, settings, mailer }, test.connection);
    const { waves } = web.application;
    const stopping = new AbortController();
    const sender = waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
    try {
      const reader = await web.signedIn('reviewer');
      const wave = await confirmedWave(web.application, aPlan());
      const page = async (path = `/staff/waves/${wave}`): Promise<string> => (await reader.get(path)).text;
      await waves.advanceWaves();
      await waves.queueDueMessages();
      await eventually(
        () => sink.accepted.length,
        (arrived) => arrived === 6,
      );
      await eventually(
        async () => (await waves.usedUpToday()).length,
        (limits) => limits === 2,
      );
      await waves.refreshProgress();
      expect(await page()).toContain('The mail server takes 6 a day, and has them. What waits for it leaves by itself');
      expect(await page()).toContain('Gmail takes 1 a day, and has them.');
      expect(await page('/staff/sending')).toContain('Today’s limit is used up');
      test.setClock(new Date('2026-11-04T06:00:00Z'));
      expect([await page(), await page('/staff/sending')].join('')).not.toContain('Today’s limit');
    } finally {
      test.setClock(new Date('2026-11-03T10:00:00Z'));
      stopping.abort();
      await sender;
      await mailer.close();
      await sink.close();
      await web.close();
    }
  });
});
