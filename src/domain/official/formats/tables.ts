// The files of the school and college performance tables: capital headings, one line an institution, authority or country,
// the signs SUPP, NA, SP and SN, percentages with their sign. Neither says of which leavers it speaks.
// Destinations: four levels by three groups of students, counts and percentages, 236 columns; progression to higher
// education or training: 38 columns (domain reference, section 3.12).
import type { Facets, OfficialFigure } from '../figure.js';
import { type OfficialFormat, type OfficialRow, type ReadRow } from '../format.js';
import { authority, institution, nationCode, type OfficialPlace } from '../place.js';
import { checkRange, readCells, type Reading } from './parts.js';

const leading = ['rectype', 'lea', 'estab', 'urn', 'schname', 'nftype', 'feeder', 'iclose', 'region'];

function placeOf(reading: Reading): OfficialPlace | null {
  const { row } = reading;
  const type = row.text('rectype').trim().toUpperCase();
  const [lea, estab] = [row.text('lea').trim(), row.text('estab').trim()];
  const place = ((): OfficialPlace | null => {
    if (/^\d$/.test(type)) {
      return institution({ urn: row.text('urn'), laestab: `${lea}${estab}`, name: row.text('schname').trim() });
    }
    if (type === 'LA') return authority(lea, '');
    return type === 'NAT' ? { kind: 'nation', code: nationCode, name: 'England' } : null;
  })();
  if (place === null) {
    reading.faults.push({
      field: 'RECTYPE',
      why: `the place cannot be read (RECTYPE “${type.slice(0, 10)}”, URN “${row.text('urn').slice(0, 10)}”)`,
      remedy: 'look at the line in the file as it was published',
    });
  }
  return place;
}

const levels = [
  ['tot', null],
  ['l3', 'Level 3'],
  ['l2', 'Level 2'],
  ['lalloth', 'All other qualifications'],
] as const;
const groups = [
  ['', null],
  ['_dis', 'Disadvantage status: Disadvantaged'],
  ['_nondis', 'Disadvantage status: Not disadvantaged'],
] as const;
const cells = {
  overall: 'overall',
  appren: 'appren',
  education: 'education',
  fe: 'fe',
  he: 'he',
  other_edu: 'other_edu',
  employment: 'all_work',
  not_sustained: 'all_notsust',
  not_captured: 'all_unknown',
} as const;

/** The headings of one figure, by the names of its cells. */
const headingsOf = (level: string, group: string, unit: 'count' | 'percent'): Readonly<Record<string, string>> => ({
  cohort: `${level}_cohort${group}`,
  ...Object.fromEntries(
    Object.entries(cells).map(([here, cell]) => [cell, `${level}_${here}${unit === 'percent' ? 'per' : ''}${group}`]),
  ),
});

const blocks = levels.flatMap(([level, levelWords]) =>
  groups.flatMap(([group, students]) =>
    (['count', 'percent'] as const).map((unit) => ({
      unit,
      headings: headingsOf(level, group, unit),
      about: {
        ...(levelWords === null ? {} : { level: levelWords }),
        ...(students === null ? {} : { students }),
      },
    })),
  ),
);
const destinationHeadings = new Set(blocks.flatMap(({ headings }) => Object.values(headings)));

function readBlocks(
  row: OfficialRow,
  wanted: readonly {
    readonly unit: 'count' | 'percent';
    readonly headings: Readonly<Record<string, string>>;
    readonly about: Facets;
  }[],
): ReadRow {
  const reading: Reading = { row, faults: [] };
  const place = placeOf(reading);
  const figures: OfficialFigure[] = [];
  for (const { unit, headings, about } of wanted) {
    const values = readCells(reading, headings);
    checkRange(reading, unit, values);
    if (place === null || Object.keys(values).length === 0) continue;
    figures.push({ place, leavers: null, release: 'not-said', about, unit, values, line: row.line });
  }
  return reading.faults.length > 0 ? { ok: false, faults: reading.faults } : { ok: true, figures };
}

export const tables1618: OfficialFormat = {
  name: 'dfe-1618-tables',
  version: 1,
  measure: '16-18-destinations',
  title: '16–18 destinations, performance tables',
  source: 'DfE school and college performance tables, england_ks5-studest.csv',
  unverified: 'Which leavers the file speaks of; it does not say.',
  needs: ['rectype', 'lea', 'urn', ...Object.values(headingsOf('tot', '', 'count'))],
  never: [],
  otherNames: { school_urn: 'urn', establishment_number: 'estab', school_name: 'schname', la: 'lea' },
  knows: (heading) => leading.includes(heading) || destinationHeadings.has(heading),
  read: (row) => readBlocks(row, blocks),
};

const whole = ['progressed', 'appren', 'he', 'top3rd', 'russell', 'oxbridge', 'htech', 'score', 'band', 'cohort'];
const routed = ['cohort', 'progressed', 'score', 'band'];
/** The names of Explore Education Statistics for the same figures. */
const usual: Readonly<Record<string, string>> = { he: 'degree', score: 'pscore' };
const routes = [
  ['all', whole, {}],
  ['acadagen', routed, { route: 'Academic or applied general' }],
  ['tlev', routed, { route: 'Tech level' }],
  ['other', routed, { route: 'Other level 3' }],
  ['dis', whole, { students: 'Disadvantage status: Disadvantaged' }],
] as const;
const progressionBlocks = routes.map(([prefix, names, about]) => ({
  unit: 'percent' as const,
  headings: Object.fromEntries(names.map((name) => [usual[name] ?? name, `${prefix}_${name}`])),
  about,
}));
const progressionHeadings = new Set(progressionBlocks.flatMap(({ headings }) => Object.values(headings)));

export const tablesProgression: OfficialFormat = {
  name: 'dfe-progression-tables',
  version: 1,
  measure: 'progression',
  title: 'Progression to higher education or training, performance tables',
  source: 'DfE school and college performance tables, england_ks5-studest-he.csv',
  unverified: 'Which leavers the file speaks of; it does not say.',
  needs: ['rectype', 'lea', 'urn', 'all_cohort', 'all_progressed', 'all_appren', 'all_he', 'all_htech', 'all_score'],
  never: ['time_period'],
  otherNames: { school_urn: 'urn', establishment_number: 'estab', school_name: 'schname', la: 'lea' },
  knows: (heading) => leading.includes(heading) || progressionHeadings.has(heading),
  read: (row) => readBlocks(row, progressionBlocks),
};
