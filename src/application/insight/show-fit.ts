// At which places of study do the former students of a school or the trust stay, beside a benchmark, and who is there now?
// From the tables of counts alone (decision R16), small numbers hidden last, with every school and place in view.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Opening } from '../../domain/destinations/telling.js';
import {
  coursesElsewhere,
  fitKinds,
  fitOf,
  placesOf,
  shareStillThere,
  type Fit,
  type FitFigure,
  type FitKind,
} from '../../domain/insight/fit.js';
import { reasonsAt, type PlaceReasons } from '../../domain/insight/place-reasons.js';
import type { Table } from '../../domain/insight/reports.js';
import type { staysIn } from '../../domain/insight/retention.js';
import { nothingHidden, staysHidden } from '../../domain/insight/stays-beside.js';
import { readReasonLines } from '../../domain/insight/told-lines.js';
import { poolingName } from '../../domain/statistics/shrinkage.js';
import { nameLists, subjectGroupName } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { alreadyThere, type AlreadyThere } from './already-there.js';
import { askedFor } from './asked-for.js';
import { continuationBySubject, continuationOf, type OfficialContinuation } from './official-continuation.js';
import { placedStays } from './placed-stays.js';
import { remembering } from './remembering.js';
import { seeingBeside } from './seeing-beside.js';
import { asOfTables, cohortsAsked, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** More places than these are not looked up in official files; they are those with most of our people. */
const mostLookedUp = 40;

export interface AskedFit extends AskedFigures {
  readonly kind?: string | undefined;
}

/** A place or course with its name; null where it is on no list. */
export interface NamedFit {
  readonly name: string;
  readonly title: string | null;
  readonly figure: FitFigure;
  readonly official: OfficialContinuation | null;
}

/** Whose places, over which cohorts and of what kind. */
interface FitAsked extends WhoseFigures {
  readonly over: readonly CohortId[];
  readonly kind: FitKind;
  /** Of the pooling: name and version. */
  readonly estimator: string;
}

export interface ShownFit extends FitAsked, AsOf {
  readonly all: Fit['all'];
  readonly places: readonly NamedFit[];
}

const providerName = (ukprn: string): string | null => nameLists.provider.find(ukprn)?.name ?? null;

async function fitAsked({ store }: Pick<Tools, 'store'>, viewer: Viewer, asked: AskedFit): Promise<FitAsked> {
  const whose = await whoseFigures({ store }, viewer, asked);
  const together = cohortsAsked(whose, undefined);
  // Leaders see the last years together alone: one year beside them would tell of another.
  const cohorts = whose.audience === 'team' ? whose.cohorts : together.length === 1 ? together : [];
  const one = askedFor('cohort', asked.cohort, cohorts, null);
  const over = one === null ? together : [one];
  const kind = askedFor('kind', asked.kind, fitKinds, 'university');
  return { ...whose, over, kind, estimator: poolingName };
}

/** The stays that were asked for and what they are laid beside. */
async function fitFrame({ store }: Pick<Tools, 'store'>, whose: FitAsked) {
  const { audience, school, trustShown, over, kind } = whose;
  const rollups = await store.rollups.ofCohorts('stays', over);
  const all = placedStays(rollups, kind);
  const of = (some: typeof all): ReturnType<typeof staysIn> => some.flatMap(({ stays }) => stays);
  const isAsked = (one: string): boolean => school === null || one === school.id;
  return {
    asOf: asOfTables(rollups.filter(({ schoolId }) => isAsked(schoolId))),
    own: of(all.filter((one) => isAsked(one.school))),
    trust: of(all),
    hidden: audience === 'team' ? nothingHidden : staysHidden(all, kind),
    asked: {
      ...{ kind, audience },
      ours: trustShown ? shareStillThere(of(all), kind, audience) : null,
    },
    // The places of the other schools, for pooling those of one school beside them.
    others: placesOf(of(all.filter((one) => !isAsked(one.school))), kind),
  };
}

/** Beside all places those of the school or the trust. */
const placesBeside = ({ hidden, others }: Awaited<ReturnType<typeof fitFrame>>, school: string | null) => ({
  ...{ by: 'provider' as const, beside: others },
  hidden: {
    share: (provider: string | null) => hidden.share({ school, provider }),
    people: (provider: string | null) => hidden.people({ school, provider }),
  },
});

/** Those with most of our people, of whom official files are looked up. */
function largest(stays: ReturnType<typeof staysIn>): readonly string[] {
  const sizes = new Map<string, number>();
  for (const { provider, count } of stays) sizes.set(provider, (sizes.get(provider) ?? 0) + count);
  return [...sizes]
    .filter(([ukprn]) => ukprn !== '')
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostLookedUp)
    .map(([ukprn]) => ukprn);
}

/** The list of places. Throws NotFound for a school outside the viewer's. */
export const showFit = ({ store }: Pick<Tools, 'store'>) => {
  const remember = remembering<Omit<ShownFit, keyof FitAsked>>({ store }, 'stays');
  return async (viewer: Viewer, asked: AskedFit): Promise<ShownFit> => {
    const whose = await fitAsked({ store }, viewer, asked);
    const { audience, school, trustShown, over, kind, every } = whose;
    const { revision } = await store.officialImports.versions('ofs-continuation');
    const key = ['fit', audience, school?.id ?? '', trustShown, over.join(), kind, every.length, revision].join('|');
    const worked = await remember(key, over, async () => {
      const frame = await fitFrame({ store }, whose);
      const { asOf, own, trust, asked: given } = frame;
      const official = await continuationOf({ store }, kind === 'university' ? largest(trust) : []);
      const { all, parts } = fitOf(own, {
        ...{ ...given, ...placesBeside(frame, school?.id ?? null) },
        official: (ukprn) => official.get(ukprn)?.share ?? null,
      });
      const places = parts.map((figure) => ({
        ...{ name: figure.name, title: providerName(figure.name), figure, official: official.get(figure.name) ?? null },
      }));
      return { ...asOf, all, places };
    });
    return { ...whose, ...worked };
  };
};

export interface ShownPlaceFit extends FitAsked, AsOf {
  readonly ukprn: string;
  readonly title: string;
  readonly place: NamedFit;
  readonly all: Fit['all'];
  readonly courses: readonly NamedFit[];
  /** By opening; of leaders who look at one school nothing, since the trust's beside it would tell of others. */
  readonly reasons: readonly PlaceReasons[];
  readonly there: AlreadyThere;
}

/** Why people left a place, and why they did not start there. */
const atPlaces = ['started-and-left', 'did-not-start'] as const satisfies readonly Opening[];

async function reasonsThere(
  tools: Pick<Tools, 'store' | 'vault'>,
  ukprn: string,
  whose: FitAsked,
): Promise<readonly PlaceReasons[]> {
  const all: PlaceReasons[] = [];
  for (const opening of atPlaces) {
    const linesOf = (table: Table) => readReasonLines(table).filter((line) => line.opening === opening);
    const { seeing } = await seeingBeside(tools, 'reasons', whose, whose.over, linesOf);
    all.push(reasonsAt(seeing, ukprn, opening));
  }
  return all;
}

/** How they fare there, and on which courses. */
async function faringThere(
  { store }: Pick<Tools, 'store'>,
  ukprn: string,
  whose: FitAsked,
): Promise<AsOf & Pick<ShownPlaceFit, 'all' | 'place' | 'courses'>> {
  const { audience, kind, school } = whose;
  const stays = await fitFrame({ store }, whose);
  const { asOf, own, trust, hidden, asked: given } = stays;
  const official = (await continuationOf({ store }, kind === 'university' ? [ukprn] : [])).get(ukprn) ?? null;
  const { all, parts } = fitOf(own, {
    ...{ ...given, ...placesBeside(stays, school?.id ?? null) },
    official: () => official?.share ?? null,
  });
  const figure = parts.find(({ name }) => name === ukprn) ?? nobodyAt(ukprn);
  const bySubject = kind === 'university' ? await continuationBySubject({ store }, ukprn) : new Map<string, never>();
  const officialOf = (name: string): OfficialContinuation | null => bySubject.get(name) ?? null;
  // Courses stand beside all of the place and the subject: leaders who look at one school see none.
  const there = audience === 'leaders' && school !== null ? [] : own.filter(({ provider }) => provider === ukprn);
  const courses = fitOf(there, {
    ...{ ...given, by: 'subject', beside: coursesElsewhere(trust, ukprn, kind) },
    hidden: {
      share: (subject) => hidden.share({ provider: ukprn, subject }),
      people: (subject) => hidden.people({ provider: ukprn, subject }),
    },
    official: (name) => officialOf(name)?.share ?? null,
  });
  return {
    ...{ ...asOf, all, place: { name: ukprn, title: providerName(ukprn), figure, official } },
    courses: courses.parts.map((one) => ({
      ...{ name: one.name, title: subjectGroupName(one.name), figure: one, official: officialOf(one.name) },
    })),
  };
}

/** One place. Throws NotFound for one that is on no list, and for a school outside the viewer's. */
export const showPlaceFit = ({ store, clock, vault }: Pick<Tools, 'store' | 'clock' | 'vault'>) => {
  const rememberFaring = remembering<Awaited<ReturnType<typeof faringThere>>>({ store }, 'stays');
  const rememberReasons = remembering<readonly PlaceReasons[]>({ store }, 'reasons');
  return async (viewer: Viewer, ukprn: string, asked: AskedFit): Promise<ShownPlaceFit> => {
    const title = /^\d{8}$/.test(ukprn) ? providerName(ukprn) : null;
    if (title === null) throw new NotFound();
    const whose = await fitAsked({ store }, viewer, asked);
    const { audience, school, trustShown, over, kind, cohorts, every } = whose;
    // Leaders see all of their schools together, since one beside them would tell of another.
    const scope = school === null || audience === 'leaders' ? viewer.schools : [school.id];
    const { revision } = await store.officialImports.versions('ofs-continuation');
    const about = [ukprn, audience, school?.id ?? '', trustShown, over.join(), kind, every.length].join('|');
    const faring = await rememberFaring(`place|${about}|${revision}`, over, () => faringThere({ store }, ukprn, whose));
    const reasons =
      audience === 'leaders' && school !== null
        ? []
        : await rememberReasons(`place|${about}`, cohorts, () => reasonsThere({ store, vault }, ukprn, whose));
    const there = await alreadyThere({ store, clock }, ukprn, { scope, audience });
    return { ...whose, ...faring, ukprn, title, reasons, there };
  };
};

const nobodyAt = (name: string): FitFigure => ({
  ...{ name, people: null, plain: null, pooled: null, bounds: null, benchmark: null, against: null },
  why: 'too-few',
});
