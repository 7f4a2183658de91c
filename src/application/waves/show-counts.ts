// The counts of a wave as one viewer sees them: from the progress document alone (decision R8), for their schools.
// The page and its event stream use the same, so that what moves by itself is what a reload shows.
import type { School } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { funnelOf, type Funnel } from '../../domain/waves/progress.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

export interface WaveCounts {
  readonly wave: Wave;
  /** The viewer's schools of the wave. */
  readonly schools: readonly School[];
  readonly asOf: Date | null;
  readonly funnel: Funnel;
  readonly bySchool: readonly { readonly school: School; readonly funnel: Funnel }[];
  /** The share of those invited that is hoped for, in per cent. */
  readonly target: number;
}

/** The counts for a viewer. */
export function countsFor(
  { settings }: Pick<Tools, 'settings'>,
  viewer: Viewer,
  wave: Wave,
  allSchools: readonly School[],
): WaveCounts {
  const schools = allSchools.filter(({ id }) => wave.schoolIds.includes(id) && covers(viewer.schools, id));
  const progress = (wave.progress?.schools ?? []).filter((each) => covers(viewer.schools, each.schoolId));
  return {
    ...{ wave, schools, target: settings.responseTarget },
    asOf: wave.progress?.asOf ?? null,
    funnel: funnelOf(progress),
    bySchool: schools.map((school) => ({
      school,
      funnel: funnelOf(progress.filter((each) => each.schoolId === school.id)),
    })),
  };
}

/** Reads these waves once for everybody who watches one; gives each viewer's counts, or null where a wave is not theirs. */
export const watchWaves =
  ({ store, settings }: Pick<Tools, 'store' | 'settings'>) =>
  async (ids: readonly string[]): Promise<(viewer: Viewer, waveId: string) => WaveCounts | null> => {
    const [waves, schools] = await Promise.all([store.waves.findMany(ids as readonly WaveId[]), store.schools.all()]);
    return (viewer, waveId) => {
      const wave = waves.get(waveId as WaveId);
      const isTheirs = wave?.schoolIds.some((school) => covers(viewer.schools, school)) ?? false;
      return wave === undefined || !isTheirs ? null : countsFor({ settings }, viewer, wave, schools);
    };
  };
