// What we knew then: our figures of a school's cohort as they stood at the end of a past day, beside today's; keeping them, and counting
// kept ones again. For those who see people by name, so every number is shown.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { addDays, parseLocalDate, type LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { FiguresThen } from '../../domain/insight/known-then.js';
import { qualityCounts, qualityFacts } from '../../domain/insight/quality.js';
import { qualityMeasures } from '../../domain/insight/reports.js';
import { cellWords } from '../../domain/official/measure.js';
import { ownCells } from '../../domain/official/own-row.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const home = '/staff/figures/then';
const text = (most: number) => z.string().trim().max(most).optional().catch(undefined);
const filter = z.object({ school: text(60), cohort: text(10), on: text(10) });
const keepForm = z.strictObject({ school: z.string().max(60), cohort: z.string().max(10), on: z.string().max(10) });

/** Rows of figures: each with one column a set, and how far the last is from the first. */
function rowsOf(sets: readonly FiguresThen[]) {
  const differ = (counts: readonly number[]): string => {
    const by = (counts.at(-1) ?? 0) - (counts[0] ?? 0);
    return by > 0 ? `+${format.number(by)}` : format.number(by);
  };
  const line = (words: string, counts: readonly number[]) => [words, ...counts, differ(counts)];
  return [
    ...ownCells.map((cell) =>
      line(
        cell === 'open' ? 'Still running' : cell === 'cohort' ? 'Everybody of the cohort' : cellWords(cell),
        sets.map(({ row }) => row[cell]),
      ),
    ),
    ...qualityMeasures.flatMap((measure) =>
      (['yes', 'no'] as const).map((answer) =>
        line(
          `${qualityFacts[measure].title}: ${answer}`,
          sets.map(({ tables }) => qualityCounts(tables.quality, measure)[answer]),
        ),
      ),
    ),
  ];
}

const changedWords = { rule: 'the rule', lists: 'the lists of names', recipe: 'how figures are made' } as const;

/** `/staff/figures/then`, and the kept reports under it. */
export function figuresThenPages({ insight }: Pick<Application, 'insight'>, clock: Clock): Router {
  const router = Router();
  const yesterday = (): LocalDate => addDays(londonDate(clock.now()), -1);

  async function render(
    res: Response,
    asked: z.output<typeof filter>,
    on: LocalDate,
    errors: FieldErrors = {},
  ): Promise<void> {
    const shown = await insight.showFiguresThen(viewerOf(res), { school: asked.school, cohort: asked.cohort, on });
    res.render('staff/official/then', {
      ...{ title: 'What we knew then', layout: 'staff', place: 'figures', errors },
      back: { href: '/staff/figures', text: 'Official figures' },
      typed: { on: asked.on === undefined || asked.on === '' ? on : asked.on },
      shown:
        shown === null
          ? null
          : {
              school: shown.school,
              cohort: { id: shown.cohortId, name: cohortName(shown.cohortId) },
              on: shown.on,
              nobodyThen: shown.then.row.cohort === 0,
              schools: shown.schools.map(({ id, name }) => ({ value: id, text: name })),
              cohorts: shown.cohorts.map((id) => ({ value: id, text: cohortName(id) })),
              isKept: shown.kept.some((one) => one.on === shown.on),
              rows: rowsOf([shown.then, shown.today]),
              kept: shown.kept.map((one) => [
                { text: format.date(one.on), href: `${home}/${one.id}` },
                format.dateTime(one.madeAt),
                one.figures.row.cohort,
              ]),
            },
    });
  }

  router.get(home, async (req, res) => {
    const asked = filter.parse(req.query);
    const on = asked.on === undefined || asked.on === '' ? yesterday() : parseLocalDate(asked.on);
    if (on === null || on > yesterday()) {
      res.status(422);
      await render(res, asked, yesterday(), { on: 'Enter a day that is over, such as 2026-11-03' });
      return;
    }
    await render(res, asked, on);
  });

  router.post(home, async (req, res) => {
    const form = readForm(keepForm, req.body);
    const on = form.ok ? parseLocalDate(form.value.on) : null;
    if (!form.ok || on === null) throw new NotOurForm();
    const { school, cohort } = form.value;
    const result = await insight.keepFiguresThen(viewerOf(res), { school, cohort, on });
    if (result.kind === 'refused') throw new NotOurForm();
    goWithNotice(req, res, `${home}/${result.id}`, 'Kept. These figures never change.');
  });

  router.get(`${home}/:id`, async (req, res) => {
    const { report, school, ...found } = await insight.checkKeptReport(viewerOf(res), req.params.id);
    res.render('staff/official/kept', {
      ...{ title: 'Kept figures', layout: 'staff', place: 'figures' },
      back: {
        href: `${home}?${new URLSearchParams({ school: report.schoolId, cohort: report.cohortId, on: report.on }).toString()}`,
        text: 'What we knew then',
      },
      report,
      schoolName: school.name,
      cohort: cohortName(report.cohortId),
      ...found,
      changed: found.changed.map((part) => changedWords[part]),
      rows: rowsOf([report.figures]).map((row) => row.slice(0, 2)),
    });
  });

  return router;
}
