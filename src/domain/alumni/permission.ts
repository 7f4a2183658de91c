// May we write to this person for this purpose on this day, and on what ground?
// Requirement P1: basis, evidence and date are recorded; consent ends on its last day or when it is withdrawn. Public
// task covers the first months after leaving, a setting whose default is twelve (reliability, section 9.1). Ends are
// included. A withdrawal that no later permission follows ends every ground, the default one too.
import { ageOn, type LocalDate } from '../calendar/local-date.js';
import type { Alumnus, ContactChannel, Permission } from './alumnus.js';
import { monthsAfter } from './keeping-period.js';

/** The ground for writing with its last day (null: no end), or why there is none. */
export type Basis =
  | { readonly kind: 'has'; readonly basis: Permission['basis']; readonly until: LocalDate | null }
  | { readonly kind: 'none'; readonly why: 'never-recorded' | 'ended' | 'withdrawn' };

/** The last day of public task for somebody who left on the day given: the same day of the month, or the month's last. */
export const publicTaskUntil = (leftOn: LocalDate, months: number): LocalDate => monthsAfter(leftOn, months);

const isAbout = (each: { readonly purpose: string }, purpose: string): boolean => each.purpose === purpose;

/** Public task covers every way to reach somebody; consent covers those that it names, and mail where it names none. */
const coversChannel = ({ basis, channels }: Permission, channel: ContactChannel): boolean =>
  basis === 'public-task' || (channels ?? ['mail']).includes(channel);

/** Whether a ground of any kind had been recorded by the day, whatever became of it. */
export const isRecorded = (
  { permissions }: Pick<Alumnus, 'permissions'>,
  purpose: Permission['purpose'],
  on: LocalDate,
): boolean => permissions.some((each) => isAbout(each, purpose) && each.recordedOn <= on);

/**
 * The ground on the day: consent before public task, and where nothing was recorded, public task by the setting.
 * `publicTaskMonths` 0 switches the default off.
 */
export function basisOn(
  person: Pick<Alumnus, 'leftOn' | 'permissions'>,
  purpose: Permission['purpose'],
  on: LocalDate,
  publicTaskMonths: number,
  channel: ContactChannel = 'mail',
): Basis {
  const about = person.permissions.filter((each) => isAbout(each, purpose) && each.recordedOn <= on);
  const withdrawn = about.reduce<LocalDate | null>(
    (latest, { withdrawnOn }) =>
      withdrawnOn !== undefined && withdrawnOn <= on && (latest === null || withdrawnOn > latest)
        ? withdrawnOn
        : latest,
    null,
  );
  const standing = about.filter(
    (each) =>
      (each.withdrawnOn === undefined || each.withdrawnOn > on) && (withdrawn === null || each.recordedOn >= withdrawn),
  );
  const taskEnds = publicTaskUntil(person.leftOn, publicTaskMonths);
  const endOf = (each: Permission): LocalDate | null => each.until ?? (each.basis === 'public-task' ? taskEnds : null);
  const covers = (each: Permission): boolean => (endOf(each) ?? on) >= on && coversChannel(each, channel);

  const ground =
    standing.find((each) => each.basis === 'consent' && covers(each)) ??
    standing.find((each) => each.basis === 'public-task' && covers(each));
  if (ground !== undefined) return { kind: 'has', basis: ground.basis, until: endOf(ground) };
  if (withdrawn !== null) return { kind: 'none', why: 'withdrawn' };
  if (publicTaskMonths > 0 && on <= taskEnds && about.length === 0) {
    return { kind: 'has', basis: 'public-task', until: taskEnds };
  }
  return { kind: 'none', why: about.length === 0 ? 'never-recorded' : 'ended' };
}

/**
 * The person with their own yes to being rung, until the day given; null where a ground covers the telephone already. Nothing is
 * recorded then, because beside a recorded ground public task by the setting no longer counts.
 * @param evidence names the request, so that asking again records nothing more
 */
export function withAskedToBeRung(
  person: Alumnus,
  { evidence, on, until }: { readonly evidence: string; readonly on: LocalDate; readonly until: LocalDate },
  publicTaskMonths: number,
): Alumnus | null {
  const { permissions, dateOfBirth } = person;
  const purpose = 'destination-survey';
  if (basisOn(person, purpose, on, publicTaskMonths, 'phone').kind === 'has') return null;
  const asked: Permission = {
    ...{ purpose, basis: 'consent', channels: ['phone'], evidence, recordedOn: on, until },
    wording: 'ways to answer 1',
    ...(dateOfBirth === undefined ? {} : { ageAtCollection: ageOn(dateOfBirth, on) }),
  };
  return { ...person, permissions: [...permissions, asked] };
}
