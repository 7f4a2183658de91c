// Whom to follow up, as staff see it: at risk by a rule and still able to meet it, and not heard of lately.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import { anAlumnus, atLeeds, keep, northgate, sentOn3November, southgate } from '../application/a-destination.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let leader: Browser;

const looking: Answers = {
  situation: 'looking',
  since: { month: '2026-10', about: false },
  'as-planned': 'no',
  'plan-story': 'never-applied',
};
const working: Answers = { situation: 'work', since: { month: '2026-11', about: false }, employer: 'Example Bakery' };

beforeAll(async () => {
  test = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  web = await openWeb(test.tools, test.connection);
  const { final: _final, ...bare } = anAlumnus('any');
  const tell = async (id: string, answers: Answers, schoolId = northgate): Promise<void> => {
    await keep(test.tools, { ...bare, id: id as AlumnusId, schoolId, name: { given: 'Avery', family: id } });
    await web.application.destinations.recordClaims({
      ...{ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers },
      ...sentOn3November,
    });
  };
  await tell('studies', atLeeds);
  await tell('works-since-november', working);
  await tell('elsewhere', looking, southgate);
  for (let number = 10; number < 40; number += 1) await tell(`looks-${number}`, looking);
  await onDay('2026-11-24');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

/** As if it were that day; a session does not last so long, so that somebody signs in anew. */
async function onDay(day: string): Promise<void> {
  test.setClock(new Date(`${day}T10:00:00Z`));
  leader = await web.signedIn('reviewer', [northgate]);
}

const names = (html: string): readonly string[] =>
  [...html.matchAll(/href="\/staff\/people\/([^/"]+)\/record"/g)].map(([, id]) => id ?? '');
const nextOf = (html: string): string | null =>
  /href="(\/staff\/follow-up[^"]*from=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null;
const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

async function everybody(path: string): Promise<readonly string[]> {
  const page = await leader.get(path);
  expect([page.status, page.status === 200 ? '' : test.logged.at(-1)]).toEqual([200, '']);
  const next = nextOf(page.text);
  return [...names(page.text), ...(next === null ? [] : await everybody(next))];
}

describe('at risk by a rule', () => {
  it('lists who can still meet it but not by going on as they are, each once over all pages, of their schools', async () => {
    const listed = await everybody('/staff/follow-up');
    const looks = Array.from({ length: 30 }, (_, place) => `looks-${place + 10}`);
    expect(listed).toEqual(looks);
    const text = words((await leader.get('/staff/follow-up')).text);
    expect(text).toContain('Can still meet a rule 30');
    expect(text).toContain('Looking for work or a place 3 November 2026');
    expect(text).toContain('An apprenticeship by 28 February 2027');
  });

  it('is another list by another rule: by the stricter one October is gone for all of them', async () => {
    expect(await everybody('/staff/follow-up?list=at-risk&rule=fe-obsm%401')).toEqual([]);
    expect((await everybody('/staff/follow-up?rule=fft-181')).length).toBe(30);
  });

  it('lets nobody stay on it for whom the time is over', async () => {
    await onDay('2027-03-01');
    try {
      expect(await everybody('/staff/follow-up')).toEqual([]);
      await web.application.destinations.rebuildDue(1_000);
      expect(await test.connection.collection('outcomes').countDocuments({ risk: { $gte: 10_000, $lt: 20_000 } })).toBe(
        0,
      );
    } finally {
      await onDay('2026-11-24');
      await web.application.destinations.rebuildDue(1_000);
    }
  });
});

describe('how current what we know is', () => {
  it('moves people from list to list as days go by', async () => {
    const count = async (list: string) => (await everybody(`/staff/follow-up?list=${list}`)).length;
    const all = async () => [
      await count('verified'),
      await count('due-for-review'),
      await count('due-to-lapse'),
      await count('lapsed'),
    ];
    try {
      expect(await all()).toEqual([32, 0, 0, 0]);
      await onDay('2026-12-20');
      expect(await all()).toEqual([2, 30, 0, 0]);
      await onDay('2027-02-02');
      expect(await all()).toEqual([2, 0, 0, 30]);
      await onDay('2027-10-20');
      expect(await all()).toEqual([0, 0, 2, 30]);
      const text = words((await leader.get('/staff/people/looks-10/record')).text);
      expect(text).toContain('Lapsed Last told on 3 November 2026');
      expect(text).toContain('Figures go on counting them as out of work.');
      expect(words((await leader.get('/staff/follow-up?list=lapsed')).text)).toContain('2 February 2027');
    } finally {
      await onDay('2026-11-24');
    }
  });

  it('is for those who see people by name, and takes any address calmly', async () => {
    const network = await web.signedIn('network-leader');
    expect((await network.get('/staff/follow-up')).status).toBe(403);
    for (const query of [
      'list=nothing',
      'rule=%24ne',
      'from=~~~',
      'from=10324%3Azzz&rule=dfe-1618',
      'list=lapsed&from=x',
    ]) {
      expect([query, (await leader.get(`/staff/follow-up?${query}`)).status]).toEqual([query, 200]);
    }
  });
});
