// What follows once a leaving form was sent (Y1)?
// The plan becomes a claim with its reasons sealed beside it, and address, consent and plan change the person, both through the
// rooms that every answer goes through. Each step can be repeated; only then is the mark taken out, so that a process that died
// in between loses nothing. Then the code leaves by which the address is confirmed.
import { isSchoolAddress, schoolAddressDays } from '../../domain/alumni/contact-point.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { addDays } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Answers } from '../../domain/survey/definition.js';
import { ownWordsIn } from '../../domain/survey/own-words.js';
import { numberOfAddress, withLeavingAnswers } from '../../domain/survey/leaving-contact.js';
import { changePerson } from '../alumni/change-person.js';
import { faultOf } from '../fault.js';
import type { SurveyNeighbours } from '../survey/neighbours.js';
import type { Tools } from '../tools.js';
import { changeAnswers } from './change-answers.js';
import { leavingQuestionnaire, leavingSubmissionPlace, type LeavingTools } from './visit.js';

/** Carries out what is open for one person; nothing where nothing is. */
export type FinishLeaving = (id: AlumnusId) => Promise<void>;

/** Writes contact, consent and plan into the person; gives the number of their own address, where they gave one. */
async function keepWhatWasSaid(
  tools: LeavingTools,
  id: AlumnusId,
  answers: Answers,
  { number, at }: { readonly number: number; readonly at: Date },
): Promise<number | undefined> {
  const { name, version } = leavingQuestionnaire().questionnaire;
  const said = {
    evidence: `Leaving form ${id}, sent ${number}`,
    wording: `${name} ${version}`,
    on: londonDate(at),
  };
  const answered = { actor: { kind: 'alumnus' }, act: 'contact.answered' } as const;
  const person = await changePerson(tools, id, answered, (stands) =>
    withLeavingAnswers(stands, answers, said, (address) =>
      isSchoolAddress(address, tools.settings.schoolMailDomains) ? addDays(stands.leftOn, schoolAddressDays) : null,
    ),
  );
  const { email } = answers;
  return person === null || typeof email !== 'string' ? undefined : (numberOfAddress(person, email) ?? undefined);
}

/** Finishes one. Safe to run twice and at once. */
export const finishLeaving =
  (tools: LeavingTools, { destinations, care }: Pick<SurveyNeighbours, 'destinations' | 'care'>): FinishLeaving =>
  async (id) => {
    const { store, vault } = tools;
    const held = await store.leavingAnswers.find(id);
    const submission = held?.submissions.find(({ number }) => number === held.toFinish);
    const person = submission === undefined ? null : await store.alumni.find('every-school', id);
    if (submission === undefined || person === null) return;
    const { number, at } = submission;
    const answers = vault.open(submission.answers, leavingSubmissionPlace(id, number)) as Answers;
    await care.raiseFlag({
      ...{ from: 'leaving-form', saidIn: `${id}:${number}`, alumnusId: id, schoolId: person.schoolId },
      texts: ownWordsIn(leavingQuestionnaire().questionnaire.pages, answers),
      mayBeAsked: true,
    });
    await destinations.recordClaims({
      ...{ alumnusId: id, responseId: `leaving:${id}`, revision: number, answers },
      submittedAt: at,
    });
    const addressNumber = await keepWhatWasSaid(tools, id, answers, submission);
    await changeAnswers(tools, person, (stands) => {
      if (stands.toFinish !== number) return { next: null, gives: undefined };
      const { toFinish: _done, ...rest } = stands;
      return { next: { ...rest, ...(addressNumber === undefined ? {} : { addressNumber }) }, gives: undefined };
    });
  };

/** Finishes up to `limit`; gives how many. One that fails stays for the next time and does not hold up others. */
export const finishLeavingForms =
  (tools: LeavingTools & Pick<Tools, 'log'>, finish: FinishLeaving) =>
  async (limit: number): Promise<number> => {
    let finished = 0;
    for (const { id } of await tools.store.leavingAnswers.toFinish(limit)) {
      try {
        await finish(id);
        finished += 1;
      } catch (error) {
        tools.log.error('A leaving form could not be finished', {
          failure: faultOf(error),
        });
      }
    }
    return finished;
  };
