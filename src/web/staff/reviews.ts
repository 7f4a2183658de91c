// Reviews: the queue of people about whom two statements cannot both be true, and deciding one of them.
// The form names the revision that was on the screen; when somebody decided meanwhile, the page shows both and nothing is
// overwritten (requirement F7). A decision is undone by another one.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { ConflictView, RecordView } from '../../application/destinations/show-record.js';
import type { ToldClaim } from '../../application/destinations/told.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { whyPreferred } from '../../domain/destinations/precedence.js';
import type { Decision, Ruling } from '../../domain/destinations/record.js';
import { spellOf } from '../../domain/destinations/spell.js';
import { activityInWords } from '../../domain/destinations/words.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { claimInWords, conflictWords, effectTags, findingRow, stripRow, toldBy } from './destination-words.js';
import { nameOnScreen } from './person-header.js';
import { verdictsOf } from './verdict-view.js';

const PAGE = 25;

const decisionForm = z.strictObject({
  conflict: z.string().min(1).max(400),
  revision: z.coerce.number().int().min(0),
  ruling: z.enum(['first', 'second', 'both', 'reopen'], 'Choose what stands'),
  reason: z
    .string()
    .trim()
    .min(1, 'Say why, so that whoever reads it later understands')
    .max(500, 'Say it in at most 500 characters'),
});
type DecisionValues = z.output<typeof decisionForm>;

const placedOf = ({ claims }: ConflictView): ToldClaim | undefined =>
  claims.find(({ claim }) => claim.standing === 'placed');

function rulingFrom(form: Pick<DecisionValues, 'ruling'>, view: ConflictView): Ruling {
  const [first, second] = view.claims;
  if (form.ruling === 'first') return { kind: 'accept', claimId: first.lastingId };
  if (form.ruling === 'second') return { kind: 'accept', claimId: second.lastingId };
  if (form.ruling === 'reopen') return { kind: 'reopen' };
  const placed = placedOf(view);
  return { kind: 'both', ...(placed !== undefined && { notTakenUp: placed.lastingId }) };
}

const placeOf = ({ claim }: ToldClaim): string => claim.provider ?? claim.employer ?? activityInWords(claim);

function bothWords(view: ConflictView): string {
  const placed = placedOf(view);
  return placed === undefined ? 'Both are true' : `Both are true, and ${placeOf(placed)} was not taken up`;
}

/** What was decided, in words that can stand in a sentence. */
export function rulingInWords(ruling: Ruling, view: ConflictView): string {
  if (ruling.kind === 'reopen') return 'Open again';
  if (ruling.kind === 'both') return bothWords(view);
  const stands = view.claims.find(({ lastingId }) => lastingId === ruling.claimId);
  return stands === undefined ? 'Decided' : `${toldBy(stands.claim)} stands: ${activityInWords(stands.claim)}`;
}

const choices = (view: ConflictView) => {
  const [first, second] = view.claims;
  const accept = (told: ToldClaim) => `Accept ${toldBy(told.claim)}: ${activityInWords(told.claim)}`;
  return [
    { value: 'first', text: accept(first), hint: 'The other statement is set aside and kept' },
    { value: 'second', text: accept(second), hint: 'The other statement is set aside and kept' },
    { value: 'both', text: bothWords(view) },
    ...(view.decision === null ? [] : [{ value: 'reopen', text: 'Nothing is decided: open it again', apart: true }]),
  ];
};

const decisionView = (decision: Decision, view: ConflictView, { deciders }: RecordView) => ({
  words: rulingInWords(decision.ruling, view),
  by: deciders.get(decision.by) ?? 'a member of staff',
  at: format.dateTime(decision.at),
  reason: decision.reason,
});

const cardOf = (told: ToldClaim, view: ConflictView) => ({
  source: toldBy(told.claim),
  words: claimInWords(told.claim),
  tag: effectTags[told.effect],
  follows:
    view.conflict.state === 'open' && view.follows === told.lastingId
      ? `Until somebody decides, the record follows this: ${whyPreferred(told.claim.source)}.`
      : null,
});

function conflictPage(view: ConflictView, record: RecordView) {
  const months = record.record.results[0]?.months ?? [];
  return {
    id: view.conflict.id,
    kind: conflictWords[view.conflict.kind],
    open: view.conflict.state === 'open',
    openedOn: format.date(view.conflict.openedOn),
    cards: view.claims.map((told) => cardOf(told, view)),
    strip: [
      ...view.claims.map((told) => {
        const spell = spellOf(told.claim);
        return stripRow(
          toldBy(told.claim),
          spell === null ? [] : [spell],
          months.map(({ month }) => month),
        );
      }),
      findingRow('DfE six-month rule', months),
    ],
    decision: view.decision === null ? null : decisionView(view.decision, view, record),
    choices: choices(view),
  };
}

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
    const ruling = rulingFrom(form.value, decided);
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
