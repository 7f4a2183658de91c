// Which hypotheses do the counts of answers and offers raise, and what becomes of them on the board?
// Counted anew where rows changed, tested over the last three cohorts of each kind of leaver, and raised as a card once a school and
// barrier and year; a card that stands is told what the detector sees now, beside whatever people do with it. Safe to run twice and
// at once: a card's id says what it is about.
import { cohortId, parseCohortId, stages, type Stage } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import { isOpen, type BarrierCard, type DetectorSigns } from '../../domain/insight/barrier-card.js';
import { barriers, barriersIn, togetherBySchool, type BarrierFound } from '../../domain/insight/barrier-detector.js';
import type { Tools } from '../tools.js';
import { countSignsDue, signTables } from './count-signs.js';

/** Over how many of the last cohorts a school is looked at (Y18). */
export const pooledCohorts = 3;

/** The last cohorts of a stage of which anybody is counted, oldest first. */
export const lastCohorts = (places: readonly { readonly cohortId: CohortId }[], stage: Stage): readonly CohortId[] => {
  const years = places.flatMap((place) => {
    const cohort = parseCohortId(place.cohortId);
    return cohort?.stage === stage ? [cohort.leavingYear] : [];
  });
  return [...new Set(years)]
    .sort((one, other) => one - other)
    .slice(-pooledCohorts)
    .map((year) => cohortId(stage, year));
};

/** What the detector sees of every school and barrier over these cohorts. */
export async function lookForBarriers(
  tools: Pick<Tools, 'store' | 'vault'>,
  cohorts: readonly CohortId[],
): Promise<readonly BarrierFound[]> {
  return barriersIn(togetherBySchool(await signTables(tools, cohorts)));
}

const hintOf = ({ signs }: BarrierFound): string =>
  `Raised by the detector: ${signs.filter(({ here }) => here !== null).length} signs could be compared with the other schools, and at least three of them speak at once. It is a hypothesis about a group and says nothing about anybody in it.`;

/** Counts, looks and keeps the board up to date; gives how many cards it raised. */
export const findBarriers =
  (tools: Pick<Tools, 'store' | 'vault' | 'clock' | 'newId'>) =>
  async (): Promise<{ readonly counted: number; readonly raised: number }> => {
    const { store, clock, newId } = tools;
    const places = await store.rollups.places();
    let [counted, raised] = [0, 0];
    for (const stage of stages) {
      const cohorts = lastCohorts(places, stage);
      const last = cohorts.at(-1);
      if (last === undefined) continue;
      counted += await countSignsDue(tools)(cohorts);
      const fresh = (await store.barrierSigns.ofCohorts(cohorts)).filter(({ marked, lookedAt }) => lookedAt !== marked);
      if (fresh.length === 0) continue;
      const cards = await store.barriers.list('every-school');
      for (const found of await lookForBarriers(tools, cohorts)) {
        const { barrier, schoolId, signs, p } = found;
        const asOf = clock.now();
        const detected: DetectorSigns = { signs, p, raised: found.raised, asOf, cohorts };
        const id = `${barrier}~${schoolId}~${last}`;
        const stands = cards.find(
          (card) =>
            card.id === id ||
            (card.barrier === barrier && card.place === schoolId && card.id.includes(`~${stage}-`) && isOpen(card)),
        );
        if (stands !== undefined) {
          await store.barriers.note(stands.id, { detected });
          continue;
        }
        if (!found.raised) continue;
        const card: BarrierCard = {
          ...{ id, place: schoolId, barrier, title: barriers[barrier].title, hint: hintOf(found) },
          ...{ stage: 'hint', detected, openedAt: asOf, steps: [{ at: asOf, act: 'raised' }], version: 1 },
        };
        const audit = { id: newId(), at: asOf, actor: { kind: 'system' }, act: 'barrier.raised' } as const;
        if (await store.barriers.insert(card, { ...audit, subject: `barrier:${id}` })) raised += 1;
      }
      // Last, so that whatever stopped on the way to here is looked at again.
      await store.barrierSigns.noteLooked(fresh);
    }
    return { counted, raised };
  };
