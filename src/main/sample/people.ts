// Who are the invented leavers of one school and summer, and how may each be reached?
// Every owner, state and gap that a wave has to deal with stands in it (Y2, Y4, requirement P1); numbers have right
// check characters; addresses end in .example and telephone numbers are Ofcom's for drama, so nothing reaches anybody.
import type {
  Alumnus,
  ContactOwner,
  ContactPoint,
  Permission,
  PersonState,
  School,
} from '../../domain/alumni/alumnus.js';
import { cohortId } from '../../domain/alumni/cohort.js';
import { askedWording } from '../../domain/alumni/grants.js';
import { ulnCheckDigit, upnCheckLetter } from '../../domain/alumni/identifiers.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { foldName } from '../../domain/alumni/matching.js';
import { addDays, localDate, localMonth, type LocalDate } from '../../domain/calendar/local-date.js';
import { familyNames, givenNames } from './names.js';
import { samplePlanning } from './planning.js';
import { finalPlan, intendedPlan } from './plans.js';
import type { Random } from './random.js';

/** Where somebody stands among all; `serial` counts from 1 over the whole sample. */
export interface Place {
  readonly school: School;
  /** The calendar year of the summer in which they left. */
  readonly year: number;
  readonly serial: number;
}

function upnOf({ school, year, serial }: Place): string {
  const rest = `${school.laestab.replace('/', '')}${String((year - 7) % 100).padStart(2, '0')}${String(serial % 1000).padStart(3, '0')}`;
  return upnCheckLetter(rest) + rest;
}

/** Nine digits have no check digit once in eleven times; then the next nine are taken. */
function ulnOf(serial: number): string {
  for (let nine = 900_000_000 + serial * 3; ; nine += 1) {
    const check = ulnCheckDigit(String(nine));
    if (check !== null) return `${nine}${check}`;
  }
}

function contactPointsOf(
  random: Random,
  { school, year, serial }: Place,
  name: Alumnus['name'],
): readonly ContactPoint[] {
  const points: ContactPoint[] = [];
  const addedOn = localDate(`${year}-06-15`);
  const add = (
    kind: ContactPoint['kind'],
    value: string,
    owner: ContactOwner,
    rest: Partial<ContactPoint> = {},
  ): void => {
    points.push({ number: points.length + 1, kind, value, owner, state: 'usable', addedOn, ...rest });
  };
  const mailbox = `${foldName(name.given)}.${foldName(name.family)}${serial}`.replace(/[^a-z0-9.]/g, '');
  const confirmed = { confirmedOn: localDate(`${year}-06-16`) };
  const kind = random.weighted<'own' | 'bounced' | 'moved' | 'parent' | 'shared' | 'unknown' | 'none'>([
    ['own', 75],
    ['bounced', 3],
    ['moved', 3],
    ['parent', 8],
    ['shared', 4],
    ['unknown', 4],
    ['none', 3],
  ]);
  if (kind === 'own') add('email', `${mailbox}@mail.example`, 'self', random.chance(0.6) ? confirmed : {});
  if (kind === 'bounced' || kind === 'moved') add('email', `${mailbox}@oldmail.example`, 'self', { state: 'bounced' });
  if (kind === 'moved') add('email', `${mailbox}@mail.example`, 'self', confirmed);
  if (kind === 'shared') add('email', `home${serial}@household.example`, 'shared');
  if (kind === 'unknown') add('email', `${mailbox}@post.example`, 'unknown');
  if (kind === 'parent' || random.chance(0.25)) add('email', `parent.of.${mailbox}@family.example`, 'parent');
  if (random.chance(0.35)) {
    add('email', `${mailbox}@${school.id}.example`, 'self', { usableUntil: localDate(`${year}-10-31`) });
  }
  if (random.chance(0.6)) add('mobile', `+447700900${String(serial % 1000).padStart(3, '0')}`, 'self');
  return points;
}

/** Two in five of those who agreed said that we may text and ring them too; the others agreed to mail. */
const agreedTo = (serial: number): Pick<Permission, 'channels'> =>
  serial % 5 < 2 ? { channels: ['mail', 'text', 'phone'] } : {};

function permissionOf(random: Random, { school, year, serial }: Place, born: LocalDate): Permission | null {
  const purpose = 'destination-survey';
  if (school.joinedTrustOn > localDate(`${year}-07-31`)) return null; // left before the school joined: never told (Y21)
  const kind = random.weighted<'consent' | 'short' | 'task' | 'none'>([
    ['consent', 80],
    ['short', 5],
    ['task', 7],
    ['none', 8],
  ]);
  if (kind === 'none') return null;
  const recordedOn = localDate(`${year}-06-15`);
  const ageAtCollection = year - Number(born.slice(0, 4)) - (born.slice(5) > '06-15' ? 1 : 0);
  const told = { purpose, recordedOn, ageAtCollection, wording: `leaving form ${year}` } as const;
  if (kind === 'task') return { ...told, basis: 'public-task', evidence: `Privacy notice for leavers, ${year}` };
  const until = localDate(`${year + (kind === 'short' ? 1 : 10)}-06-15`);
  return { ...told, basis: 'consent', ...agreedTo(serial), evidence: `Leaving form, ${year}`, until };
}

/** One in four said in the arrival check that one of us may come back for a chat. */
const chatYes = (year: number): Permission => ({
  ...{ purpose: 'chat', basis: 'consent', evidence: `Arrival check, ${year}`, wording: 'permissions 1' },
  recordedOn: localDate(`${year}-11-10`),
});

/** Another one in four said on their choices page that questions of students may be passed on to them. */
const askedYes = (year: number): Permission => ({
  ...{ purpose: 'answer-questions', basis: 'consent', evidence: `Choices page, ${year}`, wording: askedWording },
  recordedOn: localDate(`${year}-11-12`),
});

/** The few whom a wave treats apart; at fixed places, so that each is in every cohort. */
function stateOf(random: Random, serial: number): PersonState {
  if (serial % 216 === 107) return 'has-died';
  if (serial % 108 === 31) return 'cannot-answer';
  if (serial % 216 === 59) return 'restricted';
  return random.weighted<PersonState>([
    ['usual', 94],
    ['stayed-with-us', 3],
    ['deferred', 3],
  ]);
}

/** One invented leaver. */
export function samplePerson(random: Random, place: Place): Alumnus {
  const { school, year, serial } = place;
  const born = addDays(localDate(`${year - 19}-09-01`), random.below(365));
  const given = random.pick(givenNames);
  const name = {
    given,
    family: random.pick(familyNames),
    ...(random.chance(0.04) ? { toUse: random.pick(givenNames) } : {}),
  };
  const state = stateOf(random, serial);
  const permission = permissionOf(random, place, born);
  const planned = intendedPlan(random, year);
  const entered = finalPlan(random, planned, year);
  const deferred = { activity: 'university', recordedOn: localDate(`${year}-08-20`), source: 'school' } as const;
  const final =
    state === 'deferred'
      ? { ...deferred, ...(planned?.activity === 'university' ? planned : {}), startsIn: localMonth(`${year + 1}-09`) }
      : entered;
  const planning = samplePlanning({ serial, year, state, intended: planned, final });
  return {
    id: `sample-${serial.toString(36).padStart(4, '0')}` as AlumnusId,
    schoolId: school.id,
    cohortId: cohortId('y13', year),
    name,
    dateOfBirth: born,
    upn: upnOf(place),
    uln: ulnOf(serial),
    ...(planned?.activity === 'university' ? { ucasId: String(1_900_000_000 + serial * 7) } : {}),
    formGroup: `13${'ABC'[serial % 3] ?? 'A'}`,
    leftOn: random.chance(0.03) ? localDate(`${year - 1}-11-20`) : localDate(`${year}-07-17`),
    state,
    ...(state === 'deferred' ? { deferredUntil: localMonth(`${year + 1}-09`) } : {}),
    contactPoints: contactPointsOf(random, place, name),
    permissions:
      permission === null
        ? []
        : [permission, ...(serial % 4 === 1 ? [chatYes(year)] : []), ...(serial % 4 === 3 ? [askedYes(year)] : [])],
    ...(random.chance(0.02) ? { objectedOn: localDate(`${year}-09-10`) } : {}),
    ...(planned === null ? {} : { intended: planned }),
    ...(final === null ? {} : { final }),
    planning,
    revision: 1,
  };
}
