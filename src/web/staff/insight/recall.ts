// Insight → How well people remember: changes where two answers meet beside those within answers, which months are named, and
// what waiting does to an answer (feature 49). It says how far months of other pages may be trusted.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownRecall } from '../../../application/insight/show-recall.js';
import { monthNames } from '../../../domain/destinations/words.js';
import type { Delay, RecallShare, StepShare } from '../../../domain/insight/recall-figures.js';
import { mayOpen, viewerOf } from '../../access.js';
import { inFilter, ofOneStage, openingOver, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { percentWords, rangeWords, whyWords } from './words.js';

const query = z.object({ ...schoolAndStage, cohort: inFilter });

const delayWords: Readonly<Record<Delay, string>> = {
  '0-2': 'Within two months',
  '3-5': 'Three to five months',
  '6-11': 'Six to eleven months',
  '12+': 'A year or more',
  unknown: 'No month named',
};

const shareWords = ({ share, interval, why }: RecallShare): string | null =>
  share === null || interval === null
    ? why === null
      ? null
      : whyWords[why]
    : `${percentWords(share)} (${rangeWords(interval)})`;
const hidden = 'fewer than 8';

/** Of small shares a whole per cent says too little. */
const tenth = (share: number): string => `${(share * 100).toFixed(1)} %`;
const stepCells = ({ steps, share, interval }: StepShare) => [
  steps ?? hidden,
  share === null || interval === null
    ? 'too few to tell'
    : `${tenth(share)} (${tenth(interval.low)} to ${tenth(interval.high)})`,
];

function finding({ seams: { ratio } }: ShownRecall): string {
  if (ratio === null) return 'Too few changes are known to tell whether they pile up between two answers';
  const times = `${ratio.ratio.toFixed(1)} times as often between two answers as within one`;
  if (ratio.low > 1) return `Changes pile up: they are told ${times}`;
  return ratio.high < 1
    ? `Changes are told less often where two answers meet: ${times}`
    : `No pile-up that can be told from chance: changes are told ${times}`;
}

const numeric = true;

/** The tables of the page. */
function tablesOf({ seams, months, after }: ShownRecall): readonly ShownTable[] {
  return [
    {
      caption: 'Changes from one month to the next',
      columns: [
        { text: 'Where' },
        { text: 'Steps seen', numeric },
        { text: 'Of them with a change, with 95 % interval', numeric },
      ],
      rows: [
        ['Between two answers', ...stepCells(seams.seam)],
        ['Within one answer', ...stepCells(seams.within)],
      ],
    },
    {
      caption: 'Months that are named',
      columns: [{ text: 'Month' }, { text: 'Began', numeric }, { text: 'Left early', numeric }],
      rows: months.map(({ month, began, left }) => [monthNames[month - 1] ?? '', began ?? hidden, left ?? hidden]),
    },
    {
      caption: 'By the time from the event to the answer',
      columns: [
        { text: 'Told after' },
        { text: 'Beginnings', numeric },
        { text: 'Of them not sure of the month', numeric },
        { text: 'Early ends', numeric },
        { text: 'Of them told why', numeric },
      ],
      rows: after
        .filter(({ unsure, why }) => unsure.people !== 0 || why.people !== 0)
        .map(({ delay, unsure, why }) => [
          delayWords[delay],
          unsure.people ?? hidden,
          unsure.people === 0 ? null : shareWords(unsure),
          why.people ?? hidden,
          why.people === 0 ? null : shareWords(why),
        ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** `/staff/insight/recall` and the same as a file. */
export function insightRecallPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/recall', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showRecall(viewer, ofOneStage(query.parse(req.query)));
    const opening = openingOver('How well people remember', 'recall', viewer.role, shown);
    const { ratio } = shown.seams;
    res.render('staff/insight/recall', {
      ...opening,
      finding: finding(shown),
      range: ratio === null ? null : `${ratio.low.toFixed(1)} to ${ratio.high.toFixed(1)}`,
      halfYears: shareWords(shown.halfYears),
      mayCompare: mayOpen(viewer.role, '/staff/figures'),
      tables: tablesOf(shown),
      file: `/staff/insight/recall.csv${opening.about}`,
    });
  });
  router.get('/staff/insight/recall.csv', async (req, res) => {
    const shown = await insight.showRecall(viewerOf(res), query.parse(req.query));
    sendFile(res, 'how-well-people-remember', insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
