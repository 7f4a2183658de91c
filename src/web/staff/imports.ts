// Import: bringing a file of leavers or of plans and results, reading what it would change, confirming it, and what became of
// it (decision R18).
// Everything works by reload; a refused file is answered with 422 and what to do about it.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { z } from 'zod';
import { faultOf } from '../../application/fault.js';
import type { Application, Clock, Log } from '../../application/index.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import {
  keptForPage,
  peopleToWrite,
  type ImportCounts,
  type ImportId,
  type ImportKind,
  type ImportState,
} from '../../domain/alumni/import.js';
import { readDay } from '../../domain/alumni/leaver-cells.js';
import { leaverFields } from '../../domain/alumni/leaver-fields.js';
import { planFileFields } from '../../domain/alumni/plan-file-fields.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { authorityFileFields } from '../../domain/destinations/authority-file.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { mayOpen, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
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

const lineOf = z.string().regex(/^\d{1,7}$/);
const confirmation = decision.extend({ line: z.union([lineOf, z.array(lineOf).max(keptForPage)]).optional() });
const about = {
  leavers: 'Leavers',
  'plans-school': 'Plans and results, from the school’s system',
  'plans-ucas': 'Plans and results, from UCAS',
  authority: 'What people do now, from a local authority',
} as const;
type About = keyof typeof about;
const abouts = Object.keys(about) as [About, ...About[]];
const uploadForm = z.strictObject({
  about: z.enum(abouts, 'Choose what the file is about').default('leavers'),
  'as-of': z.string().max(20).default(''),
  file: z.literal('').optional(), // where none was chosen
});

/** What kind of file is brought, or what to put right about the day. */
function kindIn({ about: chosen, 'as-of': day }: z.output<typeof uploadForm>, today: LocalDate): ImportKind | string {
  if (chosen === 'leavers') return { of: 'leavers' };
  const asOf = day.trim() === '' ? today : readDay(day.trim());
  if (asOf === null) return 'Enter the day of the file, for example 2026-08-13';
  if (asOf > today) return 'Enter a day that is not still to come';
  if (chosen === 'authority') return { of: 'authority', asOf };
  return { of: 'plans', source: chosen === 'plans-ucas' ? 'ucas' : 'school', asOf };
}

/** What a file is about, in a word for the list and in a sentence. */
function kindWords(kind: ImportKind): readonly [word: string, words: string] {
  if (kind.of === 'leavers') return ['Leavers', 'leavers'];
  const day = format.date(kind.asOf);
  if (kind.of === 'authority') return ['Local authority', `what a local authority told us, as of ${day}`];
  return kind.source === 'ucas'
    ? ['UCAS', `plans and results from UCAS, as of ${day}`]
    : ['Plans', `plans and results from the school’s system, as of ${day}`];
}

const rowsOf = (counts: ImportCounts): number => counts.new + counts.changed + counts.unchanged + counts.problems;

/** `/staff/imports` and the page of each import. */
export function importPages(
  { alumni, governance }: Pick<Application, 'alumni' | 'governance'>,
  clock: Clock,
  log: Log,
): Router {
  const router = Router();

  async function renderList(res: Response, errors: FieldErrors, typed: Typed = {}): Promise<void> {
    const imports = await alumni.listImports(viewerOf(res));
    const schools = await governance.listSchools(viewerOf(res));
    res.render('staff/imports/index', {
      title: 'Import',
      layout: 'staff',
      place: 'import',
      errors,
      typed,
      abouts: abouts.map((value) => ({ value, text: about[value] })),
      columns: Object.values(leaverFields),
      planColumns: Object.values(planFileFields),
      authorityColumns: Object.values(authorityFileFields),
      noSchools: schools.length === 0,
      mayAddSchools: mayOpen(viewerOf(res).role, '/staff/settings/schools'),
      rows: imports.map(({ id, kind, fileName, uploadedAt, state, found, done }) => {
        const shown = state === 'done' ? done : found;
        return [
          { text: fileName, href: `/staff/imports/${id}` },
          format.dateTime(uploadedAt),
          kindWords(kind)[0],
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

  router.post('/staff/imports', async (req, res) => {
    const upload = uploadOf(res);
    const form = readForm(uploadForm, req.body);
    const refuse = async (why: string, field = 'file'): Promise<void> => {
      res.status(422);
      await renderList(res, { [field]: why }, form.typed);
    };
    const kind = form.ok ? kindIn(form.value, londonDate(clock.now())) : 'Choose what the file is about';
    if (typeof kind === 'string') {
      await refuse(kind, form.ok ? 'as-of' : 'about');
      return;
    }
    if (upload === null) {
      await refuse('Choose a file first');
      return;
    }
    if (upload.bytes === null) {
      await refuse('This file is larger than 10 MB. Bring it in parts, or import it from the command line.');
      return;
    }
    const { filename: fileName, bytes } = upload;
    const stream = Readable.from(bytes);
    const uploaded = await alumni.uploadImport(viewerOf(res), { stream, fileName, from: 'browser', kind });
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
      kind: kindWords(found.kind)[1],
      ofPlans: found.kind.of !== 'leavers',
      people: peopleToWrite(found.found),
      toConfirm: found.toConfirm.map((one) => ({ ...one, born: format.date(one.dateOfBirth) })),
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
    const form = readForm(confirmation, req.body);
    if (!form.ok) throw new NotOurForm();
    const { revision, line = [] } = form.value;
    await alumni.confirmImport(viewerOf(res), id, Number(revision), [line].flat().map(Number));
    // The page is answered at once; if this process dies, the recurring job goes on at the stored position.
    alumni.resumeImports().catch((error: unknown) => {
      log.error('an import stopped and will be taken up again', { import: id, why: faultOf(error) });
    });
    goWithNotice(req, res, `/staff/imports/${id}`, 'Confirmed. People are being written.');
  });

  router.post('/staff/imports/:id/discard', async (req, res) => {
    await alumni.discardImport(viewerOf(res), req.params.id as ImportId, revisionOf(req.body));
    goWithNotice(req, res, '/staff/imports', 'Discarded. Nothing of the file was saved.');
  });

  return router;
}
