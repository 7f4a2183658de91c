// A school that left the trust: handing its records over with a receipt, and erasing them afterwards (Y21).
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { HandOverResult } from '../../application/alumni/hand-over.js';
import type { HandOverState } from '../../domain/alumni/hand-over.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const text = z.string().max(300).default('');
const beginForm = z.strictObject({ to: text, agreement: text });
const eraseForm = z.strictObject({ revision: z.coerce.number().int().min(0), count: text });
const states: Readonly<Record<HandOverState, { readonly tone: string; readonly text: string }>> = {
  writing: { tone: 'note', text: 'Its tables are being written' },
  written: { tone: 'careful', text: 'Handed over; its people are still on record here' },
  erasing: { tone: 'note', text: 'Its people are being erased' },
  erased: { tone: 'good', text: 'Erased' },
};

/** `/staff/settings/schools/:id/hand-over` and what is below it. */
export function handOverPages({ alumni }: Pick<Application, 'alumni'>): Router {
  const router = Router();
  const path = '/staff/settings/schools/:id/hand-over';

  async function render(
    res: Response,
    id: SchoolId,
    { errors = {}, typed = {}, changed = false }: { errors?: FieldErrors; typed?: Typed; changed?: boolean } = {},
  ): Promise<void> {
    const { school, handOver, people, mayBegin } = await alumni.showHandOver(viewerOf(res), id);
    const at = `/staff/settings/schools/${id}/hand-over`;
    res.render('staff/settings/hand-over', {
      ...{ title: `Hand over: ${school.name}`, layout: 'staff', place: 'settings', errors, typed, changed, at },
      back: { href: `/staff/settings/schools/${id}`, text: school.name },
      ...{ school, people, mayBegin, handOver },
      tag: handOver === null ? null : states[handOver.state],
      receipt:
        handOver === null
          ? []
          : [
              { key: 'School', value: `${school.name}, URN ${school.urn}` },
              {
                key: 'Left the trust on',
                value: school.leftTrustOn === undefined ? null : format.date(school.leftTrustOn),
              },
              { key: 'Handed over to', value: handOver.to },
              { key: 'Under', value: handOver.agreement },
              { key: 'On', value: format.dateTime(handOver.at) },
              { key: 'People on record then', value: handOver.people },
              ...(handOver.erasedAt === undefined
                ? []
                : [
                    { key: 'People erased', value: handOver.erased },
                    { key: 'Erased on', value: format.dateTime(handOver.erasedAt) },
                  ]),
            ],
      tables: (handOver?.tables ?? []).map(({ name, title, rows, bytes, hash }) => [
        handOver?.state === 'written' ? { text: title, href: `${at}/${name}` } : title,
        rows,
        bytes,
        hash,
      ]),
    });
  }

  async function answer(res: Response, id: SchoolId, result: HandOverResult, typed: Typed): Promise<boolean> {
    if (result.kind === 'done') return true;
    if (result.kind === 'changed-meanwhile') await render(res.status(409), id, { changed: true });
    else await render(res.status(422), id, { errors: result.errors, typed });
    return false;
  }

  router.get(path, async (req, res) => render(res, req.params['id'] as SchoolId));

  router.post(path, async (req, res) => {
    const id = req.params['id'] as SchoolId;
    const form = readForm(beginForm, req.body);
    if (!form.ok) throw new NotOurForm();
    if (await answer(res, id, await alumni.beginHandOver(viewerOf(res), id, form.value), form.typed)) {
      goWithNotice(req, res, req.path, 'Its tables are written within a minute.');
    }
  });

  router.post(`${path}/erase`, async (req, res) => {
    const id = req.params['id'] as SchoolId;
    const form = readForm(eraseForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const { count, revision } = form.value;
    if (await answer(res, id, await alumni.eraseSchool(viewerOf(res), id, count, revision), form.typed)) {
      goWithNotice(req, res, `/staff/settings/schools/${id}/hand-over`, 'Its people are being erased.');
    }
  });

  router.get(`${path}/:table`, async (req, res) => {
    const { id, table: name } = req.params;
    const { table, file } = await alumni.openHanded(viewerOf(res), id as SchoolId, name);
    res.type('text/csv; charset=utf-8').attachment(`${id}-${table.name}.csv`);
    await pipeline(file, res);
  });

  return router;
}
