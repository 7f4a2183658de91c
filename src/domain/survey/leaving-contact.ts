// What does a leaving form change about the person (Y1)?
// Their own address and number, one other address with its owner (Y2), consent with its ways and its end, recorded as a
// permission with source and wording version (requirement P1), and the plan, as the person themselves stated it. A clear no is
// an objection. Applying the same answers twice changes nothing. An address is confirmed only by the code that was sent to it.
import type { Alumnus, ContactChannel, ContactPoint, PlannedActivity, PlannedDestination } from '../alumni/alumnus.js';
import { contactChannels } from '../alumni/alumnus.js';
import { withContact, type HeardContact } from '../alumni/contact-point.js';
import { parseLocalMonth, type LocalDate } from '../calendar/local-date.js';
import { contactAnswers, withContactAnswers, type ContactAnswers, type ContactEvidence } from './contact-answers.js';
import { codesIn, isMonth, textOf, type Answers } from './definition.js';
import { plannedPlaceIn } from './plan-answers.js';

const activityOf: Readonly<Record<string, PlannedActivity>> = {
  university: 'university',
  college: 'further-education',
  apprenticeship: 'apprenticeship',
  work: 'employment',
  training: 'training',
  'gap-year': 'gap-year',
  other: 'other',
  'no-plan-yet': 'undecided',
};

/** The plan of the answers; null where the person would rather not say. */
export function planIn(answers: Answers, recordedOn: LocalDate): PlannedDestination | null {
  const activity = activityOf[textOf(answers['plan']) ?? ''];
  if (activity === undefined) return null;
  const { provider, course, employer } = plannedPlaceIn(answers);
  const start = answers['plan-start'];
  const startsIn =
    start !== undefined && typeof start !== 'string' && isMonth(start) ? parseLocalMonth(start.month) : null;
  return {
    activity,
    ...(provider === undefined ? {} : { provider }),
    ...(course === undefined ? {} : { course }),
    ...(employer === undefined ? {} : { employer }),
    ...(startsIn === null ? {} : { startsIn }),
    recordedOn,
    source: 'alumnus',
  };
}

/** The ways that were ticked; mail alone where none was. */
const channelsIn = (answers: Answers): readonly ContactChannel[] => {
  const ticked = contactChannels.filter((channel) => codesIn(answers['stay-by']).includes(channel));
  return ticked.length === 0 ? ['mail'] : ticked;
};

/** The last day on which an address works; null where none is known. A school's address stops some time after leaving (Y1). */
export type LastDayOf = (address: string) => LocalDate | null;

/** The contact part of the answers, given on that day. */
export function leavingContact(answers: Answers, on: LocalDate, lastDayOf: LastDayOf = () => null): ContactAnswers {
  const said = contactAnswers({ ...answers, 'email-owner': 'self', 'mobile-owner': 'self' }, on);
  const other = textOf(answers['other-email']);
  const owner = textOf(answers['other-owner']);
  const known = owner === 'self' || owner === 'parent' || owner === 'shared';
  const second: readonly HeardContact[] =
    other === undefined ? [] : [{ kind: 'email', value: other, ...(known ? { owner } : {}) }];
  // The second one goes in first, so that of two addresses of their own the first named is the newest, which is tried first.
  const points = [...second, ...said.points].map((point) => {
    const usableUntil = point.kind === 'email' ? lastDayOf(point.value) : null;
    return usableUntil === null ? point : { ...point, usableUntil };
  });
  return { ...said, points, channels: channelsIn(answers) };
}

/** The person after their leaving form, with the next revision; null when it changes nothing. */
export function withLeavingAnswers(
  alumnus: Alumnus,
  answers: Answers,
  said: ContactEvidence,
  lastDayOf: LastDayOf = () => null,
): Alumnus | null {
  const after = withContactAnswers(alumnus, leavingContact(answers, said.on, lastDayOf), said) ?? alumnus;
  const plan = planIn(answers, said.on);
  const samePlan = plan === null || JSON.stringify(plan) === JSON.stringify(after.intended);
  if (samePlan) return after === alumnus ? null : after;
  return { ...after, intended: plan, revision: alumnus.revision + 1 };
}

/** The person with an address of their own that a code proved, with the next revision; null when there is no such address. */
export function withConfirmedAddress(alumnus: Alumnus, number: number, on: LocalDate): Alumnus | null {
  const isIt = (point: ContactPoint): boolean => point.kind === 'email' && point.number === number;
  if (!alumnus.contactPoints.some(isIt)) return null;
  return {
    ...alumnus,
    // Whoever reads the code and asks to be written to may be written to again; the list of stopped addresses still rules.
    contactPoints: alumnus.contactPoints.map((point) =>
      isIt(point) ? { ...point, owner: 'self', state: 'usable', confirmedOn: on } : point,
    ),
    revision: alumnus.revision + 1,
  };
}

/** The person with another address in place of one that was mistyped and never confirmed, with the next revision. */
export function withCorrectedAddress(alumnus: Alumnus, wrong: number, address: string, on: LocalDate): Alumnus {
  const points = alumnus.contactPoints.map((point) =>
    point.number === wrong && point.confirmedOn === undefined && point.value !== address
      ? { ...point, state: 'stopped' as const }
      : point,
  );
  return {
    ...alumnus,
    contactPoints: withContact(points, { kind: 'email', value: address, owner: 'self' }, on),
    revision: alumnus.revision + 1,
  };
}

/** The number of the email address in the person's list; null when it is not there. */
export const numberOfAddress = (alumnus: Pick<Alumnus, 'contactPoints'>, address: string): number | null =>
  alumnus.contactPoints.find((point) => point.kind === 'email' && point.value === address)?.number ?? null;
