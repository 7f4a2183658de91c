// What did a browser refuse to load on one of our pages (requirement W3)? Browsers say so by themselves, and anybody may
// claim to be one: a report is small, believed for nothing, and leaves one line in the log with the directive and the
// pattern of the page. Addresses are left out, because they may hold a link's secret (requirement T9).
import express, { Router, type Request } from 'express';
import rateLimit from 'express-rate-limit';
import { z } from 'zod';
import type { Log } from '../application/index.js';
import { accessEntryFor } from './access.js';

/** Where the policy asks browsers to report to. */
export const reportPath = '/csp-report';

const mostPerMinute = 20;

/** The part of a report that is read; browsers send more, and older ones only `violated-directive`. */
const report = z.object({
  'csp-report': z.object({
    'document-uri': z.string().max(2_000).optional(),
    'effective-directive': z.string().max(200).optional(),
    'violated-directive': z.string().max(200).optional(),
  }),
});

/** The pattern of the page that the report is about. */
function pageOf(address: string | undefined): string {
  if (address === undefined || !URL.canParse(address)) return 'no page of ours';
  return accessEntryFor('GET', new URL(address).pathname)?.[1] ?? 'no page of ours';
}

/** Takes reports. Too many from one address are answered 429, what is not a report 400, more than 8 kB 413. */
export function policyReports(log: Log): Router {
  const router = Router();
  router.post(
    reportPath,
    rateLimit({ windowMs: 60_000, limit: mostPerMinute, standardHeaders: false, legacyHeaders: false }),
    express.json({ type: ['application/csp-report', 'application/json'], limit: '8kb' }),
    (req: Request, res) => {
      const read = report.safeParse(req.body);
      if (!read.success) {
        res.sendStatus(400);
        return;
      }
      const said = read.data['csp-report'];
      const directive = /^[a-z-]{3,40}/.exec(said['effective-directive'] ?? said['violated-directive'] ?? '')?.[0];
      log.warn('A browser refused what the policy forbids', {
        directive: directive ?? 'unknown',
        page: pageOf(said['document-uri']),
      });
      res.sendStatus(204);
    },
  );
  return router;
}
