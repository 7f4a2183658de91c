// Who has answered, and can those who have stand for those who have not?
// Complete, partial and none of those invited (domain reference, section 7.1); how alike the groups answer (the R-indicator, one
// when all answer alike, and its parts by group, which say whom to ask next; section 7.4, formulas unverified there); and by how
// much a share among the answers could be off, whatever the others would have said (section 7.3).
import { disclosed, leastShown, withheld, type Audience } from '../statistics/disclosure.js';
import { hiddenBeside } from '../statistics/hidden-beside.js';

/** What became of the invitations of some people. */
export interface ResponseCounts {
  readonly invited: number;
  readonly complete: number;
  readonly partial: number;
}

/** Those of a group, by what they planned, at a school. */
export interface Stratum extends ResponseCounts {
  readonly school: string;
  readonly group: string;
}

/** All of them together. */
export const responseSum = (strata: readonly ResponseCounts[]): ResponseCounts =>
  strata.reduce<ResponseCounts>(
    (sum, { invited, complete, partial }) => ({
      invited: sum.invited + invited,
      complete: sum.complete + complete,
      partial: sum.partial + partial,
    }),
    { invited: 0, complete: 0, partial: 0 },
  );

/** The counts by school or by group, in order of names. */
export function responseBy(
  strata: readonly Stratum[],
  by: 'school' | 'group',
): readonly { readonly name: string; readonly counts: ResponseCounts }[] {
  const names = [...new Set(strata.map((stratum) => stratum[by]))].sort();
  return names.map((name) => ({ name, counts: responseSum(strata.filter((stratum) => stratum[by] === name)) }));
}

/** How alike the groups answer. */
export interface Representativity {
  /** From 0 to 1; 1 when every stratum answers alike. */
  readonly indicator: number;
  /** By group: how much it adds to the difference; below nought it answers less than all. The one that answers least first. */
  readonly byGroup: readonly { readonly group: string; readonly partial: number }[];
}

/** Over strata of school and group; null while nobody was invited. */
export function representativityOf(strata: readonly Stratum[]): Representativity | null {
  const all = responseSum(strata);
  if (all.invited === 0) return null;
  const rate = all.complete / all.invited;
  const square = strata.reduce(
    (sum, { invited, complete }) => (invited === 0 ? sum : sum + invited * (complete / invited - rate) ** 2),
    0,
  );
  return {
    indicator: 1 - 2 * Math.sqrt(square / all.invited),
    byGroup: responseBy(strata, 'group')
      .map(({ name, counts }) => ({
        group: name,
        partial: Math.sqrt(counts.invited / all.invited) * (counts.complete / Math.max(1, counts.invited) - rate),
      }))
      .sort((one, other) => one.partial - other.partial),
  };
}

/** How wide the bounds are around any share of the answers: 0.4 where 60 of 100 answered in full. */
export const openShare = ({ invited, complete }: ResponseCounts): number =>
  invited === 0 ? 1 : 1 - complete / invited;

/** Counts as somebody may see them, and who has not answered; null where it is hidden. */
export interface SeenCounts {
  readonly invited: number | null;
  readonly complete: number | null;
  readonly partial: number | null;
  readonly none: number | null;
  /** Of those invited, worked out before anything is rounded; null where it is hidden. */
  readonly shares: Readonly<Record<KindOfAnswer, { readonly share: number | null }>>;
}

const kindsOfAnswer = ['complete', 'partial', 'none'] as const;
type KindOfAnswer = (typeof kindsOfAnswer)[number];
const kindsOfCount = ['invited', ...kindsOfAnswer] as const;
const everySchool = 'every school';
const ownSchools = 'own schools';
const everyGroup = 'every group';

/** The lines of a whole and its parts, over the schools of a wave, some of them together where there are any, and the groups. */
function linesOf(schools: readonly string[], own: readonly string[], groups: readonly string[]) {
  const cell = (school: string, group: string, kind: string): string => `${school}|${group}|${kind}`;
  const wholes = [everySchool, ...(own.length > 0 ? [ownSchools] : [])];
  const [allSchools, allGroups] = [
    [...wholes, ...schools],
    [everyGroup, ...groups],
  ];
  return [
    ...allGroups.flatMap((group) =>
      kindsOfCount.flatMap((kind) =>
        wholes.map((whole) => {
          const parts = whole === everySchool ? schools : own;
          return [cell(whole, group, kind), ...parts.map((school) => cell(school, group, kind))] as const;
        }),
      ),
    ),
    ...allSchools.flatMap((school) =>
      kindsOfCount.map(
        (kind) => [cell(school, everyGroup, kind), ...groups.map((group) => cell(school, group, kind))] as const,
      ),
    ),
    ...allSchools.flatMap((school) =>
      allGroups.map(
        (group) => [cell(school, group, 'invited'), ...kindsOfAnswer.map((kind) => cell(school, group, kind))] as const,
      ),
    ),
  ];
}

/**
 * The counts of a wave for the audience: of a school or of all together (null), of a group or of everybody (null). All together are those
 * of `own`, for somebody who sees some schools alone, and every school where it is null. Leaders see
 * whole fives and none under eight, and nothing from which a small one could be worked out: down schools, across groups, or from who
 * answered in full, in part and not at all, whichever school they look at.
 */
export function responseSeen(
  strata: readonly Stratum[],
  own: readonly string[] | null,
  audience: Audience,
): (school: string | null, group: string | null) => SeenCounts {
  const sizes = new Map<string, number>();
  for (const { school, group, invited, complete, partial } of strata) {
    const counts = { invited, complete, partial, none: invited - complete - partial };
    for (const inSchool of [school, everySchool, ...(own?.includes(school) === true ? [ownSchools] : [])]) {
      for (const inGroup of [group, everyGroup]) {
        for (const kind of kindsOfCount) {
          const cell = `${inSchool}|${inGroup}|${kind}`;
          sizes.set(cell, (sizes.get(cell) ?? 0) + counts[kind]);
        }
      }
    }
  }
  const schools = [...new Set(strata.map(({ school }) => school))];
  const groups = [...new Set(strata.map(({ group }) => group))];
  const small = new Set([...sizes].flatMap(([cell, size]) => (size > 0 && size < leastShown ? [cell] : [])));
  const lines = linesOf(
    schools,
    schools.filter((school) => own?.includes(school) === true),
    groups,
  );
  const hidden = audience === 'team' ? new Set<string>() : hiddenBeside(small, sizes, lines, true);
  // A share says more than a rounded count: nothing may be worked out from it with the numbers as they are.
  const shareless = audience === 'team' ? hidden : hiddenBeside(hidden, sizes, lines);
  const together = own === null ? everySchool : ownSchools;
  return (school, group) => {
    const cell = (kind: string): string => `${school ?? together}|${group ?? everyGroup}|${kind}`;
    const size = (kind: string): number => sizes.get(cell(kind)) ?? 0;
    const seen = (kind: string): number | null => {
      if (audience === 'team') return size(kind);
      return hidden.has(cell(kind)) ? null : disclosed(size(kind));
    };
    const shareOf = (kind: KindOfAnswer) => {
      const said = { yes: size(kind), of: size('invited') };
      const isHidden = [kind, 'invited'].some((one) => shareless.has(cell(one))) || withheld(said, audience) !== null;
      return { share: isHidden ? null : said.yes / said.of };
    };
    return {
      ...{ invited: seen('invited'), complete: seen('complete'), partial: seen('partial'), none: seen('none') },
      shares: { complete: shareOf('complete'), partial: shareOf('partial'), none: shareOf('none') },
    };
  };
}
