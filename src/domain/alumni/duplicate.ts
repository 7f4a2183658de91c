// Might these two records be one person's?
// Points for what speaks for it and against it, each with its reason, so that whoever decides sees why (feature 12). The
// points follow the usual weighing of evidence: what few people share says much, what many share says little. Twins share
// birth date, family name, school and address, so a different given name counts against. The points and the least that
// is shown are ours, versioned.
import type { Alumnus, ContactPoint } from './alumnus.js';
import type { AlumnusId } from './ids.js';
import { familyLikeness, givenLikeness, type Likeness } from './names-alike.js';

/** What can speak for or against. */
export const matchFindings = [
  'same-uln',
  'former-upn',
  'same-ucas-id',
  'same-birth-date',
  'birth-date-swapped',
  'same-family-name',
  'family-name-alike',
  'same-given-name',
  'given-name-alike',
  'same-own-address',
  'same-own-number',
  'same-school',
  'same-cohort',
  'other-uln',
  'other-upn',
  'other-ucas-id',
  'other-birth-date',
  'other-family-name',
  'other-given-name',
] as const;
export type MatchFinding = (typeof matchFindings)[number];

/** The weights, version 1. */
const points: Readonly<Record<MatchFinding, number>> = {
  'same-uln': 12,
  'former-upn': 12,
  'same-ucas-id': 10,
  'same-birth-date': 5,
  'birth-date-swapped': 2,
  'same-family-name': 3,
  'family-name-alike': 2,
  'same-given-name': 3,
  'given-name-alike': 2,
  'same-own-address': 5,
  'same-own-number': 4,
  'same-school': 1,
  'same-cohort': 1,
  'other-uln': -8,
  'other-upn': -3,
  'other-ucas-id': -3,
  'other-birth-date': -8,
  'other-family-name': -3,
  'other-given-name': -5,
};

/** Which weights were used. */
export const matchVersion = 1;
/** Fewer points are not shown to anybody. */
const leastShown = 9;
/** From so many on it is called likely, and very likely. */
const [likelyFrom, veryLikelyFrom] = [12, 16];

/** One reason with its points. */
interface MatchReason {
  readonly finding: MatchFinding;
  readonly points: number;
}

/** What speaks for two records being one person's, the strongest first. */
export interface PersonMatch {
  readonly score: number;
  readonly likely: 'possible' | 'likely' | 'very-likely';
  readonly reasons: readonly MatchReason[];
}

const both = <T>(one: T | undefined, other: T | undefined): readonly [T, T] | null =>
  one === undefined || other === undefined ? null : [one, other];

/** Finds when both are known: the first when they are equal, the second when they differ. */
function told(
  one: string | undefined,
  other: string | undefined,
  same: MatchFinding,
  differs: MatchFinding,
): readonly MatchFinding[] {
  const known = both(one, other);
  return known === null ? [] : [known[0] === known[1] ? same : differs];
}

function numbers(one: Alumnus, other: Alumnus): readonly MatchFinding[] {
  const former =
    (one.upn !== undefined && one.upn === other.formerUpn) || (other.upn !== undefined && other.upn === one.formerUpn);
  const upns = both(one.upn, other.upn);
  const upn: readonly MatchFinding[] = former
    ? ['former-upn']
    : upns !== null && upns[0] !== upns[1]
      ? ['other-upn']
      : [];
  return [
    ...told(one.uln, other.uln, 'same-uln', 'other-uln'),
    ...upn,
    ...told(one.ucasId, other.ucasId, 'same-ucas-id', 'other-ucas-id'),
  ];
}

function birth(one: Alumnus, other: Alumnus): readonly MatchFinding[] {
  const known = both(one.dateOfBirth, other.dateOfBirth);
  if (known === null) return [];
  const [first, second] = known;
  if (first === second) return ['same-birth-date'];
  const swapped = `${first.slice(0, 4)}-${first.slice(8)}-${first.slice(5, 7)}`;
  return [swapped === second ? 'birth-date-swapped' : 'other-birth-date'];
}

const best = (found: readonly Likeness[]): Likeness =>
  found.includes('same') ? 'same' : found.includes('alike') ? 'alike' : 'different';

function names(one: Alumnus, other: Alumnus): readonly MatchFinding[] {
  const called = ({ name }: Alumnus): readonly string[] => [
    name.given,
    ...(name.toUse === undefined ? [] : [name.toUse]),
  ];
  const given = best(called(one).flatMap((a) => called(other).map((b) => givenLikeness(a, b))));
  const family = familyLikeness(one.name.family, other.name.family);
  return [
    family === 'same' ? 'same-family-name' : family === 'alike' ? 'family-name-alike' : 'other-family-name',
    given === 'same' ? 'same-given-name' : given === 'alike' ? 'given-name-alike' : 'other-given-name',
  ];
}

/** Whether both have the address or number, and neither says that it is somebody else's. */
const shareOwn = (one: Alumnus, other: Alumnus, kind: ContactPoint['kind']): boolean => {
  const own = ({ contactPoints }: Alumnus): readonly string[] =>
    contactPoints.filter((point) => point.kind === kind && point.owner === 'self').map(({ value }) => value);
  return own(one).some((value) => own(other).includes(value));
};

/** What speaks for the two being one person; null where it is too little to ask anybody. */
export function matchOf(one: Alumnus, other: Alumnus): PersonMatch | null {
  const findings: readonly MatchFinding[] = [
    ...numbers(one, other),
    ...birth(one, other),
    ...names(one, other),
    ...(shareOwn(one, other, 'email') ? (['same-own-address'] as const) : []),
    ...(shareOwn(one, other, 'mobile') ? (['same-own-number'] as const) : []),
    ...(one.schoolId === other.schoolId ? (['same-school'] as const) : []),
    ...(one.cohortId === other.cohortId ? (['same-cohort'] as const) : []),
  ];
  const reasons = findings
    .map((finding) => ({ finding, points: points[finding] }))
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const score = reasons.reduce((sum, reason) => sum + reason.points, 0);
  if (score < leastShown) return null;
  return {
    score,
    likely: score >= veryLikelyFrom ? 'very-likely' : score >= likelyFrom ? 'likely' : 'possible',
    reasons,
  };
}

/** A pair of people, whichever was named first. */
export type PairId = string & { readonly __pairId: true };

/** The pair's id: the ids in order, so that a pair is found once. */
export const pairId = (one: AlumnusId, other: AlumnusId): PairId =>
  (one < other ? `${one}~${other}` : `${other}~${one}`) as PairId;
