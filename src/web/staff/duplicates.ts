// Two records that may be one person's: both side by side with why they were found, the decision, and taking it back.
// The form names the revision that was on the screen; when somebody decided meanwhile, the page says so and shows how it
// stands (requirement F7). Part of the queue of reviews: after a decision comes whoever waits next.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import type { DuplicateView } from '../../application/people/show-duplicate.js';
import { matchVersion, type PairId } from '../../domain/alumni/duplicate.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { comparedRows, likelyTag, reasonRows } from './duplicate-view.js';
import { nameOnScreen } from './person-header.js';
import { nextAfter, undoPage, undoQuery } from './review-page.js';

const decisionForm = z.strictObject({
  revision: z.coerce.number().int().min(0),
  ruling: z.enum(['first', 'second', 'two'], 'Choose what is true'),
  reason: z.string().trim().max(500, 'Say it in at most 500 characters').default(''),
});
const undoForm = z.strictObject({ revision: z.coerce.number().int().min(0) });

const namesOf = ({ sides }: DuplicateView): string => sides.map(({ person }) => nameOnScreen(person)).join(' and ');

/** Where the pair stands in the queue, to go on from. */
const positionOf = ({ pair }: DuplicateView, today: string): string =>
  `${pair.key > today ? 'upcoming' : 'past'}:${pair.key}`;

const refusedWords = {
  'changed-meanwhile': 'Somebody decided about these records while you were looking. Nothing of yours was saved.',
  'too-many-claims': 'Together the two records hold more statements than one record may. Tell whoever runs Onward.',
  'later-merge': 'One of these records was merged again later. Undo that merge first.',
} as const;

function render(
  res: Response,
  view: DuplicateView,
  today: string,
  state: {
    readonly errors?: FieldErrors;
    readonly typed?: Typed;
    readonly refused?: keyof typeof refusedWords;
    /** The decision about somebody else that was made just now. */
    readonly undo?: ReturnType<typeof undoPage>;
  } = {},
): void {
  const { pair, sides, match, fuller } = view;
  const keep = ({ person }: DuplicateView['sides'][number], value: string) => ({
    value,
    text: `One person: keep the record of ${nameOnScreen(person)}, ${person.upn ?? 'without a UPN'}`,
    hint:
      person.id === fuller
        ? 'The fuller record. What only the other one knows is added to it; it can be undone'
        : 'What only the other one knows is added to it; it can be undone',
  });
  const stays = sides.find(({ person }) => person.id === pair.survivor);
  res.render('staff/duplicates/show', {
    title: `Perhaps one person twice: ${namesOf(view)}`,
    layout: 'staff',
    place: 'reviews',
    back: { href: '/staff/reviews', text: 'All reviews' },
    pair: { id: pair.id, revision: pair.revision, state: pair.state, found: format.date(pair.foundOn) },
    both: namesOf(view),
    likely: match === null ? null : likelyTag(match),
    reasons: match === null ? [] : reasonRows(match),
    compared: comparedRows(view),
    choices: [
      keep(sides[0], 'first'),
      keep(sides[1], 'second'),
      { value: 'two', text: 'Two people: keep both records', hint: 'They are not shown together again', apart: true },
    ],
    accept: fuller === sides[0].person.id ? 'first' : 'second',
    decided:
      pair.state === 'open'
        ? null
        : {
            words:
              pair.state === 'apart'
                ? 'Two people'
                : `One person: the record of ${stays === undefined ? namesOf(view) : nameOnScreen(stays.person)} stays`,
            by: view.decidedBy ?? 'a member of staff',
            reason: pair.reason ?? '',
            personHref: pair.survivor === undefined ? null : `/staff/people/${pair.survivor}`,
          },
    undo: state.undo ?? null,
    errors: state.errors ?? {},
    typed: state.typed ?? {},
    refused: state.refused === undefined ? null : refusedWords[state.refused],
    skipHref: `/staff/review-next?after=${encodeURIComponent(positionOf(view, today))}`,
  });
}

/** `/staff/duplicates/:id`. */
export function duplicatePages(
  { people, destinations }: Pick<Application, 'people' | 'destinations'>,
  clock: Clock,
): Router {
  const router = Router();
  const todayText = (): string => londonDate(clock.now());

  router.get('/staff/duplicates/:id', async (req, res) => {
    const view = await people.showDuplicate(viewerOf(res), req.params.id as PairId);
    render(res, view, todayText(), { undo: undoPage(undoQuery.parse(req.query)) });
  });

  router.post('/staff/duplicates/:id', async (req, res) => {
    const viewer = viewerOf(res);
    const form = readForm(decisionForm, req.body);
    const view = await people.showDuplicate(viewer, req.params.id as PairId);
    if (!form.ok) {
      render(res.status(422), view, todayText(), form);
      return;
    }
    const { ruling, revision } = form.value;
    const kept = ruling === 'first' ? view.sides[0] : view.sides[1];
    const score = view.match === null ? '' : `, ${view.match.score} points`;
    const reason =
      form.value.reason === '' ? `By what speaks for it, version ${matchVersion}${score}.` : form.value.reason;
    const result = await people.decideDuplicate(viewer, {
      ...{ id: view.pair.id, revision, reason },
      ruling: ruling === 'two' ? { kind: 'two' } : { kind: 'one', stays: kept.person.id },
    });
    if (result.kind === 'refused') {
      const now = await people.showDuplicate(viewer, view.pair.id);
      render(res.status(409), now, todayText(), { typed: form.typed, refused: result.why });
      return;
    }
    const to = await nextAfter({ destinations }, res, positionOf(view, todayText()));
    const undo = new URLSearchParams({ pair: view.pair.id, at: String(result.pair.revision) }).toString();
    const said = ruling === 'two' ? 'two people' : `one person, under the record of ${nameOnScreen(kept.person)}`;
    goWithNotice(req, res, `${to}?${undo}`, `${namesOf(view)}: ${said}.`);
  });

  router.post('/staff/duplicates/:id/undo', async (req, res) => {
    const viewer = viewerOf(res);
    const form = readForm(undoForm, req.body);
    const id = req.params.id as PairId;
    const result = form.ok
      ? await people.undoDuplicate(viewer, { id, revision: form.value.revision })
      : ({ kind: 'refused', why: 'changed-meanwhile' } as const);
    if (result.kind === 'refused') {
      const view = await people.showDuplicate(viewer, id);
      render(res.status(form.ok ? 409 : 422), view, todayText(), { refused: result.why });
      return;
    }
    goWithNotice(req, res, `/staff/duplicates/${id}`, 'Taken back: nothing is decided about these two records.');
  });

  return router;
}
