// Which columns of a leavers file are which, and what does each row hold?
// Headings are known by name in any order, whatever their case, spaces and underscores; the ones that are needed and
// missing are named together with the ones that were recognised. Meaning is the domain's (domain/alumni/leaver-row).
import { leaverFields, type LeaverField, type LeaverTexts, type RowProblem } from '../domain/alumni/leaver-fields.js';
import { plain } from '../domain/alumni/leaver-cells.js';
import { readCsv, type CsvLimits, type CsvRow, type OpenFile } from './csv.js';
import { FileRefused } from './refused.js';

/** Other headings for a column than its own name, in plain letters. */
const otherHeadings: Readonly<Partial<Record<LeaverField, readonly string[]>>> = {
  school: ['schoolname', 'schoolid', 'urn', 'schoolurn', 'laestab', 'academy', 'establishment'],
  upn: ['pupilnumber', 'uniquepupilnumber'],
  formerUpn: ['previousupn', 'oldupn', 'formerpupilnumber'],
  uln: ['learnernumber', 'uniquelearnernumber'],
  ucasId: ['ucas', 'ucaspersonalid', 'ucaspid', 'ucasnumber'],
  givenName: ['forename', 'firstname', 'given', 'legalforename', 'firstnames', 'forenames', 'givennames'],
  familyName: ['surname', 'lastname', 'family', 'legalsurname'],
  nameToUse: ['preferredname', 'preferredforename', 'knownas', 'chosenname', 'preferredfirstname'],
  dateOfBirth: ['dob', 'birthdate', 'born', 'birthday'],
  leftOn: ['leavingdate', 'dateofleaving', 'dateleft', 'leavedate', 'dol', 'left'],
  stage: ['yeargroup', 'ncyear', 'leftfrom', 'leftstage', 'year'],
  leavingYear: ['yearofleaving', 'leaveryear', 'yearleft', 'cohortyear', 'cohort'],
  formGroup: ['form', 'tutorgroup', 'registrationgroup', 'reggroup', 'tutorset', 'class', 'tutorform'],
  email: ['emailaddress', 'personalemail', 'studentemail', 'email1', 'ownemail'],
  emailOwner: ['emailbelongsto', 'whoseemail', 'email1owner'],
  emailUseUntil: ['emailuntil', 'emailusableuntil'],
  secondEmail: ['email2', 'otheremail', 'secondemailaddress'],
  secondEmailOwner: ['email2owner', 'otheremailowner'],
  mobile: ['mobilenumber', 'phone', 'telephone', 'mobilephone', 'studentmobile'],
  mobileOwner: ['phoneowner', 'whosemobile', 'mobilebelongsto'],
  parentEmail: ['parentemailaddress', 'parentcarermail', 'parentcareremail', 'careremail', 'guardianemail'],
  basis: ['lawfulbasis', 'contactbasis'],
  basisEvidence: ['evidence', 'basisshownby'],
  basisRecordedOn: ['basisdate', 'consentdate', 'consentrecordedon', 'consentgivenon'],
  basisWording: ['noticeversion', 'consentwording', 'wordingversion'],
  consentUntil: ['basisuntil', 'contactuntil'],
  intendedActivity: ['intended', 'intendeddestination', 'intendedroute', 'plan', 'plannedactivity'],
  intendedProvider: ['plannedprovider', 'intendeduniversity', 'intendedplace'],
  intendedCourse: ['plannedcourse'],
  intendedEmployer: ['plannedemployer'],
  intendedStart: ['plannedstart', 'intendedstartson', 'intendedstartmonth'],
  intendedRecordedOn: ['planrecordedon', 'intendeddate'],
  finalActivity: ['final', 'finaldestination', 'actualdestination', 'destination', 'finalroute'],
  finalProvider: ['finaluniversity', 'finalplace', 'destinationprovider'],
  finalCourse: ['destinationcourse'],
  finalEmployer: ['destinationemployer'],
  finalStart: ['destinationstart', 'finalstartmonth', 'finalstartson'],
  finalRecordedOn: ['destinationrecordedon', 'finaldate'],
};

const fields = Object.keys(leaverFields) as LeaverField[];
const fieldByHeading: ReadonlyMap<string, LeaverField> = new Map(
  fields.flatMap((field) =>
    [plain(field), plain(leaverFields[field]), ...(otherHeadings[field] ?? [])].map(
      (heading) => [heading, field] as const,
    ),
  ),
);
const needed: readonly LeaverField[] = ['school', 'givenName', 'familyName', 'stage'];

interface Headings {
  /** The field of each column, in the order of the file; null for a column that is left aside. */
  readonly columns: readonly (LeaverField | null)[];
  readonly ignored: readonly string[];
}

/** One row: its texts by column, or what is wrong with its form. */
export interface LeaverLine {
  readonly line: number;
  readonly texts: LeaverTexts;
  readonly problems: readonly RowProblem[];
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** Reads the first row. Throws FileRefused when a needed column is missing or two columns are the same one. */
function readHeadings(cells: readonly string[], limits: CsvLimits): Headings {
  if (cells.length > limits.columns) {
    throw new FileRefused(
      `The first line has ${cells.length.toLocaleString('en-GB')} columns; a file of leavers has at most ${limits.columns}.`,
    );
  }
  const columns = cells.map((cell) => fieldByHeading.get(plain(cell)) ?? null);
  const recognised = columns.filter((column) => column !== null);
  const ignored = cells
    .filter((cell, place) => columns[place] === null && cell.trim() !== '')
    .map((cell) => cell.slice(0, 40));
  const missing = needed.filter((field) => !recognised.includes(field)).map((field): string => leaverFields[field]);
  if (!recognised.includes('leftOn') && !recognised.includes('leavingYear')) missing.push('left on or leaving year');
  if (missing.length > 0) {
    throw new FileRefused(
      `These headings are missing from the first line: ${listed(missing)}. ` +
        `Recognised: ${listed(recognised.map((field) => leaverFields[field]))}. Not recognised: ${listed(ignored.slice(0, 20))}.`,
    );
  }
  const twice = recognised.find((field, place) => recognised.indexOf(field) !== place);
  if (twice !== undefined) {
    throw new FileRefused(
      `Two columns are both read as ${leaverFields[twice]}. Take one away or give it another heading.`,
    );
  }
  return { columns, ignored };
}

function readLine({ line, cells }: CsvRow, { columns }: Headings, limits: CsvLimits): LeaverLine {
  const extra = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (extra || cells.length < columns.length) {
    const why = `the row has ${cells.length} cells and the headings have ${columns.length}`;
    const remedy = 'look for a comma or a quotation mark too many or too few';
    return { line, texts: {}, problems: [{ field: '', why, remedy }] };
  }
  const texts: Partial<Record<LeaverField, string>> = {};
  const problems: RowProblem[] = [];
  columns.forEach((field, place) => {
    const text = cells[place] ?? '';
    if (text.length > limits.field) {
      const name = field === null ? `column ${place + 1}` : leaverFields[field];
      const why = `${name} is longer than ${limits.field.toLocaleString('en-GB')} characters`;
      problems.push({ field: name, why, remedy: 'shorten it' });
    } else if (field !== null && text !== '') texts[field] = text;
  });
  return { line, texts, problems };
}

/** The rows of a leavers file and the headings that were left aside. Throws FileRefused, also half way. */
export async function openLeavers(
  open: OpenFile,
  limits: CsvLimits,
): Promise<{ readonly ignored: readonly string[]; readonly rows: AsyncIterable<LeaverLine> }> {
  const rows = readCsv(open, limits);
  const first = await rows.next();
  if (first.done === true) throw new FileRefused('This file is empty.');
  const headings = readHeadings(first.value.cells, limits);
  async function* lines(): AsyncGenerator<LeaverLine> {
    let any = false;
    for await (const row of rows) {
      any = true;
      yield readLine(row, headings, limits);
    }
    if (!any) throw new FileRefused('This file has headings and no rows.');
  }
  return { ignored: headings.ignored, rows: lines() };
}
