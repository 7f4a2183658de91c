// A provider of texts on a port of this machine, with a script: it answers each request as it is told to, and its own log
// says which texts reached it whole, whatever was answered.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `drop`: the connection is cut once the body was read. `silence`: no answer ever. Else the code that is answered. */
export type ProviderAnswer = number | 'drop' | 'silence';

export interface ReceivedText {
  readonly key: string;
  readonly authorization: string;
  readonly to: string;
  readonly text: string;
  readonly reference: string;
}

export interface TextProvider {
  readonly url: string;
  readonly received: readonly ReceivedText[];
  /** What is answered from now on; a list is used up one by one, its last one stays. */
  readonly answerWith: (...answers: ProviderAnswer[]) => void;
  readonly close: () => Promise<void>;
}

/** Starts it; every text is taken over until it is told otherwise. */
export async function startTextProvider(): Promise<TextProvider> {
  const received: ReceivedText[] = [];
  let script: ProviderAnswer[] = [200];
  const next = (): ProviderAnswer => (script.length > 1 ? script.shift() : script[0]) ?? 200;
  const read = async (req: IncomingMessage): Promise<ReceivedText> => {
    const parts: Buffer[] = [];
    for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
    const { to, text, reference } = JSON.parse(Buffer.concat(parts).toString('utf8')) as ReceivedText;
    const key = String(req.headers['idempotency-key']);
    return { key, authorization: req.headers.authorization ?? '', to, text, reference };
  };
  const server = createServer((req, res) => {
    void read(req).then((text) => {
      received.push(text);
      const answer = next();
      if (answer === 'drop') req.socket.destroy();
      else if (answer !== 'silence') {
        res
          .writeHead(answer, { 'Content-Type': 'application/json' })
          .end(JSON.stringify({ id: `p${received.length}` }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    received,
    answerWith: (...answers) => {
      script = answers;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
