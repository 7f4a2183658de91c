// Which page does a failure become? The only map from failure to page (architecture, section 7). Pages say what to do
// next and never what went wrong inside; the log gets a reference that the page shows too.
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../application/index.js';
import { ChangedMeanwhile, NotAllowed, NotFound } from '../application/errors.js';
import { memberOf } from './access.js';
import { NotOurForm } from './form.js';
import { patternOf } from './request-log.js';
import { FromElsewhere } from './same-origin.js';
import { UnreadableUpload } from './upload.js';

interface ErrorPage {
  readonly status: number;
  readonly title: string;
  readonly advice: string;
}

const notFound: ErrorPage = {
  status: 404,
  title: 'There is nothing at this address',
  advice: 'Check the address, or go back and follow the link again. It may also be something that is not yours to see.',
};
const notAllowed: ErrorPage = {
  status: 403,
  title: 'Your role does not include this',
  advice: 'Ask an administrator of your trust if you think that it should.',
};
const changed: ErrorPage = {
  status: 409,
  title: 'Somebody else changed this meanwhile',
  advice: 'Nothing of yours was saved over it. Go back, reload the page to see how it stands now, and decide again.',
};
const oldForm: ErrorPage = {
  status: 403,
  title: 'This form was open for too long',
  advice: 'Nothing was changed. Go back, reload the page and send the form again.',
};
const otherSite: ErrorPage = {
  status: 403,
  title: 'This did not come from one of our pages',
  advice: 'Nothing was changed. Open the page here and send the form from it.',
};
const unreadable: ErrorPage = {
  status: 400,
  title: 'We could not read what was sent',
  advice: 'Nothing was changed. Go back, reload the page and try again.',
};
const tooLarge: ErrorPage = {
  status: 413,
  title: 'That was too large',
  advice: 'Nothing was changed. Send less at once.',
};
const ours: ErrorPage = {
  status: 500,
  title: 'Something went wrong here',
  advice: 'It was not your doing, and we have a note of it. Try again in a few minutes.',
};

function pageFor(error: unknown): ErrorPage {
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

// Messages of failures may hold what somebody typed, so only their kind and place are noted.
const placesOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}\n${(error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')}`
    : typeof error;

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
      log.error('A request failed', { route: patternOf(req), reference, failure: placesOf(error) });
    }
    res.status(page.status);
    const staff = memberOf(res) !== null;
    res.render(
      'errors/error',
      { ...page, reference, staff, layout: 'plain' },
      (failure: Error | null, html?: string) => {
        if (failure !== null || html === undefined) res.type('text').send(`${page.title}. ${page.advice}`);
        else res.send(html);
      },
    );
  };
