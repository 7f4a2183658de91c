// How does a confirmed wave get its invitations, however often this is interrupted?
// In batches in order of id: each candidate becomes an invitation or a named exclusion (requirement E1, decision R4). Ids
// are repeatable, so a batch that was half written is written again, and the first decision about somebody stands. Sending
// begins only when the counts agree with what stands in the store. One wave of a cohort is frozen at a time (advance-waves).
import { dueMoment } from '../../domain/waves/due-messages.js';
import { invitationId, type Invitation } from '../../domain/waves/invitation.js';
import { laneOf } from '../../domain/waves/pacing.js';
import { total } from '../../domain/waves/progress.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import type { Freezing, LaneCount, Step, Wave } from '../../domain/waves/wave.js';
import { settleMerged } from '../people/end-invitations.js';
import type { Tools } from '../tools.js';
import { judgedBatches, type Judged } from './audience.js';
import { modulesOfWave } from './modules.js';
import { openingsFor } from './openings.js';

type FreezeTools = Pick<Tools, 'store' | 'signer' | 'settings' | 'log' | 'texts'>;

const beginning: Freezing = { position: '', candidates: 0, invited: 0, excluded: 0, lanes: [], done: false };
/** Receiving domains that are told apart; those that come after so many others have few people each. */
const mostLanes = 200;

/** Freezes the audience from where it stands and sets the wave running; gives up quietly when somebody else changed it. */
export const freezeAudience =
  (tools: FreezeTools) =>
  async (wave: Wave): Promise<void> => {
    const { store, log } = tools;
    if (await store.imports.isOpenFor(wave.cohortId)) return; // people are still coming in; the next tick tries again (R18)
    let current = wave;
    const step = async (change: Parameters<typeof store.waves.change>[1]): Promise<boolean> => {
      const changed = await store.waves.change(current, change);
      current = { ...current, ...change, revision: current.revision + 1 };
      return changed;
    };
    const toInvitation = invitationsOf(tools, wave, await modulesOfWave(tools, wave));

    let counted = wave.freezing ?? beginning;
    let kept = Promise.resolve(true);
    for await (const batch of judgedBatches(tools, wave, wave.freezing?.position)) {
      const fresh = batch.map(toInvitation);
      const there = await store.invitations.insertNew(fresh);
      await settleMerged(
        { store },
        batch.map(({ person }) => person.id),
      );
      // An earlier try may have decided otherwise: the first decision stands, and is what counts.
      const stood =
        there.length === 0 ? new Map<Invitation['id'], Invitation>() : await store.invitations.findMany(there);
      const out = fresh.filter((each) => (stood.get(each.id) ?? each).state === 'excluded').length;
      counted = {
        position: batch.at(-1)?.person.id ?? '',
        candidates: counted.candidates + batch.length,
        invited: counted.invited + batch.length - out,
        excluded: counted.excluded + out,
        lanes: withLanes(counted.lanes ?? [], batch),
        done: false,
      };
      // How far it came is kept while the next batch is written: a batch that is there already is found again, not lost.
      if (!(await kept)) return;
      kept = step({ freezing: counted });
      kept.catch(() => undefined); // told where it is waited for
    }
    if (!(await kept)) return;

    const freezing = counted;
    const byState = await store.invitations.countByState(wave.id);
    const agree =
      total(byState) === freezing.candidates &&
      (byState['excluded'] ?? 0) === freezing.excluded &&
      freezing.invited + freezing.excluded === freezing.candidates;
    if (!agree) {
      log.warn('The counts of a wave do not agree; its audience is counted again.', { wave: wave.id });
      await step({ freezing: beginning });
      return;
    }
    const state = stateAfter(current.state, 'run');
    if (state !== null) await step({ state, freezing: { ...freezing, done: true } });
  };

/** Makes the invitation, or the exclusion, of somebody who was judged for the wave. */
function invitationsOf(
  { settings }: Pick<Tools, 'settings'>,
  wave: Wave,
  modulesOf: Awaited<ReturnType<typeof modulesOfWave>>,
): (judged: Judged) => Invitation {
  const first = wave.steps[0];
  if (first === undefined) throw new RangeError(`The wave ${wave.id} has no steps.`);
  const waitingFor = (step: Step) => ({
    nextStep: step.id,
    nextDueAt: dueMoment(step, undefined, openingsFor(settings, wave)),
  });
  const next = waitingFor(first);
  // Whom no mail reaches waits for the text, where there is one; the phone queue finds them on its day, as all without an answer.
  const text = wave.steps.find(({ kind }) => kind === 'text');
  const byTelephone = { byTelephone: true, ...(text === undefined ? {} : waitingFor(text)) } as const;
  return ({ person, verdict }) => {
    const planned = person.final ?? person.intended;
    const candidate = {
      id: invitationId(wave.id, person.id),
      waveId: wave.id,
      alumnusId: person.id,
      schoolId: person.schoolId,
      cohortId: person.cohortId,
      questionnaire: wave.questionnaire,
      ...(planned === undefined ? {} : { group: planned.activity }),
    };
    if (verdict.kind === 'excluded') return { ...candidate, state: 'excluded', exclusion: verdict.reason };
    const modules = modulesOf(person.schoolId);
    const asked = { ...candidate, ...(modules.length > 0 && { modules }) };
    if (verdict.kind === 'by-telephone') return { ...asked, state: 'invited', ...byTelephone };
    return { ...asked, state: 'invited', addressNumber: verdict.address.number, ...next };
  };
}

/** The counts by receiving domain with those of one batch more; the largest first. */
function withLanes(before: readonly LaneCount[], batch: readonly Judged[]): readonly LaneCount[] {
  const counts = new Map(before.map(({ lane, count }) => [lane, count]));
  for (const { verdict } of batch) {
    if (verdict.kind !== 'eligible') continue;
    const lane = laneOf(verdict.address.value);
    const count = counts.get(lane);
    if (count !== undefined || counts.size < mostLanes) counts.set(lane, (count ?? 0) + 1);
  }
  return [...counts].map(([lane, count]) => ({ lane, count })).sort((a, b) => b.count - a.count);
}
