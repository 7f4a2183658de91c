// How does somebody who is still at school ask an adult for help from their leaving form (Y1, Y7, Y8)?
// The same offer, day and request as behind a link: whoever is named replies, in person where they like. Somebody else at the same
// device finds nothing of it, because it is the session's that asked.
import { unsentHelpOf, visibleAnswers } from '../../domain/survey/response.js';
import { isLeavingToken, readingOfSession } from '../leaving/session.js';
import { openLeavingVisit, type LeavingTools, type LeavingVisit } from '../leaving/visit.js';
import { keepRequest, offerTo, type Asked, type Asker, type AskResult, type HelpPage } from './ask-for-help.js';
import type { RaiseFlag } from './raise-flag.js';
import type { CareNeighbours } from './tell-people.js';
import { keepTypedAtSchool } from './unsent-help.js';

const studentOf = ({ person, sight, draft, session, formToken }: LeavingVisit): Asker => ({
  ...{ alumnusId: person.id, schoolId: person.schoolId, atSchool: true, over: false, sight, formToken },
  answers: visibleAnswers(draft, sight),
  typed: unsentHelpOf(draft, sight.session),
  reading: readingOfSession(session),
});

/** The offer to the student whose session it is, before and after they have sent the form. */
export const helpPageAtSchool =
  (tools: LeavingTools) =>
  async (cookie: string | undefined): Promise<HelpPage> => {
    const result = await openLeavingVisit(tools, cookie, { sent: true });
    if (result.kind !== 'visit') return result;
    return (await offerTo(tools, studentOf(result.visit)))?.offer ?? { kind: 'not-offered' };
  };

/** Keeps the student's request, also where their session ended while they typed; the same words again change nothing. */
export const askForHelpAtSchool =
  (tools: LeavingTools, neighbours: CareNeighbours, raise: RaiseFlag) =>
  async (cookie: string | undefined, formToken: string, asked: Asked): Promise<AskResult> => {
    const result = await openLeavingVisit(tools, cookie, { sent: true, late: true });
    if (result.kind !== 'visit') return result;
    const { session, over } = result.visit;
    if (!isLeavingToken(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    const kept = await keepRequest(tools, { neighbours, raise }, { ...studentOf(result.visit), over }, asked);
    if (kept.kind === 'asked') await keepTypedAtSchool(tools, result.visit, null);
    return kept;
  };
