// How does a confirmed wave get its invitations, however often this is interrupted?
// In batches of 500 in order of id: each candidate becomes an invitation or a named exclusion (requirement E1, decision
// R4). Ids are repeatable, so a batch that was half written is written again; what is counted is what stands in the
// store. Sending begins only when the counts agree.
import { dueMoment } from '../../domain/waves/due-messages.js';
import { invitationId, type Invitation } from '../../domain/waves/invitation.js';
import { total } from '../../domain/waves/progress.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import type { Freezing, Wave } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { candidateBatches, judge } from './audience.js';

type FreezeTools = Pick<Tools, 'store' | 'signer' | 'settings' | 'log'>;

const beginning: Freezing = { position: '', candidates: 0, invited: 0, excluded: 0, done: false };

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

    for await (const batch of candidateBatches(tools, current, current.freezing?.position)) {
      const { candidates, invited, excluded } = current.freezing ?? beginning;
      const fresh = (await judge(tools, current, batch)).map(({ person, verdict }) =>
        toInvitation(tools, current, person, verdict),
      );
      await store.invitations.insertNew(fresh);
      // An earlier try may have decided otherwise: the first decision stands, and is what counts.
      const stored = await store.invitations.findMany(fresh.map((each) => each.id));
      const out = [...stored.values()].filter((each) => each.state === 'excluded').length;
      const went = await step({
        freezing: {
          position: batch.at(-1)?.id ?? '',
          candidates: candidates + batch.length,
          invited: invited + stored.size - out,
          excluded: excluded + out,
          done: false,
        },
      });
      if (!went) return;
    }

    const freezing = current.freezing ?? beginning;
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

function toInvitation(
  { settings }: Pick<Tools, 'settings'>,
  wave: Wave,
  person: Awaited<ReturnType<typeof judge>>[number]['person'],
  verdict: Awaited<ReturnType<typeof judge>>[number]['verdict'],
): Invitation {
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
  // Nothing is sent to them, so no step is waited for: the phone queue finds them on its day, as those without an answer.
  if (verdict.kind === 'by-telephone') return { ...candidate, state: 'invited', byTelephone: true };
  const first = wave.steps[0];
  if (first === undefined) throw new RangeError(`The wave ${wave.id} has no steps.`);
  return {
    ...candidate,
    state: 'invited',
    addressNumber: verdict.address.number,
    nextStep: first.id,
    nextDueAt: dueMoment(first, undefined, settings.contactHours),
  };
}
