// Waves → Calendar: two years of waves for every cohort, by month; which are drafted, which are still to come and when, and
// why a step does not stand on the day that was planned (look.md, section 4).
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import type { CalendarEntry, GoingOn } from '../../application/waves/show-calendar.js';
import { addMonths, parseLocalMonth } from '../../domain/calendar/local-date.js';
import { viewerOf } from '../access.js';
import { format } from '../format.js';
import { countFor, seesOf, type Sees } from './counts-shown.js';
import { asksWords, planSentences } from './programme-words.js';
import { stateTags, stepWords } from './wave-words.js';

const standTags = {
  'to-come': { tone: 'note', text: 'To come' },
  missed: { tone: 'careful', text: 'Its day has passed' },
  off: { tone: 'quiet', text: 'Turned off' },
} as const;

const standView = ({ title, stand }: Pick<CalendarEntry, 'title' | 'stand'>) => ({
  title,
  href: stand.kind === 'wave' ? `/staff/waves/${stand.wave.id}` : null,
  tag: stand.kind === 'wave' ? stateTags[stand.wave.state] : standTags[stand.kind],
});

const stepLines = (steps: CalendarEntry['steps']) =>
  steps.map(({ id, on, at }) => ({ name: stepWords[id], when: `${format.longDate(on)}, ${at}` }));

const goingOnView = (wave: GoingOn) => ({
  ...standView(wave),
  steps: stepLines(wave.steps),
  closesOn: wave.closes ? wave.closesOn : null,
});

const entryView = (sees: Sees) => (entry: CalendarEntry) => {
  const { stand } = entry;
  return {
    ...standView(entry),
    draftOn: stand.kind === 'to-come' ? stand.draftOn : null,
    missed: stand.kind === 'missed',
    people: entry.people === 0 ? null : countFor(sees)(entry.people),
    one: sees.names && entry.people === 1,
    steps: stepLines(entry.steps),
    closesOn: entry.closesOn,
    asks: asksWords(entry.questionnaire, entry.standsIn),
    sentences: planSentences(entry),
    notes: entry.notes,
  };
};

/** `/staff/calendar`. */
export function calendarPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();
  router.get('/staff/calendar', async (req, res) => {
    const from = typeof req.query['from'] === 'string' ? parseLocalMonth(req.query['from']) : null;
    const sees = seesOf(viewerOf(res).role);
    const calendar = await waves.showCalendar(viewerOf(res), ...(from === null ? [] : [from]));
    res.render('staff/calendar', {
      ...{ title: 'Calendar', layout: 'staff', place: 'waves' },
      first: calendar.first,
      last: calendar.last,
      listedUntil: calendar.listedUntil,
      earlier: `/staff/calendar?from=${addMonths(calendar.first, -12)}`,
      later: `/staff/calendar?from=${addMonths(calendar.first, 12)}`,
      months: calendar.months.map(({ month, entries, goingOn }) => ({
        name: format.month(month),
        entries: entries.map(entryView(sees)),
        goingOn: goingOn.map(goingOnView),
      })),
    });
  });
  return router;
}
