// What was asked for, and how long did it take? Method, route pattern, status and milliseconds; never an address with its
// values, a query, a body or a token (requirement T9).
import type { Request, RequestHandler } from 'express';
import type { Log } from '../application/index.js';
import { accessEntryFor } from './access.js';

/** The pattern of the route that the request is for, such as `/staff/waves/:id`. */
export const patternOf = (req: Request): string => accessEntryFor(req.method, req.path)?.[1] ?? 'no such route';

/** One line per request, when its answer has ended; assets and health checks are left out. */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const pattern = patternOf(req);
    if (['/live', '/ready', '/assets/:file'].includes(pattern)) {
      next();
      return;
    }
    const began = performance.now();
    res.once('close', () => {
      log.info('request', {
        method: req.method,
        route: pattern,
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
      });
    });
    next();
  };
