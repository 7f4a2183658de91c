// Insight → Long term: one, three, five and ten years on, by our own records and by official and linked files, with context (features
// 65 and 66). Pay in bands and benefits as shares, of groups in files alone.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { AggregateRow, GraduateRow, LongTermRow } from '../../../application/insight/long-term-official.js';
import type { OwnMilestone, ShownLongTerm } from '../../../application/insight/show-long-term.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import { academicYearName } from '../../../domain/calendar/academic-year.js';
import type { PayBand } from '../../../domain/insight/later.js';
import { signWords } from '../../../domain/official/cell.js';
import { measureFacts } from '../../../domain/official/measure.js';
import { leastForShare } from '../../../domain/statistics/disclosure.js';
import { viewerOf } from '../../access.js';
import { yearsChart } from '../../charts/years.js';
import { format } from '../../format.js';
import { openingOf, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { audienceNote, figureWords, percentWords, rangeWords, whyShort } from './words.js';

const query = z.object(schoolAndStage);
const numeric = true;

const yearsOn = (years: number): string => `${format.capital(format.countOf(years, 'year', 'years'))} on`;
const shareOrDash = (share: number | null): string | null => (share === null ? null : percentWords(share));

/** `£22,500 to £25,000`. */
const payWords = (band: PayBand | null): string | null =>
  band === null ? null : `£${format.number(band.from)} to £${format.number(band.to)}`;

const points = (difference: number): string =>
  `${Math.abs(difference * 100).toFixed(0)} points ${difference < 0 ? 'below' : 'above'}`;

function finding(own: readonly OwnMilestone[]): string {
  // Of fewer nothing is said in a sentence, whoever reads it (Y18).
  const told = own.findLast(
    ({ together: { share, heard, people } }) => share !== null && (heard ?? 0) * (people ?? 0) >= leastForShare,
  );
  return told === undefined || told.together.share === null
    ? 'Too few to tell how it is going in the long term'
    : `${percentWords(told.together.share)} of those we know of are in education, an apprenticeship or work ${yearsOn(told.milestone).toLowerCase()}`;
}

function ownTable({ own, school, trustShown }: ShownLongTerm): ShownTable {
  const besideTrust = school !== null && trustShown;
  return {
    caption: 'In education, an apprenticeship or work, by our own records',
    columns: [
      { text: 'When, and who left' },
      { text: 'People', numeric },
      { text: 'Known of', numeric },
      { text: 'Share, with 95 % interval', numeric },
      { text: 'Whatever became of the others', numeric },
      ...(besideTrust ? [{ text: 'The trust', numeric }] : []),
    ],
    rows: own.flatMap(({ milestone, together, byCohort }) => {
      const row = (name: string, figure: typeof together, trust: typeof together | null) => [
        `${yearsOn(milestone)}: ${name}`,
        figure.people ?? 'not shown',
        shareOrDash(figure.heard),
        figureWords(figure),
        figure.bounds === null ? null : rangeWords(figure.bounds),
        ...(besideTrust ? [trust === null ? null : figureWords(trust)] : []),
      ];
      if (byCohort.length === 0) return [];
      const cohorts = byCohort.map(({ cohortId, own: figure, trust }) => row(cohortName(cohortId), figure, trust));
      return byCohort.length === 1 ? cohorts : [...cohorts, row('all of them together', together, null)];
    }),
  };
}

const officialTable = (rows: readonly LongTermRow[]): ShownTable => ({
  caption: measureFacts['longer-term'].title,
  columns: [
    { text: 'School, years on, and who left' },
    { text: 'Students', numeric },
    { text: 'Sustained', numeric },
    { text: 'With those not captured', numeric },
    { text: 'Authority', numeric },
    { text: 'England', numeric },
    { text: 'As their groups do in England', numeric },
    { text: 'As of' },
  ],
  rows: rows.map(({ who, leavers, after, point, authority, nation, inContext, asOf }) => [
    `${who}: ${yearsOn(after).toLowerCase()}, ${academicYearName(leavers)} leavers of Year 11`,
    point.cohort,
    point.share === null ? signWords(point.sign ?? '') : percentWords(point.share),
    point.bounds === null ? null : rangeWords(point.bounds),
    shareOrDash(authority),
    shareOrDash(nation),
    inContext === null || point.share === null
      ? null
      : `${percentWords(inContext.share)}, so ${points(point.share - inContext.share)} (${inContext.topic.toLowerCase()})`,
    format.date(asOf),
  ]),
});

const aggregateTable = (rows: readonly AggregateRow[]): ShownTable => ({
  caption: 'Linked records, as groups',
  columns: [
    { text: 'Years on, who, and who left' },
    { text: 'Students', numeric },
    { text: 'Sustained employment', numeric },
    { text: 'Sustained education', numeric },
    { text: 'Out-of-work benefit', numeric },
    { text: 'Median pay a year, band', numeric },
    { text: 'As of' },
  ],
  rows: rows.map((row) => [
    `${yearsOn(row.after)}: ${row.who}, ${academicYearName(row.leavers)} leavers`,
    row.hidden ? 'hidden, too few people' : row.cohort,
    shareOrDash(row.employment),
    shareOrDash(row.education),
    shareOrDash(row.benefit),
    payWords(row.pay),
    format.date(row.asOf),
  ]),
});

const graduateTable = (rows: readonly GraduateRow[]): ShownTable => ({
  caption: 'Graduates of the places where most of ours study, and of England',
  columns: [
    { text: 'Years on, and where' },
    { text: 'Graduated in' },
    { text: 'Graduates', numeric },
    { text: 'Sustained employment, further study or both', numeric },
    { text: 'Lower quarter of pay, band', numeric },
    { text: 'Median pay, band', numeric },
    { text: 'Upper quarter, band', numeric },
    { text: 'As of' },
  ],
  rows: [...rows]
    .sort((one, other) => one.after - other.after)
    .map((row) => [
      `${yearsOn(row.after)}: ${row.who}`,
      academicYearName(row.leavers),
      row.graduates,
      shareOrDash(row.sustained),
      payWords(row.payLow),
      payWords(row.pay),
      payWords(row.payHigh),
      format.date(row.asOf),
    ]),
});

const tablesOf = (shown: ShownLongTerm): readonly ShownTable[] => [
  ownTable(shown),
  officialTable(shown.official),
  aggregateTable(shown.aggregates),
  graduateTable(shown.graduates),
];

/** `/staff/insight/long-term` and the same as a file. */
export function insightLongTermPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/long-term', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showLongTerm(viewer, query.parse(req.query));
    const opening = openingOf('Long term', 'long-term', viewer.role, shown);
    const [own, official, aggregates, graduates] = tablesOf(shown);
    res.render('staff/insight/long-term', {
      ...opening,
      whose: shown.school?.name ?? 'The whole trust',
      countedAt: shown.countedAt,
      due: shown.due,
      note: audienceNote(shown),
      finding: finding(shown.own),
      chart: yearsChart(
        shown.own.map(({ milestone, together }) => ({
          label: `${milestone} ${milestone === 1 ? 'year' : 'years'}`,
          ...{ share: together.share, interval: together.interval, bounds: together.bounds },
          ...{ trust: null, official: null, note: whyShort(together) },
        })),
      ),
      ...{ own, official, aggregates, graduates },
      definitions: {
        official: measureFacts['longer-term'].definition,
        aggregates: measureFacts['long-term-aggregates'],
        graduates: measureFacts['leo-graduates'],
      },
      file: `/staff/insight/long-term.csv${opening.about}`,
    });
  });
  router.get('/staff/insight/long-term.csv', async (req, res) => {
    const shown = await insight.showLongTerm(viewerOf(res), query.parse(req.query));
    sendFile(res, 'long-term', insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
