// What the server says about itself: an honest standalone of MongoDB's 7.0 protocol, without replica set, sessions that
// carry transactions, or retryable writes (decision R20 and the drivers' server discovery specification).
import { MAX_MESSAGE_BYTES } from '../wire/frame.js';
import { MAX_DOCUMENT_BYTES } from '../store/records.js';
import type { Call, Command } from './call.js';
import type { Reply } from '../wire/reply.js';

/** MongoDB 7.0: with 25 and more a driver would send the client-level bulkWrite, which is not served. */
const WIRE_VERSION = 21;
const VERSION = '7.0.0';

const greet = ({ connectionId }: Call): Reply => ({
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  maxMessageSizeBytes: MAX_MESSAGE_BYTES,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId,
  minWireVersion: 0,
  maxWireVersion: WIRE_VERSION,
  readOnly: false,
  ok: 1,
});

const hello: Command = {
  fields: [
    'helloOk',
    'client',
    'compression',
    'backpressure',
    'topologyVersion',
    'maxAwaitTimeMS',
    'loadBalanced',
    'saslSupportedMechs',
    'speculativeAuthenticate',
  ],
  run: greet,
};
const ok = (fields: readonly string[] = []): Command => ({ fields, run: () => ({ ok: 1 }) });

export const serverCommands = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: ok(),
  endSessions: ok(),
  buildInfo: {
    fields: [],
    run: () => ({
      version: VERSION,
      versionArray: [7, 0, 0, 0],
      gitVersion: 'onward-embedded',
      modules: [],
      storageEngines: ['lmdb'],
      bits: 64,
      debug: false,
      maxBsonObjectSize: MAX_DOCUMENT_BYTES,
      ok: 1,
    }),
  },
  connectionStatus: {
    fields: ['showPrivileges'],
    run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
  },
  serverStatus: {
    fields: [],
    run: ({ engine }: Call) => ({
      host: 'localhost',
      version: VERSION,
      process: 'onward-embedded',
      pid: process.pid,
      uptime: (Date.now() - engine.startedAt.getTime()) / 1000,
      localTime: new Date(),
      mem: {
        resident: Math.round(process.memoryUsage.rss() / 1_048_576),
        heap: Math.round(process.memoryUsage().heapUsed / 1_048_576),
      },
      metrics: { cursor: { open: { total: engine.cursors.count() } } },
      storageEngine: { name: 'lmdb', commit: engine.environment.mode() },
      ok: 1,
    }),
  },
} satisfies Record<string, Command>;
