// Waves: the list, reading who would be written to and who not, confirming by the typed number, and
// watching it run (look.md, section 4). Pages show the progress document only (decision R8) and work without scripts:
// while a wave runs, the page asks the browser to load it again.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { exclusionReasons } from '../../domain/waves/invitation.js';
import { NotFound } from '../../application/errors.js';
import { mayOpen, viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import type { LiveWaves } from '../live-waves.js';
import { goWithNotice, withoutSession } from '../session.js';
import { roundedNote, seesOf } from './counts-shown.js';
import { planErrors } from './wave-form.js';
import { draftPage, dryRunFigures } from './dry-run-page.js';
import { livePart } from './wave-live.js';
import { waveFigures } from './wave-figures.js';
import { excludedPage, rungWords, runningPage, waveRows } from './wave-pages.js';

const revision = z.coerce.number().int();
const confirmForm = z.strictObject({
  revision,
  count: z
    .string()
    .trim()
    .regex(/^[\d ,]{1,9}$/, 'Type the number of people, for example 131')
    .transform((text) => Number(text.replace(/[ ,]/g, ''))),
});
const moveForm = z.strictObject({ revision, move: z.enum(['pause', 'resume', 'close', 'cancel', 'start']) });
const unknownForm = z.strictObject({
  message: z.string().max(120),
  choice: z.enum(['leave', 'send-again'], 'Choose what to do'),
  reason: z.string().trim().min(1, 'Say why, in a few words').max(200),
});
/** Groups of a wave's cohort that are listed by name, besides those written to. */
const wantedGroups = [...exclusionReasons, 'by-telephone'] as const;
const underWay = new Set(['confirmed', 'freezing', 'running', 'closing']);
const reloadSeconds = '5';
const moved = {
  pause: 'Paused. Nothing leaves until you resume.',
  resume: 'Running again.',
  close: 'Closing: what was still to be sent is not sent any more.',
  cancel: 'Cancelled. Nothing more is sent, and its links are closed.',
} as const;
const resolved = {
  leave: 'Left as it is.',
  'send-again': 'It is sent again, as the same message.',
} as const;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

type Refusal = Extract<Awaited<ReturnType<Application['waves']['confirmWave']>>, { readonly kind: 'refused' }>;

/** The message leads to where it is put right, which is not on the wave's page. */
const domainError: FieldErrors = {
  '/staff/sending#domain':
    'The sending domain is not in order. See what is missing; an administrator can let mail leave all the same',
};

function confirmErrors(refusal: Refusal): FieldErrors {
  if (refusal.why === 'sending-domain') return domainError;
  if (refusal.why === 'language') return { count: 'No speaker of its language has confirmed the words yet' };
  if (refusal.why === 'count-differs') return { count: `Type ${refusal.count}: that is how many people it goes to` };
  if (refusal.why === 'plan')
    return { count: Object.values(planErrors(refusal.problems))[0] ?? 'The plan does not fit any more' };
  if (refusal.why === 'needs-another') return { count: 'You put it forward yourself: somebody else has to confirm it' };
  return { count: 'There is nobody to write to' };
}

export function wavePages(
  { waves, calls }: Pick<Application, 'waves' | 'calls'>,
  clock: Clock,
  live: LiveWaves,
): Router {
  const router = Router();
  const mayChange = (res: Response): boolean => mayOpen(viewerOf(res).role, '/staff/waves/new');

  async function renderWave(req: Request, res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const id = String(req.params['id']);
    const viewer = viewerOf(res);
    const view = await waves.showWave(viewer, id);
    const common = { layout: 'staff', place: 'waves', title: view.wave.title, errors, typed };
    const change = mayChange(res) && view.whole;
    const sees = seesOf(viewer.role);
    if (view.wave.state === 'draft') {
      const wanted = wantedGroups.find((group) => group === req.query['reason']) ?? null;
      const after = text(req.query['after']);
      const run = await waves.dryRun(viewer, id);
      const from = { reason: wanted, ...(after === undefined ? {} : { after }) };
      const page = sees.names ? await waves.listCandidates(viewer, id, from) : null;
      const quiet = waves.quietDaysOf(view.wave);
      res.render('staff/waves/draft', { ...common, ...draftPage(view, run, page, wanted, quiet), change });
      return;
    }
    // Without scripts the page is loaded again, but not while somebody may be typing a reason, or reads why it was refused.
    const busy = (change && view.unknown.length > 0) || Object.keys(errors).length > 0;
    const reload = underWay.has(view.wave.state) && !busy ? reloadSeconds : null;
    const history = await waves.waveHistory(viewer, id);
    const newer = change ? (await waves.newerLetters(view.wave)).length : 0;
    res.render('staff/waves/wave', {
      ...common,
      reload,
      ...runningPage(view, history, sees, clock.now()),
      rung: rungWords(await calls.countCallsOfWave(viewer, view.wave.id), sees),
      list: mayOpen(viewer.role, '/staff/calls') ? '/staff/calls' : null,
      change,
      newer,
    });
  }

  router.get('/staff/waves', async (_req, res) => {
    const viewer = viewerOf(res);
    const sees = seesOf(viewer.role);
    const rows = waveRows(await waves.listWaves(viewer), sees);
    res.render('staff/waves/index', {
      title: 'Waves',
      layout: 'staff',
      place: 'waves',
      rows,
      change: mayChange(res),
      rounded: roundedNote(sees),
    });
  });

  router.get('/staff/waves/:id', async (req, res) => renderWave(req, res));

  router.post('/staff/waves/:id/confirm', async (req, res) => {
    const form = readForm(confirmForm, req.body);
    let errors: FieldErrors = form.ok ? {} : form.errors;
    if (form.ok) {
      const { id: waveId } = req.params;
      const result = await waves.confirmWave(viewerOf(res), {
        ...{ waveId, revision: form.value.revision, typedCount: form.value.count },
      });
      if (result.kind === 'confirmed') {
        goWithNotice(
          req,
          res,
          `/staff/waves/${waveId}`,
          'Confirmed. The list is being made, then the first messages leave.',
        );
        return;
      }
      if (result.kind === 'put-forward') {
        const notice = 'Put forward. It goes to so many people that a second person confirms it; nothing is sent yet.';
        goWithNotice(req, res, `/staff/waves/${waveId}`, notice);
        return;
      }
      if (result.why === 'not-a-draft') {
        res.redirect(303, `/staff/waves/${waveId}`);
        return;
      }
      errors = confirmErrors(result);
    }
    res.status(422);
    await renderWave(req as Request, res, errors, form.typed);
  });

  router.post('/staff/waves/:id/move', async (req, res) => {
    const form = readForm(moveForm, req.body);
    const { id: waveId } = req.params;
    if (!form.ok) throw new NotFound();
    const { move, revision: seen } = form.value;
    if (move === 'start') {
      const started = await waves.startLate(viewerOf(res), { waveId, revision: seen });
      if (started.kind === 'started') {
        goWithNotice(req, res, `/staff/waves/${waveId}`, 'Started.');
        return;
      }
      res.status(422);
      await renderWave(req, res, domainError);
      return;
    }
    const result = await waves.changeWaveState(viewerOf(res), { waveId, revision: seen, move });
    const notice = result.kind === 'changed' ? moved[move] : 'That cannot be done from where the wave stands now.';
    goWithNotice(req, res, `/staff/waves/${waveId}`, notice);
  });

  router.get('/staff/waves/:id/not-invited', async (req, res) => {
    const reason = wantedGroups.find((each) => each === req.query['reason']);
    if (reason === undefined) throw new NotFound();
    const after = text(req.query['after']);
    const { id: waveId } = req.params;
    const asked = { waveId, ...(after === undefined ? {} : { after }) };
    const list =
      reason === 'by-telephone'
        ? await waves.listByTelephone(viewerOf(res), asked)
        : await waves.listExcluded(viewerOf(res), { ...asked, reason });
    res.render('staff/waves/not-invited', { layout: 'staff', place: 'waves', ...excludedPage(list, reason) });
  });

  router.get('/staff/waves/:id/stream', async (req, res) => {
    const [viewer, { id }] = [viewerOf(res), req.params];
    await waves.showWave(viewer, id); // NotFound where it is not theirs
    const sees = seesOf(viewer.role);
    withoutSession(req);
    live.watch({
      ...{ waveId: id, viewer, res },
      render: (counts) =>
        new Promise((resolve, reject) => {
          req.app.render('staff/waves/live', { layout: 'bare', ...livePart(counts, sees) }, (error, html) => {
            if (error instanceof Error) reject(error);
            else resolve(html);
          });
        }),
    });
  });

  router.get('/staff/waves/:id/figures.csv', async (req, res) => {
    const [viewer, { id }] = [viewerOf(res), req.params];
    const view = await waves.showWave(viewer, id);
    const sees = seesOf(viewer.role);
    const rows =
      view.wave.state === 'draft' ? dryRunFigures(await waves.dryRun(viewer, id), sees) : waveFigures(view, sees);
    res.type('text/csv; charset=utf-8');
    res.set('Content-Disposition', `attachment; filename="wave-${id}-${londonDate(clock.now())}.csv"`);
    res.send(waves.figuresCsv(rows));
  });

  router.post('/staff/waves/:id/unknown', async (req, res) => {
    const form = readForm(unknownForm, req.body);
    const { id: waveId } = req.params;
    if (!form.ok) {
      res.status(422);
      await renderWave(req as Request, res, form.errors, form.typed);
      return;
    }
    const { message: messageId, choice, reason } = form.value;
    const result = await waves.resolveUnknown(viewerOf(res), { waveId, messageId, choice, reason });
    const notice = result.kind === 'refused' ? 'The wave is over, so nothing is sent again.' : resolved[choice];
    goWithNotice(req, res, `/staff/waves/${waveId}`, notice);
  });

  return router;
}
