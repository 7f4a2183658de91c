// Reviews, the tabs of a person's record, and the export, as staff use them: over HTTP, without scripting.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import {
  anAlumnus,
  atLeeds,
  caring,
  keep,
  northgate,
  sentOn3November,
  southgate,
} from '../application/a-destination.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let reviewer: Browser;

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  web = await openWeb(test.tools, test.connection);
  reviewer = await web.signedIn('reviewer');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

const person = async (id: string, answers: Answers = atLeeds, given: Parameters<typeof anAlumnus>[1] = {}) => {
  await keep(test.tools, anAlumnus(id, given));
  await web.application.destinations.recordClaims({
    alumnusId: id as AlumnusId,
    responseId: `w1:${id}`,
    answers,
    ...sentOn3November,
  });
};
/** The page as a reader has it: no tags, single blanks, characters for entities. */
const words = (html: string): string =>
  html
    .replace(/<(style|script|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ');
const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const formOf = (html: string, more: Readonly<Record<string, string>>) => ({
  conflict: hidden(html, 'conflict'),
  revision: hidden(html, 'revision'),
  ...more,
});

describe('the queue', () => {
  it('teaches when empty, then lists people with what disagrees, and marks its place', async () => {
    expect(words((await reviewer.get('/staff/reviews')).text)).toContain('Nothing waits for a decision.');
    await person('q1');
    const page = await reviewer.get('/staff/reviews');
    expect(page.status).toBe(200);
    expect(words(page.text)).toContain(
      'Avery Testperson Northgate Academy (invented) Year 13, 2026 Two places at once 3 November 2026 31 March 2027',
    );
    expect(words(page.text)).toContain('One person about whom two statements cannot both be true.');
    expect(page.text).toContain('href="/staff/reviews/q1"');
    expect(page.text).toMatch(/href="\/staff\/reviews" aria-current="page"/);
  });
});

describe('one review', () => {
  it('shows both statements, whom the record follows, the months and the verdict so far', async () => {
    await person('s1');
    const page = await reviewer.get('/staff/reviews/s1');
    const text = words(page.text);
    for (const part of [
      'UCAS, 14 August 2026 Aston University, Mathematics, a place from September 2026 (month assumed), not yet seen begun',
      'Survey, 3 November 2026 University of Leeds, Physics, since September 2026, still there',
      'Until somebody decides, the record follows this: a later statement by the person.',
      'DfE six-month rule: ● still possible So far two of the six months from October 2026 to March 2027 count.',
      'Accept Survey, 3 November 2026: University of Leeds, Physics',
      'Both are true, and Aston University was not taken up',
    ]) {
      expect(text).toContain(part);
    }
    expect([...page.text.matchAll(/<(?:input|button|textarea)[^>]* name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      '_csrf', // signing out
      '_csrf',
      'conflict',
      'revision',
      'ruling',
      'ruling',
      'ruling',
      'reason',
    ]);
    expect(page.text).not.toContain('part-loan');
  });

  it('comes back with everything typed when something is missing', async () => {
    const page = await reviewer.get('/staff/reviews/s1');
    const noRuling = await reviewer.post('/staff/reviews/s1', formOf(page.text, { reason: 'They rang & said so.' }));
    expect([noRuling.status, words(noRuling.text)]).toEqual([422, expect.stringContaining('Choose what stands')]);
    expect(noRuling.text).toContain('href="#ruling"');
    expect(noRuling.text).toContain('They rang &amp; said so.');
    const noReason = await reviewer.post('/staff/reviews/s1', formOf(page.text, { ruling: 'both', reason: '  ' }));
    expect([noReason.status, words(noReason.text)]).toEqual([422, expect.stringContaining('Say why, so that')]);
    expect(noReason.text).toMatch(/value="both" checked/);
  });

  it('is decided once, also when sent twice, and undone by deciding again', async () => {
    await person('s2');
    const page = await reviewer.get('/staff/reviews/s2');
    const form = formOf(page.text, { ruling: 'both', reason: 'The admissions office says so.' });
    const first = await reviewer.post('/staff/reviews/s2', form);
    const second = await reviewer.post('/staff/reviews/s2', form);
    expect([first.status, first.location, second.status]).toEqual([303, '/staff/reviews', 303]);
    expect(words((await reviewer.get('/staff/reviews')).text)).toContain(
      'Avery Testperson: Both are true, and Aston University was not taken up.',
    );
    const record = await reviewer.get('/staff/people/s2/record');
    expect(words(record.text)).toContain(
      'Tuesday 24 November, 10:00 Avery reviewer Both are true, and Aston University was not taken up The admissions office says so. Decide again',
    );
    const again = await reviewer.get('/staff/reviews/s2');
    const undone = await reviewer.post(
      '/staff/reviews/s2',
      formOf(again.text, { ruling: 'reopen', reason: 'Misheard.' }),
    );
    expect([undone.status, undone.location]).toEqual([303, '/staff/reviews/s2']);
    expect(words((await reviewer.get('/staff/reviews/s2')).text)).toContain('Waits for a decision');
  });

  it('decided by somebody else meanwhile: shows both, keeps what was typed, overwrites nothing (F7)', async () => {
    await person('s3');
    const other = await web.signedIn('reviewer');
    const mine = await reviewer.get('/staff/reviews/s3');
    const theirs = await other.get('/staff/reviews/s3');
    await other.post('/staff/reviews/s3', formOf(theirs.text, { ruling: 'first', reason: 'UCAS confirmed it.' }));
    const late = await reviewer.post(
      '/staff/reviews/s3',
      formOf(mine.text, { ruling: 'second', reason: 'I rang them.' }),
    );
    expect(late.status).toBe(409);
    const text = words(late.text);
    expect(text).toContain('The record changed while you were deciding');
    expect(text).toContain(
      'Survey, 3 November 2026 stands: University of Leeds, Physics . Your reason: “I rang them.”',
    );
    expect(text).toContain('Decided: UCAS, 14 August 2026 stands: Aston University, Mathematics “UCAS confirmed it.”');
    expect(late.text).toContain('I rang them.</textarea>');
    const { record } = await web.application.destinations.showRecord(
      { staffId: 'x' as never, role: 'reviewer', schools: 'every-school' },
      's3' as AlumnusId,
    );
    expect(record.decisions.map(({ reason }) => reason)).toEqual(['UCAS confirmed it.']);
    const after = await reviewer.post(
      '/staff/reviews/s3',
      formOf(late.text, { ruling: 'second', reason: 'I rang them.' }),
    );
    expect(after.status).toBe(303);
  });

  it('is for reviewers of the school only', async () => {
    const elsewhere = await web.signedIn('reviewer', [southgate]);
    for (const path of [
      '/staff/reviews/s1',
      '/staff/people/s1/record',
      '/staff/people/s1/told',
      '/staff/people/s1/history',
    ]) {
      expect([path, (await elsewhere.get(path)).status]).toEqual([path, 404]);
    }
    const post = await elsewhere.post('/staff/reviews/s1', {
      conflict: 'x',
      revision: '1',
      ruling: 'first',
      reason: 'x',
    });
    expect(post.status).toBe(404);
    expect(words((await elsewhere.get('/staff/reviews')).text)).not.toContain('Testperson');
    const leader = await web.signedIn('school-leader', [northgate]);
    expect((await leader.get('/staff/reviews/s1')).status).toBe(403);
    expect((await leader.get('/staff/people/s1/record')).status).toBe(200);
    expect(words((await leader.get('/staff/people/s1/told')).text)).toContain(
      'A reviewer can read them for a stated purpose.',
    );
    expect((await leader.post('/staff/people/s1/told', { claim: 'w1:s1:1:a', purpose: 'decide-review' })).status).toBe(
      403,
    );
  });
});

describe('the record of a person', () => {
  it('stands plan, final and now side by side, with the verdict month by month and what is unverified', async () => {
    await person('r1', { ...atLeeds, provider: '<b>Leeds</b>' });
    const page = await reviewer.get('/staff/people/r1/record');
    const text = words(page.text);
    for (const part of [
      'Intended University of Leeds, Physics School, 2 March 2026',
      'Final, after results Aston University, Mathematics UCAS, 14 August 2026',
      'Now <b>Leeds</b>, Physics (university), since September 2026, last heard of in November 2026 Partly as planned',
      'DfE six-month rule: ● still possible',
      'Education December 2026 Work December 2026 An apprenticeship February 2027',
      'December 2026 Still ahead Still ahead.',
      'Rule dfe-1618, version 1: parts are unverified',
      'Two things that we have been told disagree',
    ]) {
      expect(text).toContain(part);
    }
    expect(page.text).not.toContain('<b>Leeds</b>');
  });

  it('is there for somebody about whom nothing is known', async () => {
    const { intended: _intended, final: _final, ...bare } = anAlumnus('r2');
    await keep(test.tools, bare);
    const text = words((await reviewer.get('/staff/people/r2/record')).text);
    expect(text).toContain('Intended Nothing recorded');
    expect(text).toContain('Nobody has told us');
    expect(text).toContain('DfE six-month rule: ○ not known');
    expect(words((await reviewer.get('/staff/people/r2/told')).text)).toContain('Nobody has told us anything yet.');
    expect(words((await reviewer.get('/staff/people/r2/history')).text)).toContain('Nothing was done yet.');
    expect(words((await reviewer.get('/staff/reviews/r2')).text)).toContain('Nothing that we have been told');
  });
});

describe('what was sealed', () => {
  it('needs a statement and a purpose, is shown once, and stands in the history', async () => {
    await person('t1', caring);
    const page = await reviewer.get('/staff/people/t1/told');
    expect(words(page.text)).toContain(
      '3 November 2026 Survey Not in education or work, since September 2026, still there',
    );
    expect(page.text).not.toMatch(/Looking after somebody|FIN|only the sealed part/);
    const noPurpose = await reviewer.post('/staff/people/t1/told', { claim: 'w1:t1:1:a' });
    expect([noPurpose.status, words(noPurpose.text)]).toEqual([
      422,
      expect.stringContaining('Choose why you need to read it'),
    ]);
    const shown = await reviewer.post('/staff/people/t1/told', { claim: 'w1:t1:1:a', purpose: 'support-person' });
    expect(shown.status).toBe(200);
    const text = words(shown.text);
    for (const part of [
      'What they said: Survey, 3 November 2026',
      'Situation Looking after somebody at home',
      'What became of the plan Never applied, or turned it down',
      'Reasons A loan with interest goes against their faith or conscience; Caring',
      'Main reason Money',
      'A sentence that only the sealed part may hold.',
    ]) {
      expect(text).toContain(part);
    }
    expect(words((await reviewer.get('/staff/people/t1/history')).text)).toContain(
      'Tuesday 24 November, 10:00 Avery reviewer Read a sealed answer To support this person, as they asked',
    );
    expect((await reviewer.get('/staff/people/t1/told')).text).not.toContain('only the sealed part');
    expect((await reviewer.post('/staff/people/t1/told', { claim: 'nothing', purpose: 'support-person' })).status).toBe(
      404,
    );
    expect(test.logged.join('\n')).not.toMatch(/sealed part may hold|FIN\/M4/);
  });
});

describe('the export', () => {
  it('is a CSV of the schools of whoever asks, by cohort and school', async () => {
    await person('x1', atLeeds, { schoolId: southgate });
    const leader = await web.signedIn('school-leader', [southgate]);
    const answer = await leader.get('/staff/destinations.csv');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="destinations-2026-11-24.csv"',
    ]);
    const rows = parse<Record<string, string>>(answer.text, { bom: true, columns: true });
    expect(rows.map((row) => [row['School'], row['Now'], row['Verdict'], row['Open conflicts']])).toEqual([
      ['Southgate Academy (invented)', 'University of Leeds, Physics', 'still-possible', '1'],
    ]);
    const none = await leader.get('/staff/destinations.csv?cohort=y13-1999');
    expect(parse(none.text, { bom: true, columns: true })).toEqual([]);
    const scheduler = await web.signedIn('scheduler');
    expect((await scheduler.get('/staff/destinations.csv')).status).toBe(403);
  });
});
