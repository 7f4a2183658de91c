// May somebody's answers be looked up in official files, may one of us come back for a chat, may their words be quoted, may students'
// questions be passed on to them? Four permissions apart from each other and from the ground for writing: each rests on the person's own yes (UK GDPR,
// Article 6(1)(a)), with its day, the version of the words and what shows it, and ends on the day it is taken back
// (requirement P1). Without a yes the answer is no. Saying the same again changes nothing.
import type { Alumnus, Permission, PermissionPurpose } from './alumnus.js';
import { ageOn, type LocalDate } from '../calendar/local-date.js';

/** What somebody may allow beside being written to. */
export const grantPurposes = [
  'official-records',
  'chat',
  'quote',
  'answer-questions',
] as const satisfies readonly PermissionPurpose[];
export type GrantPurpose = (typeof grantPurposes)[number];

/** The version of the words by which the choices page asks for students' questions (`choices.asked` and its like). */
export const askedWording = 'student questions 1';

/** A yes or no, on a day, to words of a version. */
export interface Grant {
  readonly purpose: GrantPurpose;
  readonly given: boolean;
  readonly evidence: string;
  readonly wording: string;
  readonly on: LocalDate;
}

/** The permission that stands on the day; undefined where there is none. */
export const grantOn = (
  permissions: readonly Permission[],
  purpose: GrantPurpose,
  on: LocalDate,
): Permission | undefined =>
  permissions.findLast(
    (each) =>
      each.purpose === purpose && each.recordedOn <= on && (each.withdrawnOn === undefined || each.withdrawnOn > on),
  );

/** The person's permissions after they said so. */
export function withGrant(
  { permissions, dateOfBirth }: Pick<Alumnus, 'permissions' | 'dateOfBirth'>,
  { purpose, given, evidence, wording, on }: Grant,
): readonly Permission[] {
  const standing = grantOn(permissions, purpose, on);
  if (!given) {
    return standing === undefined
      ? permissions
      : permissions.map((each) => (each === standing ? { ...each, withdrawnOn: on } : each));
  }
  if (standing !== undefined || permissions.some((each) => each.purpose === purpose && each.evidence === evidence)) {
    return permissions;
  }
  const yes: Permission = {
    purpose,
    basis: 'consent',
    evidence,
    recordedOn: on,
    wording,
    ...(dateOfBirth === undefined ? {} : { ageAtCollection: ageOn(dateOfBirth, on) }),
  };
  return [...permissions, yes];
}
