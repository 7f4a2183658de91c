// What of those still there may leaders not see, whatever stands beside it on the pages of staying and of places?
// Schools, years, places, subjects and courses are parts of one another, so they are settled together, whichever is asked for; of all of
// them one month is told, and of schools and years those others that tell nothing of each other (requirement P11).
import type { StayKind } from '../destinations/stay.js';
import { leastShown } from '../statistics/disclosure.js';
import { hiddenBeside, hiddenSharesBeside, type Line } from '../statistics/hidden-beside.js';
import { ofMonths, stayingOf, type CountedStay, type Staying } from './retention.js';
import { leftBy, stillMonths, whyAlone } from './still-there.js';

/** The stays of one school's cohort. */
export interface PlacedStays {
  readonly school: string;
  readonly cohort: string;
  readonly stays: readonly CountedStay[];
}

type Way = 'school' | 'cohort' | 'provider' | 'subject';
/** Some of the people; all of them where nothing is said. */
export type Some = { readonly [By in Way]?: string | null };

const inTime: readonly (readonly Way[])[] = [[], ['school'], ['cohort'], ['school', 'cohort']];
/** Into which parts people are taken apart on any page. */
const everywhere: readonly (readonly Way[])[] = [
  ...inTime,
  ...(['provider', 'subject'] as const).flatMap((by) => [[by], ['school', by]] as const),
  ['provider', 'subject'],
];

const nameOf = ({ school, cohort, provider, subject }: Some): string =>
  [school, cohort, provider, subject].map((part) => part ?? '*').join('~');
/** Of those at a place or of a subject on no list is only known that they stand nowhere else. */
const missedLeast = (name: string): boolean => name.split('~').includes('');

interface Grid {
  readonly cells: ReadonlyMap<string, readonly CountedStay[]>;
  readonly lines: readonly Line[];
}

/** The people of each part, and which are parts of which. */
function gridOf(all: readonly PlacedStays[], cuts: readonly (readonly Way[])[]): Grid {
  const cells = new Map<string, CountedStay[]>();
  const parts = new Map<string, { readonly whole: string; readonly names: Set<string> }>();
  for (const { school, cohort, stays } of all) {
    // Those of one place and subject go the same ways.
    const alike = new Map<string, CountedStay[]>();
    for (const stay of stays) {
      const key = `${stay.provider}/${stay.subject}`;
      alike.set(key, [...(alike.get(key) ?? []), stay]);
    }
    for (const some of alike.values()) {
      const { provider = '', subject = '' } = some[0] ?? {};
      const whose = { school, cohort, provider, subject };
      for (const cut of cuts) {
        const only = (ways: readonly Way[]): string =>
          nameOf(Object.fromEntries(ways.map((way) => [way, whose[way]] as const)));
        const name = only(cut);
        const cell = cells.get(name) ?? [];
        cells.set(name, cell);
        cell.push(...some);
        for (const way of cut) {
          const fewer = cut.filter((each) => each !== way);
          if (!cuts.some((each) => each.join() === fewer.join())) continue;
          const whole = only(fewer);
          const line = parts.get(`${whole} ${way}`) ?? { whole, names: new Set() };
          parts.set(`${whole} ${way}`, line);
          line.names.add(name);
        }
      }
    }
  }
  return { cells, lines: [...parts.values()].map(({ whole, names }) => [whole, ...names] as const) };
}

/** What leaders may not see. */
export interface StaysHidden {
  /** The share still there at the month that is told. */
  readonly share: (some: Some) => boolean;
  /** How many began. */
  readonly people: (some: Some) => boolean;
}

/** Nothing is hidden. */
export const nothingHidden: StaysHidden = { share: () => false, people: () => false };

/** The schools are all of the trust, the cohorts all that can be asked for together. */
export function staysHidden(all: readonly PlacedStays[], kind: StayKind): StaysHidden {
  const { cells, lines } = gridOf(all, everywhere);
  const named = (isHidden: (stays: readonly CountedStay[]) => boolean): ReadonlySet<string> =>
    new Set([...cells].flatMap(([name, stays]) => (isHidden(stays) ? [name] : [])));
  const shares = new Map([...cells].map(([name, stays]) => [name, leftBy(stays, stillMonths[kind])]));
  const alone = named((stays) => whyAlone(stays, kind, 'leaders') !== null);
  const hidden = hiddenSharesBeside(alone, shares, lines, { missedLeast });
  const sizes = new Map([...shares].map(([name, { of }]) => [name, of]));
  const small = new Set([...sizes].flatMap(([name, size]) => (size < leastShown ? [name] : [])));
  const uncounted = hiddenBeside(small, sizes, lines, true);
  return { share: (some) => hidden.has(nameOf(some)), people: (some) => uncounted.has(nameOf(some)) };
}

/** The months of a school's or year's curve that leaders may see beside those of all others; of those that stand in `all`. */
export function curveBeside(all: readonly PlacedStays[], kind: StayKind, some: Some): Staying {
  const { cells, lines } = gridOf(all, inTime);
  const curves = new Map(
    [...cells].map(([name, stays]) => [name, stayingOf(stays, 'leaders', stillMonths[kind])] as const),
  );
  const own = curves.get(nameOf(some)) ?? stayingOf([], 'leaders');
  const isTold = (month: number): boolean => {
    const without = ({ curve }: Staying): boolean => !curve.some((point) => point.month === month);
    const alone = new Set([...curves].flatMap(([name, each]) => (without(each) ? [name] : [])));
    const shares = new Map([...cells].map(([name, stays]) => [name, leftBy(stays, month)]));
    return !hiddenSharesBeside(alone, shares, lines).has(nameOf(some));
  };
  return { ...own, curve: ofMonths(own.curve, (month) => month === stillMonths[kind] || isTold(month)) };
}
