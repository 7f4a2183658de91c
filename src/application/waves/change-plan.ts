// How does a wave that is under way get one more step, or more time?
// A new step is one that was not there and lies after every message that has begun; nobody gets anything twice, because each
// step has an identity of its own (decision R2). The window grows within the life of the links (requirement T4). Both are one
// guarded write; invitations follow by a follow-up that may run again.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate, LocalTime } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { checkContactPlan, kindOfStep, type FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import type { Step, StepId, Wave } from '../../domain/waves/wave.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';
import { waveAct, waveToChange } from './acts.js';
import { longestTickMs } from './change-wave-state.js';
import { askedOnce, type QuietDay } from './quiet-days.js';

type ChangeTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'settings'>;

export type PlanChange =
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly why: 'wave-over' | 'not-new' | 'not-later' }
  | { readonly kind: 'refused'; readonly why: 'plan'; readonly problems: readonly FoundPlanProblem[] };

interface Named {
  readonly waveId: string;
  readonly revision: number;
}

/** Adds a step. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const addStep =
  (tools: ChangeTools, completeFollowUps: () => Promise<void>) =>
  async (
    viewer: Viewer,
    {
      stepId,
      on,
      at,
      anyway,
      ...named
    }: Named & {
      readonly stepId: StepId;
      readonly on: LocalDate;
      readonly at: LocalTime;
      /** The quiet day that was told of, and is meant. */
      readonly anyway?: string | undefined;
    },
  ): Promise<PlanChange | QuietDay> => {
    const wave = await waveToChange(tools, viewer, named.waveId);
    const now = tools.clock.now();
    if (wave.steps.some(({ id }) => id === stepId)) return { kind: 'refused', why: 'not-new' };
    const step: Step = { id: stepId, kind: kindOfStep[stepId], on, at };
    const begun = wave.steps.filter((each) => stepMoment(each) <= now);
    if (stepMoment(step) <= now || begun.some((each) => each.on >= on)) return { kind: 'refused', why: 'not-later' };
    const steps = [...wave.steps, step].sort((a, b) => (a.on < b.on ? -1 : 1));
    return (
      whyNot(tools, wave, named, { steps }) ??
      askedOnce(wave, { stepId, on, anyway }) ??
      changePlan(tools, completeFollowUps, { viewer, wave, change: { steps }, act: 'wave.step-added' })
    );
  };

/** Moves the last day for answers to a later one. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const extendWindow =
  (tools: ChangeTools, completeFollowUps: () => Promise<void>) =>
  async (viewer: Viewer, { closesOn, ...named }: Named & { readonly closesOn: LocalDate }): Promise<PlanChange> => {
    const wave = await waveToChange(tools, viewer, named.waveId);
    if (closesOn <= wave.closesOn) return { kind: 'refused', why: 'not-later' };
    return (
      whyNot(tools, wave, named, { closesOn }) ??
      changePlan(tools, completeFollowUps, { viewer, wave, change: { closesOn }, act: 'wave.extended' })
    );
  };

type Change = Partial<Pick<Wave, 'steps' | 'closesOn'>>;

/** Why the plan does not change so; null where it may. Throws ChangedMeanwhile. */
function whyNot(
  { clock, settings }: Pick<ChangeTools, 'clock' | 'settings'>,
  wave: Wave,
  { revision }: Named,
  change: Change,
): Exclude<PlanChange, { readonly kind: 'changed' }> | null {
  if (wave.revision !== revision) throw new ChangedMeanwhile();
  if (['closing', 'closed', 'cancelled'].includes(wave.state)) return { kind: 'refused', why: 'wave-over' };
  const today = londonDate(clock.now());
  const before = checkContactPlan(wave, { today, hours: settings.contactHours });
  const problems = checkContactPlan({ ...wave, ...change }, { today, hours: settings.contactHours })
    // What the wave has been so far stands.
    .filter((found) => !before.some(({ problem, step }) => problem === found.problem && step === found.step));
  return problems.length > 0 ? { kind: 'refused', why: 'plan', problems } : null;
}

async function changePlan(
  tools: ChangeTools,
  completeFollowUps: () => Promise<void>,
  {
    viewer,
    wave,
    change,
    act,
  }: {
    readonly viewer: Viewer;
    readonly wave: Wave;
    readonly change: Change;
    readonly act: WaveAct;
  },
): Promise<PlanChange> {
  const { store, clock, newId } = tools;
  const draft = wave.state === 'draft';
  const changed = await store.waves.change(
    wave,
    { ...change, ...(draft ? { plannedBy: viewer.staffId } : {}) },
    {
      audit: [waveAct(tools, viewer, act, wave.id)],
      // Once more when every planner that still knew the old plan is done: it may have moved somebody on past the new step.
      followUps: draft
        ? []
        : [
            { id: newId(), kind: 'plan-grew' },
            { id: newId(), kind: 'plan-grew', notBefore: new Date(clock.now().getTime() + longestTickMs) },
          ],
    },
  );
  if (!changed) throw new ChangedMeanwhile();
  await completeFollowUps();
  return { kind: 'changed' };
}
