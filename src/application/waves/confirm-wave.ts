// May this wave begin?
// A person typed how many people it goes to. The number is counted again: where it differs from what they saw, nothing
// happens and they are told the new one (look, section 4: sending asks for a typed count).
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { checkContactPlan, type FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import { stateAfter } from '../../domain/waves/transitions.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { waveAct, waveToChange } from './acts.js';
import { dryRun } from './dry-run.js';
import { mailMayLeave } from './sending-domain.js';
import { currentVersions } from './letters/letter-book.js';

type Confirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly why: 'not-a-draft' | 'nobody' | 'sending-domain' }
  | { readonly kind: 'refused'; readonly why: 'count-differs'; readonly count: number }
  | { readonly kind: 'refused'; readonly why: 'plan'; readonly problems: readonly FoundPlanProblem[] };

/** Confirms a draft; a job then freezes its audience. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const confirmWave =
  (tools: Pick<Tools, 'store' | 'signer' | 'settings' | 'clock' | 'newId' | 'sendingDomain'>) =>
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
    const { eligible } = await dryRun(tools)(viewer, waveId, { fresh: true });
    if (eligible === 0) return { kind: 'refused', why: 'nobody' };
    if (typedCount !== eligible) return { kind: 'refused', why: 'count-differs', count: eligible };
    if (!(await mailMayLeave(tools))) return { kind: 'refused', why: 'sending-domain' };
    const changed = await store.waves.change(
      wave,
      { state, confirmedBy: viewer.staffId, letters: await currentVersions(tools) },
      { audit: [waveAct(tools, viewer, 'wave.confirmed', wave.id)] },
    );
    if (!changed) throw new ChangedMeanwhile();
    return { kind: 'confirmed' };
  };
