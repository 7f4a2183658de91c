// How long do former students of a school or the trust stay where they began, in which months do they leave, and at which places?
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { stayKinds, type StayKind } from '../../domain/destinations/stay.js';
import { stayingBy, stayingOf, stayingWithheld, staysIn, type Staying } from '../../domain/insight/retention.js';
import { merged } from '../../domain/insight/reports.js';
import { leastShown } from '../../domain/statistics/disclosure.js';
import type { Proportion } from '../../domain/statistics/proportion.js';
import type { SeenPoint, SurvivalPoint } from '../../domain/statistics/survival.js';
import { nameLists, subjectGroupName } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import { countGivenAway, eachBeside, shareGivenAway, tablesBeside } from './beside.js';
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
  readonly staying: SeenStaying;
}

export interface ShownStaying extends WhoseFigures, AsOf {
  readonly over: readonly CohortId[];
  readonly kind: StayKind;
  readonly staying: SeenStaying;
  /** Of studies alone; to leaders of the last cohorts together alone, since one year beside them would tell of another. */
  readonly byProvider: readonly StayingPart[];
  readonly bySubject: readonly StayingPart[];
}

/** Without numbers of people: those at the start of a curve are all of its place. */
const sharesOf = ({ curve, ...staying }: Staying): SeenStaying => ({
  ...{ ...staying, people: null, left: null },
  curve: curve.map(({ atRisk: _atRisk, left: _left, ...shares }) => shares),
});

/** The curve for the audience, and without what would give away a school or year beside it. */
async function stayingSeen(
  tools: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  over: readonly CohortId[],
  kind: StayKind,
  staying: Staying,
): Promise<SeenStaying> {
  if (whose.audience === 'team') return staying;
  const beside = await tablesBeside(tools, 'stays', whose, over);
  const curves = eachBeside(beside, (table) => stayingOf(staysIn(table, kind), whose.audience));
  const size = ({ people }: Staying): number => people;
  const leavers = ({ people, left }: Staying): Proportion => ({ yes: left, of: people });
  const isTold = !shareGivenAway(curves, leavers, (one) => size(one) > 0 && one.why !== null);
  const seen = isTold ? staying : stayingWithheld(staying);
  const hidden = countGivenAway(curves, size, (one) => size(one) > 0 && size(one) < leastShown);
  return { ...sharesOf(seen), people: hidden ? null : staying.people };
}

type WorkedOut = Pick<ShownStaying, 'staying' | 'byProvider' | 'bySubject' | 'countedAt' | 'due'>;

async function workOut(
  tools: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  over: readonly CohortId[],
  kind: StayKind,
): Promise<WorkedOut> {
  const rollups = await tools.store.rollups.ofCohorts('stays', over);
  const school = whose.school?.id ?? null;
  const bySchool = [...new Set(rollups.map(({ schoolId }) => schoolId))].map((id) => ({
    school: id,
    stays: staysIn(merged(rollups.filter(({ schoolId }) => schoolId === id).map(({ table }) => table)), kind),
  }));
  const own = rollups.filter(({ schoolId }) => school === null || schoolId === school);
  const stays = staysIn(merged(own.map(({ table }) => table)), kind);
  const studies = kind === 'university' || kind === 'further-education';
  const { audience } = whose;
  const isTold = studies && (audience === 'team' || over.join() === cohortsAsked(whose, undefined).join());
  const parts = (by: 'provider' | 'subject', nameOf: (code: string) => string | null): readonly StayingPart[] =>
    (isTold ? stayingBy(bySchool, by, { audience, school }) : []).map(({ name, staying }) => ({
      name: nameOf(name),
      // Of places and subjects beside their whole, how many people stand at each would tell of the small ones.
      staying: audience === 'team' ? staying : sharesOf(staying),
    }));
  return {
    ...asOfTables(own),
    staying: await stayingSeen(tools, whose, over, kind, stayingOf(stays, audience)),
    byProvider: parts('provider', (ukprn) => nameLists.provider.find(ukprn)?.name ?? null),
    bySubject: parts('subject', subjectGroupName),
  };
}

/** The curve of a kind, and by place and subject. Throws NotFound for a school outside the viewer's. */
export const showStaying = ({ store }: Pick<Tools, 'store'>) => {
  const remember = remembering<WorkedOut>({ store }, 'stays');
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
