// Reviews: the queue of people about whom two statements cannot both be true, and deciding one of them.
// The form names the revision that was on the screen; when somebody decided meanwhile, the page shows both and nothing is
// overwritten (requirement F7). A decision is undone by another one.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { RecordView } from '../../application/destinations/show-record.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { conflictWords } from './destination-words.js';
import { nameOnScreen } from './person-header.js';
import { conflictPage, placeOf, rulingChoices, rulingFrom, rulingInWords } from './review-view.js';
import { verdictsOf } from './verdict-view.js';

const PAGE = 25;

const decisionForm = z.strictObject({
  conflict: z.string().min(1).max(400),
  revision: z.coerce.number().int().min(0),
  ruling: z.enum(rulingChoices, 'Choose what stands'),
  reason: z
    .string()
    .trim()
    .min(1, 'Say why, so that whoever reads it later understands')
    .max(500, 'Say it in at most 500 characters'),
});

interface PageState {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
  /** What the reviewer was about to decide when somebody else was first. */
  readonly refused?: { readonly words: string; readonly reason: string };
}

function renderReview(res: Response, view: RecordView, wanted: string | undefined, state: PageState): void {
  const chosen =
    view.conflicts.find(({ conflict }) => conflict.id === wanted) ??
    view.conflicts.find(({ conflict }) => conflict.state === 'open') ??
    view.conflicts[0];
  const name = nameOnScreen(view.alumnus);
  res.render('staff/reviews/show', {
    title: `Review: ${name}`,
    layout: 'staff',
    place: 'reviews',
    back: { href: '/staff/reviews', text: 'All reviews' },
    // Under one name: parts see the locals of the page, and `name` or `id` among them would reach their fields.
    person: { id: view.alumnus.id, name, about: `${cohortName(view.alumnus.cohortId)} · ${view.schoolName}` },
    revision: view.record.revision,
    current: chosen === undefined ? null : conflictPage(chosen, view),
    others: view.conflicts
      .filter((one) => one !== chosen)
      .map(({ conflict, claims }) => ({
        href: `/staff/reviews/${view.alumnus.id}?conflict=${encodeURIComponent(conflict.id)}`,
        text: `${conflictWords[conflict.kind]}: ${claims.map(placeOf).join(' and ')}`,
        tag: conflict.state === 'open' ? { tone: 'careful', text: 'Open' } : { tone: 'good', text: 'Decided' },
      })),
    verdicts: verdictsOf(view.record),
    errors: state.errors ?? {},
    typed: state.typed ?? {},
    refused: state.refused ?? null,
  });
}

/** `/staff/reviews` and one person's review. */
export function reviewPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();

  router.get('/staff/reviews', async (req, res) => {
    const from = z.string().max(120).catch('').parse(req.query['from']);
    const { items, left, next } = await destinations.listReviews(viewerOf(res), { from, limit: PAGE });
    res.render('staff/reviews/index', {
      title: 'Reviews',
      layout: 'staff',
      place: 'reviews',
      left,
      rows: items.map((item) => [
        { text: nameOnScreen(item), href: `/staff/reviews/${item.id}` },
        item.schoolName,
        cohortName(item.cohortId),
        [...new Set(item.kinds.map((kind) => conflictWords[kind]))].join('; '),
        format.date(item.openedOn),
        format.date(item.referenceDate),
      ]),
      first: from === '' ? null : '/staff/reviews',
      next: next === null ? null : `/staff/reviews?from=${encodeURIComponent(next)}`,
    });
  });

  router.get('/staff/reviews/:id', async (req, res) => {
    const view = await destinations.showRecord(viewerOf(res), req.params.id as AlumnusId);
    renderReview(res, view, z.string().max(400).optional().catch(undefined).parse(req.query['conflict']), {});
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
    const { conflict, reason, revision } = form.value;
    const decided = view.conflicts.find((one) => one.conflict.id === conflict);
    if (decided === undefined) {
      // What was in question is gone, because something was said or decided since.
      renderReview(res.status(409), view, undefined, { refused: { words: 'A decision', reason } });
      return;
    }
    const ruling = rulingFrom(form.value.ruling, decided);
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
    goWithNotice(
      req,
      res,
      open ? `/staff/reviews/${id}` : '/staff/reviews',
      `${nameOnScreen(view.alumnus)}: ${rulingInWords(ruling, decided)}. To undo it, open their record and decide again.`,
    );
  });

  return router;
}
