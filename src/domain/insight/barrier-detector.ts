// Does something stop the students of a school that does not stop others?
// A barrier leaves several traces at once: places offered and not taken, another way of paying, other routes, and words that name it
// (moonshot M5). Each school is compared with the others of the trust, sign by sign, allowing for what schools differ by anyhow; a
// hypothesis is raised only where at least three signs speak at once, and Holm's procedure over all schools and barriers keeps the
// chance of even one false alarm in a trust without any at five per cent. Groups alone: ten people must show a sign and ten not.
// What stops all schools alike cannot be seen by comparing them.
import type { SchoolId } from '../alumni/ids.js';
import { leastGroup } from '../statistics/disclosure.js';
import { holm, partialConjunction, upperTail } from '../statistics/partial-conjunction.js';
import { differenceOf, type Difference } from '../statistics/proportion.js';
import { signCount, type SignCount, type SignName } from './barrier-signs.js';
import { merged, type Table } from './reports.js';

interface BarrierFacts {
  readonly title: string;
  /** The code of RT-1 that it would be, as a group or a leaf (domain reference, section 5.2). */
  readonly reason: string;
  readonly signs: readonly SignName[];
}

/** What the detector looks for. A hypothesis about a group, never a statement about anybody in it. */
export const barriers = {
  'loan-with-interest': {
    title: 'A loan with interest may stand in the way',
    reason: 'FIN/M4',
    signs: ['other-route', 'delayed', 'ruled-out', 'no-loan', 'local', 'at-home', 'loan-words'],
  },
  'living-cost': {
    title: 'The cost of living, or having to earn, may stand in the way',
    reason: 'FIN/M1',
    signs: ['other-route', 'left-early', 'living-cost-words', 'money-short', 'paid-work-clash'],
  },
  caring: {
    title: 'Looking after somebody may stand in the way',
    reason: 'CAR',
    signs: ['delayed', 'left-early', 'local', 'at-home', 'caring-words', 'hours-hard'],
  },
  journey: {
    title: 'The journey or housing may stand in the way',
    reason: 'GEO',
    signs: ['left-early', 'ruled-out', 'place-words', 'travel-hard', 'home-hard'],
  },
  belonging: {
    title: 'Not feeling that they belong may stand in the way',
    reason: 'BEL',
    signs: ['left-early', 'belonging-words', 'not-belonging', 'not-helped'],
  },
} as const satisfies Readonly<Record<string, BarrierFacts>>;
export type BarrierName = keyof typeof barriers;
export const barrierNames = Object.keys(barriers) as readonly BarrierName[];

/** So many signs must speak at once. */
export const leastSigns = 3;
/** So many people must show a sign, and so many not, before it may speak (features M5: k ≥ 10). */
export const leastShowing = 10;
/** A sign is compared where it is known of at least so many people of the school. */
export const leastKnown = 23;
/** So many other schools must be there to compare with. */
const leastOthers = 2;
/** The chance of even one false alarm in a trust without a barrier. */
export const falseAlarms = 0.05;
/** By how much schools differ anyhow, as a standard deviation of log odds, where the schools there do not show more. Our choice, unverified. */
const usualSpread = 0.25;

/** What one sign says of a school beside the others. */
export interface SignFound {
  readonly sign: SignName;
  /** Null where too few people show it, or do not, to be told. */
  readonly here: SignCount | null;
  readonly others: SignCount | null;
  readonly difference: Difference | null;
  /** The chance of such a share or a higher one, were this school as the others are; 1 where it cannot speak. */
  readonly p: number;
}

/** What the signs of one barrier say of one school. */
export interface BarrierFound {
  readonly barrier: BarrierName;
  readonly schoolId: SchoolId;
  readonly signs: readonly SignFound[];
  /** Over all schools and barriers that could be compared. */
  readonly p: number;
  readonly raised: boolean;
}

const logOdds = ({ yes, of }: SignCount): number => Math.log((yes + 0.5) / (of - yes + 0.5));
const variance = ({ yes, of }: SignCount): number => 1 / (yes + 0.5) + 1 / (of - yes + 0.5);

/** How far the others are apart beyond chance (DerSimonian and Laird, Controlled Clinical Trials 7, 1986), at least as usual. */
function spreadOf(others: readonly SignCount[]): number {
  const weights = others.map((each) => 1 / variance(each));
  const sum = weights.reduce((total, each) => total + each, 0);
  const middle = others.reduce((total, each, place) => total + (weights[place] ?? 0) * logOdds(each), 0) / sum;
  const heterogeneity = others.reduce(
    (total, each, place) => total + (weights[place] ?? 0) * (logOdds(each) - middle) ** 2,
    0,
  );
  const scale = sum - weights.reduce((total, each) => total + each * each, 0) / sum;
  const found = scale > 0 ? (heterogeneity - (others.length - 1)) / scale : 0;
  return Math.max(usualSpread ** 2, found);
}

/** One school beside the others: the chance of a share so high. Exported for its calibration. */
export function higherThanOthers(here: SignCount, others: readonly SignCount[]): number {
  const spread = spreadOf(others);
  const weights = others.map((each) => 1 / (variance(each) + spread));
  const sum = weights.reduce((total, each) => total + each, 0);
  const middle = others.reduce((total, each, place) => total + (weights[place] ?? 0) * logOdds(each), 0) / sum;
  return upperTail((logOdds(here) - middle) / Math.sqrt(variance(here) + spread + 1 / sum));
}

const tellable = ({ yes, of }: SignCount): boolean => yes >= leastShowing && of - yes >= leastShowing;

/**
 * Whether those of the others who are not told, each by itself, would be told by all others together less those who are: on each side of
 * the sign they must be nobody, or ten people of two schools at least, and where all of them are known to be under ten so few that none
 * of them is left fewer values than anybody's group.
 */
function tellsRest(others: readonly SignCount[]): boolean {
  const rest = others.filter((one) => !tellable(one));
  const tells = (side: (one: SignCount) => number): boolean => {
    const counts = rest.map(side);
    const sum = counts.reduce((total, one) => total + one, 0);
    const most = counts.some((one) => one >= leastShowing)
      ? Infinity
      : counts.length * (leastShowing - 1) - (leastGroup - 1);
    return sum > 0 && (sum < leastShowing || sum > most);
  };
  return rest.length === 1 || tells(({ yes }) => yes) || tells(({ yes, of }) => of - yes);
}

/** Null where the sign is not known of enough people here or elsewhere to be compared. */
function signFound(sign: SignName, here: SignCount, rest: readonly SignCount[]): SignFound | null {
  const others = rest.filter(({ of }) => of >= leastKnown);
  if (here.of < leastKnown || others.length < leastOthers) return null;
  const together = others.reduce((sum, { yes, of }) => ({ yes: sum.yes + yes, of: sum.of + of }), { yes: 0, of: 0 });
  const untold = { sign, here: null, others: null, difference: null };
  if (here.yes < leastShowing) return { ...untold, p: 1 };
  const p = higherThanOthers(here, others);
  // Where nearly everybody shows it, it speaks; how many do not is not told.
  if (!tellable(here)) return { ...untold, p };
  const told = tellable(together) && !tellsRest(others);
  return { sign, here, others: told ? together : null, difference: told ? differenceOf(here, together) : null, p };
}

/** What each sign says of each school. */
function everySign(tables: ReadonlyMap<SchoolId, Table>): (sign: SignName, schoolId: SchoolId) => SignFound | null {
  const found = new Map<string, SignFound | null>();
  for (const sign of new Set(Object.values(barriers).flatMap(({ signs }): readonly SignName[] => signs))) {
    const counts = [...tables].map(([id, table]) => ({ id, count: signCount(table, sign) }));
    for (const { id, count } of counts) {
      const rest = counts.flatMap((other) => (other.id === id ? [] : [other.count]));
      found.set(`${sign} ${id}`, signFound(sign, count, rest));
    }
  }
  return (sign, schoolId) => found.get(`${sign} ${schoolId}`) ?? null;
}

/** What the signs of every barrier say of every school; a school’s table is that of its last cohorts together. */
export function barriersIn(tables: ReadonlyMap<SchoolId, Table>): readonly BarrierFound[] {
  const saidOf = everySign(tables);
  const found = [...tables.keys()].flatMap((schoolId) =>
    barrierNames.flatMap((barrier) => {
      const said = barriers[barrier].signs.flatMap((sign) => saidOf(sign, schoolId) ?? []);
      return said.length < leastSigns ? [] : [{ barrier, schoolId, signs: said }];
    }),
  );
  const together = ({ signs }: Pick<BarrierFound, 'signs'>): number =>
    partialConjunction(
      signs.map(({ p }) => p),
      leastSigns,
    );
  const ps = holm(found.map(together));
  return found.map((each, place) => ({ ...each, p: ps[place] ?? 1, raised: (ps[place] ?? 1) <= falseAlarms }));
}

/** The tables of a school's cohorts put together. */
export const togetherBySchool = (
  places: readonly { readonly schoolId: SchoolId; readonly table: Table }[],
): ReadonlyMap<SchoolId, Table> => {
  const ids = [...new Set(places.map(({ schoolId }) => schoolId))].sort();
  return new Map(
    ids.map((id) => [id, merged(places.filter(({ schoolId }) => schoolId === id).map(({ table }) => table))]),
  );
};
