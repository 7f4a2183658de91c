// The API for the trust's other systems: version 1, read-only, JSON. A key in the Authorization header is the proof; cookies are
// never read here. Every refusal is a problem document (RFC 9457) that says what to do and nothing of what is inside.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../application/index.js';
import type { ApiCaller } from '../../application/api/keys.js';
import { BadCursor, type ApiQuery } from '../../application/api/read-pages.js';
import { CannotAsk, NotFound } from '../../application/errors.js';
import {
  figureFilters,
  figureNames,
  figures,
  isFigureName,
  unknownFilters,
  type AskedFigure,
  type FigureFilter,
} from '../../application/insight/figures.js';
import type { ApiScope } from '../../domain/alumni/api-key.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { apiDocument } from './document.js';
import { apiLimits, mostRows, usualRows } from './limits.js';

const short = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/)
  .optional();
const query = z.strictObject({
  cohort: short,
  school: short,
  cursor: z.string().min(1).max(400).optional(),
  limit: z.coerce.number().int().min(1).max(mostRows).default(usualRows),
});

/** A short name or code, or some numbers with commas; an empty school is the trust. */
const filter = z
  .string()
  .regex(/^[A-Za-z0-9, -]{0,200}$/)
  .optional();
const figureQuery = z.strictObject({
  ...(Object.fromEntries(figureFilters.map((name) => [name, filter])) as Record<FigureFilter, typeof filter>),
  format: z.enum(['json', 'csv']).optional(),
});

function refuse(res: Response, status: number, title: string, detail: string): void {
  res
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail }));
}

/** `/api/v1/…`. */
export function apiPages(
  { api, insight }: Pick<Application, 'api' | 'insight'>,
  settings: Pick<AppSettings, 'baseUrl' | 'trustName'>,
  limits = apiLimits(),
): Router {
  const router = Router();

  /** The caller, or null once a refusal has been answered. */
  async function callerOf(req: Request, res: Response, scope: ApiScope): Promise<ApiCaller | null> {
    const address = req.ip ?? '';
    const tries = await limits.mayTry(address);
    if (!tries.ok) {
      res.set('Retry-After', String(tries.after));
      refuse(
        res,
        429,
        'Too many keys',
        'Too many keys from this address opened nothing. Wait, then use the right one.',
      );
      return null;
    }
    const token = /^Bearer ([A-Za-z0-9._-]{1,200})$/.exec(req.get('Authorization') ?? '')?.[1];
    const caller = token === undefined ? null : await api.callerBehind(token);
    if (caller === null) {
      if (token !== undefined) await limits.noteWrong(address);
      res.set('WWW-Authenticate', 'Bearer realm="onward"');
      refuse(res, 401, 'No key', 'Send a key of Settings, API keys, as "Authorization: Bearer …". It may have ended.');
      return null;
    }
    const turn = await limits.take(caller.keyId);
    res.set('RateLimit-Limit', String(limits.most));
    if (!turn.ok) {
      res.set('Retry-After', String(turn.after));
      refuse(res, 429, 'Too often', `This key was used ${limits.most} times within a minute.`);
      return null;
    }
    res.set('RateLimit-Remaining', String(turn.left));
    if (!caller.scopes.includes(scope)) {
      refuse(res, 403, 'Not for this key', `This key may not read ${scope}.`);
      return null;
    }
    await api.noteUse(caller, scope);
    return caller;
  }

  const list = (scope: ApiScope, read: (caller: ApiCaller, asked: ApiQuery) => Promise<object>): void => {
    router.get(`/api/v1/${scope}`, async (req, res) => {
      const caller = await callerOf(req, res, scope);
      if (caller === null) return;
      const asked = query.safeParse(req.query);
      if (!asked.success) {
        const [issue] = asked.error.issues;
        refuse(res, 400, 'A parameter does not fit', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
        return;
      }
      try {
        res.json(await read(caller, asked.data));
      } catch (error) {
        if (!(error instanceof BadCursor)) throw error;
        refuse(res, 400, 'The cursor does not fit', 'Give `next` of the page before, with the same cohort and school.');
      }
    });
  };

  list('people', ({ viewer }, asked) => api.people(viewer, asked));
  list('records', ({ viewer }, asked) => api.records(viewer, asked));
  list('spells', ({ viewer }, asked) => api.spells(viewer, asked));
  list('verdicts', ({ viewer }, asked) => api.verdicts(viewer, asked));

  router.get('/api/v1/people/:id', async (req, res) => {
    const caller = await callerOf(req, res, 'people');
    if (caller === null) return;
    try {
      res.json(await api.person(caller.viewer, req.params.id as AlumnusId));
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      refuse(res, 404, 'Nobody', 'There is nobody with this id within the schools of the key.');
    }
  });

  router.get('/api/v1/insight', async (req, res) => {
    if ((await callerOf(req, res, 'figures')) === null) return;
    res.json({
      data: figureNames.map((name) => ({ name, title: figures[name].title, filters: figures[name].filters })),
    });
  });

  router.get('/api/v1/insight/:name', async (req, res) => {
    const caller = await callerOf(req, res, 'figures');
    if (caller === null) return;
    const { name } = req.params;
    if (!isFigureName(name)) {
      refuse(res, 404, 'No such figure', `There are: ${figureNames.join(', ')}.`);
      return;
    }
    const given = figureQuery.safeParse(req.query);
    if (!given.success) {
      const [issue] = given.error.issues;
      refuse(res, 400, 'A parameter does not fit', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
      return;
    }
    const { format, ...filters } = given.data;
    const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as AskedFigure;
    const [unknown] = unknownFilters(name, asked);
    if (unknown !== undefined) {
      refuse(res, 400, 'A parameter does not fit', `${name} cannot be narrowed down by ${unknown}.`);
      return;
    }
    try {
      const figure = await insight.readFigure(caller.viewer, name, asked);
      if (format === 'csv') res.type('text/csv; charset=utf-8').send(insight.figureCsv(figure));
      else res.json(figure);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      if (error instanceof CannotAsk && error.by !== 'school')
        refuse(res, 400, 'A parameter does not fit', error.message);
      else refuse(res, 404, 'No such school', error.message || 'There is no such school within those of the key.');
    }
  });

  router.get('/api/v1/openapi.json', (_req, res) => {
    res.json(apiDocument(settings.baseUrl, settings.trustName));
  });

  return router;
}
