// What was done about a safety flag: a note of each step, somebody else told, an end (Y8).
// One guarded write each; whoever was told may do it. What is noted is sealed like what was said.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { mostSteps, wordsUntil, type FlagOutcome, type SafetyFlag } from '../../domain/survey/safety-flag.js';
import { ChangedMeanwhile } from '../errors.js';
import { flagFor, flagStepPlace, type FlagTools } from './look-at-flags.js';
import { careNow } from './settings.js';
import { tellPeople, type CareNeighbours } from './tell-people.js';

/** What was pressed. */
export type FlagAct =
  | { readonly kind: 'step'; readonly said: string }
  | { readonly kind: 'tell'; readonly staffId: string }
  | { readonly kind: 'close'; readonly outcome: FlagOutcome };

export type FlagDealt =
  | { readonly kind: 'done' }
  /** `unread`: nobody closes what nobody has read. */
  | { readonly kind: 'refused'; readonly why: 'unread' | 'no-such-person' | 'too-many' };

const acts = { step: 'safety-flag.noted', tell: 'safety-flag.told', close: 'safety-flag.closed' } as const;

/** Notes a step, tells somebody more, or closes it. Throws NotFound, ChangedMeanwhile. */
export const dealWithFlag =
  (tools: FlagTools, neighbours: CareNeighbours) =>
  async (
    viewer: Viewer,
    { id, revision, act }: { readonly id: string; readonly revision: number; readonly act: FlagAct },
  ): Promise<FlagDealt> => {
    const { store, clock, newId, vault } = tools;
    const flag = await flagFor(tools, viewer, id);
    if (flag.revision !== revision || flag.state !== 'open') throw new ChangedMeanwhile();
    const at = clock.now();
    let change: Partial<SafetyFlag>;
    if (act.kind === 'step') {
      if (flag.steps.length >= mostSteps) return { kind: 'refused', why: 'too-many' };
      const said = vault.seal(act.said, flagStepPlace(flag.id, flag.steps.length));
      change = { steps: [...flag.steps, { at, by: viewer.staffId, said }] };
    } else if (act.kind === 'tell') {
      const member = (await careNow(tools)).staff.find((each) => each.id === act.staffId);
      if (member === undefined) return { kind: 'refused', why: 'no-such-person' };
      if (flag.told.includes(member.id)) return { kind: 'done' };
      change = { told: [...flag.told, member.id], tell: [...(flag.tell ?? []), member.id] };
    } else {
      if (flag.readAt === undefined) return { kind: 'refused', why: 'unread' };
      const kept = wordsUntil(flag.raisedAt, { closedAt: at });
      change = { state: 'closed', outcome: act.outcome, closedAt: at, wordsUntil: kept };
    }
    const next = { ...flag, ...change, revision: revision + 1 };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = { id: newId(), at, actor, act: acts[act.kind], subject: `safety-flag:${flag.id}` };
    if (!(await store.safetyFlags.replace(next, audit))) throw new ChangedMeanwhile();
    await tellPeople(tools, neighbours, next);
    return { kind: 'done' };
  };
