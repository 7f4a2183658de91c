// The wide layouts of Explore Education Statistics: one line a place, group of students and unit; a column a destination.
// Order and some headings differ between provisional and revised files of one release (domain reference, section 3.2).
// Layouts as previewed in the data catalogue: 16-18 institutions 2022/23, key stage 4 institutions and authorities 2022/23,
// longer-term destinations 2020/21, progression 2023/24.
import type { OfficialFormat, OfficialRow, ReadRow } from '../format.js';
import type { Facets } from '../figure.js';
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
  readUnit,
  studentsOf,
  type Reading,
} from './parts.js';

const destinations = [
  ...[
    'cohort',
    'overall',
    'education',
    'he',
    'hel4',
    'hel5',
    'hel6',
    'fe',
    'fel3',
    'fel2',
    'fel1',
    'fel10no',
    'other_edu',
  ],
  ...['ind', 'non_des', 'ssf', 'sfc', 'sfc_and_ssf', 'appru', 'special', 'spi', 'spec_prov', 'edu_combo', 'appren'],
  ...['appl4', 'appl3', 'appl2', 'all_work', 'all_notsust', 'notsust', 'notsust_ben', 'only_ben', 'all_unknown'],
  ...['unknown_id', 'unknown'],
];
const sameName = (cells: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(cells.map((cell) => [cell, cell]));
/** Key stage 4 files spell two of them otherwise (domain reference, section 2.2). */
const benefitNames = { notsust_beneet: 'notsust_ben', only_beneet: 'only_ben' } as const;
const destinationCells = sameName(destinations);

function readWide(row: OfficialRow, cells: Readonly<Record<string, string>>, more: Facets): ReadRow {
  const reading: Reading = { row, faults: [] };
  const place = readPlace(reading);
  const leavers = readLeavers(reading, 'time_period');
  const release = readRelease(reading);
  // The headline files of the country hold percentages and do not say so; their cohort alone is a count.
  const unit = row.has('data_type') ? readUnit(reading) : 'percent';
  const values = readCells(reading, cells);
  checkRange(reading, unit, values);
  if (reading.faults.length > 0 || place === null) return { ok: false, faults: reading.faults };
  const about = { ...facet(row, 'level', 'cohort_level'), ...studentsOf(row), ...institutionsOf(row, place), ...more };
  return { ok: true, figures: [{ place, leavers, release, about, unit, values, line: row.line }] };
}

interface Wide {
  readonly name: string;
  readonly measure: OfficialMeasure;
  readonly title: string;
  readonly needs: OfficialFormat['needs'];
  readonly never: readonly string[];
}

const wide = ({ name, measure, title, needs, never }: Wide): OfficialFormat => ({
  ...{ name, version: 1, measure, title, never },
  source: 'Explore Education Statistics, data catalogue',
  unverified: '',
  needs: ['time_period', 'geographic_level', ...needs],
  otherNames: { ...leadingNames, ...benefitNames },
  knows: (heading) =>
    leadingHeadings.includes(heading) ||
    destinations.includes(heading) ||
    ['cohort_level', 'cohort_level_group', 'destination_year'].includes(heading),
  read: (row) => readWide(row, destinationCells, afterOf(row)),
});

const whole = ['cohort', 'overall', 'education', 'appren', 'all_work', 'all_notsust', 'all_unknown'] as const;

/** `year 3` of the longer-term file. */
function afterOf(row: OfficialRow): Facets {
  const [, years] = /(\d+)/.exec(row.text('destination_year')) ?? [];
  return years === undefined ? {} : { after: `${years} ${years === '1' ? 'year' : 'years'}` };
}

export const wide1618 = wide({
  name: 'dfe-1618-wide',
  measure: '16-18-destinations',
  title: '16–18 destination measures, wide',
  needs: [...whole, 'he', 'fe', 'other_edu', ['cohort_level', 'appl4', 'spec_prov']],
  never: ['destination_year', 'destination_description'],
});

export const wideKs4 = wide({
  name: 'dfe-ks4-wide',
  measure: 'ks4-destinations',
  title: 'Key stage 4 destination measures, wide',
  needs: [...whole, 'ssf', 'sfc', 'fe', 'other_edu'],
  never: ['cohort_level', 'destination_year', 'destination_description', 'appl4', 'fel3', 'spec_prov'],
});

export const wideLongerTerm = wide({
  name: 'dfe-longer-term-wide',
  measure: 'longer-term',
  title: 'Longer-term destinations, wide',
  needs: [...whole, 'destination_year'],
  never: ['destination_description'],
});

const routes = [
  ['all', null],
  ['acag', 'Academic or applied general'],
  ['tlev', 'Tech level'],
  ['otl3', 'Other level 3'],
] as const;
const progressionCells = [
  ...['cohort', 'progressed', 'degree', 'htech', 'appren', 'top3rd', 'russell', 'oxbridge', 'comparator', 'pscore'],
] as const;
const progressionHeadings = routes.flatMap(([route]) => progressionCells.map((cell) => `${route}_${cell}`));

/** One line holds the figure of all students and one of each route. */
function readProgression(row: OfficialRow): ReadRow {
  const read = routes.map(([route, words]) =>
    readWide(
      row,
      Object.fromEntries(progressionCells.map((cell) => [cell, `${route}_${cell}`])),
      words === null ? {} : { route: words },
    ),
  );
  const faults = read.flatMap((one) => (one.ok ? [] : one.faults));
  if (faults.length > 0) {
    const once = new Map(faults.map((one) => [`${one.field} ${one.why}`, one]));
    return { ok: false, faults: [...once.values()] };
  }
  const figures = read.flatMap((one) => (one.ok ? one.figures : []));
  return { ok: true, figures: figures.filter(({ values }) => Object.keys(values).length > 0) };
}

export const wideProgression: OfficialFormat = {
  name: 'dfe-progression-wide',
  version: 1,
  measure: 'progression',
  title: 'Progression to higher education or training, wide',
  source: 'Explore Education Statistics, data catalogue',
  unverified: '',
  needs: ['time_period', 'geographic_level', 'all_cohort', 'all_progressed', 'all_appren', 'all_htech'],
  never: ['destination_description'],
  otherNames: {
    ...leadingNames,
    ...Object.fromEntries(progressionCells.map((cell) => [`techl_${cell}`, `tlev_${cell}`])),
  },
  knows: (heading) => leadingHeadings.includes(heading) || progressionHeadings.includes(heading),
  read: readProgression,
};
