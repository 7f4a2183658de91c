// Reviews, the tabs of a person's record, and the export, as staff use them: over HTTP, without scripting.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { AlumnusId, CohortId } from '../../src/domain/alumni/ids.js';
import { localDate, localMonth, parseLocalDate } from '../../src/domain/calendar/local-date.js';
import { publishOwnRules } from '../../src/domain/destinations/sustained/catalogue.js';
import { readOwnRules } from '../../src/domain/destinations/sustained/own-rule.js';
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
    expect(words(page.text)).toContain('One person waits for a decision or a coding.');
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
    expect([first.status, second.status]).toEqual([303, 303]);
    // On to whoever waits next, with what was decided and the button that undoes it.
    expect(first.location).toMatch(/^\/staff\/reviews(\/\w+)?\?undo=s2&/);
    const next = await reviewer.get(first.location ?? '');
    expect(words(next.text)).toContain('Avery Testperson: Both are true, and Aston University was not taken up.');
    expect(next.text).toContain('action="/staff/reviews/s2/undo"');
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

describe('working through the queue', () => {
  it('needs no words to follow the order of sources, and undoes the last decision in one press, once', async () => {
    await person('w1');
    const page = await reviewer.get('/staff/reviews/w1');
    const decided = await reviewer.post('/staff/reviews/w1', formOf(page.text, { ruling: 'second', reason: '' }));
    const next = await reviewer.get(decided.location ?? '');
    const undo = {
      conflict: hidden(next.text.split('/w1/undo')[1] ?? '', 'conflict'),
      revision: hidden(next.text.split('/w1/undo')[1] ?? '', 'revision'),
    };
    expect(words((await reviewer.get('/staff/people/w1/record')).text)).toContain('By the order of sources, version');
    const undone = await reviewer.post('/staff/reviews/w1/undo', undo);
    expect([undone.status, undone.location]).toEqual([303, '/staff/reviews/w1']);
    expect(words((await reviewer.get('/staff/reviews/w1')).text)).toContain('Waits for a decision');
    const again = await reviewer.get('/staff/reviews/w1');
    await reviewer.post('/staff/reviews/w1', formOf(again.text, { ruling: 'first', reason: 'UCAS is right.' }));
    // The old button undoes nothing that was decided since.
    const late = await reviewer.post('/staff/reviews/w1/undo', undo);
    expect([late.status, words(late.text)]).toEqual([
      409,
      expect.stringContaining('The record changed while you were deciding'),
    ]);
  });

  it('skips to whoever waits next, and ends at the queue', async () => {
    await person('w2');
    const page = await reviewer.get('/staff/reviews/w2');
    const skip = /href="(\/staff\/review-next[^"]*)"/.exec(page.text)?.[1] ?? '';
    expect((await reviewer.get(skip)).location).toMatch(/^\/staff\/reviews(\/|$)/);
    expect((await reviewer.get('/staff/review-next?after=past%3A0')).location).toBe('/staff/reviews');
    expect((await reviewer.get('/staff/review-next')).location).toMatch(/^\/staff\/reviews\/\w/);
  });

  it('decides for several after a preview, and undoes all of it', async () => {
    for (const id of ['b1', 'b2', 'b3']) await person(id);
    const preview = await reviewer.get('/staff/review-together?id=b1&id=b2&id=b3');
    expect(words(preview.text)).toContain('For three people: what goes first by the order of sources stands');
    const item = [...preview.text.matchAll(/name="item" value="([^"]*)"/g)].map(([, value]) => value ?? '');
    const meanwhile = await reviewer.get('/staff/reviews/b3');
    await reviewer.post('/staff/reviews/b3', formOf(meanwhile.text, { ruling: 'first', reason: 'UCAS is right.' }));
    await reviewer.get('/staff/reviews');
    const done = await reviewer.post('/staff/review-together', { item });
    const page = await reviewer.get(done.location ?? '');
    expect(words(page.text)).toContain('Decided for two people. One record had changed meanwhile and was left alone.');
    const undone = await reviewer.post(`${done.location ?? ''}/undo`);
    expect([undone.status, undone.location]).toEqual([303, '/staff/reviews']);
    expect(words((await reviewer.get('/staff/reviews')).text)).toContain('Open again for two people.');
    expect((await reviewer.get(done.location ?? '')).text).not.toContain('Undo all of it');
    expect((await reviewer.get('/staff/review-together/nothing')).status).toBe(404);
    expect(words((await reviewer.get('/staff/review-together')).text)).toContain('Tick the people');
    expect((await reviewer.post('/staff/review-together', {})).status).toBe(422);
  });

  it('codes a place and a reason; the sealed words are read for deciding, and that is kept', async () => {
    const { final: _final, ...bare } = anAlumnus('k1');
    await keep(test.tools, bare);
    await web.application.destinations.recordClaims({
      ...{ alumnusId: 'k1' as AlumnusId, responseId: 'w1:k1', ...sentOn3November },
      answers: {
        ...{ ...atLeeds, provider: 'Leds Univ', 'plan-story': 'never-applied' },
        ...{ reasons: ['something-else'], 'reason-words': 'A sentence of their own.' },
      },
    });
    expect(words((await reviewer.get('/staff/reviews')).text)).toContain(
      'A doubtful place; A reason in their own words',
    );
    const page = await reviewer.get('/staff/reviews/k1');
    expect(page.text).not.toContain('A sentence of their own.');
    const claim = { claim: 'w1:k1:1:a', revision: hidden(page.text, 'revision') };
    const none = await reviewer.post('/staff/reviews/k1/code', { ...claim, kind: 'place' });
    expect([none.status, words(none.text)]).toEqual([
      422,
      expect.stringContaining('Choose the place, or type its name'),
    ]);
    const place = await reviewer.post('/staff/reviews/k1/code', { ...claim, kind: 'place', other: 'Uni of Leeds' });
    expect([place.status, place.location]).toMatchObject([
      303,
      expect.stringMatching(/^\/staff\/reviews\/k1\?undo=k1&/),
    ]);
    const undoing = (await reviewer.get(place.location ?? '')).text;
    expect(words(undoing)).toContain('“Leds Univ” is University of Leeds');
    const back = { kind: 'place', claim: claim.claim, revision: hidden(undoing, 'revision') };
    const undone = await reviewer.post('/staff/reviews/k1/code/undo', back);
    expect([undone.status, undone.location]).toEqual([303, '/staff/reviews/k1']);
    expect((await reviewer.post('/staff/reviews/k1/code/undo', back)).status).toBe(409);
    const anew = hidden((await reviewer.get('/staff/reviews/k1')).text, 'revision');
    await reviewer.post('/staff/reviews/k1/code', { ...claim, revision: anew, kind: 'place', name: '10007795' });
    const read = await reviewer.post('/staff/reviews/k1/words', { claim: 'w1:k1:1:a' });
    expect(read.text).toContain('A sentence of their own.');
    const reason = { claim: 'w1:k1:1:a', revision: hidden(read.text, 'revision'), kind: 'reason' };
    const missing = await reviewer.post('/staff/reviews/k1/code', reason);
    expect([missing.status, words(missing.text)]).toEqual([422, expect.stringContaining('Choose the reason')]);
    expect((await reviewer.post('/staff/reviews/k1/code', { ...reason, reason: 'CAR/C1', also: 'FIN' })).status).toBe(
      303,
    );
    const history = words((await reviewer.get('/staff/people/k1/history')).text);
    expect(history).toContain('Read a sealed answer To decide a review of this record');
    const told = await reviewer.post('/staff/people/k1/told', { claim: 'w1:k1:1:a~coded', purpose: 'support-person' });
    expect(words(told.text)).toContain('Looking after an adult, a brother or a sister; Money');
  });
});

describe('how records are judged', () => {
  it('stands on one page for every role: rules, order of sources, conflicts, periods, codes', async () => {
    const text = words((await (await web.signedIn('auditor')).get('/staff/rules')).text);
    for (const part of [
      'DfE six-month rule (dfe-1618@1)',
      'Version 2, the trust’s own.',
      'UCAS 4 A place recorded by UCAS',
      'Two places at once Two full-time places at different names in the same month.',
      'Looking for work or a place 3',
      'University 240 Higher education',
      'Something else – Open: Too little is said to choose a code.',
      'FIN/M4 A loan with interest goes against their faith or conscience 06 Financial',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says how far everybody is counted under a new version of the trust’s own rule', async () => {
    const text = '2026-07-01 Oct-Jul education=5 work=5 mix=5 apprenticeship=5';
    const read = readOwnRules([text], parseLocalDate);
    if (!read.ok) throw new Error(read.why);
    const page = async () => words((await reviewer.get('/staff/rules')).text);
    try {
      await test.tools.store.ownRules.publish(2, text);
      publishOwnRules(read.rules);
      const people = await test.connection.collection('outcomes').countDocuments();
      expect(await page()).toContain('This version is new. Everybody is being counted under it');
      expect(await page()).toContain(`0 of ${people}`);
      while ((await web.application.destinations.recountOwnRule(2)) > 0);
      expect(await page()).toContain('Everybody was counted under it by');
    } finally {
      publishOwnRules([]);
    }
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
      'Education 31 December 2026 Work 31 December 2026 An apprenticeship 28 February 2027',
      'Verified Last told on 3 November 2026; due for review from',
      'December 2026 Still ahead Still ahead.',
      'Rule dfe-1618, version 1: parts are unverified',
      'Two things that we have been told disagree',
    ]) {
      expect(text).toContain(part);
    }
    expect(page.text).not.toContain('<b>Leeds</b>');
  });

  it('is judged by the rule that is chosen, and says in a line what every rule says', async () => {
    await person('r3');
    const text = words((await reviewer.get('/staff/people/r3/record?rule=fe-obsm')).text);
    for (const part of [
      'Further-education rule: ● still possible So far two of the six months from October 2026 to March 2027 count.',
      'Rule fe-obsm, version 1: parts are unverified',
      'at most one switch between the two',
      'Our own rule ● still possible',
      '181-day rule ● still possible Education by 31 July 2027',
    ]) {
      expect(text).toContain(part);
    }
    expect(words((await reviewer.get('/staff/people/r3/record?rule=nothing')).text)).toContain(
      'Rule dfe-1618, version 1',
    );
    await keep(test.tools, anAlumnus('r4', { cohortId: 'y11-2026' as CohortId }));
    expect(words((await reviewer.get('/staff/people/r4/record')).text)).toContain('Rule dfe-ks4, version 1');
  });

  it('shows what was known on a past day, loses nothing, and says so when the day is none', async () => {
    await person('r5');
    test.setClock(new Date('2026-12-20T10:00:00Z'));
    await web.application.destinations.recordReply(
      { staffId: 'x' as never, role: 'reviewer', schools: 'every-school' },
      'reply-r5',
      {
        ...{ alumnusId: 'r5' as AlumnusId, on: localDate('2026-12-18'), activity: 'employment', standing: 'there' },
        ...{ place: 'Example Bakery', from: localMonth('2026-12') },
      },
    );
    const late = await web.signedIn('reviewer');
    const page = async (on: string) => late.get(`/staff/people/r5/record?on=${on}`);
    const [now, day, before, eve] = [
      await page(''),
      await page('19/12/2026'),
      await page('2026-11-24'),
      await page('2026-11-23'),
    ];
    test.setClock(new Date('2026-11-24T10:00:00Z'));
    expect(words(now.text)).toContain('Example Bakery');
    expect(words(day.text)).not.toContain('Example Bakery');
    expect(words(day.text)).toContain('As we knew it at the end of 19 December 2026');
    expect(words(before.text)).toContain('So far two of the six months');
    expect(words(before.text)).toContain('As of 24 November 2026.');
    // The answers of 3 November were written down on the 24th.
    expect(words(eve.text)).toContain('Now Nobody has told us');
    const wrong = await page('2026-02-30');
    expect([wrong.status, words(wrong.text)]).toEqual([
      422,
      expect.stringContaining('Enter a day, for example 2026-11-03'),
    ]);
    expect(wrong.text).toContain('value="2026-02-30"');
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

describe('what a member of staff knows', () => {
  const note = { activity: 'employment', standing: 'there', place: 'Example Bakery', from: '2026-09', to: '' } as const;
  const form = { ...note, on: '2026-11-20', how: 'met at the careers fair' };

  it('becomes a statement of its own source, once, with who wrote it and how they know', async () => {
    await person('n1');
    const at = '/staff/people/n1/note';
    expect((await reviewer.get('/staff/people/n1/record')).text).toContain(`href="${at}"`);
    expect((await reviewer.get(at)).text).toContain('value="2026-11-24"');
    for (const [field, text] of Object.entries({
      ...{ activity: 'not-said', on: '2026-11-25', how: ' ', from: '2026-12' },
    })) {
      const wrong = await reviewer.post(at, { ...form, [field]: text });
      expect([field, wrong.status, wrong.text.includes(`href="#${field}"`)]).toEqual([field, 422, true]);
      expect(wrong.text).toContain('value="Example Bakery"');
    }
    const kept = await reviewer.post(at, form);
    expect([kept.status, kept.location]).toEqual([303, '/staff/people/n1/told']);
    expect((await reviewer.post(at, form)).status).toBe(303); // twice is once
    const record = await test.tools.store.destinationRecords.find('every-school', 'n1' as AlumnusId);
    const notes = record?.claims.filter(({ source }) => source === 'staff-note');
    expect(notes).toEqual([
      expect.objectContaining({
        ...{ knownOn: '2026-11-20', recordedOn: '2026-11-24', activity: 'employment', standing: 'began' },
        ...{ employer: 'Example Bakery', from: '2026-09', to: null, fromCertainty: 'about' },
      }),
    ]);
    expect(record?.spells.map(({ employer }) => employer)).toContain('Example Bakery');
    expect((await reviewer.get('/staff/people/n1/told')).text).toMatch(/20 November 2026[^]*?Note by staff/);
    const history = (await reviewer.get('/staff/people/n1/history')).text;
    expect(history.split('Recorded what they know of them')).toHaveLength(2);
    expect(history).toContain('met at the careers fair');
  });

  it('is written by whoever looks after the school, and by nobody else', async () => {
    const south = await web.signedIn('school-leader', [southgate]);
    expect([
      (await south.get('/staff/people/n1/note')).status,
      (await south.post('/staff/people/n1/note', form)).status,
    ]).toEqual([404, 404]);
    const network = await web.signedIn('network-leader');
    expect((await network.post('/staff/people/n1/note', form)).status).toBe(403);
  });
});

describe('the export', () => {
  it('is a CSV of the schools of whoever asks, by cohort and school', async () => {
    await person('x1', atLeeds, { schoolId: southgate });
    const leader = await web.signedIn('school-leader', [southgate]);
    const answer = await leader.get('/staff/exports/destinations.csv');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="destinations-2026-11-24.csv"',
    ]);
    const rows = parse<Record<string, string>>(answer.text, { bom: true, columns: true });
    expect(rows.map((row) => [row['School name'], row['Now'], row['Verdict'], row['Open conflicts']])).toEqual([
      ['Southgate Academy (invented)', 'University of Leeds, Physics', 'still-possible', '1'],
    ]);
    const none = await leader.get('/staff/exports/destinations.csv?cohort=y13-1999');
    expect(parse(none.text, { bom: true, columns: true })).toEqual([]);
    const scheduler = await web.signedIn('scheduler');
    expect((await scheduler.get('/staff/exports/destinations.csv')).status).toBe(403);
  });
});
