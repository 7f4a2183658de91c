// Import: bringing a file of leavers, reading what it would change, confirming it, and what became of it (decision R18).
// Everything works by reload; a refused file is answered with 422 and what to do about it.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Log } from '../../application/index.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import {
  keptForPage,
  peopleToWrite,
  type ImportCounts,
  type ImportId,
  type ImportState,
} from '../../domain/alumni/import.js';
import { leaverFields } from '../../domain/alumni/leaver-fields.js';
import { mayOpen, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors } from '../form.js';
import { capital, format } from '../format.js';
import { goWithNotice } from '../session.js';
import { uploadOf } from '../upload.js';

const stateTags = {
  ready: { tone: 'careful', text: 'Waits for you' },
  committing: { tone: 'note', text: 'Being written' },
  done: { tone: 'good', text: 'Done' },
  discarded: { tone: 'quiet', text: 'Discarded' },
} as const satisfies Readonly<Record<ImportState, { readonly tone: string; readonly text: string }>>;

const decision = z.strictObject({ revision: z.string().regex(/^\d{1,9}$/) });

const rowsOf = (counts: ImportCounts): number => counts.new + counts.changed + counts.unchanged + counts.problems;

/** `/staff/imports` and the page of each import. */
export function importPages({ alumni }: Pick<Application, 'alumni'>, log: Log): Router {
  const router = Router();

  async function renderList(res: Response, errors: FieldErrors): Promise<void> {
    const imports = await alumni.listImports(viewerOf(res));
    const schools = await alumni.listSchools();
    res.render('staff/imports/index', {
      title: 'Import leavers',
      layout: 'staff',
      place: 'import',
      errors,
      columns: Object.values(leaverFields),
      noSchools: schools.length === 0,
      mayAddSchools: mayOpen(viewerOf(res).role, '/staff/settings/schools'),
      rows: imports.map(({ id, fileName, uploadedAt, state, found, done }) => {
        const shown = state === 'done' ? done : found;
        return [
          { text: fileName, href: `/staff/imports/${id}` },
          format.dateTime(uploadedAt),
          stateTags[state],
          shown.new,
          shown.changed,
          shown.unchanged,
          shown.problems,
        ];
      }),
    });
  }

  const revisionOf = (body: unknown): number => {
    const form = readForm(decision, body);
    if (!form.ok) throw new NotOurForm();
    return Number(form.value.revision);
  };

  router.get('/staff/imports', async (_req, res) => renderList(res, {}));

  router.post('/staff/imports', async (_req, res) => {
    const upload = uploadOf(res);
    const refuse = async (why: string): Promise<void> => {
      res.status(422);
      await renderList(res, { file: why });
    };
    if (upload === null) {
      await refuse('Choose a file first');
      return;
    }
    if (upload.bytes === null) {
      await refuse('This file is larger than 10 MB. Bring it in parts, or import it from the command line.');
      return;
    }
    const { filename: fileName, bytes } = upload;
    const stream = Readable.from([bytes]);
    const uploaded = await alumni.uploadLeavers(viewerOf(res), { stream, fileName, from: 'browser' });
    if (uploaded.kind === 'refused') await refuse(uploaded.why);
    else res.redirect(303, `/staff/imports/${uploaded.importId}`);
  });

  router.get('/staff/imports/:id', async (req, res) => {
    const found = await alumni.showImport(viewerOf(res), req.params.id as ImportId);
    const counts = found.state === 'done' ? found.done : found.found;
    res.render('staff/imports/import', {
      title: found.fileName,
      layout: 'staff',
      place: 'import',
      back: { href: '/staff/imports', text: 'All imports' },
      upload: found,
      tag: stateTags[found.state],
      counts,
      rows: rowsOf(found.found),
      written: rowsOf(found.done),
      people: peopleToWrite(found.found),
      cohorts: found.cohortIds.map(cohortName).join('; '),
      keptForPage,
      changes: found.changes.flatMap(({ line, alumnusId, changes }) =>
        changes.map(({ field, before, after }) => [
          { text: `Line ${line}`, href: `/staff/people/${alumnusId}` },
          field,
          before === '' ? null : before,
          after === '' ? null : after,
        ]),
      ),
      problems: found.problems.map(({ line, field, why, remedy }) => [
        `Row ${line}`,
        field,
        capital(`${why}; ${remedy}.`),
      ]),
    });
  });

  router.get('/staff/imports/:id/problems.csv', async (req, res) => {
    const lines = await alumni.listProblems(viewerOf(res), req.params.id as ImportId);
    res.type('text/csv; charset=utf-8').attachment(`problems-${req.params.id}.csv`);
    await pipeline(Readable.from(lines), res);
  });

  router.post('/staff/imports/:id/confirm', async (req, res) => {
    const id = req.params.id as ImportId;
    await alumni.confirmImport(viewerOf(res), id, revisionOf(req.body));
    // The page is answered at once; if this process dies, the recurring job goes on at the stored position.
    alumni.resumeImports().catch((error: unknown) => {
      log.error('an import stopped and will be taken up again', { import: id, why: String(error) });
    });
    goWithNotice(req, res, `/staff/imports/${id}`, 'Confirmed. People are being written.');
  });

  router.post('/staff/imports/:id/discard', async (req, res) => {
    await alumni.discardImport(viewerOf(res), req.params.id as ImportId, revisionOf(req.body));
    goWithNotice(req, res, '/staff/imports', 'Discarded. Nothing of the file was saved.');
  });

  return router;
}
