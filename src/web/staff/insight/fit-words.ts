// How the fit of places and courses is said: what each figure is held against, and whether the interval lies above or below it.
import type { NamedFit } from '../../../application/insight/show-fit.js';
import type { FitFigure, FitKind } from '../../../domain/insight/fit.js';
import { reasonWords } from '../../../domain/destinations/reason.js';
import type { Opening } from '../../../domain/destinations/telling.js';
import type { MentionedShare, PlaceReasons } from '../../../domain/insight/place-reasons.js';
import { sharesChart } from '../../charts/shares.js';
import { format } from '../../format.js';
import type { ShownTable } from './tables.js';
import { percentWords, rangeWords } from './words.js';

export const kindWords: Readonly<
  Record<FitKind, { readonly tab: string; readonly at: string; readonly after: string }>
> = {
  university: { tab: 'Universities', at: 'at university', after: 'after 12 months' },
  'further-education': { tab: 'Colleges', at: 'at college', after: 'after nine months' },
};

const whyWords: Readonly<Record<NonNullable<FitFigure['why']>, string>> = {
  'too-few': 'too few to tell',
  'small-side': 'hidden, too few people',
  'not-long-enough': 'too few seen for so long',
};

const againstWords: Readonly<
  Record<NonNullable<FitFigure['against']>, { readonly tone: string; readonly text: string }>
> = {
  above: { tone: 'good', text: 'Above' },
  below: { tone: 'careful', text: 'Below' },
  'cannot-tell': { tone: 'quiet', text: 'Cannot tell' },
};

const benchmarkWords = ({ benchmark }: FitFigure): string | null =>
  benchmark === null
    ? null
    : `${percentWords(benchmark.share)}, ${benchmark.what === 'official' ? 'official, all its students' : 'ours at all places'}`;

/** How many people, as they were counted for whoever reads. */
export const peopleWords = (people: number | null): string =>
  people === null ? 'fewer than 8' : format.number(people);

export const placeColumns = (first: string, after: string): ShownTable['columns'] => [
  { text: first },
  { text: 'People', numeric: true },
  { text: `Still there ${after}, with 95 % interval`, numeric: true },
  { text: 'Partly pooled, with 95 % interval', numeric: true },
  { text: 'Whatever became of the others', numeric: true },
  { text: 'Benchmark', numeric: true },
  { text: 'Beside it' },
];

/** The figures behind the name, or why they are not there. */
export const fitCells = (figure: FitFigure): ShownTable['rows'][number] => [
  // Hidden for few people, or beside others whom it would tell of.
  figure.people === null ? 'not shown' : format.number(figure.people),
  figure.plain === null
    ? whyWords[figure.why ?? 'too-few']
    : `${percentWords(figure.plain.share)} (${rangeWords(figure.plain)})`,
  figure.pooled === null ? null : `${percentWords(figure.pooled.share)} (${rangeWords(figure.pooled)})`,
  figure.bounds === null ? null : rangeWords(figure.bounds),
  benchmarkWords(figure),
  figure.against === null ? null : againstWords[figure.against],
];

export const shown = (parts: readonly NamedFit[]): readonly NamedFit[] =>
  parts.filter(({ figure }) => figure.why === null && figure.name !== '');

/** Names of which nothing can be said, in one sentence (Y18). */
export const unsaid = (parts: readonly NamedFit[], unlisted: string): string =>
  parts
    .filter(({ figure }) => figure.why !== null || figure.name === '')
    .map(({ title }) => title ?? unlisted)
    .sort()
    .join(', ');

/** At most so many lines are drawn; all stand in the table. */
const mostDrawn = 20;

export const fitChart = (parts: readonly NamedFit[]) =>
  sharesChart(
    shown(parts)
      .slice(0, mostDrawn)
      .flatMap(({ title, figure: { plain, pooled, benchmark } }) => {
        const share = pooled ?? plain;
        if (share === null) return [];
        return [{ label: title ?? '', share: share.share, interval: share, benchmark: benchmark?.share ?? null }];
      }),
  );

/** What can be said of all places at once; never which is best. */
export function finding(parts: readonly NamedFit[], after: string): string {
  const told = shown(parts);
  if (told.length === 0) return `Too few to tell where people stay ${after}`;
  const sides = (side: FitFigure['against']): number => told.filter(({ figure }) => figure.against === side).length;
  const [above, below] = [sides('above'), sides('below')];
  const places = format.countOf(told.length, 'place', 'places');
  if (above + below === 0) return `None of ${places} can be told apart from its benchmark`;
  const parted = [
    ...(below > 0 ? [`${format.count(below)} below`] : []),
    ...(above > 0 ? [`${format.count(above)} above`] : []),
  ].join(' and ');
  const rest = above + below < told.length ? '; the others cannot be told apart from it' : '';
  return `Of ${places}, ${parted} the benchmark${rest}`;
}

/** What those of an opening did. */
export const openingVerbs: Readonly<Record<Opening, string>> = {
  'never-applied': 'never applied',
  'did-not-start': 'had a place and did not start',
  'started-and-left': 'started and left',
};

const outstanding: { readonly tone: string; readonly text: string } = { tone: 'careful', text: 'Stands out' };

const reasonShare = (said: MentionedShare): string => `${percentWords(said.share)} (${rangeWords(said)})`;

/** The reasons of one opening at the place, beside all others. */
export const reasonsTable = ({ opening, rows }: PlaceReasons): ShownTable => ({
  caption: `Why they ${openingVerbs[opening]}, as mentioned`,
  columns: [
    { text: 'Reason' },
    { text: 'There, with 95 % interval', numeric: true },
    { text: 'At all other places', numeric: true },
    { text: 'Beside chance' },
  ],
  rows: rows.map(({ code, here, elsewhere, standsOut }) => [
    reasonWords(code),
    reasonShare(here),
    reasonShare(elsewhere),
    standsOut ? outstanding : null,
  ]),
});
