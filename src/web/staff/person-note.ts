// A member of staff writes down what they know of somebody's destination: a form of its own beside the record, with how they know it.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import type { PersonView } from '../../application/alumni/look-at-people.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { readDay } from '../../domain/alumni/leaver-cells.js';
import { monthOf, parseLocalMonth, type LocalDate, type LocalMonth } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { activities, activityFacts } from '../../domain/destinations/activity.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';
import { personHeader, personTitle } from './person-header.js';
import { standings } from './reply-words.js';

/** What somebody can be said to do; nobody notes that somebody else would not say. */
const notable = activities.filter((activity) => activity !== 'not-said');

const month = z
  .string()
  .trim()
  .max(10)
  .transform((text, context): LocalMonth | undefined => {
    const found = parseLocalMonth(text);
    if (text !== '' && found === null)
      context.addIssue({ code: 'custom', message: 'Enter a month, for example 2026-09' });
    return found ?? undefined;
  });
const noteForm = z.strictObject({
  activity: z.enum(notable, 'Choose what they are doing'),
  standing: z.enum(['there', 'finished', 'left-early', 'did-not-start'], 'Choose how it stands'),
  place: z.string().trim().max(200, 'Use at most 200 characters'),
  from: month,
  to: month,
  on: z
    .string()
    .trim()
    .max(20)
    .transform((text, context): LocalDate => {
      const day = readDay(text);
      if (day !== null) return day;
      context.addIssue({ code: 'custom', message: 'Enter a day, for example 2026-11-03' });
      return z.NEVER;
    }),
  how: z.string().trim().min(1, 'Say in a few words how you know').max(200, 'Say it in at most 200 characters'),
});

/** What of it cannot be so; empty where all can. */
function wrongDays({ on, from, to, standing }: z.output<typeof noteForm>, today: LocalDate): FieldErrors {
  if (on > today) return { on: 'Enter a day that is not still to come' };
  if (from !== undefined && from > monthOf(on)) return { from: 'It began after the day on which you knew it' };
  if (standing === 'there' || to === undefined) return {};
  if (from !== undefined && to < from) return { to: 'It ended before it began' };
  return to > monthOf(on) ? { to: 'It ended after the day on which you knew it' } : {};
}

const notices = {
  noted: 'Recorded. It stands with the rest of what we have been told.',
  known: 'The record holds it already; nothing was changed.',
} as const;

/** `/staff/people/:id/note`. */
export function personNotePages(
  { alumni, destinations }: Pick<Application, 'alumni' | 'destinations'>,
  clock: Clock,
): Router {
  const router = Router();

  function render(res: Response, view: PersonView, typed: Typed, errors: FieldErrors = {}): void {
    res.render('staff/people/note', {
      ...{ title: personTitle(view.person, 'record'), layout: 'staff', place: 'people', errors, typed },
      back: { href: `/staff/people/${view.person.id}/record`, text: 'Record' },
      header: personHeader(view, viewerOf(res).role, 'record'),
      activities: notable.map((value) => ({ value, text: activityFacts[value].words })),
      standings: Object.entries(standings).map(([value, text]) => ({ value, text })),
    });
  }

  router.get('/staff/people/:id/note', async (req, res) => {
    const view = await alumni.showPerson(viewerOf(res), req.params.id as AlumnusId);
    render(res, view, { on: londonDate(clock.now()) });
  });

  router.post('/staff/people/:id/note', async (req, res) => {
    const viewer = viewerOf(res);
    const view = await alumni.showPerson(viewer, req.params.id as AlumnusId);
    const form = readForm(noteForm, req.body);
    const errors = form.ok ? wrongDays(form.value, londonDate(clock.now())) : form.errors;
    if (!form.ok || Object.keys(errors).length > 0) {
      render(res.status(422), view, form.typed, errors);
      return;
    }
    const { place, from, to, ...told } = form.value;
    const noted = await destinations.recordNote(viewer, {
      ...{ ...told, alumnusId: view.person.id },
      ...(place === '' ? {} : { place }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    if (noted === 'full') {
      render(res.status(422), view, form.typed, { how: 'The record holds as many statements as it can' });
      return;
    }
    goWithNotice(req, res, `/staff/people/${view.person.id}/told`, notices[noted]);
  });

  return router;
}
