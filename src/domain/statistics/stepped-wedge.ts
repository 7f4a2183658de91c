// Did it work, where schools began with it one after another?
// Stepped wedge, compared within each year alone: the mean of the schools that had it less the mean of those that had not yet, the
// years weighted by 1 / (1/c1 + 1/c0) (Thompson, Davey, Fielding, Hargreaves and Hayes, Statistics in Medicine 37, 2018, 2487–2500).
// So a change over the years that meets all schools alike cannot look like an effect. The interval is exact: which sizes of the
// effect could not be told from chance, over every order in which the schools could have begun (Fisher's permutation test, inverted).

/** One school over the years; null where a year's share is not known. */
export interface WedgeSchool {
  readonly shares: readonly (number | null)[];
  /** The place of the first year with it; the number of years where it never had it. */
  readonly from: number;
}

export interface WedgeEffect {
  /** Share with it less share without, from −1 to 1. */
  readonly effect: number;
  /** The exact 95 per cent interval; null where too few orders are possible to give one. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** The share of possible orders that look at least as strong. */
  readonly p: number;
  /** How many orders were compared. */
  readonly orders: number;
  /** Years in which some schools had it and others not. */
  readonly years: number;
}

const mostOrders = 2_000;
const level = 0.05;
/** Two orders that give the same number up to rounding are the same. */
const close = 1e-12;

type Values = readonly (readonly (number | null)[])[];

/** The weighted mean over the years of the difference within each; null where no year has schools of both kinds. */
function withinYears(
  values: Values,
  from: readonly number[],
): { readonly effect: number; readonly years: number } | null {
  const last = Math.max(0, ...values.map((row) => row.length));
  let [sum, weights, years] = [0, 0, 0];
  for (let year = 0; year < last; year += 1) {
    const sums = { with: 0, without: 0 };
    const sizes = { with: 0, without: 0 };
    values.forEach((row, place) => {
      const value = row[year] ?? null;
      if (value === null) return;
      const side = year >= (from[place] ?? last) ? 'with' : 'without';
      sums[side] += value;
      sizes[side] += 1;
    });
    if (sizes.with === 0 || sizes.without === 0) continue;
    const weight = 1 / (1 / sizes.with + 1 / sizes.without);
    sum += weight * (sums.with / sizes.with - sums.without / sizes.without);
    weights += weight;
    years += 1;
  }
  return weights === 0 ? null : { effect: sum / weights, years };
}

/** The next arrangement in lexical order; null after the last. Equal values give each arrangement once. */
function nextOrder(order: readonly number[]): readonly number[] | null {
  const next = [...order];
  let at = next.length - 2;
  while (at >= 0 && (next[at] ?? 0) >= (next[at + 1] ?? 0)) at -= 1;
  if (at < 0) return null;
  let swap = next.length - 1;
  while ((next[swap] ?? 0) <= (next[at] ?? 0)) swap -= 1;
  [next[at], next[swap]] = [next[swap] ?? 0, next[at] ?? 0];
  return [...next.slice(0, at + 1), ...next.slice(at + 1).reverse()];
}

/** The same numbers in an order drawn by a fixed sequence (Park and Miller 1988), so that a recount gives the same. */
function drawnOrders(order: readonly number[], count: number): readonly (readonly number[])[] {
  let state = 1;
  const below = (most: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
  return Array.from({ length: count }, () => {
    const drawn = [...order];
    for (let left = drawn.length; left > 1; left -= 1) {
      const pick = below(left);
      [drawn[left - 1], drawn[pick]] = [drawn[pick] ?? 0, drawn[left - 1] ?? 0];
    }
    return drawn;
  });
}

/** Every order where they are few enough, otherwise the real one and as many drawn ones. */
function ordersOf(real: readonly number[]): readonly (readonly number[])[] {
  const all: (readonly number[])[] = [];
  let order: readonly number[] | null = [...real].sort((one, other) => one - other);
  while (order !== null && all.length <= mostOrders) {
    all.push(order);
    order = nextOrder(order);
  }
  return all.length <= mostOrders ? all : [real, ...drawnOrders(real, mostOrders - 1)];
}

/** The effect with its exact interval; null where no year has schools with and without it. */
export function steppedWedge(schools: readonly WedgeSchool[]): WedgeEffect | null {
  const values = schools.map(({ shares }) => shares);
  const real = schools.map(({ from }) => from);
  const found = withinYears(values, real);
  if (found === null) return null;
  const { effect, years } = found;
  // What an effect of one would add to each share where it was really there: by it the test is moved to any size of the effect.
  const given: Values = values.map((row, place) =>
    row.map((value, year) => (value === null ? null : year >= (real[place] ?? row.length) ? 1 : 0)),
  );
  const lows: number[] = [];
  const highs: number[] = [];
  let asStrong = 0;
  for (const order of ordersOf(real)) {
    const [under, moved] = [withinYears(values, order), withinYears(given, order)];
    // An order without a comparison speaks neither for nor against, and so counts as not told apart.
    if (under === null || moved === null || Math.abs(moved.effect) > 1 - close) {
      lows.push(-Infinity);
      highs.push(Infinity);
      asStrong += 1;
      continue;
    }
    const ends = [(effect - under.effect) / (1 - moved.effect), (effect + under.effect) / (1 + moved.effect)];
    lows.push(Math.min(...ends));
    highs.push(Math.max(...ends));
    if (Math.abs(under.effect) >= Math.abs(effect) - close) asStrong += 1;
  }
  const beyond = Math.floor(level * lows.length);
  const low = lows.sort((one, other) => one - other)[beyond] ?? -Infinity;
  const high = highs.sort((one, other) => other - one)[beyond] ?? Infinity;
  return {
    ...{ effect, p: asStrong / lows.length, orders: lows.length, years },
    interval: Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null,
  };
}
