// Insight → What goes with staying: curves by one factor, and leavers beside stayers on the same questions (feature 55; domain
// reference, section 5.2, rule 1). Association only, and it says so.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownFactors } from '../../../application/insight/show-factors.js';
import { stayKinds } from '../../../domain/destinations/stay.js';
import { factorsFor, type ComparedSide, type FactorDifference } from '../../../domain/insight/factors.js';
import { viewerOf } from '../../access.js';
import { stayingChart } from '../../charts/curve.js';
import { format } from '../../format.js';
import { differenceWords, factorWords, levelWords } from './factor-words.js';
import { inFilter, ofOneStage, openingOver, schoolAndStage } from './opening.js';
import { kindWords, monthsWords, pointWords, reached } from './staying.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { groupName, peopleWords, percentWords, whyWords } from './words.js';

const query = z.object({ ...schoolAndStage, cohort: inFilter, kind: inFilter, factor: inFilter });

const atMonths = [3, 6, 9, 12, 24] as const;
/** Curves that are drawn; the others are in the table. */
const mostDrawn = 4;
const mostLevels = 30;
const numeric = true;

/** What a level is called. */
const levelName = ({ factor }: ShownFactors, level: string): string =>
  factor === 'plan' ? groupName(level) : levelWords(factor, level);

const shareWords = (side: ComparedSide | null): string | null => (side === null ? null : percentWords(side.share));
const pointsWords = (difference: number): string =>
  `${difference < 0 ? '−' : '+'}${Math.abs(Math.round(difference * 100))}`;

const differenceCells = ({ id, leavers, stayers, difference, listed, why }: FactorDifference) => [
  differenceWords(id),
  leavers === null ? (why === null ? null : whyWords[why]) : shareWords(leavers),
  leavers?.people ?? null,
  shareWords(stayers),
  stayers?.people ?? null,
  difference === null
    ? null
    : `${pointsWords(difference.difference)} points (${pointsWords(difference.low)} to ${pointsWords(difference.high)})`,
  difference === null ? null : listed ? 'yes' : 'no',
];

/** Those that have any row. */
function tablesOf(shown: ShownFactors): readonly ShownTable[] {
  const { byFactor, factor, differences, kind } = shown;
  const seen = byFactor.levels.filter(({ why }) => why === null).slice(0, mostLevels);
  return [
    {
      caption: `Still ${kindWords[kind].at}, by: ${factorWords(factor)}`,
      columns: [
        { text: factorWords(factor) },
        { text: 'People', numeric },
        ...atMonths.map((month) => ({ text: `After ${month} months`, numeric })),
      ],
      rows: seen.map(({ level, people, curve }) => [
        levelName(shown, level),
        people,
        ...atMonths.map((month) => pointWords(reached(curve, month))),
      ]),
    },
    {
      caption: 'Share of those still there who leave, month by month',
      columns: [
        { text: 'Month' },
        ...seen.slice(0, mostDrawn).map(({ level }) => ({ text: levelName(shown, level), numeric })),
      ],
      rows:
        seen.length === 0
          ? []
          : Array.from({ length: 12 }, (_, place) => [
              String(place + 1),
              ...seen.slice(0, mostDrawn).map(({ curve }) => {
                const point = curve.find(({ month }) => month === place + 1);
                if (point === undefined) return null;
                return `${percentWords(point.hazard)}${point.from === undefined ? '' : ` in months ${monthsWords(point)}`}`;
              }),
            ]),
    },
    {
      caption: 'Those who left early beside those who stayed, on the same questions',
      columns: [
        { text: 'They said' },
        { text: 'Left early', numeric },
        { text: 'Of', numeric },
        { text: 'Stayed', numeric },
        { text: 'Of', numeric },
        { text: 'Difference, with 95 % interval', numeric },
        { text: 'More than chance', numeric },
      ],
      rows: differences.filter(({ why }) => why !== 'too-few').map(differenceCells),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function finding({ differences, kind }: ShownFactors): string {
  const { at } = kindWords[kind];
  const [first] = differences.filter(({ listed }) => listed);
  const compared = differences.filter(({ why }) => why === null).length;
  if (compared === 0)
    return `Too few have told us how it was to compare those who left early with those who stayed ${at}`;
  if (first?.leavers === undefined || first.leavers === null || first.stayers === null) {
    return `Nothing that was compared tells those who left early from those who stayed ${at} by more than chance`;
  }
  return `${differenceWords(first.id)}: said by ${percentWords(first.leavers.share)} of those who left early and by ${percentWords(first.stayers.share)} of those who stayed ${at}`;
}

/** `/staff/insight/factors` and the same as a file. */
export function insightFactorPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/factors', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showFactors(viewer, ofOneStage(query.parse(req.query)));
    const { kind, factor, byFactor, audience, differences } = shown;
    const opening = openingOver('What goes with staying', 'factors', viewer.role, shown);
    const drawn = byFactor.levels.filter(({ why }) => why === null).slice(0, mostDrawn);
    const missing = differences
      .filter(({ why }) => why === 'too-few')
      .map(({ id }) => format.capital(differenceWords(id)));
    const hidden = byFactor.levels.filter(({ why }) => why !== null);
    res.render('staff/insight/factors', {
      ...opening,
      chips: stayKinds.map((each) => ({
        text: kindWords[each].tab,
        href: `/staff/insight/factors${opening.about}&kind=${each}&factor=${factor}`,
        current: each === kind,
      })),
      ...{ kind, factor, at: kindWords[kind].at, factorName: factorWords(factor) },
      factors: factorsFor(audience).map((each) => ({ value: each, text: factorWords(each) })),
      finding: finding(shown),
      known:
        byFactor.known === null || byFactor.people === null
          ? null
          : `${peopleWords(byFactor.known, audience)} of ${peopleWords(byFactor.people, audience)}`,
      curves: drawn.flatMap(({ level, curve }) => {
        const chart = stayingChart(curve);
        return chart === null ? [] : [{ name: levelName(shown, level), chart }];
      }),
      tables: tablesOf(shown),
      unsaid: hidden
        .map(({ level }) => levelName(shown, level))
        .sort()
        .join(', '),
      missing: missing.join('; '),
      file: `/staff/insight/factors.csv${opening.about}&kind=${kind}&factor=${factor}`,
    });
  });
  router.get('/staff/insight/factors.csv', async (req, res) => {
    const shown = await insight.showFactors(viewerOf(res), query.parse(req.query));
    sendFile(res, `what-goes-with-staying-${shown.kind}`, insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
