// Where does a wave stand, in numbers?
// One job counts and writes the document that pages read (decision R8), at most every two seconds, and less often when
// counting takes long, so that it never takes more than a twentieth of the time. The counts go through both collections
// in order of id, so a message that changes meanwhile is still counted once (requirement E2).
import type { SchoolId } from '../../domain/alumni/ids.js';
import { stuckAfterHours } from '../../domain/waves/message.js';
import type { SchoolProgress, Wave, WaveId, WaveProgress } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

interface Tally {
  candidates: number;
  byTelephone: number;
  accepted: number;
  readonly exclusions: Record<string, number>;
  readonly invitations: Record<string, number>;
  readonly steps: Record<string, Record<string, number>>;
  readonly answered: Record<string, number>;
  readonly groups: Record<string, { invited: number; completed: number; started: number }>;
  held: number;
  stuck: number;
}

const more = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** The counts of a wave, by school. */
export const countProgress =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (waveId: WaveId): Promise<WaveProgress> => {
    const asOf = clock.now();
    const tallies = new Map<SchoolId, Tally>();
    const tallyOf = (school: SchoolId): Tally => {
      const known = tallies.get(school);
      if (known !== undefined) return known;
      const fresh: Tally = {
        ...{ candidates: 0, byTelephone: 0, accepted: 0, exclusions: {}, invitations: {}, steps: {} },
        ...{ answered: {}, groups: {}, held: 0, stuck: 0 },
      };
      tallies.set(school, fresh);
      return fresh;
    };
    for await (const invitation of store.invitations.each(waveId)) {
      const { schoolId, state, exclusion, group = 'unknown', lastStep, byTelephone } = invitation;
      const tally = tallyOf(schoolId);
      tally.candidates += 1;
      if (byTelephone === true) tally.byTelephone += 1;
      if (state === 'excluded') {
        more(tally.exclusions, exclusion ?? 'excluded');
        continue;
      }
      more(tally.invitations, state);
      const theirs = (tally.groups[group] ??= { invited: 0, completed: 0, started: 0 });
      theirs.invited += 1;
      if (state === 'started') theirs.started += 1;
      if (state !== 'completed') continue;
      theirs.completed += 1;
      if (lastStep !== undefined) more(tally.answered, lastStep);
    }
    let lastAccepted = '';
    const stuckBefore = new Date(asOf.getTime() - stuckAfterHours * 3_600_000);
    for await (const message of store.messages.each(waveId)) {
      const { schoolId, alumnusId, stepId, state, heldUntil, firstAttemptAt } = message;
      if (schoolId === undefined || stepId === undefined) continue;
      const tally = tallyOf(schoolId);
      more((tally.steps[stepId] ??= {}), state);
      if (heldUntil !== undefined) tally.held += 1;
      if (state === 'deferred' && firstAttemptAt !== undefined && firstAttemptAt <= stuckBefore) tally.stuck += 1;
      if (state !== 'accepted' || alumnusId === undefined || alumnusId === lastAccepted) continue;
      tally.accepted += 1; // the messages of one person come together
      lastAccepted = alumnusId;
    }
    const schools = [...tallies].map(([schoolId, tally]): SchoolProgress => ({ schoolId, ...tally }));
    return { asOf, schools: schools.sort((a, b) => (a.schoolId < b.schoolId ? -1 : 1)) };
  };

const leastBetween = 2_000;

/** Counts the waves that are under way again, each when its turn has come. */
export const refreshProgress = ({ store, clock }: Pick<Tools, 'store' | 'clock'>) => {
  const nextTurn = new Map<WaveId, number>();
  return async (): Promise<void> => {
    const underWay: readonly Wave[] = await store.waves.inStates(['freezing', 'running', 'paused', 'closing']);
    for (const { id } of underWay) {
      if (performance.now() < (nextTurn.get(id) ?? 0)) continue;
      const began = performance.now();
      await store.waves.saveProgress(id, await countProgress({ store, clock })(id));
      const took = performance.now() - began;
      nextTurn.set(id, began + Math.max(leastBetween, 20 * took));
    }
  };
};
