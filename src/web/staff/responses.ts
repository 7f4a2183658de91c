// Responses: who has answered, how far they came and when. What was answered stands on the person's page, for those who
// may see it; nothing of it is here (requirement P5).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { ListedResponse, ResponseQuery } from '../../application/survey/list-responses.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { moduleTitles } from '../../domain/survey/modules.js';
import { responseStates } from '../../domain/survey/response.js';
import type { WaveId } from '../../domain/waves/wave.js';
import { viewerOf } from '../access.js';
import { format } from '../format.js';

const filter = z.object({
  wave: z.string().max(40).catch(''),
  school: z.string().max(60).catch(''),
  state: z.enum(responseStates).or(z.literal('')).catch(''),
  since: z.string().max(10).catch(''),
  before: z.string().max(15).catch(''),
});
type Filter = z.output<typeof filter>;

const empty: Filter = { wave: '', school: '', state: '', since: '', before: '' };
const stateWords = { started: 'Started', completed: 'Completed' } as const;

function queryOf({ wave, school, state, since, before }: Filter): ResponseQuery {
  const day = parseLocalDate(since);
  return {
    ...(wave === '' ? {} : { waveId: wave as WaveId }),
    ...(school === '' ? {} : { schoolId: school as SchoolId }),
    ...(state === '' ? {} : { state }),
    ...(day === null ? {} : { since: day }),
    ...(/^\d{12,14}$/.test(before) ? { before: new Date(Number(before)) } : {}),
  };
}

const address = (chosen: Filter, change: Partial<Filter>): string => {
  const named = Object.entries({ ...chosen, ...change }).filter(([, value]) => value !== '');
  return `/staff/responses${named.length === 0 ? '' : `?${new URLSearchParams(named).toString()}`}`;
};

/** The wave, and what was asked beside its questionnaire. */
const askedIn = ({ wave, modules }: ListedResponse): string =>
  modules.length === 0 ? wave : `${wave}, also: ${moduleTitles(modules)}`;

const row = (response: ListedResponse) => [
  { text: response.name, href: `/staff/people/${response.alumnusId}` },
  response.school,
  askedIn(response),
  {
    text: `${stateWords[response.state]}${response.helped ? ', with help' : ''}`,
    tone: response.state === 'completed' ? 'good' : 'note',
  },
  response.passed,
  format.dateTime(response.startedAt),
  format.dateTime(response.savedAt),
  response.submittedAt === null ? null : format.dateTime(response.submittedAt),
  response.sent,
];

/** `/staff/responses`. */
export function responsesPages({ survey }: Pick<Application, 'survey'>): Router {
  const router = Router();
  router.get('/staff/responses', async (req, res) => {
    const chosen = filter.parse({ ...empty, ...req.query });
    const list = await survey.listResponses(viewerOf(res), queryOf(chosen));
    const filtered = Object.values({ ...chosen, before: '' }).some((value) => value !== '');
    res.render('staff/responses/index', {
      title: 'Responses',
      layout: 'staff',
      place: 'responses',
      chosen,
      filtered,
      waves: [{ value: '', text: 'Every wave' }, ...list.waves.map(({ id, title }) => ({ value: id, text: title }))],
      schools: [
        { value: '', text: 'Every school' },
        ...list.schools.map(({ id, name }) => ({ value: id, text: name })),
      ],
      states: [
        { text: 'All', href: address(chosen, { state: '', before: '' }), current: chosen.state === '' },
        ...responseStates.map((state) => ({
          text: stateWords[state],
          href: address(chosen, { state, before: '' }),
          current: chosen.state === state,
        })),
      ],
      rows: list.rows.map(row),
      next: list.next === null ? null : address(chosen, { before: String(list.next.getTime()) }),
    });
  });
  return router;
}
