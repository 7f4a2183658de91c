// What can be worked out from all figures that somebody may read: each school beside the trust, each year beside all together, the parts
// of a table beside its whole, one day beside another (moonshot M11, requirement P11)?
// It knows nothing of single figures. It takes every cell that counts people, by where it stands in its figure, and the sums that must
// hold whatever the figure says; so a figure that is added later is attacked without a word here.
import { pinnedDown, rangeOfShown, type Pinned, type Range, type Sum } from '../statistics/attacker.js';
import { countsPeople, type PublishedCell } from './published.js';

/** One figure as it was read once. */
export interface ReadSet {
  readonly figure: string;
  /** Null for the trust. */
  readonly school: string | null;
  /** Null for the last cohorts together. */
  readonly cohort: string | null;
  /** Which of the readings, from 0, the earliest first. */
  readonly day: number;
  readonly cells: readonly PublishedCell[];
  /** Names of counts that are shown as they are. */
  readonly exact: readonly string[];
}

/** What can be asked for. */
interface Asked {
  readonly schools: readonly string[];
  /** Those that are also put together. */
  readonly cohorts: readonly string[];
}

function grouped<One>(all: readonly One[], by: (one: One) => string): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(by(one));
    if (group === undefined) groups.set(by(one), [one]);
    else group.push(one);
  }
  return groups;
}

const together = 'together';
const trust = 'trust';
const key = (figure: string, at: string, school: string, cohort: string, day: number): string =>
  [figure, at, school, cohort, day].join(' @ ');
const lastPart = (at: string): string => at.slice(at.lastIndexOf('/') + 1).trim();

/** `waves / w1 / bySchool / northgate / counts / invited` is part of `waves / w1 / all / invited`, or of the same without `all`. */
function wholesOf(at: string): readonly string[] {
  const [, before = '', inside = ''] = /^(.*?)by[A-Z]\w* \/ [^/]+ \/ (.*)$/.exec(at) ?? [];
  if (inside === '') return [];
  const name = lastPart(at);
  return [`${before}all / ${name}`, `${before}${inside}`, `${before}${name}`];
}

/** Sums of what was read on one day: over schools, over cohorts, and over the parts of a table. */
function sumsOf(figure: string, paths: ReadonlySet<string>, { schools, cohorts }: Asked, day: number): readonly Sum[] {
  const sums: Sum[] = [];
  for (const at of paths) {
    const cell = (school: string, cohort: string): string => key(figure, at, school, cohort, day);
    for (const cohort of [together, ...cohorts]) {
      sums.push({ whole: cell(trust, cohort), parts: schools.map((school) => cell(school, cohort)) });
    }
    for (const school of [trust, ...schools]) {
      sums.push({ whole: cell(school, together), parts: cohorts.map((cohort) => cell(school, cohort)) });
    }
  }
  const parts = grouped(
    [...paths].flatMap((at) => wholesOf(at).flatMap((whole) => (paths.has(whole) ? [{ whole, at }] : []))),
    ({ whole, at }) => `${whole} ~ ${/by[A-Z]\w*/.exec(at)?.[0] ?? ''}`,
  );
  for (const school of [trust, ...schools]) {
    for (const cohort of [together, ...cohorts]) {
      for (const [first, ...others] of parts.values()) {
        if (first === undefined) continue;
        const cell = (at: string): string => key(figure, at, school, cohort, day);
        sums.push({ whole: cell(first.whole), parts: [first, ...others].map(({ at }) => cell(at)) });
      }
    }
  }
  return sums;
}

/** A later count is an earlier one and who came to it. */
const growth = (
  figure: string,
  paths: ReadonlySet<string>,
  { schools, cohorts }: Asked,
  days: number,
): readonly Sum[] =>
  [...paths].flatMap((at) =>
    [trust, ...schools].flatMap((school) =>
      [together, ...cohorts].flatMap((cohort) =>
        Array.from({ length: days - 1 }, (_, day) => ({
          whole: key(figure, at, school, cohort, day + 1),
          parts: [key(figure, at, school, cohort, day), `${key(figure, at, school, cohort, day)} grown`],
        })),
      ),
    ),
  );

/** Equations that have names in common, together. */
function connected(sums: readonly Sum[]): readonly (readonly Sum[])[] {
  const groupOf = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let next = groupOf.get(root); next !== undefined && next !== root; next = groupOf.get(root)) root = next;
    return root;
  };
  for (const { whole, parts } of sums) for (const part of parts) groupOf.set(find(part), find(whole));
  return [...grouped(sums, ({ whole }) => find(whole)).values()];
}

/** Every count of these readings by the name that the attack gives it: what is true, where the team read them. */
export const countsIn = (sets: readonly ReadSet[]): ReadonlyMap<string, number> =>
  new Map(
    sets.flatMap(({ figure, school, cohort, day, cells }) =>
      cells.flatMap(({ at, value }) =>
        typeof value === 'number' ? [[key(figure, at, school ?? trust, cohort ?? together, day), value] as const] : [],
      ),
    ),
  );

/** The hidden counts that can be pinned down from these readings; `growing`: nobody was taken away between them. */
export function attackOn(
  sets: readonly ReadSet[],
  asked: Asked,
  { growing }: { readonly growing: boolean },
): readonly Pinned[] {
  const days = 1 + Math.max(0, ...sets.map(({ day }) => day));
  return [...grouped(sets, ({ figure }) => figure)].flatMap(([figure, ofFigure]) => {
    const counts = new Set(
      ofFigure.flatMap(({ cells }) =>
        cells.flatMap(({ at, value }) =>
          typeof value === 'number' && countsPeople(lastPart(at)) ? [lastPart(at)] : [],
        ),
      ),
    );
    // What is hidden wherever it is asked for is part of its whole all the same.
    const paths = new Set(
      ofFigure.flatMap(({ cells }) =>
        cells.flatMap(({ at, value }) =>
          (typeof value === 'number' || value === null) && counts.has(lastPart(at)) ? [at] : [],
        ),
      ),
    );
    const known = new Map<string, Range>();
    for (const { school, cohort, day, cells, exact } of ofFigure) {
      const values = new Map(cells.map(({ at, value }) => [at, value]));
      for (const at of paths) {
        const value = values.get(at);
        const count = typeof value === 'number' ? value : null;
        const asItIs = count !== null && exact.includes(lastPart(at));
        known.set(
          key(figure, at, school ?? trust, cohort ?? together, day),
          asItIs ? { low: count, high: count } : rangeOfShown(count),
        );
      }
    }
    const sums = [
      ...Array.from({ length: days }, (_, day) => sumsOf(figure, paths, asked, day)).flat(),
      ...(growing ? growth(figure, paths, asked, days) : []),
    ].filter(({ whole, parts }) => parts.length > 0 && known.has(whole));
    return connected(sums).flatMap((group) => {
      const names = new Set(group.flatMap(({ whole, parts }) => [whole, ...parts]));
      const ofGroup = [...names].flatMap((name) => {
        const range = known.get(name);
        return range === undefined ? [] : ([[name, range]] as const);
      });
      return pinnedDown(new Map(ofGroup), group);
    });
  });
}
