// How long do former students of a school or the trust stay where they began, in which months do they leave, and at which places?
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { stayKinds, type StayKind } from '../../domain/destinations/stay.js';
import {
  monthAlone,
  stayingBy,
  stayingOf,
  stayingWithheld,
  staysIn,
  type Staying,
} from '../../domain/insight/retention.js';
import { merged } from '../../domain/insight/reports.js';
import { curveBeside, staysHidden, type PlacedStays, type Some } from '../../domain/insight/stays-beside.js';
import { stillMonths, whyAlone, type StillWhy } from '../../domain/insight/still-there.js';
import type { SeenPoint, SurvivalPoint } from '../../domain/statistics/survival.js';
import { nameLists, subjectGroupName } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import { standingWith } from './beside.js';
import { placedStays } from './placed-stays.js';
import { remembering } from './remembering.js';
import { asOfTables, cohortsAsked, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** How some people stayed as the viewer may see it: leaders see how many left, and how many are left, as shares of the curve alone. */
export interface SeenStaying extends Omit<Staying, 'people' | 'left' | 'curve'> {
  readonly curve: readonly (SeenPoint & Partial<Pick<SurvivalPoint, 'atRisk' | 'left'>>)[];
  /** Null where leaders could work out others from it. */
  readonly people: number | null;
  readonly left: number | null;
}

/** One provider or subject; `name` is null where it is on no list. */
export interface StayingPart {
  readonly name: string | null;
  readonly staying: Omit<SeenStaying, 'why'> & { readonly why: StillWhy | null };
}

export interface ShownStaying extends WhoseFigures, AsOf {
  readonly over: readonly CohortId[];
  readonly kind: StayKind;
  readonly staying: SeenStaying;
  /**
   * Of studies alone; to leaders at the one month that the pages of places tell, and of the last cohorts together alone, since one year
   * beside them would tell of another.
   */
  readonly byProvider: readonly StayingPart[];
  readonly bySubject: readonly StayingPart[];
}

/** Without numbers of people: those at the start of a curve are all of its place. */
const shares = (curve: Staying['curve']): SeenStaying['curve'] =>
  curve.map(({ atRisk: _atRisk, left: _left, ...shares }) => shares);

const nameOf = {
  provider: (ukprn: string): string | null => nameLists.provider.find(ukprn)?.name ?? null,
  subject: subjectGroupName,
};

type Parts = ReturnType<typeof stayingBy>;
type Seen = Pick<ShownStaying, 'staying' | 'byProvider' | 'bySubject'>;

/** The stays of the school or the trust as leaders see them, beside `all` of every school. */
function seenByLeaders(
  all: readonly PlacedStays[],
  kind: StayKind,
  { school, cohort }: Pick<Required<Some>, 'school' | 'cohort'>,
  { stays, byProvider, bySubject }: { stays: ReturnType<typeof staysIn>; byProvider: Parts; bySubject: Parts },
): Seen {
  const hidden = staysHidden(all, kind);
  const part = (by: 'provider' | 'subject', { name, stays: some, staying }: Parts[number]): StayingPart => {
    const beside = hidden.share({ school, [by]: name }) ? ('small-side' as const) : null;
    const why = whyAlone(some, kind, 'leaders') ?? beside;
    const curve = why === null ? shares(monthAlone(staying.curve, stillMonths[kind])) : [];
    return { name: nameOf[by](name), staying: { people: null, left: null, curve, why } };
  };
  const own = curveBeside(all, kind, { school, cohort });
  const isGone = hidden.share({ school, cohort }) && whyAlone(stays, kind, 'leaders') !== 'not-long-enough';
  const seen = own.why === null && isGone ? stayingWithheld(own) : own;
  const people = hidden.people({ school, cohort }) ? null : own.people;
  return {
    staying: { people, left: null, curve: shares(seen.curve), why: seen.why },
    byProvider: byProvider.map((each) => part('provider', each)),
    bySubject: bySubject.map((each) => part('subject', each)),
  };
}

async function workOut(
  { store }: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  over: readonly CohortId[],
  kind: StayKind,
): Promise<Seen & AsOf> {
  const { audience, school } = whose;
  const rollups = await store.rollups.ofCohorts('stays', standingWith(whose, over));
  const asked = rollups.filter(
    ({ schoolId, cohortId }) => (school === null || schoolId === school.id) && over.includes(cohortId),
  );
  const stays = staysIn(merged(asked.map(({ table }) => table)), kind);
  // To leaders one year beside the last together would tell of the others.
  const together = over.join() === cohortsAsked(whose, undefined).join();
  const isTold = (kind === 'university' || kind === 'further-education') && (audience === 'team' || together);
  const parts = (by: 'provider' | 'subject'): Parts => (isTold ? stayingBy(stays, by) : []);
  const [byProvider, bySubject] = [parts('provider'), parts('subject')];
  if (audience === 'leaders') {
    const whole = { school: school?.id ?? null, cohort: over.length === 1 ? (over[0] ?? null) : null };
    const seen = seenByLeaders(placedStays(rollups, kind), kind, whole, { stays, byProvider, bySubject });
    return { ...asOfTables(asked), ...seen };
  }
  return {
    ...{ ...asOfTables(asked), staying: stayingOf(stays, audience) },
    byProvider: byProvider.map(({ name, staying }) => ({ name: nameOf.provider(name), staying })),
    bySubject: bySubject.map(({ name, staying }) => ({ name: nameOf.subject(name), staying })),
  };
}

/** The curve of a kind, and by place and subject. Throws NotFound for a school outside the viewer's. */
export const showStaying = ({ store }: Pick<Tools, 'store'>) => {
  const remember = remembering<Seen & AsOf>({ store }, 'stays');
  return async (
    viewer: Viewer,
    asked: AskedFigures & { readonly kind?: string | undefined },
  ): Promise<ShownStaying> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const kind = askedFor('kind', asked.kind, stayKinds, 'university');
    const { audience, school, every } = whose;
    const key = [audience, school?.id ?? '', over.join(), kind, every.length].join('|');
    const worked = await remember(key, whose.cohorts, () => workOut({ store }, whose, over, kind));
    return { ...whose, ...worked, over, kind };
  };
};
