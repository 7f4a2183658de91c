// What does a student see at once whose words on the leaving form are worrying, and what do they decide (Y1, Y8)?
// The same as behind a link: help that answers now, that somebody is told, or whether somebody may be. Only the session that
// sent the form finds it, because others use the same device.
import { ownWordsIn } from '../../domain/survey/own-words.js';
import type { Answers } from '../../domain/survey/definition.js';
import { worryAmong } from '../../domain/survey/worrying-words.js';
import { isLeavingToken } from '../leaving/session.js';
import {
  leavingQuestionnaire,
  leavingSubmissionPlace,
  openLeavingVisit,
  type LeavingTools,
  type LeavingVisit,
} from '../leaving/visit.js';
import { carryOut, shownFor, type CareShown } from './after-sending.js';
import type { CareNeighbours } from './tell-people.js';

/** The flag of what this session sent, and whether its words worry; null where it sent nothing. */
async function sentHere({ store, vault }: LeavingTools, { held, sight, person }: LeavingVisit) {
  const last = held?.submissions.at(-1);
  if (last === undefined || held?.state !== 'done' || held.sentBy !== sight.session) return null;
  const answers = vault.open(last.answers, leavingSubmissionPlace(person.id, last.number)) as Answers;
  const worries = worryAmong(ownWordsIn(leavingQuestionnaire().questionnaire.pages, answers)) !== null;
  return worries ? { flag: await store.safetyFlags.findBySource(`leaving-form:${person.id}:${last.number}`) } : null;
}

/** What stands on the pages after sending because of their words. */
export const careAfterLeaving =
  (tools: LeavingTools) =>
  async (cookie: string | undefined): Promise<CareShown> => {
    const result = await openLeavingVisit(tools, cookie, { sent: true });
    const sent = result.kind === 'visit' ? await sentHere(tools, result.visit) : null;
    return sent === null ? 'nothing' : shownFor(sent.flag);
  };

/** Their answer, once: a second press changes nothing. */
export const passOnOrNotAtSchool =
  (tools: LeavingTools, neighbours: CareNeighbours) =>
  async (
    cookie: string | undefined,
    formToken: string,
    yes: boolean,
  ): Promise<'heard' | 'not-our-form' | 'no-session' | 'closed'> => {
    const result = await openLeavingVisit(tools, cookie, { sent: true });
    if (result.kind !== 'visit') return result.kind;
    if (!isLeavingToken(tools.signer, result.visit.session, formToken)) return 'not-our-form';
    const sent = await sentHere(tools, result.visit);
    await carryOut(tools, neighbours, sent?.flag ?? null, yes);
    return 'heard';
  };
