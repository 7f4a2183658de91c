// Which page does a failure become? The only map from failure to page (architecture, section 7). Pages say what to do
// next and never what went wrong inside; the log gets a reference that the page shows too.
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../application/index.js';
import { CannotAsk, ChangedMeanwhile, NotAllowed, NotFound } from '../application/errors.js';
import { faultOf } from '../application/fault.js';
import { leaversName } from '../domain/alumni/cohort.js';
import type { WordKey } from '../domain/survey/languages/words.en.js';
import { memberOf } from './access.js';
import { NotOurForm } from './form.js';
import { patternOf } from './request-log.js';
import { FromElsewhere } from './same-origin.js';
import { spokenBy } from './survey/speak.js';
import { UnreadableUpload } from './upload.js';

/** A page by the name of its words, `error.…` and `error.…-then`. */
interface ErrorPage {
  readonly status: number;
  readonly words: Extract<WordKey, `error.${string}-then`> extends `error.${infer Name}-then` ? Name : never;
}

const notFound: ErrorPage = { status: 404, words: 'not-found' };
const notAllowed: ErrorPage = { status: 403, words: 'not-allowed' };
const changed: ErrorPage = { status: 409, words: 'changed' };
const oldForm: ErrorPage = { status: 403, words: 'old-form' };
const otherSite: ErrorPage = { status: 403, words: 'other-site' };
const unreadable: ErrorPage = { status: 400, words: 'unreadable' };
const tooLarge: ErrorPage = { status: 413, words: 'too-large' };
const ours: ErrorPage = { status: 500, words: 'ours' };

function pageFor(error: unknown): ErrorPage {
  // A school may exist elsewhere (requirement W5).
  if (error instanceof CannotAsk) return error.by === 'school' ? notFound : { ...notFound, status: 400 };
  if (error instanceof NotFound) return notFound;
  if (error instanceof NotAllowed) return notAllowed;
  if (error instanceof ChangedMeanwhile) return changed;
  if (error instanceof FromElsewhere) return otherSite;
  if (error instanceof NotOurForm || error instanceof UnreadableUpload) return unreadable;
  const { status, code } = error as { readonly status?: unknown; readonly code?: unknown };
  if (code === 'EBADCSRFTOKEN') return oldForm;
  if (status === 413) return tooLarge;
  if (error instanceof URIError) return notFound; // an address with a broken escape
  if (typeof status === 'number' && status >= 400 && status < 500) return unreadable; // from Express's body readers
  return ours;
}

/** The last handler of the application. */
export const errorPages =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const page = pageFor(error);
    const reference = page.status === 500 ? randomBytes(4).toString('hex') : null;
    if (reference !== null) {
      log.error('A request failed', { route: patternOf(req), reference, failure: faultOf(error) });
    }
    res.status(page.status);
    const staff = memberOf(res) !== null;
    const { say } = spokenBy(res);
    const ask = error instanceof CannotAsk ? error : null;
    // Figures are asked for on pages of staff alone, which speak English.
    const title = ask === null ? say(`error.${page.words}`) : 'That cannot be shown';
    const advice =
      ask === null ? say(`error.${page.words}-then`) : `${ask.words(leaversName)} Go back and choose again.`;
    res.render(
      'errors/error',
      { title, advice, reference, staff, layout: 'plain' },
      (failure: Error | null, html?: string) => {
        if (failure !== null || html === undefined) res.type('text').send(`${title}. ${advice}`);
        else res.send(html);
      },
    );
  };
