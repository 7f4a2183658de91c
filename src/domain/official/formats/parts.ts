// What several layouts do alike: reading the cells of a line, and the leading columns of Explore Education Statistics.
import { isNumber, readCell, type CellValue } from '../cell.js';
import { readYear, type Facets, type FigureUnit, type Release } from '../figure.js';
import type { OfficialRow, RowFault } from '../format.js';
import { authority, institution, nationCode, type OfficialPlace } from '../place.js';

const fault = (field: string, why: string, remedy = 'look at the line in the file as it was published'): RowFault => ({
  field,
  why,
  remedy,
});

/** The faults of a line, gathered while it is read. */
export interface Reading {
  readonly row: OfficialRow;
  readonly faults: RowFault[];
}

/** The cells under the headings, by their names here; a text that is no figure is a fault. */
export function readCells(reading: Reading, named: Readonly<Record<string, string>>): Record<string, CellValue> {
  const values: Record<string, CellValue> = {};
  for (const [cell, heading] of Object.entries(named)) {
    if (!reading.row.has(heading)) continue;
    const value = readCell(reading.row.text(heading));
    if (value === null) {
      const text = reading.row.text(heading).trim().slice(0, 30);
      reading.faults.push(fault(heading, `“${text}” is neither a number nor a sign that is known`));
    } else values[cell] = value;
  }
  return values;
}

/** May be below nothing. */
const signed: readonly string[] = ['pscore', 'comparator', 'difference', 'band'];
/** No shares, though they stand in figures of per cent. */
const counts: readonly string[] = ['cohort', 'numerator', 'earnings_median'];

/** No count and no share is below nothing, and no share above 100; scores and differences may be. */
export function checkRange(reading: Reading, unit: FigureUnit, values: Readonly<Record<string, CellValue>>): void {
  for (const [cell, value] of Object.entries(values)) {
    if (!isNumber(value) || signed.includes(cell)) continue;
    if (value < 0) reading.faults.push(fault(cell, `${value} is below nothing`));
    const share = unit === 'percent' && !counts.includes(cell);
    if (share && value > 100) reading.faults.push(fault(cell, `${value} per cent is more than everybody`));
  }
}

/** `Number of pupils` or `Number of students` are counts; what is neither these nor percentages is a fault. */
export function readUnit(reading: Reading): FigureUnit {
  const text = reading.row.text('data_type').trim();
  if (/^percent/i.test(text)) return 'percent';
  if (text !== '' && !/^number of (pupils|students)$/i.test(text)) {
    reading.faults.push(fault('data_type', `“${text.slice(0, 40)}” is neither a number of students nor a percentage`));
  }
  return 'count';
}

/** As printed in the column `version`. */
export function readRelease(reading: Reading): Release {
  const text = reading.row.text('version').trim().toLowerCase();
  if (text === '' || text === 'z') return 'not-said';
  if (text === 'provisional' || text === 'revised' || text === 'final') return text;
  reading.faults.push(fault('version', `“${text.slice(0, 40)}” is neither provisional nor revised`));
  return 'not-said';
}

/** The leavers' academic year under the heading. */
export function readLeavers(reading: Reading, heading: string): number | null {
  const text = reading.row.text(heading);
  const year = readYear(text);
  if (year === null) reading.faults.push(fault(heading, `“${text.trim().slice(0, 30)}” is not a year such as 202223`));
  return year;
}

const areaColumns = ['pcon_code', 'lad_code', 'opportunity_area_code'] as const;
const areaNames = ['pcon_name', 'lad_name', 'opportunity_area_name'] as const;

function areaOf({ row }: Reading): OfficialPlace | null {
  const at = areaColumns.findIndex((heading) => /^[A-Z]\d{8}$/.test(row.text(heading).trim()));
  const code = row.text(areaColumns[at] ?? '').trim();
  return at < 0 ? null : { kind: 'area', code: `area:${code}`, name: row.text(areaNames[at] ?? '').trim() };
}

/** The place of a line of Explore Education Statistics; a level or number that is not known is a fault. */
export function readPlace(reading: Reading): OfficialPlace | null {
  const { row } = reading;
  const level = row.text('geographic_level').trim().toLowerCase();
  const named = (heading: string): string => row.text(heading).trim();
  const place = ((): OfficialPlace | null => {
    if (/^(school|institution|provider|establishment)$/.test(level)) {
      const [urn, laestab] = [named('school_urn'), named('school_laestab')];
      return institution({ urn, laestab, name: named('school_name') });
    }
    if (level === 'local authority') return authority(named('old_la_code'), named('la_name'));
    if (level === 'regional' || level === 'region') {
      const code = named('region_code');
      return code === '' ? null : { kind: 'region', code: `region:${code}`, name: named('region_name') };
    }
    if (level === 'national') {
      return {
        kind: 'nation',
        code: `nation:${named('country_code') || nationCode.slice(7)}`,
        name: named('country_name') || 'England',
      };
    }
    return areaOf(reading);
  })();
  if (place === null) {
    reading.faults.push(fault('geographic_level', `the place cannot be read (“${level.slice(0, 40)}”)`));
  }
  return place;
}

const everybody = new Set(['', 'total', 'z', 'all', 'all schools', 'x']);
const narrowed = (text: string): string | null => (everybody.has(text.trim().toLowerCase()) ? null : text.trim());

/** The facet where the column narrows it to some. */
export function facet(row: OfficialRow, name: keyof Facets, heading: string): Facets {
  const value = narrowed(row.text(heading));
  return value === null ? {} : { [name]: value };
}

const selectionStatus = 'local_authority_selection_status';
const studentColumns = ['sex', 'ethnicity_major', 'ethnicity_minor', 'disadvantage_status', 'characteristic'] as const;

/** Which students: by topic and group, or by the columns of the long layout. */
export function studentsOf(row: OfficialRow): Facets {
  const group = narrowed(row.text('breakdown'));
  const topic = narrowed(row.text('breakdown_topic'));
  const parts = [
    ...(group === null ? [] : [topic === null ? group : `${topic}: ${group}`]),
    ...studentColumns.flatMap((heading) => narrowed(row.text(heading)) ?? []),
  ];
  return parts.length === 0 ? {} : { students: parts.join('; ') };
}

/** Which institutions an area's line counts; a school is what it is. */
export function institutionsOf(row: OfficialRow, place: OfficialPlace): Facets {
  if (place.kind === 'institution') return {};
  const headings = ['institution_group', 'institution_type', 'establishment_type_group', 'establishment_type'];
  const selection = row.text(selectionStatus).trim();
  const parts = [...headings.map((heading) => row.text(heading)), /^none$/i.test(selection) ? '' : selection].flatMap(
    (text) => narrowed(text) ?? [],
  );
  const counted = facet(row, 'counted', 'level_methodology');
  return parts.length === 0 ? counted : { institutions: [...new Set(parts)].join(', '), ...counted };
}

/** The leading columns of Explore Education Statistics that every layout of it knows. */
export const leadingHeadings: readonly string[] = [
  ...[
    'time_period',
    'time_identifier',
    'geographic_level',
    'country_code',
    'country_name',
    'region_code',
    'region_name',
  ],
  ...['old_la_code', 'new_la_code', 'la_name', selectionStatus, 'school_urn', 'school_laestab'],
  ...[
    'school_name',
    'admission_policy',
    'entry_gender',
    'institution_group',
    'institution_type',
    'data_type',
    'version',
  ],
  ...['establishment_type_group', 'establishment_type', 'breakdown_topic', 'breakdown', 'level_methodology'],
  ...['inst_count', 'institution_count', ...areaColumns, ...areaNames, ...studentColumns],
];

/** Other names under which leading columns were published or are kept by schools. */
export const leadingNames: Readonly<Record<string, string>> = {
  urn: 'school_urn',
  institution_urn: 'school_urn',
  establishment_urn: 'school_urn',
  laestab: 'school_laestab',
  institution_laestab: 'school_laestab',
  establishment_number: 'school_laestab',
  institution_name: 'school_name',
  establishment_name: 'school_name',
  la_code: 'old_la_code',
  local_authority_code: 'old_la_code',
  local_authority: 'la_name',
  timeperiod: 'time_period',
  academic_year: 'time_period',
  geography_level: 'geographic_level',
  datatype: 'data_type',
  release_type: 'version',
  number_of_pupils: 'cohort',
  number_of_students: 'cohort',
};
