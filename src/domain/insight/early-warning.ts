// Who can still meet the six-month rule, but not by going on as last heard of: how many, and how may one of us get in touch?
// Named is only who said that one of us may come back to them, and whom nothing that they or we said since keeps us from reaching;
// all others are numbers (Y7). They are reached at addresses and numbers of their own alone (Y2). What is said is the same for
// everybody and names no way to go, because a warning must not become advice (Y19).
import type { Alumnus, ContactPoint } from '../alumni/alumnus.js';
import { ownAddresses, ownNumbers } from '../alumni/contact-point.js';
import { grantOn } from '../alumni/grants.js';
import type { CohortId, SchoolId } from '../alumni/ids.js';
import { monthOf, type LocalDate, type LocalMonth } from '../calendar/local-date.js';
import { countSeen, disclosed, type Audience } from '../statistics/disclosure.js';
import { hiddenBeside } from '../statistics/hidden-beside.js';

/** How many of one school's cohort are at risk, and the month in which the first of them can no longer meet the rule after. */
export interface WarningCount {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** Null where it is hidden. */
  readonly count: number | null;
  readonly until: LocalMonth | null;
}

/** The counts as somebody sees them. */
export interface WarningCounts {
  /** By school and cohort, in order of their ids. */
  readonly rows: readonly WarningCount[];
  /** All of them together; null where it is hidden. */
  readonly all: number | null;
}

/** One number of people with the same school, cohort and last month. */
export interface CountedUntil {
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  readonly count: number;
  readonly until: LocalMonth;
}

const placeOf = ({ schoolId, cohortId }: Pick<CountedUntil, 'schoolId' | 'cohortId'>): string =>
  `${schoolId}~${cohortId}`;

const everySchool = '*';

/** Which counts leaders may not see: of cohorts beside their school, of schools beside the trust. */
function hiddenCounts(groups: ReadonlyMap<string, CountedUntil>): ReadonlySet<string> {
  const sizes = new Map<string, number>([...groups].map(([place, { count }]) => [place, count]));
  const parts = new Map<SchoolId, string[]>();
  for (const [place, { schoolId, count }] of groups) {
    parts.set(schoolId, [...(parts.get(schoolId) ?? []), place]);
    for (const sum of [schoolId, everySchool]) sizes.set(sum, (sizes.get(sum) ?? 0) + count);
  }
  const small = [...sizes].flatMap(([name, size]) => (disclosed(size) === null ? [name] : []));
  const lines = [
    [everySchool, ...parts.keys()] as const,
    ...[...parts].map(([school, places]) => [school, ...places] as const),
  ];
  return hiddenBeside(new Set(small), sizes, lines, true);
}

/**
 * The counts by school and cohort of the schools asked for, of those of the whole trust. Small ones are hidden from leaders, with those
 * by which they could be worked out, whichever school is asked for.
 */
export function warningCounts(
  counted: readonly CountedUntil[],
  audience: Audience,
  isAsked: (id: SchoolId) => boolean = () => true,
): WarningCounts {
  const groups = new Map<string, CountedUntil>();
  for (const one of counted) {
    const before = groups.get(placeOf(one));
    groups.set(placeOf(one), {
      ...one,
      count: one.count + (before?.count ?? 0),
      until: before === undefined || one.until < before.until ? one.until : before.until,
    });
  }
  const hidden = audience === 'team' ? new Set<string>() : hiddenCounts(groups);
  const asked = [...groups]
    .filter(([, { schoolId }]) => isAsked(schoolId))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const isAll = asked.length === groups.size;
  const isAllHidden = isAll ? hidden.has(everySchool) : asked.some(([, { schoolId }]) => hidden.has(schoolId));
  const sum = asked.reduce((all, [, { count }]) => all + count, 0);
  return {
    rows: asked.map(([place, group]) => {
      const seen = hidden.has(place) ? null : countSeen(group.count, audience);
      return { ...group, count: seen, until: seen === null ? null : group.until };
    }),
    all: isAllHidden ? null : countSeen(sum, audience),
  };
}

/** What else decides whether somebody may be reached. */
export interface ReachNow {
  readonly on: LocalDate;
  /** Whether the address or number must not be used (requirement D6). */
  readonly isSuppressed: (point: ContactPoint) => boolean;
  /** They asked us to stop, as recorded beside their own record (requirement E13). */
  readonly stopRecorded: boolean;
  /** From when on their school is no school of the trust any more. */
  readonly leftTrustOn?: LocalDate;
}

/** One way to reach somebody, by an address or number of their own. */
export interface OwnWay {
  readonly way: 'mail' | 'phone';
  /** The contact point's number. */
  readonly number: number;
  /** They confirmed that it is theirs. */
  readonly confirmed: boolean;
}

/** Whether they said that one of us may come back to them, and have not taken it back by the day. */
export const saidYes = ({ permissions }: Pick<Alumnus, 'permissions'>, on: LocalDate): boolean =>
  grantOn(permissions, 'chat', on) !== undefined;

/** Whether nobody of us may get in touch with them now, whatever they said before. */
function isLeftAlone(person: Alumnus, { on, stopRecorded, leftTrustOn }: ReachNow): boolean {
  const { state, deferredUntil = '9999-12', objectedOn } = person;
  const asked =
    state === 'usual' || state === 'left-mid-course' || (state === 'deferred' && deferredUntil < monthOf(on));
  return !asked || stopRecorded || objectedOn !== undefined || (leftTrustOn !== undefined && on >= leftTrustOn);
}

/** The ways by which who said yes may be reached, mail first; empty where no address is left, null for who is only counted. */
export function waysToReach(person: Alumnus, now: ReachNow): readonly OwnWay[] | null {
  if (!saidYes(person, now.on) || isLeftAlone(person, now)) return null;
  const by = (way: OwnWay['way'], points: readonly ContactPoint[]): readonly OwnWay[] => {
    const point = points.find((each) => !now.isSuppressed(each));
    if (point === undefined || person.contactRules?.notBy?.includes(way) === true) return [];
    return [{ way, number: point.number, confirmed: point.confirmedOn !== undefined }];
  };
  return [
    ...by('mail', ownAddresses(person.contactPoints, now.on)),
    ...by('phone', ownNumbers(person.contactPoints, now.on)),
  ];
}

/** What to say or write first: nothing that we hold of them, no rule, no date and no way to go. */
export const firstWords: readonly string[] = [
  'When you answered our questions you said that one of us may come back to you. How are things going for you?',
  'If you would like to talk about what comes next, say when suits you. We will listen first.',
  'If all is well, or you would rather not, you need do nothing. Nothing changes for you.',
];

/** How to go on without steering. */
export const howToTalk: readonly string[] = [
  'Ask and listen. They may be where they want to be; then thank them and leave it there.',
  'Say nothing of the rule, of its last day or of our figures. They are ours to worry about, not theirs.',
  'If they ask what they could do, name every way that is open to them, in the order of the alphabet, and put none above another.',
  'Do not guess why, and do not tell them what others like them did. Somebody from outside school can go through it with them: offer it.',
  'If anything they say worries you, raise a safety flag on their page. Note nothing else of the talk.',
];
