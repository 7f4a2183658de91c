// The survey beside bare Express in the same rounds, on two processes each: how many pages (goal c1) and answers (c2) a second,
// what a whole respondent costs (c3), how long people wait at half the greatest rate, alone and while a wave is being sent
// (c4). Guards void the figures: every page its own, stored = accepted, a double press stores once, kill -9 loses nothing.
// --rounds, --seconds of each part, --steady seconds of (c4), --fresh invitations a round, --people of the wave being sent,
// --respondents of (c3).
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createApplication } from '../../src/application/index.js';
import { sensitiveSetting } from '../../src/application/survey/sensitive-questions.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { destinationCheckV1 } from '../../src/domain/survey/questionnaires/destination-check-v1.js';
import { invitationId, type InvitationId } from '../../src/domain/waves/invitation.js';
import { messageId } from '../../src/domain/waves/message.js';
import type { Wave, WaveId } from '../../src/domain/waves/wave.js';
import { openEmbedded } from '../../src/embedded/host.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { refusingMailer } from '../../src/mail/index.js';
import { readConfig } from '../../src/main/config.js';
import { formToken, newSession } from '../../src/application/survey/session.js';
import { fieldVault, keyRing, mintLink, passwords, signer as signerOf, tokenOf } from '../../src/security/index.js';
import { connect, createStore } from '../../src/store/index.js';
import { closedLoad, get, openClient, openLoad, post, type Answer, type Load } from './survey-client.js';
import { nineAnswers, nineQuestions } from './survey-questions.js';
import type { ServerTask } from './survey-server.js';
import type { WorkerTask } from './waves-worker.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    steady: { type: 'string', default: '20' },
    fresh: { type: 'string', default: '9000' },
    people: { type: 'string', default: '20000' },
    respondents: { type: 'string', default: '1500' },
  },
});
const [rounds, seconds, steady] = [Number(values.rounds), Number(values.seconds), Number(values.steady)];
const [fresh, people, whole] = [Number(values.fresh), Number(values.people), Number(values.respondents)];
const connections = 32;

const folder = mkdtempSync(path.join(tmpdir(), 'onward-bench-'));
const database = await openEmbedded({ dataFolder: path.join(folder, 'data') });
const connection = await connect(database.uri, 'bench');
const store = createStore(connection);
await store.prepare();
const root = randomBytes(32);
const signer = signerOf(keyRing(root));
const clock = { now: () => new Date() };
const settings = readConfig(
  { CONTACT_HOURS: '00:00-23:59', MAIL_PACING: 'off', STOP_AT_UNKNOWN: '1000000' },
  folder,
).app;

const { waves } = createApplication({
  ...{ store, clock, settings, signer, newId: () => randomBytes(8).toString('hex'), passwords: passwords() },
  ...{ vault: fieldVault(keyRing(root)), mailer: refusingMailer('The measurement sends by its worker.') },
  ...{ files: filesFolder(folder), memory: sendingMemory(folder), machine: 'bench' },
  log: { info: () => undefined, warn: () => undefined, error: (line: string) => console.error(line) },
});

const [schoolId, cohortId] = ['northgate' as Alumnus['schoolId'], 'y13-2026' as Alumnus['cohortId']];
await store.schools.save({
  ...{ id: schoolId, name: 'Northgate Academy (invented)', urn: '900001', laestab: '9994001' },
  joinedTrustOn: localDate('2020-09-01'),
});

// Every question is asked, as where a ground for the sensitive ones is recorded.
await store.settings.set(
  sensitiveSetting,
  JSON.stringify({ condition: 'explicit-consent', decidedBy: 'bench', decidedOn: '2020-01-01', until: '2099-12-31' }),
);

/** A running wave that takes answers for as long as the measurement lasts. */
async function openWave(id: string, questionnaire: Wave['questionnaire']): Promise<WaveId> {
  const wave = {
    ...{ id: id as WaveId, title: id, cohortId, schoolIds: [schoolId], questionnaire, state: 'running' },
    steps: [{ id: 'i', kind: 'invitation', on: localDate('2026-11-03'), at: '00:00' as LocalTime }],
    ...{ closesOn: localDate('2099-12-31'), createdBy: 'bench' as never, revision: 1, armedAt: clock.now() },
  } as Wave;
  await store.waves.insert(wave, clock.now(), []);
  return wave.id;
}

interface Visitor {
  readonly invitation: InvitationId;
  readonly cookie: string;
  readonly formToken: string;
}

let made = 0;
/** Fresh people with an invitation each, and how their browsers would be known. */
async function freshVisitors(wave: WaveId, questionnaire: Wave['questionnaire'], count: number): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  for (let from = 0; from < count; from += 1_000) {
    const ids = Array.from({ length: Math.min(1_000, count - from) }, () => {
      made += 1;
      return `p${made.toString(36).padStart(6, '0')}` as Alumnus['id'];
    });
    await store.alumni.writeRows(
      ids.map((id) => {
        const contactPoints = [
          {
            number: 1,
            kind: 'email',
            value: `${id}@example.org`,
            owner: 'self',
            state: 'usable',
            addedOn: '2026-07-01',
          },
        ];
        const person = { id, schoolId, cohortId, leftOn: '2026-07-17', state: 'usual', revision: 1, permissions: [] };
        const alumnus = {
          ...person,
          name: { given: 'Avery', family: 'Testperson' },
          contactPoints,
        } as unknown as Alumnus;
        return { row: id, kind: 'new' as const, alumnus, recordDue: false };
      }),
    );
    await store.invitations.insertNew(
      ids.map((id) => ({
        ...{ id: invitationId(wave, id), waveId: wave, alumnusId: id, schoolId, cohortId, questionnaire },
        ...{ state: 'invited' as const, addressNumber: 1 },
      })),
    );
    for (const id of ids) {
      const { value } = newSession(signer, invitationId(wave, id), clock.now());
      const token = formToken({ signer, clock })(value) ?? '';
      visitors.push({ invitation: invitationId(wave, id), cookie: `onward-survey=${value}`, formToken: token });
    }
  }
  return visitors;
}

const task: ServerTask = {
  ...{ kind: 'onward', processes: 2, uri: database.uri, folder, root: root.toString('base64'), settings },
};
interface Server {
  readonly port: number;
  readonly pids: readonly number[];
  readonly child: ChildProcess;
}
const startServer = async (kind: ServerTask['kind']): Promise<Server> => {
  const child = fork(path.join(import.meta.dirname, 'survey-server.js'), [JSON.stringify({ ...task, kind })]);
  const told = await new Promise<Omit<Server, 'child'>>((resolve) => child.once('message', resolve as () => void));
  return { ...told, child };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const outcome = { failed: false };
const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;
const spread = (all: readonly number[], digits = 0): string =>
  `${median(all).toFixed(digits)} (${Math.min(...all).toFixed(digits)} to ${Math.max(...all).toFixed(digits)})`;
const goal = (name: string, measured: string, must: string, met: boolean): void => {
  outcome.failed ||= !met;
  say(`${name.padEnd(46)} ${measured.padEnd(26)} must ${must.padEnd(12)} ${met ? 'met' : 'MISSED'}`);
};
const guard = (name: string, holds: boolean, seen: string | number = ''): void => {
  outcome.failed ||= !holds;
  say(`  guard: ${name.padEnd(60)} ${holds ? 'holds' : 'FAILED'} ${seen}`);
};
const status = (wanted: number, wrong: { count: number }) => (answer: Answer) => {
  if (answer.status !== wanted) wrong.count += 1;
};

const nine = { name: nineQuestions.questionnaire.name, version: 1 };
const nineWave = await openWave('nine', nine);
const question = '/survey/question/1';
const answersOf = (visitor: Visitor): string =>
  post(question, { _csrf: visitor.formToken, ...nineAnswers }, visitor.cookie);

say(`${cpus()[0]?.model ?? ''}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''}; the embedded database`);
const [bare, onward] = [await startServer('bare'), await startServer('onward')];
const lookers = await freshVisitors(nineWave, nine, 1_000);
const someLooker = (): Visitor => lookers[Math.floor(Math.random() * lookers.length)] as Visitor;

const one = await openClient(onward.port);
const firstPage = await one.ask(get(question, someLooker().cookie));
say(`the page of nine questions has ${firstPage.body.length.toLocaleString('en-GB')} bytes`);

/** Seconds of processor that these processes have used. */
const processor = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const [user = '0', system = '0'] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return sum + (Number(user) + Number(system)) / 100;
  }, 0);
const databasePids = database.pid === null ? [] : [database.pid];
const pids = [...onward.pids, ...databasePids];

/** What requests have cost altogether: their number, and seconds of processor in the web processes and the database. */
const costs = { pages: [0, 0, 0], answers: [0, 0, 0], bare: [0, 0, 0] };
async function counted(what: keyof typeof costs, server: Server, load: () => Promise<Load>): Promise<Load> {
  const before = [0, processor(server.pids), processor(databasePids)];
  const done = await load();
  const after = [done.answered, processor(server.pids), processor(databasePids)];
  costs[what] = costs[what].map((sum, place) => sum + (after[place] ?? 0) - (before[place] ?? 0));
  return done;
}
const costOf = ([requests = 0, web = 0, held = 0]: readonly number[]): string =>
  `${((web * 1_000) / requests).toFixed(2)} and ${((held * 1_000) / requests).toFixed(2)}`;

// (c1), (c2): in turns, each ratio within its round.
const figures = {
  get: [] as Load[],
  post: [] as Load[],
  bareGet: [] as Load[],
  barePost: [] as Load[],
  few: [] as Load[],
};
const wrong = { count: 0 };
const sent: InvitationId[] = [];
const form = { a: 'one answer', b: 'another answer', c: 'and a third one' };
for (let round = 0; round < rounds; round += 1) {
  const visitors = await freshVisitors(nineWave, nine, fresh);
  const size = { connections, ms: seconds * 1_000 };
  figures.bareGet.push(
    await counted('bare', bare, () => closedLoad(bare.port, size, () => get('/'), status(200, wrong))),
  );
  const page = (): string => get(question, someLooker().cookie);
  figures.get.push(await counted('pages', onward, () => closedLoad(onward.port, size, page, status(200, wrong))));
  figures.barePost.push(await closedLoad(bare.port, size, () => post('/', form), status(200, wrong)));
  let next = 0;
  const ask = (): string | null => {
    const visitor = visitors[next];
    if (visitor === undefined) return null;
    next += 1;
    sent.push(visitor.invitation);
    return answersOf(visitor);
  };
  figures.post.push(await counted('answers', onward, () => closedLoad(onward.port, size, ask, status(303, wrong))));
  figures.few.push(await closedLoad(onward.port, { connections: 4, ms: 1_000 }, ask, status(303, wrong)));
}
const ratios = (mine: readonly Load[], theirs: readonly Load[], of: (load: Load) => number): readonly number[] =>
  mine.map((load, round) => of(load) / of(theirs[round] as Load));
const rate = ({ perSecond }: Load): number => perSecond;
const pageRatio = ratios(figures.get, figures.bareGet, rate);
const slower = ratios(figures.get, figures.bareGet, ({ p99 }) => p99);
const answerRatio = ratios(figures.post, figures.barePost, rate);
say(`bare Express: ${spread(figures.bareGet.map(rate))} pages, ${spread(figures.barePost.map(rate))} forms a second`);
say(`Onward:       ${spread(figures.get.map(rate))} pages, ${spread(figures.post.map(rate))} answers a second`);
say(
  `processor in the web processes and the database, ms: page ${costOf(costs.pages)}, answer ${costOf(costs.answers)}, ` +
    `bare Express’s page ${costOf(costs.bare)}`,
);
goal('(c1) pages, of bare Express', spread(pageRatio, 3), '>= 0.15', median(pageRatio) >= 0.15);
goal('     99th of a hundred waits, of bare Express', spread(slower, 2), '<= 3', median(slower) <= 3);
goal('(c2) answers, of bare Express’s forms', spread(answerRatio, 3), '>= 0.10', median(answerRatio) >= 0.1);
say(
  `     at 4 connections: p50 ${spread(
    figures.few.map(({ p50 }) => p50),
    1,
  )} ms, p99 ${spread(
    figures.few.map(({ p99 }) => p99),
    1,
  )} ms`,
);
guard('every answer was the one to expect', wrong.count === 0, wrong.count || '');

let own = 0;
for (const looker of lookers) {
  const { status: code, body } = await one.ask(get(question, looker.cookie));
  if (code === 200 && body.includes(`value="${looker.formToken}"`)) own += 1;
}
guard('each of 1,000 pages holds the form token of its own session', own === lookers.length, own);
const stolen = await one.ask(answersOf({ ...(lookers[0] as Visitor), formToken: lookers[1]?.formToken ?? '' }));
const forged = await one.ask(get(question, `${lookers[0]?.cookie ?? ''}x`));
guard('another’s form is refused, a forged session turned away', stolen.status === 403 && forged.status === 401);
const stored = await connection.collection('responses').countDocuments({ waveId: nineWave });
guard('stored = accepted = sent', stored === sent.length, `${stored} of ${sent.length}`);
const [twice] = await freshVisitors(nineWave, nine, 1);
if (twice !== undefined) {
  const pair = await Promise.all([openClient(onward.port), openClient(onward.port)]);
  const both = await Promise.all(pair.map((client) => client.ask(answersOf(twice))));
  for (const client of pair) client.close();
  const kept = await store.responses.find(twice.invitation);
  guard('a double press stores one', both.every((each) => each.status === 303) && kept?.submissions.length === 0);
}

// (c3): from the link to the receipt, each with a browser of their own; the nine questions, and a real path of six.
const linkOf = async (wave: WaveId, visitor: Visitor): Promise<string> => {
  const alumnusId = visitor.invitation.slice(visitor.invitation.indexOf(':') + 1) as Alumnus['id'];
  const { secret, hash } = mintLink();
  const id = messageId(wave, alumnusId, 'i', 1);
  const message = { kind: 'survey', state: 'accepted', template: 'invitation', stepId: 'i', addressNumber: 1 } as const;
  const about = { waveId: wave, alumnusId, invitationId: visitor.invitation, schoolId, dueAt: clock.now(), hash };
  await store.messages.insertNew([{ id, ...message, ...about, expiresAt: new Date('2099-12-31') }], clock.now());
  return `/s/${tokenOf(id, secret)}`;
};
const sixAnswers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  situation: { situation: 'training' },
  since: { 'since-month': '9', 'since-year': '2026' },
  provider: { provider: 'Exampleton Training' },
  'as-planned': { 'as-planned': 'yes' },
  'still-there': { 'still-there': 'yes' },
  'stay-in-touch': { 'stay-in-touch': 'no' },
};
const header = (answer: Answer, name: string): string =>
  new RegExp(`\\r\\n${name}: ([^\\r]*)`, 'i').exec(answer.head)?.[1] ?? '';

/** One respondent; gives how many requests they made, or null when they did not get to their thanks. */
async function respondent(
  port: number,
  link: string,
  answersAt: (page: number) => Readonly<Record<string, string>>,
): Promise<number | null> {
  const client = await openClient(port);
  let requests = 0;
  let cookie = '';
  const ask = async (request: string): Promise<Answer> => {
    requests += 1;
    const answer = await client.ask(request);
    cookie = /onward-survey=[^;]+/.exec(header(answer, 'set-cookie'))?.[0] ?? cookie;
    return answer;
  };
  await ask(get(link));
  await ask(post(link, { choice: 'start' }));
  let at = header(await ask(get('/survey', cookie)), 'location');
  for (let step = 0; step < 20 && at !== '' && at !== '/survey/thank-you'; step += 1) {
    const { body } = await ask(get(at, cookie));
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const fields = at === '/survey/check' ? {} : answersAt(Number(at.slice(at.lastIndexOf('/') + 1)));
    at = header(await ask(post(at, { _csrf, ...fields }, cookie)), 'location');
  }
  const thanks = at === '' ? null : await ask(get(at, cookie));
  client.close();
  return thanks?.status === 200 && thanks.body.includes('Thank you') ? requests : null;
}

async function respondents(
  name: string,
  wave: WaveId,
  questionnaire: Wave['questionnaire'],
  answersAt: (page: number) => Readonly<Record<string, string>>,
): Promise<void> {
  const visitors = await freshVisitors(wave, questionnaire, whole);
  const links = await Promise.all(visitors.map((visitor) => linkOf(wave, visitor)));
  const [began, used] = [performance.now(), processor(pids)];
  let requests = 0;
  let arrived = 0;
  const line = async (): Promise<void> => {
    for (let link = links.pop(); link !== undefined; link = links.pop()) {
      const made = await respondent(onward.port, link, answersAt);
      if (made === null) continue;
      requests += made;
      arrived += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, line));
  const took = (performance.now() - began) / 1_000;
  const each = (processor(pids) - used) / arrived;
  say(
    `(c3) ${name}: ${(arrived / took).toFixed(0)} respondents a second, ${(requests / arrived).toFixed(1)} requests and ` +
      `${(each * 1_000).toFixed(1)} ms of processor each (LimeSurvey, measured elsewhere: 12.3 a second)`,
  );
  guard('everybody got to their thanks and is stored as completed', arrived === visitors.length, arrived);
  const completed = await connection.collection('responses').countDocuments({ waveId: wave, state: 'completed' });
  guard('completed responses = respondents', completed === visitors.length, completed);
}
const six = { name: destinationCheckV1.name, version: destinationCheckV1.version };
const sixAt = (page: number) => ({ ...sixAnswers[destinationCheckV1.pages[page - 1]?.id ?? ''], action: 'continue' });
await respondents('one page of nine', await openWave('whole-nine', nine), nine, () => nineAnswers);
await respondents('the six questions', await openWave('whole-six', six), six, sixAt);

// (c4): half of what it takes at most, half of it pages and half answers.
const half = (median(figures.get.map(rate)) + median(figures.post.map(rate))) / 4;
async function steadyLoad(): Promise<Load> {
  const visitors = await freshVisitors(nineWave, nine, Math.ceil((half * steady) / 2) + 10);
  let turn = 0;
  const next = (): string | null => {
    turn += 1;
    if (turn % 2 === 0) return get(question, someLooker().cookie);
    const visitor = visitors.pop();
    return visitor === undefined ? null : answersOf(visitor);
  };
  return openLoad(onward.port, { perSecond: half, ms: steady * 1_000, connections: 64 }, next, (answer) => {
    if (answer.status !== 200 && answer.status !== 303) wrong.count += 1;
  });
}
const alone = await steadyLoad();
goal(`(c4) 99th of a hundred at ${half.toFixed(0)}/s, ms`, alone.p99.toFixed(1), '<= 25', alone.p99 <= 25);

const sink = fork(path.join(import.meta.dirname, 'waves-sink.js'), [path.join(folder, 'sink.log')]);
const { port: sinkPort } = await new Promise<{ readonly port: number }>((resolve) =>
  sink.once('message', resolve as () => void),
);
const mailWave = await openWave('mailed', six);
for (let from = 0; from < people; from += 1_000) {
  const batch = await freshVisitors(mailWave, six, Math.min(1_000, people - from));
  await Promise.all(
    batch.map(async ({ invitation }) =>
      connection
        .collection<{ _id: string }>('invitations')
        .updateOne({ _id: invitation }, { $set: { nextStep: 'i', nextDueAt: new Date(0) } }),
    ),
  );
}
await waves.queueDueMessages();
const worker = fork(path.join(import.meta.dirname, 'waves-worker.js'));
const workerTask: WorkerTask = {
  ...{ kind: 'worker', uri: database.uri, port: sinkPort, folder, root: root.toString('base64') },
  ...{ settings, connections: 10, clockMovedByMs: 0 },
};
worker.send(workerTask);
await new Promise((resolve) => worker.once('message', resolve));
const meanwhile = await steadyLoad();
const left = await connection.collection('messages').countDocuments({ waveId: mailWave, state: 'accepted' });
const still = await store.messages.anyOpen(mailWave);
goal(
  '     while a wave is being sent, of that',
  (meanwhile.p99 / alone.p99).toFixed(2),
  '<= 2',
  meanwhile.p99 <= 2 * alone.p99,
);
guard(`mail left all the time, ${left} of ${people}`, left > 0 && still, still ? '' : 'ran out: raise --people');
guard('no error at a steady load', wrong.count === 0, wrong.count || '');
worker.send('stop');
sink.disconnect();

// kill -9 in the middle of answering: what was answered is there.
const doomed = await startServer('onward');
const visitors = await freshVisitors(nineWave, nine, fresh);
const kept: InvitationId[] = [];
const killer = setTimeout(() => {
  for (const pid of doomed.pids) process.kill(pid, 'SIGKILL');
}, 700);
await Promise.allSettled(
  Array.from({ length: connections }, async () => {
    const client = await openClient(doomed.port);
    for (let visitor = visitors.pop(); visitor !== undefined; visitor = visitors.pop()) {
      if ((await client.ask(answersOf(visitor))).status === 303) kept.push(visitor.invitation);
    }
  }),
);
clearTimeout(killer);
const found = await connection.collection<{ _id: string }>('responses').countDocuments({ _id: { $in: kept } });
guard(
  'kill -9 of the server loses no answer that it had confirmed',
  found === kept.length && visitors.length > 0,
  `${found} of ${kept.length}`,
);

one.close();
for (const { child } of [bare, onward, doomed]) child.disconnect();
await connection.close();
await database.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(outcome.failed ? 1 : 0);
