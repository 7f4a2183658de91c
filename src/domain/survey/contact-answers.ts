// What do somebody's answers say about reaching them again and about what they allow, and what does that change?
// Consent from a clear yes, with an end; a clear no is an objection for all later waves (requirement P1, Y1); addresses
// come with whose they are (Y2). Nothing is said, nothing changes. Applying the same answers twice changes nothing.
import type { Alumnus, ContactChannel, Permission } from '../alumni/alumnus.js';
import { withGrant, type GrantPurpose } from '../alumni/grants.js';
import { withConfirmed, withContact, type HeardContact } from '../alumni/contact-point.js';
import { addMonths, ageOn, firstDayOf, lastDayOf, monthOf, type LocalDate } from '../calendar/local-date.js';
import { permissionWording } from './questionnaires/permissions.en.js';
import { codesIn, isConsent, type Answers, type AnswerValue, type QuestionId } from './definition.js';

/** What somebody answered about staying in touch. */
export interface ContactAnswers {
  readonly stayInTouch: 'yes' | 'no' | 'not-said';
  /** Last day of the consent; null without one. */
  readonly until: LocalDate | null;
  readonly points: readonly HeardContact[];
  /** What they said yes or no to beside being written to. */
  readonly grants: readonly { readonly purpose: GrantPurpose; readonly given: boolean; readonly wording: string }[];
  /** Once a year at most, or as usual; absent where they did not say. */
  readonly often?: 'usual' | 'year';
  /** The ways that were named; absent where the question does not ask for them. */
  readonly channels?: readonly ContactChannel[];
}

/** The questions whose answers only the person themselves can give: how they may be reached, and for how long. */
export const contactQuestions: readonly QuestionId[] = [
  'stay-in-touch',
  'stay-until',
  'keep-in-touch',
  'how-often',
  'email',
  'email-owner',
  'mobile',
  'mobile-owner',
];

/** Each permission has a question of its own. */
const grantQuestions: Readonly<Record<string, GrantPurpose>> = {
  'may-link': 'official-records',
  'may-chat': 'chat',
  'may-quote': 'quote',
};

const yearsOf: Readonly<Record<string, number>> = { 'one-year': 1, 'three-years': 3, 'ten-years': 10 };

/** The same day so many years later; the 29th of February becomes the 28th. */
function yearsAfter(date: LocalDate, years: number): LocalDate {
  const month = addMonths(monthOf(date), years * 12);
  const day = firstDayOf(month).slice(0, 8) + date.slice(8);
  return (day > lastDayOf(month) ? lastDayOf(month) : day) as LocalDate;
}

const heard = (kind: HeardContact['kind'], value: string, owner: AnswerValue | undefined): HeardContact => ({
  kind,
  value,
  ...(owner === 'self' || owner === 'parent' || owner === 'shared' ? { owner } : {}),
});

/** Reads the contact part of the destination check's answers, given on that day. */
export function contactAnswers(answers: Answers, on: LocalDate): ContactAnswers {
  const inOne = answers['keep-in-touch'];
  const said = typeof inOne === 'string' && Object.hasOwn(yearsOf, inOne) ? 'yes' : (inOne ?? answers['stay-in-touch']);
  const stayInTouch = said === 'yes' || said === 'no' ? said : 'not-said';
  const [length] = codesIn(inOne ?? answers['stay-until']);
  const years = (length === undefined ? undefined : yearsOf[length]) ?? 1; // skipped: one year, as the page says
  const { email, mobile, 'how-often': often } = answers;
  return {
    stayInTouch,
    until: stayInTouch === 'yes' ? yearsAfter(on, years) : null,
    ...(often === 'usual' || often === 'year' ? { often } : {}),
    points: [
      ...(typeof email === 'string' ? [heard('email', email, answers['email-owner'])] : []),
      ...(typeof mobile === 'string' ? [heard('mobile', mobile, answers['mobile-owner'])] : []),
    ],
    grants: Object.entries(grantQuestions).flatMap(([question, purpose]) => {
      const answer = answers[question];
      const [said] = codesIn(answer);
      if (said !== 'yes' && said !== 'no') return [];
      // Versions that asked it as a plain choice kept no wording with the answer.
      const wording = answer !== undefined && isConsent(answer) ? answer.wording : permissionWording;
      return [{ purpose, given: said === 'yes', wording }];
    }),
  };
}

/** When and under which wording they did. */
export interface ContactEvidence {
  /** Names the answers, such as the response and its revision: the same answers are never recorded twice. */
  readonly evidence: string;
  /** Version of the wording that was agreed to. */
  readonly wording: string;
  readonly on: LocalDate;
  /** Number of the contact point whose link they came by: it is confirmed as theirs, unless they say whose else it is. */
  readonly cameBy?: number;
}

type Consents = Pick<Alumnus, 'permissions' | 'objectedOn'>;

const withdrawn = (permission: Permission, on: LocalDate): Permission =>
  permission.purpose === 'destination-survey' && permission.basis === 'consent' && permission.withdrawnOn === undefined
    ? { ...permission, withdrawnOn: on }
    : permission;

function withConsent(alumnus: Alumnus, contact: ContactAnswers, said: ContactEvidence): Consents {
  const { permissions, objectedOn, dateOfBirth } = alumnus;
  const { evidence, wording, on } = said;
  if (contact.stayInTouch === 'no') {
    return { permissions: permissions.map((each) => withdrawn(each, on)), objectedOn: objectedOn ?? on };
  }
  const recorded = permissions.some(
    (permission) => permission.purpose === 'destination-survey' && permission.evidence === evidence,
  );
  if (contact.stayInTouch === 'not-said' || contact.until === null || recorded) {
    return { permissions, ...(objectedOn === undefined ? {} : { objectedOn }) };
  }
  const consent: Permission = {
    purpose: 'destination-survey',
    basis: 'consent',
    // The page asks for a number "only if email does not reach you": who gives their own may be rung and texted at it.
    channels:
      contact.channels ??
      (contact.points.some(({ kind, owner }) => kind === 'mobile' && owner === 'self')
        ? ['mail', 'text', 'phone']
        : ['mail']),
    evidence,
    recordedOn: on,
    until: contact.until,
    wording,
    ...(dateOfBirth === undefined ? {} : { ageAtCollection: ageOn(dateOfBirth, on) }),
  };
  // A clear yes of their own stands in place of an earlier no, and of an earlier yes to the same words.
  return {
    permissions: [...permissions.map((each) => (each.wording === wording ? withdrawn(each, on) : each)), consent],
  };
}

/** The person after their contact answers, with the next revision; null when they change nothing. */
export function withContactAnswers(alumnus: Alumnus, contact: ContactAnswers, said: ContactEvidence): Alumnus | null {
  const { objectedOn, permissions, contactPoints, onceAYearSince, ...rest } = alumnus;
  const heardPoints = contact.points.reduce((points, each) => withContact(points, each, said.on), contactPoints);
  const consents = withConsent(alumnus, contact, said);
  const { evidence, on } = said;
  const yearlySince =
    contact.often === 'usual' ? undefined : (onceAYearSince ?? (contact.often === 'year' ? on : undefined));
  const after = {
    ...(yearlySince === undefined ? {} : { onceAYearSince: yearlySince }),
    contactPoints: said.cameBy === undefined ? heardPoints : withConfirmed(heardPoints, said.cameBy, on),
    ...consents,
    permissions: contact.grants.reduce<Alumnus['permissions']>(
      (granted, each) => withGrant({ ...alumnus, permissions: granted }, { ...each, evidence, on }),
      consents.permissions,
    ),
  };
  const same =
    JSON.stringify([after.contactPoints, after.permissions]) === JSON.stringify([contactPoints, permissions]) &&
    after.objectedOn === objectedOn &&
    yearlySince === onceAYearSince;
  return same ? null : { ...rest, ...after, revision: alumnus.revision + 1 };
}
