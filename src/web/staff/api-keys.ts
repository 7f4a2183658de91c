// Settings → API keys: which other systems of the trust may read what, through /api/v1. A key is shown once, when it is made.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { apiScopes, isOpen, type ApiKeyId, type ApiScope } from '../../domain/alumni/api-key.js';
import { addDays } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const several = z
  .union([z.string().max(100), z.array(z.string().max(100)).max(200)])
  .default([])
  .transform((value) => [value].flat());
const keyForm = z.strictObject({
  name: z.string().max(200).default(''),
  scopes: several,
  schools: several,
  until: z.string().max(20).default(''),
});

const scopeWords: Readonly<Record<ApiScope, { readonly text: string; readonly hint: string }>> = {
  people: { text: 'People', hint: 'Names, birth dates, numbers, school and cohort; no addresses' },
  records: { text: 'Records', hint: 'Plans and what we have been told, but for what is sealed' },
  spells: { text: 'Time at …', hint: 'Stretches of time in one activity' },
  verdicts: { text: 'Rules', hint: 'The DfE six-month rule, month by month' },
  figures: { text: 'Figures', hint: 'What the pages of Insight show, small numbers hidden; no names' },
};

/** Half a year, unless somebody says otherwise. */
const usualDays = 182;
const path = '/staff/settings/api-keys';

/** `/staff/settings/api-keys`. */
export function apiKeyPages({ api, governance }: Pick<Application, 'api' | 'governance'>, clock: Clock): Router {
  const router = Router();

  async function render(
    res: Response,
    state: {
      readonly errors?: FieldErrors;
      readonly typed?: Typed;
      readonly made?: { name: string; token: string };
    } = {},
  ): Promise<void> {
    const today = londonDate(clock.now());
    const viewer = viewerOf(res);
    const schools = await governance.listSchools(viewer);
    const names = new Map<string, string>(schools.map(({ id, name }) => [id, name]));
    const keys = await api.listKeys(viewer);
    res.render('staff/settings/api-keys', {
      title: 'API keys',
      layout: 'staff',
      place: 'settings',
      errors: state.errors ?? {},
      typed: { until: addDays(today, usualDays), ...state.typed },
      made: state.made ?? null,
      scopes: apiScopes.map((value) => ({ value, ...scopeWords[value] })),
      schools: schools.map(({ id, name }) => ({ value: id, text: name })),
      rows: keys.map((key) => ({
        id: key.id,
        open: isOpen(key, today),
        name: key.name,
        cells: [
          key.scopes.map((scope) => scopeWords[scope].text).join(', '),
          key.schools === 'every-school' ? 'Every school' : key.schools.map((id) => names.get(id) ?? id).join(', '),
          key.lastUsedOn === undefined ? 'Never' : format.date(key.lastUsedOn),
          key.revokedAt === undefined ? format.date(key.until) : 'Revoked',
        ],
      })),
    });
  }

  router.get(path, (_req, res) => render(res));

  router.post(path, async (req, res) => {
    const form = readForm(keyForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const made = await api.makeKey(viewerOf(res), form.value);
    if (made.kind === 'refused') {
      res.status(422);
      await render(res, { errors: made.errors, typed: form.typed });
      return;
    }
    // Shown in the answer itself: it is kept nowhere, not even until the next page.
    await render(res, { made: { name: made.key.name, token: made.token } });
  });

  router.post(`${path}/:id/revoke`, async (req, res) => {
    readButton(req.body);
    const key = await api.revokeKey(viewerOf(res), req.params['id'] as ApiKeyId);
    goWithNotice(req, res, path, `The key of ${key.name} opens nothing any more.`);
  });

  return router;
}
