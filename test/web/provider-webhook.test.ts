// What a mail provider tells us: believed when it is signed, fresh and about a message of ours; done once (requirement W9).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '../../src/domain/waves/message.js';
import { messageIdHeader } from '../../src/domain/waves/return-address.js';
import { signDelivery } from '../../src/security/index.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

const webhookSecret = 'a secret of the provider, long enough to be one';
const now = new Date('2026-11-03T10:00:00Z');
const seconds = now.getTime() / 1_000;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let avery: Invited;
let people = 0;

beforeAll(async () => {
  opened = await openTestTools({ now, settings: { webhookSecret } });
  await openWave(opened.tools);
  web = await openWeb(opened.tools, opened.connection);
});
afterAll(async () => {
  await web.close();
  await opened.close();
});
beforeEach(async () => {
  people += 1;
  avery = await invite(opened.tools, `a1-${String(people).padStart(4, '0')}`);
  await opened.connection
    .collection('messages')
    .updateOne({ invitationId: avery.invitationId }, { $set: { state: 'unknown' } });
});

const idOf = ({ invitationId }: Invited): MessageId => `${invitationId}:i:1` as MessageId;
const nameOf = (id: MessageId): string =>
  messageIdHeader(id, opened.tools.signer.sign('return-path', id), 'trust.example');
const body = (event: string, given: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    events: [{ event, messageId: nameOf(idOf(avery)), recipient: `${avery.alumnusId}@example.org`, ...given }],
  });

async function post(
  text: string,
  { at = seconds, secret = webhookSecret, headers = {} } = {},
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await fetch(`${web.origin}/hooks/mail`, {
    method: 'POST',
    body: text,
    headers: {
      'Content-Type': 'application/json',
      'Onward-Timestamp': String(at),
      'Onward-Signature': signDelivery(secret, String(at), Buffer.from(text)),
      ...headers,
    },
  });
  const answer = response.headers.get('Content-Type')?.includes('json') === true ? await response.json() : null;
  return { status: response.status, answer };
}

const standing = async () => {
  const { store } = opened.tools;
  const person = await store.alumni.find('every-school', avery.alumnusId);
  return {
    message: (await store.messages.findReturned(idOf(avery)))?.state,
    address: person?.contactPoints[0]?.state,
    objected: person?.objectedOn !== undefined,
  };
};
const untouched = { message: 'unknown', address: 'usable', objected: false };

describe('a signed delivery', () => {
  it.each([
    ['delivered', {}, { message: 'accepted', address: 'usable', objected: false }],
    ['bounced', { status: '5.1.1' }, { message: 'accepted', address: 'bounced', objected: false }],
    ['bounced', { status: '4.4.7' }, { message: 'accepted', address: 'usable', objected: false }],
    [
      'bounced',
      { diagnostic: '550 5.7.26 not authenticated' },
      { message: 'accepted', address: 'usable', objected: false },
    ],
    ['delayed', { status: '4.4.1' }, { message: 'accepted', address: 'usable', objected: false }],
    ['complained', {}, { message: 'accepted', address: 'usable', objected: true }],
    ['unsubscribed', {}, { message: 'accepted', address: 'usable', objected: true }],
  ])('of %s %j does what a returned mail would', async (event, given, expected) => {
    const text = body(event, given);
    expect(await post(text)).toEqual({ status: 200, answer: { kind: 'taken', known: false, events: 1 } });
    expect(await standing()).toEqual(expected);
  });

  it('played again does nothing, at once, and later under a new signature by its hash', async () => {
    const text = body('bounced', { status: '5.1.1' });
    const [first, second] = [await post(text), await post(text)];
    expect([first.answer, second.answer]).toEqual([
      { kind: 'taken', known: false, events: 1 },
      { kind: 'taken', known: true, events: 1 },
    ]);
    const mails = () => opened.connection.collection('inboundmail').countDocuments({ alumnusId: avery.alumnusId });
    expect(await mails()).toBe(1);
    await post(text, { at: seconds + 1 });
    expect(await mails()).toBe(1);
  });

  it('about a message that we did not sign changes nothing', async () => {
    const forged = nameOf(idOf(avery)).replace(/\.[a-z2-7]{17}@/, '.aaaaaaaaaaaaaaaaa@');
    for (const event of ['delivered', 'bounced', 'complained', 'unsubscribed']) {
      expect((await post(body(event, { messageId: forged, status: '5.1.1' }))).status).toBe(200);
    }
    expect(await standing()).toEqual(untouched);
  });
});

describe('a delivery is refused', () => {
  const wrong: readonly (readonly [string, Parameters<typeof post>[1], number])[] = [
    ['with another secret', { secret: 'another secret that is long enough too' }, 401],
    ['six minutes old', { at: seconds - 301 }, 401],
    ['from the future', { at: seconds + 301 }, 401],
    ['without a signature', { headers: { 'Onward-Signature': '' } }, 401],
    ['with a time that is no number', { headers: { 'Onward-Timestamp': 'soon' } }, 401],
    ['signed for another second', { headers: { 'Onward-Timestamp': String(seconds - 1) } }, 401],
    ['from another site’s page', { headers: { Origin: 'https://elsewhere.example' } }, 403],
    ['that is no JSON by its type', { headers: { 'Content-Type': 'text/plain' } }, 401],
  ];
  it.each(wrong)('%s', async (_, given, status) => {
    expect((await post(body('bounced', { status: '5.1.1' }), given)).status).toBe(status);
    expect(await standing()).toEqual(untouched);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"events":[]}',
    '{"events":[{"event":"opened","messageId":"<a@b>"}]}',
    '{"events":[{"event":{"$ne":1},"messageId":"<a@b>"}]}',
  ])('that cannot be read: %s', async (text) => {
    expect((await post(text)).status).toBe(422);
  });

  it('where no secret is set', async () => {
    const other = await openTestTools({ now });
    const closed = await openWeb(other.tools, other.connection);
    const answer = await fetch(`${closed.origin}/hooks/mail`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    await closed.close();
    await other.close();
  });
});
