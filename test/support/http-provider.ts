// A mail provider by HTTP for tests: takes messages, keeps a log that only grows, and misbehaves on order.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenRequest {
  readonly key: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface HttpProvider {
  readonly url: string;
  /** Requests that were read whole, in order. */
  readonly taken: readonly TakenRequest[];
  /** Bytes of requests read so far, heads included. */
  readonly bytes: () => number;
  readonly connections: () => number;
  /** From now on answers like this; null takes messages again. */
  readonly answerBy: (script: ((req: IncomingMessage, res: ServerResponse) => void) | null) => void;
  readonly close: () => Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function startHttpProvider(): Promise<HttpProvider> {
  const taken: TakenRequest[] = [];
  let script: ((req: IncomingMessage, res: ServerResponse) => void) | null = null;
  let bytes = 0;
  let connections = 0;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('error', () => undefined);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      if (req.method === 'POST') {
        taken.push({
          key: req.headers.authorization,
          idempotencyKey: String(req.headers['idempotency-key']),
          body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
        });
      }
      if (script === null) res.writeHead(202, { 'content-type': 'application/json' }).end(`{"id":"p-${taken.length}"}`);
      else script(req, res);
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/messages`,
    taken,
    bytes: () => bytes,
    connections: () => connections,
    answerBy: (next) => {
      script = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
