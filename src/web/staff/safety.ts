// Safety: words that may mean that somebody is not safe, for those who were told of them (Y8). What was said stands in the page
// that answers the reading form and nowhere else: no address, no session, no list (requirement P5).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { FlagAct, FlagDealt } from '../../application/care/deal-with-flag.js';
import type { FlagView } from '../../application/care/look-at-flags.js';
import type { Application } from '../../application/index.js';
import { ageOn } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { flagOutcomes, longestStep } from '../../domain/survey/safety-flag.js';
import { mayOpen, viewerOf } from '../access.js';
import { NotOurForm, readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { flagOutcomeWords, flagTag, sourceWords, whose, worryWords } from './safety-words.js';

const revision = z.coerce.number().int();
const actForm = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('step'),
    revision,
    said: z
      .string('Enter what was done')
      .trim()
      .min(1, 'Enter what was done')
      .max(longestStep, `Use at most ${longestStep.toLocaleString('en-GB')} characters`),
  }),
  z.strictObject({
    act: z.literal('tell'),
    revision,
    who: z.string('Choose somebody').min(1, 'Choose somebody').max(60),
  }),
  z.strictObject({ act: z.literal('close'), revision, outcome: z.enum(flagOutcomes, 'Choose how it ended') }),
]);

function actOf(form: z.output<typeof actForm>): FlagAct {
  switch (form.act) {
    case 'step':
      return { kind: 'step', said: form.said };
    case 'tell':
      return { kind: 'tell', staffId: form.who };
    case 'close':
      return { kind: 'close', outcome: form.outcome };
  }
}

const notices = { step: 'Noted.', tell: 'They are told by mail.', close: 'Closed.' } as const;
const refusals: Readonly<Record<Extract<FlagDealt, { kind: 'refused' }>['why'], FieldErrors>> = {
  unread: { outcome: 'Read what was said before you close it' },
  'no-such-person': { who: 'Choose somebody who can sign in' },
  'too-many': { said: 'There are fifty notes already. Close this one' },
};

/** `/staff/safety` and what is below it. */
export function safetyPages({ care }: Pick<Application, 'care'>): Router {
  const router = Router();

  router.get('/staff/safety', async (req, res) => {
    const viewer = viewerOf(res);
    const state = req.query['state'] === 'closed' ? 'closed' : 'open';
    const administrates = viewer.role === 'administrator';
    const [rows, elsewhere, named] = await Promise.all([
      care.listFlags(viewer, state),
      administrates ? care.countFlags(viewer) : null,
      administrates ? care.showCareSettings() : null,
    ]);
    const people = named?.care.trust;
    res.render('staff/safety/index', {
      ...{ title: 'Safety', layout: 'staff', place: 'today', state, elsewhere },
      unnamed: people !== undefined && (people.lead === undefined || people.adultRoute === undefined),
      chips: [
        { text: 'Open', href: '/staff/safety', current: state === 'open' },
        { text: 'Closed', href: '/staff/safety?state=closed', current: state === 'closed' },
      ],
      rows: rows.map((row) => [
        { text: whose(row), href: `/staff/safety/${row.flag.id}` },
        flagTag(row),
        worryWords[row.flag.worry],
        sourceWords[row.flag.from],
        format.dateTime(row.flag.raisedAt),
        row.told.join(', '),
      ]),
    });
  });

  interface Shown {
    readonly errors?: FieldErrors;
    readonly typed?: Typed;
  }

  function render(res: Response, view: FlagView, { errors = {}, typed = {} }: Shown): void {
    const { role } = viewerOf(res);
    const { flag, person, school, told, words } = view;
    const reply = flag.from === 'reply' ? `/staff/replies/${flag.source.slice('reply:'.length)}` : null;
    const about = person === null ? null : `/staff/people/${person.id}/contact`;
    const born = person?.dateOfBirth;
    res.render('staff/safety/flag', {
      ...{ title: `Safety: ${whose(view)}`, layout: 'staff', place: 'today', errors, typed, words },
      back: { href: '/staff/safety', text: 'All safety flags' },
      id: flag.id,
      revision: flag.revision,
      open: flag.state === 'open',
      tag: flagTag(view),
      who: whose(view),
      person: about !== null && mayOpen(role, about) ? about : null,
      reply: reply !== null && mayOpen(role, reply) ? reply : null,
      facts: [
        { key: 'Who', value: [whose(view), school].filter(Boolean).join(', ') },
        {
          key: 'Age',
          value:
            born === undefined ? 'Not known' : format.countOf(ageOn(born, londonDate(flag.raisedAt)), 'year', 'years'),
        },
        { key: 'Where it was said', value: `${sourceWords[flag.from]}, ${format.dateTime(flag.raisedAt)}` },
        { key: 'What it may be about', value: worryWords[flag.worry] },
        {
          key: 'How to reach them',
          value: view.reach.length === 0 ? 'We have no way of their own' : view.reach.join(', '),
        },
        { key: 'Who was told', value: told.join(', ') },
        ...(flag.readAt === undefined ? [] : [{ key: 'First read', value: format.dateTime(flag.readAt) }]),
      ],
      steps: words?.steps.map(({ at, by, said }) => [format.dateTime(at), by, said]) ?? [],
      staff: view.staff.map(({ id, name }) => ({ value: id, text: name })),
      outcomes: flagOutcomes.map((value) => ({ value, text: flagOutcomeWords[value] })),
    });
  }

  router.get('/staff/safety/:id', async (req, res) => {
    render(res, await care.showFlag(viewerOf(res), req.params.id), {});
  });

  router.post('/staff/safety/:id/read', async (req, res) => {
    readButton(req.body);
    render(res, await care.readFlag(viewerOf(res), req.params.id), {});
  });

  router.post('/staff/safety/:id', async (req, res) => {
    const viewer = viewerOf(res);
    const form = readForm(actForm, req.body);
    if (!form.ok) {
      if (form.errors['act'] !== undefined || form.errors['revision'] !== undefined) throw new NotOurForm();
      render(res.status(422), await care.showFlag(viewer, req.params.id), form);
      return;
    }
    const { act, revision: rests } = form.value;
    const dealt = await care.dealWithFlag(viewer, { id: req.params.id, revision: rests, act: actOf(form.value) });
    if (dealt.kind === 'refused') {
      const again = { errors: refusals[dealt.why], typed: form.typed };
      render(res.status(422), await care.showFlag(viewer, req.params.id), again);
      return;
    }
    goWithNotice(req, res, `/staff/safety/${req.params.id}`, notices[act]);
  });

  return router;
}
