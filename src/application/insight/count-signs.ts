// How many people of a school's cohort show which sign of a barrier, and what did they say of school?
// Everybody is read once, in batches; what is sealed beside their statements is opened, counted and let go of. What is kept is the
// table alone, sealed, because a small count in it would tell of somebody (requirement P5). That sealed answers were opened to be
// counted is one row of the log a run (decision R19).
import type { AlumnusId, CohortId } from '../../domain/alumni/ids.js';
import {
  byTimeKnown,
  firstSaidAs,
  standingClaims,
  type ClaimDetail,
  type ClaimId,
} from '../../domain/destinations/claim.js';
import type { OutcomeRow } from '../../domain/destinations/outcome.js';
import { readStay } from '../../domain/destinations/stay.js';
import { tallySigns, type PersonHeard } from '../../domain/insight/barrier-signs.js';
import { tallyVoice } from '../../domain/insight/school-voice.js';
import { merged, type CountedPlace, type Table } from '../../domain/insight/reports.js';
import { townOfProvider } from '../../reference/index.js';
import { signsId, type CountedSigns } from '../../store/index.js';
import { detailPlace } from '../destinations/detail-place.js';
import type { Tools } from '../tools.js';

const batch = 200;
const signsPlace = (place: CountedPlace): string => `barriersigns/${signsId(place)}`;

type Needs = Pick<Tools, 'store' | 'vault' | 'clock' | 'newId'>;

async function heardOf({ store, vault }: Needs, rows: readonly OutcomeRow[]): Promise<readonly PersonHeard[]> {
  const ids = rows.map(({ id }) => id);
  const sealed = await store.destinationRecords.withSealed(ids);
  const people = await store.alumni.findMany(ids);
  const toldBy = (id: AlumnusId): PersonHeard['told'] => {
    const { claims = [], details = [] } = sealed.get(id) ?? {};
    const latestFirst = [...standingClaims(claims)].sort(byTimeKnown).reverse();
    return latestFirst.flatMap((claim) => {
      // What was said, and what a reviewer read in their own words.
      const ids = [claim.id, `${firstSaidAs(claim, claims)}~coded` as ClaimId];
      return details
        .filter(({ claimId }) => ids.includes(claimId))
        .map(({ claimId, sealed: held }) => ({
          activity: claim.activity,
          detail: vault.open(held, detailPlace(id, claimId)) as ClaimDetail,
        }));
    });
  };
  return rows.map((row) => {
    const planning = people.get(row.id)?.planning;
    return {
      row,
      ...(planning !== undefined && { planning }),
      told: toldBy(row.id),
      town: townOfProvider(readStay(row.stay)?.provider ?? ''),
    };
  });
}

/** The table of one place, and of how many people it was made. */
async function countSigns(tools: Needs, { cohortId, schoolId }: CountedPlace) {
  const [signs, voice] = [tallySigns(), tallyVoice()];
  let [people, waiting]: [number, OutcomeRow[]] = [0, []];
  const take = async (): Promise<void> => {
    for (const person of await heardOf(tools, waiting)) {
      signs.add(person);
      voice.add(person);
      people += 1;
    }
    waiting = [];
  };
  for await (const row of tools.store.outcomes.each(cohortId, schoolId)) {
    waiting.push(row);
    if (waiting.length === batch) await take();
  }
  await take();
  return { people, table: merged([signs.table(), voice.table()]) };
}

/** Counts anew each place of these cohorts whose rows changed since it was counted; gives how many it counted. Repeating it does no harm. */
export const countSignsDue =
  (tools: Needs) =>
  async (cohorts: readonly CohortId[]): Promise<number> => {
    const { store, vault, clock, newId } = tools;
    const held = new Map((await store.barrierSigns.ofCohorts(cohorts)).map((each) => [signsId(each), each]));
    const due = (await store.rollups.ofCohorts('quality', cohorts)).filter(
      (rollup) => held.get(signsId(rollup))?.marked !== rollup.marked,
    );
    let all = 0;
    for (const { schoolId, cohortId, marked } of due) {
      const place = { schoolId, cohortId };
      const countedAt = clock.now();
      const { people, table } = await countSigns(tools, place);
      await store.barrierSigns.replace({ ...place, marked, countedAt, sealed: vault.seal(table, signsPlace(place)) });
      all += people;
    }
    if (due.length > 0) {
      const reason = `${all} people of ${due.length} cohorts, kept as counts`;
      const row = { id: newId(), at: clock.now(), actor: { kind: 'system' }, act: 'sealed-answers.counted' } as const;
      await store.auditEvents.append([{ ...row, subject: 'insight:signs', reason }]);
    }
    return due.length;
  };

/** The tables of these cohorts, opened. */
export async function signTables(
  { store, vault }: Pick<Tools, 'store' | 'vault'>,
  cohorts: readonly CohortId[],
): Promise<readonly (Omit<CountedSigns, 'sealed'> & { readonly table: Table })[]> {
  return (await store.barrierSigns.ofCohorts(cohorts)).map(({ sealed, ...counted }) => ({
    ...counted,
    table: vault.open(sealed, signsPlace(counted)) as Table,
  }));
}
