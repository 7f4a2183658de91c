// Which messages wait because another of their wave has not left yet?
// A wave that was held up may have several messages of one person in the outbox at once. Each lets go first what comes before
// it, and waits for the gap from then on (Y23, E12); the slots of the person's addresses see to the rest.
import { gapFrom, letsLeaveFirst } from '../../../domain/waves/contact-cap.js';
import type { MessageId } from '../../../domain/waves/message.js';
import type { LeasedMessage } from '../../../store/index.js';
import type { Tools } from '../../tools.js';

/** Those of the batch, all of one wave, that another message goes before, and until when they wait at least. */
export async function behindOthers(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  batch: readonly LeasedMessage[],
): Promise<ReadonlyMap<MessageId, Date>> {
  const later = batch.filter(({ kind, stepId }) => kind === 'survey' && stepId !== 'i');
  const waveId = later[0]?.waveId;
  if (waveId === undefined) return new Map();
  const open = await store.messages.stillToLeave(
    waveId,
    later.flatMap(({ alumnusId }) => alumnusId ?? []),
  );
  const until = gapFrom(clock.now());
  return new Map(
    later
      .filter(({ invitationId, stepId }) =>
        open.some(
          (other) =>
            other.invitationId === invitationId &&
            other.channel !== 'text' &&
            other.stepId !== undefined &&
            stepId !== undefined &&
            letsLeaveFirst(stepId, other.stepId),
        ),
      )
      .map(({ _id }) => [_id, until]),
  );
}
