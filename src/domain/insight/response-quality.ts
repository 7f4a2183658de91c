// Who has answered, and can those who have stand for those who have not?
// Complete, partial and none of those invited (domain reference, section 7.1); how alike the groups answer (the R-indicator, one
// when all answer alike, and its parts by group, which say whom to ask next; section 7.4, formulas unverified there); and by how
// much a share among the answers could be off, whatever the others would have said (section 7.3).

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
