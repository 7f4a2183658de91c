import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Tools } from '../../src/application/index.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

let tools: Tools;
let web: TestWeb;
let closeTools: () => Promise<void>;
beforeAll(async () => {
  const opened = await openTestTools();
  ({ tools, close: closeTools } = opened);
  web = await openWeb(tools, opened.connection);
});
afterAll(async () => {
  await web.close();
  await closeTools();
});

it('adds a school once, keeps what was typed when something is wrong, and writes down who did it', async () => {
  const administrator = await web.signedIn('administrator');
  expect((await administrator.get('/staff/imports')).text).toContain('Add the schools of the trust first');
  expect((await administrator.get('/staff/settings/schools')).text).toContain('No school is recorded yet');

  const form = { name: 'North <School>', urn: '99910', laestab: '999/4101', joinedTrustOn: '2015-09-01' };
  const wrong = await administrator.post('/staff/settings/schools', form);
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('href="#urn">Enter the URN, which has six digits');
  expect(wrong.text).toContain('value="North &lt;School&gt;"');

  const right = { ...form, name: 'North School', urn: '999101' };
  expect((await administrator.post('/staff/settings/schools', right)).status).toBe(303);
  const again = await administrator.post('/staff/settings/schools', right);
  expect([again.status, again.text.includes('A school with this name is in the list already')]).toEqual([422, true]);
  expect(await tools.store.schools.all()).toEqual([
    { id: 'north-school', name: 'North School', urn: '999101', laestab: '999/4101', joinedTrustOn: '2015-09-01' },
  ]);
  const acts = await tools.store.auditEvents.about('school:north-school');
  expect(acts.map(({ act }) => act)).toEqual(['school.added']);
});
