// What follows once answers were sent?
// No more mail for this invitation, the invitation is completed, the answers become claims and the record is rebuilt, and
// what was said about contact changes the person (architecture, walk 2). Each step can be repeated; only then is the
// follow-up taken out, so that a process that died in between loses nothing.
import { londonDate } from '../../domain/calendar/london-time.js';
import { contactAnswers, withContactAnswers } from '../../domain/survey/contact-answers.js';
import { findQuestionnaire } from '../../domain/survey/catalogue.js';
import type { Answers } from '../../domain/survey/definition.js';
import { withModules } from '../../domain/survey/modules.js';
import { ownWordsIn } from '../../domain/survey/own-words.js';
import type { CallId } from '../../domain/waves/call.js';
import { invitedAs } from '../../domain/waves/invitation.js';
import type { ResponseFollowUp, StoredResponse, Submission } from '../../store/index.js';
import { changePerson } from '../alumni/change-person.js';
import { faultOf } from '../fault.js';
import type { Tools } from '../tools.js';
import type { SurveyNeighbours } from './neighbours.js';
import { submissionPlace } from './visit.js';

type FinishTools = Pick<Tools, 'store' | 'vault' | 'newId' | 'clock'>;

/** Writes what was said about contact into the person, under their revision. */
async function keepContact(
  tools: FinishTools,
  response: StoredResponse,
  submission: Submission,
  answers: Answers,
): Promise<void> {
  const on = londonDate(submission.at);
  const { contactNumber } = submission;
  // Where the record that was written to was merged into another meanwhile, the number may be of either: then nothing is confirmed.
  const now =
    contactNumber === undefined
      ? undefined
      : await tools.store.mergedPeople.numberOf(invitedAs(response), contactNumber);
  const cameBy = now === contactNumber ? contactNumber : undefined;
  const said = {
    evidence: `Survey answer ${response.id}, sent ${submission.number}`,
    wording: `${response.questionnaire.name} ${response.questionnaire.version}`,
    on,
    ...(cameBy === undefined ? {} : { cameBy }),
  };
  const answered = { actor: { kind: 'alumnus' }, act: 'contact.answered' } as const;
  await changePerson(tools, response.alumnusId, answered, (person) =>
    withContactAnswers(person, contactAnswers(answers, on), said),
  );
}

/** What came of the call, where the answers were given on the telephone. */
async function noteOnCall({ store }: FinishTools, { id }: StoredResponse, { caller, at }: Submission): Promise<void> {
  if (caller === undefined) return;
  const { staffId: by, source, contactNumber } = caller;
  const end = source === 'proxy' ? 'proxy' : 'answered';
  await store.calls.recordAnswered(id as string as CallId, { at, by, contactNumber, outcome: end }, end);
}

/** What they typed and had not sent before, in answer to optional modules too. */
async function newWords(
  { store, vault }: FinishTools,
  response: StoredResponse,
  { number }: Submission,
  answers: Answers,
): Promise<readonly string[]> {
  const published = findQuestionnaire(response.questionnaire);
  if (published === null) throw new Error('A response names a questionnaire that is not published.');
  const invitation = await store.invitations.find(response.id);
  const { pages } = withModules(published, invitation?.modules).questionnaire;
  const before = response.submissions
    .filter((each) => each.number < number)
    .flatMap((each) =>
      ownWordsIn(pages, vault.open(each.answers, submissionPlace(response.id, each.number)) as Answers),
    );
  return ownWordsIn(pages, answers).filter((words) => !before.includes(words));
}

/** Carries out every open follow-up of one response, in order; whether somebody is safe comes first. */
export const finishResponse =
  (tools: FinishTools, { waves, destinations, care }: SurveyNeighbours) =>
  async (response: StoredResponse): Promise<void> => {
    for (const followUp of response.followUps ?? []) {
      const submission = submissionOf(response, followUp);
      const answers = tools.vault.open(submission.answers, submissionPlace(response.id, submission.number)) as Answers;
      await care.raiseFlag({
        ...{ from: 'survey', saidIn: `${response.id}:${submission.number}` },
        ...{ alumnusId: response.alumnusId, schoolId: response.schoolId },
        texts: await newWords(tools, response, submission, answers),
        mayBeAsked: submission.caller === undefined,
      });
      await noteOnCall(tools, response, submission);
      await waves.stopOpenMessages({ invitationId: response.id, why: 'answered' });
      await tools.store.invitations.markCompleted(response.id, submission.at);
      await destinations.recordClaims({
        alumnusId: response.alumnusId,
        responseId: response.id,
        revision: submission.number,
        answers,
        submittedAt: submission.at,
        ...(submission.caller === undefined ? {} : { caller: submission.caller }),
      });
      // Nobody else can agree to anything for the person (Y2).
      if (submission.caller?.source !== 'proxy') await keepContact(tools, response, submission, answers);
      if (submission.number === 1 && submission.caller === undefined) await waves.sendThanks(response.id);
      await tools.store.responses.followUpDone(response.id, followUp.id);
    }
  };

function submissionOf(response: StoredResponse, followUp: ResponseFollowUp): Submission {
  const submission = response.submissions.find((each) => each.number === followUp.submission);
  if (submission === undefined) throw new Error('A follow-up names a submission that is not there.');
  return submission;
}

/** Finishes up to `limit` responses; gives how many. One that fails stays for the next time and does not hold up others. */
export const finishResponses =
  (tools: FinishTools & Pick<Tools, 'log'>, neighbours: SurveyNeighbours) =>
  async (limit: number): Promise<number> => {
    let finished = 0;
    for (const response of await tools.store.responses.withFollowUps(limit)) {
      try {
        await finishResponse(tools, neighbours)(response);
        finished += 1;
      } catch (error) {
        tools.log.error('A response could not be finished', {
          failure: faultOf(error),
        });
      }
    }
    return finished;
  };
