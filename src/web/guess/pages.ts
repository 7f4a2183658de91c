// Guess first, at a meeting (Y14): the code on the wall, up to five numbers, done. Nobody is known, nothing is kept but the role and the
// numbers, and no figure is shown before the sheet is unsealed. A browser guesses once; a shared one is handed on. Works without scripting,
// in a minute, on a phone.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { handedOn, type OpenSheet } from '../../application/insight/guess-by-code.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { guessableFacts } from '../../domain/insight/guessable.js';
import { guessRoles } from '../../domain/insight/guess-sheet.js';
import { readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { guessFields, readGuesses } from '../guess-fields.js';
import { roleWords } from '../guess-words.js';
import type { SurveyCookies } from '../survey/cookie.js';

const codeForm = z.strictObject({ code: z.string().max(40).default('') });
const guessForm = z.strictObject({
  ticket: z.string().max(80).default(''),
  role: z.enum(guessRoles, 'Choose who you are'),
  ...guessFields,
});

/** As long as a sheet may stay open. */
const markLastsMs = 180 * 86_400_000;

const noSuchCode = 'There is no open sheet with this code. Check it and type it again';

/** `/guess` and what is below it. */
export function guessPages({ insight }: Pick<Application, 'insight'>, marks: SurveyCookies): Router {
  const router = Router();
  const tries = insight.codeTries;

  function renderStart(res: Response, code: string, errors: FieldErrors = {}): void {
    res.render('guess/start', { title: 'Guess first', layout: 'plain', code, errors });
  }

  function renderForm(res: Response, sheet: OpenSheet, errors: FieldErrors = {}, typed: Typed = {}): void {
    marks.write(res, { value: sheet.mark, lastsMs: markLastsMs });
    res.render('guess/form', {
      ...{ title: sheet.title, layout: 'plain', errors, typed },
      heading: sheet.title,
      action: `/guess/g/${sheet.code}`,
      ticket: sheet.ticket,
      of: `${sheet.school ?? 'All schools of the trust'}, ${cohortName(sheet.cohortId)}`,
      roles: guessRoles.map((role) => ({ value: role, text: roleWords[role].one })),
      questions: sheet.figures.map((key) => ({ name: key, label: `Of 100 ${guessableFacts[key].question}` })),
    });
  }

  /** The sheet, or the page that asks for a code; wrong codes are counted (requirement T7). */
  async function sheetOrStart(req: Request, res: Response, typed: string): Promise<OpenSheet | null> {
    const address = req.ip ?? '';
    if (await tries.mustWait(address)) {
      res.status(429);
      renderStart(res, typed, { code: 'Too many codes were tried. Wait a minute and try again' });
      return null;
    }
    const sheet = await insight.sheetByCode(typed, marks.read(req));
    if (sheet !== null) return sheet;
    await tries.noteWrong(address);
    res.status(typed === '' ? 422 : 404);
    renderStart(res, typed, { code: typed === '' ? 'Enter the code' : noSuchCode });
    return null;
  }

  router.get('/guess', (_req, res) => renderStart(res, ''));

  router.post('/guess', async (req, res) => {
    const form = readForm(codeForm, req.body);
    const typed = form.ok ? form.value.code.trim() : '';
    const sheet = await sheetOrStart(req, res, typed);
    if (sheet !== null) res.redirect(303, `/guess/g/${sheet.code}`);
  });

  router.get('/guess/g/:code', async (req, res) => {
    const sheet = await sheetOrStart(req, res, req.params.code.slice(0, 20));
    if (sheet === null) return;
    if (sheet.stands) {
      res.render('guess/stands', { title: sheet.title, layout: 'plain', action: `/guess/g/${sheet.code}/next` });
    } else renderForm(res, sheet);
  });

  router.post('/guess/g/:code', async (req, res) => {
    const code = req.params.code.slice(0, 20);
    const form = readForm(guessForm, req.body);
    const sheet = await sheetOrStart(req, res, code);
    if (sheet === null) return;
    const { shares, errors } = readGuesses(form.ok ? form.value : {}, sheet.figures);
    if (!form.ok || Object.keys(errors).length > 0) {
      res.status(422);
      renderForm(res, sheet, form.ok ? errors : form.errors, form.typed);
      return;
    }
    const { ticket, role } = form.value;
    const { kind } = await insight.takeGuess(code, { ticket, role, shares, mark: marks.read(req) });
    switch (kind) {
      case 'taken':
        res.redirect(303, '/guess/done');
        return;
      case 'already':
        // Says so, and offers the device to the next person.
        res.redirect(303, `/guess/g/${sheet.code}`);
        return;
      case 'closed':
        res.status(404);
        renderStart(res, '', { code: 'This sheet is closed. Its figures are shown by whoever opened it' });
        return;
      case 'not-ours':
        res.status(403);
        renderForm(res, sheet, { role: 'This page was too old. Look at your numbers and send them again' }, form.typed);
        return;
      case 'nothing':
        res.status(422);
        renderForm(res, sheet, { [sheet.figures[0] ?? 'role']: 'Guess at least one number' }, form.typed);
    }
  });

  router.post('/guess/g/:code/next', async (req, res) => {
    readButton(req.body);
    const sheet = await sheetOrStart(req, res, req.params.code.slice(0, 20));
    if (sheet === null) return;
    marks.write(res, { value: handedOn(marks.read(req)), lastsMs: markLastsMs });
    res.redirect(303, `/guess/g/${sheet.code}`);
  });

  router.get('/guess/done', (_req, res) => {
    res.render('guess/done', { title: 'Thank you', layout: 'plain' });
  });
  return router;
}
