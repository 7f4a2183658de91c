// A wave's page moves by itself: one event stream a page, the counts of the viewer's schools alone, nothing stored, ended
// first when the process stops; beside it the steps, the target, what waits, who did what, and the same as a file.
import { get as httpGet, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { invitationId } from '../../src/domain/waves/invitation.js';
import { messageId } from '../../src/domain/waves/message.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { countProgress } from '../../src/application/waves/refresh-progress.js';
import { aLeaver, confirmedWave, eventually, keepTrust, scheduler as viewer, schools } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let wave: WaveId;
let scheduler: Browser;

const planned = (n: number) => ({ activity: n < 8 ? 'university' : 'apprenticeship' }) as const;
const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

beforeAll(async () => {
  ({ test, web } = await openSite());
  await keepTrust(
    test.tools,
    Array.from({ length: 10 }, (_, n) =>
      aLeaver(n, { intended: { ...planned(n), recordedOn: '2026-06-01' as never, source: 'school' } }),
    ),
  );
  wave = await confirmedWave(web.application);
  await web.application.waves.advanceWaves();
  await web.application.waves.queueDueMessages();
  await web.application.waves.refreshProgress();
  scheduler = await web.signedIn('scheduler');
});
afterAll(() => web.close());

/** The stream of the wave as this browser gets it. */
async function watch(browser: Browser): Promise<{ answer: IncomingMessage; parts: string[]; ended: () => boolean }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { Cookie: cookie, 'Accept-Encoding': 'gzip' };
    httpGet(`${web.origin}/staff/waves/${wave}/stream`, { headers }, resolve).on('error', reject);
  });
  const parts: string[] = [];
  let [text, over] = ['', false];
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    parts.push(...events.filter((each) => each.startsWith('event: counts')));
  });
  answer.on('end', () => {
    over = true;
  });
  return { answer, parts, ended: () => over };
}

const answerFor = async (n: number): Promise<void> => {
  const id = invitationId(wave, aLeaver(n).id);
  await test.tools.store.invitations.markCompleted(id, test.tools.clock.now());
};
/** Counts again, a moment later by the clock of the tests. */
async function countAgain(at: string): Promise<void> {
  test.setClock(new Date(at));
  await test.tools.store.waves.saveProgress(wave, await countProgress(test.tools)(wave));
}

describe('the page of a running wave', () => {
  it('sends its counts as they change, to each viewer their own schools', async () => {
    const leader = await web.signedIn('school-leader', [schools[0] as SchoolId]);
    const [whole, part] = [await watch(scheduler), await watch(leader)];
    try {
      expect(whole.answer.headers['content-type']).toContain('text/event-stream');
      expect(whole.answer.headers['content-encoding']).toBeUndefined();
      expect(whole.answer.headers['set-cookie']).toBeUndefined();
      await eventually(
        () => [whole.parts.length, part.parts.length],
        ([a = 0, b = 0]) => a > 0 && b > 0,
      );
      expect(words(JSON.parse(whole.parts[0]?.split('data: ')[1] ?? '""') as string)).toContain('invited 10 ▸');
      await answerFor(0);
      await countAgain('2026-11-03T10:01:00Z');
      await eventually(
        () => [whole.parts.length, part.parts.length],
        ([a = 0, b = 0]) => a > 1 && b > 1,
      );
      const last = (of: typeof whole): string =>
        words(JSON.parse(of.parts.at(-1)?.split('data: ')[1] ?? '""') as string);
      expect(last(whole)).toMatch(/invited 10 ▸ accepted 0 ▸ started 1 ▸ completed 1/);
      expect(last(part)).toMatch(/invited 5 ▸ accepted 0 ▸ started 1 ▸ completed 1/);
      expect(last(part)).not.toContain('Southgate');
    } finally {
      web.endStreams();
    }
    await eventually(() => whole.ended() && part.ended(), Boolean);
    const late = await watch(scheduler);
    await eventually(late.ended, Boolean); // who comes while the process stops is sent away
  });

  it('is not streamed to who may not see it', async () => {
    const stranger = web.browser();
    expect((await watch(stranger)).answer.statusCode).toBe(303);
    const [known] = await test.tools.store.schools.all();
    if (known === undefined) throw new Error('There is no school.');
    const eastgate = 'eastgate' as SchoolId;
    await test.tools.store.schools.save({ ...known, id: eastgate });
    const elsewhere = await web.signedIn('scheduler', [eastgate]);
    expect((await watch(elsewhere)).answer.statusCode).toBe(404);
  });

  it('shows steps, schools and groups against the target, what waits and who did what', async () => {
    const messages = test.connection.collection<{ _id: string }>('messages');
    const of = (n: number): string => messageId(wave, aLeaver(n).id, 'i', 1);
    await messages.updateOne(
      { _id: of(1) },
      {
        $set: {
          state: 'deferred',
          firstAttemptAt: new Date('2026-11-03T05:00:00Z'),
          readyAt: new Date('2026-11-07T12:00:00Z'), // a Saturday
          lastReply: { code: 451, text: 'later', at: new Date() },
        },
      },
    );
    await messages.updateOne({ _id: of(2) }, { $set: { heldUntil: new Date('2026-11-04T10:15:00Z') } });
    await messages.updateOne({ _id: of(3) }, { $set: { heldUntil: new Date('2026-11-03T09:30:00Z') } });
    for (const n of [2, 4, 8]) await answerFor(n); // northgate: 0, 2, 4, 8 of five
    await countAgain('2026-11-03T10:02:00Z');
    const page = words((await scheduler.get(`/staff/waves/${wave}`)).text);
    expect(page).toContain('One of two schools has reached the target of 60 %');
    expect(page).toMatch(/Northgate Academy \(invented\) 4 5 80 % reached/);
    expect(page).toMatch(/Southgate Academy \(invented\) 0 5 0 % three answers short/);
    expect(page).toMatch(/Planned university 3 8 38 % two answers short/);
    expect(page).toMatch(/Planned an apprenticeship 1 2 50 % one answer short/);
    expect(page).toMatch(/Invitation Tuesday 3 November, 09:00 10 0 4/);
    expect(page).toContain('Put off by the mail server for more than 4 hours');
    expect(page).toMatch(/Avery1 Testperson Invitation Tuesday 3 November, 05:00 451 later Monday 9 November, 09:00/);
    expect(page).toMatch(/Avery2 Testperson Invitation Wednesday 4 November, 10:15/);
    expect(page).toContain('Avery3 Testperson Invitation Due since Tuesday 3 November, 09:30');
    expect(page).toMatch(/Confirmed it A member of staff Tuesday 3 November, 10:00/);

    const preview = async (): Promise<string> => words((await scheduler.get(`/staff/waves/${wave}/preview/i`)).text);
    expect(await preview()).toContain('Leaves 3 November 2026, 09:00');
    const { lanes } = test.tools.store;
    const inTheWay = async (): Promise<boolean> =>
      (await scheduler.get(`/staff/waves/${wave}`)).text.includes('Something stands in the way of mail');
    const stopped = { text: '5.7.1', at: new Date('2026-11-03T10:00:00Z') };
    await lanes.stop('nobody-of-ours.example', stopped, stopped.at);
    expect(await inTheWay()).toBe(false);
    await lanes.stop('example.org', stopped, stopped.at);
    expect(await inTheWay()).toBe(true);
    await lanes.letGo('example.org', stopped.at);

    const file = await scheduler.get(`/staff/waves/${wave}/figures.csv`);
    expect(file.headers.get('Content-Type')).toContain('text/csv');
    expect(file.text).toContain('"Northgate Academy (invented)","Completed",4');

    const today = words((await scheduler.get('/staff')).text);
    expect(today).toContain('One message put off for hours in “Y13 2026 arrival check”');
    const { wave: stands } = await web.application.waves.showWave(viewer, wave);
    const pause = { waveId: wave, revision: stands.revision, move: 'pause' } as const;
    await web.application.waves.changeWaveState(viewer, pause);
    expect(words((await scheduler.get('/staff')).text)).toContain('Wave “Y13 2026 arrival check” is paused');
    expect(words((await scheduler.get(`/staff/waves/${wave}`)).text)).toContain('Paused it A member of staff');

    // Who sees nobody's name learns of no handful of people, neither from the page nor from the file (requirement Q13).
    const leader = await web.signedIn('network-leader');
    const network = words((await leader.get(`/staff/waves/${wave}`)).text);
    expect(network).not.toContain('Testperson');
    expect(network).not.toContain('Planned an apprenticeship'); // two people: not told apart
    expect(network).toContain('Counts here are rounded to five');
    expect(network).toContain('invited 10 ▸ accepted 0 ▸ started fewer than 8 ▸ completed fewer than 8');
    expect(network).toMatch(/Northgate Academy \(invented\) fewer than 8 fewer than 8 – reached/);
    expect(network).toMatch(/Southgate Academy \(invented\) 0 fewer than 8 – not reached/);
    const counts = (await leader.get(`/staff/waves/${wave}/figures.csv`)).text.split('\r\n').slice(1, -1);
    expect(counts.map((line) => line.split(',').at(-1)).filter((count) => /^[1-9]$/.test(count ?? ''))).toEqual([]);
    expect(counts).toContain('"Northgate Academy (invented)","Completed","fewer than 8"');
    expect(words((await leader.get('/staff')).text)).toContain('fewer than 8 of 10 have answered');
    expect(words((await leader.get('/staff/waves')).text)).toContain('Year 13, 2026 10 0 fewer than 8');

    await messages.updateOne({ _id: of(4) }, { $set: { state: 'accepted' } });
    await countAgain('2026-11-03T10:03:00Z');
    expect(await preview()).toContain('Left 3 November 2026, 09:00');
  });
});
