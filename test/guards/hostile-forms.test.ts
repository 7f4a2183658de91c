// What a stranger writes into forms and addresses reaches the database as values only (requirement W2, rows 40 and 41): on
// every route, no operator of theirs comes into a command, no field that a form does not have is taken, no prototype
// changes, and nothing ends in a fault. The driver's own record of its commands is the witness, not the reading of code.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deserialize, serialize } from 'bson';
import { accessTable, type AccessEntry } from '../../src/web/access-table.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

const probe = 'probe-7f3a';
const fields = [
  ...['email', 'password', 'name', 'role', 'schools', 'school', 'cohort', 'state', 'reason', 'revision', 'page', 'q'],
  ...['typedCount', 'choice', 'action', 'code', 'title', 'on', 'at', 'answer', 'activity', 'verdict'],
];
const operators = ['$ne', '$gt', '$regex', '$where', '$function', '$onwardprobe'];

let test: TestTools;
let web: TestWeb;
let commands: object[] = [];
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  ({ test, web } = await openSite({ query: '?monitorCommands=true' }));
  test.connection.getClient().on('commandStarted', ({ command }) => {
    commands.push(deserialize(serialize(command, { ignoreUndefined: true }))); // as it goes over the wire, without mongoose's own types
  });
});
afterAll(() => web.close());

async function browserFor([, , who]: AccessEntry): Promise<Browser> {
  if (typeof who === 'string') return web.browser();
  const role = who[0] ?? 'administrator';
  const browser = browsers.get(role) ?? (await web.signedIn(role));
  browsers.set(role, browser);
  return browser;
}

/** Keys of the operators above that stand anywhere in the value over something that the stranger wrote. */
function strangeKeys(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(operators.includes(key) && JSON.stringify(inner).includes(probe) ? [key] : []),
    ...strangeKeys(inner),
  ]);
}

/** Names that a query parser might read as operators, or as a way to a prototype. */
const nested = fields.flatMap((field) => operators.map((operator) => [`${field}[${operator}]`, probe] as const));
const prototypes = [
  ['__proto__[polluted]', probe],
  ['constructor[prototype][polluted]', probe],
] as const;
const asText = fields.map((field, place) => {
  const operator = operators[place % operators.length] ?? '$ne';
  return [field, JSON.stringify({ [operator]: probe })] as const;
});
const addressOf = (pattern: string): string =>
  pattern.replace(/:[a-z]+/gi, encodeURIComponent(JSON.stringify({ $ne: probe })));
const nameOf = ([method, pattern]: AccessEntry): string => `${method} ${pattern}`;
// Signing out ends what the others need; it takes no fields.
const routes = accessTable.filter(([, pattern]) => pattern !== '/staff/sign-out');
const posts = routes.filter(([method]) => method === 'POST');

describe('what strangers write', () => {
  it.each(routes.map((entry) => [nameOf(entry), entry] as const))('reaches no operator by %s', async (_name, entry) => {
    const [method, pattern] = entry;
    const browser = await browserFor(entry);
    commands = [];
    const statuses: number[] = [];
    for (const given of [[...nested, ...prototypes], asText]) {
      if (method === 'GET') {
        statuses.push(
          (await browser.get(`${addressOf(pattern)}?${new URLSearchParams(Object.fromEntries(given)).toString()}`))
            .status,
        );
        statuses.push(
          (await browser.get(addressOf(pattern), { Referer: probe, 'X-Probe': JSON.stringify(given) })).status,
        );
      } else {
        statuses.push((await browser.post(addressOf(pattern), Object.fromEntries(given))).status);
      }
    }
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(commands.flatMap(strangeKeys)).toEqual([]);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('is seen by this test where it does reach one', async () => {
    commands = [];
    await test.connection.collection('staff').findOne({ email: { $ne: probe } });
    expect(commands.flatMap(strangeKeys)).toEqual(['$ne']);
  });

  it.each(posts.map((entry) => [nameOf(entry), entry] as const))(
    'as a field that the form has not is never taken: %s',
    async (_name, entry) => {
      const browser = await browserFor(entry);
      const answer = await browser.post(addressOf(entry[1]), { [`field-${probe}`]: 'administrator' });
      expect([answer.status >= 400, answer.status < 500]).toEqual([true, true]);
    },
  );
});
