// What does somebody see at once whose words are worrying, and what do they decide (Y8)?
// Help that answers now, whatever happens here. Somebody who is told, they are told so. An adult whose life is not at risk is
// asked: with their yes it goes to the one named, with their no the words are wiped.
import { parseCohortId } from '../../domain/alumni/cohort.js';
import { ownWordsIn } from '../../domain/survey/own-words.js';
import { visibleAnswers } from '../../domain/survey/response.js';
import { wordsUntil, type SafetyFlag } from '../../domain/survey/safety-flag.js';
import type { WhatChanged } from '../../domain/survey/what-changed.js';
import { worryAmong } from '../../domain/survey/worrying-words.js';
import { isOwnForm } from '../survey/session.js';
import { openVisit, type Visit, type VisitResult, type VisitTools } from '../survey/visit.js';
import type { Tools } from '../tools.js';
import { askerOf, offerTo, type HelpOffer } from './ask-for-help.js';
import { whoIsTold } from './raise-flag.js';
import { tellPeople, type CareNeighbours } from './tell-people.js';
import { changeTold } from './what-changed.js';

type NoVisit = Exclude<VisitResult, { kind: 'visit' }>;
type AfterTools = VisitTools & Pick<Tools, 'newId'>;

/** `help`: lines that answer now; `told`: and somebody is told; `asks`: and they are asked whether somebody may be. */
export type CareShown = 'nothing' | 'help' | 'told' | 'asks';

/** The flag of the answers that were sent last, or of those before when they said the same. */
async function flagOf({ store }: AfterTools, responseId: string, submissions: number): Promise<SafetyFlag | null> {
  for (let number = submissions; number > 0; number -= 1) {
    const flag = await store.safetyFlags.findBySource(flagSourceOf(responseId, number));
    if (flag !== null) return flag;
  }
  return null;
}

/** Names the words of one submission. */
export const flagSourceOf = (responseId: string, submission: number): string => `survey:${responseId}:${submission}`;

/** Whether the visitor may see the words that worry: whoever else holds the link learns nothing of them (decision R13). */
const seesThem = ({ published, draft, sight, session }: Visit): boolean =>
  session.caller === undefined &&
  worryAmong(ownWordsIn(published.questionnaire.pages, visibleAnswers(draft, sight))) !== null;

/** What is shown beside a flag to whoever wrote its words; `null`: none was raised. */
export const shownFor = (flag: Pick<SafetyFlag, 'state'> | null): CareShown =>
  flag?.state === 'asks-first' ? 'asks' : flag?.state === 'open' ? 'told' : 'help';

async function shownTo(tools: AfterTools, visit: Visit): Promise<CareShown> {
  const { response } = visit;
  if (response === null || !seesThem(visit)) return 'nothing';
  const flag = await flagOf(tools, response.id, response.submissions.length);
  return shownFor(flag);
}

/** What stands on the page after sending. */
export interface AfterSending {
  /** Because of their words. */
  readonly shown: CareShown;
  /** Made to all (Y7). */
  readonly offer: HelpOffer | null;
  /** What answers like theirs changed; null where nothing is set. */
  readonly changed: WhatChanged | null;
}

/** What stands there for whoever comes with the cookie. */
export const careAfterSending =
  (tools: AfterTools) =>
  async (cookie: string | undefined): Promise<AfterSending> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return { shown: 'nothing', offer: null, changed: null };
    const { visit } = result;
    const [shown, offered, changed] = await Promise.all([
      shownTo(tools, visit),
      offerTo(tools, askerOf(tools, visit)),
      changeTold(tools)(parseCohortId(visit.invitation.cohortId)?.stage ?? null),
    ]);
    return { shown, offer: offered?.offer ?? null, changed };
  };

/** Does what they answered, where they are still asked. */
export async function carryOut(
  tools: Pick<Tools, 'store' | 'clock' | 'newId'>,
  neighbours: CareNeighbours,
  flag: SafetyFlag | null,
  yes: boolean,
): Promise<void> {
  if (flag?.state !== 'asks-first') return;
  const at = tools.clock.now();
  const { words, wordsUntil: _until, ...rest } = flag;
  const { telling } = await whoIsTold(tools, flag);
  const next: SafetyFlag = yes
    ? {
        ...rest,
        ...(words !== undefined && { words }),
        state: 'open',
        ...telling,
        wordsUntil: wordsUntil(flag.raisedAt, {}),
      }
    : { ...rest, state: 'kept-back' };
  const act = yes ? 'safety-flag.agreed' : 'safety-flag.not-agreed';
  const actor = { kind: 'alumnus' } as const;
  const audit = { id: tools.newId(), at, actor, act, subject: `safety-flag:${flag.id}` };
  const changed = { ...next, revision: flag.revision + 1 };
  if (await tools.store.safetyFlags.replace(changed, audit)) await tellPeople(tools, neighbours, changed);
}

/** Their answer, once: a second press changes nothing. */
export const passOnOrNot =
  (tools: AfterTools, neighbours: CareNeighbours) =>
  async (
    cookie: string | undefined,
    formToken: string,
    yes: boolean,
  ): Promise<{ readonly kind: 'heard' } | { readonly kind: 'not-our-form' } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, response } = result.visit;
    if (!isOwnForm(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    const flag =
      response === null || !seesThem(result.visit)
        ? null
        : await flagOf(tools, response.id, response.submissions.length);
    await carryOut(tools, neighbours, flag, yes);
    return { kind: 'heard' };
  };
