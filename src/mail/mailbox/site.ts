// Which pages does the built-in mailbox have, and how are they kept from doing harm?
// It shows mail as it came, so every answer carries a policy that runs no script and loads nothing from elsewhere.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Maildir } from './maildir.js';
import { arrivedAt } from './maildir.js';
import type { ListedLetter } from './pages.js';
import { readLetter } from './letter.js';
import { framed, letterPage, listPage, mailboxStyles, missingPage } from './pages.js';

const perPage = 25;
const pagePolicy =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const framePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly policy?: string;
  readonly fileName?: string;
}

const html = (body: string, status = 200): Answer => ({ status, type: 'text/html; charset=utf-8', body });

/** A handler for node:http. `most` is the cap that the first page names. */
export function mailboxSite(maildir: Maildir, most: number) {
  const listed = new Map<string, ListedLetter>(); // a message never changes, so it is read for the list once

  const list = async (name: string): Promise<ListedLetter | null> => {
    const known = listed.get(name);
    if (known !== undefined) return known;
    const raw = await maildir.read(name);
    if (raw === null) return null;
    const { to, subject } = await readLetter(raw);
    const letter = { name, to, subject, at: arrivedAt(name) };
    listed.set(name, letter);
    return letter;
  };
  const present = async (names: readonly string[]): Promise<ListedLetter[]> =>
    (await Promise.all(names.map(list))).filter((letter) => letter !== null);

  const firstPage = async (query: URLSearchParams): Promise<Answer> => {
    const address = (query.get('to') ?? '').trim().slice(0, 254);
    const all = await maildir.names();
    const found =
      address === '' ? null : (await present(all)).filter(({ to }) => to.toLowerCase().includes(address.toLowerCase()));
    const pages = Math.max(1, Math.ceil((found ?? all).length / perPage));
    const number = Math.min(pages, Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1));
    const [from, to] = [(number - 1) * perPage, number * perPage];
    const letters = found?.slice(from, to) ?? (await present(all.slice(from, to)));
    return html(listPage({ letters, address, number, pages, held: maildir.count(), most }));
  };

  const message = async (name: string, part: string | undefined): Promise<Answer> => {
    const raw = await maildir.read(name);
    if (raw === null) return html(missingPage(), 404);
    if (part === 'raw') return { status: 200, type: 'message/rfc822', body: raw, fileName: `${name}.eml` };
    const letter = await readLetter(raw);
    if (part === 'html') return { ...html(framed(letter.html)), policy: framePolicy };
    return part === undefined ? html(letterPage(name, arrivedAt(name), letter)) : html(missingPage(), 404);
  };

  const answerTo = async (req: IncomingMessage): Promise<Answer> => {
    // A page elsewhere may point a name of its own at this machine; only the machine's own names are answered.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(req.headers.host ?? '')) return html(missingPage(), 403);
    if (req.method !== 'GET' && req.method !== 'HEAD') return html(missingPage(), 405);
    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    const [first, name, part] = url.pathname.split('/').slice(1);
    if (url.pathname === '/') return firstPage(url.searchParams);
    if (url.pathname === '/mailbox.css') return { status: 200, type: 'text/css; charset=utf-8', body: mailboxStyles };
    return first === 'message' && name !== undefined ? message(name, part) : html(missingPage(), 404);
  };

  return (req: IncomingMessage, res: ServerResponse): void => {
    answerTo(req)
      .catch((): Answer => html(missingPage(), 500))
      .then(({ status, type, body, policy = pagePolicy, fileName }) => {
        res.writeHead(status, {
          'Content-Type': type,
          'Content-Security-Policy': policy,
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'no-referrer',
          'Cache-Control': 'no-store',
          ...(fileName === undefined ? {} : { 'Content-Disposition': `attachment; filename="${fileName}"` }),
        });
        res.end(req.method === 'HEAD' ? undefined : body);
      })
      .catch(() => res.destroy());
  };
}
