// Coding what somebody told us: which place or subject they mean, and which reasons their own words give. The words are sealed and are
// read here for one purpose alone, which is kept (requirement P5).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { ClaimId } from '../../domain/destinations/claim.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { goWithNotice } from '../session.js';
import { nameOnScreen } from './person-header.js';
import { nextAfter, positionOf, renderReview, withUndo } from './review-page.js';
import { codingKinds } from './review-tasks.js';

const codingForm = z.strictObject({
  claim: z.string().min(1).max(200),
  revision: z.coerce.number().int().min(0),
  kind: z.enum(codingKinds),
  name: z.string().trim().max(200).default(''),
  other: z.string().trim().max(200, 'Write it in at most 200 characters').default(''),
  reason: z.string().max(20).default(''),
  also: z.string().max(20).default(''),
});

const undoForm = z.strictObject({
  claim: z.string().min(1).max(200),
  revision: z.coerce.number().int().min(0),
  kind: z.enum(codingKinds),
});

/** What is said where nothing was chosen, at the field that is to be put right. */
const nothingChosen: Readonly<Record<(typeof codingKinds)[number], FieldErrors>> = {
  place: { name: 'Choose the place, or type its name' },
  subject: { name: 'Choose the subject' },
  reason: { reason: 'Choose the reason that the words give' },
};

/** Which statement's words are to be read. */
const wordsForm = z.strictObject({ claim: z.string().min(1).max(200) });

/** `/staff/reviews/:id/words`, `…/code` and `…/code/undo`. */
export function reviewCodingPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();

  router.post('/staff/reviews/:id/words', async (req, res) => {
    const viewer = viewerOf(res);
    const alumnusId = req.params.id as AlumnusId;
    const form = readForm(wordsForm, req.body);
    const view = await destinations.showRecord(viewer, alumnusId);
    if (!form.ok) {
      renderReview(res.status(422), view, undefined, {});
      return;
    }
    const claimId = form.value.claim as ClaimId;
    const { words = '' } = await destinations.readDetail(viewer, { alumnusId, claimId, purpose: 'decide-review' });
    renderReview(res, view, undefined, { words: { claimId, words } });
  });

  router.post('/staff/reviews/:id/code', async (req, res) => {
    const viewer = viewerOf(res);
    const id = req.params.id as AlumnusId;
    const form = readForm(codingForm, req.body);
    const view = await destinations.showRecord(viewer, id);
    if (!form.ok) {
      renderReview(res.status(422), view, undefined, form);
      return;
    }
    const { claim, revision, kind, name, other, reason, also } = form.value;
    const claimId = claim as ClaimId;
    const named = other === '' ? name : other;
    const coded = [...new Set([reason, also])].filter((code) => code !== '');
    if ((kind === 'reason' ? reason : named) === '') {
      renderReview(res.status(422), view, undefined, { errors: nothingChosen[kind], typed: form.typed });
      return;
    }
    const result = await destinations.codeClaim(viewer, {
      ...{ alumnusId: id, claimId, revision },
      ...(kind === 'reason' ? { kind, codes: coded } : { kind, name: named }),
    });
    if (result.kind === 'refused') {
      const refused = { words: 'What a statement means', reason: kind === 'reason' ? 'Reasons' : named };
      renderReview(res.status(409), await destinations.showRecord(viewer, id), undefined, { refused });
      return;
    }
    const waits = (await destinations.showRecord(viewer, id)).tasks.length > 0;
    const open = waits || result.record.conflicts.some((one) => one.state === 'open');
    const to = open ? `/staff/reviews/${id}` : await nextAfter({ destinations }, res, positionOf(view));
    const as = result.record.codings?.at(-1)?.name;
    const notice = `${nameOnScreen(view.alumnus)}: coded${as === undefined ? '' : ` as ${as}`}.`;
    goWithNotice(req, res, withUndo(to, result.record, { about: claimId, coding: kind }), notice);
  });

  router.post('/staff/reviews/:id/code/undo', async (req, res) => {
    const viewer = viewerOf(res);
    const id = req.params.id as AlumnusId;
    const form = readForm(undoForm, req.body);
    const view = await destinations.showRecord(viewer, id);
    if (!form.ok) {
      renderReview(res.status(422), view, undefined, {});
      return;
    }
    const { claim, revision, kind } = form.value;
    const result = await destinations.undoCoding(viewer, {
      ...{ alumnusId: id, claimId: claim as ClaimId, revision, kind },
    });
    if (result.kind === 'refused') {
      const refused = { words: 'Take back a coding', reason: 'Undone by the reviewer.' };
      renderReview(res.status(409), await destinations.showRecord(viewer, id), undefined, { refused });
      return;
    }
    goWithNotice(req, res, `/staff/reviews/${id}`, `${nameOnScreen(view.alumnus)}: waits again.`);
  });

  return router;
}
