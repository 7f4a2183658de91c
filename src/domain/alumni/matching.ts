// Whom that we know does a row speak of?
// The pupil number decides, else the learner number, else name, birth date and school together (decision R18).
// Numbers that point at two people, or a number whose person has another name and birth date, are a problem to look at,
// never a guess.
import type { Alumnus } from './alumnus.js';
import type { SchoolId } from './ids.js';
import { tidy } from './leaver-cells.js';
import type { RowProblem } from './leaver-fields.js';
import type { LeaverFacts } from './leaver-row.js';

/** Family name, given name, in small letters without accents; what people are searched and matched by. */
export const nameKey = (name: Pick<Alumnus['name'], 'given' | 'family'>): string =>
  foldName(`${name.family} ${name.given}`);

/** Small letters without accents and apostrophes: `Zoë O’Testperson` becomes `zoe otestperson`. */
export const foldName = (text: string): string =>
  tidy(text)
    .normalize('NFD')
    .replace(/[\p{M}'’‘`.]/gu, '')
    .toLowerCase();

/** What makes two rows of one file the same person: each number, and name with birth date and school. */
export function identityKeys(facts: LeaverFacts): readonly string[] {
  const keys: string[] = [];
  if (facts.upn !== undefined) keys.push(`upn ${facts.upn}`);
  if (facts.uln !== undefined) keys.push(`uln ${facts.uln}`);
  if (facts.dateOfBirth !== undefined) keys.push(`name ${nameKey(facts.name)} ${facts.dateOfBirth} ${facts.schoolId}`);
  return keys;
}

/** Whom a row is about; `unsure` where a person must look. */
export type Match =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'found'; readonly alumnus: Alumnus }
  | { readonly kind: 'unsure'; readonly problem: RowProblem };

const unsure = (field: string, why: string, remedy: string): Match => ({
  kind: 'unsure',
  problem: { field, why, remedy },
});

/** Picks among people who share a number or a name with the row. */
export function matchPerson(facts: LeaverFacts, candidates: readonly Alumnus[]): Match {
  const upns = [facts.upn, facts.formerUpn].filter((upn) => upn !== undefined);
  const has = (number: string | undefined): boolean => number !== undefined && upns.includes(number);
  const present = candidates.filter(({ upn }) => has(upn));
  // An older file still holds the number that somebody had before.
  const byUpn = present.length > 0 ? present : candidates.filter(({ formerUpn }) => has(formerUpn));
  const byUln = candidates.filter(({ uln }) => uln !== undefined && uln === facts.uln);
  const numbered = new Set([...byUpn, ...byUln]);
  if (numbered.size > 1) {
    return unsure(
      'UPN',
      'the numbers of this row belong to more than one person on record',
      'find out which are right',
    );
  }
  const [found] = numbered;
  if (found !== undefined) return sameNumber(facts, found);

  const sameName = candidates.filter(
    (each) =>
      facts.dateOfBirth !== undefined &&
      each.dateOfBirth === facts.dateOfBirth &&
      each.schoolId === facts.schoolId &&
      nameKey(each.name) === nameKey(facts.name),
  );
  if (sameName.length > 1) {
    return unsure('UPN', 'more than one person on record has this name and birth date', 'add the pupil number');
  }
  const [named] = sameName;
  return named === undefined ? { kind: 'nobody' } : sameNumber(facts, named);
}

/** The person found, unless what else is known about them speaks against it. */
function sameNumber(facts: LeaverFacts, known: Alumnus): Match {
  const differs = (ours: string | undefined, theirs: string | undefined): boolean =>
    ours !== undefined && theirs !== undefined && ours !== theirs;
  const otherUpn = differs(known.upn, facts.upn) && known.upn !== facts.formerUpn && known.formerUpn !== facts.upn;
  if (otherUpn) {
    return unsure(
      'UPN',
      'this person is on record with another pupil number',
      'if the number changed, put the old one under former UPN',
    );
  }
  if (differs(known.uln, facts.uln)) {
    return unsure('ULN', 'this person is on record with another learner number', 'find out which is right');
  }
  const otherFamily = foldName(known.name.family) !== foldName(facts.name.family);
  const otherGiven = foldName(known.name.given) !== foldName(facts.name.given);
  const otherBirth = differs(known.dateOfBirth, facts.dateOfBirth);
  if ((otherBirth && otherFamily) || (otherFamily && otherGiven)) {
    return unsure(
      'UPN',
      'the number of this row belongs to somebody on record with another name',
      'check the number, or change one name at a time',
    );
  }
  return { kind: 'found', alumnus: known };
}

/** Schools that a row touches: its own and, when the person moved, the one on record. */
export const touchedSchools = (facts: LeaverFacts, match: Match): readonly SchoolId[] =>
  match.kind === 'found' && match.alumnus.schoolId !== facts.schoolId
    ? [facts.schoolId, match.alumnus.schoolId]
    : [facts.schoolId];
