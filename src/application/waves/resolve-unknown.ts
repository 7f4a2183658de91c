// What becomes of a message whose fate nobody knows?
// Nothing by itself (requirement E6). A person leaves it, or sends it again with a reason: the same message, the same
// Message-ID, a new attempt (E7, Q3). Once the wave is over nothing of it leaves, so there it can only be left.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { MessageId } from '../../domain/waves/message.js';
import { mayStillSend } from '../../domain/waves/transitions.js';
import type { WaveId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { waveAct } from './acts.js';

/** In place of a message's id: all of the wave that nobody has decided about. */
const everyMessage = 'all';

/** What came of the decision. */
type Resolution = { readonly kind: 'resolved' } | { readonly kind: 'refused'; readonly why: 'wave-over' };

/** Records the decision. Throws NotFound when the message is not of unknown fate any more, or not the viewer's. */
export const resolveUnknown =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    {
      waveId,
      messageId,
      choice,
      reason,
    }: {
      readonly waveId: string;
      readonly messageId: string;
      readonly choice: 'leave' | 'send-again';
      readonly reason: string;
    },
  ): Promise<Resolution> => {
    const { store, clock } = tools;
    const wave = waveId as WaveId;
    const stands = await store.waves.find(viewer.schools, wave);
    if (stands === null) throw new NotFound();
    if (choice === 'send-again' && !mayStillSend(stands.state)) return { kind: 'refused', why: 'wave-over' };
    const resolution = { choice, reason, by: viewer.staffId, at: clock.now() };
    if (messageId === everyMessage) {
      if ((await store.messages.resolveAll(wave, viewer.schools, resolution)) === 0) throw new NotFound();
    } else {
      if (!messageId.startsWith(`${wave}:`)) throw new NotFound();
      if (!(await store.messages.resolve(messageId as MessageId, viewer.schools, resolution))) throw new NotFound();
    }
    await store.waves.noteAct(
      wave,
      waveAct(tools, viewer, `${messageId === everyMessage ? 'messages' : 'message'}.${choice}`, wave, reason),
    );
    return { kind: 'resolved' };
  };
