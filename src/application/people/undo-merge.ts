// What follows once a merge is undone?
// Both records stand again as they did; what was said since by a link of one of them goes with it, and what limits contact
// goes to both. The record as it will be is written down before the one that stayed is changed, so that whatever is killed in
// between the recurring job goes on from there. A message that was due while the two were one is not sent afterwards.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { splitPeople } from '../../domain/alumni/merge.js';
import type { Duplicate, MergedPerson } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { sidesOf } from './carry-out-merge.js';
import { giveBackRecord, type MergeTools } from './merge-records.js';

const mostAttempts = 10;

/** Whether it was the person's latest merge and they are on record themselves: the only one that can be undone. */
export const isLatestMerge = (now: Alumnus | null, { after }: Pick<MergedPerson, 'after'>): boolean =>
  now !== null && now.alsoKnownAs?.join() === after.alsoKnownAs?.join();

async function tellApart(
  { store }: MergeTools,
  trace: MergedPerson,
): Promise<{ readonly mine: Alumnus; readonly theirs: Alumnus }> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const now = await store.alumni.findItself(trace.into);
    if (now === null) throw new ChangedMeanwhile('The record that stayed is gone.');
    if (now.alsoKnownAs?.includes(trace.id) !== true) {
      const theirs = (await store.mergedPeople.find(trace.id))?.back ?? trace.theirs;
      return { mine: now, theirs };
    }
    const { mine, theirs } = splitPeople(now, trace);
    await store.mergedPeople.note(trace.id, { back: theirs });
    if (await store.alumni.replace(mine, [])) return { mine, theirs };
  }
  throw new ChangedMeanwhile('The record kept changing; the merge is undone later.');
}

/** Numbers the other way round: no two points of a person have one number. */
const turned = (numbers: MergedPerson['numbers']): MergedPerson['numbers'] =>
  Object.fromEntries(Object.entries(numbers).map(([theirs, mine]) => [mine, Number(theirs)]));

/** Carries out an undoing that was decided. Repeatable at any point. */
export async function carryOutUndo(tools: MergeTools, pair: Duplicate): Promise<void> {
  const { store } = tools;
  const { goes } = sidesOf(pair);
  const trace = await store.mergedPeople.find(goes);
  if (trace !== null) {
    const both = await tellApart(tools, trace);
    await store.alumni.putBack(both.theirs);
    await giveBackRecord(tools, trace, both);
    await store.following.ownOnly({ from: trace.into, to: goes, numbers: turned(trace.numbers) }, trace.mails ?? []);
    for (const ended of trace.ended ?? []) {
      await store.invitations.resume(ended);
      if (ended.callAt !== undefined) await store.calls.resume(ended.id, ended.callAt);
    }
    await store.alumni.markMatchDue([trace.into, goes]);
    await store.mergedPeople.remove(goes);
  }
  await store.duplicates.move(pair, { state: 'open' }, []);
}
