// Insight → Gatsby benchmark 3: the evidence that destinations are known for three years and change the programme, on screen, on paper
// and as a file (feature 62). As leaders see it, whoever is looking: it is handed on.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownGatsby } from '../../../application/insight/show-gatsby.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import { qualityFacts } from '../../../domain/insight/quality.js';
import { viewerOf } from '../../access.js';
import { format } from '../../format.js';
import { openingActing, schoolAndStage } from './opening.js';
import { provisionTable, voiceTable, voiceWords } from './provision-view.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { figureWords, percentWords, rangeWords } from './words.js';

const query = z.object(schoolAndStage);

const knownTable = ({ cohortsKnown }: ShownGatsby): ShownTable => ({
  caption: 'What we know of each year’s leavers',
  columns: [
    { text: 'Leavers' },
    { text: 'Years since they left', numeric: true },
    { text: 'People', numeric: true },
    { text: 'Destination known of', numeric: true },
    { text: qualityFacts.sustained.title, numeric: true },
    { text: 'Whatever became of the others', numeric: true },
    { text: qualityFacts.second.title, numeric: true },
  ],
  rows: cohortsKnown.map(({ cohortId, yearsSince, figure, second }) => [
    cohortName(cohortId),
    yearsSince,
    figure.people ?? 'not shown',
    figure.heard === null ? null : percentWords(figure.heard),
    figureWords(figure),
    figure.bounds === null ? null : rangeWords(figure.bounds),
    figureWords(second),
  ]),
});

const tablesOf = (shown: ShownGatsby, links: boolean): readonly ShownTable[] => [
  knownTable(shown),
  provisionTable(shown.log, links),
  voiceTable(shown),
];

const months = (count: number): string =>
  count % 12 === 0 ? format.countOf(count / 12, 'year', 'years') : format.countOf(count, 'month', 'months');

/** What the evidence is of, in a sentence each. */
function findingsOf({ cohortsKnown, log, keeping }: ShownGatsby): readonly string[] {
  const known = cohortsKnown.filter(({ figure }) => figure.share !== null);
  const [oldest] = known;
  const since = oldest?.yearsSince ?? 0;
  const ago = since === 0 ? 'less than a year ago' : `${format.countOf(since, 'year', 'years')} ago`;
  const leavers =
    known.length === 1 ? 'of one year, who left' : `of ${format.count(known.length)} years, the oldest of whom left`;
  const reviewed = log.filter(({ change }) => change.review !== undefined).length;
  const some =
    reviewed === log.length ? 'looked at again since' : `${format.count(reviewed)} of them looked at again since`;
  const again = `${log.length === 1 ? 'its reason' : 'their reasons'} and ${reviewed === 0 ? 'not looked at again yet' : some}`;
  return [
    oldest === undefined
      ? 'Known: not enough yet of any year’s leavers for their destinations to be shown.'
      : `Known: the destinations of the leavers ${leavers} ${ago}.`,
    log.length === 0
      ? 'Changed: no change of careers provision has been written down yet.'
      : `Changed: ${format.countOf(log.length, 'change', 'changes')} of careers provision, written down with ${again}.`,
    `Kept: we may write to people for ${months(keeping.withoutConsentMonths)} after they left, and for ${months(keeping.withConsentMonths)} with their consent.`,
  ];
}

/** `/staff/insight/gatsby` and the same as a file. */
export function gatsbyPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/gatsby', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showGatsby(viewer, query.parse(req.query));
    const opening = openingActing('Gatsby benchmark 3', 'gatsby', viewer.role, shown);
    res.render('staff/insight/gatsby', {
      ...opening,
      whose: shown.school?.name ?? 'The whole trust',
      countedAt: shown.countedAt,
      findings: findingsOf(shown),
      tables: tablesOf(shown, true),
      said: voiceWords(shown),
      definitions: [qualityFacts.sustained, qualityFacts.second],
      file: `/staff/insight/gatsby.csv${opening.about}`,
    });
  });
  router.get('/staff/insight/gatsby.csv', async (req, res) => {
    const shown = await insight.showGatsby(viewerOf(res), query.parse(req.query));
    sendFile(res, 'gatsby-benchmark-3', insight.tablesCsv(linesOf(tablesOf(shown, false))));
  });
  return router;
}
