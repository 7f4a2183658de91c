// Which columns may a file of leavers have, and what are they called when we write about them?
// The names are those on screen and in the problems that are reported; headings that files use for them are the
// files' matter (src/files/leavers.ts).

/** The columns, by their names on screen. */
export const leaverFields = {
  school: 'school',
  upn: 'UPN',
  formerUpn: 'former UPN',
  uln: 'ULN',
  ucasId: 'UCAS id',
  givenName: 'given name',
  familyName: 'family name',
  nameToUse: 'name to use',
  dateOfBirth: 'date of birth',
  leftOn: 'left on',
  stage: 'stage',
  leavingYear: 'leaving year',
  formGroup: 'form group',
  email: 'email',
  emailOwner: 'email owner',
  emailUseUntil: 'email use until',
  secondEmail: 'second email',
  secondEmailOwner: 'second email owner',
  mobile: 'mobile',
  mobileOwner: 'mobile owner',
  parentEmail: 'parent email',
  basis: 'basis',
  basisEvidence: 'basis evidence',
  basisRecordedOn: 'basis recorded on',
  basisWording: 'basis wording',
  consentUntil: 'consent until',
  intendedActivity: 'intended activity',
  intendedProvider: 'intended provider',
  intendedCourse: 'intended course',
  intendedEmployer: 'intended employer',
  intendedStart: 'intended start',
  intendedRecordedOn: 'intended recorded on',
  finalActivity: 'final activity',
  finalProvider: 'final provider',
  finalCourse: 'final course',
  finalEmployer: 'final employer',
  finalStart: 'final start',
  finalRecordedOn: 'final recorded on',
} as const;
export type LeaverField = keyof typeof leaverFields;

/** The texts of one row by column; a column that the file lacks, or an empty cell, is absent. */
export type LeaverTexts = Readonly<Partial<Record<LeaverField, string>>>;

/** One thing that keeps a row out. Read together: "the pupil number … has the wrong check letter; with these …". */
export interface RowProblem {
  /** The column's name; empty when the whole row is meant. */
  readonly field: string;
  /** What is wrong, without a capital and without a full stop. */
  readonly why: string;
  /** What to do about it, likewise. */
  readonly remedy: string;
}
