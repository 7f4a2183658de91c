// The official code lists that our records are told in elsewhere, each with its source and the day by which it was read.
// The same number means different things in different lists; a code is never used without its list.

/** A published list of codes. */
export interface CodeList {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly asOf: string;
  /** What of it is not confirmed; empty when all is. */
  readonly unverified: string;
  readonly codes: Readonly<Record<string, string>>;
}

const readOn = '2026-11-23';

/** What a young person does now, for a local authority's return. */
export const nccisActivity: CodeList = {
  id: 'nccis-activity',
  title: 'NCCIS current activity',
  source: 'DfE, LEO i2 variable request form v2.3, NCCIS sheet',
  asOf: readOn,
  unverified: '',
  codes: {
    '110': 'Registered school or other education',
    '120': 'Educated at home',
    '130': 'Custodial sentence',
    '140': 'Not registered',
    '150': 'Current situation not known',
    '210': 'School sixth form',
    '220': 'Sixth-form college',
    '230': 'Further education',
    '240': 'Higher education',
    '250': 'Part-time education',
    '260': 'Gap year',
    '270': 'Full-time education, other',
    '280': 'Independent specialist',
    '290': 'Custodial institution (juvenile)',
    '310': 'Apprenticeship',
    '320': 'Full-time employment with study (regulated qualification)',
    '330': 'Employment without training',
    '340': 'Employment with training (other)',
    '350': 'Temporary employment',
    '360': 'Part-time employment',
    '380': 'Self-employment',
    '381': 'Self-employment with study',
    '410': 'Work-based learning funded by EFA or SFA',
    '430': 'Other training',
    '440': 'DWP training and support programme',
    '450': 'Traineeship',
    '460': 'Supported internship',
    '530': 'Re-engagement provision',
    '540': 'Working not for reward',
    '550': 'Working not for reward with part-time study',
    '610': 'Not yet ready for work or learning',
    '615': 'Start date agreed (other)',
    '616': 'Start date agreed (RPA compliant)',
    '619': 'Seeking employment, education or training',
    '620': 'Young carer',
    '630': 'Teenage parent',
    '640': 'Illness',
    '650': 'Pregnancy',
    '660': 'Religious grounds',
    '670': 'Unlikely to be economically active',
    '680': 'Not available, other',
    '710': 'Custody (young adult offender)',
    '720': 'Refugee or asylum seeker',
    '810': 'Current situation not known',
    '820': 'Cannot be contacted',
    '830': 'Refused to disclose',
  },
};

/** The outcome of learners who left, for the further-education return. */
export const ilrOutcome: CodeList = {
  id: 'ilr-outcome',
  title: 'ILR destination and progression outcome',
  source: 'ESFA, ILR specification, Destination and Progression outcome codes 2020/21',
  asOf: readOn,
  unverified: 'Whether EDU1 and EDU6 remain in the current year’s list.',
  codes: {
    EDU1: 'Traineeship',
    EDU2: 'Apprenticeship',
    EDU3: 'Supported internship',
    EDU4: 'Other further education, full-time',
    EDU5: 'Other further education, part-time',
    EDU6: 'Higher education',
    EMP1: 'Paid work of 16 hours or more',
    EMP2: 'Paid work under 16 hours',
    EMP4: 'Self-employed for 16 hours or more',
    EMP5: 'Self-employed under 16 hours',
    GAP1: 'Gap year before higher education',
    NPE1: 'Not in paid work, looking and available',
    NPE2: 'Not in paid work, not looking or not available',
    VOL1: 'Voluntary work',
    SDE1: 'Social destination (high needs) 1',
    SDE2: 'Social destination (high needs) 2',
    SDE3: 'Social destination (high needs) 3',
    SDE4: 'Social destination (high needs) 4',
    OTH1: 'Not listed',
    OTH2: 'Ended on 31 July 2015',
    OTH3: 'Unable to contact',
    OTH4: 'Contacted, not known',
  },
};

/** What graduates say that they do. */
export const hesaActivity: CodeList = {
  id: 'hesa-activity',
  title: 'HESA Graduate Outcomes activity (ALLACT, MIMPACT)',
  source: 'HESA, C21072 MIMPACT and C22072 file structure',
  asOf: readOn,
  unverified: '',
  codes: {
    '01': 'Paid work',
    '02': 'Self-employed or freelance',
    '03': 'Own business',
    '04': 'Portfolio',
    '05': 'Voluntary or unpaid work',
    '06': 'Study, training or research',
    '07': 'Travel',
    '08': 'Caring (unpaid)',
    '09': 'Retired',
    '10': 'Unemployed and looking',
    '11': 'Something else',
  },
};

/** The categories of the Department's destination files. */
export const dfeCategory: CodeList = {
  id: 'dfe-category',
  title: 'DfE destination category',
  source: 'DfE, 16-18 destination measures, data guidance 2017/18',
  asOf: readOn,
  unverified: 'Which category a mix of activities falls into; where training and gap years fall.',
  codes: {
    he: 'Education: UK higher education institution',
    fe: 'Education: further education',
    other_edu: 'Education: other',
    appren: 'Apprenticeship',
    all_work: 'Employment',
    all_notsust: 'Captured, not sustained',
    all_unknown: 'Activity not captured',
  },
};

/** Why a student ended, as universities return it. */
export const rsnend: CodeList = {
  id: 'rsnend',
  title: 'HESA reason for ending (RSNEND)',
  source: 'HESA, C13051 and C16054 RSNEND',
  asOf: readOn,
  unverified: '',
  codes: {
    '01': 'Successful completion',
    '02': 'Academic failure or not permitted to progress',
    '03': 'Transferred to another provider',
    '04': 'Health',
    '05': 'Death',
    '06': 'Financial',
    '07': 'Other personal reasons and dropped out',
    '08': 'Written off after lapse of time',
    '09': 'Exclusion',
    '10': 'Gone into employment',
    '11': 'Other',
    '98': 'Completed, result unknown',
    '99': 'Unknown',
  },
};

/** Why a learner withdrew, as colleges return it. */
export const ilrWithdrawal: CodeList = {
  id: 'ilr-withdrawal',
  title: 'ILR withdrawal reason',
  source: 'ESFA, ILR specification 2021/22, WithdrawReason',
  asOf: readOn,
  unverified: '',
  codes: {
    '2': 'Transferred to another provider',
    '3': 'Injury or illness',
    '7': 'Transferred through intervention',
    '28': 'Offender learning, beyond control',
    '29': 'Made redundant',
    '40': 'New learning aim with the same provider',
    '41': 'Transferred to meet government strategy',
    '42': 'Academic failure (higher education)',
    '43': 'Financial',
    '44': 'Other personal',
    '45': 'Written off (higher education)',
    '47': 'Provider merger',
    '48': 'Industry placement, beyond control',
    '98': 'Not known',
  },
};

export const codeLists: readonly CodeList[] = [
  nccisActivity,
  ilrOutcome,
  hesaActivity,
  dfeCategory,
  rsnend,
  ilrWithdrawal,
];
