// Insight → Who stays: the curve of those still at university, in an apprenticeship or a job, the months in which they leave, and the
// same by place and subject (feature 55).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { SeenStaying, ShownStaying, StayingPart } from '../../../application/insight/show-staying.js';
import { stayKinds, type StayKind } from '../../../domain/destinations/stay.js';
import type { SeenPoint } from '../../../domain/statistics/survival.js';
import type { Audience } from '../../../domain/statistics/disclosure.js';
import { viewerOf } from '../../access.js';
import { stayingChart } from '../../charts/curve.js';
import { format } from '../../format.js';
import { inFilter, ofOneStage, openingOver, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { peopleWords, percentWords, rangeWords, whyWords } from './words.js';

const query = z.object({ ...schoolAndStage, cohort: inFilter, kind: inFilter });

/** What each kind of place is called, and being there. */
export const kindWords: Readonly<Record<StayKind, { readonly tab: string; readonly at: string }>> = {
  university: { tab: 'University', at: 'at university' },
  'further-education': { tab: 'College', at: 'at college' },
  apprenticeship: { tab: 'Apprenticeship', at: 'in the apprenticeship' },
  employment: { tab: 'Work', at: 'in the job' },
};

/** At how many months the tables by place stand. */
const atMonths = [3, 6, 9, 12, 24] as const;
const mostParts = 30;

/** The curve's point at a month; null where it does not reach so far, or the month is put together with later ones. */
export const reached = (curve: readonly SeenPoint[], month: number): SeenPoint | null =>
  curve.find((point) => point.month === month) ?? null;

/** `84 % (78 to 89 %)`. */
export const pointWords = (point: SeenPoint | null): string | null =>
  point === null ? null : `${percentWords(point.staying)} (${rangeWords(point)})`;

/** `4`, or `1 to 4` where months are put together. */
export const monthsWords = ({ from, month }: SeenPoint): string =>
  from === undefined ? `${month}` : `${from} to ${month}`;

/** The finding, as the chart's title. */
export function finding({ curve, why }: SeenStaying, at: string): string {
  const last =
    reached(curve, 12) ?? reached(curve, 9) ?? reached(curve, 6) ?? reached(curve, 3) ?? curve.at(-1) ?? null;
  if (why !== null || last === null) return `Too few to tell how long people stay ${at}`;
  const worst = [...curve].sort((one, other) => other.hazard - one.hazard)[0];
  // Steps of several months beside single ones are no months in which more leave.
  const uneven = curve.some(({ from }) => from !== undefined);
  const when =
    worst === undefined || worst.hazard === 0 || uneven
      ? ''
      : `; those who leave do so most often in month ${worst.month}`;
  return `${percentWords(last.staying)} are still ${at} after ${format.countOf(last.month, 'month', 'months')}${when}`;
}

/** The parts of which anything can be said, at the months that any of them reaches; how many stand there is told to the team alone. */
function partTable(
  first: string,
  parts: readonly StayingPart[],
  unlisted: string,
  audience: Audience,
): Pick<ShownTable, 'columns' | 'rows'> {
  const told = parts.filter(({ staying }) => staying.why === null).slice(0, mostParts);
  const months = atMonths.filter((month) => told.some(({ staying }) => reached(staying.curve, month) !== null));
  const team = audience === 'team';
  return {
    columns: [
      { text: first },
      ...(team ? [{ text: 'People', numeric: true }] : []),
      ...months.map((month) => ({ text: `After ${month} months`, numeric: true })),
    ],
    rows: told.map(({ name, staying: { people, curve } }) => [
      name ?? unlisted,
      ...(team ? [people === null ? null : peopleWords(people, audience)] : []),
      ...months.map((month) => pointWords(reached(curve, month))),
    ]),
  };
}

/** Names of which nothing can be said, in one sentence (Y18). */
const unsaid = (parts: readonly StayingPart[], unlisted: string): string =>
  parts
    .filter(({ staying }) => staying.why !== null)
    .map(({ name }) => name ?? unlisted)
    .sort()
    .join(', ');

const [noPlace, noSubject] = ['a place on no list', 'a subject on no list'];

/** Those that have any row. */
function tablesOf({ staying, audience, byProvider, bySubject }: ShownStaying): readonly ShownTable[] {
  const numeric = true;
  return [
    {
      caption: 'Month by month',
      columns: [
        { text: 'Months' },
        ...(audience === 'team' ? [{ text: 'Still seen', numeric }] : []),
        { text: 'Of them left in these', numeric },
        { text: 'Still there, with 95 % band', numeric },
      ],
      rows: staying.curve.map((point) => [
        monthsWords(point),
        ...(audience === 'team' ? [peopleWords(point.atRisk ?? 0, audience)] : []),
        percentWords(point.hazard),
        pointWords(point),
      ]),
    },
    { caption: 'By place', ...partTable('Place', byProvider, noPlace, audience) },
    { caption: 'By subject', ...partTable('Subject', bySubject, noSubject, audience) },
  ].filter(({ rows }) => rows.length > 0);
}

/** `/staff/insight/staying` and the same as a file. */
export function insightStayingPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/staying', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showStaying(viewer, ofOneStage(query.parse(req.query)));
    const { staying, audience, kind } = shown;
    const opening = openingOver('Who stays', 'staying', viewer.role, shown);
    const { at } = kindWords[kind];
    res.render('staff/insight/staying', {
      ...opening,
      chips: stayKinds.map((each) => ({
        text: kindWords[each].tab,
        href: `/staff/insight/staying${opening.about}&kind=${each}`,
        current: each === kind,
      })),
      kind,
      finding: finding(staying, at),
      people: staying.people === null ? null : peopleWords(staying.people, audience),
      at,
      why: staying.why === null ? null : whyWords[staying.why],
      chart: stayingChart(staying.curve),
      tables: tablesOf(shown),
      unsaid: [
        { what: 'places', names: unsaid(shown.byProvider, noPlace) },
        { what: 'subjects', names: unsaid(shown.bySubject, noSubject) },
      ].filter(({ names }) => names !== ''),
      file: `/staff/insight/staying.csv${opening.about}&kind=${kind}`,
    });
  });
  router.get('/staff/insight/staying.csv', async (req, res) => {
    const shown = await insight.showStaying(viewerOf(res), query.parse(req.query));
    sendFile(res, `who-stays-${shown.kind}`, insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
