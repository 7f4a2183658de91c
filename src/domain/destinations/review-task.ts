// What about a record waits for a person?
// Conflicts; a place of study or a subject whose code nobody can tell for certain from what was written; and reasons that
// somebody wrote in their own words. A coding answers all but the first: it is added, never edited, the latest counts, and
// what was said stays as it was said (domain reference, section 5.2, rule 4). Words that were coded once mean the same
// wherever they stand in the record, so that nobody decides about them again after the next answers.
import type { NameLists } from '../survey/listed.js';
import { firstSaidAs, standingClaims, type Claim, type ClaimId } from './claim.js';
import type { Coding, DestinationRecord } from './record.js';

/** What can wait, the most telling first. */
export const taskKinds = ['conflict', 'doubtful-place', 'doubtful-subject', 'reason-to-code'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** What a coding of each kind answers. */
export const taskOf = {
  place: 'doubtful-place',
  subject: 'doubtful-subject',
  reason: 'reason-to-code',
} as const satisfies Readonly<Record<Coding['kind'], TaskKind>>;

/** A statement that waits for a coding. */
export interface CodingTask {
  readonly kind: (typeof taskOf)[Coding['kind']];
  readonly claimId: ClaimId;
  readonly claim: Claim;
}

type Coded = Pick<DestinationRecord, 'claims' | 'codings'>;

/** What a coding is about: the words as they were written; of a reason, which is sealed, the one statement. */
const wordsOf = (kind: Coding['kind'], claim: Claim, claims: readonly Claim[]): string =>
  `${kind}~${kind === 'reason' ? firstSaidAs(claim, claims) : ((kind === 'place' ? claim.provider : claim.course) ?? '')}`;

/** A coding that stands, and the statement about which it was made. */
interface StandingCoding {
  readonly coding: Coding;
  readonly claim: Claim;
}

function codingsByWords({ claims, codings = [] }: Coded): ReadonlyMap<string, StandingCoding> {
  const latest = new Map<string, StandingCoding>();
  for (const coding of codings) {
    const claim = claims.find(({ id }) => id === coding.claimId);
    if (claim === undefined) continue;
    const words = wordsOf(coding.kind, claim, claims);
    if (coding.undone === true) latest.delete(words);
    else latest.set(words, { coding, claim });
  }
  return latest;
}

/** The codings that stand, those taken back left out; the earliest first. */
export const standingCodings = (record: Coded): readonly StandingCoding[] => [...codingsByWords(record).values()];

/**
 * Whether it waits while nobody has coded it. What was only entered waits for nobody: whoever starts there says it again.
 * Every university is on the list; of colleges only some, so a college waits where its name may be one of these. Courses
 * below higher education have no code of the list of subjects.
 */
const waits: Readonly<Record<Coding['kind'], (claim: Claim, lists: NameLists) => boolean>> = {
  place: ({ activity, standing, provider = '', ukprn }, lists) =>
    standing === 'began' &&
    ukprn === undefined &&
    (activity === 'university' || activity === 'further-education') &&
    provider.trim() !== '' &&
    lists.provider.called(provider) === null &&
    (activity === 'university' || lists.provider.search(provider, 1).length > 0),
  subject: ({ activity, standing, course = '', subject }, lists) =>
    standing === 'began' &&
    subject === undefined &&
    activity === 'university' &&
    course.trim() !== '' &&
    lists.subject.called(course) === null,
  reason: ({ ownWords }) => ownWords === true,
};
const codingKinds = ['place', 'subject', 'reason'] as const satisfies readonly Coding['kind'][];

/** The statements that wait, earlier first; words that stand in several of them once. */
export function codingTasks(record: Coded, lists: NameLists): readonly CodingTask[] {
  const { claims } = record;
  const answered = new Set(codingsByWords(record).keys());
  return standingClaims(claims).flatMap((claim) =>
    codingKinds.flatMap((kind) => {
      const words = wordsOf(kind, claim, claims);
      if (answered.has(words) || !waits[kind](claim, lists)) return [];
      answered.add(words);
      return [{ kind: taskOf[kind], claimId: firstSaidAs(claim, claims), claim }];
    }),
  );
}

/** The claims with the names and codes that reviewers gave them; the claims themselves stay as they were said. */
export function codedClaims({ claims, codings = [] }: Coded): readonly Claim[] {
  if (codings.length === 0) return claims;
  const byWords = codingsByWords({ claims, codings });
  return claims.map((claim) => {
    const of = (kind: Coding['kind']): Coding | undefined => byWords.get(wordsOf(kind, claim, claims))?.coding;
    const place = claim.ukprn === undefined ? of('place') : undefined;
    const subject = claim.subject === undefined ? of('subject') : undefined;
    return {
      ...claim,
      ...(place?.name !== undefined && { provider: place.name }),
      ...(place?.code !== undefined && { ukprn: place.code }),
      ...(subject?.code !== undefined && { subject: subject.code }),
    };
  });
}
