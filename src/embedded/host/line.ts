// A line to the server of a socket: one connection that is kept open after it has answered a ping. It closes when that
// server ends, in whatever way, so whoever holds it knows at once (decision R21).
import { connect, type Socket } from 'node:net';
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

export interface Line {
  /** Settles when the server has ended. */
  readonly closed: Promise<void>;
  hangUp(): void;
}

/** Asks for an answer within two seconds; undefined when nobody gives one. The line keeps no process alive. */
export const lineTo = async (socketPath: string): Promise<Line | undefined> =>
  new Promise((resolve) => {
    const socket: Socket = connect(socketPath);
    const closed = new Promise<void>((gone) => socket.once('close', () => gone()));
    const fail = (): void => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(PATIENCE_MS, fail);
    socket.on('error', fail);
    socket.once('close', fail);
    socket.once('data', () => {
      socket.setTimeout(0);
      socket.unref();
      socket.resume();
      resolve({ closed, hangUp: () => socket.destroy() });
    });
    socket.once('connect', () => socket.write(pingFrame()));
  });
