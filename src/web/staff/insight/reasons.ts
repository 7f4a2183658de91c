// Insight → Why they left or did not go: reasons as mentioned and as the main one, over cohorts and the time of telling, by place and
// plan, and which go together (features 56 and 57). The same numbers as chart, table and file.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownReasons } from '../../../application/insight/show-reasons.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import { reasonWords } from '../../../domain/destinations/reason.js';
import { openings, type Opening, type Period } from '../../../domain/destinations/telling.js';
import type { ReasonFigure } from '../../../domain/insight/reasons-beside.js';
import type { ReasonRow } from '../../../domain/insight/reasons.js';
import { viewerOf } from '../../access.js';
import { barsChart } from '../../charts/bars.js';
import { inFilter, ofOneStage, openingOver, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { groupName, peopleWords, percentWords, planItems, rangeWords } from './words.js';

const query = z.object({ ...schoolAndStage, cohort: inFilter, opening: inFilter, group: inFilter });

/** Words for a chip, for whom, and for how many that is known of. */
const openingWords: Readonly<Record<Opening, { readonly tab: string; readonly who: string; readonly known: string }>> =
  {
    'started-and-left': { tab: 'Started and left', who: 'those who left early', known: 'Known to have left early' },
    'did-not-start': {
      tab: 'Had a place and did not start',
      who: 'those who did not start',
      known: 'Known to have had a place and not started',
    },
    'never-applied': {
      tab: 'Never applied or turned it down',
      who: 'those who never applied or turned a place down',
      known: 'Said that they never applied or turned a place down',
    },
  };

const periodWords: Readonly<Record<Period, string>> = {
  before: 'Before they left school',
  autumn: 'First autumn',
  spring: 'First spring',
  second: 'Second year',
  later: 'Later',
};

const whyHidden: Readonly<Record<NonNullable<ReasonFigure['why']>, string>> = {
  'too-few': 'too few to tell',
  'small-side': 'hidden, too few people',
  sensitive: 'fewer than 10, or hidden beside it',
};

const shareWords = ({ share, interval, why }: ReasonFigure): string | null =>
  share === null || interval === null
    ? why === null
      ? null
      : whyHidden[why]
    : `${percentWords(share)} (${rangeWords(interval)})`;

const numeric = true;
const rowColumns = [
  { text: 'Reason' },
  { text: 'Mention it', numeric },
  { text: 'Share who mention it', numeric },
  { text: 'Whatever moved the others', numeric },
];

const rowCells = ({ code, mentioned, bounds }: ReasonRow) => [
  reasonWords(code),
  mentioned.count,
  shareWords(mentioned),
  bounds === null ? null : rangeWords(bounds),
];

function finding({ rows, opening }: ShownReasons): string {
  const { who } = openingWords[opening];
  const [first] = rows.filter(({ mentioned }) => mentioned.share !== null);
  if (first === undefined || first.mentioned.share === null)
    return `Too few have told us why to show the reasons of ${who}`;
  return `${reasonWords(first.code)}: mentioned by ${percentWords(first.mentioned.share)} of ${who} and told us why`;
}

function acrossTable(
  caption: string,
  parts: readonly string[],
  rows: ShownReasons['byCohort']['rows'],
  nameOf: (part: string) => string,
): ShownTable {
  const told = parts.map((_, place) => rows.some(({ figures }) => figures[place]?.share !== null));
  const kept = <T>(values: readonly T[]): readonly T[] => values.filter((_, place) => told[place] === true);
  return {
    caption,
    columns: [{ text: 'Reason' }, ...kept(parts).map((part) => ({ text: nameOf(part), numeric }))],
    rows:
      kept(parts).length === 0
        ? []
        : rows.map(({ code, figures }) => [reasonWords(code), ...kept(figures).map(shareWords)]),
  };
}

const nameOfPeriod = (period: string): string => periodWords[period as Period];

const partColumns = (first: string) => [{ text: first }, { text: 'Told us why', numeric }, { text: 'Mention most' }];
const partRows = (
  parts: readonly {
    readonly name: string;
    readonly told: number | null;
    readonly most: ShownReasons['byGroup'][number]['most'];
  }[],
) =>
  parts
    .filter(({ most }) => most.length > 0)
    .map(({ name, told, most }) => [
      name,
      told ?? 'ten or more',
      most.map(({ code, figure }) => `${reasonWords(code)} ${percentWords(figure.share ?? 0)}`).join('; '),
    ]);

/** Finer reasons under each group. */
const finerTables = ({ leaves }: ShownReasons): readonly ShownTable[] =>
  leaves
    .map(({ code, rows }) => ({
      caption: `More exactly: ${reasonWords(code)}`,
      columns: rowColumns,
      rows: rows.map(rowCells),
    }))
    .filter(({ rows }) => rows.length > 0);

/** Those that have any row; the first is the one that is drawn. */
function tablesOf(shown: ShownReasons): readonly ShownTable[] {
  const { rows, pairs, byProvider, byGroup, byCohort, byPeriod } = shown;
  return [
    {
      caption: 'Reasons as mentioned and as the main one',
      columns: [...rowColumns, { text: 'Share for whom it is the main one', numeric }],
      rows: rows.map((row) => [...rowCells(row), row.main === null ? null : shareWords(row.main)]),
    },
    acrossTable('By year of leaving school, share who mention it', byCohort.parts, byCohort.rows, cohortName),
    acrossTable(
      'By year of leaving school, share for whom it is the main one',
      byCohort.parts,
      byCohort.main,
      cohortName,
    ),
    acrossTable('By when they told us, share who mention it', byPeriod.parts, byPeriod.rows, nameOfPeriod),
    acrossTable('By when they told us, share for whom it is the main one', byPeriod.parts, byPeriod.main, nameOfPeriod),
    {
      caption: 'By place',
      columns: partColumns('Place'),
      rows: partRows(byProvider.map((part) => ({ ...part, name: part.name ?? 'A place on no list, or none named' }))),
    },
    {
      caption: 'By what they planned',
      columns: partColumns('What they planned'),
      rows: partRows(byGroup.map((part) => ({ ...part, name: groupName(part.name) }))),
    },
    {
      caption: 'What went with what',
      columns: [{ text: 'Both mentioned' }, { text: 'People', numeric }, { text: 'Share of each' }],
      rows: pairs.map(({ codes: [one, other], count, ofFirst, ofSecond }) => [
        `“${reasonWords(one)}” with “${reasonWords(other)}”`,
        count ?? 'ten or more',
        `${percentWords(ofFirst.share)} of the first, ${percentWords(ofSecond.share)} of the second`,
      ]),
    },
  ].filter(({ rows: lines }) => lines.length > 0);
}

/** Who told what, in a few words each, as far as it may be seen. */
function toldWords({ told, opening, audience }: ShownReasons): readonly string[] {
  const say = (words: string, count: number | null): readonly string[] =>
    count === null ? [] : [`${words}: ${peopleWords(count, audience)}.`];
  const unlessNone = (words: string, count: number | null): readonly string[] => (count === 0 ? [] : say(words, count));
  return [
    ...say(openingWords[opening].known, told.people),
    ...say('Told us why', told.told),
    ...unlessNone('Reasons that a reviewer read in their own words, counted as mentioned', told.coded),
    ...unlessNone('Own words that wait in Reviews to be read', told.waiting),
    ...unlessNone('Moved on to something that they wanted, and in no figure here', told.moved),
  ];
}

/** `/staff/insight/reasons` and the same as a file. */
export function insightReasonPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/reasons', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showReasons(viewer, ofOneStage(query.parse(req.query)));
    const { audience, opening, over, rows, group } = shown;
    const page = openingOver('Why they left or did not go', 'reasons', viewer.role, shown);
    const about = `${page.about}&group=${encodeURIComponent(group ?? '')}`;
    const [main, ...tables] = tablesOf(shown);
    res.render('staff/insight/reasons', {
      ...page,
      chips: openings.toReversed().map((each) => ({
        text: openingWords[each].tab,
        href: `/staff/insight/reasons${about}&opening=${each}`,
        current: each === opening,
      })),
      // Leaders see plans beside each other alone.
      groups: audience === 'leaders' ? null : planItems(),
      ...{ opening, group: group ?? '', finding: finding(shown), told: toldWords(shown) },
      chart: barsChart(
        rows.map(({ code, mentioned, main: most }) => ({
          label: reasonWords(code),
          ...{ share: mentioned.share, interval: mentioned.interval, beside: most?.share ?? null },
        })),
      ),
      finer: finerTables(shown),
      ...{ main: main ?? null, tables, narrow: shown.trustShown && (shown.school !== null || over.length === 1) },
      file: `/staff/insight/reasons.csv${about}&opening=${opening}`,
    });
  });
  router.get('/staff/insight/reasons.csv', async (req, res) => {
    const shown = await insight.showReasons(viewerOf(res), query.parse(req.query));
    sendFile(res, `reasons-${shown.opening}`, insight.tablesCsv(linesOf([...tablesOf(shown), ...finerTables(shown)])));
  });
  return router;
}
