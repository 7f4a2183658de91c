// Who has answered which wave, and can they stand for those who have not?
// Read from the progress of waves alone (decision R8): complete, partial and none by school and by what people planned. A viewer sees
// their own schools; small counts are hidden with those that would tell them (requirement Q13).
import type { School } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import {
  openShare,
  representativityOf,
  responseBy,
  responseSeen,
  responseSum,
  type Representativity,
  type SeenCounts,
  type Stratum,
} from '../../domain/insight/response-quality.js';
import type { Audience } from '../../domain/statistics/disclosure.js';
import type { Wave } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import { audienceOf } from './whose-figures.js';

const mostWaves = 40;

export interface WaveResponse {
  readonly wave: Pick<Wave, 'id' | 'title' | 'cohortId' | 'state'>;
  readonly asOf: Date;
  readonly all: SeenCounts;
  /** How wide the bounds are around any share of these answers; null where the share who answered in full is hidden. */
  readonly open: number | null;
  /** Null there too. */
  readonly representativity: Representativity | null;
  readonly bySchool: readonly { readonly school: School; readonly counts: SeenCounts }[];
  readonly byGroup: readonly { readonly name: string; readonly counts: SeenCounts }[];
}

export interface ShownResponse {
  readonly audience: Audience;
  readonly schools: readonly School[];
  readonly school: School | null;
  /** The share of those invited that is hoped for, in per cent. */
  readonly target: number;
  /** The latest first. */
  readonly waves: readonly WaveResponse[];
}

/** Strata of one wave's progress. */
function strataOf({ progress }: Wave): readonly Stratum[] {
  return (progress?.schools ?? []).flatMap(({ schoolId, groups = {} }) =>
    Object.entries(groups).map(([group, { invited, completed, started = 0 }]) => ({
      ...{ school: schoolId, group, invited, complete: completed, partial: started },
    })),
  );
}

/** The waves that have been sent. Throws CannotAsk for a school outside the viewer's. */
export const showResponse =
  ({ store, settings }: Pick<Tools, 'store' | 'settings'>) =>
  async (viewer: Viewer, asked: { readonly school?: string | undefined }): Promise<ShownResponse> => {
    const schools = (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));
    const ids: readonly string[] = schools.map(({ id }) => id);
    const id = askedFor('school', asked.school, ids, null);
    const one = schools.find((school) => school.id === id) ?? null;
    const within = (id: School['id']): boolean => (one === null ? covers(viewer.schools, id) : id === one.id);
    const audience = audienceOf(viewer);
    const waves = await store.waves.list(viewer.schools, mostWaves);
    return {
      ...{ audience, schools, school: one, target: settings.responseTarget },
      waves: waves.flatMap((wave) => {
        const everyStratum = strataOf(wave);
        const strata = everyStratum.filter(({ school }) => within(school as School['id']));
        const all = responseSum(strata);
        if (wave.progress === undefined || all.invited === 0) return [];
        const { id, title, cohortId, state } = wave;
        const own = viewer.schools === 'every-school' || one !== null ? null : viewer.schools;
        const seen = responseSeen(everyStratum, own, audience);
        const whose = one?.id ?? null;
        const counts = seen(whose, null);
        const isTold = counts.shares.complete.share !== null;
        return [
          {
            wave: { id, title, cohortId, state },
            asOf: wave.progress.asOf,
            all: counts,
            open: isTold ? openShare(all) : null,
            representativity: isTold ? representativityOf(strata) : null,
            bySchool: responseBy(strata, 'school').flatMap(({ name }) => {
              const school = schools.find((each) => each.id === name);
              return school === undefined ? [] : [{ school, counts: seen(name, null) }];
            }),
            byGroup: responseBy(strata, 'group').map(({ name }) => ({ name, counts: seen(whose, name) })),
          },
        ];
      }),
    };
  };
