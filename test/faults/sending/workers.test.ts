// Workers that are killed, stopped, held up, or whose clocks are wrong (rows 7, 13, 14, 24 and 29 of the fault table): after
// each, everybody is accounted for and nobody has it twice. Reduced counts by default; FAULT_ROUNDS asks for full ones.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { account, gone, openSending, type Sending } from '../../support/sending.js';

const connections = 5;
const patience = full ? 900_000 : 120_000;

let sending: Sending;
afterEach(() => sending.close());

const arrived = (least: number, withinMs = patience): Promise<number> =>
  eventually(
    () => sending.sink.accepted.length,
    (count) => count >= least,
    withinMs,
  );
const finished = (): Promise<boolean> =>
  eventually(
    () => sending.tools.store.messages.anyOpen(sending.wave),
    (open) => !open,
    patience,
  );

describe('workers', () => {
  const people = full ? 10_000 : 120;
  const kills = full ? 50 : 2;
  it(
    `row 7: ${kills} of them killed while ${people} messages leave`,
    async () => {
      sending = await openSending({ people, connections });
      for (let n = 0; n < 3; n += 1) sending.startWorker();
      for (let killed = 0; killed < kills; killed += 1) {
        await arrived(Math.min(people - 1, Math.floor(((killed + 1) * people) / (kills + 2)) + randomInt(10)));
        const [victim] = [...sending.workers].sort(() => randomInt(3) - 1);
        if (victim === undefined) throw new Error('No worker is left.');
        victim.kill('SIGKILL');
        await gone(victim);
        sending.startWorker();
      }
      await finished();
      await sending.stopWorkers();
      const { accepted, unknown } = await account(sending, people);
      expect(accepted + unknown).toBe(people);
      expect(unknown).toBeLessThanOrEqual(kills * connections);
      report(
        '7',
        `0 duplicates, 0 lost, unknown ≤ ${kills} kills × ${connections}`,
        `0, 0, ${unknown} unknown of ${people}, all listed`,
      );
    },
    patience,
  );

  it(
    'rows 13 and 14: one stopped, one whose event loop stands still, both longer than their leases',
    async () => {
      const count = full ? 2_000 : 100;
      sending = await openSending({ people: count });
      const stopped = sending.startWorker({ sendsOnly: true });
      sending.startWorker({ sendsOnly: true, blockAfterMs: 300, blockForMs: full ? 90_000 : 5_000 });
      await arrived(count / 10);
      stopped.kill('SIGSTOP');
      sending.startWorker();
      await finished();
      stopped.kill('SIGCONT');
      // The one that comes back would send at once whatever it still took for its own.
      await sending.stopWorkers();
      const { accepted, unknown } = await account(sending, count);
      expect(accepted + unknown).toBe(count);
      report('13, 14', '0 sent after the lease was lost, I1–I5', `0 twice, ${unknown} unknown of ${count}`);
    },
    patience,
  );

  it(
    'row 24: clocks ten minutes and a day wrong, and jumping every second',
    async () => {
      const count = full ? 2_000 : 80;
      sending = await openSending({ people: count, queued: false });
      sending.startWorker({ clockWrongByMs: 600_000 });
      sending.startWorker({ clockWrongByMs: -86_400_000 });
      sending.startWorker({ clockWrongByMs: 86_400_000, clockJumpsEveryMs: full ? 5_000 : 1_000 });
      await arrived(count);
      await finished();
      await sending.stopWorkers();
      expect((await account(sending, count)).states).toEqual({ accepted: count });
      const moments = await sending.connection.collection('messages').distinct('dueAt');
      const far = (moments as Date[]).filter(
        (at) => Math.abs(at.getTime() - Date.parse('2026-11-03T10:00:00Z')) > patience,
      );
      expect(far).toEqual([]);
      report('24', 'no effect on I1–I5', `none in ${count} messages, every due moment right`);
    },
    patience,
  );

  it(
    'row 29: told to stop under load, they end at once and leave nothing unknown',
    async () => {
      const rounds = full ? 25 : 2;
      const count = full ? 5_000 : 120;
      sending = await openSending({ people: count });
      let slowest = 0;
      for (let round = 0; round < rounds; round += 1) {
        for (let n = 0; n < 4; n += 1) sending.startWorker();
        await arrived(Math.floor((count * (round + 1)) / (rounds + 1)));
        await pause(randomInt(50));
        const began = performance.now();
        const ends = [...sending.workers].map((worker) => [worker, gone(worker)] as const);
        await sending.stopWorkers();
        slowest = Math.max(slowest, performance.now() - began);
        expect(await Promise.all(ends.map(([, end]) => end))).toEqual([null, null, null, null]); // no signal was needed
        expect(await sending.tools.store.messages.countUnknown(sending.wave)).toBe(0);
      }
      sending.startWorker();
      await finished();
      await sending.stopWorkers();
      expect((await account(sending, count)).states).toEqual({ accepted: count });
      expect(slowest).toBeLessThan(30_000);
      report('29', 'exit ≤ 30 s, 0 new unknown', `${rounds * 4} stops, slowest ${Math.round(slowest)} ms, 0 unknown`);
    },
    patience,
  );
});
