// A pair of records in the queue of reviews, as a reviewer decides about it and takes it back: over HTTP, without scripting.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { anAlumnus, keep, northgate, southgate } from '../application/a-destination.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let reviewer: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
  reviewer = await web.signedIn('reviewer');
  const dateOfBirth = localDate('2008-03-04');
  await keep(
    test.tools,
    anAlumnus('d1', { dateOfBirth, upn: 'A801200005001' }),
    anAlumnus('d2', { dateOfBirth, schoolId: southgate, uln: '1000000078' }),
  );
  await web.application.people.findDuplicates(100);
});
afterAll(() => web.close());

const words = (html: string): string =>
  html
    .replace(/<(style|script|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
const revisionIn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';
const page = '/staff/duplicates/d1~d2';

describe('a pair', () => {
  it('stands in the queue and shows both records with what speaks for it', async () => {
    const queue = await reviewer.get('/staff/reviews');
    expect(words(queue.text)).toContain('Avery Testperson and Avery Testperson');
    expect(words(queue.text)).toContain('Perhaps one person twice');
    expect(queue.text).toContain(`href="${page}"`);
    const text = words((await reviewer.get(page)).text);
    for (const part of [
      'Likely one person: 12 points',
      'The same birth date for +5',
      'UPN A801200005001',
      'School Northgate Academy (invented) Southgate Academy (invented) differs',
      'One person: keep the record of Avery Testperson, A801200005001',
      'Two people: keep both records',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says what is missing, and keeps what was typed', async () => {
    const shown = await reviewer.get(page);
    const answer = await reviewer.post(page, { revision: revisionIn(shown.text), reason: 'Cousins & friends' });
    expect([answer.status, words(answer.text)]).toEqual([422, expect.stringContaining('Choose what is true')]);
    expect(answer.text).toContain('Cousins &amp; friends');
  });

  it('is decided once, names the person by either address, and is taken back from the page that follows', async () => {
    const shown = await reviewer.get(page);
    const form = { revision: revisionIn(shown.text), ruling: 'first', reason: '' };
    const decided = await reviewer.post(page, form);
    expect([decided.status, decided.location]).toEqual([
      303,
      expect.stringMatching(/^\/staff\/reviews\?pair=d1%7Ed2&at=\d+$/),
    ]);
    expect((await reviewer.post(page, form)).status).toBe(303);
    expect(words((await reviewer.get('/staff/people/d2/record')).text)).toContain('Avery Testperson');
    expect(words((await reviewer.get(page)).text)).toContain(
      'Decided: One person: the record of Avery Testperson stays',
    );
    const other = await web.signedIn('reviewer');
    await other.get(page);
    const late = await other.post(page, { ...form, ruling: 'two' });
    expect([late.status, words(late.text)]).toEqual([
      409,
      expect.stringContaining('Somebody decided about these records'),
    ]);
    const after = await reviewer.get(decided.location ?? '');
    expect(after.text).toContain('action="/staff/duplicates/d1~d2/undo"');
    const undone = await reviewer.post('/staff/duplicates/d1~d2/undo', { revision: revisionIn(after.text) });
    expect([undone.status, undone.location]).toEqual([303, page]);
    expect(words((await reviewer.get(page)).text)).toContain('One person, or two?');
    await web.application.governance.appendAudit();
    expect(words((await reviewer.get('/staff/people/d2/history')).text)).toContain(
      'Took back that two records are theirs',
    );
  });

  it('is not there for who sees one of the schools alone', async () => {
    const one = await web.signedIn('reviewer', [northgate]);
    expect((await one.get(page)).status).toBe(404);
  });
});
