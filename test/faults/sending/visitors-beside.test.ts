// Row 4: people answer while a wave leaves. Visitors come at a steady rate, walk from the link to "thank you", and keep a
// ledger of their own of what was acknowledged; afterwards each answer in it stands in the database, and nobody saw an error.
import { setTimeout as until } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { submissionPlace } from '../../../src/application/survey/visit.js';
import type { Answers } from '../../../src/domain/survey/definition.js';
import { eventually } from '../../support/a-trust.js';
import { full, report } from '../../support/fault-report.js';
import { account, openSending, type Sending } from '../../support/sending.js';
import { invite, openWave, type Invited } from '../../support/survey.js';
import { openWeb, type Answer, type TestWeb } from '../../support/web.js';

const minutes = full ? 10 : 0.1;
const perSecond = 30;
const concurrent = full ? 200 : 20;
const mailed = full ? 5_000 : 60;

let sending: Sending;
let web: TestWeb;
afterEach(async () => {
  await web.close();
  await sending.close();
});

it(
  `row 4: ${concurrent} visitors, ${perSecond} requests a second for ${minutes} minutes, beside a wave to ${mailed} people`,
  async () => {
    sending = await openSending({ people: mailed });
    const { tools, connection } = sending;
    web = await openWeb(tools, connection);
    await openWave(tools);
    const requests = Math.round(minutes * 60 * perSecond);
    const people: Invited[] = [];
    const most = Math.ceil(requests / 9) + concurrent; // a walk takes more than nine requests
    for (let n = 0; n < most; n += 1) people.push(await invite(tools, `visitor${n}`));

    const tookMs: number[] = [];
    const failed: Answer[] = [];
    const acknowledged: Invited[] = [];
    const began = performance.now();
    let asked = 0;
    /** Waits for the next moment of the timetable, asks, and notes how long the answer took. */
    const asking = async (ask: () => Promise<Answer>): Promise<Answer> => {
      const at = began + (1_000 * asked) / perSecond;
      asked += 1;
      await until(Math.max(0, at - performance.now()));
      const sent = performance.now();
      const answer = await ask();
      tookMs.push(performance.now() - sent);
      if (answer.status >= 400) failed.push(answer);
      return answer;
    };
    const walk = async (person: Invited): Promise<void> => {
      const browser = web.browser();
      await asking(() => browser.get(`/s/${person.token}`));
      await asking(() => browser.post(`/s/${person.token}`, { choice: 'start' }));
      let place = (await asking(() => browser.get('/survey'))).location ?? '';
      for (let step = 0; step < 60 && place !== '/survey/thank-you'; step += 1) {
        const here = place;
        await asking(() => browser.get(here));
        const typed = here.endsWith('/question/1') ? { situation: 'looking' } : { action: 'skip' };
        place = (await asking(() => browser.post(here, here === '/survey/check' ? {} : typed))).location ?? '';
      }
      if (place === '/survey/thank-you') acknowledged.push(person);
    };
    for (let n = 0; n < 2; n += 1) sending.startWorker();
    const visitor = async (): Promise<void> => {
      for (let person = people.pop(); person !== undefined && asked < requests; person = people.pop())
        await walk(person);
    };
    await Promise.all(Array.from({ length: concurrent }, visitor));
    const seconds = (performance.now() - began) / 1_000;

    expect(failed.map(({ status }) => status)).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(concurrent);
    const lost = [];
    for (const { invitationId, alumnusId } of acknowledged) {
      const [sent] = (await tools.store.responses.find(invitationId))?.submissions ?? [];
      const answers = sent && (tools.vault.open(sent.answers, submissionPlace(invitationId, sent.number)) as Answers);
      if (answers?.['situation'] !== 'looking') lost.push(alumnusId);
    }
    expect(lost).toEqual([]);
    await eventually(
      () => tools.store.messages.anyOpen(sending.wave),
      (open) => !open,
      full ? 1_200_000 : 120_000,
    );
    await sending.stopWorkers();
    expect((await account(sending, mailed)).states).toEqual({ accepted: mailed });
    const sorted = tookMs.sort((a, b) => a - b);
    const share = (part: number): number => Math.round(sorted[Math.ceil(sorted.length * part) - 1] ?? 0);
    report(
      '4',
      'p95 ≤ 400 ms, p99 ≤ 1 s, 0 errors, 0 lost',
      `${tookMs.length} requests, ${(tookMs.length / seconds).toFixed(0)}/s: p95 ${share(0.95)} ms, p99 ${share(0.99)} ms, ` +
        `0 errors; ${acknowledged.length} answers, 0 lost`,
    );
    if (full) expect([share(0.95) <= 400, share(0.99) <= 1_000]).toEqual([true, true]);
  },
  full ? 2_400_000 : 180_000,
);
