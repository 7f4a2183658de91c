// What an official file would say of the large demonstration's schools: ten years of leavers in the layout of the Department, made from the
// same truths. It is imported as any official file is; no such school stands in a real one.
import { randomFrom } from '../random.js';
import type { LargeSchool } from './schools.js';
import type { PlantedTruths } from './truths.js';

const headings = [
  ...[
    'time_period',
    'time_identifier',
    'geographic_level',
    'country_code',
    'country_name',
    'region_code',
    'region_name',
  ],
  ...['old_la_code', 'new_la_code', 'la_name', 'school_urn', 'school_laestab', 'school_name', 'institution_group'],
  ...['institution_type', 'cohort_level', 'breakdown_topic', 'breakdown', 'data_type', 'version', 'cohort', 'overall'],
  ...['education', 'he', 'fe', 'other_edu', 'appren', 'all_work', 'all_notsust', 'all_unknown'],
];

const institutions = 'State-funded mainstream schools & colleges';
const period = (summer: number): string => `${summer - 1}${String(summer).slice(2)}`;

/** The ten outcome cells of so many people, of whom a share is sustained; they add up. */
function cells(cohort: number, share: number): readonly number[] {
  const overall = Math.round(cohort * share);
  const [he, fe, other, appren] = [0.52, 0.1, 0.03, 0.09].map((part) => Math.round(overall * part)) as [
    number,
    number,
    number,
    number,
  ];
  const education = he + fe + other;
  const unknown = Math.round((cohort - overall) * 0.3);
  return [
    cohort,
    overall,
    education,
    he,
    fe,
    other,
    appren,
    overall - education - appren,
    cohort - overall - unknown,
    unknown,
  ];
}

function schoolLine({ school, leavers }: LargeSchool, summer: number, share: number): readonly (string | number)[] {
  return [
    ...[period(summer), 'Academic year', 'School', 'E92000001', 'England', '', '', '998', '', 'Nowhere (invented)'],
    ...[school.urn, school.laestab.replace('/', ''), school.name, institutions, 'Total', 'Total', 'Total', 'Total'],
    ...['Number of students', 'Final', ...cells(leavers, share)],
  ];
}

const nationLine = (summer: number): readonly (string | number)[] => [
  ...[period(summer), 'Academic year', 'National', 'E92000001', 'England', '', '', '', '', '', '', '', ''],
  ...[institutions, 'Total', 'Total', 'Total', 'Total', 'Number of students', 'Final', ...cells(523_000, 0.8)],
];

/** The whole file, of the leavers of the ten summers before the last. */
export function officialFile(seed: number, { schools, summers, improving }: PlantedTruths): string {
  const random = randomFrom(seed ^ 0x0ff1c1a1);
  const lines = [headings] as (readonly (string | number)[])[];
  for (let summer = summers.last - 10; summer < summers.last; summer += 1) {
    lines.push(nationLine(summer));
    for (const [place, each] of schools.entries()) {
      const usual = 0.82 + (random.next() - 0.5) * 0.08;
      lines.push(
        schoolLine(each, summer, place === improving.place && summer < improving.betterFrom ? usual - 0.22 : usual),
      );
    }
  }
  return lines.map((cellsOfLine) => `${cellsOfLine.join(',')}\r\n`).join('');
}
