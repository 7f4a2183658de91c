// Insight → From plan to what lasted: a Sankey diagram and the same as a table; changed before, did not start and left early kept
// apart (Y9), small numbers protected (requirement Q13).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownFlow } from '../../../application/insight/show-flow.js';
import { audienceOf } from '../../../application/insight/whose-figures.js';
import type { SeenMelt, SeenShare, Station } from '../../../domain/insight/flow.js';
import { guessableFacts } from '../../../domain/insight/guessable.js';
import { viewerOf } from '../../access.js';
import { flowChart, type StopFacts } from '../../charts/flow.js';
import { format } from '../../format.js';
import { inFilter, ofOneStage, openingOver, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { groupName, percentWords, planItems, rangeWords, whyWords } from './words.js';

const query = z.object({ ...schoolAndStage, cohort: inFilter, group: inFilter });

/** In the order in which they stand from the top. */
const stops: Readonly<Record<string, StopFacts>> = {
  university: { text: 'University', tone: 'university' },
  he: { text: 'University', tone: 'university' },
  'further-education': { text: 'College', tone: 'training' },
  fe: { text: 'College', tone: 'training' },
  training: { text: 'Training', tone: 'training' },
  other_edu: { text: 'Other education', tone: 'training' },
  apprenticeship: { text: 'Apprenticeship', tone: 'apprenticeship' },
  appren: { text: 'Apprenticeship', tone: 'apprenticeship' },
  employment: { text: 'Work', tone: 'employment' },
  all_work: { text: 'Work', tone: 'employment' },
  'gap-year': { text: 'Gap year or deferred', tone: 'not-sustained' },
  other: { text: 'Something else', tone: 'not-sustained' },
  'looking-for-work': { text: 'Not in education or work', tone: 'not-sustained' },
  'did-not-start': { text: 'Did not start', tone: 'not-sustained' },
  all_notsust: { text: 'Not sustained', tone: 'not-sustained' },
  open: { text: 'Still running', tone: 'unknown' },
  'not-known': { text: 'Not known', tone: 'unknown' },
  all_unknown: { text: 'Not known', tone: 'unknown' },
};

const columnNames = ['Meant to', 'Place after results', 'In the autumn', 'Six-month rule'];
const betweenWords: Readonly<Partial<Record<Station, string>>> = {
  intended: 'plan to place',
  final: 'place to autumn',
  started: 'autumn to six-month rule',
};

function meltRows(melt: SeenMelt) {
  const row = (what: string, { share, interval, bounds, why }: SeenShare, definition: string) => [
    what,
    share === null || interval === null
      ? whyWords[why ?? 'too-few']
      : `${percentWords(share)} (${rangeWords(interval)})`,
    bounds === null ? null : rangeWords(bounds),
    definition,
  ];
  return [
    row(
      'Changed before it began',
      melt.changedBefore,
      'Of those with a plan and a place or job after results: another kind of place than was planned.',
    ),
    row('Had a place and did not start', melt.didNotStart, guessableFacts['did-not-start'].definition),
    row('Started and left early', melt.leftEarly, guessableFacts['left-early'].definition),
  ];
}

/** The finding, as the chart's title. */
export function finding(melt: SeenMelt): string {
  const [most] = [
    { name: 'change before it begins', share: melt.changedBefore.share ?? 0 },
    { name: 'have a place and do not start', share: melt.didNotStart.share ?? 0 },
    { name: 'start and leave early', share: melt.leftEarly.share ?? 0 },
  ].sort((one, other) => other.share - one.share);
  return most === undefined || most.share === 0
    ? 'Too few to tell where plans melt'
    : `Plans melt most often where people ${most.name}: ${percentWords(most.share)}`;
}

function tablesOf({ flow, melt }: ShownFlow): readonly ShownTable[] {
  const word = (stop: string): string => stops[stop]?.text ?? stop;
  return [
    {
      caption: 'What melts, and when',
      columns: [
        { text: 'When' },
        { text: 'Share, with 95 % interval', numeric: true },
        { text: 'Whatever became of the others', numeric: true },
        { text: 'What it counts' },
      ],
      rows: meltRows(melt),
    },
    {
      caption: 'Every way, and how many people took it',
      columns: [{ text: 'Way' }, { text: 'People', numeric: true }],
      rows: flow.links.map(({ station, from, to, count }) => [
        `${format.capital(betweenWords[station] ?? station)}: ${word(from)} to ${word(to)}`,
        count,
      ]),
    },
  ];
}

const people = (count: number): string => format.countOf(count, 'person', 'people');

/** `/staff/insight/flow` and the same as a file. */
export function insightFlowPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/flow', async (req, res) => {
    const viewer = viewerOf(res);
    const given = ofOneStage(query.parse(req.query));
    // Leaders see plans of the whole trust alone: one may stand in the form from before a school or year was chosen.
    const narrow = audienceOf(viewer) === 'leaders' && [given.school, given.cohort].some((one) => (one ?? '') !== '');
    const shown = await insight.showFlow(viewer, narrow ? { ...given, group: undefined } : given);
    const { flow, melt, audience, group } = shown;
    const opening = openingOver('From plan to what lasted', 'flow', viewer.role, shown);
    res.render('staff/insight/flow', {
      ...opening,
      groups: shown.byPlan ? planItems() : null,
      group: group ?? '',
      planned: group === null ? null : groupName(group),
      note:
        audience === 'team'
          ? null
          : 'Numbers of people go to the nearest five; ways of fewer than eight people are left out, and others that would give them away.',
      finding: finding(melt),
      chart: flowChart(flow.links, stops, columnNames, {
        way: people,
        // Leaders see the same whole numbers unrounded beside official figures (requirement P10: never both).
        stop: audience === 'team' ? people : null,
      }),
      tables: tablesOf(shown),
      leftOut: flow.leftOut.map((station) => betweenWords[station] ?? station).join(', '),
      file: `/staff/insight/flow.csv${opening.about}&group=${group ?? ''}`,
    });
  });
  router.get('/staff/insight/flow.csv', async (req, res) => {
    const shown = await insight.showFlow(viewerOf(res), query.parse(req.query));
    sendFile(res, 'from-plan-to-what-lasted', insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
