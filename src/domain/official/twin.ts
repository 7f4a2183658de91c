// How far is our own row from the official one, and what could explain each gap? (moonshot M1)
// Every way is looked at in which our people could stand in the official cells, moved by nothing but the causes that their
// records allow; for each gap and cause the fewest and the most people over all those ways are given. Never a person's
// cause: only such ranges leave this file. What no cause explains is said too. Hidden official cells are pooled with each other.
import { isNumber, type CellValue } from './cell.js';
import { gapCauses, smallCells, standingKey, type GapCause, type SmallCell, type Standing } from './standing.js';
import { cheapest, type TransportPair } from './transport.js';

/** From the fewest to the most people. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** One official count beside ours, and how many people each cause brings in (above nothing) or takes out. */
export interface Gap {
  /** One cell, or several of which the official file hides how many are in each. */
  readonly cells: readonly SmallCell[];
  readonly ours: number;
  readonly official: number;
  readonly by: Readonly<Partial<Record<GapCause | 'unexplained', Range>>>;
}

export type Twin =
  | { readonly kind: 'none'; readonly why: 'cohort-hidden' | 'does-not-add-up' }
  | {
      readonly kind: 'twin';
      readonly gaps: readonly Gap[];
      /** People whom each cause moves, over all cells. */
      readonly moved: Readonly<Partial<Record<GapCause, Range>>>;
      /** The fewest people whom no cause explains. */
      readonly unexplained: number;
      readonly ours: number;
      readonly official: number;
    };

interface Pool {
  readonly cells: readonly SmallCell[];
  readonly count: number;
}

type Values = Readonly<Record<string, CellValue>>;

/** The values with the kinds of education as one: after key stage 4 our records do not tell a sixth form from a college. */
export const educationAsOne = ({ he: _he, fe: _fe, other_edu: _other, ...values }: Values): Values => values;

/** The official counts, cells that are hidden pooled under the smallest total that is shown; null where they contradict. */
export function poolsOf(values: Values): readonly Pool[] | null {
  const pools: Pool[] = [];
  let rest: SmallCell[] = [];
  const take = (cells: readonly SmallCell[], total: CellValue | undefined): void => {
    for (const cell of cells) {
      const value = values[cell];
      if (isNumber(value)) pools.push({ cells: [cell], count: value });
      else rest.push(cell);
    }
    if (!isNumber(total) || rest.length === 0) return;
    const shown = pools.filter(({ cells: [first] }) => first !== undefined && within.includes(first));
    pools.push({ cells: rest, count: total - shown.reduce((sum, { count }) => sum + count, 0) });
    rest = [];
  };
  let within: readonly SmallCell[] = ['he', 'fe', 'other_edu'];
  take(within, values['education']);
  within = [...within, 'appren', 'all_work'];
  take(['appren', 'all_work'], values['overall']);
  within = smallCells;
  take(['all_notsust', 'all_unknown'], values['cohort']);
  const total = pools.reduce((sum, { count }) => sum + count, 0);
  return rest.length > 0 || total !== values['cohort'] || pools.some(({ count }) => count < 0) ? null : pools;
}

interface Group {
  readonly standing: Standing | 'not-ours';
  readonly count: number;
}

interface Move {
  readonly from: number;
  readonly to: number;
  readonly cause: GapCause | 'stays' | 'unexplained';
}

function groupsOf(people: readonly Standing[]): readonly Group[] {
  const groups = new Map<string, { standing: Standing; count: number }>();
  for (const standing of people) {
    const key = standingKey(standing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { standing, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()];
}

function movesOf(groups: readonly Group[], pools: readonly Pool[], outside: number): readonly Move[] {
  return groups.flatMap(({ standing }, from) => {
    if (standing === 'not-ours') return pools.map((_, to) => ({ from, to, cause: 'cohort' as const }));
    const within = pools.map(({ cells }, to): readonly Move[] => {
      const stays = standing.cell !== 'open' && cells.includes(standing.cell);
      const causes = gapCauses.filter((cause) => standing.could[cause]?.some((cell) => cells.includes(cell)) ?? false);
      // Whoever may stay may also have moved inside a pool; that changes nothing that can be seen.
      const named = stays ? (['stays'] as const) : causes;
      return named.length > 0 ? named.map((cause) => ({ from, to, cause })) : [{ from, to, cause: 'unexplained' }];
    });
    const left: readonly Move[] = outside < 0 ? [] : [{ from, to: outside, cause: 'cohort' }];
    return [...within.flat(), ...left];
  });
}

/** The whole comparison. `people` are everybody of ours in the cohort; `values` the official counts of the same leavers. */
export function twinOf(people: readonly Standing[], values: Values): Twin {
  if (!isNumber(values['cohort'])) return { kind: 'none', why: 'cohort-hidden' };
  const pools = poolsOf(values);
  if (pools === null) return { kind: 'none', why: 'does-not-add-up' };
  const official = values['cohort'];
  const missing = official - people.length;
  const groups: readonly Group[] = [
    ...groupsOf(people),
    ...(missing > 0 ? [{ standing: 'not-ours' as const, count: missing }] : []),
  ];
  const outside = missing < 0 ? pools.length : -1;
  const demands = [...pools.map(({ count }) => count), ...(missing < 0 ? [-missing] : [])];
  const moves = movesOf(groups, pools, outside);
  const dear = 2 * (people.length + official) + 1;

  /** How many go by each move in the way that is cheapest, nobody unexplained who need not be. */
  const solve = (costOf: (move: Move) => number): readonly number[] => {
    const pairs: readonly TransportPair[] = moves.map((move) => ({
      from: move.from,
      to: move.to,
      cost: (move.cause === 'unexplained' ? dear : 0) + costOf(move),
    }));
    return cheapest(
      groups.map(({ count }) => count),
      demands,
      pairs,
    );
  };
  const sumOf = (amounts: readonly number[], weight: (move: Move) => number): number =>
    moves.reduce((sum, move, place) => sum + weight(move) * (amounts[place] ?? 0), 0);
  const rangeOf = (weight: (move: Move) => number): Range => ({
    least: sumOf(solve(weight), weight),
    most: sumOf(
      solve((move) => -weight(move)),
      weight,
    ),
  });
  const ownPool = ({ from }: Move): number => {
    const standing = groups[from]?.standing;
    if (standing === undefined || standing === 'not-ours' || standing.cell === 'open') return -1;
    const { cell } = standing;
    return pools.findIndex(({ cells }) => cells.includes(cell));
  };
  const causesHere = [...new Set(moves.map(({ cause }) => cause))].filter((cause) => cause !== 'stays');
  const into = (pool: number, cause: Move['cause']) => (move: Move) =>
    move.cause !== cause ? 0 : (move.to === pool ? 1 : 0) - (ownPool(move) === pool ? 1 : 0);
  const some = ({ least, most }: Range): boolean => least !== 0 || most !== 0;
  const gaps = pools.map(({ cells, count }, pool): Gap => {
    const ranges = causesHere.map((cause) => [cause, rangeOf(into(pool, cause))] as const);
    const ours = people.filter(({ cell }) => cell !== 'open' && cells.includes(cell)).length;
    return { cells, ours, official: count, by: Object.fromEntries(ranges.filter(([, range]) => some(range))) };
  });
  const moved = gapCauses
    .filter((cause) => causesHere.includes(cause))
    .map((cause) => [cause, rangeOf((move) => (move.cause === cause ? 1 : 0))] as const);
  return {
    kind: 'twin',
    gaps,
    moved: Object.fromEntries(moved.filter(([, range]) => some(range))),
    unexplained: sumOf(
      solve(() => 0),
      (move) => (move.cause === 'unexplained' ? 1 : 0),
    ),
    ours: people.length,
    official,
  };
}
