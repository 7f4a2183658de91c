// Help requests: people who asked the trust to get in touch, for whoever replies to them (Y7). What they wrote stands in the page
// that answers the reading form and nowhere else (requirement P5).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { HelpAct, HelpDealt } from '../../application/care/deal-with-help.js';
import type { HelpRow, HelpView } from '../../application/care/look-at-help.js';
import type { Application } from '../../application/index.js';
import { helpOutcomes, longestHelpText, type HelpOutcome, type HelpWay } from '../../domain/survey/help-request.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { nameOnScreen } from './person-header.js';

const outcomeWords: Readonly<Record<HelpOutcome, string>> = {
  helped: 'Helped',
  'passed-on': 'Passed on to somebody who can help',
  'not-reached': 'Not reached',
  'not-wanted': 'Not wanted any more',
};
const wayWords: Readonly<Record<HelpWay, string>> = {
  'at-school': 'In person, at school',
  mail: 'By email',
  phone: 'By phone',
};

const revision = z.coerce.number().int();
const long = `Use at most ${longestHelpText.toLocaleString('en-GB')} characters`;
const text = (message: string) => z.string(message).trim().min(1, message).max(longestHelpText, long);
const actForm = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('reply'), revision, reply: text('Enter your reply') }),
  z.strictObject({ act: z.literal('step'), revision, said: text('Enter what was offered or done') }),
  z.strictObject({
    act: z.literal('owner'),
    revision,
    who: z.string('Choose somebody').min(1, 'Choose somebody').max(60),
  }),
  z.strictObject({ act: z.literal('close'), revision, outcome: z.enum(helpOutcomes, 'Choose how it ended') }),
]);

function actOf(form: z.output<typeof actForm>): HelpAct {
  switch (form.act) {
    case 'reply':
      return { kind: 'reply', said: form.reply };
    case 'step':
      return { kind: 'step', said: form.said };
    case 'owner':
      return { kind: 'owner', staffId: form.who };
    case 'close':
      return { kind: 'close', outcome: form.outcome };
  }
}

const notices = {
  reply: 'Sent.',
  step: 'Noted.',
  owner: 'Given to them; they are told by mail.',
  close: 'Closed.',
} as const;
const refusals: Readonly<Record<Extract<HelpDealt, { kind: 'refused' }>['why'], FieldErrors>> = {
  'no-address': { reply: 'No mail may go to an address of theirs. Speak to them, and note it below' },
  'no-such-person': { who: 'Choose somebody who can sign in and sees this school' },
  'too-many': { said: 'There are fifty notes already. Close this one' },
};

const who = ({ person }: Pick<HelpRow, 'person'>): string =>
  person === null ? 'Somebody no longer kept' : nameOnScreen(person);

const wayTexts = ({ ways }: Pick<HelpRow, 'ways'>): string => ways.map((way) => wayWords[way]).join('; ');

/** How it stands. */
function tagOf({ request, late }: Pick<HelpRow, 'request' | 'late'>): { readonly tone: string; readonly text: string } {
  if (request.outcome !== undefined) return { tone: 'quiet', text: outcomeWords[request.outcome] };
  if (request.repliedAt !== undefined) return { tone: 'good', text: 'Replied, not closed' };
  return late
    ? { tone: 'wrong', text: `Late: promised by ${format.longDate(request.replyBy)}` }
    : { tone: 'careful', text: `Reply by ${format.longDate(request.replyBy)}` };
}

/** `/staff/help` and what is below it. */
export function helpRequestPages({ care }: Pick<Application, 'care'>): Router {
  const router = Router();

  router.get('/staff/help', async (req, res) => {
    const state = req.query['state'] === 'closed' ? 'closed' : 'open';
    const rows = await care.listHelpRequests(viewerOf(res), state);
    res.render('staff/help/index', {
      ...{ title: 'Help requests', layout: 'staff', place: 'today', state },
      chips: [
        { text: 'Open', href: '/staff/help', current: state === 'open' },
        { text: 'Closed', href: '/staff/help?state=closed', current: state === 'closed' },
      ],
      rows: rows.map((row) => [
        { text: who(row), href: `/staff/help/${row.request.id}` },
        tagOf(row),
        wayTexts(row),
        row.school,
        row.owner,
        format.dateTime(row.request.askedAt),
      ]),
    });
  });

  interface Shown {
    readonly errors?: FieldErrors;
    readonly typed?: Typed;
  }

  function render(res: Response, view: HelpView, { errors = {}, typed = {} }: Shown): void {
    const { request, own, words, reach } = view;
    res.render('staff/help/request', {
      ...{ title: `Help request: ${who(view)}`, layout: 'staff', place: 'today', errors, typed, own },
      back: { href: '/staff/help', text: 'All help requests' },
      id: request.id,
      revision: request.revision,
      open: request.state === 'open',
      tag: tagOf(view),
      who: who(view),
      facts: [
        { key: 'Who', value: `${who(view)}, ${view.school}` },
        { key: 'Asked', value: format.dateTime(request.askedAt) },
        { key: 'Would like to hear from us', value: wayTexts(view) },
        ...(own
          ? [{ key: 'Where', value: reach.length === 0 ? 'We have no way of their own any more' : reach.join(', ') }]
          : []),
        { key: 'Promised a reply by', value: format.longDate(request.replyBy) },
        { key: 'Who replies', value: view.owner },
        ...(request.repliedAt === undefined
          ? []
          : [{ key: 'First replied', value: format.dateTime(request.repliedAt) }]),
      ],
      said: words?.said.map(({ at, about }) => ({ at: format.dateTime(at), about })) ?? null,
      steps: words?.steps.map(({ at, by, said }) => [format.dateTime(at), by, said]) ?? [],
      staff: view.staff.map(({ id, name }) => ({ value: id, text: name })),
      outcomes: helpOutcomes.map((value) => ({ value, text: outcomeWords[value] })),
    });
  }

  router.get('/staff/help/:id', async (req, res) => {
    render(res, await care.showHelpRequest(viewerOf(res), req.params.id), {});
  });

  router.post('/staff/help/:id/read', async (req, res) => {
    readButton(req.body);
    render(res, await care.readHelpRequest(viewerOf(res), req.params.id), {});
  });

  router.post('/staff/help/:id', async (req, res) => {
    const viewer = viewerOf(res);
    const form = readForm(actForm, req.body);
    if (!form.ok) {
      if (form.errors['act'] !== undefined || form.errors['revision'] !== undefined) throw new NotOurForm();
      render(res.status(422), await care.showHelpRequest(viewer, req.params.id), form);
      return;
    }
    const { act, revision: rests } = form.value;
    const dealt = await care.dealWithHelp(viewer, { id: req.params.id, revision: rests, act: actOf(form.value) });
    if (dealt.kind === 'refused') {
      const again = { errors: refusals[dealt.why], typed: form.typed };
      render(res.status(422), await care.showHelpRequest(viewer, req.params.id), again);
      return;
    }
    // What was given away is somebody else's to see.
    goWithNotice(req, res, act === 'owner' ? '/staff/help' : `/staff/help/${req.params.id}`, notices[act]);
  });

  return router;
}
