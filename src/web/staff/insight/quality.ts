// Insight → Quality over time: the measures of the trust or of a school by year of leaving, beside official figures, whether it is
// getting better, and by what people planned (Y15, Y18). The same numbers as chart and table.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { OfficialShare } from '../../../application/insight/official-shares.js';
import type { MeasureOverTime, QualityOverTime, YearOfMeasure } from '../../../application/insight/show-quality.js';
import { parseCohortId } from '../../../domain/alumni/cohort.js';
import { qualityFacts, type QualityFigure } from '../../../domain/insight/quality.js';
import { signWords } from '../../../domain/official/cell.js';
import { viewerOf } from '../../access.js';
import { yearsChart } from '../../charts/years.js';
import { format } from '../../format.js';
import { releaseWords } from '../official-words.js';
import { openingOf, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { audienceNote, figureWords, groupName, improvementWords, percentWords, rangeWords, whyShort } from './words.js';

const query = z.object(schoolAndStage);

const leavingYear = ({ cohortId }: YearOfMeasure): string => String(parseCohortId(cohortId)?.leavingYear ?? '');

const ofWhom = ({ official }: YearOfMeasure, who: OfficialShare['who']): OfficialShare | undefined =>
  official.find((one) => one.who === who);

const officialWords = (share: OfficialShare | undefined): string | null =>
  share === undefined
    ? null
    : share.share === null
      ? signWords(share.sign ?? '')
      : `${percentWords(share.share)}, ${releaseWords[share.release]}`;

/** The finding, as the chart's title. */
export function finding(overTime: MeasureOverTime): string {
  const { title } = qualityFacts[overTime.measure];
  const { pooled, years } = overTime;
  const last = years.findLast(({ own }) => own.share !== null);
  const share = last?.own.share ?? null;
  if (last !== undefined && share !== null) {
    return `${title}: ${percentWords(share)} of the ${leavingYear(last)} leavers of whom we know`;
  }
  const over = format.countOf(pooled.years, 'year', 'years');
  const [own, trust] = [pooled.own.share, pooled.trust?.share ?? null];
  if (own !== null) return `${title}: ${percentWords(own)} over ${over}`;
  return trust === null
    ? `${title}: too few to tell`
    : `${title}: too few to tell; over ${over} the trust’s say ${percentWords(trust)}`;
}

const partRow = (name: string | { readonly text: string; readonly href: string }, figure: QualityFigure) => [
  name,
  figure.people ?? 'not shown',
  figureWords(figure),
  figure.bounds === null ? null : rangeWords(figure.bounds),
];

/** The years as a drawing; null where nothing of them may be drawn. */
export const qualityChart = ({ years }: MeasureOverTime, ofOneSchool: boolean) =>
  yearsChart(
    years.map((year) => ({
      label: leavingYear(year),
      ...{ share: year.own.share, interval: year.own.interval, bounds: year.own.bounds },
      trust: year.trust?.share ?? null,
      official: ofWhom(year, ofOneSchool ? 'school' : 'schools')?.share ?? null,
      note: whyShort(year.own),
    })),
  );

function viewOf(overTime: MeasureOverTime, { school }: QualityOverTime) {
  const facts = qualityFacts[overTime.measure];
  const who = school === null ? 'schools' : 'school';
  const anyOfficial = overTime.years.some(({ official }) => official.length > 0);
  const { pooled, groups, bySchool } = overTime;
  const pooledName = pooled.years === 1 ? 'The last whole year' : `The last ${format.count(pooled.years)} whole years`;
  return {
    id: overTime.measure,
    title: facts.title,
    finding: finding(overTime),
    definition: facts.definition,
    official: anyOfficial ? (facts.official?.words ?? null) : null,
    improvement: improvementWords(overTime.improvement),
    bySchool: bySchool.length > 0,
    chart: qualityChart(overTime, school !== null),
    columns: [
      { text: 'Left in' },
      { text: 'People', numeric: true },
      { text: 'Known of', numeric: true },
      { text: 'Ours, with 95 % interval', numeric: true },
      { text: 'Whatever became of the others', numeric: true },
      { text: 'Weighted to everybody', numeric: true },
      ...(pooled.trust === null ? [] : [{ text: 'The trust', numeric: true }]),
      ...(anyOfficial
        ? [
            { text: school === null ? 'Official: our schools together' : 'Official: this school', numeric: true },
            { text: 'Official: England', numeric: true },
          ]
        : []),
    ],
    rows: [
      ...overTime.years.map((year) => [
        leavingYear(year),
        year.own.people ?? 'not shown',
        year.own.heard === null ? null : percentWords(year.own.heard),
        figureWords(year.own),
        year.own.bounds === null ? null : rangeWords(year.own.bounds),
        year.weighted === null ? null : `${percentWords(year.weighted.share)} (${rangeWords(year.weighted.interval)})`,
        ...(year.trust === null ? [] : [figureWords(year.trust)]),
        ...(anyOfficial ? [officialWords(ofWhom(year, who)), officialWords(ofWhom(year, 'nation'))] : []),
      ]),
      ...(pooled.years > 1
        ? [
            [
              pooledName,
              pooled.own.people ?? 'not shown',
              pooled.own.heard === null ? null : percentWords(pooled.own.heard),
              figureWords(pooled.own),
              pooled.own.bounds === null ? null : rangeWords(pooled.own.bounds),
              null,
              ...(pooled.trust === null ? [] : [figureWords(pooled.trust)]),
              ...(anyOfficial ? [null, null] : []),
            ],
          ]
        : []),
    ],
    over: pooledName.toLowerCase(),
    groupCaption: `${facts.title} by plan, ${pooledName.toLowerCase()}`,
    schoolCaption: `${facts.title} by school, ${pooledName.toLowerCase()}`,
    groupRows: groups
      .filter(({ figure }) => figure.share !== null)
      .map(({ group, figure }) => partRow(groupName(group), figure)),
    schoolRows: bySchool
      .filter(({ figure }) => figure.share !== null)
      .map(({ school: { id, name }, figure }) =>
        partRow({ text: name, href: `/staff/insight?school=${encodeURIComponent(id)}` }, figure),
      ),
    unsaid: [
      ...groups.flatMap(({ group, figure }) => (figure.share === null ? [groupName(group)] : [])),
      ...bySchool.flatMap(({ school: { name }, figure }) => (figure.share === null ? [name] : [])),
    ].join(', '),
  };
}

const partColumns = [
  { text: 'People', numeric: true },
  { text: 'Ours, with 95 % interval', numeric: true },
  { text: 'Whatever became of the others', numeric: true },
];

const tablesOf = (view: ReturnType<typeof viewOf>): readonly ShownTable[] => [
  { caption: `${view.title} by year of leaving`, columns: view.columns, rows: view.rows },
  { caption: view.groupCaption, columns: [{ text: 'What they planned' }, ...partColumns], rows: view.groupRows },
  { caption: view.schoolCaption, columns: [{ text: 'School' }, ...partColumns], rows: view.schoolRows },
];

/** `/staff/insight` and the same as a file. */
export function insightQualityPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight', async (req, res) => {
    const viewer = viewerOf(res);
    const quality = await insight.showQuality(viewer, query.parse(req.query));
    const opening = openingOf('Quality of destinations over time', 'quality', viewer.role, quality);
    res.render('staff/insight/quality', {
      ...opening,
      whose: quality.school?.name ?? 'The whole trust',
      set: {
        version: quality.set.version,
        chosen:
          quality.set.chosen === null
            ? 'as it came with the product'
            : `chosen on ${format.day(quality.set.chosen.at)}`,
      },
      countedAt: quality.countedAt,
      due: quality.due,
      note: audienceNote(quality),
      measures: quality.cohorts.length === 0 ? [] : quality.measures.map((each) => viewOf(each, quality)),
      partColumns,
      file: `/staff/insight/quality.csv${opening.about}`,
    });
  });
  router.get('/staff/insight/quality.csv', async (req, res) => {
    const quality = await insight.showQuality(viewerOf(res), query.parse(req.query));
    const tables = quality.measures.flatMap((each) => tablesOf(viewOf(each, quality)));
    sendFile(res, 'quality-of-destinations', insight.tablesCsv(linesOf(tables)));
  });
  return router;
}
