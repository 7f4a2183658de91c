// Somebody who comes back: what they told us in an earlier wave, and an invitation to a questionnaire that starts from it.
import type { Application, Tools } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { Answers, Questionnaire } from '../../src/domain/survey/definition.js';
import { yearlyCheckV2 } from '../../src/domain/survey/questionnaires/checks-v2.js';
import { invite, type Invited } from './survey.js';

/** An address of their own, by which they have answered before. */
export const confirmedAddress = (id: string): Alumnus['contactPoints'] => [
  {
    ...{ number: 1, kind: 'email', value: `${id}@example.org`, owner: 'self', state: 'usable' },
    ...{ addedOn: localDate('2026-07-01'), confirmedOn: localDate('2026-09-20') },
  },
];

export const atExampleton: Answers = {
  situation: 'university',
  since: { month: '2026-09', about: false },
  provider: 'University of Exampleton',
  course: 'Physics',
};

/** Number of a question's page, as it stands in its address. */
export const pageIn = (id: string, questionnaire: Questionnaire = yearlyCheckV2): number =>
  questionnaire.pages.findIndex((page) => page.id === id) + 1;

/** Invited to the yearly check, having said `answers` in September; at a confirmed address unless told otherwise. */
export async function comeBack(
  { tools, application }: { readonly tools: Tools; readonly application: Pick<Application, 'destinations'> },
  id: string,
  {
    answers = atExampleton,
    person = { contactPoints: confirmedAddress(id) },
    questionnaire = yearlyCheckV2,
  }: {
    readonly answers?: Answers;
    readonly person?: Partial<Alumnus>;
    readonly questionnaire?: Questionnaire;
  } = {},
): Promise<Invited> {
  const { name, version } = questionnaire;
  const invited = await invite(tools, id, person, { name, version });
  await application.destinations.recordClaims({
    ...{ alumnusId: invited.alumnusId, responseId: `w0:${id}`, revision: 1 },
    ...{ answers, submittedAt: new Date('2026-09-20T10:00:00Z') },
  });
  return invited;
}
