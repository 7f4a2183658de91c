// Why did somebody not go, or not stay?
// The taxonomy RT-1 (domain reference, section 5.2): groups with the factor each stands for, and leaves, always written
// together, such as `FIN/M4`, because bare leaf codes collide with other ids. A published code never changes its
// meaning. The wording here is for staff; what alumni read stands in the questionnaire's texts (Y10).

/** What the trust sets out to study as a cause, or null where a group stands outside those. */
export type Factor =
  | 'geography'
  | 'teaching style and contact time'
  | 'assumptions and best fit'
  | 'cultural influences'
  | 'caring responsibilities at home'
  | 'finance and faith';

interface ReasonLeaf {
  readonly code: string;
  readonly words: string;
  /** Health, faith, pregnancy, harassment: never inferred for a person, counts under ten hidden (section 5.2, rule 3). */
  readonly sensitive?: boolean;
}

interface ReasonGroup {
  readonly code: string;
  readonly words: string;
  readonly factor: Factor | null;
  /** `transfer`: not a failure to stay (section 5.2, rule 5). */
  readonly counts: 'left' | 'transfer' | 'unknown';
  readonly leaves: readonly ReasonLeaf[];
}

export const reasonGroups: readonly ReasonGroup[] = [
  {
    code: 'GEO',
    words: 'Place and travel',
    factor: 'geography',
    counts: 'left',
    leaves: [
      { code: 'GEO/G1', words: 'The journey was too long' },
      { code: 'GEO/G2', words: 'Homesick, or too far from home' },
      { code: 'GEO/G3', words: 'Housing: its cost, its state, or losing it' },
      { code: 'GEO/G4', words: 'The area or campus did not feel safe or right' },
      { code: 'GEO/G5', words: 'Wanted to live nearer to family' },
    ],
  },
  {
    code: 'TEA',
    words: 'Teaching and course',
    factor: 'teaching style and contact time',
    counts: 'left',
    leaves: [
      { code: 'TEA/T1', words: 'The way of teaching' },
      { code: 'TEA/T2', words: 'Too little time with teachers' },
      { code: 'TEA/T3', words: 'Too much time in class, or the timetable' },
      { code: 'TEA/T4', words: 'Online where in person was wanted, or the other way round' },
      { code: 'TEA/T5', words: 'Assessment and feedback' },
      { code: 'TEA/T6', words: 'The content was not as described' },
      { code: 'TEA/T7', words: 'Badly organised' },
      { code: 'TEA/T8', words: 'Too little support from a tutor or trainer' },
    ],
  },
  {
    code: 'FIT',
    words: 'Choice and preparation',
    factor: 'assumptions and best fit',
    counts: 'left',
    leaves: [
      { code: 'FIT/F1', words: 'The wrong subject' },
      { code: 'FIT/F2', words: 'The wrong institution or employer' },
      { code: 'FIT/F3', words: 'The wrong route, such as university where an apprenticeship would have fitted' },
      { code: 'FIT/F4', words: 'Not the first choice, or found in clearing' },
      { code: 'FIT/F5', words: 'Not prepared for the level of study' },
      { code: 'FIT/F6', words: 'The advice beforehand was wrong' },
    ],
  },
  {
    code: 'BEL',
    words: 'Belonging and culture',
    factor: 'cultural influences',
    counts: 'left',
    leaves: [
      { code: 'BEL/B1', words: 'Did not belong, or found no friends' },
      { code: 'BEL/B2', words: 'The culture of the place' },
      { code: 'BEL/B3', words: 'Discrimination or harassment', sensitive: true },
      { code: 'BEL/B4', words: 'What family or community expected', sensitive: true },
      { code: 'BEL/B5', words: 'Hard to live by their faith there (food, prayer, alcohol)', sensitive: true },
    ],
  },
  {
    code: 'CAR',
    words: 'Caring',
    factor: 'caring responsibilities at home',
    counts: 'left',
    leaves: [
      { code: 'CAR/C1', words: 'Looking after an adult, a brother or a sister' },
      { code: 'CAR/C2', words: 'A child of their own, or pregnancy', sensitive: true },
      { code: 'CAR/C3', words: 'Needed at home or in the family business' },
    ],
  },
  {
    code: 'FIN',
    words: 'Money',
    factor: 'finance and faith',
    counts: 'left',
    leaves: [
      { code: 'FIN/M1', words: 'The cost of living' },
      { code: 'FIN/M2', words: 'Hours of paid work clashed with study' },
      { code: 'FIN/M3', words: 'Worry about fees or debt' },
      { code: 'FIN/M4', words: 'A loan with interest goes against their faith or conscience', sensitive: true },
      { code: 'FIN/M5', words: 'Funding came late or was refused' },
      { code: 'FIN/M6', words: 'Had to earn for the family' },
      { code: 'FIN/M7', words: 'Found a better-paid job' },
    ],
  },
  {
    code: 'HEA',
    words: 'Health',
    factor: null,
    counts: 'left',
    leaves: [
      { code: 'HEA/H1', words: 'Mental health', sensitive: true },
      { code: 'HEA/H2', words: 'Physical health', sensitive: true },
      { code: 'HEA/H3', words: 'Support for a disability was missing', sensitive: true },
      { code: 'HEA/H4', words: 'A death or a very hard experience', sensitive: true },
    ],
  },
  {
    code: 'ACA',
    words: 'Academic result',
    factor: null,
    counts: 'left',
    leaves: [
      { code: 'ACA/A1', words: 'Failed, or not allowed to go on' },
      { code: 'ACA/A2', words: 'The amount of work' },
      { code: 'ACA/A3', words: 'Action over attendance or engagement' },
    ],
  },
  {
    code: 'EMP',
    words: 'The work side of an apprenticeship or job',
    factor: null,
    counts: 'left',
    leaves: [
      { code: 'EMP/E1', words: 'No time given for training' },
      { code: 'EMP/E2', words: 'Pay' },
      { code: 'EMP/E3', words: 'The manager or the workplace' },
      { code: 'EMP/E4', words: 'Made redundant, or the employer closed' },
      { code: 'EMP/E5', words: 'The job was not as described' },
      { code: 'EMP/E6', words: 'The end assessment or functional skills stood in the way' },
      { code: 'EMP/E7', words: 'Changed career' },
    ],
  },
  {
    code: 'POS',
    words: 'A move that was wanted',
    factor: null,
    counts: 'transfer',
    leaves: [
      { code: 'POS/P1', words: 'Moved to another provider' },
      { code: 'POS/P2', words: 'Changed course' },
      { code: 'POS/P3', words: 'Had a better offer' },
      { code: 'POS/P4', words: 'Took a break and means to return' },
    ],
  },
  {
    code: 'EXT',
    words: 'Outside their control',
    factor: null,
    counts: 'left',
    leaves: [
      { code: 'EXT/X1', words: 'Immigration or visa', sensitive: true },
      { code: 'EXT/X2', words: 'The provider or course closed' },
      { code: 'EXT/X3', words: 'A crisis of housing, law or family' },
    ],
  },
  {
    code: 'UNK',
    words: 'Not known',
    factor: null,
    counts: 'unknown',
    leaves: [
      { code: 'UNK/U1', words: 'Preferred not to say' },
      { code: 'UNK/U2', words: 'Did not know' },
      { code: 'UNK/U3', words: 'Something else, in their own words' },
    ],
  },
];

/** The group of each plain choice of the question `reasons`, shown before the finer ones (Y10). */
export const groupOfPlainChoice: Readonly<Record<string, string>> = {
  place: 'GEO',
  teaching: 'TEA',
  choice: 'FIT',
  belonging: 'BEL',
  caring: 'CAR',
  money: 'FIN',
  health: 'HEA',
  work: 'EMP',
};

/** The leaf of each choice that stands apart in the question `reasons`. */
export const leafOfApartChoice: Readonly<Record<string, string>> = {
  'something-else': 'UNK/U3',
  'rather-not-say': 'UNK/U1',
  'dont-know': 'UNK/U2',
};

const wordsByCode: ReadonlyMap<string, string> = new Map(
  reasonGroups.flatMap((group) => [
    [group.code, group.words] as const,
    ...group.leaves.map((leaf) => [leaf.code, leaf.words] as const),
  ]),
);

/** Whether the text is a group or a leaf of RT-1. */
export const isReasonCode = (code: string): boolean => wordsByCode.has(code);

/** Staff wording of a group (`GEO`) or leaf (`GEO/G1`); the code itself when RT-1 has no such thing. */
export const reasonWords = (code: string): string => wordsByCode.get(code) ?? code;

/** The group of a leaf or group: `FIN` of `FIN/M4`. */
export const groupOfReason = (code: string): string => code.split('/')[0] ?? code;

const sensitiveCodes: ReadonlySet<string> = new Set(
  reasonGroups.flatMap(({ code, leaves }) => [
    ...(leaves.every(({ sensitive }) => sensitive === true) ? [code] : []),
    ...leaves.filter(({ sensitive }) => sensitive === true).map((leaf) => leaf.code),
  ]),
);

/** Whether the leaf, or everything in the group, is of health, faith or the like: its counts under ten are hidden from everybody. */
export const isSensitiveReason = (code: string): boolean => sensitiveCodes.has(code);
