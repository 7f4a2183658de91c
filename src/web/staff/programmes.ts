// Waves → Year 11 plan, Year 13 plan: the standing plan as it rules, its points, the cohorts for which it is on, and its
// earlier versions. Every change is a new version; waves that are drafted keep their own.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { ChangedMeanwhile, NotFound } from '../../application/errors.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import { localDate, localMonth } from '../../domain/calendar/local-date.js';
import { pointName, type Programme, type WavePoint } from '../../domain/waves/programme.js';
import { stepIds } from '../../domain/waves/wave.js';
import { mayPost, viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { countOfFor, seesOf } from './counts-shown.js';
import { pointErrors, pointForm, pointOf, typedOfPoint } from './programme-form.js';
import { stepWords } from './wave-words.js';

const cohortForm = z.strictObject({
  version: z.coerce.number().int(),
  cohort: z.string().refine((id) => parseCohortId(id) !== null),
  turn: z.enum(['on', 'off']),
});
const months = Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, '0'));
const monthWord = (number: string): string => format.month(localMonth(`2027-${number}`)).replace(' 2027', '');
const leaversOf = (id: string): string => `Year ${id.slice(1)} leavers`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const whenOf = ({ anchor, years }: WavePoint): string => {
  const day = format.date(localDate(`2027-${anchor}`)).replace(' 2027', '');
  const first = anchor >= '09-01' ? 0 : 1;
  const after = years.map((year) => year + first);
  if (after.length === 1 && after[0] === 0) return `${day} of the year of leaving`;
  const [one] = after;
  return `${day}, ${after.length === 1 ? format.countOf(one ?? 0, 'year', 'years') : `${after.join(', ')} years`} after the year of leaving`;
};

const pointRow = (programme: Programme, point: WavePoint) => ({
  name: capital(pointName(point.id)),
  tag: point.on ? ({ tone: 'good', text: 'On' } as const) : ({ tone: 'quiet', text: 'Off' } as const),
  when: whenOf(point),
  because: point.because,
  steps: point.steps.map(({ id, afterDays, at }) =>
    afterDays === 0 ? `${stepWords[id]}: that day, ${at}` : `${stepWords[id]}: ${afterDays} days later, ${at}`,
  ),
  closes: `Closes ${point.closesAfterDays} days later`,
  change: `/staff/programmes/${programme.id}/points/${point.id}`,
});

/** `/staff/programmes/:id`, `…/points/:point`, `…/cohorts`. */
export function programmePages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();
  const mayChange = (res: Response): boolean => mayPost(viewerOf(res), '/staff/programmes/y13/cohorts');

  router.get('/staff/programmes/:id', async (req, res) => {
    const [programme, ...earlier] = await waves.showProgramme(req.params.id);
    const { cohorts } = await waves.planChoices(viewerOf(res));
    res.render('staff/programmes/programme', {
      ...{ title: `Plan for ${leaversOf(programme.id)}`, layout: 'staff', place: 'waves', programme, earlier },
      change: mayChange(res),
      leavers: leaversOf(programme.id),
      points: programme.points.map((point) => pointRow(programme, point)),
      cohorts: cohorts
        .filter(({ id }) => id.startsWith(programme.id))
        .map(({ id, count }) => ({
          id,
          name: cohortName(id),
          people: countOfFor(seesOf(viewerOf(res).role))(count, 'person', 'people'),
          on: !programme.offFor.includes(id),
        })),
    });
  });

  async function renderPoint(
    req: Request,
    res: Response,
    page: { errors?: FieldErrors; typed?: Typed },
  ): Promise<void> {
    const [programme] = await waves.showProgramme(String(req.params['id']));
    const point = programme.points.find(({ id }) => id === req.params['point']);
    if (point === undefined) throw new NotFound();
    res.render('staff/programmes/point', {
      ...{ title: `Change: ${pointName(point.id)}`, layout: 'staff', place: 'waves', programme, point },
      ...{ leavers: leaversOf(programme.id), errors: page.errors ?? {}, typed: page.typed ?? typedOfPoint(point) },
      months: months.map((value) => ({ value, text: monthWord(value) })),
      steps: stepIds.map((id) => ({ id, name: stepWords[id] })),
    });
  }

  router.get('/staff/programmes/:id/points/:point', async (req, res) => renderPoint(req as Request, res, {}));

  router.post('/staff/programmes/:id/points/:point', async (req, res) => {
    const { id } = req.params;
    const form = readForm(pointForm, req.body);
    let errors: FieldErrors = form.ok ? {} : form.errors;
    if (form.ok) {
      const [programme] = await waves.showProgramme(id);
      const stands = programme.points.find((each) => each.id === req.params.point);
      if (stands === undefined) throw new NotFound();
      const point = pointOf(form.value, stands);
      if (point === null) {
        errors = { day: 'Enter a day that the month has in every year' };
      } else {
        const { version } = form.value;
        const result = await waves.changeProgramme(viewerOf(res), { id, version, change: { kind: 'point', point } });
        if (result.kind === 'changed') {
          const notice = `Version ${result.version} rules from now on. Waves that are drafted already keep their days.`;
          goWithNotice(req, res, `/staff/programmes/${id}`, notice);
          return;
        }
        errors = pointErrors(result.problems);
      }
    }
    res.status(422);
    await renderPoint(req as Request, res, { errors, typed: form.typed });
  });

  router.post('/staff/programmes/:id/cohorts', async (req, res) => {
    const { id } = req.params;
    const form = readForm(cohortForm, req.body);
    if (!form.ok) throw new ChangedMeanwhile();
    const { version, cohort, turn } = form.value;
    const change = { kind: 'cohort', cohortId: cohort as CohortId, on: turn === 'on' } as const;
    await waves.changeProgramme(viewerOf(res), { id, version, change });
    goWithNotice(req, res, `/staff/programmes/${id}`, `Turned ${turn} for ${cohortName(cohort)}.`);
  });

  return router;
}
