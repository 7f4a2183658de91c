// Which columns may a file of plans have, from the school's system or from UCAS, and what are they called when we write about
// them? Headings that files use for them are the files' matter (src/files/plans.ts). The layout of UCAS's files is unverified.

/** The columns, by their names on screen. */
export const planFileFields = {
  ucasId: 'UCAS id',
  upn: 'UPN',
  uln: 'ULN',
  givenName: 'given name',
  familyName: 'family name',
  dateOfBirth: 'date of birth',
  plan: 'intended activity',
  planProvider: 'intended provider',
  planEmployer: 'intended employer',
  planCourse: 'intended course',
  planStart: 'intended start',
  application: 'UCAS application',
  offers: 'number of offers',
  firmProvider: 'firm choice',
  firmCourse: 'firm course',
  insuranceProvider: 'insurance choice',
  insuranceCourse: 'insurance course',
  choiceProvider: 'choice',
  choiceCourse: 'course of the choice',
  reply: 'reply',
  result: 'result',
  final: 'final activity',
  finalProvider: 'final provider',
  finalEmployer: 'final employer',
  finalCourse: 'final course',
  finalStart: 'final start',
  asOf: 'as of',
} as const;
export type PlanFileField = keyof typeof planFileFields;

/** The texts of one row by column. */
export type PlanFileTexts = Readonly<Partial<Record<PlanFileField, string>>>;

/** Columns that say something of plans or results; a file needs one of them. */
export const planFileSays: readonly PlanFileField[] = [
  ...(['plan', 'planProvider', 'planEmployer', 'application', 'offers', 'firmProvider', 'insuranceProvider'] as const),
  ...(['reply', 'result', 'final', 'finalProvider', 'finalEmployer'] as const),
];
