// Where do the answers of one invitation stand, and which of them may this visitor see?
// One document per invitation: the draft, a revision counter and the submitted revisions inside (decision R14).
// Each answer carries who entered it: a session sees what it entered or unlocked by a code, and otherwise goes on at the
// next question (decision R13). Answers are sealed whole (requirement P5); clear is only how far someone came.
import type { LocalMonth } from '../calendar/local-date.js';
import { drawnBlock, heldBefore, type Answers, type AnswerValue, type Page, type QuestionId } from './definition.js';
import type { Doubts, Problems, TypedPage } from './typed.js';

/** Of a response that exists; an invitation without one has not been started. */
export const responseStates = ['started', 'completed'] as const;
export type ResponseState = (typeof responseStates)[number];

/** A keyed hash of the session's id, base64url: tells sessions apart without keeping the id. */
export type SessionMark = string & { readonly __sessionMark: true };

/** One question that somebody has passed: answered, or skipped when there is no value. */
export interface Entry {
  readonly value?: AnswerValue;
  readonly by: SessionMark;
  /** What was known stood in the field: it was left as it was, or changed. */
  readonly carried?: 'confirmed' | 'changed';
}

/** What is sealed as the draft. */
export interface Draft {
  readonly entries: Readonly<Record<QuestionId, Entry>>;
  /** The order in which choices were shown, by question (Y11). */
  readonly orders: Readonly<Record<QuestionId, readonly string[]>>;
  /** The block of questions that fell to this person by lot, where the questionnaire has blocks (Y10). */
  readonly drawn?: string;
  /** Nothing has changed, they said: the first month for which what was known vouches (Y10). */
  readonly heldSince?: LocalMonth;
  /** What was typed and not taken or not sent, newest last, at most one form a page and session. */
  readonly refused?: readonly RefusedForm[];
  /** What was typed on the page that asks for help and not sent, newest last, at most one a session. */
  readonly unsentHelp?: readonly UnsentHelp[];
}

/** It stands apart from the answers: sending those neither sends nor forgets it. */
export interface UnsentHelp {
  readonly way: string;
  readonly about: string;
  readonly by: SessionMark;
}

/** A page that was not taken: kept until its session puts it right, so that nothing typed is lost. */
export interface RefusedForm {
  readonly page: Page['id'];
  readonly typed: TypedPage;
  readonly problems: Problems;
  /** What was asked about where nothing was wrong; the same again stands. */
  readonly doubts?: Doubts;
  readonly by: SessionMark;
}

/** What the session typed there; null for nothing. */
export const unsentHelpOf = ({ unsentHelp = [] }: Draft, session: SessionMark): UnsentHelp | null =>
  unsentHelp.find(({ by }) => by === session) ?? null;

/** The draft with what the session typed there, or without (null, or no words); itself where that changes nothing. */
export function withUnsentHelp(draft: Draft, session: SessionMark, typed: Omit<UnsentHelp, 'by'> | null): Draft {
  const { unsentHelp: before = [], ...rest } = draft;
  const now = typed === null || typed.about === '' ? [] : [{ ...typed, by: session }];
  if (JSON.stringify(now[0] ?? null) === JSON.stringify(unsentHelpOf(draft, session))) return draft;
  const all = [...before.filter(({ by }) => by !== session), ...now].slice(-mostRefused);
  return all.length === 0 ? rest : { ...rest, unsentHelp: all };
}

/** Of a draft whose answers were sent and are not kept, what is still to be: words to ask for help with. */
export const withoutAnswers = ({ unsentHelp }: Draft): Draft | null =>
  unsentHelp === undefined ? null : { ...emptyDraft, unsentHelp };

/** What stays unread in a draft stays small: the forms that were typed last. */
const mostRefused = 8;

/** Nothing answered yet. */
export const emptyDraft: Draft = { entries: {}, orders: {} };

/** The answers in a draft, whoever entered them, the block that was drawn, and that nothing has changed. */
export function answersIn(draft: Draft): Answers {
  const answers: Record<QuestionId, AnswerValue> = {};
  for (const [question, entry] of Object.entries(draft.entries)) {
    if (entry.value !== undefined) answers[question] = entry.value;
  }
  if (draft.drawn !== undefined) answers[drawnBlock] = draft.drawn;
  if (draft.heldSince !== undefined) answers[heldBefore] = { month: draft.heldSince, about: false };
  return answers;
}

/** Under which names it is sent which answers were confirmed as they were known, and which were changed from that. */
export const carriedNames = { confirmed: 'confirmed-as-known', changed: 'changed-from-known' } as const;

/** The answers as they are sent: what was confirmed and what was changed stand apart. */
export function answersToSend(draft: Draft): Answers {
  const marked = (as: 'confirmed' | 'changed'): Answers => {
    const ids = Object.entries(draft.entries).flatMap(([id, entry]) => (entry.carried === as ? [id] : []));
    return ids.length === 0 ? {} : { [carriedNames[as]]: ids.sort() };
  };
  return { ...answersIn(draft), ...marked('confirmed'), ...marked('changed') };
}

/** Who is looking: the marks of sessions whose entries are theirs to see, or everything once unlocked. */
export interface Sight {
  readonly session: SessionMark;
  readonly unlocked: boolean;
}

/** Whether the visitor may see and change what was entered; what nobody entered is open to all. */
export const maySee = (draft: Draft, question: QuestionId, sight: Sight): boolean => {
  const entry = draft.entries[question];
  return entry === undefined || sight.unlocked || entry.by === sight.session;
};

/** The answers that the visitor may see; used for filling in fields and wording. */
export function visibleAnswers(draft: Draft, sight: Sight): Answers {
  const entries = Object.entries(draft.entries).filter(([question]) => maySee(draft, question, sight));
  return answersIn({ entries: Object.fromEntries(entries), orders: {} });
}

/** How many answers stand in the draft that the visitor may not see. */
export const hiddenCount = (draft: Draft, sight: Sight): number =>
  Object.entries(draft.entries).filter(
    ([question, entry]) => entry.value !== undefined && !maySee(draft, question, sight),
  ).length;

/** The draft without what the session typed in vain, on one page or on all. */
export function withoutRefused(
  { refused = [], ...draft }: Draft,
  session: SessionMark,
  page?: Pick<Page, 'id'>,
): Draft {
  const others = refused.filter((form) => form.by !== session || (page !== undefined && form.page !== page.id));
  return others.length === 0 ? draft : { ...draft, refused: others };
}

/** The draft with a form that was refused or not sent, in place of the session's earlier one of that page. */
export const withRefused = (draft: Draft, form: RefusedForm): Draft => ({
  ...draft,
  refused: [...(withoutRefused(draft, form.by, { id: form.page }).refused ?? []), form].slice(-mostRefused),
});

/** What the session typed in vain on this page; what others typed is shown to nobody (decision R13). */
export const refusedOn = (draft: Draft, page: Page, session: SessionMark): RefusedForm | null =>
  draft.refused?.find((form) => form.page === page.id && form.by === session) ?? null;
