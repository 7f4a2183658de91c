// Row 6: hours of work in which something is always wrong. A wave begins every few minutes while the mail server misbehaves
// in one way after another and workers are killed or stopped; everybody is accounted for in each wave, and the one worker
// that is left alone holds no more memory and no more open files at the end than after the first wave.
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as until } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import type { CohortId } from '../../../src/domain/alumni/ids.js';
import type { WaveId } from '../../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { account, gone, openSending, type Sending } from '../../support/sending.js';
import type { SinkFault, SinkPhase } from '../../support/smtp-sink-faults.js';

const minutes = full ? Number(process.env['SOAK_MINUTES'] ?? '60') : 0;
const waveEveryMs = full ? 300_000 : 0;
const waves = Math.max(2, Math.floor((minutes * 60_000) / Math.max(1, waveEveryMs)));
const each = full ? 1_000 : 80;
const faultEveryMs = full ? 8_000 : 700;
const domains = 40;

const trouble: readonly (readonly [SinkPhase, SinkFault])[] = [
  ['before-250', 'fin'],
  ['connect', 'refuse'],
  ['greeting', 'silence'],
  ['MAIL', '421'],
  ['DATA', 'rst'],
  ['mid-data', 'rst'],
  ['RCPT', '4xx'],
  ['after-dot', 'garbage'],
];

let sending: Sending;
afterEach(() => sending.close());

const person = (n: number) => ({
  contactPoints: aLeaver(n).contactPoints.map((point) => ({ ...point, value: `person${n}@d${n % domains}.example` })),
});
const pick = <T>(from: readonly T[]): T => {
  const one = from[randomInt(from.length)];
  if (one === undefined) throw new RangeError('Nothing to pick from.');
  return one;
};
/** Memory in MB and open files of a process, as the system counts them. */
const sizeOf = (pid: number): { readonly rss: number; readonly files: number } => ({
  rss: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
  files: readdirSync(`/proc/${pid}/fd`).length,
});

it(
  `row 6: ${waves} waves to ${each} people each, one trouble after another`,
  async () => {
    sending = await openSending({ people: each, person, queued: false });
    const { sink, tools, application, connection } = sending;
    const started: WaveId[] = [sending.wave];
    const witness = sending.startWorker();
    const begin = (place: number): Promise<WaveId> => {
      const cohortId = `y13-${2026 - place}` as CohortId;
      const people = Array.from({ length: each }, (_, k) => place * each + k);
      return keepTrust(
        tools,
        people.map((n) => aLeaver(n, { cohortId, ...person(n) })),
      ).then(() => confirmedWave(application, { ...aPlan(), cohortId }));
    };
    /** One trouble: the mail server's, or a worker's that is killed or stands still longer than its lease. */
    let kills = 0;
    const disturb = async (): Promise<void> => {
      const victims = [...sending.workers].filter((worker) => worker !== witness);
      const victim = victims.length > 0 ? pick(victims) : undefined;
      const what = randomInt(4);
      if (what === 0 && victim !== undefined) {
        victim.kill('SIGKILL');
        kills += 1;
        await gone(victim);
      } else if (what === 1 && victim !== undefined) {
        victim.kill('SIGSTOP');
        await until(3_000);
        victim.kill('SIGCONT');
      } else {
        const [at, how] = pick(trouble);
        const some = Array.from({ length: 4 }, () => `d${randomInt(domains)}.example`);
        await sink.misbehave({ at, how, ...(['connect', 'greeting', 'MAIL'].includes(at) ? {} : { domains: some }) });
        await until(faultEveryMs / 2);
        await sink.misbehave(null);
      }
      if (sending.workers.size < 3) sending.startWorker();
    };

    const began = performance.now();
    let first: ReturnType<typeof sizeOf> | undefined;
    for (let place = 0; place < waves; place += 1) {
      if (place > 0) started.push(await begin(place));
      const over = began + (place + 1) * waveEveryMs;
      const before = sink.accepted.length;
      do {
        await disturb();
        await until(randomInt(Math.ceil(faultEveryMs / 2)));
      } while (performance.now() < over || sink.accepted.length < before + each / 2);
      first ??= sizeOf(witness.pid ?? 0);
    }
    await sink.misbehave(null);
    // As if the hours of the retry plan had passed.
    const messages = connection.collection('messages');
    await eventually(
      async () => {
        await messages.updateMany({ state: 'deferred' }, { $set: { readyAt: new Date('2026-11-03T09:00:00Z') } });
        return Promise.all(started.map((wave) => tools.store.messages.anyOpen(wave)));
      },
      (open) => !open.includes(true),
      full ? 600_000 : 120_000,
    );
    const last = sizeOf(witness.pid ?? 0);
    await sending.stopWorkers();
    let unknown = 0;
    for (const wave of started) {
      const accepted = sink.accepted.filter(({ messageId }) => messageId.startsWith(`<${wave}_`));
      const { states, ...found } = await account({ ...sending, sink: { ...sink, accepted }, wave }, each);
      expect([wave, found.accepted + found.unknown, Object.keys(states).length <= 2]).toEqual([wave, each, true]);
      unknown += found.unknown;
    }
    const hours = (performance.now() - began) / 3_600_000;
    const growth = first === undefined ? Infinity : last.rss / first.rss - 1;
    report(
      '6',
      'memory ≤ +10 %, open files flat, I1–I6',
      `${hours.toFixed(2)} h, ${waves} waves, ${kills} kills: ${Math.round(first?.rss ?? 0)} to ${Math.round(last.rss)} MB ` +
        `(${(100 * growth).toFixed(0)} %), ${first?.files ?? 0} to ${last.files} files, ${unknown} unknown of ${waves * each}`,
    );
    if (full) expect(growth).toBeLessThanOrEqual(0.1);
    expect(last.files - (first?.files ?? 0)).toBeLessThanOrEqual(10);
  },
  (minutes + 20) * 60_000,
);
