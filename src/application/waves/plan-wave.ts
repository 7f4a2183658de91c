// How does a wave come to be, and how does one of its steps move?
// A draft is a plan that `checkContactPlan` found nothing wrong with. A step keeps its id when it moves, so nothing is
// sent twice (decision R2); one whose moment has come does not move any more.
import type { SchoolId, CohortId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate, LocalTime } from '../../domain/calendar/local-date.js';
import { londonDate, londonTime } from '../../domain/calendar/london-time.js';
import { findQuestionnaire } from '../../domain/survey/catalogue.js';
import { findCatalogue } from '../../domain/waves/letters/catalogue.js';
import { checkContactPlan, suggestedPlan, type FoundPlanProblem } from '../../domain/waves/contact-plan.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import type { QuestionnaireRef, Step, StepId, Wave, WaveId } from '../../domain/waves/wave.js';
import { knownDays } from '../../reference/index.js';
import { ChangedMeanwhile, NotAllowed, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { waveAct, waveToChange } from './acts.js';
import { longestTickMs } from './change-wave-state.js';
import { askedOnce, type QuietDay } from './quiet-days.js';

/** A plan to begin with, from today on. */
export const suggestPlan =
  ({ clock, settings }: Pick<Tools, 'clock' | 'settings'>) =>
  (): ReturnType<typeof suggestedPlan> => {
    const at = clock.now();
    const now = { date: londonDate(at), time: londonTime(at) };
    return suggestedPlan(now, settings.contactHours, knownDays, settings.suggestToday);
  };

/** What is wrong with days and times, as things stand now; nothing is kept. */
export const checkPlan =
  ({ clock, settings }: Pick<Tools, 'clock' | 'settings'>) =>
  (plan: Pick<WavePlan, 'steps' | 'closesOn'>): readonly FoundPlanProblem[] =>
    checkContactPlan(plan, { today: londonDate(clock.now()), hours: settings.contactHours });

/** A wave as a scheduler plans it. */
export interface WavePlan {
  readonly title: string;
  readonly cohortId: CohortId;
  readonly schoolIds: readonly SchoolId[];
  readonly questionnaire: QuestionnaireRef;
  /** English where absent. */
  readonly language?: string;
  readonly steps: readonly Step[];
  readonly closesOn: LocalDate;
  /** Whether answers are thanked for by mail. */
  readonly thanks?: boolean;
}

/**
 * Keeps a draft; refused with what is wrong with the plan. Throws NotAllowed for schools outside the viewer's and NotFound
 * for a questionnaire that is not published or a language that there is not.
 */
export const draftWave =
  ({ store, clock, newId, settings }: Pick<Tools, 'store' | 'clock' | 'newId' | 'settings'>) =>
  async (
    viewer: Viewer,
    plan: WavePlan,
  ): Promise<
    | { readonly kind: 'drafted'; readonly waveId: WaveId }
    | { readonly kind: 'refused'; readonly problems: readonly FoundPlanProblem[] }
  > => {
    if (plan.schoolIds.length === 0 || !plan.schoolIds.every((school) => covers(viewer.schools, school))) {
      throw new NotAllowed();
    }
    if (findQuestionnaire(plan.questionnaire) === null) throw new NotFound();
    if (plan.language !== undefined && findCatalogue(plan.language) === null) throw new NotFound();
    const problems = checkPlan({ clock, settings })(plan);
    if (problems.length > 0) return { kind: 'refused', problems };
    const waveId = newId() as WaveId;
    const wave: Wave = { id: waveId, ...plan, state: 'draft', createdBy: viewer.staffId, revision: 1 };
    await store.waves.insert(wave, clock.now(), [waveAct({ clock, newId }, viewer, 'wave.drafted', waveId)]);
    return { kind: 'drafted', waveId };
  };

/** Moves one step of a wave to another day and time. Throws ChangedMeanwhile when somebody was faster. */
export const moveStep =
  (
    { store, clock, newId, settings }: Pick<Tools, 'store' | 'clock' | 'newId' | 'settings'>,
    completeFollowUps: () => Promise<void>,
  ) =>
  async (
    viewer: Viewer,
    move: {
      readonly waveId: string;
      readonly revision: number;
      readonly stepId: StepId;
      readonly on: LocalDate;
      readonly at: LocalTime;
      /** The quiet day that was told of, and is meant. */
      readonly anyway?: string | undefined;
    },
  ): Promise<
    | { readonly kind: 'moved' }
    | QuietDay
    | { readonly kind: 'refused'; readonly why: 'already-begun' | 'wave-over' }
    | { readonly kind: 'refused'; readonly why: 'plan'; readonly problems: readonly FoundPlanProblem[] }
  > => {
    const wave = await waveToChange({ store }, viewer, move.waveId);
    if (wave.revision !== move.revision) throw new ChangedMeanwhile();
    if (['closing', 'closed', 'cancelled'].includes(wave.state)) return { kind: 'refused', why: 'wave-over' };
    const now = clock.now();
    const begun = (step: Step): boolean => wave.state !== 'draft' && stepMoment(step) <= now;
    const step = wave.steps.find((each) => each.id === move.stepId);
    if (step === undefined || begun(step)) return { kind: 'refused', why: 'already-begun' };
    const movedStep: Step = { ...step, on: move.on, at: move.at };
    const steps = wave.steps.map((each) => (each === step ? movedStep : each));
    const today = londonDate(now);
    const problems = checkContactPlan({ steps, closesOn: wave.closesOn }, { today, hours: settings.contactHours })
      // Steps that have begun stand where they stood.
      .filter(({ problem, step: id }) => problem !== 'before-today' || id === move.stepId);
    if (problems.length > 0) return { kind: 'refused', why: 'plan', problems };
    const quiet = askedOnce(wave, move);
    if (quiet !== null) return quiet;
    const changed = await store.waves.change(
      wave,
      {
        steps,
        ...(wave.state === 'draft' ? { plannedBy: viewer.staffId } : {}),
        ...(wave.moved === undefined ? {} : { moved: wave.moved.filter((each) => each.step !== move.stepId) }),
      },
      {
        audit: [waveAct({ clock, newId }, viewer, 'wave.step-moved', wave.id)],
        // Once more when every planner that still knew the old plan is done: it may have written down the old moment.
        followUps:
          wave.state === 'draft'
            ? []
            : [
                { id: newId(), kind: 'move-due', stepId: move.stepId },
                {
                  ...{ id: newId(), kind: 'move-due', stepId: move.stepId },
                  notBefore: new Date(now.getTime() + longestTickMs),
                },
              ],
      },
    );
    if (!changed) throw new ChangedMeanwhile();
    await completeFollowUps();
    return { kind: 'moved' };
  };
