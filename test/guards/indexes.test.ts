// Is every query of a page, a link or a job served by an index?
// The sample trust is loaded, a wave goes out, somebody answers, every staff page is opened and every job runs; each
// command that reaches the database is then explained, and none may walk through a whole collection.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandStartedEvent } from 'mongodb';
import { jobs } from '../../jobs/registry.js';
import { createMailer } from '../../src/mail/index.js';
import { loadSampleTrust } from '../../src/main/sample-trust.js';
import { accessTable } from '../../src/web/access-table.js';
import { aPlan, confirmedWave, eventually, scheduler } from '../support/a-trust.js';
import { aBounce, asMail } from '../support/returned-mail.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

/** Collections that stay small in the largest trust: tens of schools, hundreds of staff, one wave a cohort and term, a few official files a year. */
const small = ['schools', 'staff', 'settings', 'waves', 'imports', 'officialimports', 'officialversions', 'agendaJobs'];

type Command = Readonly<Record<string, unknown>>;
const reads = ['find', 'aggregate', 'count', 'distinct', 'findAndModify'] as const;
const writes = { update: 'updates', delete: 'deletes' } as const;

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
const seen = new Map<string, Command>();

/** The names of a filter's fields and operators, without its values: what makes one query another. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 && typeof value[0] === 'object' ? value.map(shapeOf) : '…';
  if (value === null || typeof value !== 'object' || value instanceof Date) return '…';
  if (Object.getPrototypeOf(value) !== Object.prototype) return '…';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

function remember({ commandName, command, databaseName }: CommandStartedEvent): void {
  if (databaseName !== opened.connection.name) return;
  const given = command as Command;
  const collection = given[commandName];
  if (typeof collection !== 'string') return;
  if ((reads as readonly string[]).includes(commandName)) {
    const { filter, query, pipeline, sort } = given;
    seen.set(JSON.stringify([commandName, collection, shapeOf(filter ?? query ?? pipeline), sort]), explainable(given));
  }
  if (commandName === 'update' || commandName === 'delete') {
    for (const statement of (given[writes[commandName]] as readonly Command[] | undefined) ?? []) {
      const one = { [commandName]: collection, [writes[commandName]]: [statement] };
      seen.set(JSON.stringify([commandName, collection, shapeOf(statement['q'])]), one);
    }
  }
}

/** Without the fields that belong to the conversation and not to the query. */
function explainable(command: Command): Command {
  const conversation = [
    'lsid',
    '$db',
    '$clusterTime',
    'writeConcern',
    'readConcern',
    'maxTimeMS',
    'comment',
    'txnNumber',
  ];
  return Object.fromEntries(Object.entries(command).filter(([key]) => !conversation.includes(key)));
}

const stagesIn = (plan: unknown): readonly string[] => {
  if (plan === null || typeof plan !== 'object') return [];
  const own = (plan as { readonly stage?: unknown }).stage;
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(plan).flatMap(stagesIn)];
};

/** Says where they study, skips what can be skipped, and sends the answers. */
async function answerAll(browser: Browser, token: string): Promise<void> {
  await browser.get(`/s/${token}`);
  let path = (await browser.post(`/s/${token}`, { choice: 'start' })).location ?? '';
  for (let questions = 0; questions < 40 && !path.includes('/thank-you'); questions += 1) {
    const page = await browser.get(path);
    const choice = /name="([^"]+)"[^>]*type="radio"[^>]*value="([^"]+)"/.exec(page.text);
    const fields = choice === null ? {} : { [choice[1] ?? '']: choice[2] ?? '' };
    const skip = page.text.includes('value="skip"');
    const typed = path.endsWith('/check') ? {} : skip ? { action: 'skip' } : { ...fields, action: 'continue' };
    const answer = page.location ?? (await browser.post(path, typed)).location;
    if (answer === null) throw new Error(`The survey stays at ${path}.`);
    path = answer;
  }
  expect(path).toContain('/thank-you');
}

beforeAll(async () => {
  sink = await startSmtpSink();
  const mailer = createMailer({
    host: '127.0.0.1',
    port: sink.port,
    secure: false,
    name: 'onward.example',
    connections: 4,
  });
  opened = await openTestTools({ mailer, query: '?monitorCommands=true' });
  opened.connection.getClient().on('commandStarted', remember);
  web = await openWeb(opened.tools, opened.connection);
}, 60_000);

afterAll(async () => {
  await web.close();
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

describe('indexes', () => {
  it('serve every query of the main job, but on collections that stay small', async () => {
    const { application } = web;
    await loadSampleTrust(opened.tools, { seed: 7 });
    const schoolIds = (await opened.tools.store.schools.all()).map((school) => school.id);
    const runJobs = async (): Promise<void> => {
      for (const job of jobs) await job.run(application);
    };
    const [first] = await application.waves.planChoices(scheduler).then((choices) => choices.cohorts);
    if (first === undefined) throw new Error('The sample has no cohort.');
    const plan = { ...aPlan({ i: '2026-11-03', r1: '2026-11-12' }), cohortId: first.id, schoolIds };
    const wave = await confirmedWave(application, plan);
    await runJobs();
    const stopping = new AbortController();
    const sender = application.waves.runSender({ signal: stopping.signal });
    await eventually(
      () => opened.tools.store.messages.anyOpen(wave),
      (open) => !open,
      60_000,
    );
    stopping.abort();
    await sender;
    for (const [place, status] of ['5.1.1', '4.4.7'].entries()) {
      const to = sink.accepted[place]?.from ?? '';
      expect((await application.waves.takeInMail(asMail(aBounce({ to, status })), 'test')).matched).not.toBeNull();
    }
    const token = /\/s\/([A-Za-z0-9_.-]+)/.exec(sink.accepted[0]?.raw.replace(/=\r\n/g, '') ?? '')?.[1] ?? '';
    await answerAll(web.browser(), token);
    await runJobs();

    const staff = await web.signedIn('administrator');
    const people = await application.alumni.listPeople(scheduler, {});
    const ids = { person: people.people[0]?.id ?? '', wave };
    for (const [method, pattern] of accessTable) {
      // A wave's event stream has no end; what it reads is the wave, as the page does.
      if (method !== 'GET' || !pattern.startsWith('/staff') || pattern.endsWith('/stream')) continue;
      const path = pattern
        .replace('/waves/:id', `/waves/${ids.wave}`)
        .replace('/people/:id', `/people/${ids.person}`)
        .replace('/reviews/:id', `/reviews/${ids.person}`)
        .replace(':step', 'i');
      if (!path.includes(':')) await staff.get(path);
    }
    await staff.get('/staff/people?text=avery&cohort=y13-2026&state=usual');
    await staff.get('/staff/follow-up?list=lapsed&from=university%3A2026-11-03~a');
    await staff.get(`/staff/responses?wave=${wave}&state=completed`);

    // One that no index serves, so that this test is seen to bite.
    await opened.connection.collection('alumni').findOne({ 'name.toUse': 'Nobody' });

    expect(seen.size).toBeGreaterThan(40);
    const walked: string[] = [];
    for (const [shape, command] of seen) {
      const collection = (JSON.parse(shape) as readonly string[])[1] ?? '';
      if (small.includes(collection)) continue;
      const answer = await opened.connection.db?.command({ explain: command, verbosity: 'queryPlanner' });
      if (stagesIn(answer?.['queryPlanner'] ?? answer).includes('COLLSCAN')) walked.push(shape);
    }
    expect(walked).toEqual(['["find","alumni",{"name.toUse":"…"},null]']);
  }, 180_000);
});
