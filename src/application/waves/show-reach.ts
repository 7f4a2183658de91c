// Whom of a cohort can the trust still reach, by school, and in which waves to come (Y1)?
// Goes through the cohort's people in batches, within the viewer's schools, with the rules that waves go by; keeps sums, and
// the first names of those who are about to be lost, for whoever may see people by name.
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { occurrencesOf, pointName, type Occurrence } from '../../domain/waves/programme.js';
import { noReach, reachOf, withReach, type LostReason, type ReachSums } from '../../domain/waves/reach.js';
import type { Tools } from '../tools.js';
import { readStops } from './audience.js';
import { currentProgrammes } from './programmes.js';

const batch = 500;
/** As many waves to come as a page can show side by side. */
const wavesAhead = 6;
const namesShown = 200;

/** A wave that is to come. */
export interface WaveAhead {
  readonly name: string;
  readonly on: LocalDate;
}

/** Somebody who could not be written to in the next wave. */
export interface AboutToBeLost {
  readonly id: AlumnusId;
  readonly name: string;
  readonly school: string;
  readonly why: LostReason;
}

/** The Reach page. */
export interface Reach {
  readonly cohortId: CohortId | null;
  readonly cohorts: readonly { readonly id: CohortId; readonly name: string }[];
  readonly waves: readonly WaveAhead[];
  readonly schools: readonly { readonly name: string; readonly sums: ReachSums }[];
  readonly all: ReachSums;
  /** The first of them, in order of school and id; there may be more. */
  readonly lost: readonly AboutToBeLost[];
}

const nameOf = ({ point, years }: Occurrence): string =>
  point.id === 'yearly' ? `yearly check, ${years} ${years === 1 ? 'year' : 'years'} on` : pointName(point.id);

/** The page for one cohort, the newest where none is named. */
export const showReach =
  (tools: Pick<Tools, 'store' | 'clock' | 'signer' | 'settings'>) =>
  async (viewer: Viewer, asked?: CohortId): Promise<Reach> => {
    const { store, clock, settings } = tools;
    const today = londonDate(clock.now());
    const counts = await store.alumni.countByCohort(viewer.schools);
    const ids = [...new Set(counts.map(({ cohortId }) => cohortId))].sort(
      (a, b) => b.slice(-4).localeCompare(a.slice(-4)) || b.localeCompare(a),
    );
    const cohorts = ids.map((id) => ({ id, name: cohortName(id) }));
    const cohortId = asked !== undefined && ids.includes(asked) ? asked : (ids[0] ?? null);
    const cohort = cohortId === null ? null : parseCohortId(cohortId);
    if (cohortId === null || cohort === null) {
      return { cohortId: null, cohorts, waves: [], schools: [], all: noReach(0), lost: [] };
    }
    const programmes = await currentProgrammes(tools);
    const waves = programmes
      .filter(({ id, offFor }) => id === cohort.stage && !offFor.includes(cohortId))
      .flatMap((programme) => occurrencesOf(programme, cohort.leavingYear))
      .filter(({ anchor }) => anchor >= today)
      .slice(0, wavesAhead)
      .map((occurrence) => ({ name: nameOf(occurrence), on: occurrence.anchor }));
    const days = { today, waves: waves.map(({ on }) => on), publicTaskMonths: settings.publicTaskMonths };

    const schools = (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));
    const sums = new Map<SchoolId, ReachSums>(schools.map(({ id }) => [id, noReach(waves.length)]));
    let all = noReach(waves.length);
    const lost: AboutToBeLost[] = [];
    for (let after = ''; ;) {
      const people = await store.alumni.candidates({
        ...{ cohortId, after, limit: batch },
        schoolIds: schools.map(({ id }) => id),
      });
      const verdictOn = await readStops(tools, people, { schools });
      for (const person of people) {
        const reach = reachOf(person, days, (on) => verdictOn(person, on));
        sums.set(person.schoolId, withReach(sums.get(person.schoolId) ?? noReach(waves.length), reach));
        all = withReach(all, reach);
        if (reach.lost !== null && lost.length < namesShown) {
          lost.push({
            id: person.id,
            name: `${person.name.toUse ?? person.name.given} ${person.name.family}`,
            school: schools.find(({ id }) => id === person.schoolId)?.name ?? person.schoolId,
            why: reach.lost,
          });
        }
      }
      const last = people.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
    return {
      ...{ cohortId, cohorts, waves, all, lost },
      schools: schools
        .map(({ id, name }) => ({ name, sums: sums.get(id) ?? noReach(waves.length) }))
        .filter((row) => row.sums.people > 0),
    };
  };
