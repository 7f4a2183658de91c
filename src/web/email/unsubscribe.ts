// How does somebody stop our mail? One POST by their mail program (RFC 8058), or two clicks on a page.
// The link's secret is the whole proof: no session, no cookie, no form token (Q4). Opening the link changes nothing, so a
// scanner that follows it stops nobody's mail; doing it again answers the same.
import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { SurveyLanguage } from '../../domain/survey/languages/languages.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import { readForm, type FieldErrors } from '../form.js';
import { speakAsAsked } from '../survey/speak.js';

type Unsubscribe = (request: {
  readonly token: string;
  readonly scope: 'wave' | 'year' | 'all';
}) => Promise<{ readonly kind: 'done' | 'unknown' }>;

const choiceForm = z.strictObject({ scope: z.enum(['all', 'wave', 'year']) });

/** More at once than this wait their turn: a provider may send thousands in one second, and each is a dozen writes. */
const mostAtOnce = 40;

/** The same request while it is under way is one; the rest take turns. */
function inTurns(unsubscribe: Unsubscribe): Unsubscribe {
  const underWay = new Map<string, ReturnType<Unsubscribe>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  const turn = async (request: Parameters<Unsubscribe>[0]): ReturnType<Unsubscribe> => {
    if (running < mostAtOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await unsubscribe(request);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next(); // the turn goes on to who waited longest
    }
  };
  return (request) => {
    const key = `${request.scope} ${request.token}`;
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const begun = turn(request).finally(() => underWay.delete(key));
    underWay.set(key, begun);
    return begun;
  };
}

/** Whether the body is the one that mail programs send, in either encoding that RFC 8058 allows. */
function isOneClick(req: Request): boolean {
  const body: unknown = req.body;
  if (typeof body === 'string') return /name="List-Unsubscribe"\r?\n\r?\nOne-Click\r?\n/.test(body);
  return typeof body === 'object' && body !== null && Reflect.get(body, 'List-Unsubscribe') === 'One-Click';
}

function choices(res: Response, { say }: Speech, isWrong: boolean): void {
  const errors: FieldErrors = isWrong ? { scope: say('stop.choose') } : {};
  res.render('email/stop', { title: say('stop.title'), layout: 'survey', errors });
}

export function unsubscribePages(
  { unsubscribe }: { readonly unsubscribe: Unsubscribe },
  languages: readonly SurveyLanguage[],
): Router {
  const router = Router();
  const stop = inTurns(unsubscribe);

  // The same page for every token, without looking it up (as decision R11 rules for the survey's links).
  router.get('/u/:token', (req, res) => choices(res, speakAsAsked(req as Request, res, languages), false));

  router.post<'/u/:token', { token: string }>(
    '/u/:token',
    express.text({ type: 'multipart/form-data', limit: '4kb' }),
    async (req, res) => {
      const { token } = req.params;
      const speech = speakAsAsked(req, res, languages);
      const byProgram = isOneClick(req as Request);
      const form = byProgram ? null : readForm(choiceForm, typeof req.body === 'string' ? {} : req.body);
      if (form?.ok === false) {
        res.status(422);
        choices(res, speech, true);
        return;
      }
      const scope = form?.value.scope ?? 'all';
      const { kind } = await stop({ token, scope });
      if (kind === 'unknown') {
        res.status(404).render('email/unknown', { title: speech.say('unknown.title'), layout: 'survey' });
      } else {
        res.render('email/stopped', { title: speech.say('stopped.title'), layout: 'survey', scope });
      }
    },
  );
  return router;
}
