// Row 16: somebody unsubscribes in the moment in which a worker writes that it will send. Whatever the order, no intent is
// later than a stop that was acknowledged, by the database's clock; and a marked message is never begun (requirement E13).
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createApplication } from '../../../src/application/index.js';
import { messageId } from '../../../src/domain/waves/message.js';
import { databaseTime } from '../../../src/store/index.js';
import { aLeaver, confirmedWave, keepTrust } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { openTestTools } from '../../support/tools.js';

const trials = full ? 10_000 : 60;

it(
  `row 16: ${trials} stops race the intent, and none that was acknowledged is overtaken`,
  async () => {
    const opened = await openTestTools();
    try {
      const { tools, connection } = opened;
      const application = createApplication(tools);
      await keepTrust(
        tools,
        Array.from({ length: trials }, (_, n) => aLeaver(n)),
      );
      const wave = await confirmedWave(application);
      await application.waves.advanceWaves();
      await application.waves.queueDueMessages();
      const { outbox } = tools.store;
      const lease = { now: tools.clock.now(), limit: trials, leaseMs: 3_600_000 };
      expect(await outbox.lease(wave, { ...lease, leaseId: 'worker' })).toHaveLength(trials);

      // A stop takes several writes; the intent falls anywhere within twice that time, so that both orders come about.
      let stopMs = 20;
      const trial = async (n: number): Promise<'sent' | 'held-back' | 'overtaken'> => {
        const person = aLeaver(n);
        const id = messageId(wave, person.id, 'i', 1);
        const [intents, acknowledgedAt] = await Promise.all([
          pause(randomInt(Math.ceil(2 * stopMs) + 1)).then(() =>
            outbox.recordIntents('worker', [id], { leaseMs: 60_000 }),
          ),
          pause(randomInt(6)).then(async () => {
            const { id: alumnusId } = person;
            const began = performance.now();
            await application.waves.stopPerson({ alumnusId, reason: 'unsubscribed', actor: { kind: 'alumnus' } });
            stopMs = performance.now() - began;
            return databaseTime(connection);
          }),
        ]);
        if (!intents.has(id)) return 'held-back';
        const stored = await connection.collection<{ _id: string; sendingAt: Date }>('messages').findOne({ _id: id });
        return (stored?.sendingAt ?? acknowledgedAt) > acknowledgedAt ? 'overtaken' : 'sent';
      };
      const ends: Awaited<ReturnType<typeof trial>>[] = [];
      for (let n = 0; n < trials; n += 20) {
        ends.push(...(await Promise.all(Array.from({ length: Math.min(20, trials - n) }, (_, k) => trial(n + k)))));
      }
      const count = (end: (typeof ends)[number]): number => ends.filter((each) => each === end).length;
      expect([count('overtaken'), ends.length]).toEqual([0, trials]);
      expect([count('sent'), count('held-back')].every((seen) => seen > 0)).toBe(true); // both orders were tried
      report(
        '16',
        '0 mails with an intent later than a committed stop',
        `0 of ${trials}: ${count('held-back')} held back, ${count('sent')} begun before`,
      );
    } finally {
      await opened.close();
    }
  },
  full ? 600_000 : 60_000,
);
