// Which figures may be told to parents and teachers, and as of when?
// Our own as leaders see them, whoever is asking: what small numbers would tell is left out before (requirement Q13). Official ones as
// published, of the school and of England. Each comes with its version and its day, so that a message can name what it rests on.
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { academicYearName } from '../../domain/calendar/academic-year.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { PublishedFigure } from '../../domain/insight/messages/published-figure.js';
import { qualityFacts, type QualityFigure } from '../../domain/insight/quality.js';
import type { QualityMeasure } from '../../domain/insight/reports.js';
import { cellFacts, cellWords, measureFacts, type OfficialMeasure } from '../../domain/official/measure.js';
import { nationCode, sameSchoolCodes } from '../../domain/official/place.js';
import { wilson } from '../../domain/statistics/proportion.js';
import type { Tools } from '../tools.js';
import { officialSeries, type SeriesPoint } from './official-series.js';
import { asOutside } from './outside.js';
import { showQuality, type QualityOverTime } from './show-quality.js';

const toFive = (count: number): number => Math.round(count / 5) * 5;

interface Whose {
  readonly id: string;
  readonly name: string;
}

function ownFigure(
  measure: QualityMeasure,
  whose: Whose,
  over: { readonly id: string; readonly words: string },
  figure: QualityFigure,
  { set, countedAt }: QualityOverTime,
): readonly PublishedFigure[] {
  const { share, interval, bounds, heard, people } = figure;
  if (share === null || interval === null || bounds === null || heard === null || people === null) return [];
  if (countedAt === null) return [];
  const { title, definition } = qualityFacts[measure];
  return [
    {
      key: `own:${whose.id}:${measure}:${over.id}`,
      title: `${title}, ${over.words}, ${whose.name}`,
      definition,
      ofWhom: 'those we have heard from',
      ...{ share, interval, bounds, people: toFive(people * heard) },
      source: 'Our own records',
      version: `measures, version ${set.version}`,
      asOf: londonDate(countedAt),
    },
  ];
}

/** Our own figures of the school, or of the trust. */
function ownFigures(quality: QualityOverTime): readonly PublishedFigure[] {
  const { school } = quality;
  const trust = { id: 'trust', name: 'the whole trust' };
  const own = school === null ? trust : { id: school.id, name: school.name };
  return quality.measures.flatMap(({ measure, years, pooled }) => {
    const last = years.map(({ cohortId }) => cohortId).at(-1) ?? '';
    const stage = parseCohortId(last)?.stage ?? 'y13';
    const together = { id: `${stage}-last-${pooled.years}`, words: `the last ${pooled.years} whole years together` };
    const figures = [
      ...years.toReversed().flatMap(({ cohortId, own: mine, trust: theirs }) => {
        const over = { id: cohortId, words: cohortName(cohortId) };
        return [
          ...ownFigure(measure, own, over, mine, quality),
          ...(theirs === null ? [] : ownFigure(measure, trust, over, theirs, quality)),
        ];
      }),
      ...(pooled.years > 1 ? ownFigure(measure, own, together, pooled.own, quality) : []),
    ];
    return figures;
  });
}

const officialCells: readonly (readonly [OfficialMeasure, string])[] = [
  ['16-18-destinations', 'overall'],
  ['16-18-destinations', 'he'],
  ['ks4-destinations', 'overall'],
  ['progression', 'progressed'],
  ['longer-term', 'overall'],
];

function officialFigure(
  measure: OfficialMeasure,
  cell: string,
  whose: Whose,
  point: SeriesPoint,
): readonly PublishedFigure[] {
  const { share, cohort, bounds, leavers, after, release, asOf } = point;
  if (share === null || cohort === null || bounds === null) return [];
  const { publisher, title, definition } = measureFacts[measure];
  const later = after === null ? '' : `, ${after} ${after === 1 ? 'year' : 'years'} on`;
  return [
    {
      key: `official:${measure}:${cell}:${whose.id}:${leavers}${after === null ? '' : `:${after}`}`,
      title: `${title}: ${cellWords(cell).toLowerCase()}, ${academicYearName(leavers)} leavers${later}, ${whose.name}`,
      definition: `${cellFacts[cell]?.definition ?? ''} ${definition}`.trim(),
      ofWhom: 'those whom the Department counts',
      ...{ share, bounds, people: toFive(cohort), interval: wilson({ yes: share * cohort, of: cohort }) },
      source: publisher,
      version: `${release === 'not-said' ? 'published' : release} figures, as of ${asOf}`,
      asOf,
    },
  ];
}

async function officialFigures(
  { store }: Pick<Tools, 'store'>,
  school: School | null,
): Promise<readonly PublishedFigure[]> {
  const places = [
    ...(school === null ? [] : [{ id: school.id, name: school.name, codes: sameSchoolCodes(school) }]),
    { id: 'england', name: 'England', codes: [nationCode] },
  ];
  const found: PublishedFigure[] = [];
  for (const [measure, cell] of officialCells) {
    const all = places.flatMap(({ codes }) => codes);
    const seriesOf = await officialSeries({ store }, measure, cell, all);
    for (const { codes, ...whose } of places) {
      found.push(
        ...seriesOf(codes)
          .toReversed()
          .slice(0, 9)
          .flatMap((point) => officialFigure(measure, cell, whose, point)),
      );
    }
  }
  return found;
}

/** Every figure that may go into a message about the school, or about the trust. Throws NotFound for a school outside the viewer's. */
export async function publishedFigures(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  schoolId: SchoolId | null,
): Promise<readonly PublishedFigure[]> {
  const outward = asOutside(viewer);
  const show = showQuality({ store });
  const first = await show(outward, { school: schoolId ?? '' });
  const others = await Promise.all(
    first.stages
      .filter((stage) => stage !== first.stage)
      .map((stage) => show(outward, { school: schoolId ?? '', stage })),
  );
  return [...[first, ...others].flatMap(ownFigures), ...(await officialFigures({ store }, first.school))];
}
