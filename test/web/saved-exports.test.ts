// Tables on a timetable: written once for each day that is due, for what their maker may see then, and whoever dies at it.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { nextAfter } from '../../src/domain/destinations/saved-export.js';
import { anAlumnus, keep, northgate, southgate } from '../application/a-destination.js';
import type { TestTools } from '../support/tools.js';
import { commandLine, openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let reviewer: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
  reviewer = await web.signedIn('reviewer');
  await keep(test.tools, anAlumnus('x1'), anAlumnus('x2', { schoolId: southgate }), anAlumnus('x3'));
});
afterAll(() => web.close());

const page = '/staff/saved-exports';
const form = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ name: 'Figures', table: 'destinations', format: 'csv', every: 'week', cohort: '', school: '' },
  ...more,
});
const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const write = () => web.application.destinations.writeDueExports(10);
const idIn = (html: string, name: string): string =>
  html
    .split('<tr')
    .flatMap((row) =>
      row.includes(`: ${name}<`) ? (/saved-exports\/([a-z0-9]+)\/again/.exec(row)?.[1] ?? []) : [],
    )[0] ?? '';

it('says when it is due next', () => {
  const on = localDate('2026-11-24');
  expect([nextAfter('once', on), nextAfter('day', on), nextAfter('week', on), nextAfter('month', on)]).toEqual([
    ...[undefined, '2026-11-25', '2026-12-01', '2026-12-01'],
  ]);
  expect(nextAfter('month', localDate('2026-12-31'))).toBe('2027-01-01');
});

describe('a saved export', () => {
  it('asks for what is missing, is written once, and again on its day', async () => {
    await reviewer.get(page);
    const wrong = await reviewer.post(page, form({ name: '', table: 'all' }));
    expect([wrong.status, wrong.text.includes('href="#name"'), wrong.text.includes('href="#table"')]).toEqual([
      ...[422, true, true],
    ]);
    expect((await reviewer.post(page, form({ school: northgate }))).status).toBe(303);
    expect(await Promise.all([write(), write()])).toEqual(expect.arrayContaining([1, 0]));
    expect(await write()).toBe(0);
    const shown = await reviewer.get(page);
    expect(words(shown.text)).toContain('Destinations, one row a person (CSV) Every week Next on 1 December 2026');
    const file = await reviewer.get(`${page}/${idIn(shown.text, 'Figures')}/file`);
    expect(
      parse(file.text, { bom: true })
        .slice(1)
        .map(([id]) => id),
    ).toEqual(['x1', 'x3']);
    await keep(test.tools, anAlumnus('x4'));
    test.setClock(new Date('2026-12-01T10:00:00Z'));
    expect(await write()).toBe(1);
    test.setClock(new Date('2026-11-24T10:00:00Z'));
    const later = await reviewer.get(`${page}/${idIn(shown.text, 'Figures')}/file`);
    expect(
      parse(later.text, { bom: true })
        .slice(1)
        .map(([id]) => id),
    ).toEqual(['x1', 'x3', 'x4']);
  });

  it('is nobody else’s, and is gone with its file once it is ended', async () => {
    await reviewer.get(page);
    await reviewer.post(page, form({ name: 'Own', every: 'once' }));
    await write();
    const shown = await reviewer.get(page);
    const id = idIn(shown.text, 'Own');
    const file = await reviewer.get(`${page}/${id}/file`);
    expect(file.status).toBe(200);
    // Brought in by mistake it is refused, and the export keeps its file.
    const stream = Readable.from([Buffer.from(`\uFEFF${file.text}`)]);
    const brought = { stream, fileName: 'own.csv', from: 'browser' } as const;
    expect((await web.application.alumni.uploadImport(commandLine, brought)).kind).toBe('refused');
    expect((await reviewer.get(`${page}/${id}/file`)).text).toBe(file.text);
    expect(shown.text).toContain('data-label="Last file"'); // on a phone each line says what it is
    const other = await web.signedIn('administrator');
    expect((await other.get(`${page}/${id}/file`)).status).toBe(404);
    await reviewer.get(page);
    expect((await reviewer.post(`${page}/${id}/end`)).status).toBe(303);
    expect((await reviewer.post(`${page}/${id}/end`)).status).toBe(303); // twice is once
    expect((await reviewer.get(`${page}/${id}/file`)).status).toBe(404);
  });

  it('that a dead process left is written by the next one when its lease is over', async () => {
    await reviewer.get(page);
    await reviewer.post(page, form({ name: 'Left', every: 'once', format: 'xlsx' }));
    const [due] = await test.tools.store.savedExports.due(localDate('2026-11-24'), 10);
    if (due === undefined) throw new Error('Nothing is due.');
    const held = await test.tools.store.savedExports.take(due, localDate('2026-11-24'));
    if (held === null) throw new Error('It is held already.');
    await test.tools.store.savedExports.noteProgress(held, { people: 2, of: 4 });
    expect(words((await reviewer.get(page)).text)).toContain('Being written: 2 of 4 people');
    expect(await write()).toBe(0); // somebody writes it
    await test.connection
      .collection<{ _id: string }>('savedexports')
      .updateOne({ _id: due }, [{ $set: { leaseUntil: { $add: ['$$NOW', -1] } } }]);
    expect(await write()).toBe(1);
    expect(await test.tools.store.savedExports.finish(held, { failedOn: localDate('2026-11-24') }, undefined)).toBe(
      false,
    );
    expect(words((await reviewer.get(page)).text)).toContain('Once, now Written');
  });

  it('is not written for somebody who may not take tables out any more', async () => {
    const gone = await web.signedIn('school-leader', [southgate]);
    await gone.get(page);
    await gone.post(page, form({ name: 'Gone' }));
    const [due] = await test.tools.store.savedExports.due(localDate('2026-11-24'), 10);
    const saved = await test.connection
      .collection<{ _id: string; madeBy: string }>('savedexports')
      .findOne({ _id: String(due) });
    await test.connection
      .collection<{ _id: string }>('staff')
      .updateOne({ _id: saved?.madeBy ?? '' }, { $set: { state: 'disabled' } });
    await write();
    const after = await test.connection
      .collection<{ _id: string; [field: string]: unknown }>('savedexports')
      .findOne({ _id: String(due) });
    expect([after?.['last'], after?.['next'], after?.['failedOn']]).toEqual([undefined, undefined, '2026-11-24']);
  });
});
