// Replies: who answered our mail, reading one for a purpose, and one press for what follows (Y3). What it says stands in
// the page that answers the reading form and nowhere else: no address, no session, no list (requirement P5).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { ReplyAct } from '../../application/replies/deal-with-reply.js';
import { replyPurposes, type ReplyWords } from '../../application/replies/look-at-replies.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { parseLocalMonth, type LocalMonth } from '../../domain/calendar/local-date.js';
import { activities, activityFacts } from '../../domain/destinations/activity.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { howMatched, outcomeWords, purposeWords, refusals, standings, stateTag, who } from './reply-words.js';

const readForms = z.strictObject({ purpose: z.enum(replyPurposes, 'Choose why you need to read it') });
const month = z
  .string()
  .trim()
  .refine((text) => text === '' || parseLocalMonth(text) !== null, 'Enter a month, for example 2026-09')
  .optional()
  .transform((text) => (text === undefined || text === '' ? undefined : (parseLocalMonth(text) ?? undefined)));
const actForm = z.discriminatedUnion('how', [
  z.strictObject({
    how: z.literal('told'),
    activity: z.enum(activities, 'Choose what they are doing'),
    standing: z.enum(['there', 'finished', 'left-early', 'did-not-start'], 'Choose how it stands'),
    place: z.string().trim().max(200).optional(),
    from: month,
    to: month,
  }),
  z.strictObject({
    how: z.literal('address'),
    address: z.string('Enter an address').max(254),
    stopOld: z.literal('yes').optional(),
  }),
  z.strictObject({
    how: z.literal('answered'),
    answer: z.string('Choose the answer to send').min(1, 'Choose the answer to send').max(60),
  }),
  ...(['stop', 'not-theirs', 'has-died', 'call', 'nothing'] as const).map((how) =>
    z.strictObject({ how: z.literal(how) }),
  ),
]);

const optionalMonth = (name: 'from' | 'to', value: LocalMonth | undefined) =>
  value === undefined ? {} : { [name]: value };

function actOf(value: z.output<typeof actForm>): ReplyAct {
  switch (value.how) {
    case 'told': {
      const { activity, standing, place, from, to } = value;
      return {
        how: 'told',
        told: {
          ...{ activity, standing },
          ...(place === undefined || place === '' ? {} : { place }),
          ...optionalMonth('from', from),
          ...optionalMonth('to', to),
        },
      };
    }
    case 'address':
      return { how: 'address', address: value.address, stopOld: value.stopOld === 'yes' };
    case 'answered':
      return { how: 'answered', answerId: value.answer };
    default:
      return { how: value.how };
  }
}

/** `/staff/replies`. */
export function replyPages({ replies, alumni }: Pick<Application, 'replies' | 'alumni'>): Router {
  const router = Router();

  router.get('/staff/replies', async (req, res) => {
    const queue = req.query['queue'] === 'done' ? 'done' : 'open';
    const rows = await replies.listReplies(viewerOf(res), queue);
    res.render('staff/replies/index', {
      title: 'Replies',
      layout: 'staff',
      place: 'today',
      queue,
      chips: [
        { text: 'To be read', href: '/staff/replies', current: queue === 'open' },
        { text: 'Dealt with', href: '/staff/replies?queue=done', current: queue === 'done' },
      ],
      rows: rows.map((row) => [
        { text: who(row.person), href: `/staff/replies/${row.mail.id}` },
        stateTag(row),
        howMatched(row),
        format.dateTime(row.mail.at),
      ]),
    });
  });

  interface State {
    readonly errors?: FieldErrors;
    readonly typed?: Typed;
    readonly words?: ReplyWords | null;
  }

  async function render(req: Request, res: Response, { errors = {}, typed = {}, words }: State): Promise<void> {
    const viewer = viewerOf(res);
    const row = await replies.showReply(viewer, String(req.params['id']));
    const { mail, person } = row;
    const text = z
      .string()
      .trim()
      .max(100)
      .catch('')
      .parse(req.query['who'] ?? '');
    const found = text === '' ? [] : (await alumni.listPeople(viewer, { text })).people;
    res.render('staff/replies/reply', {
      title: `Reply: ${who(person)}`,
      layout: 'staff',
      place: 'today',
      back: { href: '/staff/replies', text: 'All replies' },
      errors,
      typed,
      id: mail.id,
      open: mail.queue === 'open',
      tag: stateTag(row),
      facts: [
        { key: 'Came', value: format.dateTime(mail.at) },
        { key: 'Matched', value: howMatched(row) },
        ...(mail.done === undefined
          ? []
          : [{ key: 'Dealt with', value: `${outcomeWords[mail.done.how]}, ${format.dateTime(mail.done.at)}` }]),
      ],
      person: person === null ? null : { text: who(person), href: `/staff/people/${person.id}/contact` },
      safety: person === null ? null : `/staff/people/${person.id}/safety`,
      unsure: mail.matchedBy === 'sender',
      words: words ?? null,
      gone: words === null,
      purposes: replyPurposes.map((value) => ({ value, text: purposeWords[value] })),
      search: {
        text,
        people: found.map((each) => ({ value: each.id, text: who(each), hint: `Left ${format.date(each.leftOn)}` })),
      },
      activities: activities.map((value) => ({ value, text: activityFacts[value].words })),
      standings: Object.entries(standings).map(([value, each]) => ({ value, text: each })),
      answers: (await replies.listSavedAnswers()).map((answer) => ({ value: answer.id, text: answer.title })),
    });
  }

  router.get('/staff/replies/:id', async (req, res) => render(req as Request, res, {}));

  router.post('/staff/replies/:id/read', async (req, res) => {
    const form = readForm(readForms, req.body);
    if (!form.ok) {
      res.status(422);
      await render(req as Request, res, form);
      return;
    }
    const words = await replies.readReply(viewerOf(res), { id: req.params.id, purpose: form.value.purpose });
    await render(req as Request, res, { words });
  });

  router.post('/staff/replies/:id/match', async (req, res) => {
    const form = readForm(
      z.strictObject({ person: z.string('Choose the person').min(1, 'Choose the person').max(60) }),
      req.body,
    );
    if (!form.ok) {
      res.status(422);
      await render(req as Request, res, form);
      return;
    }
    const matched = await replies.matchReply(viewerOf(res), req.params.id, form.value.person as AlumnusId);
    goWithNotice(req, res, `/staff/replies/${req.params.id}`, matched ? 'Matched.' : refusals['dealt-with'][1]);
  });

  router.post('/staff/replies/:id', async (req, res) => {
    const form = readForm(actForm, req.body);
    if (!form.ok) {
      if (form.errors['how'] !== undefined) throw new NotOurForm();
      res.status(422);
      await render(req as Request, res, form);
      return;
    }
    const dealt = await replies.dealWithReply(viewerOf(res), req.params.id, actOf(form.value));
    if (dealt.kind === 'refused') {
      const [field, message] = refusals[dealt.why];
      res.status(dealt.why === 'dealt-with' ? 409 : 422);
      await render(req as Request, res, { errors: { [field]: message }, typed: form.typed });
      return;
    }
    goWithNotice(req, res, '/staff/replies', `${outcomeWords[form.value.how]}.`);
  });

  return router;
}
