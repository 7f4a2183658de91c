// The mail of a wave's step: every letter that somebody may get there, as it would reach the first person, and a test of it
// to the address of whoever is looking.
import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { NotFound } from '../../application/errors.js';
import { mayPost, viewerOf } from '../access.js';
import { readForm } from '../form.js';
import { goWithNotice } from '../session.js';
import { letterWords } from './letter-words.js';
import { sendMailFrame } from './mail-frame.js';
import { stepWords } from './wave-words.js';

const testForm = z.strictObject({ letter: z.string().max(40) });

const wantedLetter = (req: Request): string | undefined => {
  const { letter } = req.query;
  return typeof letter === 'string' ? letter : undefined;
};

const leavesWords = { 'to-come': 'Leaves', left: 'Left', 'was-due': 'Was due' } as const;

/** Whose mail is asked for: one person's by id, or the first after another; and the same for links of the page. */
function whomOf({ query: { person, after } }: Request) {
  if (typeof person === 'string' && person !== '')
    return { whom: { person: person as AlumnusId }, same: `&person=${encodeURIComponent(person)}` };
  if (typeof after === 'string' && after !== '')
    return { whom: { after }, same: `&after=${encodeURIComponent(after)}` };
  return { whom: {}, same: '' };
}

/** `/staff/waves/:id/preview/:step`. */
export function waveMailPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();

  router.get('/staff/waves/:id/preview/:step', async (req, res) => {
    const { id, step } = req.params;
    const viewer = viewerOf(res);
    const preview = await waves.previewMail(viewer, id, step, wantedLetter(req), whomOf(req).whom);
    const own = `/staff/waves/${id}/preview/${step}`;
    const { same } = whomOf(req);
    const letterLink = `${own}?letter=${preview.letter.id}`;
    const stepName = stepWords[preview.step.id];
    res.render('staff/waves/preview', {
      ...{ title: `${stepName}: preview`, layout: 'staff', place: 'waves', preview, stepName, own },
      letterName: letterWords[preview.letter.id].name,
      when: letterWords[preview.letter.id].when,
      leaves: leavesWords[preview.stand],
      tabs: preview.letters.map((letter) => ({
        text: letterWords[letter].name,
        href: `${own}?letter=${letter}${same}`,
        current: letter === preview.letter.id,
      })),
      mayTest: mayPost(viewer, own),
      ...{ same, firstPerson: letterLink },
      nextPerson: preview.to === null ? null : `${letterLink}&after=${preview.to.id}`,
    });
  });

  router.get('/staff/waves/:id/preview/:step/mail', async (req, res) => {
    const { id, step } = req.params;
    const { mail } = await waves.previewMail(viewerOf(res), id, step, wantedLetter(req), whomOf(req).whom);
    sendMailFrame(res, mail);
  });

  router.post('/staff/waves/:id/preview/:step', async (req, res) => {
    const form = readForm(testForm, req.body);
    if (!form.ok) throw new NotFound();
    const { id: waveId, step: stepId } = req.params;
    const { letter } = form.value;
    const address = await waves.sendTest(viewerOf(res), { waveId, stepId, letter });
    goWithNotice(
      req,
      res,
      `/staff/waves/${waveId}/preview/${stepId}?letter=${encodeURIComponent(letter)}`,
      `A test is on its way to ${address}. Its subject begins with [Test].`,
    );
  });

  return router;
}
