// Pages that look after records: the watched folder and its headings, and a school that is handed over and erased.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { AlumnusId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { watchedFolder } from '../../src/files/index.js';
import { atLeeds, caring, sentOn3November } from '../application/a-destination.js';
import { aLeaver, keepTrust, scheduler } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let administrator: Browser;
let root: string;

const born = localDate('2008-03-04');
/** Of Northgate are the even numbers, of Southgate the odd ones; each has words by which they are found anywhere. */
const somebody = (n: number) =>
  aLeaver(n, {
    name: { given: `Given${n}marked`, family: `Family${n}marked` },
    dateOfBirth: born,
    uln: `100000000${n}`,
  });

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'onward-folder-'));
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  const tools = { ...test.tools, watched: { folder: watchedFolder(root, 0), straightIn: false, keepDays: 30 } };
  web = await openWeb(tools, test.connection);
  await keepTrust(test.tools, [1, 2, 3, 4].map(somebody));
  administrator = await web.signedIn('administrator');
});
afterAll(async () => {
  await web.close();
  await test.close();
  rmSync(root, { recursive: true, force: true });
});

const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const revisionIn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';

describe('the watched folder', () => {
  const home = '/staff/import-folder';

  it('asks what headings are, keeps what was chosen where something is wrong, and reads the file then', async () => {
    await web.application.alumni.takeDropped();
    writeFileSync(
      path.join(root, 'northgate/leavers/export.csv'),
      'Vorname,Nachname,Jahrgang,Geburtstag,Abgang\r\nBlake,Newperson,13,2008-05-06,2026\r\n',
    );
    await web.application.alumni.takeDropped();
    const listed = await administrator.get(home);
    expect(words(listed.text)).toMatch(/export\.csv Northgate Academy \(invented\): leavers .* Waits for its headings/);

    const shown = await administrator.get(`${home}/northgate/leavers`);
    expect(words(shown.text)).toContain('Still needed: given name, family name, stage, left on or leaving year');
    const heading = [...shown.text.matchAll(/name="heading" value="([^"]+)"/g)].map(([, name = '']) => name);
    expect(heading).toEqual(['Vorname', 'Nachname', 'Jahrgang', 'Geburtstag', 'Abgang']);
    const revision = revisionIn(shown.text);
    const twice = ['givenName', 'givenName', 'stage', 'dateOfBirth', 'leavingYear'];
    const wrong = await administrator.post(`${home}/northgate/leavers`, { revision, heading, field: twice });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Two headings cannot both be given name');
    expect([...wrong.text.matchAll(/<option value="([^"]+)" selected/g)].map(([, value]) => value)).toEqual(twice);

    const field = ['givenName', 'familyName', 'stage', 'dateOfBirth', 'leavingYear'];
    const kept = await administrator.post(`${home}/northgate/leavers`, { revision, heading, field });
    expect([kept.status, kept.location]).toEqual([303, home]);
    expect((await administrator.post(`${home}/northgate/leavers`, { revision, heading, field })).status).toBe(409);
    await web.application.alumni.takeDropped();
    const after = await administrator.get(home);
    expect(words(after.text)).toMatch(/export\.csv .* Waits for you/);
    const href = /href="(\/staff\/imports\/[^"]+)"[^>]*>export\.csv/.exec(after.text)?.[1] ?? '';
    expect(words((await administrator.get(href)).text)).toContain('export.csv');
  });

  it('is that of one’s own schools', async () => {
    const south = await web.signedIn('scheduler', [somebody(1).schoolId]);
    const listed = words((await south.get(home)).text);
    expect(listed).toContain('Southgate Academy (invented): leavers');
    expect(listed).not.toMatch(/Northgate|export\.csv|The whole trust/);
    expect((await south.get(`${home}/northgate/leavers`)).status).toBe(404);
    expect((await south.get(`${home}/trust/leavers`)).status).toBe(404);
    expect((await (await web.signedIn('reviewer')).get(home)).status).toBe(403);
  });
});

describe('a school that leaves', () => {
  const at = '/staff/settings/schools/northgate/hand-over';
  const to = { to: 'Exampleton Learning Trust (invented)', agreement: 'Agreement of 1 July 2026' };
  const work = () => web.application.alumni.goOnWithHandOvers();
  /** Everything that is kept, as bytes: every collection, and every file. */
  async function everythingKept(): Promise<string> {
    const kept: string[] = [];
    for (const { name } of (await test.connection.db?.listCollections().toArray()) ?? []) {
      const rows = await test.connection.collection(name).find({}).toArray();
      kept.push(...rows.map((each) => `${name} ${JSON.stringify(each)}`));
    }
    for (const folder of [test.filesFolder, root]) {
      for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (name.isFile()) kept.push(`${name.name} ${readFileSync(path.join(name.parentPath, name.name), 'latin1')}`);
      }
    }
    return kept.join('\n');
  }

  it('is handed over once it has left, with the fingerprint of each table on the receipt', async () => {
    const restricted = aLeaver(6, { name: { given: 'Given6marked', family: 'Family6marked' }, state: 'restricted' });
    const six = { row: 'r:six', kind: 'new', alumnus: restricted, recordDue: false } as const;
    await test.tools.store.alumni.writeRows([six]);
    await web.application.destinations.recordClaims({
      ...{ alumnusId: restricted.id, responseId: `w1:${restricted.id}`, answers: atLeeds },
      ...sentOn3November,
    });
    await web.application.destinations.recordClaims({
      ...{ alumnusId: somebody(2).id, responseId: `w1:${somebody(2).id}`, answers: caring },
      ...sentOn3November,
    });
    await web.application.destinations.recordClaims({
      ...{ alumnusId: somebody(1).id, responseId: `w1:${somebody(1).id}`, answers: atLeeds },
      ...sentOn3November,
    });
    expect(words((await administrator.get(at)).text)).toContain('The school has not left.');
    expect((await administrator.post(at, to)).status).toBe(422);
    const school = await administrator.get('/staff/settings/schools/northgate');
    await administrator.post('/staff/settings/schools/northgate/membership', {
      ...{
        revision: revisionIn(school.text),
        joinedTrustOn: '2020-09-01',
        leftTrustOn: '2026-10-31',
        receivedUnder: '',
      },
    });
    expect((await administrator.get('/staff/settings/schools/northgate')).text).toContain(`href="${at}"`);
    expect((await administrator.post(at, { to: '', agreement: 'x' })).status).toBe(422);
    expect((await administrator.post(at, to)).status).toBe(303);
    expect((await administrator.post(at, to)).status).toBe(409); // it is begun once
    expect(await work()).toBe(1);
    expect(await work()).toBe(0);
    const receipt = await administrator.get(at);
    for (const part of [to.to, to.agreement, 'Destinations, one row a person']) expect(receipt.text).toContain(part);
    const fetched = await administrator.get(`${at}/destinations`);
    expect(fetched.text).toContain('Family2marked');
    expect(fetched.text).not.toMatch(/Family[13]marked|only the sealed part/);
    // Who is erased afterwards was handed over before, the restricted too, in every table and marked as such.
    const people = parse<Record<string, string>>(fetched.text, { bom: true, columns: true });
    expect(people.map((row) => [row['Family name'], row['Restricted']])).toEqual([
      ...[2, 4].map((n) => [`Family${n}marked`, '']),
      ['Family6marked', 'yes'],
    ]);
    for (const table of ['time-at', 'statements', 'rule-months']) {
      expect([table, (await administrator.get(`${at}/${table}`)).text.includes(restricted.id)]).toEqual([table, true]);
    }
    const { people: all } = await web.application.alumni.showHandOver(scheduler, 'northgate' as SchoolId);
    expect(all).toBe(people.length);
    const other = await web.signedIn('administrator', [somebody(1).schoolId]);
    for (const where of [at, `${at}/destinations`]) expect((await other.get(where)).status).toBe(404);
    expect((await other.post(at, to)).status).toBe(404);
    expect((await other.post(`${at}/erase`, { revision: '1', count: '2' })).status).toBe(404);
    expect(receipt.text).toContain(createHash('sha256').update(`\uFEFF${fetched.text}`).digest('hex'));
    await web.application.governance.appendAudit();
    const acts = (await test.tools.store.auditEvents.about('school:northgate')).map(({ act }) => act);
    expect(acts).toContain('school.handed-over');
  });

  it('is erased when somebody types how many they are: nothing of them is left, and nothing of others is gone', async () => {
    const [two, four] = [somebody(2).id, somebody(4).id];
    // Things that name them, in many places: an import with its file, a saved export, a reply, a request for help.
    const viewer = { staffId: 'staff-1' as StaffId, role: 'administrator', schools: 'every-school' } as const;
    const content = `School,ULN,Forename,Surname,Year group,Leaving year,Email\r\nnorthgate,${somebody(4).uln ?? ''},Given4marked,Family4marked,13,2026,other4marked@example.org\r\n`;
    const brought = { stream: Readable.from([content]), fileName: 'leavers.csv', commit: true };
    await web.application.alumni.importFile({ viewer, ...brought });
    await test.connection.collection('helprequests').insertOne({ alumnusId: four, words: 'Given4marked asked' });
    await test.connection.collection('safetyflags').insertOne({ alumnusId: two, source: 's', words: 'Family2marked' });
    const others = JSON.stringify(await test.tools.store.alumni.find('every-school', somebody(1).id));
    expect(await everythingKept()).toMatch(/Given4marked/);

    const shown = await administrator.get(at);
    const revision = revisionIn(shown.text);
    const people = await web.application.alumni.showHandOver(viewer, 'northgate' as SchoolId);
    expect((await administrator.post(`${at}/erase`, { revision, count: '1' })).status).toBe(422);
    expect((await administrator.post(`${at}/erase`, { revision, count: String(people.people) })).status).toBe(303);
    expect((await administrator.post(`${at}/erase`, { revision, count: String(people.people) })).status).toBe(409);
    while ((await work()) > 0);
    expect(words((await administrator.get(at)).text)).toMatch(/Erased .* People erased/);
    expect((await administrator.get(`${at}/destinations`)).status).toBe(404);
    await web.application.destinations.rebuildDue(200);
    await web.application.insight.recountDue(200);
    const left = await everythingKept();
    for (const mark of [
      'Given2marked',
      'Family2marked',
      'Given4marked',
      'Family4marked',
      'Family6marked',
      'avery2@',
      'avery4@',
      'other4marked',
    ]) {
      expect([mark, left.toLowerCase().includes(mark.toLowerCase())]).toEqual([mark, false]);
    }
    expect(await test.tools.store.destinationRecords.find('every-school', two)).toBeNull();
    expect(left).toContain('Family1marked');
    expect(JSON.stringify(await test.tools.store.alumni.find('every-school', somebody(1).id))).toBe(others);
    expect(
      (await test.tools.store.destinationRecords.find('every-school', somebody(1).id))?.claims.length,
    ).toBeGreaterThan(0);
    await web.application.governance.appendAudit();
    const acts = (await test.tools.store.auditEvents.about('school:northgate')).map(({ act }) => act);
    expect(acts).toEqual(expect.arrayContaining(['school.erasure-begun', 'school.erased']));
  });

  it('that a dead process left half erased is erased to its end by the next one', async () => {
    const south = 'southgate' as SchoolId;
    const more = Array.from({ length: 450 }, (_, n) =>
      aLeaver(1_001 + 2 * n, { name: { given: `Given${n}`, family: 'Southmarked' } }),
    );
    await test.tools.store.alumni.writeRows(
      more.map((alumnus) => ({ row: `r:${alumnus.id}`, kind: 'new' as const, alumnus, recordDue: false })),
    );
    const school = (await test.tools.store.schools.all()).find(({ id }) => id === south);
    if (school === undefined) throw new Error('No school.');
    await test.tools.store.schools.save({ ...school, leftTrustOn: localDate('2026-11-01') });
    const viewer = { staffId: 'staff-1' as StaffId, role: 'administrator', schools: 'every-school' } as const;
    await web.application.alumni.beginHandOver(viewer, south, to);
    await work();
    const { handOver, people } = await web.application.alumni.showHandOver(viewer, south);
    expect(people).toBe(452);
    await web.application.alumni.eraseSchool(viewer, south, String(people), handOver?.revision ?? 0);
    // The store of one process fails in the second batch.
    let calls = 0;
    const { erasing } = test.tools.store;
    const dying = (ids: readonly AlumnusId[]) => {
      calls += 1;
      if (calls === 2) throw new Error('invented death');
      return erasing.people(ids);
    };
    const { goOnWithHandOvers } = await import('../../src/application/alumni/hand-over.js');
    const tools = { ...test.tools, store: { ...test.tools.store, erasing: { people: dying } } };
    await expect(goOnWithHandOvers(tools)()).rejects.toThrow('invented death');
    expect((await web.application.alumni.showHandOver(viewer, south)).people).toBe(252);
    while ((await work()) > 0);
    const after = await web.application.alumni.showHandOver(viewer, south);
    expect([after.people, after.handOver?.state, after.handOver?.erased]).toEqual([0, 'erased', 452]);
  });
});
