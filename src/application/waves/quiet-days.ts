// Does a draft write to people on quiet days, and where would its steps stand if it did not?
// Quiet days hold for everyone (Y23). A programme's draft keeps clear by itself; whoever plans by hand is told, and moves all
// steps at once, by the same rules and with the same words as the calendar.
import { notesBetween, quietName, quietReason } from '../../domain/calendar/contact-days.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { isMessageStep } from '../../domain/waves/contact-plan.js';
import { clearOfQuietDays, type LaidOut } from '../../domain/waves/lay-out.js';
import type { StepId, Wave } from '../../domain/waves/wave.js';
import { knownDays } from '../../reference/index.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { waveAct, waveToChange } from './acts.js';

type QuietTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'settings'>;

/** What a scheduler should know of a draft's days. */
export interface QuietDays {
  /** The plan clear of quiet days; null where it is clear already. */
  readonly clear: LaidOut | null;
  /** Such as Ramadan: moves nothing. */
  readonly notes: readonly string[];
}

/** The draft's quiet days. */
export const quietDaysOf =
  ({ clock, settings }: Pick<Tools, 'clock' | 'settings'>) =>
  (wave: Pick<Wave, 'steps' | 'closesOn'>): QuietDays => {
    const today = londonDate(clock.now());
    const plan = clearOfQuietDays(wave, { days: knownDays, hours: settings.contactHours, today });
    return {
      clear: plan.moves.length + plan.leftOut.length === 0 ? null : plan,
      notes: notesBetween(wave.steps[0]?.on ?? today, wave.closesOn, knownDays).map(quietName),
    };
  };

/** A step of a wave under way would go to a quiet day, for the reason given: it is asked for once more, where that is of any use. */
export interface QuietDay {
  readonly kind: 'refused';
  readonly why: 'quiet-day';
  readonly reason: string;
  /** Nobody is rung on such a day, whatever was planned. */
  readonly never: boolean;
}

/** Whether to ask once more before the step goes to the day; `anyway` is the day that was told of. A draft's page tells by itself. */
export function askedOnce(
  { state }: Pick<Wave, 'state'>,
  { stepId, on, anyway }: { readonly stepId: StepId; readonly on: LocalDate; readonly anyway?: string | undefined },
): QuietDay | null {
  const never = !isMessageStep({ id: stepId });
  const reason = state === 'draft' || (anyway === on && !never) ? null : quietReason(on, knownDays);
  return reason === null ? null : { kind: 'refused', why: 'quiet-day', reason, never };
}

/** Moves every step of a draft off quiet days; `unchanged` where none stands on one, or it is no draft any more. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const moveOffQuietDays =
  (tools: QuietTools) =>
  async (
    viewer: Viewer,
    { waveId, revision }: { readonly waveId: string; readonly revision: number },
  ): Promise<'moved' | 'unchanged'> => {
    const wave = await waveToChange(tools, viewer, waveId);
    if (wave.revision !== revision) throw new ChangedMeanwhile();
    const { clear } = quietDaysOf(tools)(wave);
    if (wave.state !== 'draft' || clear === null) return 'unchanged';
    const { steps, closesOn, moves } = clear;
    const changed = await tools.store.waves.change(
      wave,
      { steps, closesOn, moved: moves, plannedBy: viewer.staffId },
      { audit: [waveAct(tools, viewer, 'wave.off-quiet-days', wave.id)] },
    );
    if (!changed) throw new ChangedMeanwhile();
    return 'moved';
  };
