// The demo's year over a tiny trust: a clock of its own goes through a whole year, the programme's waves are drafted,
// confirmed, sent by real SMTP and answered by some; the calendar shows them as run, and a second start changes nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import type { CohortId } from '../../src/domain/alumni/ids.js';
import { localDate, localMonth } from '../../src/domain/calendar/local-date.js';
import { createMailer, startMailbox, type Mailbox } from '../../src/mail/index.js';
import { runSampleYear } from '../../src/main/sample-year.js';
import { aLeaver, keepTrust, scheduler } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';

const minutes = 300_000;
const people = 9;
const folder = mkdtempSync(path.join(tmpdir(), 'onward-year-'));
let mailbox: Mailbox;
let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;

beforeAll(async () => {
  mailbox = await startMailbox({ folder, host: '127.0.0.1', smtpPort: 0, httpPort: 0 });
  const mailer = createMailer({
    ...{ host: '127.0.0.1', port: mailbox.smtpPort, secure: false, name: 'onward.example', connections: 1 },
  });
  test = await openTestTools({ mailer, now: new Date('2026-09-20T10:00:00Z') });
  application = createApplication(test.tools);
  const addedOn = localDate('2025-07-01');
  await keepTrust(
    test.tools,
    Array.from({ length: people }, (_, n) => {
      const person = aLeaver(n, { cohortId: 'y13-2025' as CohortId, leftOn: localDate('2025-07-18') });
      return {
        ...person,
        contactPoints: [
          ...person.contactPoints.map((point) => ({ ...point, addedOn })),
          { number: 2, kind: 'mobile', value: `+4477009001${n}0`, owner: 'self', state: 'usable', addedOn } as const,
        ],
        permissions: person.permissions.map((permission) => ({ ...permission, recordedOn: addedOn })),
      };
    }),
  );
  await test.tools.store.settings.set('sample-trust', '2026'); // the leavers of the summer before last are asked for a year
}, minutes);
afterAll(async () => {
  await test.tools.mailer.close();
  await mailbox.close();
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const letters = async (): Promise<number> => (await readdir(path.join(folder, 'new'))).length;
const run = async (): Promise<{ readonly from: string; readonly said: readonly string[] }> => {
  const said: string[] = [];
  const { from } = await runSampleYear(test.tools, {
    ...{ seed: 7, scheduler, mailbox: folder, say: (line: string) => said.push(line) },
  });
  return { from, said };
};

describe('a year of waves', () => {
  it(
    'is run once, to the day that it is, and shown by the calendar',
    async () => {
      const first = await run();
      expect(first.from).toBe('2025-08');
      expect(first.said[0]).toBe('A year of waves for Year 13, 2025, day by day from 2025-08-10 to 2026-09-20');

      const { months } = await application.waves.showCalendar(scheduler, localMonth(first.from));
      const entries = months.flatMap(({ entries: of }) => of).filter(({ cohort }) => cohort === 'Year 13, 2025');
      const past = entries.filter(({ closesOn }) => closesOn < '2026-09-01');
      expect(past.map(({ title }) => title)).toEqual([
        'Year 13, 2025: start check',
        'Year 13, 2025: arrival check',
        'Year 13, 2025: sustained check',
      ]);
      expect(past.map(({ stand }) => (stand.kind === 'wave' ? stand.wave.state : stand.kind))).toEqual([
        ...['closed', 'closed', 'closed'],
      ]);

      // Everybody was invited to the first wave once; whoever answered got no reminder; each mail accepted is in the mailbox.
      const messages = await test.connection.collection('messages').find({ kind: 'survey' }).toArray();
      expect(new Set(messages.map(({ state }) => String(state)))).toEqual(new Set(['accepted']));
      expect(await letters()).toBe(messages.length);
      const start = past[0]?.stand;
      const wave = start?.kind === 'wave' ? start.wave.id : '';
      expect(messages.filter(({ waveId, stepId }) => waveId === wave && stepId === 'i')).toHaveLength(people);
      const { funnel } = await application.waves.showWave(scheduler, wave);
      expect([funnel.candidates, funnel.invited, funnel.accepted]).toEqual([people, people, people]);
      const answers = await test.connection
        .collection('responses')
        .countDocuments({ 'submissions.0': { $exists: true } });
      expect(answers).toBeGreaterThan(0);
      // Who had not answered by then was rung, only after the last mail, and nobody is any more.
      const calls = await test.connection.collection('calls').find().toArray();
      expect(calls.filter(({ attempts }) => (attempts as unknown[]).length > 0).length).toBeGreaterThan(0);
      expect(new Set(calls.map(({ state }) => String(state)))).toEqual(new Set(['ended']));

      const sent = await letters();
      expect(await run()).toEqual({ from: first.from, said: [] });
      expect(await letters()).toBe(sent);
      expect(await test.connection.collection('waves').countDocuments({ cohortId: 'y13-2025' })).toBe(
        entries.filter(({ stand }) => stand.kind === 'wave').length,
      );
    },
    minutes,
  );
});
