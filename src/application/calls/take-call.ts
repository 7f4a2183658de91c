// Which call does this member of staff make now?
// Taking one is a lease on it, so that two never ring the same person; it ends by itself, and each look at the call's page
// makes it longer. Whoever has one in hand keeps it until they say what came of it or give it back.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { callLeaseMs, type Call, type CallId } from '../../domain/waves/call.js';
import { checkCall, type CallTools } from './check-call.js';

const mostLookedAt = 50;

export type Taken =
  | { readonly kind: 'taken'; readonly id: CallId }
  | { readonly kind: 'refused'; readonly why: 'somebody-rings' | 'not-now' | 'not-any-more' }
  | { readonly kind: 'nothing-due' };

/** Tries one call: takes it, or puts it right and says why not. */
async function tryCall(tools: CallTools, viewer: Viewer, call: Call): Promise<Taken> {
  const check = await checkCall(tools, call);
  if (check.kind === 'never') {
    await tools.store.calls.end(call.id, check.end);
    return { kind: 'refused', why: 'not-any-more' };
  }
  if (check.kind === 'later') {
    await tools.store.calls.postpone(call, check.at);
    return { kind: 'refused', why: 'not-now' };
  }
  const taken = await tools.store.calls.take(call.id, viewer.staffId, callLeaseMs);
  return taken === null ? { kind: 'refused', why: 'somebody-rings' } : { kind: 'taken', id: taken.id };
}

/** Takes the call named, or the next that is due; what the viewer has in hand already comes first. */
export const takeCall =
  (tools: CallTools) =>
  async (viewer: Viewer, wanted: CallId | null): Promise<Taken> => {
    const { store, clock } = tools;
    const held = await store.calls.heldBy(viewer.staffId);
    if (held?.state === 'waiting') return { kind: 'taken', id: held.id };
    if (held !== null) await store.calls.giveBack(held, viewer.staffId);
    if (wanted !== null) {
      const call = await store.calls.find(viewer.schools, wanted);
      return call?.state === 'waiting' ? tryCall(tools, viewer, call) : { kind: 'refused', why: 'not-any-more' };
    }
    for (const call of await store.calls.due(viewer.schools, clock.now(), mostLookedAt)) {
      const taken = await tryCall(tools, viewer, call);
      if (taken.kind === 'taken') return taken;
    }
    return { kind: 'nothing-due' };
  };

/** Gives back the call in hand: nobody was rung. */
export const giveCallBack =
  ({ store }: Pick<CallTools, 'store'>) =>
  async (viewer: Viewer): Promise<void> => {
    const held = await store.calls.heldBy(viewer.staffId);
    if (held !== null) await store.calls.giveBack(held, viewer.staffId);
  };
