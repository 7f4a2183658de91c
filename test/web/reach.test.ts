// The Reach page: figures for whoever sees waves, names only for whoever sees people, nothing of other schools (Y1).
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { aLeaver, keepTrust } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const southgateOnly: readonly SchoolId[] = ['southgate' as SchoolId];
let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await keepTrust(test.tools, [
    aLeaver(1),
    aLeaver(2),
    aLeaver(4, { contactPoints: [], name: { given: 'Blake', family: 'Lostperson' } }),
  ]);
});
afterAll(() => web.close());

it('says how many can be written to in the next wave, by school, and who is about to be lost', async () => {
  const page = await (await web.signedIn('scheduler')).get('/staff/reach');
  expect(page.status).toBe(200);
  expect(page.text).toContain('2 of 3 can be written to in the sustained check');
  expect(page.text).toContain('One person could not be written to in the next wave');
  expect(page.text).toContain('Blake Lostperson');
  expect(page.text).toContain('All schools');
});

it('shows a trust leader figures and no names, and a school its own people', async () => {
  const figures = await (await web.signedIn('network-leader')).get('/staff/reach?cohort=y13-2026');
  expect(figures.text).toContain('2 of 3 can be written to');
  expect(figures.text).not.toContain('Lostperson');
  const southgate = await (await web.signedIn('school-leader', southgateOnly)).get('/staff/reach');
  expect(southgate.text).toContain('1 of 1 can be written to');
  expect(southgate.text).not.toContain('Northgate');
  expect(southgate.text).toContain('Nobody: whoever may be asked can be written to in the next wave.');
});
