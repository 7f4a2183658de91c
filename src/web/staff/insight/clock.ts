// Insight → Since joining: the transition clock (moonshot M8, feature 64). Years from joining the trust, or from special measures, to
// better outcomes than before; raw and beside a comparison, legacy pupils apart; small multiples, tables and a file.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import {
  clockBesides,
  clockOutcomes,
  type ClockBeside,
  type ClockOutcome,
} from '../../../application/insight/clock-series.js';
import {
  clockStarts,
  type ClockStart,
  type SchoolClock,
  type ShownClock,
} from '../../../application/insight/show-clock.js';
import { isSameSchool } from '../../../domain/alumni/former-number.js';
import { ofstedEraOf, type OfstedEra } from '../../../domain/alumni/ofsted-era.js';
import { academicYearName, academicYearOf } from '../../../domain/calendar/academic-year.js';
import type { Gain, Pupils, YearsToBenefit } from '../../../domain/insight/transition.js';
import { viewerOf } from '../../access.js';
import { clockChart, spanOf } from '../../charts/clock.js';
import { format } from '../../format.js';
import { numberChangeWords } from '../school-words.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { audienceNote, insightFilter, insightTabs, percentWords, rangeWords } from './words.js';

const text = (most: number) => z.string().trim().max(most).optional().catch(undefined);
const query = z.object({
  ...{ school: text(60), stage: text(5), outcome: text(20), from: text(20), beside: text(20), chosen: text(300) },
});
const numeric = true;

const outcomeWords: Readonly<Record<ClockOutcome, string>> = {
  sustained: 'Sustained after 16 to 18 (official)',
  progressed: 'Progressed to level 4 or above (official)',
  'year-11': 'Sustained after Year 11 (official)',
  third: 'Sustained three years after Year 11 (official)',
  fifth: 'Sustained five years after Year 11 (official)',
  own: 'Sustained for six months (our own records)',
};
const startWords: Readonly<Record<ClockStart, string>> = {
  joining: 'Joining the trust',
  'special-measures': 'Special measures',
};
const besideWords: Readonly<Record<ClockBeside, string>> = {
  england: 'England',
  authority: 'Others of the same authority',
  chosen: 'Schools of these numbers',
  nothing: 'Nothing',
};
const eraWords: Readonly<Record<OfstedEra, string>> = {
  graded: 'when schools had one overall grade',
  'no-overall-grade': 'when schools had no overall grade',
  'report-card': 'since report cards',
};
const pupilsWords: Readonly<Record<Pupils, string>> = {
  before: 'left before',
  legacy: 'enrolled already',
  new: 'came later',
};

const years = (count: number): string =>
  count === 0 ? 'in the first cohort' : `after ${format.countOf(count, 'year', 'years')}`;

/** The verdict, to stand in a table. */
function verdictWords(verdict: YearsToBenefit): string {
  if (verdict.kind === 'reached') return format.capital(years(verdict.years));
  if (verdict.kind === 'open') return `Seen ${years(verdict.since)}; too soon to say that it stays`;
  return verdict.kind === 'not-yet' ? `Not seen by year ${verdict.after}` : 'Cannot be told';
}

const points = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;
const gainWords = (gain: Gain | null): string | null =>
  gain === null ? null : `${points(gain.gain)} (${points(gain.low)} to ${points(gain.high)})`;

const besideSentence: Readonly<Record<ClockBeside, string>> = {
  england: 'beside England',
  authority: 'beside others of the same authority',
  chosen: 'beside the chosen schools',
  nothing: '',
};

function finding({ pooled, from, outcome, beside }: ShownClock): string {
  const compared = pooled.adjusted.length > 0;
  const told = compared ? pooled.verdicts.adjusted : pooled.verdicts.raw;
  const what = outcomeWords[outcome].replace(/ \(.*\)$/, '');
  const against = compared ? `, ${besideSentence[beside]} too` : '';
  const start = from === 'joining' ? 'joining' : 'special measures';
  if (told.kind === 'reached') {
    const when = told.years === 0 ? 'from the first leavers' : `from ${format.countOf(told.years, 'year', 'years')}`;
    return `${what}: leavers fare better than before ${when} after ${start} on${against}`;
  }
  if (told.kind === 'open') return `${what}: the last leavers fare better than before; one more cohort has to show it`;
  return told.kind === 'not-yet'
    ? `${what}: no gain over the years before ${start} is seen yet`
    : `${what}: too little is known to tell how long after ${start} leavers fare better`;
}

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

/** What was said of its numbers, and of the judgement. */
function historyOf({ school, event }: SchoolClock, from: ClockStart): string {
  const numbers = (school.formerNumbers ?? []).map((former) => {
    const { urn, until, how } = former;
    const what = `URN ${urn} until ${format.date(until)} (${numberChangeWords[how].toLowerCase()})`;
    return isSameSchool(former) ? `${what}, read as the same school` : `${what}, other pupils and left out`;
  });
  const era = from === 'special-measures' ? [`Judged ${eraWords[ofstedEraOf(event)]}`] : [];
  return [...era, ...numbers].join('; ');
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
    const shown = await insight.showClock(viewer, query.parse(req.query));
    const filter = insightFilter(shown);
    const { outcome, from, beside, chosen, rule, clocks } = shown;
    const span = spanOf(clocks.flatMap(({ clock }) => clock.points));
    const [verdicts, pooled, ...bySchool] = tablesOf(shown);
    const about = `${filter.about}&${new URLSearchParams({ outcome, from, beside, chosen }).toString()}`;
    res.render('staff/insight/clock', {
      ...{ title: 'Since joining', layout: 'staff', place: 'insight' },
      ...filter,
      tabs: insightTabs(viewer.role, 'clock', filter.about),
      finding: finding(shown),
      note: audienceNote(shown),
      own: outcome === 'own',
      asOf: shown.asOf === null ? null : format.date(shown.asOf),
      asked: { outcome, from, beside, chosen },
      items: {
        outcomes: clockOutcomes.map((value) => ({
          value,
          text: `${outcomeWords[value]}${shown.known.includes(value) ? '' : ': nothing known'}`,
        })),
        starts: clockStarts.map((value) => ({ value, text: startWords[value] })),
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
