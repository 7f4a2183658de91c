// Whom to follow up, as staff see it: about to miss the six-month rule and still able to meet it, named only where they said yes
// (Y7); and not heard of lately.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { firstWords } from '../../src/domain/insight/early-warning.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import {
  anAlumnus,
  aReviewer,
  atLeeds,
  keep,
  northgate,
  sentOn3November,
  southgate,
} from '../application/a-destination.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let leader: Browser;

const looking: Answers = {
  situation: 'looking',
  since: { month: '2026-10', about: false },
  'as-planned': 'no',
  'plan-story': 'never-applied',
};
const working: Answers = { situation: 'work', since: { month: '2026-11', about: false }, employer: 'Example Bakery' };

const yes: Alumnus['permissions'][number] = {
  ...{ purpose: 'chat', basis: 'consent', evidence: 'Their answer', wording: 'permissions 1' },
  recordedOn: localDate('2026-11-03'),
};
const at = (
  number: number,
  value: string,
  more: Partial<Alumnus['contactPoints'][number]> = {},
): Alumnus['contactPoints'][number] => ({
  ...{ number, value, kind: 'email', owner: 'self', state: 'usable', addedOn: localDate('2026-07-01') },
  ...more,
});
/** What is special about some of those who look for work: how they are reached, and why others are not named. */
const exceptions: Readonly<Record<number, Partial<Alumnus>>> = {
  10: { permissions: [yes], contactPoints: [at(1, 'looks-10@example.org', { confirmedOn: localDate('2026-11-03') })] },
  11: { permissions: [yes], contactPoints: [at(1, 'parent@example.org', { owner: 'parent' })] },
  12: { permissions: [yes], contactPoints: [at(1, 'looks-12@example.org')] },
  13: {
    permissions: [yes],
    contactRules: { notBy: ['mail'] },
    contactPoints: [at(1, 'looks-13@example.org'), at(2, '+447700900113', { kind: 'mobile' })],
  },
  37: { permissions: [] },
  38: { permissions: [{ ...yes, withdrawnOn: localDate('2026-11-10') }] },
  39: { permissions: [yes], objectedOn: localDate('2026-11-12') },
};

beforeAll(async () => {
  ({ test, web } = await openSite({ now: new Date('2026-11-24T10:00:00Z') }));
  const { final: _final, ...bare } = anAlumnus('any');
  const tell = async (id: string, answers: Answers, given: Partial<Alumnus> = {}): Promise<void> => {
    await keep(test.tools, { ...bare, id: id as AlumnusId, name: { given: 'Avery', family: id }, ...given });
    await web.application.destinations.recordClaims({
      ...{ alumnusId: id as AlumnusId, responseId: `w1:${id}`, answers },
      ...sentOn3November,
    });
  };
  await tell('studies', atLeeds);
  await tell('works-since-november', working);
  await tell('elsewhere', looking, { schoolId: southgate, permissions: [yes] });
  for (let number = 10; number < 40; number += 1) {
    await tell(`looks-${number}`, looking, exceptions[number] ?? { permissions: [yes] });
  }
  await test.tools.store.suppressions.addAddress(
    suppressionKey(test.tools.signer, 'looks-12@example.org'),
    'bounced',
    new Date('2026-11-01T10:00:00Z'),
  );
  await onDay('2026-11-24');
});
afterAll(() => web.close());

/** As if it were that day; a session does not last so long, so that somebody signs in anew. */
async function onDay(day: string): Promise<void> {
  test.setClock(new Date(`${day}T10:00:00Z`));
  leader = await web.signedIn('reviewer', [northgate]);
}

const names = (html: string): readonly string[] =>
  [...html.matchAll(/href="\/staff\/people\/([^/"]+)\/(?:record|contact)"/g)].map(([, id]) => id ?? '');
const nextOf = (html: string): string | null =>
  /href="(\/staff\/(?:follow-up|insight\/early-warning)\?[^"]*from=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ??
  null;
const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

async function everybody(path: string): Promise<readonly string[]> {
  const page = await leader.get(path);
  expect([page.status, page.status === 200 ? '' : test.logged.at(-1)]).toEqual([200, '']);
  const next = nextOf(page.text);
  return [...names(page.text), ...(next === null ? [] : await everybody(next))];
}

describe('about to miss the six-month rule', () => {
  const path = '/staff/insight/early-warning';
  const named = Array.from({ length: 27 }, (_, place) => `looks-${place + 10}`);

  it('counts all who can still meet it, and names who said yes, each once over all pages, of their schools', async () => {
    expect(await everybody(path)).toEqual(named);
    const text = words((await leader.get(path)).text);
    expect(text).toContain('Northgate Academy (invented): Year 13, 2026 30 28 February 2027');
    expect(text).not.toContain('Southgate');
    expect(text).toContain('Looking for work or a place, told on 3 November 2026');
    expect(text).toContain('An apprenticeship by 28 February 2027');
    expect(text).toContain('Unverified: ');
    for (const sentence of firstWords) expect(text).toContain(sentence);
  });

  it('says by which address of their own, and not by a parent’s, a suppressed one or a way that they asked us not to use', async () => {
    const rows = (await leader.get(path)).text.split('<tr');
    const row = (id: string) => words(rows.find((each) => each.includes(`/people/${id}/`)) ?? '');
    expect(row('looks-10')).toContain('Email: their own, confirmed');
    for (const id of ['looks-11', 'looks-12']) expect(row(id)).toContain('No address or number of their own is left');
    expect(row('looks-13')).toContain('Call: their own, not confirmed yet');
    expect(row('looks-13')).not.toContain('Email');
  });

  it('shows leaders of the trust counts that hide the few, and nobody’s name; a school its own', async () => {
    const network = await web.signedIn('network-leader');
    const page = (await network.get(path)).text;
    expect(names(page)).toEqual([]);
    // One of Southgate: with Northgate's number beside the sum of both it could be worked out.
    expect(words(page)).toMatch(
      /Northgate Academy \(invented\): Year 13, 2026 hidden.*Southgate.*2026 hidden.*together 30/,
    );
    expect(words(page)).not.toMatch(/looks-|\b31\b/);
    const ofSchool = await web.signedIn('school-leader', [southgate]);
    expect(names((await ofSchool.get(path)).text)).toEqual(['elsewhere']);
    expect(words((await ofSchool.get(path)).text)).toContain('Year 13, 2026 hidden');
    expect((await ofSchool.get(`${path}?school=northgate`)).status).toBe(404);
    expect((await (await web.signedIn('tutor', [southgate])).get(path)).status).toBe(403);
  });

  it('is taken out as a file, with names by who may take people out', async () => {
    const file = async (browser: Browser) => (await browser.get(`${path}.csv`)).text;
    expect(await file(leader)).toContain('"Avery looks-10","How to reach them","Email: their own, confirmed"');
    expect(await file(leader)).not.toContain('@');
    const scheduler = await web.signedIn('scheduler', [northgate]);
    expect(names((await scheduler.get(path)).text)).toContain('looks-10');
    expect(await file(scheduler)).toContain('Northgate Academy (invented): Year 13');
    expect(await file(scheduler)).not.toContain('looks-');
  });

  it('lets nobody stay on it for whom the time is over', async () => {
    await onDay('2027-03-01');
    try {
      expect(await everybody(path)).toEqual([]);
      expect(words((await leader.get(path)).text)).toContain('Nobody is at risk by this rule');
      await web.application.destinations.rebuildDue(1_000);
      expect(await test.connection.collection('outcomes').countDocuments({ risk: { $gte: 10_000, $lt: 20_000 } })).toBe(
        0,
      );
    } finally {
      await onDay('2026-11-24');
      await web.application.destinations.rebuildDue(1_000);
    }
  });

  it('takes any address calmly', async () => {
    for (const query of ['from=~~~', 'from=10324%3Azzz', 'stage=y11&from=x', 'school=']) {
      expect([query, (await leader.get(`${path}?${query}`)).status]).toEqual([query, 200]);
    }
    expect((await leader.get(`${path}?stage=%24ne`)).status).toBe(400);
    expect((await leader.get(`${path}?school=%24ne`)).status).toBe(404);
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

  it('leaves out who has died, is restricted or cannot answer, also before their row is counted again', async () => {
    const { alumni } = test.tools.store;
    const list = async () => {
      const { rows, total } = await web.application.destinations.listFollowUp(aReviewer('r'), 'due-for-review', {
        ...{ from: '', limit: 100 },
      });
      return [rows.length, total];
    };
    try {
      await onDay('2026-12-20');
      expect(await list()).toEqual([31, 31]);
      const states = { 'looks-20': 'has-died', 'looks-21': 'restricted', 'looks-22': 'cannot-answer' } as const;
      for (const [id, state] of Object.entries(states)) {
        const person = await alumni.find('every-school', id as AlumnusId);
        if (person === null) throw new Error(`No ${id}.`);
        expect(await alumni.replace({ ...person, state, revision: person.revision + 1 }, [])).toBe(true);
      }
      expect(await list()).toEqual([28, 31]);
      await web.application.destinations.rebuildDue(500);
      expect(await list()).toEqual([28, 29]); // who cannot answer stands in figures
    } finally {
      await onDay('2026-11-24');
    }
  });

  it('is for those who see people by name, and takes any address calmly', async () => {
    const network = await web.signedIn('network-leader');
    expect((await network.get('/staff/follow-up')).status).toBe(403);
    for (const query of ['list=nothing', 'from=~~~', 'from=university%3Azzz', 'list=lapsed&from=x']) {
      expect([query, (await leader.get(`/staff/follow-up?${query}`)).status]).toEqual([query, 200]);
    }
  });
});
