// Insight → Guess first: sheets on which teachers, parents and students guess before they see the figures, what a group believes as
// staff write it down, and, once unsealed, you said, the figures say, and what surprises (Y14; features.md, M6).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../../application/index.js';
import type { ShownSheet } from '../../../application/insight/show-guesses.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import type { CohortId } from '../../../domain/alumni/ids.js';
import { guessableFacts, guessables } from '../../../domain/insight/guessable.js';
import { guessRoles, mostStatements, type GuessSheetId } from '../../../domain/insight/guess-sheet.js';
import { shownCode } from '../../../domain/survey/leaving-form.js';
import { NotFound } from '../../../application/errors.js';
import { mayPost, viewerOf } from '../../access.js';
import { readButton, readForm, type FieldErrors, type Typed } from '../../form.js';
import { format } from '../../format.js';
import { rangeFields, readGuesses } from '../../guess-fields.js';
import { roleWords } from '../../guess-words.js';
import { scanCodeOf } from '../../scan-code.js';
import { goWithNotice } from '../../session.js';
import { beliefsTable, figuresTable, home } from './guess-tables.js';
import { linesOf, sendFile } from './tables.js';
import { insightTabs } from './words.js';

const sheetForm = z.strictObject({
  title: z.string().trim().min(1, 'Name the meeting or the occasion').max(120, 'Use no more than 120 signs'),
  school: z.string().max(60).default(''),
  cohort: z.string().max(10).default(''),
  figures: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : (value ?? [])),
    z
      .array(z.enum(guessables))
      .min(1, 'Choose at least one figure')
      .max(mostStatements, `Choose no more than ${format.count(mostStatements)} figures`),
  ),
});
const groupForm = z.strictObject({
  role: z.enum(guessRoles, 'Choose who believes it'),
  said: z.string().trim().min(1, 'Write where it was said').max(200, 'Use no more than 200 signs'),
  ...rangeFields,
});

const ofWhom = (sheet: Pick<ShownSheet, 'school' | 'schoolId' | 'cohortId'>): string =>
  `${sheet.schoolId === null ? 'The whole trust' : (sheet.school?.name ?? 'A school')}, ${cohortName(sheet.cohortId)}`;

interface Wrong {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
}

/** `/staff/insight/guesses` and what is below it. */
export function guessSheetPages({ insight }: Pick<Application, 'insight'>, settings: AppSettings): Router {
  const router = Router();

  async function renderRegister(res: Response, { errors = {}, typed = {} }: Wrong = {}): Promise<void> {
    const viewer = viewerOf(res);
    const register = await insight.showGuesses(viewer);
    res.render('staff/insight/guesses', {
      ...{ title: 'Guess first', layout: 'staff', place: 'insight', errors, typed },
      tabs: insightTabs(viewer.role, 'guesses', ''),
      mayOpen: mayPost(viewer, home),
      schools: [
        ...(register.wholeTrust ? [{ value: '', text: 'The whole trust' }] : []),
        ...register.schools.map(({ id, name }) => ({ value: id, text: name })),
      ],
      cohorts: register.cohorts.map((id) => ({ value: id, text: cohortName(id) })),
      figures: guessables.map((key) => ({
        value: key,
        text: guessableFacts[key].short,
        hint: guessableFacts[key].definition,
      })),
      rows: register.sheets.map((sheet) => [
        { text: sheet.title, href: `${home}/${sheet.id}` },
        ofWhom(sheet),
        sheet.guesses,
        sheet.unsealedAt === null
          ? { tone: 'note', text: 'Sealed' }
          : { tone: 'good', text: `Unsealed on ${format.day(sheet.unsealedAt)}` },
      ]),
      beliefs: beliefsTable(register.beliefs, true),
      surprises: register.beliefs.filter(({ surprise }) => surprise).length,
      tested: register.beliefs.length,
    });
  }

  router.get(home, async (_req, res) => renderRegister(res));

  router.post(home, async (req, res) => {
    const form = readForm(sheetForm, req.body);
    if (!form.ok) {
      res.status(422);
      await renderRegister(res, form);
      return;
    }
    const { cohort, ...rest } = form.value;
    const id = await insight.openGuessSheet(viewerOf(res), { ...rest, cohort: cohort as CohortId });
    if (id === null) {
      res.status(422);
      await renderRegister(res, { errors: { cohort: 'Choose leavers whose figures you may see' }, typed: form.typed });
      return;
    }
    goWithNotice(req, res, `${home}/${id}`, 'The sheet is open. Its code stands below.');
  });

  router.get(`${home}.csv`, async (_req, res) => {
    const { beliefs } = await insight.showGuesses(viewerOf(res));
    sendFile(res, 'beliefs', insight.tablesCsv(linesOf([beliefsTable(beliefs, true)])));
  });

  const sheetOf = (req: Request, res: Response): Promise<ShownSheet> =>
    insight.showGuessSheet(viewerOf(res), String(req.params['id']));

  async function renderSheet(req: Request, res: Response, { errors = {}, typed = {} }: Wrong = {}): Promise<void> {
    const viewer = viewerOf(res);
    const sheet = await sheetOf(req, res);
    const at = `${home}/${sheet.id}`;
    res.render('staff/insight/guess-sheet', {
      ...{ title: sheet.title, layout: 'staff', place: 'insight', errors, typed, at },
      back: { href: home, text: 'All sheets' },
      ofWhom: ofWhom(sheet),
      sealed: sheet.unsealedAt === null,
      unsealedOn: sheet.unsealedAt === null ? null : format.day(sheet.unsealedAt),
      code: sheet.code === null ? null : shownCode(sheet.code),
      address: sheet.code === null ? null : `${settings.baseUrl}/guess/g/${sheet.code}`,
      mayKeep: sheet.mayKeep && mayPost(viewer, `${at}/unseal`),
      roles: guessRoles.map((role) => ({ value: role, text: roleWords[role].many })),
      again:
        sheet.perhapsAgain === 0
          ? null
          : format.capital(format.countOf(sheet.perhapsAgain, 'guess came', 'guesses came')),
      byRole: sheet.byRole.map(({ role, guesses }) => [roleWords[role].many, guesses]),
      questions: sheet.figures.map((key) => ({ name: key, label: `Of 100 ${guessableFacts[key].question}` })),
      figures: figuresTable(sheet),
      beliefs: beliefsTable(sheet.beliefs, false),
      backwards: sheet.found
        .filter(({ share }) => share !== null)
        .map(({ key }) => ({ text: guessableFacts[key].short, href: `${at}/back/${key}` })),
    });
  }

  router.get(`${home}/:id`, async (req, res) => renderSheet(req, res));

  router.post(`${home}/:id/guess`, async (req, res) => {
    const form = readForm(groupForm, req.body);
    const sheet = await sheetOf(req, res);
    const { shares, errors } = readGuesses(form.ok ? form.value : {}, sheet.figures);
    if (!form.ok || Object.keys(errors).length > 0) {
      res.status(422);
      await renderSheet(req, res, { errors: form.ok ? errors : form.errors, typed: form.typed });
      return;
    }
    const { role, said } = form.value;
    const { kind } = await insight.addGroupGuess(viewerOf(res), sheet.id, { role, said, shares });
    if (kind === 'added') {
      goWithNotice(req, res, `${home}/${sheet.id}`, 'It is written down and sealed. It cannot be changed.');
      return;
    }
    res.status(kind === 'unsealed' ? 409 : 422);
    const wrong =
      kind === 'unsealed'
        ? { '': 'The figures stand; nothing can be added any more' }
        : { [sheet.figures[0] ?? 'role']: 'Write down at least one number' };
    await renderSheet(req, res, { errors: wrong, typed: form.typed });
  });

  router.post(`${home}/:id/unseal`, async (req, res) => {
    readButton(req.body);
    const id = req.params.id as GuessSheetId;
    await insight.unsealGuessSheet(viewerOf(res), id);
    goWithNotice(req, res, `${home}/${id}`, 'The sheet is unsealed. No guess can be added or changed any more.');
  });

  router.get(`${home}/:id/sheet`, async (req, res) => {
    const sheet = await sheetOf(req, res);
    const address = sheet.code === null ? null : `${settings.baseUrl}/guess/g/${sheet.code}`;
    res.render('staff/insight/guess-paper', {
      ...{ title: sheet.title, layout: 'plain', back: { href: `${home}/${sheet.id}`, text: 'Back' } },
      ofWhom: ofWhom(sheet),
      code: sheet.code === null ? null : shownCode(sheet.code),
      startAddress: `${settings.baseUrl}/guess`,
      scan: address === null ? null : scanCodeOf(address),
      unsealedOn: sheet.unsealedAt === null ? null : format.day(sheet.unsealedAt),
      // Paper leaves the house: it says what leaders may be told, whoever prints it.
      figures: figuresTable(await insight.showSheetOnPaper(viewerOf(res), sheet.id)),
    });
  });

  router.get(`${home}/:id/figures.csv`, async (req, res) => {
    const sheet = await sheetOf(req, res);
    if (sheet.unsealedAt === null) throw new NotFound();
    sendFile(res, 'guess-sheet', insight.tablesCsv(linesOf([figuresTable(sheet), beliefsTable(sheet.beliefs, false)])));
  });
  return router;
}
