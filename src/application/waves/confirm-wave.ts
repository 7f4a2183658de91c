// May this wave begin?
// A person typed how many people it goes to. The number is counted again: where it differs from what they saw, nothing
// happens and they are told the new one (look, section 4: sending asks for a typed count). A big wave needs two people.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { checkContactPlan, type FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import { arming } from '../../domain/waves/second-person.js';
import { letterKey } from '../../domain/waves/letters/letter.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Wave } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { waveAct, waveToChange } from './acts.js';
import { peopleReached } from './count-audience.js';
import { programmeItself } from './draft-due-waves.js';
import { dryRun } from './dry-run.js';
import { mailMayLeave } from './sending-domain.js';
import { currentVersions } from './letters/letter-book.js';

type Confirmation =
  | { readonly kind: 'confirmed' }
  /** A big wave: one of two people has agreed, and another confirms. */
  | { readonly kind: 'put-forward' }
  | { readonly kind: 'refused'; readonly why: 'not-a-draft' | 'nobody' | 'sending-domain' | 'needs-another' }
  /** No speaker has confirmed the language. */
  | { readonly kind: 'refused'; readonly why: 'language' }
  | { readonly kind: 'refused'; readonly why: 'count-differs'; readonly count: number }
  | { readonly kind: 'refused'; readonly why: 'plan'; readonly problems: readonly FoundPlanProblem[] };

/** Who planned it as it stands; null for a programme's draft that nobody has changed. */
export const plannerOf = ({ plannedBy, createdBy }: Wave): Wave['createdBy'] | null =>
  plannedBy ?? (createdBy === programmeItself ? null : createdBy);

/** Confirms a draft, or puts a big one forward for a second person; a job then freezes its audience. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const confirmWave =
  (tools: Pick<Tools, 'store' | 'signer' | 'settings' | 'clock' | 'newId' | 'sendingDomain' | 'languages' | 'texts'>) =>
  async (
    viewer: Viewer,
    { waveId, revision, typedCount }: { waveId: string; revision: number; typedCount: number },
  ): Promise<Confirmation> => {
    const { store, clock, settings } = tools;
    const wave = await waveToChange(tools, viewer, waveId);
    const state = stateAfter(wave.state, 'confirm');
    if (state === null) return { kind: 'refused', why: 'not-a-draft' };
    if (wave.revision !== revision) throw new ChangedMeanwhile();
    const problems = checkContactPlan(wave, { today: londonDate(clock.now()), hours: settings.contactHours });
    if (problems.length > 0) return { kind: 'refused', why: 'plan', problems };
    const people = peopleReached(await dryRun(tools)(viewer, waveId, { fresh: true }));
    if (people === 0) return { kind: 'refused', why: 'nobody' };
    if (typedCount !== people) return { kind: 'refused', why: 'count-differs', count: people };
    const letters = await currentVersions(tools);
    if (wave.language !== undefined && letters[letterKey('invitation', wave.language)] === undefined) {
      return { kind: 'refused', why: 'language' };
    }
    if (!(await mailMayLeave(tools))) return { kind: 'refused', why: 'sending-domain' };
    const arms = arming({
      ...{ people, above: settings.secondPersonAbove, planner: plannerOf(wave) },
      ...{ putForwardBy: wave.putForward?.by ?? null, presser: viewer.staffId },
    });
    if (arms === 'needs-another') return { kind: 'refused', why: 'needs-another' };
    if (arms === 'puts-forward') {
      const putForward = { by: viewer.staffId, at: clock.now(), count: people };
      const audit = [waveAct(tools, viewer, 'wave.put-forward', wave.id)];
      if (!(await store.waves.change(wave, { putForward }, { audit }))) throw new ChangedMeanwhile();
      return { kind: 'put-forward' };
    }
    const changed = await store.waves.change(
      wave,
      { state, confirmedBy: viewer.staffId, letters },
      { audit: [waveAct(tools, viewer, 'wave.confirmed', wave.id)] },
    );
    if (!changed) throw new ChangedMeanwhile();
    return { kind: 'confirmed' };
  };
