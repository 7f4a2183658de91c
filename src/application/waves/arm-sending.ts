// How does a person let sending go on that stopped by itself?
// The page of sending shows what stands in the way: the mail server, receiving domains, and machines that do not trust the
// database (requirements E10, E11, D5). After a restore, whatever waited in the copy may have left since: it becomes of
// unknown fate, never sent again by itself, and a log of the mail server can tell what did leave.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { namedMessage } from '../../domain/waves/return-address.js';
import type { Lane, RelayState, WaitingMachine } from '../../store/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { forgetOutcomes } from './breakers.js';

/** What stands in the way of mail. */
export interface SendingView {
  readonly relay: RelayState;
  readonly lanes: readonly Lane[];
  readonly machines: readonly WaitingMachine[];
}

/** Everything that stands in the way of mail just now, but for the limits of the day, which pass by themselves. */
export const showSending =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (): Promise<SendingView> => {
    const [relay, lanes, guard] = await Promise.all([
      store.breakers.relayState(),
      store.lanes.notFree(clock.now()),
      store.sendingGuard.read(),
    ]);
    return { relay, lanes, machines: guard?.waiting ?? [] };
  };

/** Whether somebody should know of it. */
export const isHeldUp = ({ relay, lanes, machines }: SendingView): boolean =>
  relay.openedAt !== null || machines.length > 0 || lanes.length > 0;

/** Lets mail go to a receiving domain again. Throws NotFound when it was not stopped. */
export const letLaneGo =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, lane: string): Promise<void> => {
    const at = clock.now();
    if (!(await store.lanes.letGo(lane, at))) throw new NotFound();
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.auditEvents.append([{ id: newId(), at, actor, act: 'lane.resumed', subject: `lane:${lane}` }]);
  };

/**
 * Lets the machines send that ask.
 *
 * @param restored whether the database came from a copy: then everything that waits is of unknown fate from now on, and so
 *   is what came due before now and was not queued yet. Gives how many messages that were.
 */
export const armSending =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    { restored, reason }: { readonly restored: boolean; readonly reason: string },
  ): Promise<{ readonly machines: number; readonly unsure: number }> => {
    const { store, clock, newId } = tools;
    const waiting = (await store.sendingGuard.read())?.waiting ?? [];
    const at = clock.now();
    let unsure = 0;
    if (restored) {
      await store.sendingGuard.unsureUntil(at);
      unsure += await store.outbox.doubt(store.outbox.serviceLane, at);
      for (const wave of await store.waves.inStates(['running', 'paused', 'closing'])) {
        unsure += await store.outbox.doubt(wave.id, at);
        await forgetOutcomes(tools, wave);
      }
    }
    await store.sendingGuard.arm(
      waiting.map(({ id }) => id),
      {
        id: newId(),
        at,
        actor: { kind: 'staff', id: viewer.staffId },
        act: restored ? 'sending.armed-after-restore' : 'sending.armed',
        subject: 'sending',
        reason,
      },
    );
    return { machines: waiting.length, unsure };
  };

/** Messages that a log of the mail server names as taken are accepted (requirement E7); gives how many it named. */
export const takeInRelayLog =
  ({ store, clock, signer }: Pick<Tools, 'store' | 'clock' | 'signer'>) =>
  async (messageIds: AsyncIterable<string>): Promise<{ readonly named: number; readonly ours: number }> => {
    const sum = { named: 0, ours: 0 };
    for await (const header of messageIds) {
      sum.named += 1;
      const found = namedMessage(header);
      if (found === null || !signer.verify('return-path', found.id, found.mac)) continue;
      sum.ours += 1;
      await store.messages.acceptOnEvidence(found.id, clock.now(), 'relay-log');
    }
    return sum;
  };
