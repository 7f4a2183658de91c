// At which places of study do people stay, beside what was to be expected?
// Those still there after a year of university, or nine months of college, by place and by course (issue 8, item 4). Each share
// stands as it is, and partly pooled, so that small numbers do not shout; a place is told to be above or below its benchmark only
// where the pooled interval is. Whoever was lost sight of counts for as long as they were seen: the share is Kaplan and Meier's,
// of so many people as Peto counts them, so that a place is told however many left it. Nothing here is a ranking.
import type { StayKind } from '../destinations/stay.js';
import {
  countSeen,
  isSmall,
  leastForShare,
  leastShown,
  withheld,
  type Audience,
  type Withheld,
} from '../statistics/disclosure.js';
import { wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { partiallyPooled, type PooledShare } from '../statistics/shrinkage.js';
import { worthAt, type SurvivalPoint } from '../statistics/survival.js';
import { hiddenInGrid } from './hidden-grid.js';
import { stayingBy, stayingOf, type StaysBySchool, type staysIn } from './retention.js';

/** The kinds of stay whose places have names on a list. */
export const fitKinds = ['university', 'further-education'] as const satisfies readonly StayKind[];
export type FitKind = (typeof fitKinds)[number];

/** After how many months it is looked whether they are still there: OfS counts a year and 15 days; a college year is nine months. */
export const fitMonths: Readonly<Record<FitKind, number>> = { university: 12, 'further-education': 9 };

type Stays = ReturnType<typeof staysIn>;

/** `not-long-enough`: too few were seen for so many months. */
export type FitWhy = Withheld | 'not-long-enough';

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
  readonly why: FitWhy | null;
}

/** One place or course. */
export interface FitFigure extends FitWhole {
  /** UKPRN, or the two digits of a subject; empty where it is on no list. */
  readonly name: string;
  readonly pooled: PooledShare | null;
  readonly benchmark: FitBenchmark | null;
  readonly against: 'above' | 'below' | 'cannot-tell' | null;
}

/** So many still there of so many; null where the curve does not reach so far. Not whole where people were lost sight of. */
export function stillThere(curve: readonly SurvivalPoint[], months: number): Proportion | null {
  // Where everybody has left there is no later month.
  const place = curve.findIndex(({ month, staying }) => month === months || (month < months && staying === 0));
  const point = curve[place];
  return point === undefined ? null : { yes: point.atRisk - point.left, of: worthAt(curve, place) };
}

const count = (stays: Stays, which: (stay: Stays[number]) => boolean): number =>
  stays.filter(which).reduce((sum, stay) => sum + stay.count, 0);
const leftBy = (stays: Stays, months: number): number => count(stays, (stay) => stay.left && stay.months <= months);

function boundsOfStays(stays: Stays, months: number): Interval {
  const people = count(stays, () => true);
  const left = leftBy(stays, months);
  const lost = count(stays, (stay) => !stay.left && stay.months < months);
  return people === 0 ? { low: 0, high: 1 } : { low: (people - left - lost) / people, high: (people - left) / people };
}

const plainOf = (still: Proportion) => ({ share: still.yes / still.of, ...wilson(still) });

/** Where the interval lies; the ends count as inside. */
const sideOf = ({ low, high }: Interval, share: number): NonNullable<FitFigure['against']> =>
  low > share ? 'above' : high < share ? 'below' : 'cannot-tell';

/** Those still there of all, as they are. */
const stillIn = (stays: Stays, kind: FitKind): Proportion | null =>
  stillThere(stayingOf(stays, 'team').curve, fitMonths[kind]);

/** Why a share is not shown by itself. */
function whyAlone(stays: Stays, kind: FitKind, audience: Audience): FitWhy | null {
  const months = fitMonths[kind];
  const { people, why, curve } = stayingOf(stays, 'team');
  const still = stillThere(curve, months);
  if (why !== null) return why;
  if (still === null) return 'not-long-enough';
  if (audience === 'team') return null;
  if (still.of < leastForShare - 1e-6) return 'too-few';
  return isSmall(still.yes) ? 'small-side' : withheld({ yes: leftBy(stays, months), of: people }, audience);
}

/** Those still there at each place on a list, for pooling others beside them. */
export const placesOf = (stays: Stays, kind: FitKind): readonly Proportion[] =>
  stayingBy([{ school: '', stays }], 'provider', { audience: 'team' }).flatMap(({ name, staying }) =>
    name === '' ? [] : (stillThere(staying.curve, fitMonths[kind]) ?? []),
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
  /** The school asked for; null for the trust. */
  readonly school: string | null;
  readonly by: 'provider' | 'subject';
  readonly kind: FitKind;
  readonly audience: Audience;
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

/** How many are still there at each part, by number of people; hidden last, with all schools and parts in view. */
export function fitOf(bySchool: StaysBySchool, asked: Asked): Fit {
  const { school, by, kind, official, ours, beside = [] } = asked;
  const own = bySchool.filter((one) => school === null || one.school === school).flatMap(({ stays }) => stays);
  const seen = seenIn(bySchool, asked);
  const known = stayingBy([{ school: '', stays: own }], by, { audience: 'team' }).map(({ name, staying }) => ({
    ...{ name, still: stillThere(staying.curve, fitMonths[kind]) },
    stays: own.filter((stay) => stay[by] === name),
  }));
  const measured = known.filter(({ name, still }) => name !== '' && still !== null);
  const pooled = partiallyPooled([...measured.flatMap(({ still }) => still ?? []), ...beside]);
  const parts = known.map(({ name, still, stays }): FitFigure => {
    const whole = seen(stays, name);
    const none = { name, pooled: null, benchmark: null, against: null };
    if (whole.plain === null || still === null) return { ...whole, ...none };
    const share = pooled?.shares[measured.findIndex((one) => one.name === name)] ?? null;
    const said = official(name);
    const benchmark: FitBenchmark | null =
      said !== null ? { share: said, what: 'official' } : ours === null ? null : { share: ours, what: 'ours' };
    const against = benchmark === null ? null : sideOf(share ?? wilson(still), benchmark.share);
    return { ...whole, name, pooled: share, benchmark, against };
  });
  return { all: seen(own, null), parts };
}

/** How the audience sees the whole, or a part of it. */
function seenIn(bySchool: StaysBySchool, { school, by, kind, audience }: Asked) {
  const all = bySchool.flatMap((one) => one.stays.map((stay) => ({ school: one.school, part: stay[by], stay })));
  const cells = all.map((one) => ({ ...one, yes: one.stay.left ? one.stay.count : 0, of: one.stay.count }));
  const at = new Map<string, Stays[number][]>();
  for (const { school: one, part, stay } of audience === 'team' ? [] : all) {
    for (const name of [`${one}~${part}`, `*~${part}`, `${one}~*`, '*~*']) {
      const some = at.get(name);
      if (some === undefined) at.set(name, [stay]);
      else some.push(stay);
    }
  }
  const alone = (one: string | null, part: string | null): boolean =>
    whyAlone(at.get(`${one ?? '*'}~${part ?? '*'}`) ?? [], kind, audience) !== null;
  const never = (): boolean => false;
  const hiddenShare = audience === 'team' ? never : hiddenInGrid(cells, (_count, one, part) => alone(one, part));
  const hiddenCount = audience === 'team' ? never : hiddenInGrid(cells, ({ of }) => of < leastShown, { rounded: true });
  return (stays: Stays, part: string | null): FitWhole => {
    const still = stillIn(stays, kind);
    const why = whyAlone(stays, kind, audience) ?? (hiddenShare(school, part) ? 'small-side' : null);
    const people = hiddenCount(school, part)
      ? null
      : countSeen(
          count(stays, () => true),
          audience,
        );
    return why !== null || still === null
      ? { people, plain: null, bounds: null, why: why ?? 'not-long-enough' }
      : { people, plain: plainOf(still), bounds: boundsOfStays(stays, fitMonths[kind]), why: null };
  };
}
