// Which official measures are read, what does each of their figures mean, and beside what may it stand?
// The words of the cells are the publisher's own names (domain reference, sections 2.2, 2.5 to 2.8, 2.10).

/** One publication of the diary, whatever its layout. */
export const officialMeasures = [
  '16-18-destinations',
  'ks4-destinations',
  'progression',
  'longer-term',
  'leo-graduates',
  'long-term-aggregates',
  'ofs-continuation',
] as const;
export type OfficialMeasure = (typeof officialMeasures)[number];

interface MeasureFacts {
  readonly title: string;
  readonly publisher: string;
  /** What it counts, in one or two sentences; shown beside every figure. */
  readonly definition: string;
  /** What of it was not confirmed against the publisher's text; empty when all was. */
  readonly unverified: string;
}

/** What each measure is called and counts. */
export const measureFacts: Readonly<Record<OfficialMeasure, MeasureFacts>> = {
  '16-18-destinations': {
    title: '16–18 destination measures',
    publisher: 'Department for Education',
    definition:
      'Students who reached the end of 16–18 study, by what they did in the next academic year. Education or work counts ' +
      'as sustained when it lasted from October to March (five of the six months for work), an apprenticeship when it ' +
      'lasted any six months from August to July.',
    unverified: 'Which category a mix of education and work lands in.',
  },
  'ks4-destinations': {
    title: 'Key stage 4 destination measures',
    publisher: 'Department for Education',
    definition:
      'Pupils who finished key stage 4 (Year 11), by what they did in the next academic year. Education or work counts as ' +
      'sustained when it lasted from October to March, an apprenticeship when it lasted any six months.',
    unverified: 'Which category a mix of education and work lands in.',
  },
  progression: {
    title: 'Progression to higher education or training',
    publisher: 'Department for Education',
    definition:
      'Students who took level 3 qualifications, by whether they spent at least six consecutive months at level 4 or above ' +
      'within two years after 16–18 study. The score compares them with students of the same results at 16.',
    unverified: '',
  },
  'longer-term': {
    title: 'Longer-term destinations',
    publisher: 'Department for Education',
    definition:
      'Pupils who finished key stage 4, by what they did one, three and five years later; official statistics for careers ' +
      'guidance, not for accountability.',
    unverified: '',
  },
  'leo-graduates': {
    title: 'Graduate outcomes (LEO) by university',
    publisher: 'Department for Education',
    definition:
      'Graduates one, three, five and ten full tax years after graduation: in sustained employment, in further study, ' +
      'neither, or not captured; and what those in sustained employment earned.',
    unverified: 'The exact populations of "not captured" and of the earnings.',
  },
  'long-term-aggregates': {
    title: 'Long-term aggregates by school',
    publisher: 'An analysis of linked records that the trust was given (LEO or NFER style)',
    definition:
      'Former students of a school so many years after leaving, as counts or shares of groups, never of persons: sustained ' +
      'employment, sustained education, out-of-work benefit, median earnings.',
    unverified: 'No publisher has fixed this layout; most people are in sustained employment only from their mid-20s.',
  },
  'ofs-continuation': {
    title: 'Continuation in higher education',
    publisher: 'Office for Students',
    definition:
      'Students still in higher education, or qualified, one year and 15 days after starting full time (two years and 15 ' +
      'days part time), beside a benchmark of the sector for the same mix of students.',
    unverified: 'The headings of the published file.',
  },
};

interface CellFacts {
  readonly words: string;
  readonly definition: string;
}

/** What each cell is called and counts, by the publisher's own name of it. */
export const cellFacts: Readonly<Record<string, CellFacts>> = {
  cohort: { words: 'Students in the measure', definition: 'Everybody whom the publisher counts for the school.' },
  overall: { words: 'Sustained', definition: 'Education, apprenticeship or employment that lasted six months.' },
  education: { words: 'Sustained education', definition: 'Higher, further and other education together.' },
  he: { words: 'Higher education', definition: 'A UK higher education institution.' },
  fe: { words: 'Further education', definition: 'A further education college or other provider of it.' },
  fel3: { words: 'Further education, level 3', definition: '' },
  fel2: { words: 'Further education, level 2', definition: '' },
  fel1: { words: 'Further education, entry level or level not known', definition: '' },
  ssf: { words: 'School sixth form', definition: 'State-funded.' },
  sfc: { words: 'Sixth-form college', definition: '' },
  sfc_and_ssf: { words: 'School sixth form or sixth-form college', definition: '' },
  other_edu: {
    words: 'Other education',
    definition: 'Independent and special schools, school sixth forms where not shown apart, and mixes of providers.',
  },
  appren: { words: 'Apprenticeship', definition: 'Any six months from August to July.' },
  appl4: { words: 'Apprenticeship, level 4 or above', definition: '' },
  appl3: { words: 'Apprenticeship, level 3', definition: '' },
  appl2: { words: 'Apprenticeship, level 2', definition: '' },
  all_work: { words: 'Employment', definition: 'Five of the six months from October to March, or self-employment.' },
  all_notsust: {
    words: 'Not sustained',
    definition: 'Seen in the data, but not for six months; or out-of-work benefit, or recorded as NEET.',
  },
  notsust: { words: 'Not sustained, no benefit seen', definition: '' },
  notsust_ben: { words: 'Not sustained, with benefit or NEET', definition: '' },
  only_ben: { words: 'Benefit or NEET only', definition: '' },
  all_unknown: {
    words: 'Not captured',
    definition: 'Nothing seen in any of the data; often abroad, or in Scotland or Wales.',
  },
  unknown_id: { words: 'Not captured, though known to the data', definition: '' },
  unknown: { words: 'Not captured, not known to the data', definition: '' },
  progressed: { words: 'Progressed', definition: 'Six consecutive months at level 4 or above within two years.' },
  degree: { words: 'Degree', definition: 'A degree course.' },
  htech: { words: 'Level 4 or 5', definition: 'Higher technical study.' },
  top3rd: { words: 'Top third of universities', definition: 'By the entry grades of their students.' },
  russell: { words: 'Russell Group', definition: '' },
  oxbridge: { words: 'Oxford or Cambridge', definition: '' },
  pscore: { words: 'Progression score', definition: 'Against students with the same results at 16.' },
  comparator: { words: 'National comparator', definition: 'Students of the same results at 16 in England.' },
  band: { words: 'Band of the score', definition: 'From 1, well above average, to 5, well below.' },
  ben: { words: 'Out-of-work benefit', definition: 'In receipt of it in the year.' },
  earnings_median: { words: 'Median earnings', definition: 'Of those in sustained employment, in pounds a year.' },
  earnings_lq: { words: 'Lower quartile of earnings', definition: 'In pounds a year.' },
  earnings_uq: { words: 'Upper quartile of earnings', definition: 'In pounds a year.' },
  numerator: { words: 'Continuing or qualified', definition: '' },
  indicator: { words: 'Continuation', definition: 'Continuing or qualified, in per cent.' },
  benchmark: { words: 'Benchmark', definition: 'The sector for the same mix of students, in per cent.' },
  difference: { words: 'Difference from the benchmark', definition: 'In percentage points.' },
  own_contribution: { words: 'Contribution to the own benchmark', definition: 'In per cent.' },
};

/** The cell's words; a name that has none stands as it is. */
export const cellWords = (cell: string): string => cellFacts[cell]?.words ?? cell;
