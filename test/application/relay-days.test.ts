// The dry run says on how many days a wave leaves because of what the mail server takes in a day (Y22).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication } from '../../src/application/index.js';
import { aLeaver, aPlan, keepTrust, scheduler } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';
import { openWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;

beforeAll(async () => {
  test = await openTestTools();
  await keepTrust(
    test.tools,
    Array.from({ length: 10 }, (_, n) => aLeaver(n)),
  );
});
afterAll(() => test.close());

describe('a wave of ten people', () => {
  it.each([
    [null, null, null, '2026-11-03'],
    [10, 'setting', null, '2026-11-03'],
    [9, 'setting', { days: 2, from: 'setting' }, '2026-11-04'],
    [4, 'provider', { days: 3, from: 'provider' }, '2026-11-05'],
    [1, 'setting', { days: 10, from: 'setting' }, '2026-11-12'],
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
});
