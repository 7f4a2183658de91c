// Row 5 of the fault table: everybody's mail program unsubscribes at the same moment, each several times. All are answered
// well, each stands on the list once, and none is mailed afterwards, what was queued included (requirement D9). Reduced
// counts by default; FAULT_ROUNDS asks for all.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createApplication } from '../../src/application/index.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { createMailer } from '../../src/mail/index.js';
import { mintLink, tokenOf } from '../../src/security/index.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust } from '../support/a-trust.js';
import { full, report } from '../support/fault-report.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

const count = full ? 1_000 : 60;
const repeats = 5;
let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;

beforeAll(async () => {
  sink = await startSmtpSink();
  const relay = { host: '127.0.0.1', port: sink.port, secure: false, name: 'onward.example', connections: 4 };
  opened = await openTestTools({ mailer: createMailer({ ...relay, requireTls: false }) });
  web = await openWeb(opened.tools, opened.connection);
}, 60_000);
afterAll(async () => {
  await web.close();
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

it(`of ${count} people, ${repeats} times each, stop everybody once and for all`, async () => {
  const application = createApplication(opened.tools);
  const people = Array.from({ length: count + 1 }, (_, n) => aLeaver(n));
  const [left] = people; // who does not press
  await keepTrust(opened.tools, people);
  const wave = await confirmedWave(application, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  const messages = opened.connection.collection('messages');
  const tokens = new Map<string, string>();
  for (const person of people.slice(1)) {
    const id = `${wave}:${person.id}:i:1` as MessageId;
    const { secret, hash } = mintLink();
    await messages.updateOne({ _id: id }, { $set: { hash } });
    tokens.set(person.id, tokenOf(id, secret));
  }
  const press = async (token: string): Promise<number> => {
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const answer = await fetch(`${web.origin}/u/${token}`, { method: 'POST', body });
    await answer.arrayBuffer();
    return answer.status;
  };
  const began = performance.now();
  const pressed = await Promise.all(
    [...tokens.values()].flatMap((token) => Array.from({ length: repeats }, () => press(token))),
  );
  const took = Math.round(performance.now() - began);
  expect(opened.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  expect(new Set(pressed)).toEqual(new Set([200]));
  expect(pressed).toHaveLength(count * repeats);

  const { store, signer } = opened.tools;
  const suppressions = opened.connection.collection('suppressions');
  expect(await suppressions.countDocuments({ _id: { $regex: '^person:' } as never })).toBe(count);
  expect(await suppressions.countDocuments({})).toBe(2 * count); // the person, and the address for when the record is gone
  const keys = people.slice(1).map((person) => suppressionKey(signer, person.contactPoints[0]?.value ?? ''));
  expect((await store.suppressions.among(keys, [])).addresses.size).toBe(count);

  // Now the workers run, and the day of the reminder comes.
  const stopping = new AbortController();
  const sender = application.waves.runSender({ signal: stopping.signal });
  const isSent = (): Promise<boolean> => store.messages.anyOpen(wave).then((open) => !open);
  await eventually(isSent, (sent) => sent, 60_000);
  opened.setClock(new Date('2026-11-12T10:00:00Z'));
  await application.waves.queueDueMessages();
  await eventually(isSent, (sent) => sent, 60_000);
  stopping.abort();
  await sender;
  const address = left?.contactPoints[0]?.value ?? '';
  expect(sink.accepted.map(({ to }) => to)).toEqual([address, address]);
  report(
    '5',
    `all 200 ≤ 2 s, exactly ${count} suppressed, none mailed`,
    `${pressed.length} posts at once answered 200, the last after ${took} ms; ${count} suppressed, none mailed`,
  );
}, 300_000);
