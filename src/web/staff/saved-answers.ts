// Settings → Saved answers: the texts with which staff answer replies to our mail (Y3).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { mayPost, viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';

const home = '/staff/settings/saved-answers';
const answerForm = z.strictObject({
  id: z.string().max(60).optional(),
  title: z.string('Enter a name').trim().min(1, 'Enter a name').max(80, 'Use at most 80 characters'),
  text: z.string('Enter the answer').trim().max(2_000, 'Use at most 2,000 characters'),
  remove: z.literal('yes').optional(),
});

/** `/staff/settings/saved-answers`. */
export function savedAnswerPages({ replies }: Pick<Application, 'replies'>): Router {
  const router = Router();

  async function render(req: Request, res: Response, errors: FieldErrors, typed?: Typed): Promise<void> {
    const answers = await replies.listSavedAnswers();
    const wanted = answers.find(({ id }) => id === (req.query['edit'] ?? typed?.['id']));
    res.render('staff/settings/saved-answers', {
      ...{ title: 'Saved answers', layout: 'staff', place: 'settings' },
      mayChange: mayPost(viewerOf(res), home),
      errors,
      editing: wanted?.id ?? null,
      typed: typed ?? { title: wanted?.title ?? '', text: wanted?.text ?? '' },
      rows: answers.map(({ id, title, text }) => [{ text: title, href: `${home}?edit=${id}` }, text.slice(0, 120)]),
    });
  }

  router.get(home, async (req, res) => render(req, res, {}));

  router.post(home, async (req, res) => {
    const form = readForm(answerForm, req.body);
    if (!form.ok || (form.value.text === '' && form.value.remove !== 'yes')) {
      res.status(422);
      await render(req, res, form.ok ? { text: 'Enter the answer' } : form.errors, form.typed);
      return;
    }
    const { id, title, text, remove } = form.value;
    const saved = await replies.saveAnswer(viewerOf(res), {
      id: id ?? null,
      title,
      text: remove === 'yes' ? '' : text,
    });
    if (saved === 'full') {
      res.status(422);
      await render(req, res, { title: 'There are forty answers already. Take one away first' }, form.typed);
      return;
    }
    goWithNotice(req, res, home, remove === 'yes' ? 'Taken away.' : 'Saved.');
  });

  return router;
}
