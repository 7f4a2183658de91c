// Row 38 of the fault table and requirement T2: who guesses links, or has stolen the whole database, opens nothing. Every miss
// is answered with the same bytes and asks the database as much as every other.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mintLink, tokenOf } from '../../src/security/index.js';
import { allTogether } from '../../src/application/survey/link-tries.js';
import { full, report } from '../support/fault-report.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type TestWeb } from '../support/web.js';

const stored = full ? 5_000 : 40;
const guesses = full ? 100_000 : 600;
let test: TestTools;
let web: TestWeb;
const invited: Invited[] = [];

beforeAll(async () => {
  ({ test, web } = await openSite({ query: '?monitorCommands=true' }));
  await openWave(test.tools);
  for (let n = 0; n < stored; n += 1) invited.push(await invite(test.tools, `g${n}`));
}, 600_000);
afterAll(() => web.close());

const oneOf = (): Invited => invited[randomBytes(4).readUInt32BE() % invited.length] as Invited;
const changed = (token: string): string => {
  const at = token.length - 1 - ((randomBytes(1)[0] ?? 0) % 43);
  const other = token[at] === 'A' ? 'B' : 'A';
  return token.slice(0, at) + other + token.slice(at + 1);
};
/** Random, one character beside a real one, a real selector with another's secret, a real secret with another selector. */
const kinds: readonly (() => string)[] = [
  () => randomBytes(32).toString('base64url'),
  () => tokenOf(`w1:g${randomBytes(2).readUInt16BE()}:i:1`, mintLink().secret),
  () => changed(oneOf().token),
  () => {
    const [one, other] = [oneOf(), oneOf()];
    return one === other ? changed(one.token) : `${one.token.split('.')[0] ?? ''}.${other.token.split('.')[1] ?? ''}`;
  },
  () => oneOf().token.slice(0, -1),
  () => `${oneOf().token}A`,
];

/** Less than one address may try in a minute. */
const atOnce = 15;
const forget = () => test.connection.collection('wrongtries').deleteMany({});
const guess = async () => (await web.browser().post(`/s/${changed(oneOf().token)}`, { choice: 'start' })).status;
const opens = async () => (await web.browser().post(`/s/${oneOf().token}`, { choice: 'start' })).location;

describe('guessing links', () => {
  it(
    `${guesses} guesses and near misses open none of ${stored}, and are all answered alike`,
    async () => {
      const answers = new Set<string>();
      for (let n = 0; n < guesses; n += atOnce) {
        await forget(); // as if from ever other addresses
        const some = await Promise.all(
          Array.from({ length: atOnce }, (_none, place) =>
            web.browser().post(`/s/${kinds[(n + place) % kinds.length]?.() ?? ''}`, { choice: 'start' }),
          ),
        );
        for (const { status, headers, text } of some) {
          const named = [...headers].filter(([name]) => name !== 'date').map(([name, value]) => `${name}: ${value}`);
          answers.add(`${status}\n${named.join('\n')}\n${text}`);
        }
      }
      expect(answers.size).toBe(1);
      expect([...answers][0]).toMatch(/^404\n/);
      expect(await test.connection.collection('invitations').countDocuments({ openedAt: { $exists: true } })).toBe(0);
      const browser = web.browser();
      expect((await browser.post(`/s/${oneOf().token}`, { choice: 'start' })).location).toBe('/survey'); // a right one does
      report('38', '0 hits, one and the same 404', `${guesses} guesses at ${stored} links: 0 hits, 1 answer`);
    },
    full ? 3_600_000 : 120_000,
  );

  it('has to wait after twenty in a minute, and a link that is right opens all the same (requirement T7)', async () => {
    await forget();
    const answers: number[] = [];
    for (let n = 0; n < 22; n += 1) answers.push(await guess());
    expect(answers).toEqual([...Array<number>(20).fill(404), 429, 429]);
    const waits = await web.browser().post('/s/nonsense/same', { choice: 'same' });
    expect([waits.status, waits.headers.get('Retry-After')]).toEqual([429, '60']);
    expect(await opens()).toBe('/survey');
    const stored = JSON.stringify(await test.connection.collection('wrongtries').find().toArray());
    expect(stored).not.toMatch(/127\.0\.0|::1/);
  });

  it('has to wait from any address while fifty a second are tried from all together', async () => {
    await forget();
    expect(await guess()).toBe(404);
    const together = { _id: allTogether(test.tools.signer) as never };
    const many = { $set: { count: 50, until: new Date(Date.now() + 3_600_000) } };
    expect((await test.connection.collection('wrongtries').updateOne(together, many)).matchedCount).toBe(1);
    expect([await guess(), await opens()]).toEqual([429, '/survey']);
    await forget();
    expect(await guess()).toBe(404);
  });

  it('costs the database the same, whether or not there is such a message', async () => {
    let commands: string[] = [];
    test.connection.getClient().on('commandStarted', ({ commandName }) => commands.push(commandName));
    const asked = async (token: string): Promise<readonly string[]> => {
      commands = [];
      await web.browser().post(`/s/${token}`, { choice: 'start' });
      return commands;
    };
    const unknown = await asked(tokenOf('w1:nobody:i:1', mintLink().secret));
    expect(unknown.length).toBeGreaterThan(0);
    expect(await asked(changed(oneOf().token))).toEqual(unknown);
  });
});

/** Every text that stands anywhere in a document. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

it('a dump of the database opens no link (requirement T2)', async () => {
  const { token, invitationId, alumnusId } = invited[0] as Invited;
  const [selector = ''] = token.split('.');
  const { db } = test.connection;
  const texts = new Set<string>();
  for (const { name } of (await db?.listCollections().toArray()) ?? []) {
    for (const document of (await db?.collection(name).find().toArray()) ?? []) {
      if (JSON.stringify(document).includes(alumnusId)) for (const text of textsIn(document)) texts.add(text);
    }
  }
  const message = await test.connection.collection<{ _id: string; hash: string }>('messages').findOne({ invitationId });
  expect(texts.has(message?.hash ?? 'no hash')).toBe(true); // the hash is there, and is no key
  const tries = [...texts].flatMap((text) => [text, `${selector}.${text}`, `${text}.${text}`]);
  for (const attempt of tries) {
    await forget();
    for (const path of ['/s/', '/t/']) {
      const answer = await web.browser().post(path + encodeURIComponent(attempt), { choice: 'start' });
      expect([attempt, answer.status]).toEqual([attempt, 404]);
    }
    const session = await web.browser().get('/survey', { Cookie: `onward-survey=${encodeURIComponent(attempt)}` });
    expect([attempt, session.status]).toEqual([attempt, 401]);
  }
});
