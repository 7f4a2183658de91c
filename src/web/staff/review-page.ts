// One person's review as a page: what is in question, what waits for a coding, what was decided just now and can be undone.
import type { Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { ReviewItem } from '../../application/destinations/list-reviews.js';
import type { RecordView } from '../../application/destinations/show-record.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { ClaimId } from '../../domain/destinations/claim.js';
import { referenceDateOf } from '../../domain/destinations/sustained/destination-year.js';
import { viewerOf } from '../access.js';
import type { FieldErrors, Typed } from '../form.js';
import { conflictWords } from './destination-words.js';
import { nameOnScreen } from './person-header.js';
import { codedPage, codingKinds, taskPage, taskWords } from './review-tasks.js';
import { conflictPage, placeOf } from './review-view.js';
import { verdictsOf } from './verdict-view.js';

/** What the page after a decision needs to undo it. */
export const undoQuery = z.object({
  undo: z.string().max(60).catch('').default(''),
  /** The conflict, or the statement that was coded. */
  about: z.string().max(400).catch('').default(''),
  coding: z
    .enum(['', ...codingKinds])
    .catch('')
    .default(''),
  /** Of two records that were one person's or not: the pair. */
  pair: z.string().max(200).catch('').default(''),
  at: z.coerce.number().int().min(0).catch(0).default(0),
});
type Undo = z.output<typeof undoQuery>;

/** For views/staff/reviews/undo; null where nothing was decided just now. */
export function undoPage({ undo, about, coding, pair, at }: Undo) {
  const revision = String(at);
  if (pair !== '') return { action: `/staff/duplicates/${encodeURIComponent(pair)}/undo`, fields: { revision } };
  if (undo === '' || about === '') return null;
  const review = `/staff/reviews/${encodeURIComponent(undo)}`;
  return coding === ''
    ? { action: `${review}/undo`, fields: { conflict: about, revision } }
    : { action: `${review}/code/undo`, fields: { kind: coding, claim: about, revision } };
}

export const withUndo = (
  path: string,
  { id, revision }: RecordView['record'],
  { about, coding = '' }: { readonly about: string; readonly coding?: Undo['coding'] },
): string => `${path}?${new URLSearchParams({ undo: id, about, coding, at: String(revision) }).toString()}`;

/** Where the person stands in the queue, to go on from. */
export function positionOf({ record, knownOn }: RecordView): string {
  const key = `${referenceDateOf(record.leftOn)}~${record.id}`;
  return `${key > knownOn ? 'upcoming' : 'past'}:${key}`;
}

/** The page on which what waits is decided. */
export const hrefOf = ({ what, id }: Pick<ReviewItem, 'what' | 'id'>): string =>
  what === 'record' ? `/staff/reviews/${id}` : `/staff/duplicates/${id}`;

/** The page of whoever waits next after the position; the queue where nobody does. */
export async function nextAfter(
  { destinations }: Pick<Application, 'destinations'>,
  res: Response,
  position: string,
): Promise<string> {
  const { items } = await destinations.listReviews(viewerOf(res), { from: position, limit: 1 });
  return items[0] === undefined ? '/staff/reviews' : hrefOf(items[0]);
}

interface PageState {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
  /** What the reviewer was about to decide when somebody else was first. */
  readonly refused?: { readonly words: string; readonly reason: string };
  readonly undo?: Undo;
  /** The sealed words that were just read for deciding. */
  readonly words?: { readonly claimId: ClaimId; readonly words: string };
}

/** Shows the review; `wanted` is the conflict that was asked for, else the first that is open, else what is to be coded. */
export function renderReview(res: Response, view: RecordView, wanted: string | undefined, state: PageState): void {
  const asked =
    view.conflicts.find(({ conflict }) => conflict.id === wanted) ??
    view.conflicts.find(({ conflict }) => conflict.state === 'open');
  // One form at a time, so that ids and keys mean one thing: conflicts first, then what is to be coded.
  const task = asked === undefined ? taskPage(view, state.words ?? null) : null;
  const chosen = asked ?? (task === null ? view.conflicts[0] : undefined);
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
    task,
    waiting: view.tasks.slice(task === null ? 0 : 1).map(({ kind }) => taskWords[kind]),
    coded: codedPage(view),
    // The radio of the form that says what the record follows: one key chooses it.
    accept: chosen === undefined ? null : chosen.claims[0].lastingId === chosen.follows ? 'first' : 'second',
    skipHref: `/staff/review-next?after=${encodeURIComponent(positionOf(view))}`,
    undo: state.undo === undefined ? null : undoPage(state.undo),
  });
}
