// What somebody typed on the page that asks for help and did not send: kept sealed with their draft, for their session alone to
// go on with, like what is typed on the pages of questions (row 59). Nobody reads it before they press the button.
import { withUnsentHelp, type UnsentHelp } from '../../domain/survey/response.js';
import { changeAnswers } from '../leaving/change-answers.js';
import { isLeavingToken } from '../leaving/session.js';
import { leavingDraftPlace, openLeavingVisit, type LeavingTools, type LeavingVisit } from '../leaving/visit.js';
import { writeDraft } from '../survey/save-page.js';
import { isOwnForm } from '../survey/session.js';
import { openVisit, type Visit, type VisitResult, type VisitTools } from '../survey/visit.js';

type Typed = Omit<UnsentHelp, 'by'>;

/** `kept`, or why it is not. */
export type KeptUnsent = 'kept' | 'not-our-form' | Exclude<VisitResult['kind'], 'visit'>;
type KeepUnsent = (cookie: string | undefined, formToken: string, typed: Typed) => Promise<KeptUnsent>;

/** Writes it into the draft behind the link, or takes it out; where another write was first, that one stands. */
export async function keepTyped(tools: VisitTools, visit: Visit, typed: Typed | null): Promise<void> {
  const { draft, sight } = visit;
  const next = withUnsentHelp(draft, sight.session, typed);
  if (next !== draft) await writeDraft(tools, visit, next);
}

/** Behind the link. */
export const keepUnsentHelp =
  (tools: VisitTools): KeepUnsent =>
  async (cookie, formToken, typed) => {
    const result = await openVisit(tools, cookie, { late: true });
    if (result.kind !== 'visit') return result.kind;
    const { session } = result.visit;
    if (session.caller !== undefined) return 'closed';
    if (!isOwnForm(tools.signer, session, formToken)) return 'not-our-form';
    await keepTyped(tools, result.visit, typed);
    return 'kept';
  };

/** The same on the leaving form, before and after it was sent. */
export async function keepTypedAtSchool(tools: LeavingTools, visit: LeavingVisit, typed: Typed | null): Promise<void> {
  const { draft, sight, person, held: seen } = visit;
  const next = withUnsentHelp(draft, sight.session, typed);
  if (next === draft) return;
  const sealed = tools.vault.seal(next, leavingDraftPlace(person.id));
  await changeAnswers(tools, person, (held) =>
    held.revision === (seen?.revision ?? 0)
      ? { next: { ...held, draft: sealed }, gives: undefined }
      : { next: null, gives: undefined },
  );
}

/** At school. */
export const keepUnsentHelpAtSchool =
  (tools: LeavingTools): KeepUnsent =>
  async (cookie, formToken, typed) => {
    const result = await openLeavingVisit(tools, cookie, { sent: true, late: true });
    if (result.kind !== 'visit') return result.kind;
    if (!isLeavingToken(tools.signer, result.visit.session, formToken)) return 'not-our-form';
    await keepTypedAtSchool(tools, result.visit, typed);
    return 'kept';
  };
