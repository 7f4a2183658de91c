// What follows once a reviewer said that two records are one person's?
// The decision stands in the pair; all that follows can be repeated and is completed by a recurring job, whatever is killed in
// between: the trace for undoing is written first, then the other record leaves, then the one that stays is changed in one
// guarded write; then the destination record, invitations, answers, messages, calls and mail follow.
import { mergePeople } from '../../domain/alumni/merge.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Duplicate } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { endInvitations } from './end-invitations.js';
import { takeOverRecord, type MergeTools } from './merge-records.js';

const mostAttempts = 10;

/** Of a pair that was decided: the record that stays and the one that goes. */
export function sidesOf({ people, survivor }: Duplicate): { readonly stays: AlumnusId; readonly goes: AlumnusId } {
  const [one, other] = people;
  return survivor === other ? { stays: other, goes: one } : { stays: one, goes: other };
}

/** The two records as one; null where one of them is not on record any more. */
async function mergeThem(tools: MergeTools, pair: Duplicate): Promise<Alumnus | null> {
  const { store } = tools;
  const { stays, goes } = sidesOf(pair);
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const mine = await store.alumni.findItself(stays);
    if (mine === null || mine.alsoKnownAs?.includes(goes) === true) return mine;
    await store.auditEvents.moveIntentsOf('alumni', goes);
    const there = await store.alumni.findItself(goes);
    const theirs = there ?? (await store.mergedPeople.find(goes))?.theirs;
    if (theirs === undefined) return null;
    const { person, numbers } = mergePeople(mine, theirs);
    await store.mergedPeople.keep({
      ...{ id: goes, into: stays, pair: pair.id, numbers },
      ...{ before: mine, after: person, theirs },
    });
    // It leaves first, because both may not bear one pupil number.
    if (there !== null && !(await store.alumni.takeOut(goes, there.revision))) continue;
    if (await store.alumni.replace(person, [])) return person;
  }
  throw new ChangedMeanwhile('The records kept changing; the merge is tried again.');
}

/** Carries out a merge that was decided. Repeatable at any point. */
export async function carryOutMerge(tools: MergeTools, pair: Duplicate): Promise<void> {
  const { store } = tools;
  const { stays, goes } = sidesOf(pair);
  const person = await mergeThem(tools, pair);
  const trace = await store.mergedPeople.find(goes);
  if (person === null || trace?.into !== stays) {
    await store.duplicates.move(pair, { state: 'apart', reason: 'One of the two records was gone.' }, []);
    return;
  }
  await takeOverRecord(tools, trace, person);
  await endInvitations(tools, trace);
  if (trace.mails === undefined) await store.mergedPeople.note(goes, { mails: await store.following.mailsOf(goes) });
  await store.following.all({ from: goes, to: stays, numbers: trace.numbers });
  for (const { id, state } of await store.duplicates.ofPerson([goes])) {
    if (state === 'open') await store.duplicates.dropOpen(id); // found again under the record that stays
  }
  await store.alumni.markMatchDue([stays]);
  await store.duplicates.move(pair, { state: 'merged' }, []);
}
