// Insight → Since joining: the transition clock (moonshot M8, feature 64). Years from joining the trust, or from special measures, to
// better outcomes than before; raw and beside a comparison, legacy pupils apart; small multiples, tables and a file.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import { clockBesides, clockOutcomes } from '../../../application/insight/clock-series.js';
import { clockStarts, type SchoolClock, type ShownClock } from '../../../application/insight/show-clock.js';
import { academicYearName, academicYearOf } from '../../../domain/calendar/academic-year.js';
import { viewerOf } from '../../access.js';
import { clockChart, spanOf } from '../../charts/clock.js';
import { inAddress } from '../../form.js';
import { format } from '../../format.js';
import {
  besideWords,
  finding,
  gainWords,
  groupItems,
  historyOf,
  outcomeWords,
  pupilsWords,
  startWords,
  verdictWords,
} from './clock-words.js';
import { inFilter, openingOf, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { audienceNote, percentWords, rangeWords } from './words.js';

const query = z.object({
  ...schoolAndStage,
  ...{
    outcome: inFilter,
    from: inFilter,
    beside: inFilter,
    chosen: inAddress(300),
    group: inFilter,
  },
});
const numeric = true;

const schoolRow = ({ school, event, clock, verdicts }: SchoolClock) => [
  school.name,
  format.date(event),
  clock.before === null ? 'no leavers from before' : percentWords(clock.before),
  verdictWords(verdicts.raw),
  verdictWords(verdicts.adjusted),
  verdictWords(verdicts.legacy),
  verdictWords(verdicts.fresh),
];

const verdictColumns = [
  { text: 'Seen raw' },
  { text: 'Seen beside the comparison' },
  { text: 'Of pupils enrolled already' },
  { text: 'Of pupils who came later' },
];

function tablesOf({ clocks, pooled }: ShownClock): readonly ShownTable[] {
  const { raw, adjusted, legacy, fresh } = pooled.verdicts;
  return [
    {
      caption: 'Years to better outcomes',
      columns: [{ text: 'School' }, { text: 'Since' }, { text: 'Mean before', numeric }, ...verdictColumns],
      rows: [
        ...clocks.map(schoolRow),
        ...(pooled.schools > 1
          ? [
              [
                `${format.capital(format.count(pooled.schools))} schools together`,
                null,
                null,
                ...[raw, adjusted, legacy, fresh].map(verdictWords),
              ],
            ]
          : []),
      ],
    },
    {
      caption: 'All schools together, by years since',
      columns: [
        { text: 'Years since' },
        { text: 'Schools', numeric },
        { text: 'Leavers', numeric },
        { text: 'Gain in points, raw', numeric },
        { text: 'Gain beside the comparison', numeric },
      ],
      rows:
        pooled.schools > 1
          ? pooled.raw.map(({ k, gain, schools, people }) => [
              String(k),
              schools,
              Math.round(people / 5) * 5,
              gainWords(gain),
              gainWords(pooled.adjusted.find((one) => one.k === k)?.gain ?? null),
            ])
          : [],
    },
    ...clocks.map((one): ShownTable => ({
      caption: `${one.school.name}, cohort by cohort`,
      columns: [
        { text: 'Leavers' },
        { text: 'Years since', numeric },
        { text: 'Pupils' },
        { text: 'Students', numeric },
        { text: 'Share, with 95 % interval', numeric },
        { text: 'Comparison', numeric },
        { text: 'Gain in points, raw', numeric },
        { text: 'Gain beside the comparison', numeric },
      ],
      rows: one.clock.points.map(({ leavers, k, pupils, of, share, interval, raw: gain, adjusted: beside }) => {
        const other = one.beside.find((each) => each.leavers === leavers);
        return [
          academicYearName(leavers),
          k,
          pupilsWords[pupils],
          Math.round(of),
          `${percentWords(share)} (${rangeWords(interval)})`,
          other === undefined || other.of === 0 ? null : percentWords(other.yes / other.of),
          gainWords(gain),
          gainWords(beside),
        ];
      }),
    })),
  ].filter(({ rows }) => rows.length > 0);
}

const chartOf = ({ school, event, clock, beside, verdicts }: SchoolClock, span: ReturnType<typeof spanOf>) => ({
  name: school.name,
  verdict: verdictWords(beside.length > 0 ? verdicts.adjusted : verdicts.raw),
  chart: clockChart(
    clock.points,
    {
      before: clock.before,
      beside: beside.flatMap(({ leavers, yes, of }) =>
        of === 0 ? [] : [{ k: leavers - academicYearOf(event), share: yes / of }],
      ),
    },
    span,
  ),
});

/** `/staff/insight/clock` and the same as a file. */
export function insightClockPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/clock', async (req, res) => {
    const viewer = viewerOf(res);
    const given = query.parse(req.query);
    // Our own figures know no groups: one may stand in the form from the outcome before.
    const shown = await insight.showClock(viewer, given.outcome === 'own' ? { ...given, group: undefined } : given);
    const opening = openingOf('Since joining', 'clock', viewer.role, shown);
    const { outcome, from, beside, chosen, group, rule, clocks } = shown;
    const span = spanOf(clocks.flatMap(({ clock }) => clock.points));
    const [verdicts, pooled, ...bySchool] = tablesOf(shown);
    const about = `${opening.about}&${new URLSearchParams({ outcome, from, beside, chosen, group }).toString()}`;
    res.render('staff/insight/clock', {
      ...opening,
      finding: finding(shown),
      note: audienceNote(shown),
      own: outcome === 'own',
      asOf: shown.asOf === null ? null : format.date(shown.asOf),
      asked: { outcome, from, beside, chosen, group },
      items: {
        outcomes: clockOutcomes.map((value) => ({
          value,
          text: `${outcomeWords[value]}${shown.known.includes(value) ? '' : ': nothing known'}`,
        })),
        starts: clockStarts.map((value) => ({ value, text: startWords[value] })),
        groups: groupItems(shown),
        besides: clockBesides.map((value) => ({ value, text: besideWords[value] })),
      },
      charts: clocks.map((one) => ({ ...chartOf(one, span), history: historyOf(one, from) })),
      verdicts,
      more: [pooled, ...bySchool].flatMap((table) => table ?? []),
      alone: outcome !== 'own' && beside !== 'nothing' && clocks.every((one) => one.beside.length === 0),
      without: shown.without.map(({ name }) => name).join(', '),
      start: from === 'joining' ? 'joined the trust' : 'was put in special measures',
      rule: {
        inARow: format.count(rule.inARow),
        before: format.countOf(rule.cohortsBefore, 'cohort', 'cohorts'),
        y13: format.count(rule.entryYears.y13),
        y11: format.count(rule.entryYears.y11),
      },
      file: `/staff/insight/clock.csv${about}`,
    });
  });
  router.get('/staff/insight/clock.csv', async (req, res) => {
    const shown = await insight.showClock(viewerOf(res), query.parse(req.query));
    sendFile(res, 'since-joining', insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
