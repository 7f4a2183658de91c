// Taking everything about people out of the database for good, the person last, so that a death in between leaves somebody to go
// on with. What stays: invitations, which hold an id that points at nobody any more and keep the sums of waves true; suppressions,
// which hold keys alone then (requirement D6); and the audit. Acts that are not in the audit yet are moved there first. Records that
// were merged into theirs go with them, and what names those.
import type { Connection } from 'mongoose';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { auditEventsStore } from './audit-events.js';

type MoveIntents = ReturnType<typeof auditEventsStore>['moveIntentsOf'];

/** What names a person by `alumnusId`, and what bears their id as its own. */
const naming = ['responses', 'messages', 'calls', 'inboundmail', 'safetyflags', 'helprequests'] as const;
const bearing = ['destinationrecords', 'outcomes', 'tellings', 'leavinganswers'] as const;
const withIntents: readonly string[] = [
  ...['alumni', 'responses', 'calls', 'inboundmail', 'safetyflags', 'helprequests'],
  ...['destinationrecords', 'leavinganswers', 'duplicates'],
];

/** Erasing people. */
export function erasingStore(connection: Connection, moveIntents: MoveIntents) {
  /** Whether nothing is left that the filter finds. */
  async function drop(name: string, filter: object): Promise<boolean> {
    const collection = connection.collection<{ _id: string }>(name);
    if (withIntents.includes(name)) {
      const held = await collection
        .find({ ...filter, auditIntents: { $exists: true } }, { projection: { _id: 1 } })
        .toArray();
      for (const { _id } of held) await moveIntents(name as Parameters<MoveIntents>[0], _id);
    }
    await collection.deleteMany({ ...filter, auditIntents: { $exists: false } }); // no act that came in just now is lost
    return (await collection.findOne(filter, { projection: { _id: 1 } })) === null;
  }

  /** These people, then those whose records were merged into theirs, then those merged into these, and so on. */
  async function withMerged(ids: readonly AlumnusId[]): Promise<readonly (readonly string[])[]> {
    const merged = connection.collection<{ _id: string; into: string }>('mergedpeople');
    const known = new Set<string>(ids);
    const turns: (readonly string[])[] = [];
    for (let asked: readonly string[] = ids; asked.length > 0;) {
      turns.push(asked);
      const found = await merged.find({ into: { $in: [...asked] } }, { projection: { _id: 1 } }).toArray();
      asked = found.map(({ _id }) => _id).filter((id) => !known.has(id));
      for (const id of asked) known.add(id);
    }
    return turns;
  }

  return {
    /** Erases these people; false while something of them is left, then it is done again. Repeatable. */
    people: async (ids: readonly AlumnusId[]): Promise<boolean> => {
      const turns = await withMerged(ids);
      const among = { $in: turns.flat() };
      const invitations = connection.collection<{ _id: string }>('invitations');
      const theirs = await invitations.find({ alumnusId: among }, { projection: { _id: 1 } }).toArray();
      await connection
        .collection<{ _id: string }>('surveyaccess')
        .deleteMany({ _id: { $in: theirs.map(({ _id }) => _id) } });
      await invitations.updateMany(
        { alumnusId: among, state: { $in: ['invited', 'started'] } },
        { $set: { state: 'stopped', stop: 'erased' }, $unset: { nextStep: '', nextDueAt: '' } },
      );
      const gone = [
        ...naming.map((name) => drop(name, { alumnusId: among })),
        ...bearing.map((name) => drop(name, { _id: among })),
        drop('duplicates', { one: among }),
        drop('duplicates', { other: among }),
      ];
      await connection
        .collection('suppressions')
        .updateMany({ alumnusId: { ...among, $exists: true } }, { $unset: { alumnusId: '' } });
      if (!(await Promise.all(gone)).every(Boolean)) return false;
      // The last of a chain first, so that after a death in between the others are found again.
      for (const into of turns.toReversed()) {
        if (!(await drop('mergedpeople', { into: { $in: [...into] } }))) return false;
      }
      return drop('alumni', { _id: { $in: [...ids] } });
    },
  };
}
