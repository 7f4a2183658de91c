// What may a page load and who may frame it? Nothing but our own files, and nobody (requirement W3). No inline script or
// style anywhere, so no nonce. Pages are never kept by caches or search engines (requirement T8).
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { reportPath } from './policy-reports.js';

const own = ["'self'"];

/** Headers of every answer. HSTS only where the base URL is https. */
export function securityHeaders(options: { readonly https: boolean }): readonly RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: own,
          styleSrc: own,
          imgSrc: own,
          fontSrc: own,
          connectSrc: own,
          frameSrc: own, // a letter as mail programs show it
          formAction: own,
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          objectSrc: ["'none'"],
          reportUri: [reportPath],
        },
      },
      strictTransportSecurity: options.https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      // A link's token must not travel on in a referrer; forms then say Origin: null, and Sec-Fetch-Site is what is checked.
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store');
      res.set('X-Robots-Tag', 'noindex, nofollow');
      res.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
      next();
    },
  ];
}
