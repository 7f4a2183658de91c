// Local authorities: the files for each, with its own headings, and those headings (Y20).
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { returnKinds, type ReturnKind } from '../../domain/destinations/authority-return.js';
import { NotFound } from '../../application/errors.js';
import { viewerOf } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { goWithNotice } from '../session.js';

const home = '/staff/authority';
const kindWords: Readonly<Record<ReturnKind, string>> = {
  offers: 'September offers',
  situation: 'Situation on 1 November',
  'left-early': 'Who left mid-course',
};
const headingsForm = z.strictObject({ headings: z.string().max(4_000) });

/** `/staff/authority` and what is below it. */
export function authorityPages({ authority }: Pick<Application, 'authority'>, clock: Clock): Router {
  const router = Router();

  async function render(
    res: Response,
    errors: FieldErrors = {},
    typed: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { authorities, cohorts } = await authority.listReturns(viewerOf(res));
    res.render('staff/authority', {
      ...{ title: 'Local authorities', layout: 'staff', place: 'import', errors },
      authorities: authorities.map(({ number, schools, headings }) => ({
        ...{ number, schools, field: `headings-${number}` },
        headings: typed[number] ?? headings,
        rows: cohorts.map(({ id, name }) => [
          name,
          ...returnKinds.map((kind) => ({
            text: kindWords[kind],
            href: `${home}/${number}/${kind}.csv?cohort=${id}`,
          })),
        ]),
      })),
    });
  }

  router.get(home, async (_req, res) => render(res));

  router.post(`${home}/:number/headings`, async (req, res) => {
    const form = readForm(headingsForm, req.body);
    if (!form.ok) throw new NotFound();
    const { number } = req.params;
    const kept = await authority.keepHeadings(viewerOf(res), number, form.value.headings);
    if (kept.kind === 'refused') {
      const why = `Write each line as our heading, =, and theirs. This line is none: ${kept.line}`;
      await render(res.status(422), { [`headings-${number}`]: why }, { [number]: form.value.headings });
      return;
    }
    goWithNotice(req, res, home, `The headings of authority ${number} are kept.`);
  });

  router.get(`${home}/:number/:file`, async (req, res) => {
    const { number, file } = req.params;
    const kind = returnKinds.find((each) => file === `${each}.csv`);
    const { cohort } = req.query;
    if (kind === undefined || typeof cohort !== 'string') throw new NotFound();
    const asked = { authority: number, cohortId: cohort as CohortId, kind };
    const lines = await authority.exportReturn(viewerOf(res), asked);
    res.type('text/csv; charset=utf-8').attachment(`authority-${number}-${kind}-${londonDate(clock.now())}.csv`);
    await pipeline(Readable.from(lines), res);
  });

  return router;
}
