// At which places of study do people stay, beside what was to be expected?
// Those still there after a year of university, or nine months of college, by place and by course (issue 8, item 4). Each share
// stands as it is, and partly pooled, so that small numbers do not shout; a place is told to be above or below its benchmark only
// where the pooled interval is. Whoever was lost sight of counts for as long as they were seen: the share is Kaplan and Meier's,
// of so many people as Peto counts them, so that a place is told however many left it. Nothing here is a ranking.
import type { StayKind } from '../destinations/stay.js';
import { countSeen, type Audience } from '../statistics/disclosure.js';
import { wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { partiallyPooled, type PooledShare } from '../statistics/shrinkage.js';
import { stayingBy, type staysIn } from './retention.js';
import { leftBy, lostBefore, stillIn, stillMonths, stillThere, whyAlone, type StillWhy } from './still-there.js';

/** The kinds of stay whose places have names on a list. */
export const fitKinds = ['university', 'further-education'] as const satisfies readonly StayKind[];
export type FitKind = (typeof fitKinds)[number];

type Stays = ReturnType<typeof staysIn>;

/** What a place is held against. */
export interface FitBenchmark {
  readonly share: number;
  /** The publisher's figure of all students of the place, or all of our own former students together. */
  readonly what: 'official' | 'ours';
}

/** All of a school or the trust as somebody may see it; figures are null where they are withheld. */
export interface FitWhole {
  /** As the audience sees it; null where it is hidden. */
  readonly people: number | null;
  readonly plain: ({ readonly share: number } & Interval) | null;
  /** How low and high the share could be, whatever became of those not seen so long. */
  readonly bounds: Interval | null;
  readonly why: StillWhy | null;
}

/** One place or course. */
export interface FitFigure extends FitWhole {
  /** UKPRN, or the two digits of a subject; empty where it is on no list. */
  readonly name: string;
  readonly pooled: PooledShare | null;
  readonly benchmark: FitBenchmark | null;
  readonly against: 'above' | 'below' | 'cannot-tell' | null;
}

function boundsOfStays(stays: Stays, months: number): Interval {
  const { yes: left, of: people } = leftBy(stays, months);
  const lost = lostBefore(stays, months);
  return people === 0 ? { low: 0, high: 1 } : { low: (people - left - lost) / people, high: (people - left) / people };
}

const plainOf = (still: Proportion) => ({ share: still.yes / still.of, ...wilson(still) });

/** Where the interval lies; the ends count as inside. */
const sideOf = ({ low, high }: Interval, share: number): NonNullable<FitFigure['against']> =>
  low > share ? 'above' : high < share ? 'below' : 'cannot-tell';

/** Those still there at each place on a list, for pooling others beside them. */
export const placesOf = (stays: Stays, kind: FitKind): readonly Proportion[] =>
  stayingBy(stays, 'provider').flatMap(({ name, staying }) =>
    name === '' ? [] : (stillThere(staying.curve, stillMonths[kind]) ?? []),
  );

/** The courses of all other places, for pooling the courses of one beside them. */
export function coursesElsewhere(stays: Stays, provider: string, kind: FitKind): readonly Proportion[] {
  const others = stays.filter((stay) => stay.provider !== provider && stay.provider !== '');
  return placesOf(
    others.map((stay) => ({ ...stay, provider: `${stay.provider}/${stay.subject}` })),
    kind,
  );
}

export interface Fit {
  /** All together. */
  readonly all: FitWhole;
  /** The largest first, never by what they show. */
  readonly parts: readonly FitFigure[];
}

interface Asked {
  readonly by: 'provider' | 'subject';
  readonly kind: FitKind;
  readonly audience: Audience;
  /** Of the parts of these by name, and of them all (null), what must be hidden for what stands beside it. */
  readonly hidden: {
    readonly share: (part: string | null) => boolean;
    readonly people: (part: string | null) => boolean;
  };
  /** The publisher's share of a part, where a file says one. */
  readonly official: (name: string) => number | null;
  /** What parts without an official figure are held against: all of the trust's; null where that is not told. */
  readonly ours: number | null;
  /** Groups beside which the parts are pooled, where they are not all: other schools' places, or courses elsewhere. */
  readonly beside?: readonly Proportion[];
}

/** The share of all of the trust still there; null where the audience may not be told it. */
export const shareStillThere = (stays: Stays, kind: FitKind, audience: Audience): number | null => {
  const still = whyAlone(stays, kind, audience) === null ? stillIn(stays, kind) : null;
  return still === null ? null : still.yes / still.of;
};

/** How many are still there at each part, by number of people. */
export function fitOf(own: Stays, asked: Asked): Fit {
  const { by, kind, official, ours, beside = [] } = asked;
  const known = stayingBy(own, by).map(({ name, staying, stays }) => ({
    ...{ name, stays, still: stillThere(staying.curve, stillMonths[kind]) },
  }));
  const measured = known.filter(({ name, still }) => name !== '' && still !== null);
  const pooled = partiallyPooled([...measured.flatMap(({ still }) => still ?? []), ...beside]);
  const parts = known.map(({ name, still, stays }): FitFigure => {
    const whole = seen(stays, name, asked);
    const none = { name, pooled: null, benchmark: null, against: null };
    if (whole.plain === null || still === null) return { ...whole, ...none };
    const share = pooled?.shares[measured.findIndex((one) => one.name === name)] ?? null;
    const said = official(name);
    const benchmark: FitBenchmark | null =
      said !== null ? { share: said, what: 'official' } : ours === null ? null : { share: ours, what: 'ours' };
    const against = benchmark === null ? null : sideOf(share ?? wilson(still), benchmark.share);
    return { ...whole, name, pooled: share, benchmark, against };
  });
  return { all: seen(own, null, asked), parts };
}

/** How the audience sees the whole (null), or a part of it. */
function seen(stays: Stays, part: string | null, { kind, audience, hidden }: Asked): FitWhole {
  const still = stillIn(stays, kind);
  const why = whyAlone(stays, kind, audience) ?? (hidden.share(part) ? 'small-side' : null);
  const people = hidden.people(part) ? null : countSeen(leftBy(stays, stillMonths[kind]).of, audience);
  return why !== null || still === null
    ? { people, plain: null, bounds: null, why: why ?? 'not-long-enough' }
    : { people, plain: plainOf(still), bounds: boundsOfStays(stays, stillMonths[kind]), why: null };
}
