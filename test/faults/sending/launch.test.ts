// A wave from its launch to its last mail, while nothing goes wrong (rows 1, 2 and 3 of the fault table): planners that race
// write each message once, sending keeps its rate, and what falls due at the same moment begins soon. Rates and times are
// printed, and held to their goals in full runs only.
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CohortId } from '../../../src/domain/alumni/ids.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { account, openSending, type Sending } from '../../support/sending.js';

const patience = full ? 900_000 : 120_000;

let sending: Sending;
afterEach(() => sending.close());

/** Many receiving domains, so that no lane of one of them is what limits. */
const ofManyDomains = (n: number) => ({
  contactPoints: aLeaver(n).contactPoints.map((point) => ({ ...point, value: `person${n}@d${n % 200}.example` })),
});
const share = (all: readonly number[], part: number): number =>
  [...all].sort((a, b) => a - b)[Math.max(0, Math.ceil(all.length * part) - 1)] ?? 0;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

describe('the launch of a wave', () => {
  // The first round is the big one; the others are for the race.
  const rounds = full ? [100_000, ...Array.from({ length: 19 }, () => 2_000)] : [240];
  it.each(rounds)(
    'row 1: to %i people, by four planners that race, leaves one message for everybody',
    async (people) => {
      sending = await openSending({ people, queued: false });
      const { messages, invitations, waves } = sending.tools.store;
      const began = performance.now();
      for (let n = 0; n < 4; n += 1) sending.startWorker({ plansOnly: true });
      // Asks the database for next to nothing, so that the four are not held up.
      const allPlanned = async (): Promise<boolean> =>
        (await waves.find('every-school', sending.wave))?.freezing?.done === true &&
        (await invitations.dueIn(sending.wave, ['i'], new Date('2100-01-01'), 1)).length === 0;
      await eventually(allPlanned, (is) => is, patience);
      const took = performance.now() - began;
      await sending.stopWorkers();
      const told = new Set<string | undefined>();
      let written = 0;
      for await (const { alumnusId } of messages.each(sending.wave)) {
        told.add(alumnusId);
        written += 1;
      }
      expect([written, told.size]).toEqual([people, people]);
      expect(await invitations.countByState(sending.wave)).toEqual({ invited: people });
      if (people === rounds[0]) {
        report(
          '1',
          '100,000 messages ≤ 120 s, 0 missing, 0 twice',
          `${people} in ${seconds(took)}, ${rounds.length} races, 0, 0`,
        );
        if (full) expect(took).toBeLessThanOrEqual(120_000);
      }
    },
    patience,
  );
});

describe('a wave under way', () => {
  it(
    'row 2: leaves at a steady rate, each message soon after it was taken in hand',
    async () => {
      const people = full ? 10_000 : 150;
      sending = await openSending({ people, person: ofManyDomains });
      for (let n = 0; n < 2; n += 1) sending.startWorker({ sendsOnly: true });
      await eventually(
        () => sending.tools.store.messages.anyOpen(sending.wave),
        (open) => !open,
        patience,
      );
      await sending.stopWorkers();
      expect((await account(sending, people)).states).toEqual({ accepted: people });
      const tookMs = await eventually(
        () =>
          sending.logged.flatMap(
            (line) => (JSON.parse(line) as { values?: { tookMs?: number[] } }).values?.tookMs ?? [],
          ),
        (all) => all.length === people,
      );
      const times = sending.sink.accepted.map(({ at }) => at);
      const rate = (1_000 * people) / (Math.max(...times) - Math.min(...times));
      const p95 = share(tookMs, 0.95);
      report(
        '2',
        '≥ 80/s, floor 50/s; p95 claim to 250 ≤ 1 s',
        `${Math.round(rate)}/s, p95 from lease to record ${seconds(p95)}`,
      );
      if (full) expect(rate).toBeGreaterThanOrEqual(80);
    },
    patience,
  );

  it(
    'row 3: begins what is due with four others at the same moment',
    async () => {
      const each = full ? 200 : 40;
      const cohorts = [
        'y13-2026',
        'y13-2025',
        'y13-2024',
        'y13-2023',
        'y13-2022',
      ] as readonly string[] as readonly CohortId[];
      const due = Date.parse('2026-11-03T09:00:00Z');
      sending = await openSending({ people: each, person: ofManyDomains, queued: false, now: new Date(due - 15_000) });
      const { application, tools } = sending;
      const waves = [sending.wave];
      for (const [place, cohortId] of cohorts.slice(1).entries()) {
        const from = (place + 1) * each;
        await keepTrust(
          tools,
          Array.from({ length: each }, (_, k) => aLeaver(from + k, { cohortId, ...ofManyDomains(from + k) })),
        );
        waves.push(await confirmedWave(application, { ...aPlan(), cohortId }));
      }
      for (let n = 0; n < 2; n += 1) sending.startWorker();
      await eventually(
        () => sending.sink.accepted.length,
        (count) => count === waves.length * each,
        patience,
      );
      await eventually(
        () => Promise.all(waves.map((wave) => tools.store.messages.anyOpen(wave))),
        (open) => !open.includes(true),
        patience,
      );
      await sending.stopWorkers();
      const stored = await sending.connection
        .collection<{ state: string; acceptedAt: Date }>('messages')
        .find({}, { projection: { state: 1, acceptedAt: 1 } })
        .toArray();
      expect(stored.map(({ state }) => state)).toEqual(stored.map(() => 'accepted'));
      const after = stored.map(({ acceptedAt }) => acceptedAt.getTime() - due);
      expect(Math.min(...after)).toBeGreaterThanOrEqual(0); // and nothing before its time
      const p95 = share(after, 0.95);
      report(
        '3',
        '95 % of what is due begins ≤ 10 s after',
        `${stored.length} due at once: 95 % taken ${seconds(p95)} after`,
      );
      if (full) expect(p95).toBeLessThanOrEqual(10_000);
    },
    patience,
  );
});
