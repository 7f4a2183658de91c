// Reviews: the queue of people about whom something waits, and deciding about one of them what cannot both be true. After
// each comes whoever waits next.
// The form names the revision that was on the screen; when somebody decided meanwhile, the page shows both and nothing is
// overwritten (requirement F7). A decision is undone by another one.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { ConflictView } from '../../application/destinations/show-record.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { precedence } from '../../domain/destinations/precedence.js';
import type { Ruling } from '../../domain/destinations/record.js';
import { viewerOf } from '../access.js';
import { readForm } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { conflictWords } from './destination-words.js';
import { nameOnScreen } from './person-header.js';
import { hrefOf, nextAfter, positionOf, renderReview, undoPage, undoQuery, withUndo } from './review-page.js';
import { taskWords } from './review-tasks.js';
import { rulingChoices, rulingFrom, rulingInWords } from './review-view.js';

const PAGE = 25;

const decisionForm = z.strictObject({
  conflict: z.string().min(1).max(400),
  revision: z.coerce.number().int().min(0),
  ruling: z.enum(rulingChoices, 'Choose what stands'),
  reason: z.string().trim().max(500, 'Say it in at most 500 characters').default(''),
});
const kindWords = { ...conflictWords, ...taskWords };

/** The reason for following the order of sources, which needs no words of the reviewer's; null for anything else. */
const whyWithoutWords = (ruling: Ruling, { follows }: ConflictView): string | null =>
  ruling.kind === 'accept' && ruling.claimId === follows
    ? `By the order of sources, version ${precedence.version}.`
    : null;

const undoForm = z.strictObject({ conflict: z.string().min(1).max(400), revision: z.coerce.number().int().min(0) });

/** `/staff/reviews` and one person's review. */
export function reviewPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();

  router.get('/staff/reviews', async (req, res) => {
    const from = z.string().max(120).catch('').parse(req.query['from']);
    const viewer = viewerOf(res);
    const { items, left, next } = await destinations.listReviews(viewer, { from, limit: PAGE });
    const { waiting, next: look, looks, agreed } = await destinations.secondLooks(viewer);
    res.render('staff/reviews/index', {
      title: 'Reviews',
      layout: 'staff',
      place: 'reviews',
      left,
      rows: items.map((item) => ({
        id: item.what === 'record' && item.hasConflict ? item.id : null,
        href: hrefOf(item),
        who:
          item.what === 'record' ? nameOnScreen(item) : item.names.map((name) => nameOnScreen({ name })).join(' and '),
        cells: [
          item.schoolName,
          cohortName(item.cohortId),
          item.what === 'record'
            ? [...new Set(item.kinds.map((kind) => kindWords[kind]))].join('; ')
            : 'Perhaps one person twice',
          format.date(item.openedOn),
          format.date(item.referenceDate),
        ],
      })),
      second: { waiting, open: look !== null, looks, agreed },
      undo: undoPage(undoQuery.parse(req.query)),
      first: from === '' ? null : '/staff/reviews',
      next: next === null ? null : `/staff/reviews?from=${encodeURIComponent(next)}`,
    });
  });

  router.get('/staff/review-next', async (req, res) => {
    const after = z.string().max(120).catch('').parse(req.query['after']);
    res.redirect(303, await nextAfter({ destinations }, res, after));
  });

  router.get('/staff/reviews/:id', async (req, res) => {
    const view = await destinations.showRecord(viewerOf(res), req.params.id as AlumnusId);
    const wanted = z.string().max(400).optional().catch(undefined).parse(req.query['conflict']);
    renderReview(res, view, wanted, { undo: undoQuery.parse(req.query) });
  });

  router.post('/staff/reviews/:id', async (req, res) => {
    const viewer = viewerOf(res);
    const id = req.params.id as AlumnusId;
    const form = readForm(decisionForm, req.body);
    const view = await destinations.showRecord(viewer, id);
    if (!form.ok) {
      const { conflict } = form.typed;
      renderReview(res.status(422), view, typeof conflict === 'string' ? conflict : undefined, form);
      return;
    }
    const { conflict, revision } = form.value;
    const decided = view.conflicts.find((one) => one.conflict.id === conflict);
    if (decided === undefined) {
      // What was in question is gone, because something was said or decided since.
      const refused = { words: 'A decision', reason: form.value.reason };
      renderReview(res.status(409), view, undefined, { refused });
      return;
    }
    const ruling = rulingFrom(form.value.ruling, decided);
    const reason = form.value.reason === '' ? whyWithoutWords(ruling, decided) : form.value.reason;
    if (reason === null) {
      const errors = { reason: 'Say why, so that whoever reads it later understands' };
      renderReview(res.status(422), view, conflict, { errors, typed: form.typed });
      return;
    }
    const result = await destinations.decideConflict(viewer, {
      ...{ alumnusId: id, conflictId: decided.conflict.id, ruling },
      ...{ reason, revision },
    });
    if (result.kind === 'refused') {
      renderReview(res.status(409), await destinations.showRecord(viewer, id), conflict, {
        typed: form.typed,
        refused: { words: rulingInWords(ruling, decided), reason },
      });
      return;
    }
    const open = result.record.conflicts.some((one) => one.state === 'open');
    const to = open ? `/staff/reviews/${id}` : await nextAfter({ destinations }, res, positionOf(view));
    const notice = `${nameOnScreen(view.alumnus)}: ${rulingInWords(ruling, decided)}.`;
    goWithNotice(req, res, ruling.kind === 'reopen' ? to : withUndo(to, result.record, { about: conflict }), notice);
  });

  router.post('/staff/reviews/:id/undo', async (req, res) => {
    const viewer = viewerOf(res);
    const id = req.params.id as AlumnusId;
    const form = readForm(undoForm, req.body);
    const view = await destinations.showRecord(viewer, id);
    const about = form.ok ? view.conflicts.find((one) => one.conflict.id === form.value.conflict) : undefined;
    if (!form.ok || about === undefined) {
      renderReview(res.status(form.ok ? 409 : 422), view, undefined, {});
      return;
    }
    const result = await destinations.decideConflict(viewer, {
      ...{ alumnusId: id, conflictId: about.conflict.id, ruling: { kind: 'reopen' } },
      ...{ reason: 'Undone by the reviewer.', revision: form.value.revision },
    });
    if (result.kind === 'refused') {
      const refused = { words: 'Undo the last decision', reason: 'Undone by the reviewer.' };
      renderReview(res.status(409), await destinations.showRecord(viewer, id), about.conflict.id, { refused });
      return;
    }
    goWithNotice(req, res, `/staff/reviews/${id}`, `${nameOnScreen(view.alumnus)}: open again.`);
  });

  return router;
}
