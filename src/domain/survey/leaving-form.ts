// When may a form group's leaving form be filled in, and by which code is it found (Y1)?
// A tutor opens it from May to results day of the summer in which the group leaves; whoever looks after imports and waves may
// open it at another time, for two weeks. It closes by itself after its last day, which is included. The code is short enough to
// type and says nothing; each opening has a code of its own.
import { parseCohortId } from '../alumni/cohort.js';
import type { StaffRole } from '../alumni/alumnus.js';
import { groupKey } from '../alumni/form-group.js';
import type { CohortId, SchoolId, StaffId } from '../alumni/ids.js';
import type { QuietPeriod } from '../calendar/contact-days.js';
import { addDays, localDate, type LocalDate } from '../calendar/local-date.js';

/** School, cohort and group: `northgate.y13-2027.13b`. */
export type LeavingFormId = string & { readonly __leavingFormId: true };

/** A form group of one school and cohort. */
export interface GroupRef {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** As the school writes it. */
  readonly formGroup: string;
}

/** The one id of a group's form; spelling makes no difference. */
export const leavingFormId = ({ schoolId, cohortId, formGroup }: GroupRef): LeavingFormId =>
  `${schoolId}.${cohortId}.${groupKey(formGroup)}` as LeavingFormId;

/** The leaving form of one group; opened again it gets a new code, and sessions of the opening before end. */
export interface LeavingForm extends GroupRef {
  readonly id: LeavingFormId;
  /** Counts openings, from 1. */
  readonly opening: number;
  /** Eight signs, upper case; absent once it was closed. */
  readonly code?: string;
  readonly openedBy: StaffId;
  readonly openedAt: Date;
  /** The last day, included. */
  readonly closesOn: LocalDate;
  readonly closedAt?: Date;
  readonly revision: number;
}

/** Whether it takes answers on the day. */
export const isOpen = (form: Pick<LeavingForm, 'code' | 'closesOn'>, today: LocalDate): boolean =>
  form.code !== undefined && today <= form.closesOn;

/** Signs of a code: none that is mistaken for another, no vowel that could make a word. */
export const codeSigns = '23456789BCDFGHJKMNPQRSTVWXZ';
/** How long a code is, in signs. */
export const codeLength = 8;

/** The code that was typed or scanned, in its stored form; null when it cannot be one. */
export function readFormCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  return code.length === codeLength && Array.from(code).every((sign) => codeSigns.includes(sign)) ? code : null;
}

/** `K7MP-2XQD`, as it is read aloud and typed. */
export const shownCode = (code: string): string => `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`;

/** The usual weeks of a cohort's leaving form, both ends included. */
export interface LeavingWeeks {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

/** From 1 May to results day of the cohort's summer; to the end of August where that day is not known. */
export function leavingWeeks(cohortId: CohortId, quiet: readonly QuietPeriod[]): LeavingWeeks | null {
  const cohort = parseCohortId(cohortId);
  if (cohort === null) return null;
  const exams = cohort.stage === 'y13' ? 'A-level' : 'GCSE';
  const year = String(cohort.leavingYear);
  const results = quiet.find(
    ({ kind, name, first }) => kind === 'results' && name.startsWith(exams) && first.startsWith(year),
  );
  return { first: localDate(`${year}-05-01`), last: results?.first ?? localDate(`${year}-08-31`) };
}

/** Who may open it outside those weeks. */
const opensAnyTime: readonly StaffRole[] = ['administrator', 'scheduler'];
/** How long it then stays open, and how long it does where nobody said, in days. */
export const usualDays = 14;

/** Until when it may be opened today by somebody of the role, at the latest; null when it may not be. */
export function latestClose(role: StaffRole, weeks: LeavingWeeks, today: LocalDate): LocalDate | null {
  if (weeks.first <= today && today <= weeks.last) return weeks.last;
  return opensAnyTime.includes(role) ? addDays(today, usualDays) : null;
}

/** The last day that the page proposes: two weeks on, or the latest that may be. */
export const proposedClose = (today: LocalDate, latest: LocalDate): LocalDate =>
  addDays(today, usualDays) < latest ? addDays(today, usualDays) : latest;

/** How often somebody may try to say who they are before the tutor has to let them try again. */
export const mostNameTries = 5;
