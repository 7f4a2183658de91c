// The built-in telephone: takes texts as a provider would, keeps them in a folder, shows them, sends nothing out.
// For one machine, for demonstrations and tests. Each text is a file, written aside, flushed and renamed before the sender
// hears 200, under the hash of its idempotency key: so it is a fair witness after a kill, and takes each text once.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readFile, readdir, rename } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { telephonePage, type KeptText } from './telephone-page.js';

export interface TelephoneSettings {
  readonly folder: string;
  readonly host: '127.0.0.1';
  /** Where it is taken, any free one. */
  readonly port: number;
  readonly apiKey: string;
  /** Tells the platform what somebody replied; absent where nobody listens. */
  readonly reply?: (reply: { readonly id: string; readonly from: string; readonly text: string }) => Promise<void>;
}

export interface Telephone {
  /** Address of its page; texts are posted to `/send` below it. */
  readonly url: string;
  readonly texts: () => Promise<readonly KeptText[]>;
  readonly close: () => Promise<void>;
}

const mostBytes = 64 * 1024;

async function bodyOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) throw new RangeError('too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function keep(folder: string, name: string, value: KeptText): Promise<void> {
  const aside = path.join(folder, `.${name}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(value));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path.join(folder, name));
}

/** Starts it; texts of an earlier run in the same folder are there again. */
export async function startTelephone({ folder, host, port, apiKey, reply }: TelephoneSettings): Promise<Telephone> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const read = async (name: string): Promise<KeptText | null> =>
    readFile(path.join(folder, name), 'utf8').then(
      (text) => JSON.parse(text) as KeptText,
      () => null,
    );
  const texts = async (): Promise<readonly KeptText[]> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const found = (await Promise.all(names.map(read))).filter((text) => text !== null);
    return found.sort((a, b) => (a.at < b.at ? 1 : -1));
  };

  const take = async (req: IncomingMessage): Promise<{ readonly status: number; readonly answer: object }> => {
    if (req.headers.authorization !== `Bearer ${apiKey}`) return { status: 401, answer: { error: 'wrong key' } };
    const { to, from, text, reference } = JSON.parse(await bodyOf(req)) as Record<string, unknown>;
    const key = req.headers['idempotency-key'];
    if (
      typeof to !== 'string' ||
      typeof text !== 'string' ||
      typeof reference !== 'string' ||
      typeof key !== 'string'
    ) {
      return { status: 400, answer: { error: 'to, text, reference and an Idempotency-Key are needed' } };
    }
    const id = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const known = await read(`${id}.json`);
    const at = known?.at ?? new Date().toISOString();
    const times = (known?.times ?? 0) + 1;
    await keep(folder, `${id}.json`, { id, to, from: String(from), text, reference, at, times });
    return { status: 200, answer: { id } };
  };

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    // A page elsewhere may point a name of its own at this machine; only the machine's own names are answered.
    const ours = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(req.headers.host ?? '');
    const foreign = req.headers.origin !== undefined && req.headers.origin !== `http://${req.headers.host ?? ''}`;
    if (!ours || foreign) {
      res.writeHead(403).end();
    } else if (req.method === 'POST' && url.pathname === '/send') {
      const { status, answer: said } = await take(req);
      res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
    } else if (req.method === 'POST' && url.pathname === '/reply') {
      const form = new URLSearchParams(await bodyOf(req));
      const from = form.get('from') ?? '';
      const words = (form.get('text') ?? '').slice(0, 500);
      await reply?.({
        id: createHash('sha256').update(`${from} ${words} ${Date.now()}`).digest('hex').slice(0, 32),
        from,
        text: words,
      });
      res.writeHead(303, { Location: '/?replied=1' }).end();
    } else if (req.method === 'GET' && url.pathname === '/') {
      res.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy':
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      });
      res.end(
        telephonePage(await texts(), { canReply: reply !== undefined, replied: url.searchParams.has('replied') }),
      );
    } else res.writeHead(404).end();
  };

  const server = createServer((req, res) => {
    answer(req, res).catch(() => {
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, host, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
  await listen(port).catch(() => listen(0));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    texts,
    close: async () => {
      const stopped = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await stopped;
    },
  };
}
