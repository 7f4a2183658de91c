// Which standing plans rule, and how are they changed?
// The newest version of each; until somebody makes one, the version that comes with Onward. A change is a new version beside
// the old one (architecture, section 1, line 7); waves that are drafted already keep their own.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { addDays, localDate } from '../../domain/calendar/local-date.js';
import { checkContactPlan, kindOfStep, type FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import { pointIds, type Programme, type ProgrammeId, type WavePoint } from '../../domain/waves/programme.js';
import { year11V1, year13V1 } from '../../domain/waves/programmes/leavers-v1.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

const shipped: Readonly<Record<ProgrammeId, Programme>> = { y11: year11V1, y13: year13V1 };
const mostVersions = 50;

/** The programme of one kind of leaver as it rules now. */
export const programmeOf = async ({ store }: Pick<Tools, 'store'>, id: ProgrammeId): Promise<Programme> =>
  (await store.programmes.versions(id, 1))[0] ?? shipped[id];

/** Every programme as it rules now. */
export const currentProgrammes = (tools: Pick<Tools, 'store'>): Promise<readonly Programme[]> =>
  Promise.all([programmeOf(tools, 'y11'), programmeOf(tools, 'y13')]);

/** A programme with its earlier versions, newest first. Throws NotFound. */
export const showProgramme =
  ({ store }: Pick<Tools, 'store'>) =>
  async (id: string): Promise<readonly [Programme, ...Programme[]]> => {
    if (id !== 'y11' && id !== 'y13') throw new NotFound();
    const [newest, ...earlier] = await store.programmes.versions(id, mostVersions);
    return newest === undefined ? [shipped[id]] : [newest, ...earlier, shipped[id]];
  };

/** What is changed: one wave point, or one cohort turned on or off. */
export type ProgrammeChange =
  | { readonly kind: 'point'; readonly point: WavePoint }
  | { readonly kind: 'cohort'; readonly cohortId: CohortId; readonly on: boolean };

/** Makes the next version. Throws NotFound, and ChangedMeanwhile when somebody made it first. */
export const changeProgramme =
  ({ store, clock, newId, settings }: Pick<Tools, 'store' | 'clock' | 'newId' | 'settings'>) =>
  async (
    viewer: Viewer,
    { id, version, change }: { readonly id: string; readonly version: number; readonly change: ProgrammeChange },
  ): Promise<
    | { readonly kind: 'changed'; readonly version: number }
    | { readonly kind: 'refused'; readonly problems: readonly FoundPlanProblem[] }
  > => {
    const [stands] = await showProgramme({ store })(id);
    if (stands.version !== version) throw new ChangedMeanwhile();
    if (change.kind === 'point') {
      const problems = problemsOf(change.point, settings.contactHours);
      if (problems.length > 0) return { kind: 'refused', problems };
    }
    const madeAt = clock.now();
    const next: Programme = { ...changed(stands, change), version: version + 1, madeBy: viewer.staffId, madeAt };
    const act = change.kind === 'point' ? 'programme.point-changed' : 'programme.cohort-switched';
    const what = change.kind === 'point' ? change.point.id : `${change.cohortId} ${change.on ? 'on' : 'off'}`;
    const kept = await store.programmes.insert(next, [
      {
        ...{ id: newId(), at: madeAt, actor: { kind: 'staff', id: viewer.staffId }, act },
        ...{ subject: `programme:${id}`, reason: `version ${next.version}: ${what}` },
      },
    ]);
    if (!kept) throw new ChangedMeanwhile();
    return { kind: 'changed', version: next.version };
  };

function changed(stands: Programme, change: ProgrammeChange): Programme {
  if (change.kind === 'cohort') {
    const others = stands.offFor.filter((cohort) => cohort !== change.cohortId);
    return { ...stands, offFor: change.on ? others : [...others, change.cohortId].sort() };
  }
  const points = [...stands.points.filter(({ id }) => id !== change.point.id), change.point];
  return { ...stands, points: points.sort((a, b) => pointIds.indexOf(a.id) - pointIds.indexOf(b.id)) };
}

/** The same rules as for a wave, on days that stand for themselves. */
function problemsOf(point: WavePoint, hours: Tools['settings']['contactHours']): readonly FoundPlanProblem[] {
  const anchor = localDate(`2027-${point.anchor}`);
  const steps = point.steps.map(({ id, afterDays, at }) => ({
    ...{ id, kind: kindOfStep[id], on: addDays(anchor, afterDays), at },
  }));
  return checkContactPlan({ steps, closesOn: addDays(anchor, point.closesAfterDays) }, { today: anchor, hours });
}
