// Row 19: four workers, five receiving domains. No window of one second at the relay may hold more messages of a domain than
// its limit, and at least 95 % of the limit is used. The test domains have lanes of their own: 20 messages a second (Q7).
import { afterEach, describe, expect, it } from '@jest/globals';
import { usualPacing } from '../../../src/domain/waves/pacing.js';
import { eventually } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { account, openSending, type Sending } from '../../support/sending.js';

const perSecond = 20;
const domains = ['one', 'two', 'three', 'four', 'five'].map((name) => `${name}.example`);
const people = full ? 5_000 : 300;

let sending: Sending;
afterEach(() => sending.close());

describe('lanes of receiving domains', () => {
  it(
    'row 19: hold no second over the limit, and use it',
    async () => {
      sending = await openSending({
        people,
        settings: { pacing: { ...usualPacing, perSecond: { ...usualPacing.perSecond, other: perSecond } } },
        person: (n) => ({
          contactPoints: [
            {
              ...{ number: 1, kind: 'email', owner: 'self', state: 'usable', addedOn: '2026-07-01' as never },
              value: `person${n}@${domains[n % domains.length] ?? ''}`,
            },
          ],
        }),
      });
      for (let n = 0; n < 4; n += 1) sending.startWorker({ sendsOnly: true });
      await eventually(
        () => sending.sink.accepted.length,
        (arrived) => arrived === people,
        full ? 120_000 : 100_000,
      );
      await eventually(
        () => sending.tools.store.messages.anyOpen(sending.wave),
        (open) => !open,
      );
      await sending.stopWorkers();
      expect((await account(sending, people)).states).toEqual({ accepted: people });

      const byDomain = domains.map((domain) =>
        sending.sink.accepted.filter(({ to }) => to.endsWith(`@${domain}`)).map(({ at }) => at),
      );
      const over = byDomain.flatMap((times) =>
        times.filter((at, place) => at - (times[place - perSecond] ?? -Infinity) < 1_000),
      );
      const used = byDomain.map((times) => (times.length - 1) / ((times.at(-1) ?? 0) - (times[0] ?? 0)) / perSecond);
      const least = Math.round(1_000 * 100 * Math.min(...used));
      report('19', '0 seconds over the cap, ≥ 95 % of it used', `${over.length} over, least ${least} % of 20/s used`);
      expect(over).toEqual([]);
      if (full) expect(least).toBeGreaterThanOrEqual(95);
    },
    full ? 180_000 : 150_000,
  );
});
