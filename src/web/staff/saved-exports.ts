// Tables that are taken out on a timetable: saving one, how far it has come, its last file, writing it again, and ending it.
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import {
  exportRhythms,
  type ExportRhythm,
  type SavedExport,
  type SavedExportId,
} from '../../domain/destinations/saved-export.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { cohortChoices, exportTypes, schoolChoices } from './exports.js';

const text = z.string().max(100).default('');
const savedForm = z.strictObject({ name: text, table: text, format: text, every: text, cohort: text, school: text });
const chosen = (value: string): string | undefined => (/^[a-z0-9-]{1,60}$/.test(value) ? value : undefined);

const rhythmWords: Readonly<Record<ExportRhythm, string>> = {
  once: 'Once, now',
  day: 'Every day',
  week: 'Every week',
  month: 'On the first of every month',
};

function stateOf({ progress, next, last, failedOn, every }: SavedExport): string {
  if (progress !== undefined) {
    return `Being written: ${format.number(progress.people)} of ${format.number(progress.of)} people`;
  }
  if (failedOn !== undefined) return `Could not be written on ${format.date(failedOn)}`;
  if (next !== undefined && (last === undefined || every === 'once')) return 'Is written within a minute';
  return next === undefined ? 'Written' : `Next on ${format.date(next)}`;
}

const path = '/staff/saved-exports';

/** `/staff/saved-exports`, and the files under it. */
export function savedExportPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();

  async function render(res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const viewer = viewerOf(res);
    const { tables, cohorts, schools } = await destinations.showExports(viewer);
    const titles = new Map<string, string>(tables.map(({ name, title }) => [name, title]));
    const saved = await destinations.listSavedExports(viewer);
    res.render('staff/saved-exports', {
      title: 'Saved exports',
      layout: 'staff',
      place: 'people',
      back: { href: '/staff/exports', text: 'Take data out' },
      errors,
      typed: { every: 'week', format: 'csv', ...typed },
      moving: saved.some(({ progress }) => progress !== undefined),
      rows: saved.map((one) => ({
        id: one.id,
        name: one.name,
        cells: [
          `${titles.get(one.table) ?? one.table} (${one.format.toUpperCase()})`,
          rhythmWords[one.every],
          stateOf(one),
          one.last === undefined
            ? 'None yet'
            : `${format.dateTime(one.last.at)}, ${format.countOf(one.last.people, 'person', 'people')}`,
        ],
        file: one.last === undefined ? null : `${path}/${one.id}/file`,
      })),
      tables: tables.map(({ name, title }) => ({ value: name, text: title })),
      rhythms: exportRhythms.map((value) => ({ value, text: rhythmWords[value] })),
      cohorts: cohortChoices(cohorts),
      schools: schoolChoices(schools),
    });
  }

  router.get(path, (_req, res) => render(res));

  router.post(path, async (req, res) => {
    const form = readForm(savedForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const { cohort, school, ...rest } = form.value;
    const saved = await destinations.saveExport(viewerOf(res), {
      ...rest,
      cohort: chosen(cohort),
      school: chosen(school),
    });
    if (saved.kind === 'refused') {
      res.status(422);
      await render(res, saved.errors, form.typed);
      return;
    }
    goWithNotice(req, res, path, 'It is saved, and is written within a minute.');
  });

  router.post(`${path}/:id/again`, async (req, res) => {
    readButton(req.body);
    await destinations.writeAgain(viewerOf(res), req.params['id'] as SavedExportId);
    goWithNotice(req, res, path, 'It is written again within a minute.');
  });

  router.post(`${path}/:id/end`, async (req, res) => {
    readButton(req.body);
    await destinations.endSavedExport(viewerOf(res), req.params['id'] as SavedExportId);
    goWithNotice(req, res, path, 'It is written no more, and its file is gone.');
  });

  router.get(`${path}/:id/file`, async (req, res) => {
    const { saved, file } = await destinations.openSavedExport(viewerOf(res), req.params['id'] as SavedExportId);
    const on = saved.last === undefined ? '' : `-${londonDate(saved.last.at)}`;
    res.type(exportTypes[saved.format]);
    res.set('Content-Disposition', `attachment; filename="${saved.table}${on}.${saved.format}"`);
    await pipeline(file, res);
  });

  return router;
}
