// Of a person who was merged only one invitation of each wave stands: they are asked once.
// An invitation that a wave makes while the merge is carried out is found by whoever comes second: the merge writes its trace
// before it looks for invitations, and the freezing writes invitations before it looks for traces. What ended is written down
// beside the trace before anything ends, so that undoing gives each back as it stood.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { CallId } from '../../domain/waves/call.js';
import { isAwaitingAnswer } from '../../domain/waves/due-messages.js';
import { invitedAs, type Invitation } from '../../domain/waves/invitation.js';
import type { EndedByMerge, MergedPerson } from '../../store/index.js';
import type { Tools } from '../tools.js';

/** Of two invitations to a wave one ends, and both where one was answered or stopped. */
function whichEnd(mine: readonly Invitation[], theirs: readonly Invitation[]): readonly Invitation[] {
  return theirs.flatMap((other) => {
    const own = mine.find(({ waveId, state }) => waveId === other.waveId && state !== 'excluded');
    if (own === undefined || other.state === 'excluded') return [];
    if (isAwaitingAnswer(other.state)) return [other];
    return isAwaitingAnswer(own.state) ? [own] : [];
  });
}

/** Ends what one person has twice. Repeatable: what ended before is left out of account. */
export async function endInvitations({ store }: Pick<Tools, 'store'>, { id, into }: MergedPerson): Promise<void> {
  const before = new Set((await store.mergedPeople.find(id))?.ended?.map((ended) => ended.id));
  const all = (await store.invitations.ofPeople([into, id])).filter((each) => !before.has(each.id));
  // By the id that an invitation was made with, whoever it names by now.
  const isTheirs = (each: Invitation): boolean => invitedAs(each) === id;
  const ending = whichEnd(
    all.filter((each) => !isTheirs(each)),
    all.filter(isTheirs),
  );
  const calls = await store.calls.findMany(ending.map((each) => each.id as string as CallId));
  for (const { id: ends, state, nextStep, nextDueAt } of ending) {
    const callAt = calls.get(ends as string as CallId)?.nextAt;
    const ended: EndedByMerge = {
      ...{ id: ends, state },
      ...(nextStep === undefined || nextDueAt === undefined ? {} : { nextStep, nextDueAt }),
      ...(callAt === undefined ? {} : { callAt }),
    };
    await store.mergedPeople.addEnded(id, ended);
  }
  for (const { id: ends } of (await store.mergedPeople.find(id))?.ended ?? []) {
    await store.invitations.stop(ends, 'merged');
    await store.messages.stopOfInvitation(ends, 'merged');
    await store.calls.endOfInvitation(ends, 'merged');
  }
}

/** After invitations to these people were made: of those who were merged meanwhile one of each wave stands. */
export async function settleMerged({ store }: Pick<Tools, 'store'>, people: readonly AlumnusId[]): Promise<void> {
  for (const trace of await store.mergedPeople.touching(people)) {
    const pair = await store.duplicates.find('every-school', trace.pair);
    if (pair?.state !== 'merging' && pair?.state !== 'merged') continue; // it is being undone
    await endInvitations({ store }, trace);
    await store.duplicates.again(pair.id); // the rest follows the person, by the job
  }
}
