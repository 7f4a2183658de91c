// The web application, top to bottom: what happens to every request, in this order.
import compression from 'compression';
import express, { type Express } from 'express';
import type { Store as SessionStore } from 'express-session';
import { NotFound } from '../application/errors.js';
import { enforceAccess } from './access.js';
import { errorPages } from './error-pages.js';
import { places, settingsTabs } from './places.js';
import { requestLog } from './request-log.js';
import { routersOf, type RouterOptions } from './routers.js';
import { refuseOtherSites } from './same-origin.js';
import { securityHeaders } from './security-headers.js';
import { formTokens, readSession, staffSession } from './session.js';
import { readUploads } from './upload.js';
import { setUpViews } from './views.js';

export interface WebOptions extends RouterOptions {
  /** connect-mongo over the same database; the sessions of staff. */
  readonly sessionStore: SessionStore;
  /** Signs the session cookie; from the key ring. */
  readonly sessionSecret: string;
  /** Keeps compiled templates. */
  readonly production: boolean;
  /** How many proxies stand in front and are believed about the visitor's address; none unless set. */
  readonly trustedProxies?: number;
}

export function createWebApp(options: WebOptions): Express {
  const { application, settings, clock, log } = options;
  const https = settings.baseUrl.startsWith('https:');
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // pages are never kept; assets make their own
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trustedProxies ?? 0);
  setUpViews(app, { production: options.production });
  Object.assign(app.locals, {
    trustName: settings.trustName,
    privacyNoticeUrl: settings.privacyNoticeUrl,
    places,
    settingsTabs,
  });

  app.use(requestLog(log));
  app.use(...securityHeaders({ https }));
  app.use(
    compression({
      // An event stream must leave line by line (decision R8).
      filter: (req, res) =>
        !String(res.getHeader('Content-Type')).startsWith('text/event-stream') && compression.filter(req, res),
    }),
  );
  app.use(refuseOtherSites(settings.baseUrl));
  app.use('/staff', staffSession({ store: options.sessionStore, secret: options.sessionSecret, https }));
  app.use('/staff', readSession(application, clock));
  app.use(enforceAccess);
  app.use(express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 500 }));
  app.use(readUploads);
  app.use('/staff', ...formTokens);
  for (const router of routersOf(options)) app.use(router);
  app.use(() => {
    throw new NotFound();
  });
  app.use(errorPages(log));
  return app;
}
