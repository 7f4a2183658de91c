// Gives out tokens as Microsoft and Google do, on this machine, and remembers what it was asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenServer {
  readonly url: string;
  readonly asked: readonly URLSearchParams[];
  /** The tokens given so far, newest last. */
  readonly given: readonly string[];
  /** From now on answers with this status and body; null gives tokens again. */
  readonly answerWith: (answer: { readonly status: number; readonly body: string } | null) => void;
  readonly close: () => Promise<void>;
}

/** Every question is answered with a new token, good for so many seconds. */
export async function startTokenServer({ lastsSeconds = 3_599 } = {}): Promise<TokenServer> {
  const asked: URLSearchParams[] = [];
  const given: string[] = [];
  let scripted: { readonly status: number; readonly body: string } | null = null;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      asked.push(new URLSearchParams(Buffer.concat(chunks).toString()));
      const { status, body } = scripted ?? {
        status: 200,
        body: JSON.stringify({ token_type: 'Bearer', expires_in: lastsSeconds, access_token: nextToken() }),
      };
      res.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' }).end(body);
    });
  });
  const nextToken = (): string => {
    const token = `test-token-${given.length + 1}`;
    given.push(token);
    return token;
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked,
    given,
    answerWith: (answer) => {
      scripted = answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
