// Listens on a unix socket (or a loopback port), cuts the byte stream into frames and answers each connection's
// commands one after another, in order. A connection that sends nonsense, or does not read its answers, is closed;
// the others never notice.
import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { BadFrame, MAX_MESSAGE_BYTES, readFrame, writeFrame, type Request } from './frame.js';

/** Answers one command; the answer is BSON in pieces. It never throws for a bad command: that is an answer too. */
export type Answer = (request: Request, connectionId: number) => Promise<readonly Uint8Array[]>;

/** Where to listen. Ports are bound on loopback only. */
export type Address = { readonly socketPath: string } | { readonly port: number };

export interface Listener {
  /** The address clients connect to: a socket path, or host:port. */
  readonly address: string;
  /** Stops accepting and closes every connection once what is being answered is answered. */
  close(): Promise<void>;
}

/** Frames waiting on one connection; a client that sends more without reading is made to wait. */
const MAX_WAITING_FRAMES = 16;

/** Waits until the client has read what was written, or has gone. */
const roomAgain = async (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });

const serveConnection = (socket: Socket, connectionId: number, answer: Answer): { finish: () => Promise<void> } => {
  let pieces: Buffer[] = [];
  let received = 0;
  let wanted = 16;
  let replyId = 0;
  const waiting: Buffer[] = [];
  let working: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      const request = readFrame(frame);
      const reply = await answer(request, connectionId);
      if (request.wantsReply && !socket.destroyed) {
        replyId = (replyId + 1) | 0;
        socket.cork();
        let room = true;
        for (const piece of writeFrame(request, replyId, reply)) room = socket.write(piece);
        socket.uncork();
        if (!room) await roomAgain(socket);
      }
      if (socket.isPaused() && waiting.length < MAX_WAITING_FRAMES) socket.resume();
    }
  };
  const start = (): void => {
    working ??= work()
      .catch(() => {
        socket.destroy();
      })
      .finally(() => {
        working = undefined;
      });
  };

  const takeFrames = (): void => {
    while (received >= wanted) {
      const whole = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, received);
      const size = whole.readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE_BYTES) throw new BadFrame('a frame has an impossible length');
      if (received < size) {
        pieces = [whole];
        wanted = size;
        return;
      }
      waiting.push(whole.subarray(0, size));
      const rest = whole.subarray(size);
      pieces = rest.length > 0 ? [rest] : [];
      received = rest.length;
      wanted = 16;
    }
  };

  socket.on('data', (chunk: Buffer) => {
    pieces.push(chunk);
    received += chunk.length;
    try {
      takeFrames();
    } catch {
      socket.destroy();
      return;
    }
    if (waiting.length >= MAX_WAITING_FRAMES) socket.pause();
    start();
  });
  socket.on('error', () => socket.destroy());
  return {
    finish: async () => {
      socket.pause();
      await working;
      socket.destroySoon();
    },
  };
};

/** Starts listening. A socket gets mode 0600: whoever may open the file may use the database. */
export const listen = async (where: Address, answer: Answer): Promise<Listener> => {
  const open = new Map<Socket, { finish: () => Promise<void> }>();
  let lastConnection = 0;
  const server: Server = createServer((socket) => {
    socket.setNoDelay(true);
    lastConnection += 1;
    open.set(socket, serveConnection(socket, lastConnection, answer));
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(
      'socketPath' in where ? { path: where.socketPath } : { host: '127.0.0.1', port: where.port },
      resolve,
    );
  });
  if ('socketPath' in where) chmodSync(where.socketPath, 0o600);
  const bound = server.address();
  return {
    address: typeof bound === 'string' || bound === null ? String(bound) : `127.0.0.1:${bound.port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...open.values()].map(async (connection) => connection.finish()));
      const patience = setTimeout(() => {
        for (const socket of open.keys()) socket.destroy(); // a client that does not read its last answer
      }, 500);
      await closed;
      clearTimeout(patience);
    },
  };
};
