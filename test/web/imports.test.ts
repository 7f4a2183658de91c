// The pages of imports and people, over HTTP, by somebody signed in.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { Tools } from '../../src/application/index.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { eventually } from '../support/a-trust.js';
import { file, headings, row, schools, upn } from '../support/leavers-csv.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

const southOnly = ['south' as SchoolId];

let tools: Tools;
let connection: Connection;
let closeTools: () => Promise<void>;
let web: TestWeb;
let scheduler: Browser;

beforeAll(async () => {
  ({ tools, connection, close: closeTools } = await openTestTools());
  for (const school of schools) await tools.store.schools.save(school);
  web = await openWeb(tools, connection);
  scheduler = await web.signedIn('scheduler');
});
afterAll(async () => {
  await web.close();
  await closeTools();
});

/** Brings a file the way a browser's form does. */
async function bring(
  browser: Browser,
  content: string | null,
  name = 'leavers.csv',
  fields: Readonly<Record<string, string>> = {},
) {
  const page = await browser.get('/staff/imports');
  const token = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
  const form = new FormData();
  form.set('_csrf', token);
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new File(content === null ? [] : [content], content === null ? '' : name, { type: 'text/csv' }));
  const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const answer = await fetch(`${web.origin}/staff/imports`, {
    method: 'POST',
    body: form,
    headers: { cookie },
    redirect: 'manual',
  });
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
}

/** What a person reads on the page, without tags. */
const words = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');

/** Looks again until the import is done. */
const untilDone = (path: string): Promise<string> =>
  eventually(
    async () => words((await scheduler.get(path)).text),
    (text) => text.includes('This is what the file changed.'),
  );
const revisionOf = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';

describe('an import in the browser', () => {
  it('goes from the file to the preview to the people, and a second time changes nothing', async () => {
    const wrong = `${upn(9).startsWith('A') ? 'B' : 'A'}${upn(9).slice(1)}`;
    const content = file(headings, row(1, { email: 'one@example.org' }), row(2), row(9).replace(upn(9), wrong));
    const brought = await bring(scheduler, content);
    expect([brought.status, brought.location.startsWith('/staff/imports/')]).toEqual([303, true]);

    const preview = await scheduler.get(brought.location);
    expect(words(preview.text)).toContain('Import 2 people');
    expect(words(preview.text)).toContain(
      `Row 4 UPN The pupil number ${wrong} has the wrong check letter; with these digits it would begin with ${upn(9).slice(0, 1)}.`,
    );
    expect(await tools.store.alumni.page('every-school', { limit: 10 })).toEqual([]);

    const confirmed = await scheduler.post(`${brought.location}/confirm`, { revision: revisionOf(preview.text) });
    expect([confirmed.status, confirmed.location]).toEqual([303, brought.location]);
    expect(await untilDone(brought.location)).toContain('New people 2 People with changes 0 Already recorded so 0');
    expect(await tools.store.alumni.page('every-school', { limit: 10 })).toHaveLength(2);

    const again = await bring(scheduler, content);
    expect(words((await scheduler.get(again.location)).text)).toContain(
      'There is nothing to import: everybody without a problem is already recorded so.',
    );
    const list = words((await scheduler.get('/staff/imports')).text);
    expect(list.match(/leavers\.csv Tuesday 3 November, 10:00/g)).toHaveLength(2);
  });

  it('gives all problems as a file', async () => {
    const brought = await bring(scheduler, file(headings, row(3, { given: '=1+1' })));
    const problems = await scheduler.get(`${brought.location}/problems.csv`);
    expect([problems.status, problems.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(problems.text.split('\r\n')[1]).toBe(
      '2,"given name","given name begins like a spreadsheet formula","names do not begin with =, +, -, @ or a tab; write the name itself"',
    );
    const discarded = await scheduler.post(`${brought.location}/discard`, {
      revision: revisionOf((await scheduler.get(brought.location)).text),
    });
    expect(discarded.status).toBe(303);
    expect((await scheduler.get(`${brought.location}/problems.csv`)).status).toBe(404);
  });

  it.each([
    ['no file', null, 'Choose a file first'],
    ['an empty file', '', 'This file is empty.'],
    ['wrong headings', 'a,b\r\n1,2\r\n', 'These headings are missing from the first line: school, given name'],
    ['eleven megabytes', 'x'.repeat(11 * 1_048_576), 'This file is larger than 10 MB.'],
  ])('answers %s with 422, the reason beside the field, and keeps nothing', async (_what, content, why) => {
    const before = await connection.collection('imports').countDocuments();
    const answer = await bring(scheduler, content);
    expect(answer.status).toBe(422);
    expect(words(answer.text)).toContain('There is something to put right');
    expect(answer.text).toContain('href="#file"');
    expect(words(answer.text)).toContain(why);
    expect(await connection.collection('imports').countDocuments()).toBe(before);
  });

  it('is not for those who only read', async () => {
    const reviewer = await web.signedIn('reviewer');
    expect((await reviewer.get('/staff/imports')).status).toBe(403);
  });
});

describe('a file of plans and results in the browser', () => {
  const content = file('Personal ID,First name,Surname,DOB,Result', '1900000077,Avery,Testperson1,02/03/2008,Unplaced');
  const ucas = { about: 'plans-ucas', 'as-of': '2026-11-03' };

  it('asks whether somebody found by name is the same person, and imports them once that is ticked', async () => {
    const [before] = await tools.store.alumni.page('every-school', { text: 'testperson1', limit: 2 });
    expect(before?.ucasId).toBeUndefined();
    const brought = await bring(scheduler, content, 'ucas.csv', ucas);
    const preview = await scheduler.get(brought.location);
    expect(words(preview.text)).toContain('Import of plans and results from UCAS, as of 3 November 2026');
    expect(words(preview.text)).toContain('Is this the same person?');
    expect(preview.text).toContain(`href="/staff/people/${before?.id ?? ''}"`);
    const line = /name="line" value="(\d+)"/.exec(preview.text)?.[1] ?? '';
    const confirmed = await scheduler.post(`${brought.location}/confirm`, {
      ...{ revision: revisionOf(preview.text), line },
    });
    expect(confirmed.status).toBe(303);
    expect(await untilDone(brought.location)).toContain(
      'Rows with changes 1 Already recorded so 0 Rows with problems 0',
    );
    const after = await tools.store.alumni.find('every-school', before?.id ?? ('' as never));
    expect([after?.ucasId, after?.planning?.held.result]).toEqual(['1900000077', 'unplaced']);
    // By the number now, and nothing is left to change.
    const again = await bring(scheduler, content, 'ucas.csv', ucas);
    expect(words((await scheduler.get(again.location)).text)).toContain('There is nothing to import');
  });

  it.each([
    [{ about: 'plans-ucas', 'as-of': 'soon' }, 'Enter the day of the file, for example 2026-08-13', '#as-of'],
    [{ about: 'plans-school', 'as-of': '2027-01-01' }, 'Enter a day that is not still to come', '#as-of'],
    [{ about: 'nonsense' }, 'Choose what the file is about', '#about'],
  ])('says what to put right: %j', async (fields, why, link) => {
    const answer = await bring(scheduler, content, 'ucas.csv', fields);
    expect([answer.status, words(answer.text).includes(why), answer.text.includes(`href="${link}"`)]).toEqual([
      422,
      true,
      true,
    ]);
  });

  it('takes no field that the form has not', async () => {
    expect((await bring(scheduler, content, 'ucas.csv', { ...ucas, scope: 'every-school' })).status).toBe(400);
  });
});

describe('people', () => {
  it('are found by the beginning of either name and by the whole pupil number', async () => {
    const found = async (text: string) => {
      const page = await scheduler.get(`/staff/people?text=${encodeURIComponent(text)}`);
      return [...page.text.matchAll(/href="\/staff\/people\/[^"?]+">([^<]+)</g)].map(([, name]) => name);
    };
    expect(await found('testperson1')).toEqual(['Avery Testperson1']);
    expect(await found('AVERY TEST')).toEqual(['Avery Testperson1', 'Avery Testperson2']);
    expect(await found(upn(2).toLowerCase())).toEqual(['Avery Testperson2']);
    expect(await found('person')).toEqual([]);
    expect(await found('.*')).toEqual([]);
  });

  it('are shown 25 on a page, forwards and back', async () => {
    const many = file(headings, ...Array.from({ length: 60 }, (_, serial) => row(100 + serial)));
    const brought = await bring(scheduler, many);
    await scheduler.post(`${brought.location}/confirm`, {
      revision: revisionOf((await scheduler.get(brought.location)).text),
    });
    await untilDone(brought.location);
    const page = async (path: string) => {
      const { text } = await scheduler.get(path);
      const link = (rel: string) =>
        new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null;
      const names = [...text.matchAll(/href="\/staff\/people\/[^"?]+">([^<]+)</g)].map(([, name]) => name);
      return { names, next: link('next'), previous: link('prev') };
    };
    const first = await page('/staff/people');
    const second = await page(first.next ?? '');
    const third = await page(second.next ?? '');
    expect([first.names.length, second.names.length, third.names.length]).toEqual([25, 25, 12]);
    expect([first.previous, third.next]).toEqual([null, null]);
    const back = await page(third.previous ?? '');
    expect(back).toEqual(second);
    expect((await page(back.previous ?? '')).names).toEqual(first.names);
  });

  it('have a contact page, and can be recorded as not to be written to', async () => {
    const [person] = await tools.store.alumni.page('every-school', { text: 'testperson1', limit: 1 });
    if (person === undefined) throw new Error('The first test has not run.');
    const contact = words((await scheduler.get(`/staff/people/${person.id}/contact`)).text);
    expect(contact).toContain('Avery Testperson1 Year 13, 2026 · North Test School · no address confirmed');
    expect(contact).toContain('one@example.org Their own ✓ May be used – 3 November 2026');
    expect(contact).toContain('Ground for writing today Public task, until');

    const nothing = await scheduler.post(`/staff/people/${person.id}/stop`);
    expect([nothing.status, words(nothing.text).includes('Choose what you know')]).toEqual([422, true]);
    for (let time = 1; time <= 2; time += 1) {
      const stopped = await scheduler.post(`/staff/people/${person.id}/stop`, { reason: 'has-died' });
      expect([stopped.status, stopped.location]).toEqual([303, `/staff/people/${person.id}/contact`]);
    }
    expect((await tools.store.alumni.find('every-school', person.id))?.state).toBe('has-died');
    expect(words((await scheduler.get(`/staff/people/${person.id}/contact`)).text)).toContain('Has died');
    await web.application.governance.appendAudit();
    const history = words((await scheduler.get(`/staff/people/${person.id}/history`)).text);
    expect(history).toContain('Recorded that they have died');
  });

  it('of another school are not there', async () => {
    const [person] = await tools.store.alumni.page('every-school', { limit: 1 });
    const south = await web.signedIn('scheduler', southOnly);
    for (const path of [`/staff/people/${person?.id ?? ''}`, `/staff/people/${person?.id ?? ''}/contact`]) {
      expect((await south.get(path)).status).toBe(404);
    }
    expect((await south.post(`/staff/people/${person?.id ?? ''}/stop`, { reason: 'has-died' })).status).toBe(404);
    expect(words((await south.get('/staff/people')).text)).toContain('Nobody is on record yet.');
  });
});
