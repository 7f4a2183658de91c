// The long layouts of Explore Education Statistics (from 2023/24 on): one line a destination, with its count and its
// percentage. Lines of one group of students that follow each other are joined by whoever reads the file.
// Descriptions are bound by their words; one that is not known is kept under its own words, never guessed.
import type { CellValue } from '../cell.js';
import type { OfficialFormat, OfficialRow, ReadRow } from '../format.js';
import type { OfficialMeasure } from '../measure.js';
import {
  checkRange,
  facet,
  institutionsOf,
  leadingHeadings,
  leadingNames,
  readCells,
  readLeavers,
  readPlace,
  readRelease,
  studentsOf,
  type Reading,
} from './parts.js';

/** The cell of a description, in plain letters. */
const cellByWords: Readonly<Record<string, string>> = {
  'sustained education employment apprenticeships': 'overall',
  'sustained education employment and apprenticeships': 'overall',
  'sustained education apprenticeship or employment': 'overall',
  'sustained education destination': 'education',
  'sustained apprenticeships': 'appren',
  'sustained apprenticeship': 'appren',
  'sustained apprenticeship destination': 'appren',
  'sustained employment destination': 'all_work',
  'not recorded as a sustained destination': 'all_notsust',
  'activity not captured': 'all_unknown',
  'uk higher education institution': 'he',
  'higher education': 'he',
  'further education': 'fe',
  'further education college or other fe provider': 'fe',
  'fe level 3': 'fel3',
  'fe level 2': 'fel2',
  'fe entry level and no identified level': 'fel1',
  'school sixth form state funded': 'ssf',
  'school sixth form': 'ssf',
  'sixth form college': 'sfc',
  'other education': 'other_edu',
  'other education destination': 'other_edu',
  'other education destinations': 'other_edu',
  'higher and degree apprenticeships level 4 and above': 'appl4',
  'advanced apprenticeships level 3': 'appl3',
  'advanced and higher apprenticeships level 3 and above': 'appl3',
  'intermediate apprenticeships level 2': 'appl2',
  'sustained a level 4 or higher destination': 'progressed',
  'sustained degree destination': 'degree',
  'sustained level 4 or 5 destination': 'htech',
  'sustained higher technical destination': 'htech',
};

const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

function cellOf(row: OfficialRow): string {
  const words = plainWords(row.text('destination_description'));
  return cellByWords[words] ?? words.replaceAll(' ', '_').slice(0, 60);
}

/** The route of a progression group, such as `Academic students`; `All students` narrows nothing. */
function routeOf(row: OfficialRow): { readonly route?: string } {
  const group = row.text('destination_group').trim();
  return group === '' || /^all\b/i.test(group) ? {} : { route: group };
}

function readLong(measure: OfficialMeasure, cohortHeading: string, row: OfficialRow): ReadRow {
  const reading: Reading = { row, faults: [] };
  const place = readPlace(reading);
  const leavers = readLeavers(reading, 'time_period');
  const release = readRelease(reading);
  const read = readCells(reading, { cohort: cohortHeading, count: 'pupil_count', percent: 'pupil_percent' });
  const cell = cellOf(row);
  if (cell === '') {
    const why = 'the destination is not named';
    reading.faults.push({
      field: 'destination_description',
      why,
      remedy: 'look at the line in the file as it was published',
    });
  }
  const valuesOf = (unit: 'count' | 'percent'): Record<string, CellValue> => ({
    ...(read['cohort'] === undefined ? {} : { cohort: read['cohort'] }),
    ...(read[unit] === undefined ? {} : { [cell]: read[unit] }),
  });
  checkRange(reading, 'count', valuesOf('count'));
  checkRange(reading, 'percent', valuesOf('percent'));
  if (reading.faults.length > 0 || place === null) return { ok: false, faults: reading.faults };
  const about = {
    ...facet(row, 'level', 'cohort_level'),
    ...studentsOf(row),
    ...institutionsOf(row, place),
    ...(measure === 'progression' ? routeOf(row) : {}),
  };
  const figure = { place, leavers, release, about, line: row.line };
  return {
    ok: true,
    figures: (['count', 'percent'] as const).map((unit) => ({ ...figure, unit, values: valuesOf(unit) })),
  };
}

const long = (
  measure: OfficialMeasure,
  given: Pick<OfficialFormat, 'name' | 'title' | 'needs' | 'never'>,
  cohortHeading: string,
): OfficialFormat => ({
  ...given,
  version: 1,
  measure,
  source: 'Explore Education Statistics, data catalogue',
  unverified: 'The words of every destination below the headline ones.',
  needs: [
    ...[
      'time_period',
      'geographic_level',
      'destination_group',
      'destination_description',
      'pupil_count',
      'pupil_percent',
    ],
    cohortHeading,
    ...given.needs,
  ],
  otherNames: leadingNames,
  knows: (heading) =>
    leadingHeadings.includes(heading) ||
    [cohortHeading, 'cohort_level', 'cohort_level_group', 'destination_group', 'destination_description'].includes(
      heading,
    ) ||
    ['pupil_count', 'pupil_percent'].includes(heading),
  read: (row) => readLong(measure, cohortHeading, row),
});

export const long1618 = long(
  '16-18-destinations',
  { name: 'dfe-1618-long', title: '16–18 destination measures, long', needs: ['cohort_level'], never: [] },
  'cohort_count',
);
export const longKs4 = long(
  'ks4-destinations',
  { name: 'dfe-ks4-long', title: 'Key stage 4 destination measures, long', needs: [], never: ['cohort_level'] },
  'cohort_count',
);
export const longProgression = long(
  'progression',
  {
    name: 'dfe-progression-long',
    title: 'Progression to higher education or training, long',
    needs: [],
    never: ['cohort_count'],
  },
  'cohort',
);
