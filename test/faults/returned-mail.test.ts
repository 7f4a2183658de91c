// Hostile returned mail (row 34 of the fault table): changed at random, and forged in every way we can think of. Nothing
// throws, and nothing is acted on whose name is not ours. Reduced counts by default; FAULT_ROUNDS asks for all.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createApplication } from '../../src/application/index.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import { judgeReturnedMail } from '../../src/domain/waves/bounce.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { returnAddress } from '../../src/domain/waves/return-address.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { readReturnedMail } from '../../src/mail/index.js';
import { aLeaver, keepTrust } from '../support/a-trust.js';
import { full, report } from '../support/fault-report.js';
import { aBounce, aComplaint, aHolidayNote, asMail, chance, mutated } from '../support/returned-mail.js';
import { openTestTools } from '../support/tools.js';

const makes = [aBounce, aComplaint, aHolidayNote];
const real = path.join(process.cwd(), '../shared/data/bounces');

let opened: Awaited<ReturnType<typeof openTestTools>>;
beforeAll(async () => {
  opened = await openTestTools();
});
afterAll(async () => {
  await opened.close();
});

describe('hostile returned mail', () => {
  it('changed at random never throws and never keeps much memory', () => {
    const random = chance(7);
    const to = 'b+w1_a1-0001_i_1.agyj2epruerdfjjso@bounce.trust.example';
    const seeds = makes.map((make) => Buffer.from(make({ to })));
    if (existsSync(real)) {
      const files = readdirSync(real).filter((name) => name.endsWith('.eml'));
      seeds.push(...files.map((name) => readFileSync(path.join(real, name))).filter(({ length }) => length < 20_000));
    }
    const classes = new Set<string>();
    const before = process.memoryUsage.rss();
    const mutations = full ? 20_000 : 1_500;
    for (let round = 0; round < mutations; round += 1) {
      const seed = seeds[Math.floor(random() * seeds.length)] ?? Buffer.alloc(0);
      classes.add(judgeReturnedMail(readReturnedMail(mutated(seed, random))).class);
    }
    const grown = process.memoryUsage.rss() - before;
    if (full) expect(grown).toBeLessThan(100 * 2 ** 20); // so few keep less than what the process grows by without them
    report('34', '0 crashes, memory ≤ +100 MB', `none in ${mutations} mails, +${Math.round(grown / 2 ** 20)} MB`);
    expect([...classes]).toEqual(expect.arrayContaining(['hard', 'complaint', 'auto-reply', 'unclassified']));
  }, 300_000);

  it('with a name that is not ours is kept and never acted on', async () => {
    const { store, signer } = opened.tools;
    const application = createApplication(opened.tools);
    const person = aLeaver(1);
    await keepTrust(opened.tools, [person]);
    const id = `w1:${person.id}:i:1` as MessageId;
    await store.messages.insertNew(
      [
        {
          id,
          kind: 'survey',
          state: 'unknown',
          waveId: 'w1' as WaveId,
          alumnusId: person.id,
          schoolId: person.schoolId,
          addressNumber: 1,
          template: 'invitation',
          dueAt: new Date('2026-11-03T09:00:00Z'),
          expiresAt: new Date('2026-12-11T00:00:00Z'),
        },
      ],
      new Date('2026-11-03T09:00:00Z'),
    );
    const random = chance(11);
    const letters = 'abcdefghijklmnopqrstuvwxyz234567';
    const letter = (): string => letters[Math.floor(random() * 32)] ?? 'a';
    const proper = returnAddress(id, signer.sign('return-path', id), 'bounce.trust.example');
    const mac = /\.([a-z2-7]{17})@/.exec(proper)?.[1] ?? '';
    const forgeries = [
      (): string => proper.replace(mac, Array.from({ length: 17 }, letter).join('')),
      (): string => proper.replace(mac, `${mac.slice(1)}${letter()}`),
      (): string => proper.replace(`.${mac}`, ''),
      (): string => proper.replace('w1_', `w${letter()}_`),
      (): string => 'avery@example.org',
    ];
    const rounds = full ? 5_000 : 200;
    for (let round = 0; round < rounds; round += 1) {
      const to = forgeries[round % forgeries.length]?.() ?? '';
      const make = makes[round % makes.length] ?? aBounce;
      const text = make({ to, recipient: 'avery1@example.org' }).replace('Subject:', `X-Round: ${round}\nSubject:`);
      expect((await application.waves.takeInMail(asMail(text), 'test')).matched).toBeNull();
    }
    await application.waves.completeReturnedMail();
    const key = suppressionKey(signer, 'avery1@example.org');
    expect(await store.suppressions.among([key], [person.id])).toEqual({ addresses: new Map(), people: new Set() });
    expect(await store.alumni.find('every-school', person.id)).toEqual(person);
    expect((await store.messages.findReturned(id))?.state).toBe('unknown');
    expect(await opened.connection.collection('inboundmail').countDocuments({})).toBe(rounds);
    report('34', '0 acts on a name that is not ours', `none in ${rounds} mails`);

    // The proper name acts, so that this test is seen to bite.
    await application.waves.takeInMail(asMail(aBounce({ to: proper })), 'test');
    expect((await store.messages.findReturned(id))?.state).toBe('accepted');
  }, 300_000);
});
