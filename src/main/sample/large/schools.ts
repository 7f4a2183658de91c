// The invented trust of the large demonstration: thirty schools under names that no school has, each with its size and the day on which
// it joined. Nobody in it exists.
import type { School } from '../../../domain/alumni/alumnus.js';
import type { SchoolId } from '../../../domain/alumni/ids.js';
import { localDate } from '../../../domain/calendar/local-date.js';
import { randomFrom } from '../random.js';

export interface LargeSchool {
  readonly school: School;
  /** Leavers of one summer. */
  readonly leavers: number;
}

// prettier-ignore
const names = [
  'Alderbrook', 'Beckfoot Mill', 'Cinderhill', 'Dovecote', 'Emberley', 'Fernside', 'Gorsefield', 'Hazelbank', 'Inglemoor',
  'Jackdaw Lane', 'Kingcup', 'Larkrise', 'Millpond', 'Netherby', 'Oakapple', 'Pinfold', 'Quarrybank', 'Rowan Gate', 'Sallow Green',
  'Tansy Hill', 'Underwood', 'Vetchfield', 'Wrenfold', 'Yarrow', 'Ashpole', 'Bramblewick', 'Coppice Row', 'Drovers', 'Elmstead',
  'Foxglove',
] as const;

/** How many schools there can be. */
export const mostSchools = names.length;

/** The first so many schools, the same for the same seed. */
export function largeSchools(
  seed: number,
  {
    count,
    joinedLate,
    joined,
    before,
    crowded,
  }: {
    readonly count: number;
    /** The place of the school that joined in September of `joined`; the others did before the year given. */
    readonly joinedLate: number;
    readonly joined: number;
    readonly before: number;
    /** Places of schools with many leavers. */
    readonly crowded: readonly number[];
  },
): readonly LargeSchool[] {
  const random = randomFrom(seed ^ 0x5c4001);
  return names.slice(0, count).map((name, place) => {
    const [usual, earlier] = [30 + random.below(31), 1 + random.below(9)];
    const since = place === joinedLate ? joined : before - earlier;
    return {
      leavers: crowded.includes(place) ? 70 + (usual % 16) : usual,
      school: {
        id: name.toLowerCase().replaceAll(' ', '-') as SchoolId,
        name: `${name} ${place % 3 === 0 ? 'School' : 'Academy'} (invented)`,
        urn: String(998_001 + place),
        laestab: `998/${4001 + place}`,
        joinedTrustOn: localDate(`${since}-09-01`),
      },
    };
  });
}
