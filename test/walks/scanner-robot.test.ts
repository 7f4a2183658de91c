// Row 35: a robot that opens everything in a mail, again and again, follows what it finds, and runs the scripts of pages in a
// real browser. Nothing is answered, nothing is consumed, nobody counts as having looked; and the person whose mail it was
// answers afterwards by two actions, the tap in the mail and one press (M10).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust } from '../support/a-trust.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { mailerTo } from '../support/mailer-to.js';
import { atExampleton } from '../support/returning.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

const minutes = 60_000;
const times = 20;

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let wave: WaveId;

/** Confirmed as their own; their own and never confirmed; and somebody of whom nothing is known. */
const people = [0, 1, 2].map((number) =>
  aLeaver(number, {
    contactPoints: [
      {
        ...{ number: 1, kind: 'email', value: `avery${number}@example.org`, owner: 'self', state: 'usable' },
        addedOn: localDate('2026-07-01'),
        ...(number === 0 && { confirmedOn: localDate('2026-09-20') }),
      },
    ],
  }),
);

beforeAll(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port, 2) });
  web = await openWeb(opened.tools, opened.connection);
  await keepTrust(opened.tools, people);
  for (const { id } of people.slice(0, 2)) {
    await web.application.destinations.recordClaims({
      ...{ alumnusId: id, responseId: `w0:${id}`, revision: 1 },
      ...{ answers: atExampleton, submittedAt: new Date('2026-09-20T10:00:00Z') },
    });
  }
  wave = await confirmedWave(web.application, { ...aPlan(), questionnaire: { name: 'yearly-check', version: 2 } });
  await web.application.waves.advanceWaves();
  await web.application.waves.queueDueMessages();
  const stopping = new AbortController();
  const sender = web.application.waves.runSender({ signal: stopping.signal });
  await eventually(() => sink.accepted.length === people.length, Boolean);
  stopping.abort();
  await sender;
});
afterAll(async () => {
  await web.close();
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

async function mailTo(number: number) {
  const raw = sink.accepted.find(({ to }) => to === `avery${number}@example.org`)?.raw;
  if (raw === undefined) throw new Error('No mail.');
  const { text = '', html } = await simpleParser(raw);
  return { text, html: typeof html === 'string' ? html : '', raw };
}

/** Every address in the mail that leads to us, in its parts and headers, at the origin of this test. */
async function linksIn(number: number): Promise<readonly string[]> {
  const { text, html, raw } = await mailTo(number);
  const unfolded = raw.replace(/\r\n[ \t]/g, '');
  const found = [text, html, /^List-Unsubscribe:.*$/im.exec(unfolded)?.[0] ?? ''].flatMap((part) => [
    ...part.matchAll(/http:\/\/127\.0\.0\.1:3000(\/[^\s"<>]*)/g),
  ]);
  return [...new Set(found.map(([, path = '/']) => web.origin + path))];
}

/** Everything that is stored, by collection. */
async function stored(): Promise<Readonly<Record<string, string>>> {
  const collections = (await opened.connection.listCollections()).map(({ name }) => name).sort();
  const documents = collections.map(async (name) => {
    const all = await opened.connection.collection(name).find().sort({ _id: 1 }).toArray();
    return [name, JSON.stringify(all)] as const;
  });
  return Object.fromEntries(await Promise.all(documents));
}

const idOf = (number: number) => `${wave}:${people[number]?.id}` as never;

it('the mail of somebody who comes back carries two answers; what we hold, only to a confirmed address', async () => {
  const [known, unsure, first] = await Promise.all([mailTo(0), mailTo(1), mailTo(2)]);
  for (const part of [known.text, known.html.replace(/<[^>]*>/g, '')]) {
    expect(part).toMatch(/Still so\? University of Exampleton, Physics/);
  }
  expect(unsure.text).toMatch(/Nothing has changed:\r?\nhttp[^\n]*\/same\r?\n/);
  expect(first.text).not.toContain('/same');
  for (const { text, html } of [unsure, first]) expect(`${text}${html}`).not.toMatch(/University of|Physics/);
});

describe('a robot without scripts', () => {
  it('answers nothing and consumes nothing', async () => {
    const before = await stored();
    const statuses = new Set<number>();
    for (const number of [0, 1, 2]) {
      const links = await linksIn(number);
      expect(links.length).toBeGreaterThanOrEqual(number === 2 ? 2 : 4);
      const pages = new Set<string>();
      for (const link of links.flatMap((each) => [each, `${each}?utm_source=scan`])) {
        const looks = Array.from({ length: times }, async (_none, at) => {
          const headers: Record<string, string> =
            at % 2 === 0 ? { 'Sec-Purpose': 'prefetch', Purpose: 'prefetch' } : {};
          const got = await fetch(link, { headers });
          statuses.add(got.status);
          statuses.add((await fetch(link, { method: 'HEAD', headers })).status);
          expect(got.headers.getSetCookie()).toEqual([]);
          pages.add(await got.text());
        });
        await Promise.all(looks);
      }
      const further = [...pages].flatMap((page) =>
        [...page.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, path = '/']) => path),
      );
      for (const path of new Set(further)) statuses.add((await fetch(web.origin + path)).status);
    }
    expect([...statuses]).toEqual([200]);
    expect(await stored()).toEqual(before);
  });
});

describeInBrowser('a robot that runs scripts', () => {
  it(
    'answers nothing and consumes nothing, and the person answers by two actions afterwards',
    async () => {
      const chromium = await openChromium();
      try {
        const before = await stored();
        const context = await chromium.newContext();
        const page = await context.newPage();
        for (const number of [0, 1, 2]) {
          for (const link of await linksIn(number)) {
            await page.goto(link);
            await page.evaluate(
              `Promise.all([location.href, ...[...document.links].map((link) => link.href)].filter((href) => href.startsWith(location.origin)).flatMap((href) => {
                const hint = document.createElement('link');
                hint.rel = 'prefetch';
                hint.href = href;
                document.head.append(hint);
                return [fetch(href, { credentials: 'include' }), fetch(href, { method: 'HEAD', credentials: 'include' })];
              }))`,
            );
            for (const link of await page.locator('a[href]').all()) await link.dispatchEvent('mouseover');
            await page.reload();
          }
        }
        expect(await context.cookies()).toEqual([]);
        expect(await stored()).toEqual(before);

        for (const number of [0, 1]) {
          const same = (await linksIn(number)).find((link) => link.endsWith('/same')) ?? '';
          const phone = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
          const theirs = await phone.newPage();
          let actions = 0;
          const act = async (done: Promise<unknown>): Promise<void> => {
            actions += 1;
            await done;
          };
          await act(theirs.goto(same));
          await act(theirs.getByRole('button', { name: 'This is me, and nothing has changed' }).click());
          expect(await theirs.getByRole('heading', { level: 1 }).innerText()).toBe('Thank you');
          expect(actions).toBe(2);
          expect(await theirs.getByText('Exampleton').count()).toBe(number === 0 ? 1 : 0);
          expect((await opened.tools.store.responses.find(idOf(number)))?.submissions.length).toBe(1);
          expect((await opened.tools.store.invitations.find(idOf(number)))?.state).toBe('completed');
          await phone.close();
        }
      } finally {
        await chromium.close();
      }
    },
    3 * minutes,
  );
});
