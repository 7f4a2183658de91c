// Layouts that speak of the years after school: graduate outcomes by university (LEO), long-term aggregates by school, and
// continuation in higher education by provider.
// LEO: the columns of the provider-level extract (domain reference, section 3.4). Long-term aggregates have no published
// layout; the headings here are Onward's own. The Office for Students' headings are unverified (section 9).
import type { Facets, FigureUnit } from '../figure.js';
import type { OfficialFormat, OfficialRow, ReadRow } from '../format.js';
import { authority, institution, nationCode, type OfficialPlace } from '../place.js';
import { checkRange, facet, readCells, readLeavers, type Reading } from './parts.js';

const shortOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80);

/** A university by its number, else by its name; `All` is the country. */
function provider(reading: Reading, ukprn: string, name: string): OfficialPlace | null {
  const [number, words] = [reading.row.text(ukprn).trim(), reading.row.text(name).trim()];
  if (/^\d{8}$/.test(number)) return { kind: 'provider', code: `ukprn:${number}`, name: words };
  if (/^(all|total|england|sector|all providers.*)$/i.test(words)) {
    return { kind: 'nation', code: nationCode, name: 'England' };
  }
  if (words !== '') return { kind: 'provider', code: `provider:${shortOf(words)}`, name: words };
  reading.faults.push({
    field: name,
    why: 'the university is not named',
    remedy: 'look at the line in the file as it was published',
  });
  return null;
}

function yearsAfter(reading: Reading, heading: string): Facets {
  const [, years] = /^\D*(1|3|5|10)\D*$/.exec(reading.row.text(heading)) ?? [];
  if (years === undefined) {
    const why = `“${reading.row.text(heading).slice(0, 20)}” is not 1, 3, 5 or 10 years`;
    reading.faults.push({ field: heading, why, remedy: 'look at the line in the file as it was published' });
    return {};
  }
  return { after: `${years} ${years === '1' ? 'year' : 'years'}` };
}

interface Line {
  readonly reading: Reading;
  readonly place: OfficialPlace | null;
  readonly leavers: number | null;
  readonly about: Facets;
  readonly unit: FigureUnit;
  readonly cells: Readonly<Record<string, string>>;
}

function figureOf({ reading, place, leavers, about, unit, cells }: Line): ReadRow {
  const values = readCells(reading, cells);
  checkRange(reading, unit, values);
  if (reading.faults.length > 0 || place === null) return { ok: false, faults: reading.faults };
  return {
    ok: true,
    figures: [{ place, leavers, release: 'not-said', about, unit, values, line: reading.row.line }],
  };
}

const leoCells: Readonly<Record<string, string>> = {
  cohort: 'grads',
  grads_uk: 'grads_uk',
  grads_matched: 'grads_matched',
  sust_emp_only: 'sust_emp_only',
  sust_emp_with_or_without_fs: 'sust_emp_with_or_without_fs',
  sust_emp_fs_or_both: 'sust_emp_fs_or_both',
  fs_only: 'fs_only',
  fs_with_or_without_sust_emp: 'fs_with_or_without_sust_emp',
  no_sust_dest: 'no_sust_dest',
  activity_not_captured: 'activity_not_captured',
  earnings_include: 'grads_earnings_include',
  earnings_lower: 'earnings_lower',
  earnings_lq: 'earnings_lq',
  earnings_median: 'earnings_median',
  earnings_uq: 'earnings_uq',
  earnings_upper: 'earnings_upper',
};
const leoLeading = [
  'tax_year',
  'academic_year',
  'yag',
  'provider_country_name',
  'provider_region_name',
  'provider_name',
];
const leoMore = ['provider_type', 'provider_geog', 'home_region_name', 'cah2_subject_name', 'characteristic_type'];

function readLeo(row: OfficialRow): ReadRow {
  const reading: Reading = { row, faults: [] };
  const type = row.text('characteristic_type').trim();
  const group = facet(row, 'students', 'characteristic_value').students;
  // Some releases print shares, some counts rounded to five; shares are told by the sign or by what cannot be a count.
  return figureOf({
    reading,
    place: provider(reading, 'ukprn', 'provider_name'),
    leavers: readLeavers(reading, 'academic_year'),
    about: {
      ...yearsAfter(reading, 'yag'),
      ...facet(row, 'subject', 'cah2_subject_name'),
      ...facet(row, 'home', 'home_region_name'),
      ...(group === undefined ? {} : { students: `${type === '' ? 'Group' : type}: ${group}` }),
    },
    unit: 'count',
    cells: leoCells,
  });
}

export const leoProviders: OfficialFormat = {
  name: 'leo-providers',
  version: 1,
  measure: 'leo-graduates',
  title: 'Graduate outcomes (LEO) by university',
  source: 'leo-provider-tool, list of variables',
  unverified: 'Whether counts or shares stand in the columns of outcomes.',
  needs: [
    'tax_year',
    'academic_year',
    'yag',
    'provider_name',
    'grads',
    'sust_emp_fs_or_both',
    'no_sust_dest',
    'activity_not_captured',
  ],
  never: [],
  otherNames: {
    years_after_graduation: 'yag',
    earnings_lower_quartile: 'earnings_lq',
    earnings_upper_quartile: 'earnings_uq',
  },
  knows: (heading) =>
    [...leoLeading, ...leoMore, 'characteristic_value', 'ukprn'].includes(heading) ||
    Object.values(leoCells).includes(heading),
  read: readLeo,
};

const aggregateCells: Readonly<Record<string, string>> = {
  cohort: 'cohort',
  overall: 'sustained',
  all_work: 'sustained_employment',
  education: 'sustained_education',
  ben: 'out_of_work_benefit',
  all_unknown: 'not_captured',
  earnings_median: 'median_earnings',
};

function readAggregate(row: OfficialRow): ReadRow {
  const reading: Reading = { row, faults: [] };
  const [urn, laestab, name] = [row.text('school_urn'), row.text('school_laestab'), row.text('school_name').trim()];
  const area = urn.trim() === '' && laestab.trim() === '' ? authority(row.text('old_la_code'), name) : null;
  const whole = /^england$/i.test(name) ? ({ kind: 'nation', code: nationCode, name: 'England' } as const) : null;
  const place = institution({ urn, laestab, name }) ?? area ?? whole;
  if (place === null) {
    reading.faults.push({
      field: 'school_urn',
      why: 'the school cannot be read',
      remedy: 'give its URN or DfE number',
    });
  }
  const percent = /^percent/i.test(row.text('unit').trim());
  return figureOf({
    reading,
    place,
    leavers: readLeavers(reading, 'leaving_year'),
    about: { ...yearsAfter(reading, 'years_after'), ...facet(row, 'students', 'group') },
    unit: percent ? 'percent' : 'count',
    cells: aggregateCells,
  });
}

export const longTermAggregates: OfficialFormat = {
  name: 'long-term-aggregates',
  version: 1,
  measure: 'long-term-aggregates',
  title: 'Long-term aggregates by school (LEO or NFER style)',
  source: 'Onward’s own headings; no publisher has fixed any',
  unverified: 'The whole layout: it is a proposal.',
  needs: ['leaving_year', 'years_after', 'cohort', 'sustained_employment', ['school_urn', 'school_laestab']],
  never: ['time_period'],
  otherNames: {
    urn: 'school_urn',
    laestab: 'school_laestab',
    la_code: 'old_la_code',
    years: 'years_after',
    benefit: 'out_of_work_benefit',
  },
  knows: (heading) =>
    [
      'leaving_year',
      'years_after',
      'school_urn',
      'school_laestab',
      'school_name',
      'old_la_code',
      'group',
      'unit',
    ].includes(heading) || Object.values(aggregateCells).includes(heading),
  read: readAggregate,
};

const ofsCells: Readonly<Record<string, string>> = {
  cohort: 'denominator',
  numerator: 'numerator',
  indicator: 'indicator_value',
  benchmark: 'benchmark_value',
  difference: 'difference',
  own_contribution: 'contribution_to_benchmark',
};

function readContinuation(row: OfficialRow): ReadRow {
  const reading: Reading = { row, faults: [] };
  const split = facet(row, 'students', 'split_indicator').students;
  const mode = [row.text('mode_of_study').trim(), row.text('level_of_study').trim()].filter((part) => part !== '');
  return figureOf({
    reading,
    place: provider(reading, 'ukprn', 'provider_name'),
    leavers: readLeavers(reading, 'year'),
    about: {
      ...(mode.length === 0 ? {} : { route: mode.join(', ') }),
      ...facet(row, 'subject', 'subject'),
      ...(split === undefined ? {} : { students: [row.text('split_type').trim(), split].filter(Boolean).join(': ') }),
    },
    unit: 'percent',
    cells: ofsCells,
  });
}

export const ofsContinuation: OfficialFormat = {
  name: 'ofs-continuation',
  version: 1,
  measure: 'ofs-continuation',
  title: 'Continuation in higher education',
  source: 'Office for Students, dashboards and release notes',
  unverified: 'Every heading of the published file.',
  needs: ['ukprn', 'provider_name', 'year', 'denominator', 'indicator_value', 'benchmark_value'],
  never: [],
  otherNames: {
    indicator: 'indicator_value',
    benchmark: 'benchmark_value',
    'indicator_value_%': 'indicator_value',
    provider: 'provider_name',
    academic_year: 'year',
    time_period: 'year',
    difference_to_benchmark: 'difference',
    mode: 'mode_of_study',
    level: 'level_of_study',
  },
  knows: (heading) =>
    [
      ...[
        'ukprn',
        'provider_name',
        'year',
        'mode_of_study',
        'level_of_study',
        'subject',
        'split_type',
        'split_indicator',
      ],
      ...Object.values(ofsCells),
    ].includes(heading),
  read: readContinuation,
};
