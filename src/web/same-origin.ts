// Did the form come from one of our own pages? Browsers say so in Sec-Fetch-Site, older ones in Origin (requirement W4).
// Programs that send neither, such as a mail provider's one-click unsubscribe, carry their own proof.
import type { RequestHandler } from 'express';

/** A form that another site's page tried to send for somebody. Answered with 403. */
export class FromElsewhere extends Error {
  override readonly name = 'FromElsewhere';
}

const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** The origins that are ours: the base URL's, and on one machine the other names of that machine. */
function ownOrigins(baseUrl: string): ReadonlySet<string> {
  const own = new URL(baseUrl);
  const names = loopback.includes(own.hostname) ? loopback : [own.hostname];
  return new Set(names.map((name) => `${own.protocol}//${name}${own.port === '' ? '' : `:${own.port}`}`));
}

/** Refuses unsafe requests that a browser marks as another site's. */
export function refuseOtherSites(baseUrl: string): RequestHandler {
  const own = ownOrigins(baseUrl);
  return (req, _res, next) => {
    if (safeMethods.includes(req.method)) {
      next();
      return;
    }
    const site = req.get('Sec-Fetch-Site');
    const origin = req.get('Origin');
    // Our pages send no referrer, and browsers then write Origin: null; with Sec-Fetch-Site it is still told apart.
    const foreignOrigin = origin !== undefined && origin !== 'null' && !own.has(origin);
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    next(foreignSite || foreignOrigin ? new FromElsewhere() : undefined);
  };
}
