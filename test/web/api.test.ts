// The API as another system of the trust uses it: a key with limits, pages that leave nobody out, and a document that is right.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { sharedCounters } from '../../src/main/shared-counters.js';
import { apiLimits } from '../../src/web/api/limits.js';
import { apiPages } from '../../src/web/api/pages.js';
import { figure, figureList, pageOf, person, problem, record, spell, verdict } from '../../src/web/api/schemas.js';
import {
  anAlumnus,
  atLeeds,
  caring,
  keep,
  northgate,
  sentOn3November,
  southgate,
} from '../application/a-destination.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let administrator: Browser;

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
  administrator = await web.signedIn('administrator');
  for (let n = 1; n <= 7; n += 1) {
    const id = `p${n}`;
    const schoolId = n % 2 === 0 ? southgate : northgate;
    await keep(test.tools, anAlumnus(id, { schoolId, dateOfBirth: localDate('2008-03-04'), uln: `100000000${n}` }));
    await web.application.destinations.recordClaims({
      ...{ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers: n === 3 ? caring : atLeeds },
      ...sentOn3November,
    });
  }
  await keep(test.tools, anAlumnus('p9', { state: 'restricted' }));
});
afterAll(() => web.close());

const page = '/staff/settings/api-keys';
async function aKey(given: { readonly scopes?: readonly string[]; readonly schools?: readonly string[] } = {}) {
  await administrator.get(page);
  const { scopes = ['people', 'records', 'spells', 'verdicts'], schools = [] } = given;
  const made = await administrator.post(page, { name: 'School system', scopes, schools, until: '2027-05-01' });
  const token = /<code class="onward-copy">([^<]+)<\/code>/.exec(made.text)?.[1];
  if (token === undefined) throw new Error(made.text);
  return token;
}
const ask = (path: string, token?: string, origin = web.origin) =>
  fetch(`${origin}/api/v1${path}`, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
async function all<Row extends z.ZodType>(path: string, token: string, row: Row) {
  const rows: z.output<Row>[] = [];
  for (let cursor = ''; ;) {
    const answer = await ask(`${path}${path.includes('?') ? '&' : '?'}limit=2${cursor}`, token);
    expect(answer.status).toBe(200);
    const { data, next } = pageOf(row).parse(await answer.json());
    rows.push(...(data as z.output<Row>[]));
    if (next === null) return rows;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}
const refusal = async (answer: Response) => {
  expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
  const { status, title } = problem.parse(await answer.json());
  return [answer.status, status, title];
};

describe('the document', () => {
  it('is an OpenAPI 3.1 document by a validator that is not ours', async () => {
    const answer = await fetch(`${web.origin}/api/v1/openapi.json`);
    const document = (await answer.json()) as Record<string, unknown>;
    const validator = new Validator();
    const result = await validator.validate(document);
    expect([result.valid, result.errors]).toEqual([true, undefined]);
    expect(validator.version).toBe('3.1');
    expect(Object.keys(document['paths'] as object).sort()).toEqual([
      ...['/insight', '/insight/{name}', '/people', '/people/{id}', '/records', '/spells', '/verdicts'],
    ]);
    // Whatever is named is there.
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
    const components = document['components'] as Record<string, Record<string, unknown>>;
    expect(names.filter(([, kind = '', name = '']) => components[kind]?.[name] === undefined)).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });

  it('is told apart from one that is wrong', async () => {
    expect((await new Validator().validate({ openapi: '3.1.0', info: { title: 'x' }, paths: {} })).valid).toBe(false);
  });
});

describe('pages', () => {
  it('give everybody once, in the shapes of the document, and nobody whose record is restricted', async () => {
    const token = await aKey();
    const people = await all('/people', token, person);
    expect(people.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
    const records = await all('/records', token, record);
    expect(records.map(({ present, openConflicts }) => [present?.provider ?? null, openConflicts])[0]).toEqual([
      ...['University of Leeds', 1],
    ]);
    const verdicts = await all('/verdicts', token, verdict);
    expect(verdicts).toHaveLength(7);
    const spells = await all('/spells', token, spell);
    expect(spells.filter(({ personId }) => personId === 'p1').map(({ from }) => from)).toContain('2026-09');
    // Nothing that is sealed is in any of it.
    const text = JSON.stringify([people, records, verdicts, spells]);
    expect(text).not.toMatch(/caring|part-loan|only the sealed part/);
  });

  it('equal what the database holds', async () => {
    const rows = await all('/people', await aKey(), person);
    const stored = await test.connection
      .collection<{ _id: string; [field: string]: unknown }>('alumni')
      .find({})
      .sort({ _id: 1 })
      .toArray();
    const expected = stored.filter((each) => each['state'] !== 'restricted');
    expect(rows.map((row) => [row.id, row.uln, row.schoolId, row.dateOfBirth, row.revision])).toEqual(
      expected.map((each) => [each._id, each['uln'], each['schoolId'], each['dateOfBirth'], each['revision']]),
    );
  });

  it('go on where they stopped while people are added, and only with the question that the cursor belongs to', async () => {
    const token = await aKey();
    const first = pageOf(person).parse(await (await ask('/people?limit=2', token)).json());
    const cursor = encodeURIComponent(first.next ?? '');
    expect(await refusal(await ask(`/people?cohort=y13-2026&cursor=${cursor}`, token))).toEqual([
      ...[400, 400, 'The cursor does not fit'],
    ]);
    expect(await refusal(await ask(`/records?cursor=${cursor}`, token))).toEqual([400, 400, 'The cursor does not fit']);
    expect((await refusal(await ask(`/people?cursor=${cursor.slice(0, -2)}aa`, token)))[0]).toBe(400);
    expect((await refusal(await ask('/people?limit=501', token)))[0]).toBe(400);
    expect((await refusal(await ask('/people?name=avery', token)))[0]).toBe(400);
    const second = pageOf(person).parse(await (await ask(`/people?limit=2&cursor=${cursor}`, token)).json());
    expect(second.data.map(({ id }) => id)).toEqual(['p3', 'p4']);
  });
});

describe('figures', () => {
  it('are the ones of the pages, in the shape of the document and as a file', async () => {
    const token = await aKey({ scopes: ['figures'] });
    const { data } = figureList.parse(await (await ask('/insight', token)).json());
    expect(data.slice(0, 2)).toMatchObject([{ name: 'quality', filters: ['school', 'stage'] }, { name: 'response' }]);
    for (const { name } of data) {
      const answer = await ask(`/insight/${name}`, token);
      expect([name, answer.status]).toEqual([name, 200]);
      expect(figure.parse(await answer.json()).figure).toBe(name);
    }
    const file = await ask('/insight/flow?format=csv', token);
    expect([file.headers.get('Content-Type'), (await file.text()).split('\r\n')[0]]).toEqual([
      ...['text/csv; charset=utf-8', '"Figure","Read on","What","Value"'],
    ]);
  });

  it('are of the schools of the key, and take no filter that they do not know', async () => {
    const token = await aKey({ scopes: ['figures'], schools: [southgate] });
    const { figures } = figure.parse(await (await ask('/insight/flow', token)).json());
    expect(figures['school']).toMatchObject({ id: southgate });
    expect(await refusal(await ask(`/insight/flow?school=${northgate}`, token))).toEqual([404, 404, 'No such school']);
    expect(await refusal(await ask('/insight/weather', token))).toEqual([404, 404, 'No such figure']);
    expect((await refusal(await ask('/insight/quality?kind=university', token)))[0]).toBe(400);
    const wrong = await ask('/insight/staying?kind=palace', token);
    expect(problem.parse(await wrong.json())).toMatchObject({
      ...{ status: 400, title: 'A parameter does not fit' },
      detail: expect.stringContaining('There is no kind “palace” here. There are: university,'),
    });
    // What can be asked for stands there as it is asked for.
    const stage = problem.parse(await (await ask('/insight/flow?stage=y12', token)).json());
    expect(stage.detail).toContain('There is no stage “y12” here. There are: y11, y13.');
    expect((await refusal(await ask('/insight/quality?name=x', token)))[0]).toBe(400);
    expect((await refusal(await ask('/insight', await aKey({ scopes: ['people'] }))))[0]).toBe(403);
  });
});

describe('a key', () => {
  it('opens what it names, of the schools that it names', async () => {
    const token = await aKey({ scopes: ['people'], schools: [southgate] });
    const people = await all('/people', token, person);
    expect(people.map(({ id }) => id)).toEqual(['p2', 'p4', 'p6']);
    expect((await ask('/people/p2', token)).status).toBe(200);
    expect(await refusal(await ask('/people/p1', token))).toEqual([404, 404, 'Nobody']);
    expect(await all(`/people?school=${northgate}`, token, person)).toEqual([]);
    expect(await refusal(await ask('/verdicts', token))).toEqual([403, 403, 'Not for this key']);
    expect(await refusal(await ask('/people'))).toEqual([401, 401, 'No key']);
    expect(await refusal(await ask('/people', `${token.slice(0, -1)}x`))).toEqual([401, 401, 'No key']);
  });

  it('is listed and revoked by those alone who see all that it opens', async () => {
    const north = await web.signedIn('administrator', [northgate]);
    const [token, own] = [await aKey(), await aKey({ schools: [northgate] })];
    const [id = '', ownId = ''] = [token, own].map((each) => each.split('.')[0]);
    const listed = (await north.get(page)).text;
    expect(listed).toContain('data-label="Last used"'); // on a phone each line says what it is
    expect([listed.includes(id), listed.includes(ownId)]).toEqual([false, true]);
    expect((await north.post(`${page}/${id}/revoke`)).status).toBe(404);
    expect((await north.post(`${page}/${ownId}/revoke`)).status).toBe(303);
    expect([(await ask('/people', token)).status, (await ask('/people', own)).status]).toEqual([200, 401]);
  });

  it('is kept as a hash alone, and stands in the audit', async () => {
    const token = await aKey();
    const secret = token.split('.')[1] ?? '';
    const kept = JSON.stringify(await test.connection.collection('apikeys').find({}).toArray());
    expect(kept).not.toContain(secret);
    await ask('/people', token);
    await ask('/people', token);
    await web.application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about(`apikey:${token.split('.')[0] ?? ''}`);
    expect(acts.map(({ act }) => act).sort()).toEqual(['api-key.made', 'api.read-people']);
  });

  it('opens nothing after it was revoked, and after its last day', async () => {
    const token = await aKey();
    const id = token.split('.')[0] ?? '';
    expect((await ask('/people', token)).status).toBe(200);
    test.setClock(new Date('2027-05-02T10:00:00Z'));
    expect((await ask('/people', token)).status).toBe(401);
    test.setClock(new Date('2026-11-24T10:00:00Z'));
    expect((await ask('/people', token)).status).toBe(200);
    await administrator.get(page);
    expect((await administrator.post(`${page}/${id}/revoke`)).status).toBe(303);
    expect((await administrator.post(`${page}/${id}/revoke`)).status).toBe(303); // twice is once
    expect((await ask('/people', token)).status).toBe(401);
  });

  it('is made with something to read, of schools that there are, for at most 400 days', async () => {
    await administrator.get(page);
    const answer = await administrator.post(page, { name: ' ', schools: ['nowhere'], until: '2029-01-01' });
    expect(answer.status).toBe(422);
    for (const field of ['name', 'scopes', 'schools', 'until']) expect(answer.text).toContain(`href="#${field}"`);
  });

  it('may ask so often in a minute, then is told when to come again', async () => {
    const countedAs = (address: string): string => test.tools.signer.sign('code-tries', `api ${address}`);
    // Two processes that share the counter: each has a router and limits of its own, and the database is one.
    const processes = await Promise.all(
      [1, 2].map(async () => {
        const app = express();
        const counter = await sharedCounters(test.connection);
        app.use(apiPages(web.application, test.tools.settings, apiLimits({ most: 3, counter, countedAs })));
        const server = createServer(app);
        await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
        return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
      }),
    );
    const [one, other] = processes.map(({ origin }) => origin) as [string, string];
    const token = await aKey();
    for (const origin of [one, other, one]) expect((await ask('/people', token, origin)).status).toBe(200);
    for (const origin of [one, other]) {
      const late = await ask('/people', token, origin);
      expect(await refusal(late)).toEqual([429, 429, 'Too often']);
      expect(Number(late.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    expect((await ask('/people', await aKey(), other)).status).toBe(200); // each key has a limit of its own
    for (let turn = 0; turn < 20; turn += 1) {
      await ask('/people', `nobody.${'x'.repeat(43)}`, turn % 2 === 0 ? one : other);
    }
    expect(await refusal(await ask('/people', token, one))).toEqual([429, 429, 'Too many keys']);
    const counted = JSON.stringify(await test.connection.collection('ratelimits').find().toArray());
    expect(counted).toContain('api-address:');
    expect(counted).not.toContain('127.0.0.1'); // a keyed hash of it stands there
    await Promise.all(processes.map(({ server }) => new Promise((done) => server.close(done))));
  });
});
