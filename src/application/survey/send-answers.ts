// "Send my answers": what is written, and what follows?
// In one write: the answers as they stand become the next submission, the response is completed, what must follow is
// noted, and so is the act (decision R14, requirement T11). A second press with the same answers adds nothing. What
// follows is done at once and, should the process die in between, by the recurring job.
import type { Answers } from '../../domain/survey/definition.js';
import { answersToSend, withoutRefused } from '../../domain/survey/response.js';
import type { StoredResponse } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { faultOf } from '../fault.js';
import type { Tools } from '../tools.js';
import { isOwnForm, renewedSession, type SurveyCookie } from './session.js';
import { draftPlace, openVisit, submissionPlace, type VisitResult, type VisitTools } from './visit.js';

/** Whether the answers were sent, or where to go first. */
export type SendResult =
  | { readonly kind: 'sent'; readonly cookie: SurveyCookie }
  /** The one required question is still open. */
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'not-our-form' }
  | Exclude<VisitResult, { kind: 'visit' }>;

const mostAttempts = 8;

/** The answers of the last submission; null when nothing was sent yet. */
export function submittedAnswers(vault: Tools['vault'], response: StoredResponse | null): Answers | null {
  const last = response?.submissions.at(-1);
  if (response === null || last === undefined) return null;
  return vault.open(last.answers, submissionPlace(response.id, last.number)) as Answers;
}

/** Sends the answers. Throws ChangedMeanwhile when others kept on writing first. */
export const sendAnswers =
  (tools: VisitTools & Pick<Tools, 'newId' | 'log'>, finishResponse: (response: StoredResponse) => Promise<void>) =>
  async (cookie: string | undefined, formToken: string): Promise<SendResult> => {
    const { store, clock, vault, signer, newId } = tools;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const result = await openVisit(tools, cookie);
      if (result.kind !== 'visit') return result;
      const { session, response, draft, published, sight, invitation } = result.visit;
      if (!isOwnForm(signer, session, formToken)) return { kind: 'not-our-form' };
      const answers = answersToSend(draft);
      if (response === null || answers[published.questionnaire.ending.question] === undefined) {
        return { kind: 'not-yet' };
      }
      const { caller } = session;
      const now = clock.now();
      const sent: SendResult = { kind: 'sent', cookie: renewedSession(signer, session, now) };
      if (JSON.stringify(submittedAnswers(vault, response)) === JSON.stringify(answers)) return sent;
      const number = (response.submissions.at(-1)?.number ?? 0) + 1;
      const written = await store.responses.submit(
        response,
        {
          number,
          answers: vault.seal(answers, submissionPlace(response.id, number)),
          at: now,
          ...(caller === undefined && invitation.reading?.helped === true ? { helped: true } : {}),
          ...(caller === undefined ? {} : { caller }),
          ...(session.to === undefined ? {} : { contactNumber: session.to }),
        },
        {
          id: newId(),
          at: now,
          actor: caller === undefined ? { kind: 'alumnus' } : { kind: 'staff', id: caller.staffId },
          act: caller === undefined ? 'response.sent' : `response.sent-by-${caller.source}`,
          subject: caller === undefined ? `response:${response.id}` : `alumnus:${response.alumnusId}`,
        },
        // What this session typed in vain is not part of what was sent, and is not kept.
        draft.refused && vault.seal(withoutRefused(draft, sight.session), draftPlace(response.id)),
      );
      if (!written) continue;
      const stands = await store.responses.find(response.id);
      if (stands !== null) await finishNow(tools, finishResponse, stands);
      return sent;
    }
    throw new ChangedMeanwhile();
  };

/** The answers are kept whatever happens here; the recurring job completes what failed. */
async function finishNow(
  { log }: Pick<Tools, 'log'>,
  finishResponse: (response: StoredResponse) => Promise<void>,
  response: StoredResponse,
): Promise<void> {
  try {
    await finishResponse(response);
  } catch (error) {
    log.warn('What follows from sent answers is left to the recurring job', {
      failure: faultOf(error),
    });
  }
}
