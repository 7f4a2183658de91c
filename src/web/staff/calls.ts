// Calls: the list, and the call that somebody has in hand with its script, its number and one press for what came of it.
// No address names a person: there is one call in hand, and it belongs to who is signed in.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../application/index.js';
import type { ReadNote } from '../../application/calls/read-notes.js';
import type { CallInHand, ListedCall } from '../../application/calls/look-at-calls.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { londonInstant, parseLocalTime } from '../../domain/calendar/london-time.js';
import { callOutcomes, type CallId, type CallOutcome } from '../../domain/waves/call.js';
import { memberOf, viewerOf } from '../access.js';
import { readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goOn, goWithNotice } from '../session.js';
import { callerDoor } from '../survey/door.js';
import { questionPages } from '../survey/questions.js';
import { nameOnScreen } from './person-header.js';

const takeForm = z.strictObject({ call: z.string().max(120).optional() });
const pressed = callOutcomes.filter((outcome) => outcome !== 'answered' && outcome !== 'proxy');
const whoForm = z.strictObject({ who: z.enum(['phone', 'proxy']) });
const outcomeForm = z.strictObject({
  fence: z.coerce.number().int().min(0),
  outcome: z.enum([...pressed, 'give-back'], 'Choose what came of it'),
  note: z.string().trim().max(1_000, 'Say it in at most 1,000 characters'),
  'back-on': z.string().max(20),
  'back-at': z.string().max(10),
});

export const outcomeWords: Readonly<Record<CallOutcome, string>> = {
  answered: 'Answered the questions',
  proxy: 'Somebody answered for them',
  'call-back': 'Asked us to ring again',
  'no-answer': 'No answer',
  voicemail: 'Left a message',
  'wrong-number': 'Wrong number',
  'refused-calls': 'No more calls',
  'refused-all': 'Asked us to stop everything',
  'has-died': 'Has died',
  'cannot-answer': 'Cannot answer',
};

const done: Readonly<Record<(typeof pressed)[number], string>> = {
  'call-back': 'Noted',
  'no-answer': 'Noted',
  voicemail: 'Noted',
  'wrong-number': 'The number is marked and will not be rung again',
  'refused-calls': 'Noted. They will not be rung again; mail goes on',
  'refused-all': 'Noted. Nothing more will be sent and nobody rings',
  'has-died': 'Noted. Everything to them has stopped',
  'cannot-answer': 'Noted. They will not be asked again',
};

const whyNotTaken = {
  'somebody-rings': 'Somebody else is ringing them just now.',
  'not-now': 'It is not a good time to ring them. They come back on the list when it is.',
  'not-any-more': 'They are not to be rung any more.',
} as const;

const reasonWords = ['A time was agreed', 'Asked to be rung', 'Has not answered, or no mail reaches them'] as const;

const rowOf = ({ call, name, school, taken }: ListedCall) => ({
  id: call.id,
  name: name === null ? 'Somebody no longer kept' : nameOnScreen({ name }),
  school,
  why: reasonWords[call.priority],
  from: call.nextAt === undefined ? '' : format.dateTime(call.nextAt),
  attempts: call.attempts.length === 0 ? 'First call' : format.countOf(call.attempts.length, 'attempt', 'attempts'),
  last: call.attempts.at(-1) === undefined ? null : outcomeWords[call.attempts.at(-1)?.outcome ?? 'no-answer'],
  taken,
});

/** `+44 7700 900123`: in groups, so that it can be dialled. */
const spaced = (number: string): string => number.replace(/^(\+44)(\d{4})(\d+)$/, '$1 $2 $3');

interface Shown {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
  readonly notes?: readonly ReadNote[];
}

function callPage(res: Response, view: CallInHand, settings: AppSettings, { errors = {}, typed = {}, notes }: Shown) {
  const { call, person, check, school } = view;
  const ring = check.kind === 'ring';
  return {
    title: `Call: ${nameOnScreen(person)}`,
    layout: 'staff',
    place: 'today',
    errors,
    typed,
    ring,
    ended: check.kind === 'ended' || check.kind === 'never',
    person: { id: person.id, name: nameOnScreen(person), first: person.name.toUse ?? person.name.given },
    about: `${school?.name ?? ''} · ${reasonWords[call.priority]}`,
    number: ring ? { href: `tel:${check.number.value}`, text: spaced(check.number.value) } : null,
    timeThere: view.timeThere,
    caller: memberOf(res)?.name ?? '',
    questions: ring && check.invitation !== null ? { begun: view.begun, proxy: view.proxy } : null,
    proxy: view.proxy,
    fence: call.fence,
    attempts: call.attempts.map(({ at, outcome }) => [format.dateTime(at), outcomeWords[outcome]]).reverse(),
    sealed: call.attempts.filter(({ note }) => note !== undefined).length,
    notes:
      notes?.map(({ at, outcome, words }) => ({ at: format.dateTime(at), outcome: outcomeWords[outcome], words })) ??
      null,
    safeguarding: settings.safeguardingContact,
    hours: `${settings.calls.hours.from} and ${settings.calls.hours.to}`,
  };
}

/** `/staff/calls` and `/staff/call`. */
export function callPages(application: Pick<Application, 'calls' | 'survey'>, settings: AppSettings): Router {
  const { calls, survey } = application;
  const door = callerDoor(application);
  const router = Router();
  router.use(questionPages(application, door));

  router.post('/staff/call/questions', async (req, res) => {
    const form = readForm(whoForm, req.body);
    const started = form.ok
      ? await survey.answerForCaller(viewerOf(res), form.value.who)
      : { kind: 'refused' as const };
    if (started.kind === 'refused') {
      goWithNotice(req, res, '/staff/call', 'The questions cannot be answered here now. Look at the call again.');
      return;
    }
    door.write(req, res, started.cookie);
    goOn(req, res, door.base);
  });

  router.get('/staff/call/done', async (_req, res) => {
    const count = await calls.countCalls(viewerOf(res));
    res.render('staff/calls/done', { title: 'The answers are sent', layout: 'staff', place: 'today', count });
  });

  router.get('/staff/calls', async (_req, res) => {
    const list = await calls.listCalls(viewerOf(res));
    res.render('staff/calls/index', {
      title: 'Calls',
      layout: 'staff',
      place: 'today',
      inHand: list.inHand,
      quiet: list.quiet,
      count: list.count,
      due: list.due.map(rowOf),
      coming: list.coming
        .map(rowOf)
        .map(({ name, school, why, from, attempts }) => [name, school, why, from, attempts]),
      hours: `${settings.calls.hours.from} and ${settings.calls.hours.to}`,
      most: settings.calls.attempts,
    });
  });

  router.post('/staff/calls', async (req, res) => {
    const form = readForm(takeForm, req.body);
    const wanted = form.ok ? form.value.call : undefined;
    const taken = await calls.takeCall(viewerOf(res), wanted === undefined ? null : (wanted as CallId));
    if (taken.kind === 'taken') res.redirect(303, '/staff/call');
    else if (taken.kind === 'nothing-due') goWithNotice(req, res, '/staff/calls', 'Nobody is to be rung just now.');
    else goWithNotice(req, res, '/staff/calls', whyNotTaken[taken.why]);
  });

  router.get('/staff/call', async (_req, res) => {
    const view = await calls.showCallInHand(viewerOf(res));
    if (view === null) res.redirect(303, '/staff/calls');
    else res.render('staff/calls/call', callPage(res, view, settings, {}));
  });

  router.post('/staff/call/notes', async (req, res) => {
    readButton(req.body);
    const viewer = viewerOf(res);
    const notes = await calls.readCallNotes(viewer);
    const view = await calls.showCallInHand(viewer);
    if (view === null) res.redirect(303, '/staff/calls');
    else res.render('staff/calls/call', callPage(res, view, settings, { notes }));
  });

  router.post('/staff/call', async (req, res) => {
    const viewer = viewerOf(res);
    const form = readForm(outcomeForm, req.body);
    const again = async (errors: FieldErrors): Promise<void> => {
      const view = await calls.showCallInHand(viewer);
      if (view === null) res.redirect(303, '/staff/calls');
      else res.status(422).render('staff/calls/call', callPage(res, view, settings, { errors, typed: form.typed }));
    };
    if (!form.ok) {
      await again(form.errors);
      return;
    }
    const { fence, outcome, note } = form.value;
    if (outcome === 'give-back') {
      await calls.giveCallBack(viewer);
      goWithNotice(req, res, '/staff/calls', 'Given back. Somebody else can ring them.');
      return;
    }
    const on = parseLocalDate(form.value['back-on']);
    const at = parseLocalTime(form.value['back-at']);
    if (outcome === 'call-back' && (on === null || at === null)) {
      await again({
        ...(on === null ? { 'back-on': 'Enter the day on which to ring again' } : {}),
        ...(at === null ? { 'back-at': 'Enter the time at which to ring again, for example 17:30' } : {}),
      });
      return;
    }
    const recorded = await calls.recordOutcome(viewer, {
      ...{ fence, outcome, note },
      ...(outcome === 'call-back' && on !== null && at !== null ? { callBackAt: londonInstant(on, at) } : {}),
    });
    if (recorded.kind === 'recorded') {
      const next = recorded.nextAt === null ? '' : `, to be rung again from ${format.dateTime(recorded.nextAt)}`;
      goWithNotice(req, res, '/staff/calls', `${done[outcome]}${next}.`);
    } else if (recorded.why === 'time-past') await again({ 'back-on': 'Choose a day and time that are still to come' });
    else {
      await calls.giveCallBack(viewer);
      goWithNotice(
        req,
        res,
        '/staff/calls',
        'Nothing was saved: meanwhile they answered, were stopped, or somebody else took the call.',
      );
    }
  });

  return router;
}
