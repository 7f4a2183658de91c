// How do plans become what lasted, and where do they melt away?
// Four stations: what they meant to do, the place after results, the autumn, and what the six-month rule says. Each person goes one
// way and is counted once. Changed before it began, had a place and did not start, and left early are kept apart (Y9).
import { countSeen, withheld, type Audience, type Withheld } from '../statistics/disclosure.js';
import { boundsOf, wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { activityOfLetter } from '../destinations/way.js';
import type { OwnCell } from '../official/own-row.js';
import { lastLetters, noPlan, type Table } from './reports.js';

/** The stations, in order. */
export const stations = ['intended', 'final', 'started', 'lasted'] as const;
export type Station = (typeof stations)[number];

/** What somebody may stand at: an activity, a cell of the official row, `did-not-start`, or `not-known`. */
export type Stop = string;

/** From a stop of one station to a stop of the next. */
export interface FlowLink {
  readonly station: Station;
  readonly from: Stop;
  readonly to: Stop;
  readonly count: number;
}

/** What of a melt is shown as a share. */
export const meltParts = ['changedBefore', 'didNotStart', 'leftEarly'] as const;
export type MeltPart = (typeof meltParts)[number];

/** So many lost of those of whom it is known, and of how many people it is asked. */
export interface MeltCount extends Proportion {
  readonly people: number;
}

/**
 * What was lost between two stations, each person once. `changedBefore`: of those who meant to do something, another kind of place than
 * was meant. `didNotStart`: of those with a place or job after results, did not take it up. `leftEarly`: of those known to have begun.
 */
export type Melt = Readonly<Record<MeltPart, MeltCount>>;

interface Path {
  readonly stops: readonly Stop[];
  readonly lost: 'did-not-start' | 'left-early' | null;
  readonly count: number;
}

/** What rarely happens at a station stands together, so that no column is longer than twelve. */
const folded: Readonly<Record<string, Stop>> = {
  'deferred-place': 'gap-year',
  'not-in-education-or-work': 'looking-for-work',
};

const stopOf = (letter: string | undefined): Stop => {
  if (letter === 'x') return 'did-not-start';
  const activity = activityOfLetter(letter ?? '-');
  return activity === null ? 'not-known' : (folded[activity] ?? activity);
};

const pathsIn = (table: Table): readonly Path[] =>
  Object.entries(table).map(([name, count]) => {
    const [intended, final, started, lasted = '-', lost] = name;
    const cell: OwnCell = lastLetters[lasted] ?? 'all_unknown';
    return {
      stops: [stopOf(intended), stopOf(final), stopOf(started), cell],
      lost: lost === 'x' ? 'did-not-start' : lost === 'q' ? 'left-early' : null,
      count,
    };
  });

/** Of a table of ways the part of each plan after results, an activity or `no-plan`. */
export function byPlan(table: Table): ReadonlyMap<string, Table> {
  const parts = new Map<string, Record<string, number>>();
  for (const [name, count] of Object.entries(table)) {
    const group = activityOfLetter(name[1] ?? '-') ?? noPlan;
    const part = parts.get(group) ?? {};
    part[name] = count;
    parts.set(group, part);
  }
  return parts;
}

/** The links between the stations, the largest first, as they are. */
export function linksIn(table: Table): readonly FlowLink[] {
  const links = new Map<string, FlowLink>();
  for (const { stops, count } of pathsIn(table)) {
    stations.slice(0, -1).forEach((station, place) => {
      const [from = '', to = ''] = [stops[place], stops[place + 1]];
      const key = linkName({ station, from, to });
      links.set(key, { station, from, to, count: (links.get(key)?.count ?? 0) + count });
    });
  }
  return [...links.values()].sort((one, other) => other.count - one.count || (one.to < other.to ? -1 : 1));
}

/** What was lost on the way. */
export function meltIn(table: Table): Melt {
  const paths = pathsIn(table);
  const sum = (holds: (path: Path) => boolean): number =>
    paths.reduce((total, path) => (holds(path) ? total + path.count : total), 0);
  const known = (stop: Stop | undefined): boolean => stop !== 'not-known';
  /** Of those of `asked` whose fate is known, those to whom it happened. */
  const lostOf = (
    asked: (path: Path) => boolean,
    isKnown: (path: Path) => boolean,
    happened: (path: Path) => boolean,
  ): MeltCount => ({
    people: sum(asked),
    of: sum((path) => asked(path) && isKnown(path)),
    yes: sum((path) => asked(path) && isKnown(path) && happened(path)),
  });
  return {
    changedBefore: lostOf(
      ({ stops }) => known(stops[0]),
      ({ stops }) => known(stops[1]),
      ({ stops }) => stops[0] !== stops[1],
    ),
    // Who has a place and keeps silent in the autumn may have begun or not.
    didNotStart: lostOf(
      ({ stops }) => known(stops[1]),
      ({ stops, lost }) => known(stops[2]) || lost === 'did-not-start',
      ({ lost }) => lost === 'did-not-start',
    ),
    // Of whom nothing more is heard after the autumn may have left; while the six months still run nobody is taken for lost sight of.
    leftEarly: lostOf(
      ({ stops }) => known(stops[2]) && stops[2] !== 'did-not-start',
      ({ stops, lost }) => lost === 'left-early' || stops[3] !== 'all_unknown',
      ({ lost }) => lost === 'left-early',
    ),
  };
}

/** A share as somebody may see it. */
export interface SeenShare {
  readonly share: number | null;
  readonly interval: Interval | null;
  /** How low and high it could be, whatever became of those not heard of. */
  readonly bounds: Interval | null;
  readonly why: Withheld | null;
}
export type SeenMelt = Readonly<Record<MeltPart, SeenShare>>;

/** The melt for the audience; `beside` are parts that others beside it would give away. */
export function meltSeen(melt: Melt, audience: Audience, beside: ReadonlySet<MeltPart>): SeenMelt {
  const seen = (part: MeltPart): SeenShare => {
    const counted = melt[part];
    const why = withheld(counted, audience) ?? (beside.has(part) ? 'small-side' : null);
    if (why !== null) return { share: null, interval: null, bounds: null, why };
    const bounds = boundsOf(counted, counted.people);
    return { share: counted.yes / counted.of, interval: wilson(counted), bounds, why };
  };
  return Object.fromEntries(meltParts.map((part) => [part, seen(part)])) as SeenMelt;
}

/** Which way a link is, in one word. */
export const linkName = ({ station, from, to }: Pick<FlowLink, 'station' | 'from' | 'to'>): string =>
  `${station}|${from}|${to}`;

/** Links as somebody may see them, and how many people are on links that are not drawn. */
export interface SeenFlow {
  readonly links: readonly FlowLink[];
  /** By the station from which they lead: whether some are left out, which are too small to show. */
  readonly leftOut: readonly Station[];
}

/**
 * The links for the audience. For leaders counts go to the nearest five; those under eight are left out, and those of `beside`, which
 * together with other schools, years or the trust would give such a one away.
 */
export function flowSeen(
  links: readonly FlowLink[],
  audience: Audience,
  beside: ReadonlySet<string> = new Set(),
): SeenFlow {
  const seen = links.map((link) => ({
    ...link,
    count: beside.has(linkName(link)) ? null : countSeen(link.count, audience),
  }));
  return {
    links: seen.flatMap(({ count, ...link }) => (count === null ? [] : [{ ...link, count }])),
    leftOut: stations.filter((station) => seen.some((link) => link.station === station && link.count === null)),
  };
}
