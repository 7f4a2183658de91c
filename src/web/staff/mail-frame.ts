// A mail inside a page of ours, as mail programs show it.
// It brings styles of its own and stands in a frame: the one answer for which both are allowed, and nothing else is, not even
// opening its links inside the frame (requirement W3).
import type { Response } from 'express';
import { reportPath } from '../policy-reports.js';

const policy = `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox; report-uri ${reportPath}`;

/** Answers with one part of the mail, for a frame. */
export function sendMailFrame(
  res: Response,
  mail: { readonly html: string; readonly text: string },
  part: 'html' | 'text' = 'html',
): void {
  res.setHeader('Content-Security-Policy', policy);
  res.setHeader('X-Frame-Options', 'SAMEORIGIN');
  res.type(part).send(mail[part]);
}
