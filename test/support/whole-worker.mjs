// A whole worker in a process of its own, from the built files: it plans, queues, sends and reaps until it is told to
// stop, and kills itself at a named point where its order says so. The points are put around the tools that it is given,
// so nothing of them is in the program itself. At its end it tells how long each message took from its lease to its record.
/* global AbortController, setImmediate */
import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { URL } from 'node:url';

const order = JSON.parse(process.argv[2]);
if (order.clockWrongByMs !== undefined) {
  // This machine's own clock is wrong, and jumps; nothing that matters may go by it.
  const Right = Date;
  const wrongBy = () =>
    order.clockJumpsEveryMs === undefined || Math.floor(performance.now() / order.clockJumpsEveryMs) % 2 === 0
      ? order.clockWrongByMs
      : -order.clockWrongByMs;
  globalThis.Date = new Proxy(Right, {
    construct: (date, given) => (given.length === 0 ? new date(Right.now() + wrongBy()) : new date(...given)),
    get: (date, name) => (name === 'now' ? () => Right.now() + wrongBy() : Reflect.get(date, name)),
  });
}
const built = (file) => import(new URL(`../../dist/src/${file}`, import.meta.url));
let left = order.killAt?.nth ?? 0;

const reached = (point) => {
  if (point !== order.killAt?.point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};
const around = (object, name, point) => {
  const original = object[name];
  object[name] = async (...given) => {
    reached(`before-${point}`);
    const result = await original(...given);
    reached(`after-${point}`);
    return result;
  };
};

const { connect, createStore, databaseTime } = await built('store/index.js');
const { databaseClock } = await built('main/clock.js');
const { sendingMemory } = await built('files/index.js');
const { createMailer } = await built('mail/index.js');
const { fieldVault, keyRing, signer } = await built('security/index.js');
const { waveUseCases } = await built('application/waves/compose.js');

const connection = await connect(order.uri, order.databaseName);
const store = createStore(connection);
const mailer = createMailer({
  ...{ host: '127.0.0.1', port: order.smtpPort, secure: false, name: 'onward.example', connections: order.connections },
  timeouts: { setUp: 5_000, envelope: 5_000, reply: 60_000 }, // the first two end a silence that is meant
});
const { httpTexts } = await built('texts/index.js');
const texts =
  order.textUrl === undefined
    ? undefined
    : httpTexts({ url: order.textUrl, apiKey: 'key', from: 'Trust', connections: order.connections });
if (texts !== undefined) around(texts, 'send', 'text');
around(store.invitations, 'insertNew', 'invitations');
around(store.waves, 'beginFreezing', 'freezing');
around(store.waves, 'change', 'wave-change');
around(store.messages, 'insertNew', 'messages');
around(store.invitations, 'advance', 'advance');
around(store.outbox, 'lease', 'lease');
around(store.outbox, 'recordIntents', 'intent');
around(store.outbox, 'settle', 'settle');
around(mailer, 'send', 'send');

const leasedAt = new Map();
const tookMs = [];
const { lease, settle, recordIntents } = store.outbox;
const noteEnds = (ends) => {
  for (const { id, to } of ends) {
    if (to === 'accepted' && leasedAt.has(id)) tookMs.push(performance.now() - leasedAt.get(id));
    leasedAt.delete(id);
  }
};
store.outbox.lease = async (...given) => {
  const leased = await lease(...given);
  for (const { _id } of leased) leasedAt.set(_id, performance.now());
  return leased;
};
store.outbox.settle = async (ends) => {
  await settle(ends);
  noteEnds(ends);
};
store.outbox.recordIntents = async (leaseId, ids, given) => {
  const mine = await recordIntents(leaseId, ids, given);
  noteEnds(given.ends ?? []);
  return mine;
};

const say = (line, values) => process.connected && process.send({ line, values });
const keys = keyRing(Buffer.from(order.root, 'base64'));
const clock = await databaseClock(() => databaseTime(connection), order.clockMovedByMs);
let ids = 0;
const waves = waveUseCases({
  store,
  mailer,
  texts,
  clock,
  newId: () => `${process.pid}-${(ids += 1)}`,
  vault: fieldVault(keys),
  signer: signer(keys),
  settings: order.settings,
  memory: sendingMemory(order.memoryFolder),
  machine: 'test machine',
  log: { info: say, warn: say, error: say },
});

const stopping = new AbortController();
process.on('disconnect', () => stopping.abort());
process.on('message', () => stopping.abort());
const keepDoing = async (job, every) => {
  while (!stopping.signal.aborted) {
    try {
      await job();
    } catch (error) {
      say(String(error)); // the database was killed: the next round finds it again
    }
    await pause(every);
  }
};
if (order.blockForMs !== undefined) {
  // The event loop stands still for so long, in the middle of the work.
  setImmediate(async () => {
    await pause(order.blockAfterMs);
    const until = performance.now() + order.blockForMs;
    while (performance.now() < until);
  });
}
await Promise.all([
  ...(order.sendsOnly
    ? []
    : [
        keepDoing(waves.advanceWaves, 50),
        keepDoing(waves.queueDueMessages, 50),
        keepDoing(() => waves.reapMessages(order.unknownAfterMs), 200),
      ]),
  ...(order.plansOnly
    ? []
    : [
        waves.runSender({ signal: stopping.signal, times: order.times }),
        waves.runTextSender({ signal: stopping.signal, times: order.times }),
      ]),
]);
await mailer.close();
await connection.close();
const end = () => process.exit(0);
if (process.connected) process.send({ line: 'leased to recorded', values: { tookMs: tookMs.map(Math.round) } }, end);
else end();
