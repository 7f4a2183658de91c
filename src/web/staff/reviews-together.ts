// Deciding for several people in one act, and looking again at a sample of decisions.
// The preview is an address and changes nothing; pressing decides what still stands as it was shown; the page after it
// undoes the whole act. A second look shows neither who decided first nor what.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { mostTogether } from '../../application/destinations/review-together.js';
import type { RecordView } from '../../application/destinations/show-record.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { ConflictId } from '../../domain/destinations/conflict.js';
import { NotFound } from '../../application/errors.js';
import { viewerOf } from '../access.js';
import { readButton, readForm, type FieldErrors } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { claimInWords, conflictWords, toldBy } from './destination-words.js';
import { nameOnScreen } from './person-header.js';
import { conflictPage, rulingFrom } from './review-view.js';

const ids = z
  .union([z.string().max(60), z.array(z.string().max(60)).max(mostTogether)])
  .catch([])
  .default([]);
const togetherForm = z.strictObject({
  item: z.union([z.string().max(80), z.array(z.string().max(80)).max(mostTogether)], 'Choose at least one person'),
});
const lookForm = z.strictObject({
  conflict: z.string().min(1).max(400),
  revision: z.coerce.number().int().min(0),
  ruling: z.enum(['first', 'second', 'both'], 'Choose what stands'),
});

const frame = { layout: 'staff', place: 'reviews', back: { href: '/staff/reviews', text: 'All reviews' } } as const;

/** `/staff/review-together`. */
export function reviewTogetherPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();

  async function preview(req: Request, res: Response, chosen: readonly string[], errors: FieldErrors): Promise<void> {
    const rows = await destinations.previewTogether(
      viewerOf(res),
      chosen.map((id) => id as AlumnusId),
    );
    res.render('staff/reviews/together', {
      ...frame,
      title: 'Decide together',
      errors,
      chosen: chosen.length,
      items: rows.map(({ alumnus, revision }) => `${alumnus.id}~${revision}`),
      rows: rows.flatMap(({ alumnus, proposals }) =>
        proposals.map(({ conflict, stands, setAside }) => [
          { text: nameOnScreen(alumnus), href: `/staff/reviews/${alumnus.id}` },
          conflictWords[conflict.kind],
          `${toldBy(stands)}: ${claimInWords(stands)}`,
          `${toldBy(setAside)}: ${claimInWords(setAside)}`,
        ]),
      ),
      people: rows.length,
    });
  }

  router.get('/staff/review-together', async (req, res) => {
    await preview(req, res, [ids.parse(req.query['id'])].flat(), {});
  });

  router.post('/staff/review-together', async (req, res) => {
    const form = readForm(togetherForm, req.body);
    if (!form.ok) {
      await preview(req, res.status(422), [], form.errors);
      return;
    }
    const items = [form.value.item].flat().map((item) => {
      const at = item.lastIndexOf('~');
      return { id: item.slice(0, at) as AlumnusId, revision: Number(item.slice(at + 1)) };
    });
    const { batch, decided, leftAlone } = await destinations.decideTogether(viewerOf(res), items);
    const left =
      leftAlone.length === 0
        ? ''
        : ` ${format.capital(format.countOf(leftAlone.length, 'record', 'records'))} had changed meanwhile and ${leftAlone.length === 1 ? 'was' : 'were'} left alone.`;
    const notice = `Decided for ${format.countOf(decided.length, 'person', 'people')}.${left}`;
    goWithNotice(req, res, decided.length === 0 ? '/staff/reviews' : `/staff/review-together/${batch}`, notice);
  });

  router.get('/staff/review-together/:batch', async (req, res) => {
    const people = await destinations.showTogether(viewerOf(res), req.params.batch);
    if (people.length === 0) throw new NotFound();
    res.render('staff/reviews/together-done', {
      ...frame,
      title: 'Decided together',
      batch: req.params.batch,
      standing: people.filter(({ stands }) => stands).length,
      rows: people.map(({ alumnus, stands }) => [
        { text: nameOnScreen(alumnus), href: `/staff/people/${alumnus.id}/record` },
        cohortName(alumnus.cohortId),
        stands ? { tone: 'good', text: 'Decided' } : { tone: 'quiet', text: 'Open again, or decided anew' },
      ]),
    });
  });

  router.post('/staff/review-together/:batch/undo', async (req, res) => {
    readButton(req.body);
    const opened = await destinations.undoTogether(viewerOf(res), req.params['batch']);
    goWithNotice(req, res, '/staff/reviews', `Open again for ${format.countOf(opened, 'person', 'people')}.`);
  });
  return router;
}

/** `/staff/second-looks`. */
export function secondLookPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();

  function render(res: Response, view: RecordView, conflictId: string, errors: FieldErrors): void {
    const shown = view.conflicts.find(({ conflict }) => conflict.id === conflictId);
    if (shown === undefined) throw new NotFound();
    const { choices, cards, strip, kind, id } = conflictPage(shown, view);
    res.render('staff/reviews/second-look', {
      ...frame,
      title: `A second look: ${nameOnScreen(view.alumnus)}`,
      person: {
        id: view.alumnus.id,
        name: nameOnScreen(view.alumnus),
        about: `${cohortName(view.alumnus.cohortId)} · ${view.schoolName}`,
      },
      revision: view.record.revision,
      // Without tags and the verdict's months, from which the first decision could be read.
      current: { id, kind, strip: strip.slice(0, -1), cards: cards.map(({ source, words }) => ({ source, words })) },
      choices: choices.filter(({ value }) => value !== 'reopen'),
      errors,
    });
  }

  router.get('/staff/second-looks', async (_req, res) => {
    const { next } = await destinations.secondLooks(viewerOf(res));
    res.redirect(
      303,
      next === null
        ? '/staff/reviews'
        : `/staff/second-looks/${next.alumnusId}?conflict=${encodeURIComponent(next.conflictId)}`,
    );
  });

  router.get('/staff/second-looks/:id', async (req, res) => {
    const view = await destinations.showRecord(viewerOf(res), req.params.id as AlumnusId);
    render(res, view, z.string().max(400).catch('').parse(req.query['conflict']), {});
  });

  router.post('/staff/second-looks/:id', async (req, res) => {
    const viewer = viewerOf(res);
    const id = req.params.id as AlumnusId;
    const form = readForm(lookForm, req.body);
    const view = await destinations.showRecord(viewer, id);
    if (!form.ok) {
      const { conflict } = form.typed;
      render(res.status(422), view, typeof conflict === 'string' ? conflict : '', form.errors);
      return;
    }
    const { conflict, revision } = form.value;
    const shown = view.conflicts.find((one) => one.conflict.id === conflict);
    const ruling = shown === undefined ? null : rulingFrom(form.value.ruling, shown);
    if (ruling === null || ruling.kind === 'reopen') throw new NotFound();
    const outcome = await destinations.lookAgain(viewer, {
      ...{ alumnusId: id, conflictId: conflict as ConflictId, ruling, revision },
    });
    const notices = {
      agrees: 'You and the first reviewer agree.',
      differs: 'The first reviewer decided otherwise. It is open again.',
      'changed-meanwhile': 'The record changed meanwhile. Nothing was recorded.',
    } as const;
    goWithNotice(req, res, outcome === 'differs' ? `/staff/reviews/${id}` : '/staff/reviews', notices[outcome]);
  });
  return router;
}
