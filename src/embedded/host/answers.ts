// Does a MongoDB server answer on this socket? One ping, and any answer within two seconds counts.
import { connect } from 'node:net';
import { encode } from '../bson/encode.js';

const PATIENCE_MS = 2_000;

const pingFrame = (): Buffer => {
  const body = encode({ ping: 1, $db: 'admin' });
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, body]);
};

export const answers = async (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(socketPath);
    const tell = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(PATIENCE_MS, () => tell(false));
    socket.once('error', () => tell(false));
    socket.once('close', () => tell(false));
    socket.once('data', () => tell(true));
    socket.once('connect', () => socket.write(pingFrame()));
  });
