// Bytes that are not MongoDB's protocol close the connection they came on, and nothing else happens.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode } from '../../../src/embedded/bson/codec.js';
import { encode } from '../../../src/embedded/bson/encode.js';
import type { Doc } from '../../../src/embedded/bson/types.js';
import { openEmbedded, type EmbeddedServer } from '../../../src/embedded/host.js';
import { BadFrame, readFrame } from '../../../src/embedded/wire/frame.js';
import { chanceFrom } from '../../faults/embedded/random.js';

let server: EmbeddedServer;
const folder = mkdtempSync(path.join(tmpdir(), 'onward-wire-'));
beforeAll(async () => {
  server = await openEmbedded({ dataFolder: folder });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const frameOf = (command: Doc, flags = 0): Buffer => {
  const body = encode(command);
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(flags, 16);
  return Buffer.concat([head, body]);
};
const ping = frameOf({ ping: 1, $db: 'admin' });

/** Sends bytes; gives what came back until the connection closed or one whole answer was there. */
const exchange = async (bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve) => {
    const socket: Socket = connect(server.socketPath);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 16 && received.length >= received.readInt32LE(0)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
    socket.end(bytes);
  });

describe('the wire', () => {
  it('answers a command that comes in pieces, and several that come at once', async () => {
    const socket = connect(server.socketPath);
    const answers: Doc[] = [];
    let received = Buffer.alloc(0);
    const done = new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
          answers.push(decode(received.subarray(21, received.readInt32LE(0))));
          received = received.subarray(received.readInt32LE(0));
        }
        if (answers.length === 3) resolve();
      });
    });
    for (const byte of ping) socket.write(Buffer.from([byte]));
    socket.write(Buffer.concat([ping, frameOf({ nothing: 1, $db: 'admin' })]));
    await done;
    socket.destroy();
    expect(answers).toMatchObject([{ ok: 1 }, { ok: 1 }, { ok: 0, code: 59 }]);
  });

  it.each<[string, Buffer]>([
    ['text', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a length below a header', Buffer.alloc(16)],
    ['a length beyond all bounds', Buffer.from([0xff, 0xff, 0xff, 0x7f, ...Buffer.alloc(12)])],
    ['an unknown opcode', Buffer.concat([ping.subarray(0, 12), Buffer.from([1, 0, 0, 0]), ping.subarray(16)])],
    ['unknown required flags', frameOf({ ping: 1, $db: 'admin' }, 4)],
    [
      'a document longer than its frame',
      Buffer.concat([ping.subarray(0, 21), Buffer.from([0xff, 0xff, 0, 0]), ping.subarray(25)]),
    ],
  ])('closes the connection on %s and goes on serving others', async (_what, bytes) => {
    expect(await exchange(bytes)).toHaveLength(0);
    expect(decode((await exchange(ping)).subarray(21))).toEqual({ ok: 1 });
  });

  it('refuses a command document that is not BSON, as an answer', async () => {
    const broken = Buffer.from(ping);
    broken[25] = 0x77; // no such type
    expect(decode((await exchange(broken)).subarray(21))).toMatchObject({ ok: 0, code: 22 });
  });

  it('takes any bytes for a frame or refuses them, never anything else', () => {
    const chance = chanceFrom(3);
    const insert = frameOf({ insert: 'c', documents: [{ _id: 1, text: 'abc' }], $db: 'd' });
    let refused = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const mutated = Buffer.from(insert);
      for (let count = 1 + chance.below(6); count > 0; count -= 1)
        mutated[4 + chance.below(mutated.length - 4)] = chance.below(256);
      const cut = chance.below(4) === 0 ? mutated.subarray(0, 16 + chance.below(mutated.length - 16)) : mutated;
      try {
        readFrame(cut);
      } catch (error) {
        expect(error).toBeInstanceOf(BadFrame);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1_000);
  });
});
